"""How large a fact may be, so that every store can take it and a copy from one store to another always works.

Neo4j sets the limits, and they hold for every store: an entry of its range indexes holds 8,167 bytes, a whole number
64 bits, a property has a name. A fact beyond them would be kept in one store and break a copy into the other. A person
writes nothing that comes near them; a note in the wrong column, a broken export or a slip of a program does.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo

from ..errors import FactRefused
from ..wording import Text, shortened, steering

MOST_ID_BYTES = 500
"""Bytes of an id in UTF-8: over 160 Chinese characters, where the ids of registers have 18 letters."""
MOST_NAME_BYTES = 2_000
"""Bytes of a name in UTF-8: over 660 Chinese characters. The longest key is that of a measure, two ids, two names and a
period: 5,020 bytes, which an index entry of 8,167 bytes holds."""
MOST_NAMES_BYTES = 16_000
"""Bytes of the id, the name and all aliases of a node in the form in which stores index them, which can be longer than
what was written. Their initials are as long at the most, and an entry of a text index of Neo4j holds 32,766 bytes."""
MOST_TEXT_CHARACTERS = 1_000_000
"""Characters of any other text, and of all attributes of a fact: one transaction of Neo4j takes thousands of facts."""
MOST_ATTRIBUTE_NAME = 200
"""Characters of the name of an attribute, which is the name of a property in Neo4j and a heading in a table."""
MOST_INTEGER = 2**63 - 1
"""The largest whole number of both stores, in 64 bits."""
MOST_AMOUNT = 1e15
"""The largest count or amount: more than the world earns in a year in yuan, and a float still tells it from the next
whole number."""
KEPT = "kept"
"""The context in which a fact of a store is validated: what is refused today may stand there since earlier."""
_MOST_BYTES_A_CHARACTER = 40  # in the form in which names are indexed: U+FDFA becomes 33

_MOST_BYTES_WRITTEN = 4  # of a character in UTF-8

_Value = str | bool | int | float


def checked_text(text: str, info: ValidationInfo) -> str:
    """The text, if every store can take it and every output can show it.

    Raises
    ------
    FactRefused
        It is too long, holds the character NUL or half a character (a lone surrogate), or a control character
        (`wording.steering`) that no store holds yet.
    """
    if len(text) <= MOST_TEXT_CHARACTERS and text.isprintable():
        return text  # nearly all: neither NUL nor half a character nor what steers is printable
    _byte_count(text, info)
    if len(text) > MOST_TEXT_CHARACTERS:
        raise FactRefused(_too_long(Text("文本", "text"), len(text), MOST_TEXT_CHARACTERS, Text("字符", "characters")))
    return text


def checked_attribute_name(name: str, info: ValidationInfo) -> str:
    """The name of an attribute, if every store can take it; see `checked_text`."""
    _byte_count(name, info)
    if not name.strip():
        raise FactRefused(Text("属性没有名称。请给它一个。", "an attribute has no name. Give it one."))
    if len(name) > MOST_ATTRIBUTE_NAME:
        what = Text("属性名称", "name of an attribute")
        raise FactRefused(_too_long(what, len(name), MOST_ATTRIBUTE_NAME, Text("字符", "characters")))
    return name


def checked_value(value: _Value, info: ValidationInfo) -> _Value:
    """The value of an attribute, if every store can take it.

    Raises
    ------
    FactRefused
        A text that `checked_text` refuses, a whole number beyond 64 bits, infinity or not-a-number.
    """
    if isinstance(value, str):
        return checked_text(value, info)
    if isinstance(value, float) and not math.isfinite(value):
        raise FactRefused(
            Text("数应为有限的。不知道就不要写。", "the number must be finite. Leave out what is unknown.")
        )
    if isinstance(value, int) and not -MOST_INTEGER - 1 <= value <= MOST_INTEGER:
        raise FactRefused(
            Text(
                "整数超过 64 位。请检查,或作为文本写入。",
                "the whole number has more than 64 bits. Check it, or keep it as text.",
            )
        )
    return value


def check_attributes(attributes: Mapping[str, object]) -> None:
    """Refuse attributes that are too long together (`MOST_TEXT_CHARACTERS`); see `FactRefused`."""
    length = sum(len(name) + len(value) for name, value in attributes.items() if isinstance(value, str))
    if length > MOST_TEXT_CHARACTERS:
        what = Text("全部属性", "attributes together")
        raise FactRefused(_too_long(what, length, MOST_TEXT_CHARACTERS, Text("字符", "characters")))


def check_names(names: Sequence[str]) -> None:
    """Refuse the id, name and aliases of a node that are too long together; see `FactRefused`."""
    if sum(map(len, names)) * _MOST_BYTES_A_CHARACTER <= MOST_NAMES_BYTES:
        return
    length = sum(len(unicodedata.normalize("NFKC", name).casefold().encode()) for name in names)
    if length > MOST_NAMES_BYTES:
        what = Text("id、名称和全部别名合起来", "id, name and aliases together")
        raise FactRefused(_too_long(what, length, MOST_NAMES_BYTES, Text("字节", "bytes")))


def _within(most: int, what: Text) -> Callable[[str, ValidationInfo], str]:
    def check(text: str, info: ValidationInfo) -> str:
        if len(text) <= most // _MOST_BYTES_WRITTEN and text.isprintable():
            return text
        length = _byte_count(text, info)
        if length > most:
            raise FactRefused(_too_long(what, length, most, Text("字节", "bytes")))
        return text

    return check


def _byte_count(text: str, info: ValidationInfo) -> int:
    if "\0" in text:
        raise FactRefused(Text("含有空字符(NUL)。请删去。", "holds the character NUL. Delete it."))
    try:
        count = len(text.encode())
    except UnicodeEncodeError as error:
        wrong = shortened(text[error.start : error.start + 1])
        raise FactRefused(
            Text(f"含有半个字符 {wrong}。请重新写入。", f"holds half a character, {wrong}. Write it again.")
        ) from error
    if info.context != KEPT and (wrong := steering(text)):
        raise FactRefused(Text(f"含有控制字符 {wrong}。请删去。", f"holds the control character {wrong}. Delete it."))
    return count


def _too_long(what: Text, length: int, most: int, unit: Text) -> Text:
    return Text(
        f"{what.zh}有 {length:,} {unit.zh},最多 {most:,}。请检查是否写错了列,长文字请放入备注。",
        f"the {what.en} has {length:,} {unit.en}, the most is {most:,}. "
        "Look whether it stands in the wrong column; a long text belongs into a note.",
    )


Id = Annotated[str, Field(min_length=1), AfterValidator(_within(MOST_ID_BYTES, Text("id", "id")))]
"""The key of a fact."""
OptionalId = Annotated[str, AfterValidator(_within(MOST_ID_BYTES, Text("id", "id")))]
"""The key of another fact, or empty."""
Name = Annotated[str, Field(min_length=1), AfterValidator(_within(MOST_NAME_BYTES, Text("名称", "name")))]
"""What a fact is called, or a part of its key."""
OptionalName = Annotated[str, AfterValidator(_within(MOST_NAME_BYTES, Text("名称", "name")))]
"""The same, or empty."""
LongText = Annotated[str, AfterValidator(checked_text)]
"""Any other text, or empty."""
AttributeName = Annotated[str, AfterValidator(checked_attribute_name)]
Scalar = Annotated[_Value, AfterValidator(checked_value)]
"""The value of an attribute."""
