"""Where the sources of one fact say different things: the newest counts, and the others stay visible."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

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
