"""Rows as properties of Neo4j, and back.

A reader of Neo4j Browser sees plain properties: names, lists, numbers, real dates (`fields`). What the store alone
needs begins with an underscore: `_alliance`, the mark that a thing is ours and its key, `graph/id`; its digest, its
search text, its evidence and its body as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...declarations import NO_TIE
from ...identity import canonical_json
from ...names import search_text
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow
from ...schema import schema
from .fields import (
    EMPTY_WHEN_ABSENT,
    FIRST_PROPERTY,
    LINK_FIELDS,
    NODE_FIELDS,
    Properties,
    date_properties,
    names_of,
    properties_of,
    values_of,
)

MARK = "_alliance"
DERIVED = "_derived"
_EVIDENCE_KEY = '"evidence":'
_OF_BODY = ("aliases", "aggregate", "level", "parent", "place", "uscc")
_RESERVED = frozenset(
    (
        *names_of((*NODE_FIELDS, *LINK_FIELDS)), *_OF_BODY, "count", "count_bound", "umbrella", "tie",
        "sources", "quotes", "locators", MARK, "_digest", "_search", "_evidence", "_attributes",
    )
)  # fmt: skip


def key_of(graph: str, key: str) -> str:
    """The mark of one thing: no two graphs of a database share one, since no name of a graph holds a slash."""
    return f"{graph}/{key}"


def of_node(graph: str, row: NodeRow, digest: bytes) -> Properties:
    """The properties of a node."""
    body = json.loads(row.body)
    properties = properties_of(NODE_FIELDS, row) | {key: body[key] for key in _OF_BODY if key in body}
    properties["umbrella"] = schema().kind(row.kind).umbrella
    if count := body.get("count"):
        properties |= {"count": count["value"], "count_bound": count.get("bound", "exact")}
    if evidence := body.get("evidence"):
        properties |= {"sources": _each(evidence, "source"), "_evidence": canonical_json(evidence)}
    properties |= _attributes(body)
    properties["_search"] = search_text(row)
    return properties | {MARK: key_of(graph, row.id), "_digest": digest.hex()}


def of_relationship(graph: str, row: RelationshipRow, digest: bytes) -> Properties:
    """The properties of a relationship; what is unknown is absent."""
    body = json.loads(row.body)
    declared = schema().type(row.type)
    properties = properties_of(LINK_FIELDS, row[FIRST_PROPERTY:])
    properties |= {MARK: key_of(graph, row.id), "tie": declared.tie, "umbrella": declared.umbrella}
    properties["_digest"] = digest.hex()
    # Evidence is the last key of the canonical body, and no text in it can look like a key.
    properties["_evidence"] = row.body[row.body.rindex(_EVIDENCE_KEY) + len(_EVIDENCE_KEY) : -1]
    for key in ("source", "locator", "quote"):
        if any(entries := _each(body["evidence"], key)):
            properties[f"{key}s"] = entries
    return properties | _attributes(body)


def of_record(graph: str, row: RecordRow, digest: bytes) -> Properties:
    """The properties of a record: its JSON, and what of it a reader looks at."""
    properties: Properties = {}
    for key, value in json.loads(row.body).items():
        if key in ("date", "period"):
            properties |= date_properties(key, value)
        elif key == "value":
            properties |= {"value": value["value"], "bound": value.get("bound", "exact")}
        elif key == "evidence":
            properties["sources"] = _each(value, "source")
        else:
            properties[key] = value
    properties["name"] = _caption(row, properties)
    mark = key_of(graph, f"{row.table}|{row.key}")
    return properties | {MARK: mark, "_table": row.table, "_body": row.body, "_digest": digest.hex()}


def evidence_links(graph: str, row: NodeRow) -> Iterable[list[Any]]:
    """The sightings of a node, each with the marks of node and source, and the properties of the link between them."""
    for place, sighting in enumerate(json.loads(row.body).get("evidence", ())):
        details = {key: value for key, value in sighting.items() if key not in ("source", "states")}
        if states := sighting.get("states"):
            details["_states"] = canonical_json(states)  # a property holds no map
        source = key_of(graph, f"source|{sighting['source']}")
        yield [key_of(graph, row.id), source, {"method": "reported", **details, "tie": NO_TIE, DERIVED: place}]


def node_row(properties: Mapping[str, Any]) -> NodeRow:
    """The row of a node that was read."""
    body: Properties = {key: properties[key] for key in _OF_BODY if key in properties}
    if "count" in properties:
        bound = properties["count_bound"]
        body["count"] = {"value": properties["count"]} | ({} if bound == "exact" else {"bound": bound})
    if attributes := _attributes_read(properties):
        body["attributes"] = attributes
    if "_evidence" in properties:
        body["evidence"] = json.loads(properties["_evidence"])
    return NodeRow._make([*values_of(NODE_FIELDS, properties), canonical_json(body)])


def relationship_row(values: Sequence[Any]) -> tuple[Any, ...]:
    """The row of a relationship that was read, in the order of `RelationshipRow`; its mark stands for its id."""
    *fields, evidence, properties = values
    for place in EMPTY_WHEN_ABSENT:
        fields[place] = fields[place] or ""
    mark = fields[0]
    fields[0] = mark[mark.index("/") + 1 :]
    attributes = _attributes_read(properties) if properties else None
    start = f'{{"attributes":{canonical_json(attributes)},' if attributes else "{"
    return (*fields, f'{start}"evidence":{evidence}}}')


def relationship_row_of(source: str, type_id: str, target: str, held: Mapping[str, Any]) -> RelationshipRow:
    """The row of a relationship of which all properties were read."""
    values = [held[MARK], source, type_id, target, *values_of(LINK_FIELDS, held), held["_evidence"], held]
    return RelationshipRow(*relationship_row(values))


def record_row(mark: str, table: str, body: str) -> RecordRow:
    """The row of a record that was read."""
    return RecordRow(table, mark[mark.index("|") + 1 :], body)


def digest_of(text: Any) -> bytes:
    """The digest that a property holds; none when somebody put something else there."""
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""


def _each(evidence: Sequence[Mapping[str, Any]], key: str) -> list[str]:
    """One entry a sighting, so that lists of several keys belong together by their places."""
    return [sighting.get(key, "") for sighting in evidence]


def _attributes(body: Mapping[str, Any]) -> Properties:
    """Attributes under their own names; one that would be taken for a field gets an underscore more behind it."""
    attributes = body.get("attributes")
    if not attributes:
        return {}
    named = {f"{key}_" if key.rstrip("_") in _RESERVED else key: value for key, value in attributes.items()}
    return {**named, "_attributes": list(named)}


def _attributes_read(properties: Mapping[str, Any]) -> Properties:
    names = properties.get("_attributes") or ()
    return {name[:-1] if name.rstrip("_") in _RESERVED else name: properties[name] for name in names}


def _caption(row: RecordRow, properties: Properties) -> str:
    """What Neo4j Browser and Bloom write on the node."""
    if row.table == "measure":
        number = properties.get("value", "?")
        text = f"{number:g}" if isinstance(number, float) else number
        sign = {"at_least": "≥", "about": "≈"}.get(properties.get("bound", ""), "")
        return f"{properties['metric']} {sign}{text}{properties.get('unit', '')}".strip()
    return str(properties.get("title") or properties.get("label") or properties.get("verdict") or row.key)
