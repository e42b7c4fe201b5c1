"""What a database says of one of our graphs: its marker, its loads, and what else is there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from neo4j import Session

from ....errors import InputRefused, NotAStore, StoreOutdated
from ....wording import Text, some
from ..states import Broken, Empty, Loading, Ready, State
from .loading import PendingLoad, pending_load
from .statements import span, statement

FORMAT = 3
"""1: loads in chunks beside the facts. 2: facts in place, under marks. 3: search texts in one script, with the uscc."""
_MOST_NAME = 60
_VERSION = re.compile("[0-9a-f]{32}")
_DAMAGED = Text(
    "库的标记丢失或残缺。运行 alliance store check --mend 可按现有事实重做。",
    "The marker of the store is lost or incomplete. alliance store check --mend makes it again from the facts.",
)
_NEWER = Text(
    "{location} 由更新的版本写成。请升级 alliance-graph。",
    "{location} was written by a newer version. Upgrade alliance-graph.",
)
_FOREIGN = Text(
    "{location} 里有别的数据(按标签:{labels}),未作任何改动。请给一个空的数据库;要与它们共用,只需说一次:加 --shared。",
    "{location} holds other data (by label: {labels}); nothing in it was touched. Give an empty database, or "
    "say once that it is to be shared: --shared.",
)


@dataclass(frozen=True, slots=True)
class Marker:
    """The node that says what a graph of ours holds.

    Parameters
    ----------
    format
        The layout that it was written in.
    version
        Moves with every change, also when a load is taken back.
    data_version
        Of its facts, as 32 hexadecimal digits.
    facts
        How many it holds.
    shared
        Whether the user said that other things may live in the database.
    loads
        Loads that have not ended.
    """

    format: int
    version: int
    data_version: str
    facts: int
    shared: bool
    loads: tuple[PendingLoad, ...]

    @property
    def whole(self) -> bool:
        """Whether it says all that it must say."""
        return bool(_VERSION.fullmatch(self.data_version)) and self.facts >= 0

    @property
    def state(self) -> State:
        """The state of the graph, by the names that every store uses."""
        if not self.whole:
            return Broken(_DAMAGED)
        before = Ready(self.data_version) if self.facts else Empty()
        return Loading(before, any(load.alive for load in self.loads)) if self.loads else before


def read_marker(session: Session, graph: str, location: str, *, outdated: bool = False) -> Marker | None:
    """The marker of a graph; None when the database holds no graph of this name.

    Parameters
    ----------
    session, graph, location
        Where it is.
    outdated
        It may be of format 2, whose marker is that of today.

    Raises
    ------
    StoreOutdated
        A store of ours in the layout of an earlier version.
    NotAStore
        A store of a later version.
    """
    parameters = {"graph": graph, **span(graph)}
    record = session.execute_read(lambda tx: tx.run(statement("store_state"), parameters).single(strict=True))
    if record["outdated"]:
        raise StoreOutdated(location)
    store = record["store"]
    if store is None:
        return Marker(FORMAT, 0, "", -1, shared=False, loads=()) if record["lost"] else None
    layout = store["format"] or FORMAT
    if layout > FORMAT:
        raise NotAStore(_NEWER, location=location)
    if layout < FORMAT and not outdated:
        raise StoreOutdated(location)
    loads = tuple(pending_load(values) for values in record["loads"])
    version, facts = store["version"] or 0, store["facts"]
    known = facts if isinstance(facts, int) else -1
    return Marker(layout, version, str(store["data_version"]), known, bool(store["shared"]), loads)


def must_be_alone(session: Session, location: str) -> None:
    """Refuse a database that holds other things.

    Raises
    ------
    NotAStore
        With what is there.
    """
    hits = session.execute_read(lambda tx: tx.run(statement("foreign")).data())
    if hits:
        labels = some([f"{hit['label'] or '?'} {hit['number']}" for hit in hits])
        raise NotAStore(_FOREIGN, location=location, labels=labels)


def graph_name(text: str) -> str:
    """A name for one of several graphs in a database.

    Raises
    ------
    InputRefused
        It is empty, too long, or has other characters than letters, digits, `-` and `_`.
    """
    if not 0 < len(text) <= _MOST_NAME or not all(letter.isalnum() or letter in "-_" for letter in text):
        raise InputRefused(
            Text(
                "图名“{name}”不能用:只能用字母、数字、- 和 _,最多 {most} 个字符。",
                '"{name}" cannot name a graph: use letters, digits, - and _, at most {most} characters.',
            ),
            name=text[:_MOST_NAME],
            most=_MOST_NAME,
        )
    return text
