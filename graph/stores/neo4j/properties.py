"""Rows as properties of Neo4j, and back.

A reader of Neo4j Browser sees plain properties: names, lists, numbers, real dates. A partial date is three of them,
`valid_from` as written ("2023") and `valid_from_earliest` and `valid_from_latest` as dates, since padding it to one
day would state what nobody knows. What the store alone needs begins with an underscore: `_alliance`, the mark that a
thing is ours and its key, `graph/id`; its digest, its search text, its evidence and its body as JSON.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...dates import PartialDate
from ...declarations import NO_TIE
from ...identity import canonical_json
from ...names import search_text
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow
from ...schema import schema

Properties = dict[str, Any]
MARK = "_alliance"
DERIVED = "_derived"
_EVIDENCE_KEY = '"evidence":'
_NODE_FIELDS = ("aggregate", "level", "parent", "place", "uscc")
_RESERVED = frozenset(
    (
        "id", "kind", "name", "aliases", "count", "count_bound", "umbrella", *_NODE_FIELDS, "sources", "quotes",
        "locators", "product", "strength", "confidence", "status", "tie",
        MARK, "_digest", "_search", "_evidence", "_attributes",
        *(date + part for date in ("valid_from", "valid_to", "observed_at") for part in ("", "_earliest", "_latest")),
    )
)  # fmt: skip


def key_of(graph: str, key: str) -> str:
    """The mark of one thing: no two graphs of a database share one, since no name of a graph holds a slash."""
    return f"{graph}/{key}"


def of_node(graph: str, row: NodeRow, digest: bytes) -> Properties:
    """The properties of a node."""
    body = json.loads(row.body)
    properties: Properties = {"id": row.id, "kind": row.kind, "name": row.name}
    properties |= {key: body[key] for key in ("aliases", *_NODE_FIELDS) if key in body}
    properties["umbrella"] = schema().kind(row.kind).umbrella
    if count := body.get("count"):
        properties |= {"count": count["value"], "count_bound": count.get("bound", "exact")}
    if evidence := body.get("evidence"):
        properties |= {"sources": _each(evidence, "source"), "_evidence": canonical_json(evidence)}
    properties |= _attributes(body)
    properties["_search"] = search_text(row.id, row.name, body.get("aliases", ()))
    return properties | {MARK: key_of(graph, row.id), "_digest": digest.hex()}


def of_relationship(graph: str, row: RelationshipRow, digest: bytes) -> Properties:
    """The properties of a relationship; what is unknown is absent."""
    body = json.loads(row.body)
    declared = schema().type(row.type)
    properties: Properties = {
        MARK: key_of(graph, row.id),
        "status": row.status,
        "tie": declared.tie,
        "umbrella": declared.umbrella,
        "_digest": digest.hex(),
    }
    if row.product:
        properties["product"] = row.product
    for key, number in (("strength", row.strength), ("confidence", row.confidence)):
        if number is not None:
            properties[key] = number
    for key, text in (("valid_from", row.valid_from), ("valid_to", row.valid_to), ("observed_at", row.observed_at)):
        if text:
            properties |= _date(key, text)
    # Evidence is the last key of the canonical body, and no text in it can look like a key.
    properties["_evidence"] = row.body[row.body.rindex(_EVIDENCE_KEY) + len(_EVIDENCE_KEY) : -1]
    for key in ("source", "locator", "quote"):
        if any(entries := _each(body["evidence"], key)):
            properties[f"{key}s"] = entries
    return properties | _attributes(body)


def of_record(graph: str, row: RecordRow, digest: bytes) -> Properties:
    """The properties of a source, census, roster or measure: its JSON, and what of it a reader looks at."""
    properties: Properties = {}
    for key, value in json.loads(row.body).items():
        if key in ("date", "period"):
            properties |= _date(key, value)
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
        details = {key: value for key, value in sighting.items() if key != "source"}
        source = key_of(graph, f"source|{sighting['source']}")
        yield [key_of(graph, row.id), source, {"method": "reported", **details, "tie": NO_TIE, DERIVED: place}]


def node_row(properties: Mapping[str, Any]) -> NodeRow:
    """The row of a node that was read."""
    body: Properties = {key: properties[key] for key in ("aliases", *_NODE_FIELDS) if key in properties}
    if "count" in properties:
        bound = properties["count_bound"]
        body["count"] = {"value": properties["count"]} | ({} if bound == "exact" else {"bound": bound})
    if attributes := _attributes_read(properties):
        body["attributes"] = attributes
    if "_evidence" in properties:
        body["evidence"] = json.loads(properties["_evidence"])
    return NodeRow(properties["id"], properties["kind"], properties["name"], canonical_json(body))


def relationship_row(values: Sequence[Any]) -> tuple[Any, ...]:
    """The row of a relationship that was read, in the order of `RelationshipRow`; its mark stands for its id."""
    mark, *fields, evidence, properties = values
    attributes = _attributes_read(properties) if properties else None
    start = f'{{"attributes":{canonical_json(attributes)},' if attributes else "{"
    texts = (value or "" for value in fields[3:7])
    body = f'{start}"evidence":{evidence}}}'
    return (mark[mark.index("/") + 1 :], *fields[:3], *texts, *fields[7:], body)


def relationship_row_of(source: str, type_id: str, target: str, held: Mapping[str, Any]) -> RelationshipRow:
    """The row of a relationship of which all properties were read."""
    texts = ("product", "valid_from", "valid_to", "observed_at", "strength", "confidence")
    values = [held[MARK], source, type_id, target, *(held.get(key) for key in texts)]
    values += [held["status"], held["_evidence"], held]
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


def _date(key: str, text: str) -> Properties:
    date = PartialDate.parse(text)
    return {key: text, f"{key}_earliest": date.first, f"{key}_latest": date.last}


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
    return str(properties.get("title") or properties.get("label") or row.key)
