"""What is looked at in an OpenDocument workbook before it is read: how far repeats blow it up, and what stays blank.

A few bytes say that a cell is repeated a million times. Such repeats are harmless where the cell is empty, as programs
write them to the end of every sheet, and a bomb where it is not.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.parsers import expat

from ...errors import FileRefused
from .table import column_letters
from .workbook_checks import MOST_CELLS, Checked, check_sizes, damaged, parts_of, too_wide

_SHEET, _ROW = "table:table", "table:table-row"
_CELLS = ("table:table-cell", "table:covered-table-cell")
_MACROS = "Basic/"


@dataclass
class _Walk:
    """Where the parser is, and what it has seen.

    Parameters
    ----------
    path
        The file.
    lost
        By sheet the cells that a reader leaves blank.
    """

    path: Path
    lost: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    sheet: str = ""
    row: int = 0
    column: int = 0
    row_repeats: int = 1
    widest: int = 0
    filled: bool = False
    in_error: tuple[int, int] | None = None

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if name == _SHEET:
            self.sheet, self.row, self.widest = attributes.get("table:name", ""), 0, 0
        elif name == _ROW:
            self.column, self.filled = 0, False
            self.row_repeats = int(attributes.get("table:number-rows-repeated", "1"))
        elif name in _CELLS:
            self._cell(attributes)

    def _cell(self, attributes: dict[str, str]) -> None:
        repeats = int(attributes.get("table:number-columns-repeated", "1"))
        place = (self.row, self.column)
        self.column += repeats
        if "office:value-type" not in attributes and "table:formula" not in attributes:
            return
        self.filled, self.widest = True, max(self.widest, self.column)
        if (self.row + self.row_repeats) * self.widest > MOST_CELLS:
            raise too_wide(self.path, f"{column_letters(self.widest - 1)}{self.row + self.row_repeats}")
        if attributes.get("calcext:value-type") == "error":
            self.in_error = place
            self.lost.setdefault(self.sheet, {})[place] = ""
        elif "office:value-type" not in attributes:
            self.lost.setdefault(self.sheet, {})[place] = ""

    def text(self, data: str) -> None:
        """Text inside an element: that of an error is its value."""
        if self.in_error:
            self.lost[self.sheet][self.in_error] += data.strip()

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _CELLS:
            self.in_error = None
        elif name == _ROW:
            self.row += self.row_repeats


def checked_ods(path: Path, archive: zipfile.ZipFile) -> Checked:
    """Look into an OpenDocument workbook without reading it.

    Parameters
    ----------
    path
        The file.
    archive
        The same, opened.

    Raises
    ------
    FileRefused
        It is damaged, or would become too large.
    """
    check_sizes(path, archive.infolist())
    walk = _Walk(path)
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = walk.begin, walk.end
    parser.CharacterDataHandler = walk.text
    try:
        for name in archive.namelist():
            for part in parts_of(path, archive, name) if name.endswith(".xml") else ():
                if name == "content.xml":
                    parser.Parse(part)
        parser.Parse(b"", True)  # noqa: FBT003 - the signature is that of expat
    except (expat.ExpatError, ValueError) as error:
        if isinstance(error, FileRefused):
            raise
        raise damaged(path) from error
    return Checked(lost=walk.lost, macros=any(name.startswith(_MACROS) for name in archive.namelist()))
