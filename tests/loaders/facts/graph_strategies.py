"""Random graphs with every field of every fact, and texts that a table, a spreadsheet or XML would change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import strategies as st

from alliance.graph import AllianceGraph, Evidence, Node, Relationship
from alliance.graph.dates import PartialDate
from alliance.graph.models import Census, Judgement, Measure, Roster, Source
from alliance.graph.quantities import Quantity
from alliance.graph.records import Record, record_key
from alliance.graph.schema import schema

AWKWARD = [
    "无",
    "-",
    "N/A",
    "=1+1",
    "+86",
    "-5",
    "@x",
    '"quoted"',
    " before",
    "after ",
    "a;b",
    "[x",
    "[]",
    "007",
    "1e5",
    "true",
    "1,2",
    "两\n行",
    "a\r\nb",
    "_x000D_",
    "\ufffe\uffff",
    "<a&b>",
    "'x",
    "attributes.x",
    "\u3000",
    "\uff1d1",
    "a\tb",
    "x:int",
    "2024-05",
    "#N/A",
    "\u200d",
    "{}",
    "合计",
    "\u2028",
    "\x1fx"[1:],
    "🍵",
    '"',
    "≥3",
    "]]>",
]
_ANY = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1, max_size=6)
NAMES = st.sampled_from(AWKWARD) | _ANY
TEXTS = st.just("") | NAMES
IDS = st.sampled_from(["n1", "n2", "无", "=1", "a;b", '"q"', " n", "组织"])
SHARES = st.none() | st.floats(0, 1)
DATES = st.none() | st.sampled_from(["2023", "2023H2", "2024Q1", "2024-05", "2024-05-12", "0999"]).map(
    PartialDate.parse
)
AMOUNTS = st.floats(-1e15, 1e15) | st.integers(0, 300)
QUANTITIES = st.none() | st.builds(Quantity, value=AMOUNTS, bound=st.sampled_from(["exact", "at_least", "about"]))
SCALARS = TEXTS | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False)
ATTRIBUTE_NAMES = st.sampled_from(
    [
        "operating",
        "full_members",
        "note",
        "order",
        "x",
        "x:int",
        "int",
        ":text",
        "sort",
        "party_cover",
        "a.b",
        " y",
        "kind",
    ]
) | NAMES.filter(str.strip)
ATTRIBUTES = st.dictionaries(ATTRIBUTE_NAMES, SCALARS, max_size=4)
EVIDENCE = st.builds(
    Evidence,
    source=IDS,
    locator=TEXTS,
    quote=TEXTS,
    confidence=SHARES,
    method=st.sampled_from(["reported", "inferred", "roster", "review"]),
)


def evidences(least: int) -> st.SearchStrategy[tuple[Evidence, ...]]:
    return st.lists(EVIDENCE, min_size=least, max_size=3).map(tuple)


def _kinds() -> list[str]:
    return [kind.id for kind in schema().kinds.values() if not kind.record]


def nodes(node_id: str) -> st.SearchStrategy[Node]:
    return st.builds(
        Node,
        id=st.just(node_id),
        kind=st.sampled_from(_kinds()),
        name=NAMES,
        aliases=st.lists(TEXTS, max_size=3).map(tuple),
        level=TEXTS | st.sampled_from(["context", "core"]),
        place=TEXTS,
        uscc=TEXTS,
        parent=st.just("") | IDS,
        count=QUANTITIES,
        aggregate=st.booleans(),
        attributes=ATTRIBUTES,
        evidence=evidences(0),
    )


@st.composite
def links(draw: Callable[..., Any], ends: list[Node]) -> Relationship | None:
    """A legal link between two of some nodes; None when none is."""
    source, target = draw(st.sampled_from(ends)), draw(st.sampled_from(ends))
    legal = [
        kind.id
        for kind in schema().types.values()
        if not kind.record
        and ((source.kind, target.kind) in kind.pairs or (kind.symmetric and (target.kind, source.kind) in kind.pairs))
    ]
    if not legal or source is target:
        return None
    start, end = draw(DATES), draw(DATES)
    if start and end and end.last < start.first:
        start, end = end, start
    return Relationship(
        source=source.id,
        type=draw(st.sampled_from(legal)),
        target=target.id,
        product=draw(TEXTS),
        valid_from=start,
        valid_to=end,
        observed_at=draw(DATES),
        strength=draw(SHARES),
        confidence=draw(SHARES),
        attributes=draw(ATTRIBUTES),
        status=draw(st.sampled_from(["confirmed", "tentative", "disputed", "inferred"])),
        evidence=draw(evidences(1)),
    )


RECORDS: st.SearchStrategy[Record] = st.one_of(
    st.builds(Source, id=IDS, title=TEXTS, publisher=TEXTS, date=DATES, link=TEXTS, sha256=TEXTS, reliability=TEXTS),
    st.builds(Census, label=IDS, date=DATES.filter(bool)),
    st.builds(
        Roster,
        census=IDS,
        scope=st.just("") | IDS,
        instrument=st.sampled_from(["post", "organisation"]),
        evidence=evidences(0),
    ),
    st.builds(
        Measure,
        subject=IDS,
        metric=NAMES,
        group=TEXTS,
        value=QUANTITIES,
        unit=TEXTS,
        period=DATES,
        note=TEXTS,
        evidence=evidences(1),
    ),
    st.builds(
        Judgement,
        question=IDS,
        about=st.lists(IDS, max_size=2).map(tuple),
        correction=TEXTS,
        decided_on=DATES,
        reason=TEXTS,
        verdict=st.sampled_from(["same", "unsure", "withdrawn"]),
        by=st.sampled_from(["rule", "person"]),
    ),
)


@st.composite
def graphs(draw: Callable[..., Any]) -> AllianceGraph:
    """Any graph that a store may hold."""
    ids = draw(st.lists(IDS, max_size=6, unique=True))
    found = [draw(nodes(node_id)) for node_id in ids]
    drawn = [draw(links(found)) for _ in range(draw(st.integers(0, 5)))] if len(found) > 1 else []
    by_id = {link.id: link for link in drawn if link}
    records = {(type(record), record_key(record)): record for record in draw(st.lists(RECORDS, max_size=5))}
    return AllianceGraph.from_models(found, by_id.values(), records.values())
