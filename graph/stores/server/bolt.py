"""Whether a server answers."""

from __future__ import annotations

from contextlib import suppress
from typing import Literal

import psutil

from ..processes import is_paused
from .state import Running

USER = "neo4j"
BoltAnswer = Literal["yes", "refused", "later", "no"]
_ANSWER_SECONDS = 3.0


def bolt_answer(state: Running, password: str) -> BoltAnswer:
    """What a server says to a question over Bolt.

    Parameters
    ----------
    state
        The server.
    password
        Of the user `neo4j`.

    Returns
    -------
    "yes", "refused", "later" or "no"
        It answers; it refuses the password; it takes no password for some seconds, since somebody gave it wrong ones;
        nothing comes within some seconds, or another program has its port.
    """
    return _ask(state.url, password) if _can_answer(state) else "no"


def _can_answer(state: Running) -> bool:
    """Whether this very process could answer at its port: another program that took the port must not do it instead."""
    process = state.process()
    if process is None or is_paused(process):
        return False
    with suppress(psutil.AccessDenied, psutil.NoSuchProcess):
        ports = {each.laddr.port for each in process.net_connections("tcp") if each.status == psutil.CONN_LISTEN}
        return state.port in ports
    return True


def _ask(url: str, password: str) -> BoltAnswer:
    from neo4j import GraphDatabase
    from neo4j.exceptions import AuthError, ClientError, DriverError, Neo4jError

    driver = GraphDatabase.driver(
        url,
        auth=(USER, password),
        connection_timeout=_ANSWER_SECONDS,
        connection_acquisition_timeout=_ANSWER_SECONDS,
        telemetry_disabled=True,
    )
    with driver:
        try:
            with driver.session(database="neo4j") as session:
                session.run("RETURN 1").consume()
        except AuthError:
            return "refused"
        except ClientError as error:
            return "later" if "AuthenticationRateLimit" in (error.code or "") else "no"
        except (DriverError, Neo4jError, OSError):
            return "no"
    return "yes"
