"""Looking through a whole file, and making again what can be made again from its facts."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ....errors import StoreDamaged
from ....wording import Text, plural, some
from ...identity import version_text
from ...names import search_text
from ...records import RecordRow
from ...rows import NodeRow, RelationshipRow
from ..checks import KeptRow, examine
from ..differences import TABLES, Row, Table, row_key
from ..states import RESTORE
from ..store import Finding, Progress
from .contents import Contents, kept_values, must_be_current, must_hold_facts, read_contents, write_contents
from .failures import mapped_errors, unreadable_is_damage
from .reading import CHUNK, in_columns
from .sums import Tally
from .tables import KEYS, selection

_KEPT: dict[Table, str] = {
    "node": selection("node", "digest", "search"),
    "record": selection("record", "digest"),
    "relationship": selection("relationship", "digest"),
}


def check(path: Path, connection: sqlite3.Connection, progress: Progress | None) -> list[Finding]:
    """Look at everything that a question reads; see `GraphStore.check`."""
    contents = _contents(path, connection)
    if contents:
        must_hold_facts(path, contents)
    findings = [_structure(path, connection)]
    try:
        with mapped_errors(path):
            examination = examine(kept_rows(connection, progress))
            findings += examination.findings(kept_version(connection))
            findings.append(_sums(connection, contents))
    except StoreDamaged as error:
        findings.append(Finding(Text("每张表可读", "every table can be read"), sound=False, detail=error.message))
    return findings


def mend(path: Path, connection: sqlite3.Connection, progress: Progress | None) -> list[Text]:
    """Make digests, search texts, data version and sums again; see `GraphStore.mend`."""
    contents = _contents(path, connection)
    structure = _structure(path, connection)
    if not structure.sound:
        raise StoreDamaged(structure.detail)
    examination = examine(kept_rows(connection, progress))
    examination.must_be_mendable()
    done = [*_new_digests(connection, examination.altered), *new_search_texts(connection, examination.unsearchable)]
    with unreadable_is_damage(path):
        now = Contents(int(examination.version, 16), tally_of(connection))
    if contents != now:
        write_contents(connection, now)
        done.append(_new_contents(contents, now))
    return done


def kept_rows(connection: sqlite3.Connection, progress: Progress | None = None) -> Iterator[KeptRow]:
    """Every row as the file keeps it; a text that is not UTF-8 comes with half characters, so its row can be named."""
    makers: dict[Table, Callable[[Sequence[object]], KeptRow]] = {
        "node": lambda row: KeptRow(NodeRow._make(row[:-2]), *row[-2:]),  # type: ignore[arg-type]
        "record": lambda row: KeptRow(_record_row(*row[:-1]), row[-1]),  # type: ignore[arg-type]
        "relationship": lambda row: KeptRow(RelationshipRow._make(row[:-1]), row[-1]),  # type: ignore[arg-type]
    }
    total = sum(connection.execute(f"SELECT count(*) FROM {table}s").fetchone()[0] for table in TABLES)
    done = 0
    with _any_text(connection):
        for table in TABLES:
            cursor = connection.execute(_KEPT[table])
            while rows := cursor.fetchmany(CHUNK):
                yield from map(makers[table], rows)
                done += len(rows)
                if progress:
                    progress(table, done, total)


def _record_row(key: object, table: object, body: object) -> RecordRow:
    return RecordRow(str(table), str(key).removeprefix(f"{table}|"), body)  # type: ignore[arg-type]


@contextmanager
def _any_text(connection: sqlite3.Connection) -> Iterator[None]:
    usual = connection.text_factory
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        connection.text_factory = usual


def kept_version(connection: sqlite3.Connection) -> str:
    """The data version that a file keeps, whatever stands there."""
    with _any_text(connection):
        version = str(kept_values(connection).get("data_version", ""))
    return version.encode("utf-8", "backslashreplace").decode()


def tally_of(connection: sqlite3.Connection) -> Tally:
    """What the rows of a file add up to as they are."""
    tally = Tally()
    for table in TABLES:
        for columns in in_columns(connection, f"SELECT * FROM {table}s"):
            tally.add(table, columns)
    return tally


def _contents(path: Path, connection: sqlite3.Connection) -> Contents | None:
    """What the file says of itself, or None when that is broken."""
    must_be_current(path, connection)
    try:
        with mapped_errors(path):
            return read_contents(path, connection)
    except StoreDamaged:
        return None


def _structure(path: Path, connection: sqlite3.Connection) -> Finding:
    what = Text("SQLite 文件结构", "structure of the SQLite file")
    try:
        with mapped_errors(path):
            problems = [str(row[0]) for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
    except StoreDamaged as error:
        return Finding(what, sound=False, detail=error.message)
    damage = Text(f"SQLite 报告了 {len(problems)} 处损坏。", f"{'; '.join(problems[:5])}. ")
    return Finding(what, not problems, damage + RESTORE)


def _sums(connection: sqlite3.Connection, contents: Contents | None) -> Finding:
    try:
        sound = contents is not None and contents.tally == tally_of(connection)
    except (TypeError, ValueError):  # the rows that cannot be read have a finding of their own
        sound = False
    return Finding(
        Text("核对答案用的和数", "sums that answers are compared with"),
        sound,
        Text(
            "与内容不符:内容或和数在写入之后被改动。alliance store check --mend 认可现在的内容。",
            "they do not fit the content: one of the two changed after it was written. alliance store check --mend "
            "accepts what is there now.",
        ),
        mendable=True,
    )


# ---- making again ----


def _new_digests(connection: sqlite3.Connection, rows: Sequence[Row]) -> list[Text]:
    kinds: dict[Table, type[Row]] = {"node": NodeRow, "record": RecordRow, "relationship": RelationshipRow}
    for table, kind in kinds.items():
        values = [(row.digest, row_key(row)) for row in rows if isinstance(row, kind)]
        connection.executemany(f"UPDATE {table}s SET digest = ? WHERE {KEYS[table]} = ?", values)
    if not rows:
        return []
    sentence = Text(
        "重做了 {number} 条事实的摘要,认可了它们现在的内容:{keys}",
        "the present content of {facts} is accepted, with new digests: {keys}",
    )
    keys = some([row_key(row) for row in rows])
    return [sentence.fill(number=len(rows), facts=plural(len(rows), "fact"), keys=keys)]


def new_search_texts(connection: sqlite3.Connection, rows: Sequence[NodeRow]) -> list[Text]:
    """Make the search texts of some nodes again, and say so."""
    values = [(search_text(row), row.id) for row in rows]
    connection.executemany("UPDATE nodes SET search = ? WHERE id = ?", values)
    if not rows:
        return []
    sentence = Text("重做了 {number} 个节点的查找用名称:{ids}", "{nodes} can be found by name again: {ids}")
    ids = some([row.id for row in rows])
    return [sentence.fill(number=len(rows), nodes=plural(len(rows), "node"), ids=ids)]


def _new_contents(before: Contents | None, now: Contents) -> Text:
    old, new = version_text(before.version)[:12] if before else "?", version_text(now.version)[:12]
    if old == new:
        return Text("重做了核对答案用的和数", "the sums that answers are compared with are corrected")
    return Text(
        f"重做了数据版本与核对答案用的和数:{old} → {new}",
        f"the data version and the sums that answers are compared with are corrected: {old} → {new}",
    )
