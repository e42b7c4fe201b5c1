"""The connection to a Neo4j server: credentials from the environment or a prompt, errors with names of our own."""

from __future__ import annotations

import getpass
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from ....errors import CredentialsRefused, InputRefused, StoreFailed, StoreUnreachable
from ....wording import Text

if TYPE_CHECKING:
    from neo4j import Driver

_CONNECT_SECONDS = 5.0
_RETRY_SECONDS = 5.0
_PROBE_SECONDS = 2.0
_BOLT_PORT = 7687
_DOES_NOT_ANSWER = Text(
    "{address} 有服务在监听,但没有应答:可能暂停了、还在启动或过载。请稍后再试,并查看服务器的日志。",
    "Something listens at {address} and does not answer: it may be paused, still starting or overloaded. Try "
    "again later, and look into the server's log.",
)
_NOBODY_ANSWERS = Text(
    "{address} 没有 Neo4j 应答。请检查地址和服务器;本机服务器用 alliance neo4j start 启动。",
    "No Neo4j answers at {address}. Check the address and the server; "
    "a local one is started with: alliance neo4j start",
)
_WENT_AWAY = Text(
    "载入途中 {address} 不再应答。库中要么看不到这次载入的任何内容,要么全部可见,没有写到一半的。"
    "请重新启动服务器,再运行同一命令,它会补全。",
    "{address} stopped answering in the middle of the load. Nothing of it is visible in the store, or all of it, "
    "never half. Start the server again and run the same command: it completes the load.",
)
_WRONG_PASSWORD = Text(
    "{address} 拒绝了用户名或密码。请检查 ALLIANCE_NEO4J_USER 和 ALLIANCE_NEO4J_PASSWORD。",
    "{address} refused the user name or password. Check ALLIANCE_NEO4J_USER and ALLIANCE_NEO4J_PASSWORD.",
)
_TOO_MANY_ATTEMPTS = Text(
    "密码连续错误次数过多,{address} 暂时拒绝登录。请等几秒,核对密码后再试。",
    "Too many wrong passwords in a row: {address} refuses to log in for a while. "
    "Wait some seconds, check the password and try again.",
)
_TOO_LITTLE_MEMORY = Text(
    "{address} 的内存不够这次操作。请调大服务器的堆(server.memory.heap.max_size)。",
    "{address} has too little memory for this. Give the server a larger heap (server.memory.heap.max_size).",
)
_SERVER_SAID = Text("{address} 报错:{reply}", "{address} reports: {reply}")


def credentials(address: str) -> tuple[str, str]:
    """User and password from `ALLIANCE_NEO4J_USER` and `ALLIANCE_NEO4J_PASSWORD`, or asked for at a terminal.

    Raises
    ------
    CredentialsRefused
        No password is set and nobody can be asked.
    """
    user = os.environ.get("ALLIANCE_NEO4J_USER", "neo4j")
    password = os.environ.get("ALLIANCE_NEO4J_PASSWORD")
    if password is None:
        if not sys.stdin.isatty():
            raise CredentialsRefused(
                Text(
                    "{address} 需要密码。请设置环境变量 ALLIANCE_NEO4J_PASSWORD"
                    "(用户 {user},可用 ALLIANCE_NEO4J_USER 更改)。",
                    "{address} needs a password. Set ALLIANCE_NEO4J_PASSWORD in the environment "
                    "(user {user}; change it with ALLIANCE_NEO4J_USER).",
                ),
                address=address,
                user=user,
            )
        password = getpass.getpass(f"{user}@{address}: ")
    return user, password


def connect(address: str, user: str, password: str) -> Driver:
    """A driver that has reached the server."""
    from neo4j import GraphDatabase
    from neo4j.exceptions import ConfigurationError

    try:
        driver = GraphDatabase.driver(
            address,
            auth=(user, password),
            connection_timeout=_CONNECT_SECONDS,
            connection_acquisition_timeout=_RETRY_SECONDS,
            max_transaction_retry_time=_RETRY_SECONDS,
            notifications_min_severity="OFF",
            telemetry_disabled=True,
            user_agent="alliance-graph",
        )
    except (ConfigurationError, ValueError) as error:
        raise InputRefused(
            Text(
                "地址 {address} 不能用。请写成 neo4j://主机:7687 或 bolt://主机:7687。",
                "Cannot use the address {address}. Write it like neo4j://host:7687 or bolt://host:7687.",
            ),
            address=address,
        ) from error
    try:
        with mapped_errors(address):
            driver.verify_connectivity()
    except BaseException:
        driver.close()
        raise
    return driver


@contextmanager
def mapped_errors(address: str, *, writing: bool = False) -> Iterator[None]:
    """Turn what the driver raises into errors of ours.

    Parameters
    ----------
    address
        Of the server.
    writing
        A load is under way, so the message says what became of it.
    """
    from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

    try:
        yield
    except AuthError as error:
        raise CredentialsRefused(_WRONG_PASSWORD, address=address) from error
    except ClientError as error:
        if error.code and error.code.endswith("AuthenticationRateLimit"):
            raise CredentialsRefused(_TOO_MANY_ATTEMPTS, address=address) from error
        raise StoreFailed(_SERVER_SAID, address=address, reply=str(error.message)) from error
    except Neo4jError as error:
        if error.code and "MemoryPoolOutOfMemory" in error.code:
            raise StoreFailed(_TOO_LITTLE_MEMORY, address=address) from error
        if not error.is_retryable():
            raise StoreFailed(_SERVER_SAID, address=address, reply=str(error.message)) from error
        raise StoreUnreachable(_WENT_AWAY if writing else _silent(address), address=address) from error
    except (DriverError, OSError) as error:
        raise StoreUnreachable(_WENT_AWAY if writing else _silent(address), address=address) from error


def _silent(address: str) -> Text:
    """Nobody listens there, or somebody does and does not answer: a person does different things about the two."""
    parts = urlsplit(address)
    try:
        with socket.create_connection((parts.hostname or "", parts.port or _BOLT_PORT), timeout=_PROBE_SECONDS):
            return _DOES_NOT_ANSWER
    except OSError:
        return _NOBODY_ANSWERS
