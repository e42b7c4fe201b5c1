"""What a load ends: what its complete census lacks; and what it lacks without being a census, which is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..errors import StoreEmpty
from ..graph.alliance_graph import AllianceGraph
from ..graph.expectations import Expectations
from ..graph.models import Roster
from ..graph.records import Records
from ..graph.rows import NodeRow, RelationshipRow
from ..graph.schema import schema
from ..graph.stores.store import GraphStore
from ..wording import Text, plural, shortened, some


@dataclass(frozen=True, slots=True)
class Endings:
    """What a load ends, and what it contradicts.

    Parameters
    ----------
    rows
        Nodes and relationships that hold no longer, once the load is written.
    notes
        Promises of completeness that lack what is known.
    """

    rows: tuple[NodeRow | RelationshipRow, ...] = ()
    notes: tuple[Text, ...] = ()


def endings(batch: AllianceGraph, store: GraphStore) -> Endings:
    """What a batch ends or contradicts; nothing is read where it is no census and promises nothing.

    Parameters
    ----------
    batch
        The facts, combined with what the store holds of them.
    store
        Where they go; nothing of them is there yet.
    """
    if not batch.records.rosters and not any(source.census for source in batch.records.sources.values()):
        return Endings()
    try:
        before = store.read()
    except StoreEmpty:
        before = AllianceGraph.from_rows([], [])
    after = _overlaid(before, batch)
    nodes, links = (new - old for new, old in zip(after.absences.ended(), before.absences.ended(), strict=True))
    rows: list[NodeRow | RelationshipRow] = [row for rows in after.nodes.rows() for row in rows if row.id in nodes]
    rows += [row for rows in after.relationships.rows(after.node_ids) for row in rows if row.id in links]
    return Endings(tuple(rows), tuple(_contradictions(after, batch.records)))


def _overlaid(before: AllianceGraph, batch: AllianceGraph) -> AllianceGraph:
    """What the store will hold."""
    nodes, links = (
        {row.id: row for graph in (before, batch) for rows in graph.nodes.rows() for row in rows},
        {row.id: row for graph in (before, batch) for rows in graph.relationships.rows(graph.node_ids) for row in rows},
    )
    records = Records.of([*before.records.all(), *batch.records.all()])
    return AllianceGraph.from_rows(nodes.values(), links.values(), records.all())


def _contradictions(graph: AllianceGraph, records: Records) -> Iterator[Text]:
    """What is known, and a promise of the load lacks, where the load is no census."""
    censuses = {source.census for source in graph.records.sources.values() if source.census}
    own = set(records.sources)
    for roster in records.rosters.values():
        if roster.census not in censuses:
            sources = {sighting.source for sighting in roster.evidence} or own
            if missing := _missing(graph, roster, sources):
                yield _lacking(graph, roster, missing)


def _missing(graph: AllianceGraph, roster: Roster, sources: set[str]) -> list[str]:
    """The names of what a roster lacks and other sources know."""
    expected = Expectations(graph).of(roster, sources)
    if expected is None:
        return []
    links = expected.links[~expected.links_listed].tolist()
    names = [_link_name(graph, link) for link in links if _not_ended(graph, link, expected.day)]
    return sorted({*names, *(graph.node_names[node] for node in expected.nodes[~expected.nodes_listed].tolist())})


def _not_ended(graph: AllianceGraph, link: int, day: int) -> bool:
    begin, end = graph.relationships.valid_from[link], graph.relationships.valid_to[link]
    return bool(begin[0] <= day and (not end[1] or end[1] >= day))


def _link_name(graph: AllianceGraph, link: int) -> str:
    columns = graph.relationships
    return graph.node_names[int(columns.sources[link])]


def _lacking(graph: AllianceGraph, roster: Roster, missing: list[str]) -> Text:
    scope = graph.position(roster.scope)
    return Text(
        "矛盾:{census} 的名单说{scope}的{instrument}完整,却没有库中已有的 {count} 个:{names}。"
        "已经退出的,请用 --census 载入这份名单,它们就从普查之日起结束;漏写的请补上。",
        "contradiction: the roster of {census} says that the {instrument} of {scope} are complete and lacks {known}: "
        "{names}. If they left, load it with --census, which ends them from its day on; if not, add them.",
    ).fill(
        census=roster.census,
        scope=Text("全图", "the whole graph") if scope is None else shortened(graph.node_names[scope]),
        instrument=schema().instruments[roster.instrument].label,
        count=len(missing),
        known=plural(len(missing), "known one"),
        names=some(missing),
    )
