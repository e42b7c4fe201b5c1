"""What a map's page holds, as plain data: nodes, links, evidence, words. Nothing in it is ever run."""

from __future__ import annotations

import json
import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ..graph.alliance_graph import AllianceGraph
from ..graph.labels import with_names
from ..graph.models import STATUS_LABELS, Evidence, Node, Relationship
from ..graph.names import same_characters, search_text
from ..graph.networks.link_factors import LinkFactors
from ..graph.parts import PART_OF, Part
from ..graph.records import Records
from ..graph.rows import node_row
from ..graph.schema import schema
from ..wording import legible
from .looks import looks

Item = dict[str, Any]


@lru_cache(maxsize=1)
def words() -> Item:
    """The words of the page by language."""
    return tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8"))


def node_item(node: Node, graph: AllianceGraph) -> Item:
    """A node as the page knows it; empty values are left out."""
    parent = graph.position(node.parent) if node.parent else None
    item = {
        "id": node.id,
        "label": node.name,
        "kind": node.kind,
        "group": looks().group_number(node.kind),
        "search": search_text(node_row(node)),
        "aliases": list(node.aliases),
        "level": node.level,
        "place": node.place,
        "parent": graph.node_names[parent] if parent is not None else "",
        "count": str(node.count) if node.count else "",
        "aggregate": node.aggregate,
        "attributes": {key: _value(key, value, graph) for key, value in node.attributes.items()},
        "figures": [
            _figure(measure, graph) for measure in graph.records.measures.values() if measure.subject == node.id
        ],
        "evidence": [_sighting(sighting) for sighting in node.evidence],
    }
    return {key: value for key, value in item.items() if value or key == "group"}


def link_item(link: Relationship) -> Item:
    """A link as the page knows it; empty values are left out."""
    declared = schema().type(link.type)
    item = {
        "id": link.id,
        "from": link.source,
        "to": link.target,
        "type": link.type,
        "tie": declared.tie,
        "status": link.status,
        "product": link.product,
        "since": str(link.valid_from or ""),
        "until": str(link.valid_to or ""),
        "seen": str(link.observed_at or ""),
        "reckoning": reckoning_item(LinkFactors.of(link, influence=declared.influence is not None)),
        "attributes": link.attributes,
        "evidence": [_sighting(sighting) for sighting in link.evidence],
    }
    return {key: value for key, value in item.items() if value not in ("", None, {})}


def reckoning_item(factors: LinkFactors) -> dict[str, str]:
    """How the value of a link comes about, in both languages, and the word of the page that says what it is."""
    word = "confidence" if factors.strength is None else "value"
    return {"word": word, "zh": factors.reckoning("zh"), "en": factors.reckoning("en")}


def part_item(part: Part, graph: AllianceGraph) -> Item:
    """A finer stage and its whole as a link of the page; it has no status, since it is a field of the finer stage."""
    finer = graph.node_at(part.part)
    return {
        "id": part.id(graph),
        "from": finer.id,
        "to": graph.node_ids[part.whole],
        "type": PART_OF,
        "tie": schema().type(PART_OF).tie,
        "evidence": [_sighting(sighting) for sighting in finer.evidence],
    }


def _value(key: str, value: Any, graph: AllianceGraph) -> Any:
    if not schema().attribute(key).node:
        return value
    position = graph.position(str(value))
    return graph.node_names[position] if position is not None else value


def _sighting(sighting: Evidence) -> Item:
    item = sighting.model_dump(exclude={"confidence"})
    return {key: value for key, value in item.items() if value and (key, value) != ("method", "reported")}


def _figure(measure: Any, graph: AllianceGraph) -> Item:
    value = str(measure.value) if measure.value else ""
    item = {
        "metric": measure.metric,
        "group": measure.group,
        "value": value,
        "unit": measure.unit,
        "period": str(measure.period or ""),
    }
    return {key: text for key, text in {**item, "note": with_names(graph, measure.note)}.items() if text}


def source_items(records: Records, items: list[Item]) -> dict[str, Item]:
    """The sources that some nodes and links name."""
    named = {sighting["source"] for item in items for sighting in item.get("evidence", ())}
    found = {}
    for source in records.sources.values():
        if source.id in named:
            fields = source.model_dump(mode="json", include={"title", "publisher", "date", "link", "reliability"})
            found[source.id] = {key: value for key, value in fields.items() if value}
    return found


def characters(nodes: list[Item]) -> dict[str, str]:
    """By character the one of the other script that stands in a name of some nodes, for the search of the page."""
    written = set().union(*(item["search"] for item in nodes))
    return {other: character for other, character in same_characters().items() if character in written}


def vocabulary() -> Item:
    """Labels of kinds, types and statuses, the looks, and the words of the page."""
    return {
        "kinds": {kind.id: {"zh": kind.zh, "en": kind.en} for kind in schema().kinds.values()},
        "attributes": {
            attribute.id: {"zh": attribute.zh, "en": attribute.en} for attribute in schema().attributes.values()
        },
        "types": {declared.id: {"zh": declared.zh, "en": declared.en} for declared in schema().types.values()},
        "statuses": {key: label.by_language() for key, label in STATUS_LABELS.items()},
        "groups": [group.model_dump() for group in looks().groups],
        "ties": {
            tie.id: {"zh": tie.zh, "en": tie.en, **looks().tie(tie.id).model_dump()} for tie in schema().ties.values()
        },
        "words": words(),
    }


def inert_json(value: Any) -> str:
    """JSON that cannot end its script element, be read as markup or turn the page round, whatever the names are."""
    text = json.dumps(legible(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text
