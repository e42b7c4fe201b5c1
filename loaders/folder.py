"""A folder of tables as checked facts.

All errors of all tables are found before anything is refused, each with its file, row, column, value and reason.
"""

from __future__ import annotations

import stat
from dataclasses import dataclass
from pathlib import Path

from ..errors import FileRefused
from ..graph.alliance_graph import AllianceGraph
from ..graph.stores.store import GraphStore
from ..wording import Text, shortened, system_reason
from .csv_table import TextTable
from .folder_files import folder_files
from .identity import Nearby
from .reading import Reading

_MOST_OF_A_PATH = 200


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
    """

    batch: AllianceGraph
    tables: dict[str, int]
    notes: tuple[Text, ...] = ()


def read_folder(folder: Path, store: GraphStore | None = None, *, source: str = "") -> FolderFacts:
    """Read and check a folder of tables in the layout of `data/hengzhou`.

    Columns, kinds, types and statuses may be called by their Chinese or English names, rows may be without ids and
    name each other by their names, a title may stand above the header.

    Parameters
    ----------
    folder
        Where the tables are.
    store
        Where the facts will go: a table may refer to nodes that it holds, and a row without an id is the node of its
        name that it holds.
    source
        Id or title of the source of tables that have no column for it; the only one in `sources.csv` when empty.

    Raises
    ------
    FileRefused
        The folder is missing or holds no table that is known, or a table cannot be read.
    RowErrors
        Some rows are wrong: the first ones whole, the others as numbers.
    """
    _must_be_folder(folder)
    found, unread = folder_files(folder)
    tables = [(table, TextTable(path, table)) for table, path in found]
    reading = Reading(tables, Nearby(store), source)
    reading.read()
    reading.errors.refuse()
    return FolderFacts(
        batch=AllianceGraph.from_models(reading.all_nodes(), reading.all_relationships(), reading.records.values()),
        tables=reading.row_counts,
        notes=(*unread, *(line for notes in reading.notes for line in notes.lines())),
    )


def _must_be_folder(folder: Path) -> None:
    name = shortened(str(folder), limit=_MOST_OF_A_PATH)
    try:
        mode = folder.stat().st_mode
    except (FileNotFoundError, ValueError) as error:  # a path with the character NUL is a ValueError
        raise FileRefused(
            Text("没有文件夹 {folder}。请检查路径。", "There is no folder {folder}. Check the path."), folder=name
        ) from error
    except OSError as error:
        closed = Text(
            "打不开文件夹 {folder}:{reason}。请检查路径。", "Cannot open the folder {folder}: {reason}. Check the path."
        )
        raise FileRefused(closed, folder=name, reason=system_reason(error)) from error
    if not stat.S_ISDIR(mode):
        raise FileRefused(
            Text("{path} 是文件。请给出它所在的文件夹。", "{path} is a file. Give the folder that it is in."), path=name
        )
