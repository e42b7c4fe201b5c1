"""Files that hold results: written whole or not at all, and never over something else.

Every output goes through here: to a new name, or over a file that an earlier output of the same sort made, which is
known by a mark near its beginning. `force` replaces any other plain file. Nothing replaces a store, an input, or what
is no plain file.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from ..errors import FileRefused
from ..graph.stores.locations import is_store_file, sort_of
from ..wording import Text, shortened, system_reason

_MARK_WITHIN = 4096
_MOST_OF_A_NAME = 200


class OutputSort(NamedTuple):
    """A sort of output.

    Parameters
    ----------
    label
        What it is called.
    mark
        What each file of this sort holds in its first 4096 bytes, and no other file does.
    """

    label: Text
    mark: bytes


@dataclass(frozen=True, slots=True)
class OutputFile:
    """A file that a result is to be written to.

    Parameters
    ----------
    path
        Its name.
    sort
        What will be written.
    force
        Replace a plain file although no earlier output made it.
    keep
        Files that are never replaced: the store that is open, inputs.
    """

    path: Path
    sort: OutputSort
    force: bool = False
    keep: Sequence[Path] = ()

    def check(self) -> None:
        """Refuse a file that may not be written, so that nothing is computed in vain.

        Raises
        ------
        FileRefused
            The name is impossible, its folder is missing or closed, or something is there that must stay.
        """
        mode = self._mode()
        if any(_same(self.path, other) for other in self.keep):
            raise FileRefused(_KEPT, path=self.path)
        if mode is None:
            self._must_have_folder()
        elif sort := sort_of(mode):
            raise FileRefused(_NO_PLAIN_FILE, path=self.path, sort=sort)
        elif is_store_file(self.path):
            raise FileRefused(_KEPT, path=self.path)
        elif not (self.force or self._is_earlier_output()):
            raise FileRefused(_SOMETHING_ELSE, path=self.path, sort=self.sort.label)

    def write(self, content: str | bytes) -> Path:
        """Write the file, text as UTF-8; afterwards it is whole, or as it was before.

        Parameters
        ----------
        content
            All of it.

        Raises
        ------
        FileRefused
            See `check`; or the system could not write it.
        """
        self.check()
        # The name is short and its own, so a name as long as the system allows can be written too.
        scratch = self.path.absolute().parent / f".alliance-{secrets.token_hex(8)}"
        try:
            with scratch.open("xb") as file:
                file.write(content.encode() if isinstance(content, str) else content)
                file.flush()
                os.fsync(file.fileno())
            scratch.replace(self.path)
        except OSError as error:
            raise self._refused_by_system(error) from error
        finally:
            with contextlib.suppress(OSError):
                scratch.unlink()
        return self.path

    # ---- what is there ----

    def _mode(self) -> int | None:
        try:
            return self.path.lstat().st_mode
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._refused_by_system(error) from error
        except ValueError as error:  # a NUL, or a letter that the system cannot encode
            raise FileRefused(_IMPOSSIBLE) from error

    def _must_have_folder(self) -> None:
        folder = self.path.absolute().parent
        if not folder.is_dir():
            raise FileRefused(_NO_FOLDER, path=self.path, folder=folder)
        if not os.access(folder, os.W_OK | os.X_OK):
            raise FileRefused(_CLOSED_FOLDER, path=self.path, folder=folder)

    def _is_earlier_output(self) -> bool:
        try:
            with self.path.open("rb") as file:
                return self.sort.mark in file.read(_MARK_WITHIN)
        except OSError:
            return False

    # ---- what is wrong ----

    def _refused_by_system(self, error: OSError) -> FileRefused:
        name = shortened(str(self.path), _MOST_OF_A_NAME)
        return FileRefused(_NOT_WRITTEN, name=name, reason=system_reason(error))


_KEPT = Text(
    "没有写 {path}:它是库或输入,任何输出都不会替换它,--force 也不会。请另给一个名称。",
    "{path} was not written: it is a store or an input. No output replaces it, not even with --force. "
    "Give another name.",
)
_NO_FOLDER = Text(
    "写不了 {path}:没有文件夹 {folder}。请先建好,或另给一个名称。",
    "Cannot write {path}: there is no folder {folder}. Make it first, or give another name.",
)
_CLOSED_FOLDER = Text(
    "写不了 {path}:文件夹 {folder} 不能写入。请另给一个名称。",
    "Cannot write {path}: the folder {folder} cannot be written. Give another name.",
)
_NO_PLAIN_FILE = Text(
    "没有写 {path}:它是{sort},不是普通文件;--force 也不会替换它。请另给一个名称。",
    "{path} was not written: it is {sort} and no plain file. --force does not replace it either. Give another name.",
)
_SOMETHING_ELSE = Text(
    "没有写 {path}:已有这个文件,而它不是先前写出的{sort}。请另给一个名称;要替换它就加 --force(Python 中 force=True)。",
    "{path} was not written: there is a file of this name, and it is no earlier {sort}. Give another name, or replace "
    "it with --force (in Python: force=True).",
)
_NOT_WRITTEN = Text(
    "写不了 {name}:{reason}。没有留下写到一半的文件。",
    "Cannot write {name}: {reason}. No file was left half written.",
)
_IMPOSSIBLE = Text(
    "文件名含有系统不接受的字符。请另给一个名称。",
    "The name of the file holds a character that the system does not take. Give another name.",
)


def _same(path: Path, other: Path) -> bool:
    """Whether two names mean one file, be it a link, or not there yet."""
    try:
        return path.samefile(other)
    except OSError:
        return path.name == other.name and os.path.realpath(path.parent) == os.path.realpath(other.parent)
