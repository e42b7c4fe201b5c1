"""Word and PDF files as paragraphs: looked into first, then read by a process that has limits."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path

from ...errors import FileRefused, MissingExtra
from ...wording import Text
from ..tables.csv_table import content
from . import file_process

_MOST_ENTRIES = 5_000
_MOST_BYTES = 256 * 1024 * 1024
_MOST_SECONDS = 30
_CHUNK = 1024 * 1024
_CARRIED = 16
_OLD_FORM = b"\xd0\xcf\x11\xe0"

_DAMAGED = Text(
    "{path} 不是有效的 {form} 文件,或已损坏。请重新另存。",
    "{path} is no valid {form} file or is damaged. Save it anew.",
)
_TOO_LARGE = Text(
    "{path} 解压后过大,可能是压缩炸弹。请只保留正文,另存后再载入。",
    "{path} unpacks to too much; it may be a zip bomb. Keep the text alone, save it anew and load again.",
)
_ENTITIES = Text(
    "{path} 含有 DOCTYPE 或实体定义,Word 文件中不应有。请重新另存。",
    "{path} declares a DOCTYPE or entities, which no Word file needs. Save it anew.",
)
_LOCKED = Text(
    "{path} 有密码。请去掉密码,另存后再载入。", "{path} has a password. Remove it, save the file and load again."
)
_BEYOND_LIMITS = Text(
    "{path} 读不完:超过 {seconds} 秒或 1 GB 内存。请只保留正文,或拆分。",
    "{path} takes more than {seconds} seconds or 1 GB of memory to read. Keep the text alone, or split it.",
)
_SCANNED = Text(
    "{path} 里没有文字,可能是扫描件。请先做文字识别(OCR),或把正文存为 .txt。",
    "{path} holds no text; it may be a scan. Recognise its text first (OCR), or save the text as .txt.",
)


def read_document(path: Path) -> list[tuple[str, str]]:
    """The paragraphs of a `.docx` or `.pdf`, each with its form: `heading`, `item`, `paragraph` or `line`.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no such file, encrypted, damaged, hostile, too large or without any text.
    MissingExtra
        The library that reads it is not installed.
    """
    begin = content(path)[:4096]
    is_pdf = path.suffix.casefold() == ".pdf"
    if begin.startswith(_OLD_FORM) and not is_pdf:
        raise FileRefused(_LOCKED, path=path)
    if not (b"%PDF-" in begin[:1024] if is_pdf else begin.startswith(b"PK")):
        raise _damaged(path)
    if not is_pdf:
        _check_archive(path)
    pieces = _read(path)
    if not any(text.strip() for _, text in pieces):
        raise FileRefused(_SCANNED, path=path)
    return pieces


def _damaged(path: Path) -> FileRefused:
    return FileRefused(_DAMAGED, path=path, form=path.suffix.removeprefix(".").upper())


def _check_archive(path: Path) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if len(entries) > _MOST_ENTRIES or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise FileRefused(_TOO_LARGE, path=path)
            for entry in entries:
                if entry.filename.endswith((".xml", ".rels")):
                    _check_part(path, archive, entry.filename)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, NotImplementedError, RuntimeError) as error:
        raise _damaged(path) from error


def _check_part(path: Path, archive: zipfile.ZipFile, name: str) -> None:
    """The sizes that an archive declares can lie, so what comes out is counted."""
    size, before = 0, b""
    with archive.open(name) as stream:
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
            if size > _MOST_BYTES:
                raise FileRefused(_TOO_LARGE, path=path)
            if b"<!DOCTYPE" in before + chunk or b"<!ENTITY" in before + chunk:
                raise FileRefused(_ENTITIES, path=path)
            before = chunk[-_CARRIED:]


def _read(path: Path) -> list[tuple[str, str]]:
    program = str(Path(file_process.__file__))
    command = [sys.executable, "-P", program, str(path.resolve())]
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_MOST_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(_BEYOND_LIMITS, path=path, seconds=_MOST_SECONDS) from error
    if ended.returncode == file_process.MISSING:
        raise MissingExtra("pypdf" if path.suffix.casefold() == ".pdf" else "python-docx", "reports")
    if ended.returncode:
        raise _refused(path, ended)
    return [(form, text) for form, text in json.loads(ended.stdout)]


def _refused(path: Path, ended: subprocess.CompletedProcess[bytes]) -> FileRefused:
    if ended.returncode == file_process.LOCKED or ended.stderr in (b"DependencyError", b"FileNotDecryptedError"):
        return FileRefused(_LOCKED, path=path)
    if ended.returncode != 1 or ended.stderr == b"MemoryError":
        return FileRefused(_BEYOND_LIMITS, path=path, seconds=_MOST_SECONDS)
    return _damaged(path)
