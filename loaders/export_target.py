"""Where an export goes: whole or not at all, and never over something else."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import FileRefused
from ..graph.stores.locations import is_store_file, sort_of
from ..wording import Text, shortened, system_reason
from .facts.fact_columns import EVIDENCE, EXPORT, fact_tables

_MOST_OF_A_NAME = 200
_EXISTS = Text(
    "没有写 {path}:已有同名的文件或文件夹。请另给一个名称;要替换就加 --force(Python 中 force=True)。",
    "{path} was not written: there is something of this name. Give another name, or replace it with --force "
    "(in Python: force=True).",
)
_KEPT = Text(
    "没有写 {path}:它是库,任何导出都不会替换它,--force 也不会。请另给一个名称。",
    "{path} was not written: it is a store. No export replaces it, not even with --force. Give another name.",
)
_NO_PLAIN = Text(
    "没有写 {path}:它是{sort},--force 也不会替换它。请另给一个名称。",
    "{path} was not written: it is {sort}, which --force does not replace either. Give another name.",
)
_OTHER_FOLDER = Text(
    "没有写 {path}:文件夹里有导出以外的内容({names}),--force 也不会替换它。请另给一个名称。",
    "{path} was not written: the folder holds more than an export ({names}), and --force does not replace that. Give "
    "another name.",
)
_NOT_WRITTEN = Text(
    "写不了 {path}:{reason}。没有留下写到一半的内容。", "Cannot write {path}: {reason}. Nothing was left half written."
)


@dataclass(frozen=True, slots=True)
class ExportTarget:
    """A file or folder that an export is to be written to.

    Parameters
    ----------
    path
        Its name.
    is_folder
        Whether it is a folder of tables.
    force
        Replace a plain file, or an earlier export.
    keep
        Files that are never replaced: the store that is open.
    """

    path: Path
    is_folder: bool
    force: bool = False
    keep: Sequence[Path] = ()

    def check(self) -> None:
        """Refuse what may not be written, so that nothing is read in vain.

        Raises
        ------
        FileRefused
            Something is there that must stay, or the system does not give the place.
        """
        try:
            mode = self.path.lstat().st_mode
        except FileNotFoundError:
            self._must_have_parent()
            return
        except (OSError, ValueError) as error:
            reason = system_reason(error) if isinstance(error, OSError) else Text("名称不对", "impossible name")
            raise FileRefused(_NOT_WRITTEN, path=self._name, reason=reason) from error
        if any(_same(self.path, other) for other in self.keep) or is_store_file(self.path):
            raise FileRefused(_KEPT, path=self._name)
        if self.is_folder and self.path.is_dir() and not self.path.is_symlink():
            self._check_folder()
        elif sort := sort_of(mode):
            raise FileRefused(_NO_PLAIN, path=self._name, sort=sort)
        elif self.is_folder or not self.force:
            raise FileRefused(_EXISTS, path=self._name)

    def write(self, fill: Callable[[Path], None]) -> None:
        """Let something fill a new file or folder beside the name, and give it the name when it is whole.

        Parameters
        ----------
        fill
            Writes to the path that it is given; for a folder it is there already.

        Raises
        ------
        FileRefused
            See `check`; or the system could not write it.
        """
        self.check()
        scratch = self.path.absolute().parent / f".alliance-{secrets.token_hex(8)}"
        try:
            if self.is_folder:
                scratch.mkdir()
            fill(scratch)
            self._put(scratch)
        except OSError as error:
            raise FileRefused(_NOT_WRITTEN, path=self._name, reason=system_reason(error)) from error
        finally:
            _remove(scratch)

    @property
    def _name(self) -> str:
        return shortened(str(self.path), _MOST_OF_A_NAME)

    def _must_have_parent(self) -> None:
        folder = self.path.absolute().parent
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            reason = Text("没有可写的文件夹 {folder}", "there is no folder {folder} that can be written")
            raise FileRefused(_NOT_WRITTEN, path=self._name, reason=reason.fill(folder=folder))

    def _check_folder(self) -> None:
        names = sorted(entry.name for entry in self.path.iterdir())
        if not names:
            return
        ours = {f"{name}.csv" for name in (EXPORT, EVIDENCE, *(table.name for table in fact_tables()))}
        if others := [name for name in names if name not in ours]:
            shown = ", ".join(shortened(name) for name in others[:3])
            raise FileRefused(_OTHER_FOLDER if self.force else _EXISTS, path=self._name, names=shown)
        if not self.force:
            raise FileRefused(_EXISTS, path=self._name)

    def _put(self, scratch: Path) -> None:
        for path in scratch.iterdir() if self.is_folder else (scratch,):
            with path.open("rb") as file:
                os.fsync(file.fileno())
        if not (self.is_folder and self.path.exists()):
            scratch.replace(self.path)
            return
        before = scratch.with_name(f"{scratch.name}-before")
        self.path.rename(before)
        scratch.rename(self.path)
        _remove(before)


def _remove(path: Path) -> None:
    with suppress(OSError):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()


def _same(path: Path, other: Path) -> bool:
    """Whether two names mean one file, be it a link."""
    try:
        return path.samefile(other)
    except OSError:
        return os.path.realpath(path) == os.path.realpath(other)
