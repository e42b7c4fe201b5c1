"""Whether a graph in Neo4j is sound: its facts, and what was written beside them for users of Neo4j."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from neo4j import ManagedTransaction, Session

from ....errors import StoreDamaged
from ....wording import Text, some
from ...rows import NodeRow
from ..checks import Examination, KeptRow, examine
from ..differences import TABLES, Difference, Row, Table, row_key, table_of
from ..states import RESTORE
from ..store import Finding, Progress
from . import properties
from .fields import Properties
from .loading import lock
from .properties import MARK
from .reading import pages_of_links, pages_of_nodes
from .statements import kind_label, span, stage_labels, statement
from .writing import CHUNK, apply, kept_facts, link_stages, runner, statements_of

_OF_EXAMINATION = ("_digest", "_search")
_LINKS_OF_A_NODE = 5  # about: it decides how many nodes one page of relationships is read for
_UNREADABLE = (KeyError, TypeError, ValueError)
_DRIFTED = Text(
    "{facts} 在 Neo4j 里被改动。alliance store check --mend 可以重做。",
    "{facts} changed in Neo4j. alliance store check --mend writes it again.",
)
_NOT_MENDABLE = (
    Text(
        "{location} 中 {facts} 的内容读不出来,无法修补。",
        "In {location} the content of {facts} cannot be read, so nothing can be mended. ",
    )
    + RESTORE
)


@dataclass(slots=True)
class Look:
    """What was seen of a graph.

    Parameters
    ----------
    graph
        Its name.
    examination
        Of its facts, as of every store.
    drifted
        Facts of which something else in Neo4j is not as it was written: a date, a label, a link to a source.
    unreadable
        Marks of what cannot be read.
    facts
        How many there are.
    """

    graph: str
    examination: Examination = field(default_factory=Examination)
    drifted: list[Row] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    facts: int = 0

    def findings(self, data_version: str) -> list[Finding]:
        """One finding for each thing that was looked at."""
        self.examination.unreadable += self.unreadable
        keys = [row_key(row) for row in self.drifted]
        what = Text("日期、标签和出处的连线", "dates, labels and links to sources")
        return [
            *self.examination.findings(data_version),
            Finding(what, not keys, _DRIFTED.fill(facts=some(keys)), mendable=True),
        ]

    def to_mend(self) -> list[Row]:
        """Every fact that is to be written anew, once."""
        seen = self.examination
        rows = [*seen.altered, *seen.unsearchable, *self.drifted]
        return list({(type(row), row_key(row)): row for row in rows}.values())


def look_at(session: Session, graph: str, progress: Progress | None = None) -> Look:
    """Look at everything that a graph holds."""
    look = Look(graph)
    look.examination = examine(_kept(session, look, progress))
    return look


def _kept(session: Session, look: Look, progress: Progress | None) -> Iterator[KeptRow]:
    degrees: list[tuple[str, int]] = []
    query = statement("examine_nodes", label=":".join(stage_labels()))
    for page in pages_of_nodes(session, look.graph, query):
        for mark, labels, values, *linked in page:
            degrees.append((mark, _LINKS_OF_A_NODE))
            yield from _kept_node(look, labels, values, linked=all(linked))
        if progress:
            progress("check", look.facts, 0)
    parameters = {"graph": look.graph, **span(look.graph)}
    for values, linked in session.execute_read(lambda tx: tx.run(statement("examine_records"), parameters).values()):
        yield from _kept_record(look, values, linked=linked)
    for page in pages_of_links(session, degrees, statement("examine_relationships")):
        for source, type_id, target, values in page:
            yield from _kept_relationship(look, (source, type_id, target), values)
        if progress:
            progress("check", look.facts, 0)


def _kept_node(look: Look, labels: Sequence[str], values: Properties, *, linked: bool) -> Iterator[KeptRow]:
    try:
        row = properties.node_row(values)
        right = properties.of_node(look.graph, row, row.digest)
    except _UNREADABLE:
        look.unreadable.append(values[MARK])
        return
    sound = linked and {"Entity", kind_label(row.kind)} <= set(labels)
    yield from _kept_fact(look, row, values, right, sound=sound)


def _kept_record(look: Look, values: Properties, *, linked: bool) -> Iterator[KeptRow]:
    try:
        row = properties.record_row(values[MARK], values["_table"], values["_body"])
        right = properties.of_record(look.graph, row, row.digest)
    except _UNREADABLE:
        look.unreadable.append(values[MARK])
        return
    yield from _kept_fact(look, row, values, right, sound=linked)


def _kept_relationship(look: Look, ends: tuple[str, str, str], values: Properties) -> Iterator[KeptRow]:
    try:
        row = properties.relationship_row_of(*ends, values)
        right = properties.of_relationship(look.graph, row, row.digest)
    except _UNREADABLE:
        look.unreadable.append(values[MARK])
        return
    yield from _kept_fact(look, row, values, right, sound=True)


def _kept_fact(look: Look, row: Row, values: Properties, right: Properties, *, sound: bool) -> Iterator[KeptRow]:
    look.facts += 1
    if not sound or any(values.get(key) != value for key, value in right.items() if key not in _OF_EXAMINATION):
        look.drifted.append(row)
    search = values.get("_search", "") if isinstance(row, NodeRow) else ""
    yield KeptRow(row, properties.digest_of(values.get("_digest")), search)


# ---- mending ----


def mend(session: Session, look: Look, location: str, progress: Progress | None) -> list[Text]:
    """Write anew what can be made from the facts; gives what was written.

    Raises
    ------
    StoreDamaged
        A fact cannot be read, so nothing can be made from it.
    """
    if broken := [*look.unreadable, *look.examination.unreadable]:
        raise StoreDamaged(_NOT_MENDABLE, location=location, facts=some(broken))
    rows, done = look.to_mend(), 0
    for table, chunk in _chunks(rows):
        session.execute_write(_write_anew, look.graph, table, chunk)
        done += len(chunk)
        if progress:
            progress("mend", done, len(rows))
    session.execute_write(_set_version, look)
    keys = some([row_key(row) for row in rows])
    return [Text("重写了 {keys}。", "Wrote anew: {keys}.").fill(keys=keys)] if rows else []


def _chunks(rows: list[Row]) -> Iterator[tuple[Table, list[Row]]]:
    for table in TABLES:
        members = [row for row in rows if table_of(row) == table]
        for start in range(0, len(members), CHUNK):
            yield table, members[start : start + CHUNK]


def _write_anew(tx: ManagedTransaction, graph: str, table: Table, rows: list[Row]) -> None:
    lock(tx, graph, "mend")
    kept = kept_facts(runner(tx), graph, table, rows)
    apply(tx, statements_of(graph, Difference(table, [], [(row, row.digest) for row in rows]), kept))


def _set_version(tx: ManagedTransaction, look: Look) -> None:
    lock(tx, look.graph, "mend")
    link_stages(tx, look.graph)
    parameters = {"graph": look.graph, "data_version": look.examination.version, "facts": look.facts}
    tx.run(statement("finish_store"), parameters).consume()
