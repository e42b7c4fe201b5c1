"""From the layout of version 0.1 (format 1) to this one, in place and losing nothing.

Every step is a small transaction that looks only at what has no mark yet, so an upgrade that breaks off goes on when it
is run again; until its last step the store counts as outdated. Links and properties of somebody else stay.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any, LiteralString

from neo4j import ManagedTransaction, Session

from ....errors import FactRefused
from ....wording import Text, plural
from ...identity import canonical_json
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow
from ..differences import Difference, Fact, Row, row_key
from ..store import Progress
from . import checking, properties
from .fields import Properties
from .refusals import Current, refusing
from .state import FORMAT
from .statements import RECORD_LABELS, relationship_types, statement
from .writing import apply, kept_facts, link_stages, of_row, runner, statements_of

_PAGE = 5_000
_ROWS: dict[str, type[Row]] = {"node": NodeRow, "record": RecordRow, "relationship": RelationshipRow}
_NODE_FIELDS = ("aggregate", "level", "parent", "place", "uscc")
_DATES = ("valid_from", "valid_to", "observed_at")
_RESERVED = frozenset(
    (
        "id", "kind", "name", "aliases", "count", "count_bound", *_NODE_FIELDS, "search", "digest", "evidence",
        "sources", "attribute_names", "product", "strength", "confidence", "status",
        *(date + part for date in _DATES for part in ("", "_earliest", "_latest")),
    )
)  # fmt: skip
_BOOKKEEPING = ("digest", "search", "evidence", "attribute_names", "table", "key", "body")


def is_outdated(session: Session) -> bool:
    """Whether the database holds a store of format 1."""
    record = session.execute_read(lambda tx: tx.run(statement("old_store")).single())
    return record is not None


def upgrade(session: Session, graph: str, progress: Progress | None) -> list[Text]:
    """Bring the facts of a store of format 1 into this layout; gives what was done and what could not be kept."""
    _sweep_what_never_counted(session)
    marked = 0
    for mark in _steps(session, graph):
        marked += mark()
        if progress:
            progress("upgrade", marked, 0)
    session.execute_write(lambda tx: tx.run(statement("old_measures")).consume())
    lost = _finish_loads(session, graph)
    in_layout = f"{plural(marked, 'fact')} {'is' if marked == 1 else 'are'}"
    return [Text(f"{marked} 条事实已改为新的格式。", f"{in_layout} in the new layout."), *lost]


def _sweep_what_never_counted(session: Session) -> None:
    if session.execute_read(lambda tx: tx.run(statement("old_first_load")).single()):
        session.run(statement("old_sweep_facts")).consume()
    session.run(statement("old_sweep_chunks")).consume()


# ---- facts ----


def _steps(session: Session, graph: str) -> Iterator[Callable[[], int]]:
    """Pages of facts, sources first; each step marks one page and gives how many facts it held."""
    for label in RECORD_LABELS.values():
        for hits in _pages(session, statement("old_records", label=label), "key"):
            rows = [_record(graph, hit) for hit in hits]
            yield lambda rows=rows, label=label: _mark(session, statement("mark_records", label=label), rows)  # type: ignore[misc]
    for hits in _pages(session, statement("old_nodes"), "id"):
        yield lambda hits=hits: session.execute_write(_mark_nodes, graph, hits)  # type: ignore[misc]
    for type_id in relationship_types():
        for hits in _pages(session, statement("old_relationships", type=type_id), "id"):
            rows = [_relationship(graph, type_id, hit) for hit in hits]
            query = statement("mark_relationships", type=type_id)
            yield lambda rows=rows, query=query: _mark(session, query, rows)  # type: ignore[misc]


def _pages(session: Session, query: LiteralString, key: str) -> Iterator[list[dict[str, Any]]]:
    after = ""
    while hits := session.execute_read(lambda tx: tx.run(query, after=after, size=_PAGE).data()):  # noqa: B023 - run at once
        yield hits
        after = hits[-1]["properties"][key]


def _mark(session: Session, query: LiteralString, rows: list[list[Any]]) -> int:
    session.execute_write(lambda tx: tx.run(query, rows=rows).consume())
    return len(rows)


def _mark_nodes(tx: ManagedTransaction, graph: str, hits: list[dict[str, Any]]) -> int:
    facts = [(_node_row(hit["properties"]), _digest(hit["properties"])) for hit in hits]
    rows = [_marking(graph, hit["properties"], fact, "id") for hit, fact in zip(hits, facts, strict=True)]
    tx.run(statement("mark_nodes"), rows=rows).consume()
    links = [link for row, _ in facts for link in properties.evidence_links(graph, row)]
    tx.run(statement("link_evidence"), rows=links).consume()
    return len(rows)


def _record(graph: str, hit: dict[str, Any]) -> list[Any]:
    old = hit["properties"]
    row = RecordRow(old["table"], old["key"], old["body"])
    return _marking(graph, old, (row, _digest(old)), "key")


def _relationship(graph: str, type_id: str, hit: dict[str, Any]) -> list[Any]:
    old = hit["properties"]
    attributes = _attributes(old)
    body = ({"attributes": attributes} if attributes else {}) | {"evidence": json.loads(old["evidence"])}
    values = [old["id"], hit["source"], type_id, hit["target"], *(old.get(key) or "" for key in ("product", *_DATES))]
    values += [old.get("strength"), old.get("confidence"), old["status"], canonical_json(body)]
    row = RelationshipRow(*values)
    return _marking(graph, old, (row, _digest(old)), "id")


def _marking(graph: str, old: Properties, fact: Fact, key: str) -> list[Any]:
    """What identifies a thing of format 1, its new properties, and those that go."""
    new = of_row(graph, *fact)
    gone = {name for name in (*_BOOKKEEPING, *(old.get("attribute_names") or ())) if name in old}
    if isinstance(fact[0], RelationshipRow):
        gone.add("id")
    return [old[key], new, {name: None for name in gone if name not in new}]


def _digest(old: Mapping[str, Any]) -> bytes:
    return bytes.fromhex(old["digest"])


def _node_row(old: Mapping[str, Any]) -> NodeRow:
    body: Properties = {key: old[key] for key in ("aliases", *_NODE_FIELDS) if key in old}
    if "count" in old:
        bound = old["count_bound"]
        body["count"] = {"value": old["count"]} | ({} if bound == "exact" else {"bound": bound})
    if attributes := _attributes(old):
        body["attributes"] = attributes
    if "evidence" in old:
        body["evidence"] = json.loads(old["evidence"])
    return NodeRow(old["id"], old["kind"], old["name"], canonical_json(body))


def _attributes(old: Mapping[str, Any]) -> Properties:
    names = old.get("attribute_names") or ()
    return {name[:-1] if name[:-1] in _RESERVED else name: old[name] for name in names}


# ---- loads that were committed and not finished ----


def _finish_loads(session: Session, graph: str) -> list[Text]:
    """Apply what was committed; a fact that the server refuses is named, and given up."""
    lost: list[Text] = []
    chunks = session.execute_read(lambda tx: [hit["id"] for hit in tx.run(statement("old_chunks"))])
    for chunk in chunks:
        difference = _difference(session, chunk)
        while True:
            try:
                with refusing(session, graph, Current(difference)):
                    session.execute_write(_apply_chunk, graph, chunk, difference)
                break
            except FactRefused as error:
                lost.append(error.message)
                difference = _without(difference, error.key)
    return lost


def _difference(session: Session, chunk: str) -> Difference:
    hit = session.execute_read(lambda tx: tx.run(statement("old_chunk"), chunk=chunk).single(strict=True))
    table, *parts = json.loads(zlib.decompress(hit["facts"]))
    added, changed = ([(row, row.digest) for row in (_ROWS[table](*values) for values in part)] for part in parts)
    return Difference(table, added, changed)


def _apply_chunk(tx: ManagedTransaction, graph: str, chunk: str, difference: Difference) -> None:
    kept = kept_facts(runner(tx), graph, difference.table, [row for row, _ in difference.changed])
    apply(tx, statements_of(graph, difference, kept))
    tx.run(statement("old_take_chunk"), chunk=chunk).consume()


def _without(difference: Difference, key: str) -> Difference:
    added, changed = (
        [fact for fact in facts if row_key(fact[0]) != key] for facts in (difference.added, difference.changed)
    )
    return Difference(difference.table, added, changed)


# ---- the end ----


def end(session: Session, graph: str) -> None:
    """Make the marker of this layout, take away what only the earlier one needed."""
    look = checking.look_at(session, graph)
    parameters = {"graph": graph, "format": FORMAT, "facts": look.facts, "data_version": look.examination.version}

    def work(tx: ManagedTransaction) -> None:
        link_stages(tx, graph)
        tx.run(statement("old_end"), parameters).consume()

    session.execute_write(work)
    for kind in _SHOW:
        for name in _old_names(session, kind):
            session.run(f"DROP {kind} {name} IF EXISTS").consume()


_SHOW: dict[str, LiteralString] = {"CONSTRAINT": "SHOW CONSTRAINTS YIELD name", "INDEX": "SHOW INDEXES YIELD name"}


def _old_names(session: Session, kind: str) -> list[str]:
    shown = session.execute_read(lambda tx: tx.run(_SHOW[kind]).value())
    names = {f"alliance_{part}" for part in ("entity_id", "store_id", "load_id", "chunk_id", "chunk_load")}
    names |= {"alliance_entity_search", *(f"alliance_{name}_key" for name in RECORD_LABELS)}
    names |= {f"alliance_{type_id.lower()}_id" for type_id in relationship_types()}
    return sorted(names & set(shown))
