"""The errors of a load as a file: a table for a spreadsheet program, or JSON for another program.

Each error is written when it is found, so a million of them need no memory. The file appears whole, at the end; when
nothing is wrong its list is empty.
"""

from __future__ import annotations

import re
import secrets
import shutil
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from ..errors import AllianceError, FileRefused
from ..wording import Text, shortened, system_reason
from .error_forms import MARK, CsvForm, Form, JsonForm, Line, XlsxForm, reason_and_advice
from .row_errors import RowError

_FORMS: dict[str, Callable[[Path], Form]] = {".csv": CsvForm, ".json": JsonForm, ".xlsx": XlsxForm}
ENDINGS = tuple(_FORMS)
_SHEET = re.compile(r"(?P<file>.+)\[(?P<sheet>.*)\]")
_MOST_OF_A_NAME = 200
_MARKED_WITHIN = 4096


class ErrorReport:
    """A file that every error of a load goes to; a context manager around the load.

    Parameters
    ----------
    path
        Where it goes: `.xlsx`, `.csv` or `.json`. An earlier report is replaced, nothing else is.

    Raises
    ------
    FileRefused
        Its ending is none of these, its folder is missing, or another file is there.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        if path.suffix.casefold() not in _FORMS:
            raise FileRefused(_NO_FORM, path=path)
        if not path.absolute().parent.is_dir():
            raise FileRefused(_NO_FOLDER, path=path, folder=path.absolute().parent)
        if path.is_dir() or (path.exists() and not _is_report(path)):
            raise FileRefused(_SOMETHING_ELSE, path=path)
        self._scratch = path.absolute().parent / f".alliance-{secrets.token_hex(8)}"

    def __enter__(self) -> Self:
        try:
            self._scratch.mkdir()
            self._form = _FORMS[self.path.suffix.casefold()](self._scratch / "report")
        except OSError as error:
            self._clear()
            raise self._refused_by_system(error) from error
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Put the file in its place, unless the load was broken off."""
        try:
            if isinstance(error, FileRefused):
                name = shortened(str(vars(error).get("path", "")), _MOST_OF_A_NAME)
                self._form.add(Line(name, "", "", None, "", "", error.kind, *reason_and_advice(error.message)))
            if error is None or isinstance(error, AllianceError):
                self._form.finish()
                (self._scratch / "report").replace(self.path)
        except OSError as failure:
            raise self._refused_by_system(failure) from failure
        finally:
            self._clear()

    def add(self, error: RowError) -> None:
        """Write an error.

        Raises
        ------
        FileRefused
            The system could not write it.
        """
        match = _SHEET.fullmatch(error.file) if error.at else None
        file, sheet = (match["file"], match["sheet"]) if match else (error.file, "")
        said = reason_and_advice(error.reason)
        try:
            self._form.add(Line(file, sheet, error.cell, error.row, error.column, error.value, error.kind, *said))
        except OSError as failure:
            raise self._refused_by_system(failure) from failure

    def _clear(self) -> None:
        with suppress(AttributeError, OSError):
            self._form.close()
        shutil.rmtree(self._scratch, ignore_errors=True)

    def _refused_by_system(self, error: OSError) -> FileRefused:
        name = shortened(str(self.path), _MOST_OF_A_NAME)
        return FileRefused(_NOT_WRITTEN, name=name, reason=system_reason(error))


def _is_report(path: Path) -> bool:
    """Whether a file is an earlier report."""
    try:
        if path.suffix.casefold() == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                return MARK.encode() in archive.read("docProps/core.xml")
        with path.open("rb") as file:
            return MARK.encode() in file.read(_MARKED_WITHIN)
    except (OSError, KeyError, zipfile.BadZipFile):
        return False


_NO_FORM = Text(
    "错误报告 {path} 的后缀应为 .xlsx、.csv 或 .json。请改名。",
    "The report {path} must end in .xlsx, .csv or .json. Give another name.",
)
_NO_FOLDER = Text(
    "写不了 {path}:没有文件夹 {folder}。请先建好,或另给一个名称。",
    "Cannot write {path}: there is no folder {folder}. Make it first, or give another name.",
)
_SOMETHING_ELSE = Text(
    "没有写 {path}:已有这个文件,而它不是先前的错误报告。请另给一个名称。",
    "{path} was not written: a file of this name is there, and it is no earlier report. Give another name.",
)
_NOT_WRITTEN = Text(
    "写不了错误报告 {name}:{reason}。没有写入任何内容。",
    "Cannot write the report {name}: {reason}. Nothing was written.",
)
