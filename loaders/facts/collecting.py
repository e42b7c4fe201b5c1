"""Facts as they were exported, checked one by one and together: what is wrong is found before anything is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from pydantic import ValidationError

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Node, Relationship
from ...graph.records import Record, record_key
from ...graph.schema import schema
from ...wording import Text, plural, some
from ..error_log import ErrorLog
from ..identity.row_keys import Nearby
from ..row_errors import RepeatedId, RowError, UnknownReference
from ..row_facts import reason_of

_NO_NODE = UnknownReference(Text("节点", "node"), Text("文件或库", "the file or the store"))


class Place(NamedTuple):
    """Where a fact stands.

    Parameters
    ----------
    file, line
        The file or sheet, and the line in it.
    at
        The same as it is told, where that is not `file:line`.
    """

    file: str
    line: int
    at: str = ""

    def __str__(self) -> str:
        return self.at or f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many facts an export had when it was written.

    Parameters
    ----------
    nodes, relationships, records
        Their numbers; None when it is not said.
    """

    nodes: int | None = None
    relationships: int | None = None
    records: int | None = None

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Counts:
        """What the header of an export says."""
        return cls(*(_number(said.get(name)) for name in ("nodes", "relationships", "records")))


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() and len(str(value)) < 16 else None


class FactCollector:
    """Takes facts one by one.

    Parameters
    ----------
    nearby
        What the store holds: a relationship may join nodes of it.
    """

    def __init__(self, nearby: Nearby) -> None:
        self._nearby = nearby
        self.errors = ErrorLog()
        self._nodes: dict[str, Node] = {}
        self._links: dict[str, Relationship] = {}
        self._records: dict[tuple[str, str], Record] = {}
        self._places: dict[tuple[str, str], Place] = {}

    def add(
        self,
        model: type[Any],
        values: Mapping[str, Any],
        place: Place,
        column_of: Callable[[tuple[int | str, ...]], str] = lambda loc: ".".join(map(str, loc)),
    ) -> None:
        """Take a fact, or keep what is wrong with it.

        Parameters
        ----------
        model
            What it is.
        values
            Its fields.
        place
            Where it stands.
        column_of
            What a field is called there.
        """
        try:
            self._keep(model.model_validate(dict(values)), place)
        except ValidationError as error:
            for detail in error.errors(include_url=False):
                reason, kind = reason_of(detail)
                value = detail.get("input")
                shown = "" if isinstance(value, (dict, list)) or value is None else str(value)
                self.refuse(place, column_of(detail["loc"]), shown, reason, kind)
        except InputRefused as error:
            self.refuse(place, "", "", error.message, error.kind)

    def refuse(self, place: Place, column: str, value: str, reason: Text, kind: Text = InputRefused.kind) -> None:
        """Keep what is wrong with a place."""
        self.errors.add([RowError(place.file, place.line, column, value, reason, kind, place.at)])

    def refuse_line(self, place: Place, known: Sequence[str]) -> None:
        """Keep that a line is no fact."""
        self.refuse(place, "", "", _NO_FACT.fill(known=some(list(known), limit=len(known))))

    def _keep(self, fact: Any, place: Place) -> None:
        if isinstance(fact, Node):
            schema().kind(fact.kind)
            self._once("node", fact.id, place)
            self._nodes[fact.id] = fact
        elif isinstance(fact, Relationship):
            schema().type(fact.type)
            self._once("relationship", fact.id, place, f"{fact.source} {fact.type} {fact.target}")
            self._links[fact.id] = fact
        else:
            key = (type(fact).__name__, record_key(fact))
            self._once(*key, place)
            self._records[key] = fact

    def _once(self, table: str, key: str, place: Place, name: str = "") -> None:
        first = self._places.setdefault((table, key), place)
        if first is not place:
            raise RepeatedId(name or key, str(first))

    # ---- together ----

    def batch(self) -> AllianceGraph:
        """All facts, with the nodes of the store that they join.

        Raises
        ------
        RowErrors
            Some facts are wrong.
        """
        ends = {end for link in self._links.values() for end in (link.source, link.target)}
        borrowed = {node.id: node for node in self._nearby.nodes(ends - self._nodes.keys())} if ends else {}
        for key, link in self._links.items():
            self._check_ends(link, self._places["relationship", key], borrowed)
        self.errors.refuse()
        nodes = [*borrowed.values(), *self._nodes.values()]
        return AllianceGraph.from_models(nodes, self._links.values(), self._records.values())

    def _check_ends(self, link: Relationship, place: Place, borrowed: Mapping[str, Node]) -> None:
        kinds = []
        for column, end in (("source", link.source), ("target", link.target)):
            node = self._nodes.get(end) or borrowed.get(end)
            if node is None:
                self.refuse(place, column, end, _NO_NODE.message, _NO_NODE.kind)
            else:
                kinds.append(node.kind)
        if len(kinds) == 2:
            try:
                schema().check(link.type, *kinds)
            except InputRefused as error:
                self.refuse(place, "", "", error.message, error.kind)

    def notes(self, said: Counts) -> list[Text]:
        """What is to be said of an export: facts that are gone since it was written, sources that are not described."""
        notes = []
        found = Counts(len(self._nodes), len(self._links), len(self._records))
        lacking = [
            Text("{what}少 {count}", "{count} fewer {what}").fill(what=what, count=was - now)
            for what, was, now in (
                (Text("节点", "nodes"), said.nodes, found.nodes),
                (Text("关系", "relationships"), said.relationships, found.relationships),
                (Text("记录", "records"), said.records, found.records),
            )
            if was is not None and now is not None and now < was
        ]
        if lacking:
            notes.append(_FEWER.fill(what=Text.joined(lacking)))
        if unknown := self._unknown_sources():
            notes.append(
                _UNDESCRIBED.fill(count=len(unknown), sources=plural(len(unknown), "source"), ids=some(unknown))
            )
        return notes

    def _unknown_sources(self) -> list[str]:
        facts = (*self._nodes.values(), *self._links.values(), *self._records.values())
        named = {seen.source for fact in facts for seen in getattr(fact, "evidence", ())}
        return sorted(named - {key for table, key in self._records if table == "Source"})


_NO_FACT = Text(
    "不是一条事实。应为只有一项的对象,名称是:{known}。",
    "is no fact. It should be an object with one entry, named: {known}.",
)
_FEWER = Text(
    "比导出时{what}:删去的事实在库中不会因此消失",
    "there are {what} than when it was exported: a fact that is deleted here stays in the store",
)
_UNDESCRIBED = Text("有 {count} 个来源没有说明({ids})", "{sources} named by evidence and not described ({ids})")
