"""What sources say differently of one fact, and what complete censuses do not list any more: both stay visible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ...graph.absences import Timeline
from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Evidence, Node, Relationship
from ...graph.schema import schema
from ...wording import Text, some
from ..answer import Unknown

_NAMES = ("name", "aliases")
_FIELDS = {
    "kind": Text("种类", "kind"),
    "level": Text("级别", "level"),
    "place": Text("地点", "place"),
    "uscc": Text("统一社会信用代码", "uscc"),
    "parent": Text("上级", "above"),
    "count": Text("数量", "count"),
    "aggregate": Text("合计", "aggregate"),
    "valid_to": Text("截止日期", "end"),
    "strength": Text("强度", "strength"),
    "confidence": Text("可信度", "confidence"),
    "status": Text("状态", "status"),
}


def differing(called: str, fact: Node | Relationship, titles: Mapping[str, str]) -> Iterator[Unknown]:
    """What the sources of a fact say differently, a line each field; other names and days of sighting are no matter.

    Parameters
    ----------
    called
        How the fact is called.
    fact
        The fact.
    titles
        The title of each source.
    """
    values = _values(fact)
    fields = {key for sighting in fact.evidence for key, value in sighting.states.items() if value is not None}
    for field in sorted(fields.intersection(values) - {*_NAMES, "observed_at"}):
        said = [_said(sighting, field, values[field], titles) for sighting in _first_ones(fact.evidence)]
        yield Unknown(
            what=Text(
                "“{called}”的{label},来源说法不一:{said}", 'the sources differ on the {label} of "{called}": {said}'
            ).fill(called=called, label=_label(field), said=some([text for text in said if text])),
            why=Text("按日期最新的来源计,其余保留。", "The newest dated source counts; the others are kept."),
            closes_when=Text(
                "改正其中一个来源的表格并重新载入", "the table of one source is corrected and loaded again"
            ),
        )


def ended(graph: AllianceGraph, node: Node) -> Iterator[Unknown]:
    """What complete censuses lack of a node and its links: they have ended, and nothing says on which day."""
    position = graph.position(node.id)
    if position is None or not graph.absences:
        return
    last = graph.absences
    lines = [(Text.same(node.name), last.nodes[node.id])] if node.id in last.nodes else []
    links = [*graph.outgoing(position).tolist(), *graph.incoming(position).tolist()]
    for link in links:
        if timeline := last.links.get(int(graph.relationships.ids[link])):
            fact, names = graph.relationships.row(link, graph.node_ids), graph.node_names
            ends = [names[int(side[link])] for side in (graph.relationships.sources, graph.relationships.targets)]
            called = Text("{source} —{type}→ {target}", "{source} —{type}→ {target}").fill(
                source=ends[0], type=schema().type(fact.type).label, target=ends[1]
            )
            lines.append((called, timeline))
    for called, timeline in lines:
        yield _missing(called, timeline)


def _missing(called: Text, timeline: Timeline) -> Unknown:
    missed, seen = sorted(timeline.missing), max((last for _, last in timeline.seen), default=0)
    return Unknown(
        what=Text(
            "“{called}”:最后见于 {seen},{days} 的完整名单中没有",
            '"{called}": last seen {seen}, missing from what was complete on {days}',
        ).fill(
            called=called,
            seen=date.fromordinal(seen) if seen else Text("日期不详", "on an unknown day"),
            days=some([str(date.fromordinal(day)) for day in missed]),
        ),
        why=Text(
            "见到以后到下一次完整名单之间,不知道何时结束;名单之日起按结束计。",
            "It ended at some time after it was seen; from the day of the complete roster on it counts as ended.",
        ),
        closes_when=Text(
            "写明截止日期,或在以后的名单中再次列出", "its end is stated, or a later roster lists it again"
        ),
    )


def _values(fact: Node | Relationship) -> dict[str, Any]:
    kept = fact.model_dump(mode="json", exclude_defaults=True, exclude={"evidence"})
    return kept | {f"attributes.{key}": value for key, value in fact.attributes.items()}


def _first_ones(evidence: Sequence[Evidence]) -> list[Evidence]:
    """One sighting of each source: the one that keeps what it states, if there is one."""
    first: dict[str, Evidence] = {}
    for sighting in evidence:
        if sighting.states or sighting.source not in first:
            first[sighting.source] = sighting
    return list(first.values())


def _said(sighting: Evidence, field: str, value: object, titles: Mapping[str, str]) -> str:
    stated = sighting.states.get(field, value)
    if isinstance(stated, dict):
        stated = stated.get("value")
    return "" if stated is None else f"{stated} ({titles.get(sighting.source) or sighting.source})"


def _label(field: str) -> Text:
    known = _FIELDS.get(field)
    return known or schema().attribute(field.removeprefix("attributes.")).label
