"""A file of text as a table, by its ending: CSV, or JSON lines."""

from __future__ import annotations

from pathlib import Path

from ..mappings.layout import TableLayout
from .csv_table import TextTable, first_rows
from .json_lines import JsonLinesTable, first_rows_of_lines
from .json_values import LINES
from .table import Table


def table_of(path: Path, table: TableLayout) -> Table:
    """The rows of a file.

    Parameters
    ----------
    path
        The file.
    table
        What its columns mean.

    Raises
    ------
    FileRefused
        It cannot be read, or lacks a column that must be there.
    """
    return JsonLinesTable(path, table) if path.suffix.casefold() in LINES else TextTable(path, table)


def cuts_of(path: Path) -> list[list[list[str]]]:
    """The first rows of a file, in each way in which it may be cut into cells.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no file, or cannot be read or decoded.
    """
    return [first_rows_of_lines(path)] if path.suffix.casefold() in LINES else first_rows(path)
