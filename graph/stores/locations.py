"""From what a user writes after `--store` to an open store.

| location | store |
| --- | --- |
| `alliance.db`, `sqlite:///path` | one SQLite file; `sqlite:////path` for an absolute one |
| `:memory:` | nothing kept: a store for as long as it is open |
| `neo4j` | the local server that `alliance neo4j start` runs |
| `neo4j://host:7687`, `neo4j+s://…`, `bolt://…`, with `/database` behind it if need be | a Neo4j server |
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote, urlsplit

from ...errors import InputRefused
from ...wording import Text
from .store import GraphStore

_NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
LOCAL_SERVER = "neo4j"


def open_store(location: str | Path, *, create: bool = False) -> GraphStore:
    """Open the store at a location.

    Parameters
    ----------
    location
        A file, `sqlite:///path`, a Neo4j URL, or the word `neo4j` for the local server.
    create
        Take a file that does not exist yet; the first write makes it.

    Raises
    ------
    InputRefused
        The location has an unknown form, or carries credentials.
    StoreFailed
        There is nothing there, nobody answers, or it is not ours.

    Examples
    --------
    >>> with open_store("alliance.db") as store:  # doctest: +SKIP
    ...     graph = store.read()
    """
    text = str(location)
    if text == LOCAL_SERVER:
        from .neo4j.store import Neo4jStore
        from .server import local_server

        return Neo4jStore(*local_server().connection())
    if "://" in text:
        return _from_url(text, create)
    return _file(Path(text), create)


def _from_url(url: str, create: bool) -> GraphStore:
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _file(Path(unquote(parts.path.removeprefix("/"))), create)
    if parts.scheme not in _NEO4J_SCHEMES or not parts.hostname:
        raise InputRefused(
            Text(
                f"不认识的库地址 {url}。可写:alliance.db、sqlite:///路径、neo4j://主机:7687、neo4j。",
                f"Unknown store {url}. Write alliance.db, sqlite:///path, neo4j://host:7687 or neo4j.",
            )
        )
    if parts.username or parts.password:
        raise InputRefused(
            Text(
                "地址里不要写用户名和密码。请用环境变量 ALLIANCE_NEO4J_USER 和 ALLIANCE_NEO4J_PASSWORD。",
                "Do not write credentials into the address. "
                "Set ALLIANCE_NEO4J_USER and ALLIANCE_NEO4J_PASSWORD in the environment.",
            )
        )
    from .neo4j.connection import credentials
    from .neo4j.store import Neo4jStore

    address = f"{parts.scheme}://{parts.netloc}"
    return Neo4jStore(address, *credentials(address), database=parts.path.strip("/") or None)


def _file(path: Path, create: bool) -> GraphStore:
    from .sqlite.store import SQLiteStore

    return SQLiteStore(path, create=create)
