"""How a value stands in a cell of an export, so that it is read again as the same value.

A text stands as it is, unless a reader or a spreadsheet would take it for something else: then it stands as a JSON
string, in double quotes, which no spreadsheet takes for a formula. A list is parted by ";", or is a JSON array.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any, Literal

from ...errors import BadNumber, InputRefused
from ...wording import Text, shortened

Form = Literal["text", "list", "quantity", "int", "float", "bool", "json"]
_BOUNDS = {"≥": "at_least", "≈": "about"}
_SIGNS = {bound: sign for sign, bound in _BOUNDS.items()}
_FORMULA = re.compile("[=+\\-@\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?")
_ALTERED = re.compile("[\r\ufffe\uffff]|_x[0-9A-Fa-f]{4}_")
"""What XML cannot hold or a spreadsheet reads otherwise."""


class BadCell(InputRefused):
    """A cell of an export that no longer holds what its column must hold.

    Parameters
    ----------
    value
        What it holds.
    expected
        What it should be.
    """

    sentence = Text("“{value}”不对,应为{expected}。", '"{value}" is wrong; it should be {expected}.')

    def __init__(self, value: str, expected: Text) -> None:
        self.value, self.expected = value, expected

    @property
    def message(self) -> Text:
        """What it holds, and what it should."""
        return self.sentence.fill(value=shortened(self.value), expected=self.expected)


def written(value: Any, form: Form) -> str:
    """The cell of a value.

    Parameters
    ----------
    value
        As the model gives it in JSON.
    form
        How its column is read.
    """
    if form == "bool":
        return "true" if value else "false"
    if form in ("int", "float"):
        return repr(value)
    if form == "quantity":
        return _SIGNS.get(value.get("bound", ""), "") + repr(value["value"]).removesuffix(".0")
    if form == "json":
        return _json(value)
    return _list_text(value) if form == "list" else _text(value)


def read(cell: str, form: Form) -> Any:
    """The value of a cell that is not empty, as the model takes it.

    Parameters
    ----------
    cell
        Its text.
    form
        How its column is read.

    Raises
    ------
    BadCell, BadNumber
        It does not hold what its column must hold.
    """
    return _READERS[form](cell)


def _text(text: str) -> str:
    return text if _stays(text) else _json(text)


def _list_text(parts: list[str]) -> str:
    joined = ";".join(parts)
    plain = all(part and ";" not in part for part in parts) and joined[:1] != "["
    return joined if plain and _stays(joined) else _json(parts)


def _stays(text: str) -> bool:
    """Whether a text is read again as it is."""
    formula = _FORMULA.match(text) and not _NUMBER.fullmatch(text)
    return bool(text) and text == text.strip() and text[0] != '"' and not formula and not _ALTERED.search(text)


def _json(value: Any) -> str:
    plain = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return _ALTERED.sub(lambda found: f"\\u{ord(found[0][0]):04x}{found[0][1:]}", plain)


def _read_text(cell: str) -> str:
    return _from_json(cell, str, _QUOTED) if cell.startswith('"') else cell


def _read_list(cell: str) -> list[str]:
    if not cell.startswith("["):
        return [_read_text(cell)] if cell.startswith('"') else cell.split(";")
    parts = _from_json(cell, list, _ARRAY)
    if not all(isinstance(part, str) for part in parts):
        raise BadCell(cell, _ARRAY)
    return list(parts)


def _from_json(cell: str, of: type, expected: Text) -> Any:
    try:
        value = json.loads(cell)
    except (ValueError, RecursionError) as error:
        raise BadCell(cell, expected) from error
    if not isinstance(value, of):
        raise BadCell(cell, expected)
    return value


def _read_quantity(cell: str) -> dict[str, Any]:
    bound = _BOUNDS.get(cell[0], "exact")
    return {"value": _read_float(cell if bound == "exact" else cell[1:]), "bound": bound}


def _read_float(cell: str) -> float:
    try:
        return float(cell)
    except ValueError as error:
        raise BadNumber(cell, Text("数", "a number")) from error


def _read_int(cell: str) -> int:
    try:
        return int(cell)
    except ValueError as error:
        raise BadNumber(cell, Text("整数", "a whole number")) from error


def _read_bool(cell: str) -> bool:
    if cell.casefold() not in ("true", "false"):
        raise BadCell(cell, Text("true 或 false", "true or false"))
    return cell.casefold() == "true"


_QUOTED = Text("双引号中的 JSON 文本", "a JSON text in double quotes")
_ARRAY = Text("文本组成的 JSON 数组", "a JSON array of texts")
_READERS: dict[Form, Callable[[str], Any]] = {
    "text": _read_text,
    "list": _read_list,
    "quantity": _read_quantity,
    "int": _read_int,
    "float": _read_float,
    "bool": _read_bool,
    "json": lambda cell: _from_json(cell, dict, Text("JSON 对象", "a JSON object")),
}
