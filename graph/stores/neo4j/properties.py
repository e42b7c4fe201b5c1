"""Rows as properties of Neo4j, and back.

A reader of Neo4j Browser sees plain properties: names, lists, numbers, real dates. A partial date is three of them,
`valid_from` as written ("2023") and `valid_from_earliest` and `valid_from_latest` as dates, since padding it to one
day would state what nobody knows. Evidence is a list of records, which a property cannot be; it is kept as JSON, with
the ids of its sources beside it as a list.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from ...dates import PartialDate
from ...identity import canonical_json
from ...names import search_text
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow

Properties = dict[str, Any]
_EVIDENCE_KEY = '"evidence":'
_NODE_FIELDS = ("aggregate", "level", "parent", "place", "uscc")
_RESERVED = frozenset(
    (
        "id", "kind", "name", "aliases", "count", "count_bound", *_NODE_FIELDS, "search", "digest", "evidence",
        "sources", "attribute_names", "product", "strength", "confidence", "status",
        *(date + part for date in ("valid_from", "valid_to", "observed_at") for part in ("", "_earliest", "_latest")),
    )
)  # fmt: skip


def of_node(row: NodeRow, digest: bytes) -> Properties:
    """The properties of a node."""
    body = json.loads(row.body)
    properties = {"id": row.id, "kind": row.kind, "name": row.name}
    properties |= {key: body[key] for key in ("aliases", *_NODE_FIELDS) if key in body}
    if count := body.get("count"):
        properties |= {"count": count["value"], "count_bound": count.get("bound", "exact")}
    evidence = body.get("evidence", ())
    properties |= _attributes(body) | _evidence(evidence, canonical_json(evidence))
    properties["search"] = search_text(row.id, row.name, body.get("aliases", ()))
    properties["digest"] = digest.hex()
    return properties


def of_relationship(row: RelationshipRow, digest: bytes) -> Properties:
    """The properties of a relationship; what is unknown is absent."""
    body = json.loads(row.body)
    properties: Properties = {"id": row.id, "status": row.status, "digest": digest.hex()}
    if row.product:
        properties["product"] = row.product
    for key, number in (("strength", row.strength), ("confidence", row.confidence)):
        if number is not None:
            properties[key] = number
    for key, text in (("valid_from", row.valid_from), ("valid_to", row.valid_to), ("observed_at", row.observed_at)):
        if text:
            properties |= _date(key, text)
    # Evidence is the last key of the canonical body, and no text in it can look like a key.
    evidence = row.body[row.body.rindex(_EVIDENCE_KEY) + len(_EVIDENCE_KEY) : -1]
    return properties | _attributes(body) | _evidence(body["evidence"], evidence)


def of_record(row: RecordRow, digest: bytes) -> Properties:
    """The properties of a source, census, roster or measure: its JSON, and what of it a reader looks at."""
    properties: Properties = {"key": row.key, "table": row.table, "body": row.body, "digest": digest.hex()}
    for key, value in json.loads(row.body).items():
        if key in ("date", "period"):
            properties |= _date(key, value)
        elif key == "value":
            properties |= {"value": value["value"], "bound": value.get("bound", "exact")}
        elif key != "evidence":
            properties[key] = value
    properties["name"] = _caption(properties)
    return properties


def node_row(node_id: str, kind: str, name: str, properties: Mapping[str, Any]) -> NodeRow:
    """The row of a node that was read."""
    body: Properties = {key: properties[key] for key in ("aliases", *_NODE_FIELDS) if key in properties}
    if "count" in properties:
        bound = properties["count_bound"]
        body["count"] = {"value": properties["count"]} | ({} if bound == "exact" else {"bound": bound})
    if attributes := _attributes_read(properties):
        body["attributes"] = attributes
    if "evidence" in properties:
        body["evidence"] = json.loads(properties["evidence"])
    return NodeRow(node_id, kind, name, canonical_json(body))


def relationship_row(values: Sequence[Any]) -> tuple[Any, ...]:
    """The row of a relationship that was read, in the order of `RelationshipRow`."""
    *fields, evidence, properties = values
    attributes = _attributes_read(properties) if properties else None
    start = f'{{"attributes":{canonical_json(attributes)},' if attributes else "{"
    texts = (value or "" for value in fields[4:8])
    return (*fields[:4], *texts, *fields[8:], f'{start}"evidence":{evidence}}}')


def _date(key: str, text: str) -> Properties:
    date = PartialDate.parse(text)
    return {key: text, f"{key}_earliest": date.first, f"{key}_latest": date.last}


def _attributes(body: Mapping[str, Any]) -> Properties:
    """Attributes under their own names; one that is called like a field gets an underscore behind it."""
    attributes = body.get("attributes")
    if not attributes:
        return {}
    named = {f"{key}_" if key in _RESERVED else key: value for key, value in attributes.items()}
    return {**named, "attribute_names": list(named)}


def _attributes_read(properties: Mapping[str, Any]) -> Properties:
    names = properties.get("attribute_names") or ()
    return {name[:-1] if name[:-1] in _RESERVED else name: properties[name] for name in names}


def _evidence(evidence: Sequence[Mapping[str, Any]], text: str) -> Properties:
    return {"evidence": text, "sources": list(dict.fromkeys(one["source"] for one in evidence))} if evidence else {}


def _caption(properties: Properties) -> str:
    """What Neo4j Browser and Bloom write on the node."""
    if properties["table"] == "measure":
        number = properties.get("value", "?")
        text = f"{number:g}" if isinstance(number, float) else number
        sign = {"at_least": "≥", "about": "≈"}.get(properties.get("bound", ""), "")
        return f"{properties['metric']} {sign}{text}{properties.get('unit', '')}".strip()
    return str(properties.get("title") or properties.get("label") or properties["key"])
