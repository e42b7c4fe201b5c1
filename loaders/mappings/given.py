"""Mappings that somebody gives: read from TOML, checked, each mistake with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...errors import FileRefused, InputRefused
from ...wording import Text, shortened, some
from ..identity.scopes import IdScope
from ..tables.csv_table import content
from .layout import Column, TableLayout, layout
from .words import plain

ENDING = ".mapping.toml"
"""Beside a table, a file of its name with this ending is its mapping; `mapping.toml` is that of a folder."""
_TABLE = "[[tables]]"
_SAYS = Text("{path} 第 {line} 行:{reason}", "{path}, line {line}: {reason}")
_NEEDED = {"node": ("name",), "relationship": ("from", "type", "target"), "measure": ("subject", "metric")}
_ABOUT = {"sentence", "known", "what"}
"""What an error says beside the words that are wrong."""
_ID = Column.model_validate({"to": "id", "as": "id"})
_SOURCE = Column.model_validate({"to": "source", "as": "source", "required": True, "also": ("来源", "出处")})


def mappings_beside(path: Path) -> list[Path]:
    """The mapping files of a folder, or of one file.

    Parameters
    ----------
    path
        The folder, or the file.
    """
    if path.is_dir():
        own = path / "mapping.toml"
        return [*([own] if own.is_file() else []), *sorted(path.glob(f"*{ENDING}"))]
    beside = path.with_name(path.stem + ENDING)
    return [beside] if beside.is_file() else []


@dataclass(frozen=True, slots=True)
class GivenMapping:
    """What a mapping file says.

    Parameters
    ----------
    tables
        The tables that it describes.
    namespace
        The set to which the ids of a load with it belong; empty for none.
    """

    tables: tuple[TableLayout, ...]
    namespace: str = ""


def namespace_of(mappings: Mapping[Path, GivenMapping]) -> str:
    """The one namespace that some mapping files name; empty where none does.

    Raises
    ------
    FileRefused
        Two of them name another one.
    """
    named = {mapping.namespace: path for path, mapping in mappings.items() if mapping.namespace}
    if len(named) > 1:
        (first, one), (second, other) = list(named.items())[:2]
        raise FileRefused(_TWO_NAMESPACES, path=other, second=second, first=first, other=one)
    return next(iter(named), "")


_TWO_NAMESPACES = Text(
    "{path} 的 namespace 是“{second}”,{other} 的是“{first}”。一次载入只能有一个;请分开载入,或用 --namespace 指定。",
    'The namespace of {path} is "{second}", that of {other} is "{first}". A load has one: load them apart, or give '
    "--namespace.",
)


def read_mapping(path: Path) -> GivenMapping:
    """What a mapping file says.

    Parameters
    ----------
    path
        The file, in the form of `tables.toml` or as `alliance map-headers` writes it.

    Raises
    ------
    FileRefused
        It cannot be read, or says what cannot be; the message names the line.
    """
    text = _text(path)
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = match[1] if (match := re.search(r"line (\d+)", str(error))) else "1"
        raise FileRefused(_SAYS, path=path, line=line, reason=_NO_TOML.fill(said=str(error))) from error
    tables, namespace = raw.get("tables", []), _namespace(path, text, raw)
    whole = isinstance(tables, list) and all(isinstance(table, dict) for table in tables)
    if not whole or not (tables or namespace):
        raise FileRefused(_SAYS, path=path, line=1, reason=_NO_TABLES)
    return GivenMapping(tuple(_table(path, text, number, table) for number, table in enumerate(tables)), namespace)


def _namespace(path: Path, text: str, raw: Mapping[str, Any]) -> str:
    namespace = raw.get("namespace", "")
    line = next((number for number, row in enumerate(text.splitlines(), 1) if row.startswith("namespace")), 1)
    try:
        return IdScope(namespace if isinstance(namespace, str) else repr(namespace)).namespace
    except InputRefused as error:
        raise FileRefused(_SAYS, path=path, line=line, reason=error.message) from error


_NO_TOML = Text("不是有效的 TOML({said})。", "it is no valid TOML ({said}).")
_NO_TABLES = Text(
    "没有 [[tables]]。可用 alliance map-headers 写出一份。",
    "it has no [[tables]]. Write one with alliance map-headers.",
)


def _text(path: Path) -> str:
    try:
        return content(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileRefused(Text("{path} 不是 UTF-8。", "{path} is not in UTF-8."), path=path) from error


def _table(path: Path, text: str, number: int, raw: dict[str, Any]) -> TableLayout:
    try:
        table = _like(raw) if "like" in raw else TableLayout.model_validate(raw)
        return _whole(table)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        cause = detail.get("ctx", {}).get("error")
        words = [*[str(part) for part in detail["loc"] if isinstance(part, str)][-2:], str(detail["input"])]
        line = _line(text, number, _named(cause) if isinstance(cause, InputRefused) else words)
        raise FileRefused(_SAYS, path=path, line=line, reason=_reason(detail)) from error
    except InputRefused as error:
        raise FileRefused(_SAYS, path=path, line=_line(text, number, _named(error)), reason=error.message) from error


def _named(error: InputRefused) -> list[str]:
    """The words that an error is about, by which its line is found."""
    facts = [value.en if isinstance(value, Text) else value for key, value in vars(error).items() if key not in _ABOUT]
    return [fact for fact in facts if isinstance(fact, str)]


def _line(text: str, number: int, words: list[str]) -> int:
    """The line of a table that holds most of some words; the first of the table where none does."""
    lines = text.splitlines()
    starts = [place for place, line in enumerate(lines) if line.strip().startswith(_TABLE)] or [0]
    start = starts[min(number, len(starts) - 1)]
    end = next((place for place in starts if place > start), len(lines))
    held = [sum(word in line for word in words if word) for line in lines[start:end]]
    return start + held.index(max(held)) + 1 if any(held) else start + 1


def _reason(detail: Any) -> Text:
    cause = detail.get("ctx", {}).get("error")
    if isinstance(cause, InputRefused):
        return cause.message
    field = ".".join(map(str, detail["loc"]))
    if detail["type"] == "literal_error":
        return Text("{field} 不能是“{value}”。可用:{known}。", '{field} cannot be "{value}". Known: {known}.').fill(
            field=field, value=shortened(str(detail["input"])), known=detail["ctx"]["expected"].replace("'", "")
        )
    if detail["type"] == "extra_forbidden":
        return Text("没有 {field} 这一项。", "there is no setting {field}.").fill(field=field)
    if detail["type"] == "missing":
        return Text("缺少 {field}。", "{field} is missing.").fill(field=field)
    return Text("{field} 不对:{said}。", "{field} is wrong: {said}.").fill(field=field, said=detail["msg"])


# ---- a mapping that only adds headings to one that ships ----


def _like(raw: dict[str, Any]) -> TableLayout:
    known = {Path(table.file).stem: table for table in layout().all}
    base = known.get(str(raw["like"]))
    if base is None:
        raise InputRefused(_NO_BASE, like=str(raw["like"]), known=some(list(known), limit=len(known)))
    if wrong := sorted(set(raw) - {"like", "file", "headings", "set", "names"}):
        raise InputRefused(_NO_SETTING, field=wrong[0])
    headings = raw.get("headings", {})
    if not isinstance(headings, dict) or not all(isinstance(to, str) for to in headings.values()):
        raise InputRefused(_NO_SETTING, field="headings")
    columns = dict(_columns(base, headings))
    changes = {"file": str(raw.get("file", base.file)), "names": tuple(map(str, raw.get("names", ()))), "refines": ""}
    constants = {**base.constants, **{key: str(value) for key, value in raw.get("set", {}).items()}}
    return base.model_copy(update={**changes, "label": Text.same(""), "constants": constants, "columns": columns})


_NO_BASE = Text("没有叫“{like}”的映射。可用:{known}。", 'There is no mapping "{like}". Known: {known}.')
_NO_SETTING = Text(
    "{field} 不能写在 like 的表里。可写:file、names、headings、set。",
    "{field} cannot stand in a table with `like`. What can: file, names, headings, set.",
)
_NO_COLUMN = Text(
    "“{heading}”指向的列“{column}”不存在。可用:{known};attributes.名称 作为属性保留;空的不保存。",
    '"{heading}" is put into "{column}", which is no column. Known: {known}; attributes.<name> keeps it as an '
    "attribute, an empty text leaves it out.",
)


def _columns(base: TableLayout, headings: Mapping[str, str]) -> Iterator[tuple[str, Column]]:
    """The columns of a mapping that ships, each called by what was given first and by no heading of another."""
    own = {plain(heading) for heading in headings}
    for name, column in base.columns.items():
        given = [heading for heading, to in headings.items() if to == name]
        also = [word for word in column.also if plain(word) not in own]
        yield name, column.model_copy(update={"also": (*given, *also)})
    for heading, to in headings.items():
        if to and not to.startswith("attributes.") and to not in base.columns:
            known = some(list(base.columns), limit=len(base.columns))
            raise InputRefused(_NO_COLUMN, heading=heading, column=to, known=known)
        if to not in base.columns:
            yield heading, Column(to=to)


def _whole(table: TableLayout) -> TableLayout:
    """The mapping with columns for id and source, which every fact needs, whatever they are called."""
    filled = {column.to for column in table.columns.values()} | set(table.constants)
    lacking = [field for field in _NEEDED.get(table.makes, ()) if field not in filled]
    if lacking and not (table.compose and lacking == ["name"]):
        raise InputRefused(_LACKS, field=lacking[0], makes=table.makes)
    columns = dict(table.columns)
    if (own := table.column_to("id")) and own != "id":
        columns["id"] = columns.pop(own).model_copy(update={"also": (own, *table.columns[own].also)})
    elif not own and table.makes == "node":
        columns["id"] = _ID
    if "source" not in filled and table.makes not in ("source", "census", "roster"):
        columns["source"] = _SOURCE
    return TableLayout.model_validate({**_written(table), "columns": columns})


_LACKS = Text("没有列填入 {field},{makes} 需要它。", "no column fills {field}, which a {makes} needs.")


def _written(table: TableLayout) -> dict[str, Any]:
    """A layout as it is written."""
    aliases = {name: field.alias or name for name, field in TableLayout.model_fields.items()}
    return {alias: getattr(table, name) for name, alias in aliases.items()}
