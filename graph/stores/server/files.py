"""Folders and files of the local server that only their owner can read."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ....errors import ServerFailed
from ....wording import Text, system_reason


def private_folder(folder: Path) -> None:
    """Make a folder that only its owner can enter; one that is there already is closed to all others."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.chmod(0o700)


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner can read.

    Whoever reads it meanwhile, or after a sudden end of this process, sees the old text or the new one, never a part.

    Parameters
    ----------
    path
        The file; its folder exists.
    text
        What it holds; a line end is added.
    """
    descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
        Path(scratch).replace(path)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise


def read_text(path: Path) -> str | None:
    """What a file holds, without blanks around it; None when it is missing, empty or cannot be read."""
    try:
        return path.read_text(encoding="utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Say what to do when a folder or file cannot be written."""
    try:
        yield
    except OSError as error:
        raise ServerFailed(
            Text(
                "无法在 {folder} 中写入:{reason}。请检查该文件夹的权限和磁盘空间,"
                "或用环境变量 ALLIANCE_HOME 另选文件夹。",
                "Cannot write in {folder}: {reason}. Check the permissions of the folder and the space on "
                "the disk, or choose another folder with the environment variable ALLIANCE_HOME.",
            ),
            folder=folder,
            reason=system_reason(error),
        ) from error
