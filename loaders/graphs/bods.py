"""Ownership statements of the Beneficial Ownership Data Standard, versions 0.2 to 0.4, as a graph.

Entities become nodes, ownership of one entity by another a link INVESTS_IN. Private persons are never loaded: they are
counted at the entity. An owner that is not named is counted in a published number, so that nobody concludes that there
is none.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from ...errors import FileRefused, InputRefused
from ...graph.share_ranges import ShareRange
from ...wording import Text, shortened
from ..identity.credit_codes import credit_code
from .graph_file import Fields, GraphFile, GraphItem

_ENTITY, _PERSON, _LINK = "entity", "person", "relationship"
_TYPES = {
    "entityStatement": _ENTITY,
    "personStatement": _PERSON,
    "ownershipOrControlStatement": _LINK,
}
_BAD = Text("{place} 不是 BODS 陈述:{reason}。请改正。", "{place} is no BODS statement: {reason}. Correct it.")
_NO_SUBJECT = Text("所有权陈述没有写明是谁的", "a statement of ownership does not say whose owner it tells")
_HOLDING = "shareholding"
_SHARES = ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath("bods.toml").read_text(encoding="utf-8"))


def is_statement(value: Any) -> bool:
    """Whether a JSON value is a statement of the standard."""
    if not isinstance(value, Mapping):
        return False
    return value.get("statementType") in _TYPES or (
        "statementId" in value and value.get("recordType") in (_ENTITY, _PERSON, _LINK)
    )


@dataclass(frozen=True, slots=True)
class _Statement:
    """A statement of any version: of which record it speaks, and what it says."""

    line: int
    place: str
    key: str
    sort: str
    date: str
    closed: bool
    said: Mapping[str, Any]


@dataclass
class _Statements:
    """The statements that count: the last one of each record."""

    last: dict[str, _Statement] = field(default_factory=dict)
    replaced: int = 0

    @classmethod
    def of(cls, file: str, listed: list[tuple[int, Any]], first: Mapping[str, str]) -> _Statements:
        found = cls()
        for line, value in sorted(listed, key=lambda pair: _text(pair[1], "statementDate")):
            statement = _statement(file, line, value, first)
            found.replaced += statement.key in found.last
            found.last[statement.key] = statement
        return found


def _text(value: Any, name: str) -> str:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, str) else ""


def _list(value: Mapping[str, Any], name: str) -> list[Any]:
    found = value.get(name)
    return found if isinstance(found, list) else []


def _first_statements(listed: list[tuple[int, Any]]) -> dict[str, str]:
    """By the id of a statement (0.2, 0.3) that of the first one about the same: what replaces it keeps its id."""
    before = {
        _text(value, "statementID"): [old for old in _list(value, "replacesStatements") if isinstance(old, str)]
        for _, value in listed
        if isinstance(value, Mapping) and value.get("statementType") in _TYPES
    }
    first: dict[str, str] = {}
    for key in before:
        oldest, seen = key, {key}
        while older := next((old for old in before.get(oldest, ()) if old not in seen), ""):
            oldest = older
            seen.add(older)
        first[key] = oldest
        first.setdefault(oldest, oldest)
    return first


def _statement(file: str, line: int, value: Any, first: Mapping[str, str]) -> _Statement:
    place = f"{file}:{line}"
    if not is_statement(value):
        raise FileRefused(_BAD, place=place, reason=Text("没有类型", "it has no type"))
    date = _text(value, "statementDate")[:10]
    if value.get("statementType") in _TYPES:
        key = first.get(_text(value, "statementID"), "")
        return _Statement(line, place, key, _TYPES[value["statementType"]], date, closed=False, said=value)
    said = value.get("recordDetails")
    if not isinstance(said, Mapping):
        raise FileRefused(_BAD, place=place, reason=Text("没有 recordDetails", "it has no recordDetails"))
    key = _text(value, "recordId") or _text(value, "statementId")
    closed = value.get("recordStatus") == "closed"
    return _Statement(line, place, key, value["recordType"], date, closed, said)


# ---- the graph ----


def bods_graph(file: str, values: Iterable[tuple[int, Any]]) -> GraphFile:
    """The graph of a file of statements.

    Parameters
    ----------
    file
        Its name.
    values
        The statements, with their lines or numbers.

    Raises
    ------
    FileRefused
        One is no statement, or does not say whose ownership it tells.
    """
    listed = list(values)
    first = _first_statements(listed)
    return _Builder(file, _Statements.of(file, listed, first), first).build()


class _Builder:
    """Builds the graph of the statements that count."""

    def __init__(self, file: str, statements: _Statements, first: Mapping[str, str]) -> None:
        self._graph = GraphFile(file)
        self._statements, self._first = statements, first
        self._unknown: Counter[str] = Counter()
        self._persons: Counter[str] = Counter()
        self._control = 0
        self._links: dict[tuple[str, str, str], GraphItem] = {}

    def build(self) -> GraphFile:
        """The graph."""
        for statement in self._statements.last.values():
            if statement.sort == _LINK:
                self._add_link(statement)
        for statement in self._statements.last.values():
            if statement.sort == _ENTITY and not self._is_nobody(statement.key):
                self._graph.nodes.append(self._node(statement))
        self._graph.links = list(self._links.values())
        self._add_figures()
        self._note()
        return self._graph

    def _node(self, statement: _Statement) -> GraphItem:
        said = statement.said
        stated = said.get("entityType")
        sort = _text(stated, "type") if isinstance(stated, Mapping) else _text(said, "entityType")
        fields: Fields = {"name": _text(said, "name") or statement.key}
        if founded := _text(said, "foundingDate"):
            fields["founded"] = founded
        jurisdiction = said.get("jurisdiction") or said.get("incorporatedInJurisdiction")
        if place := _text(jurisdiction, "name") or _text(jurisdiction, "code"):
            fields["jurisdiction"] = place
        self._add_identifiers(fields, _list(said, "identifiers"))
        if persons := self._persons[statement.key]:
            fields["persons_with_interest"] = persons
        if statement.closed:
            fields["record_status"] = "closed"
        label = _words()["kinds"].get(sort, sort)
        return GraphItem(statement.line, statement.place, statement.place, fields, statement.key, labels=(label,))

    def _add_identifiers(self, fields: Fields, identifiers: list[Any]) -> None:
        for identifier in identifiers:
            written, scheme = _text(identifier, "id"), _text(identifier, "scheme") or _text(identifier, "schemeName")
            if not written:
                continue
            try:
                fields.setdefault("uscc", credit_code(written))
            except InputRefused:
                fields[f"identifier.{scheme}".rstrip(".")] = written

    def _is_nobody(self, key: str) -> bool:
        statement = self._statements.last.get(key)
        if statement is None or statement.sort != _ENTITY:
            return False
        stated = statement.said.get("entityType")
        sort = _text(stated, "type") if isinstance(stated, Mapping) else _text(statement.said, "entityType")
        return sort in _words()["unknown"]["entities"]

    def _add_link(self, statement: _Statement) -> None:
        subject = self._party(statement.said.get("subject"))
        if not subject:
            raise FileRefused(_BAD, place=statement.place, reason=_NO_SUBJECT)
        owner = self._party(statement.said.get("interestedParty"))
        interests = [each for each in _list(statement.said, "interests") if isinstance(each, Mapping)]
        only_control = bool(interests) and all(_text(each, "type") in _words()["control"]["only"] for each in interests)
        known = self._statements.last.get(owner)
        ended = statement.closed or (bool(interests) and all(_text(each, "endDate") for each in interests))
        if known is not None and known.sort == _PERSON:
            self._persons[subject] += not ended
        elif only_control:
            self._control += 1
        elif known is None or self._is_nobody(owner):
            self._unknown[subject] += not ended
        else:
            self._merge(_link_item(statement, owner, subject, interests))

    def _party(self, value: Any) -> str:
        """The record that a statement names; empty when it says that it is not known."""
        if isinstance(value, str):
            return value
        reference = _text(value, "describedByEntityStatement") or _text(value, "describedByPersonStatement")
        return self._first.get(reference, reference)

    def _merge(self, item: GraphItem) -> None:
        """Several statements of one owner, one entity and one begin are one link with all their interests."""
        key = (*item.ends, str(item.fields.get("since", "")))
        before = self._links.setdefault(key, item)
        if before is not item:
            kinds = [str(part.fields.get("interests", "")) for part in (before, item)]
            before.fields.update({name: value for name, value in item.fields.items() if name not in before.fields})
            before.fields["interests"] = ";".join(dict.fromkeys(part for part in kinds if part))

    def _add_figures(self) -> None:
        """How many owners each entity has at least, where one of them is not named."""
        named = Counter(link.ends[1] for link in self._links.values() if "until" not in link.fields)
        for subject, count in sorted(self._unknown.items()):
            if count and subject in self._statements.last:
                self._graph.figures.append((subject, _words()["owners"], f"{named[subject] + count}+", ""))

    def _note(self) -> None:
        persons = sum(statement.sort == _PERSON for statement in self._statements.last.values())
        counts = (
            (persons, _PERSONS),
            (self._unknown.total(), _UNNAMED),
            (self._control, _CONTROL),
            (self._statements.replaced, _REPLACED),
        )
        for count, said in counts:
            if count:
                self._graph.notes.append(Text("{said}:{count}", "{said}: {count}").fill(said=said, count=f"{count:,}"))


_PERSONS = Text("私人不载入,只计入所在单位", "private persons are not loaded, only counted at the entity")
_UNNAMED = Text("未具名的所有者,记为至少有这么多股东", "owners without a name, kept as a least number of owners")
_CONTROL = Text("只有控制、没有所有权的陈述,没有载入", "statements of control without ownership, not loaded")
_REPLACED = Text("被后来取代的陈述", "statements that later ones replace")


def _share_held(interest: Mapping[str, Any]) -> ShareRange | None:
    """The part of a firm that an interest gives; a bound that is excluded counts as if it was not."""
    said = interest.get("share")
    known = (
        {name: value / 100 for name, value in said.items() if _is_percent(value)} if isinstance(said, Mapping) else {}
    )
    if "exact" in known:
        return ShareRange(known["exact"], known["exact"])
    low = max((known[name] for name in ("minimum", "exclusiveMinimum") if name in known), default=0.0)
    high = min((known[name] for name in ("maximum", "exclusiveMaximum") if name in known), default=1.0)
    return ShareRange(low, high) if low <= high and (low, high) != (0, 1) else None


def _is_percent(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 100


def _link_item(statement: _Statement, owner: str, subject: str, interests: list[Mapping[str, Any]]) -> GraphItem:
    fields: Fields = {}
    for interest in interests:
        kind = _text(interest, "type") or "unknownInterest"
        for name, value in (interest.get("share") or {}).items() if isinstance(interest.get("share"), Mapping) else ():
            if name in _SHARES and isinstance(value, (int, float)) and not isinstance(value, bool):
                fields[f"{kind}.{name}"] = float(value)
        if kind == _HOLDING and (held := _share_held(interest)):
            fields["share"] = str(held)
    fields["interests"] = ";".join(dict.fromkeys(_text(each, "type") or "unknownInterest" for each in interests))
    levels = {_text(each, "directOrIndirect") or _text(each, "interestLevel") for each in interests} - {""}
    fields["interest_level"] = ";".join(sorted(levels))
    begins = sorted(found for each in interests if (found := _text(each, "startDate")[:10]))
    ends = [_text(each, "endDate")[:10] for each in interests]
    if begins:
        fields["since"] = begins[0]
    if ends and all(ends):
        fields["until"] = max(ends)
    elif statement.closed and statement.date:
        fields["until"] = statement.date
    told = f"{statement.place} ({shortened(owner)} → {shortened(subject)})"
    kept: Fields = {name: value for name, value in fields.items() if value != ""}
    return GraphItem(statement.line, statement.place, told, kept, ends=(owner, subject), labels=("INVESTS_IN",))
