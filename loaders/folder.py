"""A folder of tables as checked facts.

All errors of all tables are found before anything is refused, each with its file, row, column, value and reason.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from ..errors import FileRefused
from ..graph.alliance_graph import AllianceGraph
from ..graph.checked_rows import legal_rows
from ..graph.stores.store import GraphStore, Progress
from ..wording import Text, shortened, system_reason
from .censuses import CensusLoad
from .error_log import ErrorLog
from .error_report import ErrorReport
from .facts.reading import is_exported_workbook, read_export
from .graphs.graph_tables import graph_file_tables
from .graphs.terms import GraphTerms
from .identity.judging import with_rule_judgements
from .identity.row_keys import Nearby
from .identity.scopes import IdScope
from .mappings.given import mappings_beside, namespace_of, read_mapping
from .mappings.layout import TableLayout, layout
from .reading import Reading
from .rejected_files import RejectedFiles
from .rejected_rows import RejectedRows, Tables, good_reading
from .rows_left_out import RowsLeftOut
from .tables.folder_files import folder_files
from .tables.opening import table_of
from .tables.sheet_table import tables_of
from .tables.table import Table
from .tables.workbook import read_workbook
from .unused_options import refuse_unused

_MOST_OF_A_PATH = 200
_MAKES = ("source", "census", "node", "relationship", "measure", "facts", "roster")


@dataclass(frozen=True, slots=True)
class FolderFacts:
    """What a folder says.

    Parameters
    ----------
    batch
        The facts, ready to be written.
    tables
        Rows by file.
    notes
        What was not read, passed over, kept or written in another form.
    left_out
        Which rows are left out, and why; None when none is.
    """

    batch: AllianceGraph
    tables: dict[str, int]
    notes: tuple[Text, ...] = ()
    left_out: RowsLeftOut | None = None


@dataclass(frozen=True, slots=True)
class Checks:
    """What becomes of rows that are wrong.

    Parameters
    ----------
    report
        A file that gets every error.
    skip_invalid
        Leave wrong rows out, and all that refer to them; else one wrong row refuses the folder.
    files
        Gets the rows that are left out.
    """

    report: ErrorReport | None = None
    skip_invalid: bool = False
    files: RejectedFiles | None = None


def read_folder(
    folder: Path,
    store: GraphStore | None = None,
    *,
    source: str = "",
    namespace: str = "",
    census: CensusLoad | None = None,
    mappings: Sequence[Path] = (),
    terms: GraphTerms | None = None,
    checks: Checks | None = None,
    progress: Progress | None = None,
) -> FolderFacts:
    """Read and check a folder of tables in the layout of `data/hengzhou`.

    Columns, kinds, types and statuses may be called by their Chinese or English names, rows may be without ids and
    name each other by their names, a title may stand above the header.

    Parameters
    ----------
    folder
        Where the tables are: CSV files and spreadsheets; or one such file.
    store
        Where the facts will go: a table may refer to nodes that it holds, and a row without an id is the node of its
        name that it holds.
    source
        Id or title of the source of tables that have no column for it; the only one in `sources.csv` when empty.
    namespace
        Stands before every id that is written in the folder, so that two folders may number their rows alike; that of
        a mapping when empty.
    census
        What the load says of itself as a census.
    terms
        What the words for kinds and types in graphs of other programs mean, beside what the schema says.
    checks
        What becomes of rows that are wrong; by default one refuses the folder.
    progress
        Called before a spreadsheet is opened (step `unpack`), while rows are read (`read`) and checked (`check`).
    mappings
        Files that say what the columns of tables mean; those that stand beside the tables are used too.

    Raises
    ------
    FileRefused
        The folder is missing or holds no table that is known, or a table cannot be read.
    RowErrors
        Some rows are wrong: the first ones whole, the others as numbers.
    """
    _must_be_there(folder)
    checks = checks or Checks()
    if exported := read_export(folder, store):
        refuse_unused(_AN_EXPORT, {
            "source": source, "namespace": namespace, "census": census, "mapping": mappings, "kind": terms,
            "skip_invalid": checks.skip_invalid, "report": checks.report,
        })  # fmt: skip
        return FolderFacts(*exported)
    beside = mappings_beside(folder)
    mapped = {path: read_mapping(path) for path in (*mappings, *beside)}
    given = [table for mapping in mapped.values() for table in mapping.tables]
    scope = IdScope(namespace or namespace_of(mapped), census.label if census else "")
    found, nearby = folder_files(folder, given), Nearby(store)
    refuse_unused(_NO_GRAPH, {"kind": terms if not found.graphs else None})
    with ExitStack() as workbooks:
        tables: list[tuple[TableLayout, Table]] = [(table, table_of(path, table)) for table, path in found.tables]
        unread = [*(_USED.fill(file=path.name) for path in beside), *found.unread]
        for path in found.workbooks:
            if is_exported_workbook(path):
                unread.append(_EXPORT.fill(file=path.name))
                continue
            if progress:
                progress("unpack", 0, 0)
            workbook = read_workbook(path)
            workbooks.callback(workbook.close)
            sheets, notes = tables_of(path, workbook, given)
            tables += sheets
            unread += notes
        for path in found.graphs:
            parts, notes = graph_file_tables(path, terms or GraphTerms(), nearby)
            tables += parts
            unread += notes
        if not tables:
            raise FileRefused(_NO_SHEETS, path=folder, unread=Text.joined(unread[:8], ";", "; "))
        start = partial(Reading, source=source, scope=scope, census=census, progress=progress)
        return facts_of(tables, unread, store, start, checks)


def facts_of(
    tables: list[tuple[TableLayout, Table]],
    unread: Sequence[Text],
    store: GraphStore | None,
    start: Callable[..., Reading],
    checks: Checks,
) -> FolderFacts:
    """The facts of tables, whatever they come from.

    Parameters
    ----------
    tables
        The tables, with what their columns mean.
    unread
        What was not read.
    store
        Where the facts will go.
    start
        Begins a reading of tables beside what the store holds.
    checks
        What becomes of rows that are wrong.

    Raises
    ------
    RowErrors
        Some rows are wrong.
    """
    tables.sort(key=lambda pair: _order(pair[0]))
    reading, left_out = _read(tables, partial(start, tables, Nearby(store)), checks)
    rows = legal_rows(reading.all_nodes(), reading.all_relationships())
    batch = AllianceGraph.from_rows(*rows, reading.records.values())
    return FolderFacts(
        batch=with_rule_judgements(batch, store),
        tables=reading.row_counts,
        notes=(*unread, *(line for notes in reading.notes for line in notes.lines()), *reading.further.named.lines()),
        left_out=left_out,
    )


def _read(tables: Tables, start: Callable[..., Reading], checks: Checks) -> tuple[Reading, RowsLeftOut | None]:
    """All rows, or the good ones and what is told of the others."""
    if not checks.skip_invalid:
        reading = start(errors=ErrorLog(checks.report))
        reading.read()
        reading.errors.refuse()
        return reading, None
    rejected = RejectedRows(tables, checks.report)
    reading = good_reading(rejected, lambda lines: start(skipped=lines, errors=rejected))
    if checks.files:
        checks.files.write(rejected, reading)
    return reading, rejected.left_out(rejected.counts, checks.files.paths if checks.files else ())


def _order(table: TableLayout) -> tuple[int, int]:
    """Sources and censuses first, then nodes, then what joins them; each in the order of the layout."""
    files = [shipped.file for shipped in layout().all]
    place = files.index(table.file) if table.file in files else len(files)
    return _MAKES.index(table.makes), place


def _must_be_there(folder: Path) -> None:
    name = shortened(str(folder), limit=_MOST_OF_A_PATH)
    try:
        mode = folder.stat().st_mode
    except (FileNotFoundError, ValueError) as error:  # a path with the character NUL is a ValueError
        raise FileRefused(
            Text("找不到 {folder}。请检查路径。", "There is no file or folder {folder}. Check the path."), folder=name
        ) from error
    except OSError as error:
        closed = Text(
            "打不开文件夹 {folder}:{reason}。请检查路径。", "Cannot open the folder {folder}: {reason}. Check the path."
        )
        raise FileRefused(closed, folder=name, reason=system_reason(error)) from error
    if not (stat.S_ISDIR(mode) or stat.S_ISREG(mode)):
        raise FileRefused(Text("{path} 不是文件夹,也不是文件。", "{path} is neither a folder nor a file."), path=name)


_EXPORT = Text("没有读 {file}:它是导出。请单独载入", "{file} is not read: it is an export. Load it alone")
_AN_EXPORT = Text("导出的文件", "an export")
_NO_GRAPH = Text("没有图文件的载入", "a load without a graph of another program")
_USED = Text("用了映射 {file}", "the mapping {file} is used")
_NO_SHEETS = Text(
    "{path} 中没有认得的表格:{unread}。请按表格命名工作表。",
    "No sheet of {path} is a table that is known: {unread}. Name the sheets after the tables.",
)
