"""From what a user writes after `--store` to an open store.

| location | store |
| --- | --- |
| `alliance.db`, `sqlite:///path` | one SQLite file; `sqlite:////path` for an absolute one |
| `:memory:` | nothing kept: a store for as long as it is open |
| `neo4j` | the local server that `alliance neo4j start` runs |
| `neo4j://host:7687`, `neo4j+s://…`, `bolt://…`, with `/database` behind it if need be | a Neo4j server |
| `neo4j?graph=name`, `neo4j://host:7687/database?graph=name` | one of several graphs in a Neo4j database |
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from ...errors import InputRefused, NotAStore, StoreUnreachable
from ...wording import Text, shortened, system_reason, without_credentials
from .store import DEFAULT_GRAPH, GraphStore

_NEO4J_SCHEMES = ("neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc")
LOCAL_SERVER = "neo4j"
_MOST_OF_A_NAME = 200
_APPLICATION_AT = 68  # where the header of a SQLite file says whose it is
# SQLite keeps its own files beside the store, under its name and one of these.
_COMPANIONS = ("-journal", "-wal", "-shm")
# "user:secret@host" is an address without a scheme, not a file, and must not be repeated; "C:\\…" is a file.
_ADDRESS = re.compile(r"(?![A-Za-z]:[\\/])[^/\\]*:.*(@|%40)", re.IGNORECASE | re.DOTALL)
_SORTS = (
    (stat.S_ISDIR, Text("文件夹", "a folder")),
    (stat.S_ISCHR, Text("设备", "a device")),
    (stat.S_ISBLK, Text("设备", "a device")),
    (stat.S_ISFIFO, Text("命名管道(FIFO)", "a named pipe (FIFO)")),
    (stat.S_ISSOCK, Text("套接字", "a socket")),
    (stat.S_ISLNK, Text("符号链接", "a symbolic link")),
)


def open_store(location: str | Path, *, create: bool = False, shared: bool = False) -> GraphStore:
    """Open the store at a location.

    Parameters
    ----------
    location
        A file, `sqlite:///path`, a Neo4j URL, or the word `neo4j` for the local server; `?graph=name` behind
        the last two names one of several graphs in a database.
    create
        Take a file that does not exist yet; the first write makes it.
    shared
        Whether other things may live in the same Neo4j database; said once, the store keeps it.

    Raises
    ------
    InputRefused
        The location has an unknown form or an impossible name, or carries credentials.
    StoreFailed
        There is nothing there, nobody answers, or it is not ours.

    Examples
    --------
    >>> with open_store("alliance.db") as store:  # doctest: +SKIP
    ...     graph = store.read()
    """
    text = str(location)
    if _is_local_server(text):
        from .neo4j.store import Neo4jStore
        from .server import local_server

        return Neo4jStore(*local_server().connection(), graph=_graph(urlsplit(text)), shared=shared)
    parts = _url(text)
    if parts and parts.scheme != "sqlite":
        return _server(parts, shared=shared)
    return _file(_path(text, parts), create)


def store_files(location: str | Path) -> list[Path]:
    """The files in which a location keeps its store; none for a server, or when it is not a possible location.

    Parameters
    ----------
    location
        As in `open_store`; nothing is opened.
    """
    text = str(location)
    try:
        parts = _url(text)
        if _is_local_server(text) or (parts and parts.scheme != "sqlite"):
            return []
        path = _path(text, parts)
    except InputRefused:
        return []
    return [path, *(Path(f"{path}{end}") for end in _COMPANIONS)]


def sort_of(mode: int) -> Text | None:
    """What a file is that is no plain file; None for a plain one.

    Parameters
    ----------
    mode
        As `os.stat` gives it.
    """
    if stat.S_ISREG(mode):
        return None
    return next((text for fits, text in _SORTS if fits(mode)), Text("特殊文件", "a special file"))


def is_store_file(path: Path) -> bool:
    """Whether a plain file is a store of this product, sound or not, opened or not; nothing else is opened.

    Parameters
    ----------
    path
        The file; its header alone is read.
    """
    from .sqlite.file import APPLICATION_ID

    try:
        if not path.is_file():  # the end of a pipe would be waited for
            return False
        with path.open("rb") as file:
            header = file.read(_APPLICATION_AT + 4)
    except OSError:
        return False
    return header.startswith(b"SQLite format 3\0") and header[_APPLICATION_AT:] == APPLICATION_ID.to_bytes(4, "big")


# ---- what a location means ----


def _url(text: str) -> SplitResult | None:
    """The parts of a URL; None when it is the name of a file."""
    if "://" not in text:
        if _ADDRESS.match(text):
            raise InputRefused(_CREDENTIALS)
        return None
    try:
        parts = urlsplit(text)
        known = parts.scheme == "sqlite" or (parts.scheme in _NEO4J_SCHEMES and parts.hostname)
        possible_port = parts.port != 0
    except ValueError:
        raise InputRefused(_UNREADABLE, url=_shown(text)) from None  # its words could repeat the address
    if not known:
        raise InputRefused(_UNKNOWN, url=_shown(text))
    if not possible_port:
        raise InputRefused(_UNREADABLE, url=_shown(text))
    return parts


def _path(text: str, parts: SplitResult | None) -> Path:
    """The file that a location means; `~` is the folder of the user, although no shell has read it."""
    if parts and (parts.netloc or parts.query or parts.fragment):
        raise InputRefused(_NO_SQLITE_PATH, url=_shown(text))
    name = unquote(parts.path.removeprefix("/")) if parts else text
    if not name or "\0" in name or not _encodable(name):
        raise InputRefused(_IMPOSSIBLE)
    try:
        return Path(name).expanduser()
    except RuntimeError:
        raise InputRefused(_NO_HOME, user=name.split("/", 1)[0]) from None


def _encodable(name: str) -> bool:
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return True


def _is_local_server(text: str) -> bool:
    return text == LOCAL_SERVER or text.startswith(f"{LOCAL_SERVER}?")


def _graph(parts: SplitResult) -> str:
    """The name of the graph in the database."""
    if not (parts.query or parts.fragment):
        return DEFAULT_GRAPH
    names = dict(parse_qsl(parts.query, keep_blank_values=True))
    if names.keys() != {"graph"} or parts.fragment:
        raise InputRefused(_UNKNOWN, url=_shown(parts.geturl()))
    return names["graph"]


def _server(parts: SplitResult, *, shared: bool) -> GraphStore:
    if re.search("@|%40", parts.geturl()):
        raise InputRefused(_CREDENTIALS)
    from .neo4j.connection import credentials
    from .neo4j.store import Neo4jStore

    address = f"{parts.scheme}://{parts.netloc}"
    database, graph = parts.path.strip("/") or None, _graph(parts)
    return Neo4jStore(address, *credentials(address), database=database, graph=graph, shared=shared)


def _file(path: Path, create: bool) -> GraphStore:
    from .sqlite.store import SQLiteStore

    _must_be_plain(path)
    return SQLiteStore(path, create=create)


def _must_be_plain(path: Path) -> None:
    """Refuse what can be no store: a name that the system does not take, and all but a plain file or nothing."""
    try:
        mode = _mode(path)
        _mode(Path(f"{path}{_COMPANIONS[0]}"))  # the longest of the names that SQLite will need
    except OSError as error:
        name, reason = shortened(str(path), _MOST_OF_A_NAME), system_reason(error)
        raise StoreUnreachable(_NOT_GIVEN, name=name, reason=reason) from error
    if mode is not None and (sort := sort_of(mode)):
        raise NotAStore(_NO_PLAIN_FILE, path=path, sort=sort)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None  # the store says what is missing


# ---- what is wrong with a location ----

_CREDENTIALS = Text(
    "地址里不要写用户名和密码。请用环境变量 ALLIANCE_NEO4J_USER 和 ALLIANCE_NEO4J_PASSWORD。"
    "如果是名称里有 @ 的文件,请在前面加 ./。",
    "Do not write credentials into the address. "
    "Set ALLIANCE_NEO4J_USER and ALLIANCE_NEO4J_PASSWORD in the environment. "
    "If it is a file with an @ in its name, write ./ before it.",
)
_IMPOSSIBLE = Text(
    "库的名称是空的,或含有系统不接受的字符。请写成如 alliance.db。",
    "The name of the store is empty, or holds a character that the system does not take. Write it like alliance.db.",
)
_NOT_GIVEN = Text(
    "{name} 不能用作库:{reason}。请用 --store 另给一个文件。",
    "{name} cannot be a store: {reason}. Name another file with --store.",
)
_NO_PLAIN_FILE = Text(
    "{path} 是{sort},不是普通文件,不能用作库。请用 --store 另给一个文件。",
    "{path} is {sort} and no plain file, so it cannot be a store. Name another file with --store.",
)
_FORMS = Text(
    "可写:alliance.db、sqlite:///路径、neo4j://主机:7687、neo4j;后两种可加 ?graph=图名。",
    "Write alliance.db, sqlite:///path, neo4j://host:7687 or neo4j; the last two may have ?graph=name behind them.",
)
_UNKNOWN = Text("不认识的库地址 {url}。", "Unknown store {url}. ") + _FORMS
_UNREADABLE = (
    Text(
        "读不懂库地址 {url}:主机写成名称、IPv4 或 [IPv6],端口在 1 到 65535 之间。",
        "Cannot read the store address {url}: the host is a name, an IPv4 or an [IPv6] address, the port a number "
        "from 1 to 65535. ",
    )
    + _FORMS
)
_NO_SQLITE_PATH = Text(
    "{url} 不是文件的地址:写成 sqlite:///路径(三条斜线),? 和 # 写成 %3F 和 %23;或直接写文件名。",
    "{url} is not the address of a file: write sqlite:///path with three slashes, ? and # as %3F and %23, or "
    "simply the name of the file.",
)
_NO_HOME = Text(
    "不知道 {user} 的主文件夹在哪里。请写出完整路径;如果文件名就以 ~ 开头,请在前面加 ./。",
    "The home folder of {user} is not known. Write the whole path; if the name of the file begins with ~, write "
    "./ before it.",
)


def _shown(url: str) -> str:
    return shortened(without_credentials(" ".join(url.split())), _MOST_OF_A_NAME)
