"""A blank roster as a workbook: headings, an example that a load passes over, explanations, lists to choose from."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import UnknownTerm
from ..graph.schema import schema
from ..wording import Language, Text
from .mappings.layout import Column, Reading, TableLayout, layout
from .mappings.words import labels as term_labels
from .mappings.words import plain, terms

_LEFT_OUT = ("id", "aggregate", "source")
_COMPLETENESS, _SOURCES = "completeness", "sources"
_ROWS = 2_000
_MOST_OF_A_LIST = 255
_WIDTH = 18
EXAMPLE = Text("示例:", "example: ")
_CELLS: dict[Reading, Text] = {
    "names": Text("名称;几个用“、”分开", "names; several by ; or 、"),
    "name": Text("名称", "a name"),
    "node": Text("名称", "a name"),
    "list": Text("几个用“、”分开", "several by ; or 、"),
    "date": Text(
        "日期,如 2024-05-12、2024-05、2024,要有年份", "a date such as 2024-05-12, 2024-05 or 2024, with a year"
    ),
    "date_text": Text("日期,如 2024-05,可加说明", "a date such as 2024-05, a remark may follow"),
    "quantity": Text("数字,如 13、300+、约34", "a number such as 13, 300+, about 34"),
    "part": Text("比例,如 0.3、30%、75%-100%", "a part of the whole, such as 0.3, 30%, 75%-100%"),
    "number": Text("整数", "a whole number"),
    "flag": Text("是或否", "yes or no"),
    "code": Text("18 位统一社会信用代码,按文本填写", "the unified social credit code of 18 characters, as text"),
    "label": Text("如 2024H1(2024年上半年)", "such as 2024H1, the first half of 2024"),
    "joint_work": Text("七共中的哪几项;几个用“、”分开", "which joint work it is; several by ; or 、"),
    "instrument_list": Text("哪些内容列全了;几个用“、”分开", "what is listed completely; several by ; or 、"),
}
_MUST = Text("必填。", "Must be filled. ")
_MAY = Text("不知道就空着。", "Leave it empty when it is not known. ")
_ALSO_CALLED = Text("也可叫:{words}", "May also be called: {words}")
_MADE_UP = Text(
    "这一行是虚构的示例,载入时略过,可以删去。从下一行填起。",
    "This row is a made-up example. A load passes over it; it may be deleted. Begin below it.",
)


def template_kinds() -> dict[str, TableLayout]:
    """The rosters that there are blank forms of, by name."""
    return {Path(table.file).stem: table for table in layout().rosters}


def template(kind: str, language: Language) -> bytes:
    """A blank form as the bytes of an `.xlsx`: the roster, its source, and what is complete.

    Parameters
    ----------
    kind
        A roster; see `template_kinds`.
    language
        Of headings, lists and explanations.

    Raises
    ------
    UnknownTerm
        There is no such roster.
    """
    from xlsxwriter import Workbook

    kinds = template_kinds()
    if kind not in kinds:
        raise UnknownTerm(Text("名册", "roster"), kind, list(kinds))
    stream = io.BytesIO()
    with Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        for table in _tables(kinds[kind]):
            _sheet(book, table, language)
    return stream.getvalue()


def _tables(table: TableLayout) -> Iterator[TableLayout]:
    yield table
    yield next(own for own in layout().tables if Path(own.file).stem == _SOURCES)
    if Path(table.file).stem != _COMPLETENESS:
        yield template_kinds()[_COMPLETENESS]


def form_columns(table: TableLayout) -> dict[str, Column]:
    """The columns that a form has: those that a person can fill.

    Parameters
    ----------
    table
        The roster.
    """
    return {name: column for name, column in table.columns.items() if column.to not in _LEFT_OUT}


def heading(name: str, column: Column, language: Language) -> str:
    """What stands over a column: in Chinese the first Chinese word for it.

    Parameters
    ----------
    name, column
        The column.
    language
        Of the form.
    """
    chinese = (word for word in column.also if not word.isascii())
    return name if language == "en" else next(chinese, name)


def _sheet(book: Any, table: TableLayout, language: Language) -> None:
    name = Path(table.file).stem if language == "en" else table.label.zh or table.names[0]
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    plain_text = book.add_format({"num_format": "@"})
    grey = book.add_format({"num_format": "@", "italic": True, "font_color": "#808080"})
    columns = form_columns(table)
    sheet.set_column(0, len(columns) - 1, _WIDTH, plain_text)
    for place, (own, column) in enumerate(columns.items()):
        must = own in table.needed
        head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#FDE9D9" if must else "#EAF1DD"})
        sheet.write_string(0, place, heading(own, column, language), head)
        sheet.write_comment(0, place, _explanation(own, column, language, must=must), {"x_scale": 2})
        begin = EXAMPLE.in_(language) if place == 0 else ""
        sheet.write_string(1, place, begin + _example(column, language), grey)
        _add_choices(sheet, place, _choices(column, language))
    sheet.write_comment(1, 0, _MADE_UP.in_(language), {"x_scale": 2})


def _explanation(name: str, column: Column, language: Language, *, must: bool) -> str:
    said = [(_MUST if must else _MAY).in_(language)]
    if column.reading in _CELLS:
        said.append(_CELLS[column.reading].sentence().in_(language))
    if choices := _choices(column, language):
        said.append(" / ".join(choices))
    if other := [word for word in column.also if word != heading(name, column, language)][:5]:
        said.append(_ALSO_CALLED.in_(language).format(words=" / ".join(other)))
    return "\n".join(said)


def _example(column: Column, language: Language) -> str:
    """The example, a word of a closed list in the language of the form."""
    choices = _choices(column, "zh")
    if column.example in choices:
        return _choices(column, language)[choices.index(column.example)]
    return column.example


def _add_choices(sheet: Any, place: int, choices: list[str]) -> None:
    """A list to choose from; other words may be written too, since several of them can stand in a cell."""
    if choices and len(",".join(choices)) <= _MOST_OF_A_LIST:
        rule = {"validate": "list", "source": choices, "error_type": "warning"}
        sheet.data_validation(2, place, _ROWS, place, rule)


def _choices(column: Column, language: Language) -> list[str]:
    """The closed list of a column; empty for free text."""
    if column.choices:
        labels = {kind.id: kind.label for kind in schema().kinds.values()}
        labels |= {declared.id: declared.label for declared in schema().types.values()}
        what = {"kind": "kinds", "type": "types"}.get(column.reading, "")
        ids = [terms(what).get(plain(word), "") if what else "" for word in column.choices]
        return [labels[own].in_(language) if own else word for own, word in zip(ids, column.choices, strict=True)]
    if column.reading == "kind":
        return [kind.label.in_(language) for kind in schema().kinds.values() if kind.id in column.kinds]
    if column.reading in _LISTED:
        return [label.in_(language) for label in term_labels(_LISTED[column.reading]).values()]
    return [text.in_(language) for text in _WORDS.get(column.reading, ())]


_LISTED: dict[Reading, str] = {
    "instrument_list": "instruments", "rhythm": "rhythms", "sessions": "sessions", "joint_work": "joint_work",
}  # fmt: skip
_WORDS: dict[Reading, tuple[Text, ...]] = {
    "flag": (Text("是", "yes"), Text("否", "no")),
    "cover": (Text("单独", "own"), Text("联合", "joint"), Text("未建", "none")),
    "status": (
        Text("已证实", "confirmed"), Text("待核实", "tentative"), Text("有争议", "disputed"), Text("推断", "inferred"),
    ),
}  # fmt: skip
