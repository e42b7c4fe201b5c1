"""JSON as it comes: whole files and lines, with the place of what is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ...errors import FileRefused
from ...wording import Text
from .csv_table import content

LINES = (".jsonl", ".ndjson")
MOST_VALUES = 24_000_000
"""Values in a file that is read whole: half a million relationships with all their fields are 12 million."""
_MARKS = (b",", b"[", b"{")
_NOT_JSON = Text(
    "{path} 第 {line} 行第 {column} 列不是有效的 JSON({said})。请检查是否截断,并改正。",
    "{path} is not valid JSON at line {line}, column {column} ({said}). Look whether it is cut off, and correct it.",
)
_TOO_DEEP = Text(
    "{path} 嵌套太深。请改成节点与关系的列表。", "{path} is nested too deeply. Make lists of nodes and links."
)
_TOO_MANY = Text(
    "{path} 有超过 {most:,} 个值,一次读不下。请改为 JSON 行(.jsonl)。",
    "{path} holds more than {most:,} values, too many to be read at once. Make JSON lines (.jsonl) of it.",
)
_NOT_UTF8 = Text(
    "{path} 不是 UTF-8(第 {line} 行,第 {byte} 字节起)。JSON 应为 UTF-8,请另存。",
    "{path} is not UTF-8 (line {line}, from byte {byte} on). JSON is UTF-8: save it so.",
)
_NO_NUMBER = Text(
    "{path} 含有 {word},它不是 JSON 的数。不知道就写 null。",
    "{path} holds {word}, which is no number of JSON. Write null for what is unknown.",
)


class _NotFinite(Exception):
    """NaN or an infinity, which JSON does not have."""


def json_file(path: Path) -> Any:
    """What a JSON file holds.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no file, too large, or no JSON; with line and column.
    """
    data = content(path)
    if sum(data.count(mark) for mark in _MARKS) > MOST_VALUES:
        raise FileRefused(_TOO_MANY, path=path, most=MOST_VALUES)
    return _value(str(path), _decoded(path, data), 1)


def json_lines(path: Path) -> Iterator[tuple[int, Any]]:
    """What the lines of a file hold, with their numbers; blank lines are passed over.

    Parameters
    ----------
    path
        The file.

    Raises
    ------
    FileRefused
        It is no file, too large, or a line is no JSON.
    """
    data = content(path)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        data = _decoded(path, data).encode()
    start, number = 3 if data.startswith(b"\xef\xbb\xbf") else 0, 0
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        number += 1
        line = data[start:end]
        start = end + 1
        if line.strip():
            yield number, _value(str(path), _line(path, line, number), number)


def _line(path: Path, line: bytes, number: int) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError as error:
        raise FileRefused(_NOT_UTF8, path=path, line=number, byte=error.start + 1) from error


def _decoded(path: Path, data: bytes) -> str:
    encoding = json.detect_encoding(data)
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileRefused(_NOT_UTF8, path=path, line=line, byte=error.start + 1) from error


def _value(path: str, text: str, first_line: int) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        line = first_line + error.lineno - 1
        raise FileRefused(_NOT_JSON, path=path, line=line, column=error.colno, said=error.msg) from error
    except _NotFinite as error:
        raise FileRefused(_NO_NUMBER, path=path, word=str(error)) from error
    except RecursionError as error:
        raise FileRefused(_TOO_DEEP, path=path) from error
    except ValueError as error:  # a whole number of more than 4,300 digits
        raise FileRefused(_NOT_JSON, path=path, line=first_line, column=1, said=str(error)[:80]) from error


def _refuse_constant(word: str) -> Any:
    raise _NotFinite(word)
