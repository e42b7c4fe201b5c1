"""The files of a folder: which table each is, and why the others are not read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import FileRefused
from ...wording import Text, plural, shortened, some, system_reason
from ..mappings.given import mappings_beside
from ..mappings.layout import TableLayout, layout
from ..mappings.recognition import Recognised, recognised, recognised_among
from .csv_table import FileUnreadable, first_rows
from .json_values import LINES
from .opening import cuts_of
from .rejected_names import is_rejected, without_rejected
from .workbook import SPREADSHEETS

_ENDINGS = (".csv", ".tsv", ".txt")
_CUT = (".csv", ".tsv")
GRAPHS = (".graphml", ".gexf", ".json", ".jsonl", ".ndjson", ".edgelist", ".edges")
_NOT_READ = ".xlsb"
_LIKENESS = 80
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class FolderFiles:
    """The files of a folder.

    Parameters
    ----------
    tables
        Those that are tables, in the order of the layout.
    workbooks
        The spreadsheets.
    graphs
        Graphs of other programs.
    unread
        A line for what is not read.
    """

    tables: list[tuple[TableLayout, Path]]
    workbooks: list[Path]
    graphs: list[Path]
    unread: list[Text]


def folder_files(folder: Path, given: Sequence[TableLayout] = ()) -> FolderFiles:
    """What is in a folder, or a single file in its place.

    Parameters
    ----------
    folder
        The folder, or the file.
    given
        Mappings that come before those that ship.

    Raises
    ------
    FileRefused
        There is no table, or two files are the same one.
    """
    files, left_out = _files(folder) if folder.is_dir() else ([folder], [])
    files = [path for path in files if path == folder or path not in mappings_beside(folder)]
    by_mapping = _given_tables(files, given)
    found: dict[str, list[Path]] = {}
    for path in files:
        if path not in by_mapping and (table := _table_of(path)):
            found.setdefault(table.file, []).append(path)
    for paths in found.values():
        if len(paths) > 1:
            raise FileRefused(
                Text("{files} 是同一张表。请只留一个。", "{files} are the same table. Keep one of them."),
                files=some([shortened(path.name) for path in paths]),
            )
    workbooks = [path for path in files if path.suffix.casefold() in SPREADSHEETS]
    graphs = [path for path in files if path not in by_mapping and _is_graph(path)]
    if folder.is_dir():
        _must_stay_inside(folder, [*workbooks, *graphs, *(path for paths in found.values() for path in paths)])
    others = [path for path in files if not _table_of(path) and path not in (*workbooks, *graphs, *by_mapping)]
    seen = {path: _table_in(path, found) for path in others}
    by_headings = [(table, path) for path, table in by_mapping.items()]
    by_headings += [(known.table, path) for path, known in seen.items() if known.table]
    unread = [path for path in others if not seen[path].table]
    if not found and not (workbooks or graphs or by_headings):
        raise FileRefused(_NO_TABLES, folder=folder, names=_names(), unread=_unread_words(unread, found, seen))
    tables = [(table, found[table.file][0]) for table in layout().all if table.file in found]
    return FolderFiles(
        [*tables, *by_headings], workbooks, graphs, [*_lines(unread, found, seen), *map(_left_out, left_out)]
    )


def _left_out(path: Path) -> Text:
    return Text(
        "没有读 {file}:是先前没有载入的行。改正后请单独载入",
        "{file} is not read: it holds rows that an earlier load left out. Load it alone when they are corrected",
    ).fill(file=shortened(path.name))


def _must_stay_inside(folder: Path, files: Sequence[Path]) -> None:
    """Refuse a link that leads out of the folder: whoever made the folder could have any file read and quoted."""
    inside = folder.resolve()
    for path in files:
        if path.is_symlink() and path.is_file() and not path.resolve().is_relative_to(inside):
            raise FileRefused(_LEADS_OUT, path=path)


_LEADS_OUT = Text(
    "{path} 是链接,指向文件夹以外。请把文件本身放进来。",
    "{path} is a link that leads out of the folder. Put the file itself there.",
)
_NO_TABLES = Text(
    "{folder} 中没有表格。可读的文件名:{names}。{unread}",
    "No tables in {folder}. File names that are read: {names}. {unread}",
)


def _names() -> Text:
    names = [table.file for table in layout().tables]
    return some(names, limit=len(names))


def _files(folder: Path) -> tuple[list[Path], list[Path]]:
    """Everything in the folder that has a name of its own; hidden files and locks of open documents are none.

    What holds rows that an earlier load left out stands apart: its table is in the folder.
    """
    try:
        paths = sorted(folder.iterdir())
    except OSError as error:
        raise FileUnreadable(folder, system_reason(error)) from error
    files = [path for path in paths if not path.name.startswith((".", "~$"))]
    return [path for path in files if not is_rejected(path)], [path for path in files if is_rejected(path)]


def _table_of(path: Path) -> TableLayout | None:
    """The table that a file is by its name, in capitals or not."""
    name = Path(unicodedata.normalize("NFC", path.name).casefold())
    by_stem = {Path(table.file).stem: table for table in layout().all}
    return by_stem.get(without_rejected(name.stem)) if name.suffix in _ENDINGS else None


def _is_graph(path: Path) -> bool:
    """Whether a file is a graph of another program, or no table by its name and a list of edges by its columns."""
    from ..graphs.edge_lists import edge_table_header

    if path.suffix.casefold() in GRAPHS:
        return True
    if path.suffix.casefold() not in _ENDINGS or _table_of(path):
        return False
    try:
        return edge_table_header(path) is not None
    except FileRefused:  # whatever it is, it is not read, and named
        return False


def _given_tables(files: Sequence[Path], given: Sequence[TableLayout]) -> dict[Path, TableLayout]:
    """The files that are tables by a mapping that was given."""
    found = {}
    for path in files if given else ():
        if path.suffix.casefold() in (*_ENDINGS, *LINES) and path.is_file():
            matches = (recognised_among(path.stem, rows, given).table for rows in cuts_of(path))
            if table := next((match for match in matches if match), None):
                found[path] = table
    return found


def _table_in(path: Path, found: dict[str, list[Path]]) -> Recognised:
    """The table that a file is by its headings; one whose name is nearly that of a table is asked about instead."""
    if path.suffix.casefold() not in _CUT or not path.is_file() or _near_name(path):
        return Recognised(None)
    try:
        cuts = first_rows(path)
    except FileRefused:
        return Recognised(None)
    best = max(
        (recognised(path.stem, rows) for rows in cuts),
        key=lambda known: (known.table is not None, len(known.near)),
    )
    if best.table and best.table.file in found and best.table in layout().tables:
        return Recognised(None, (best.table,))
    return best


def _lines(unread: Sequence[Path], found: dict[str, list[Path]], seen: dict[Path, Recognised]) -> list[Text]:
    """A line for each file that may have been meant, and one for all others."""
    meant = [path for path in unread if _reason(path, found)]
    others = [shortened(path.name) for path in unread if path not in meant]
    lines = [
        Text("没有读 {file}:{reason}", "{file} is not read: {reason}").fill(
            file=shortened(path.name), reason=(_reason(path, found) or Text("", "")) + seen[path].reason()
        )
        for path in meant[:_MOST_NAMED]
    ]
    if len(meant) > _MOST_NAMED:
        others += [shortened(path.name) for path in meant[_MOST_NAMED:]]
    if others:
        lines.append(
            Text("没有读 {names}:不是表格", "{files} not read, being no table: {names}").fill(
                names=some(others), files=plural(len(others), "file is", "files are")
            )
        )
    return lines


def _unread_words(unread: Sequence[Path], found: dict[str, list[Path]], seen: dict[Path, Recognised]) -> Text:
    stop = Text("。", ".")
    return Text.joined((line + stop for line in _lines(unread, found, seen)), "", " ")


def _reason(path: Path, found: dict[str, list[Path]]) -> Text | None:
    """Why a file is not read that looks as if it should be; None for one that does not."""
    if path.suffix.casefold() == _NOT_READ:
        return Text("这种电子表格读不了。请另存为 .xlsx", "this form of spreadsheet is not read. Save it as .xlsx")
    names = [table.file for table in layout().tables]
    near = _near_name(path)
    if near and near in found:
        return Text("像是 {table},但这张表已经有了", "it looks like {table}, which is there already").fill(table=near)
    if near:
        return Text("是 {table} 吗?请改名后重新载入", "was {table} meant? Rename it and load again").fill(table=near)
    if path.suffix.casefold() in _ENDINGS:
        return Text("不知道是哪张表。可用的名称:{names}", "it is none of the tables {names}").fill(
            names=some(names, limit=len(names))
        )
    return None


def _near_name(path: Path) -> str:
    """The file whose name is almost that of another; empty when there is none."""
    from rapidfuzz import fuzz, process

    names = [table.file for table in layout().tables]
    near = process.extractOne(path.name.casefold(), names, scorer=fuzz.ratio, score_cutoff=_LIKENESS)
    return str(near[0]) if near else ""
