"""统一社会信用代码, the unified social credit code: 18 characters, the last of which checks the others.

GB 32100-2015: the sum of the first 17 characters, each weighted by 3^i mod 31, and the check character make a multiple
of 31.
"""

from __future__ import annotations

import re
import unicodedata

from ...errors import InputRefused
from ...wording import Text

_CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = [3**place % 31 for place in range(17)]
_AS_NUMBER = re.compile(r"\d(?:\.\d+)?E\+?\d+")
_LENGTH = 18


class BadCreditCode(InputRefused):
    """A credit code that none can be.

    Parameters
    ----------
    value
        The code as it was written.
    reason
        What is wrong with it, and what would be right.
    """

    kind = Text("信用代码不对", "wrong credit code")
    sentence = Text("不是统一社会信用代码:{reason}", "no unified social credit code: {reason}")

    def __init__(self, value: str, reason: Text) -> None:
        self.value, self.reason = value, reason


def credit_code(text: str) -> str:
    """The code that a cell means: in half width and capitals, without a leading apostrophe and without spaces.

    Raises
    ------
    BadCreditCode
        It is none; the message says what happened to it.
    """
    code = "".join(unicodedata.normalize("NFKC", text).upper().split()).lstrip("'`’‘")
    if _AS_NUMBER.fullmatch(code):
        raise BadCreditCode(text, _MADE_A_NUMBER)
    if len(code) != _LENGTH:
        raise BadCreditCode(
            text,
            Text("应为 18 位,现为 {length} 位。", "it has {length} characters and should have 18.").fill(
                length=len(code)
            ),
        )
    if wrong := sorted({character for character in code if character not in _CHARACTERS}):
        raise BadCreditCode(
            text,
            Text(
                "不会有字符 {wrong}(没有 I、O、S、V、Z)。", "{wrong} cannot stand in it (there is no I, O, S, V or Z)."
            ).fill(wrong="".join(wrong)),
        )
    if code[-1] != check_character(code):
        raise BadCreditCode(text, _END_LOST if code.isdecimal() and code.endswith("000") else _WRONG_CHECK)
    if not code.strip("0"):
        raise BadCreditCode(text, Text("全是零。", "it is all zeros."))
    return code


def check_character(code: str) -> str:
    """The last character that a code with these first 17 must have."""
    total = sum(_CHARACTERS.index(character) * weight for character, weight in zip(code, _WEIGHTS, strict=False))
    return _CHARACTERS[-total % 31]


_MADE_A_NUMBER = Text(
    "电子表格把它变成了数字,后面的位数已经丢失。请把这一列设为文本,重新填写。",
    "a spreadsheet made a number of it and lost its end. Make the column text and enter the code again.",
)
_END_LOST = Text(
    "末尾几位成了 0:电子表格只保留 15 位数字。请把这一列设为文本,重新填写。",
    "its end became zeros: a spreadsheet keeps 15 digits. Make the column text and enter the code again.",
)
_WRONG_CHECK = Text(
    "校验位不符,有一位写错了。请核对。", "its last character does not check: one character is wrong. Compare it."
)
