"""Texts that are none: error values, formulas, and numbers, days or yes and no in the place of a name."""

from __future__ import annotations

import re
import unicodedata

from ..errors import InputRefused
from ..wording import Text
from .mappings.layout import Column
from .mappings.words import says, words

_NAMES = ("name", "title")
_OF_ONE_LINE = (*_NAMES, "place", "level", "product")
_ERROR_VALUE = re.compile(r"#(?:REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|CALC!|GETTING_DATA)|#{3,}")
_FORMULA = re.compile(r"=[-+(]?(?:[A-Za-z]+\(.*\)|\$?[A-Za-z]{1,3}\$?\d+.*|\d+[-+*/^].*)", re.DOTALL)
_BREAK = re.compile("(?<=[\u3400-\u9fff])\\s*[\r\n]+\\s*(?=[\u3400-\u9fff])")
_ANY_BREAK = re.compile(r"\s*[\r\n]+\s*")
_NO_LETTER = re.compile(r"[\d\s.,:%/+\-]+")


class FalseText(InputRefused):
    """A cell that holds what a spreadsheet put there, or what belongs into another column.

    Parameters
    ----------
    reason
        What it is, and what to do.
    """

    kind = Text("不是文字内容", "no text")
    sentence = Text("{reason}", "{reason}")

    def __init__(self, reason: Text) -> None:
        self.reason = reason


def true_text(text: str, column: Column) -> str:
    """A cell on one line, where its column holds names.

    Parameters
    ----------
    text
        The cell; not empty.
    column
        Where it goes.

    Raises
    ------
    FalseText
        It is an error value or a formula; or in the place of a name a number, a day, or a word that is no name.
    """
    if text[0] in "#=":
        if _ERROR_VALUE.fullmatch(text):
            raise FalseText(_IS_ERROR)
        if _FORMULA.fullmatch(text):
            raise FalseText(_IS_FORMULA)
    if column.to in _NAMES and (
        _NO_LETTER.fullmatch(unicodedata.normalize("NFKC", text)) or says(text, words().no_name)
    ):
        raise FalseText(_IS_NO_NAME)
    if column.to in _OF_ONE_LINE and ("\n" in text or "\r" in text):
        return _ANY_BREAK.sub(" ", _BREAK.sub("", text))
    return text


_IS_ERROR = Text(
    "是电子表格的错误值。请改正公式或填入内容。",
    "is an error value of a spreadsheet. Correct the formula or write the value.",
)
_IS_FORMULA = Text("是公式,不是结果。请填入结果。", "is a formula and not its value. Write the value.")
_IS_NO_NAME = Text("不是名称。请检查是否写错了列。", "is no name. Look whether it stands in the wrong column.")
