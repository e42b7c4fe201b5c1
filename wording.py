"""Sentences in both languages of the product.

Every message that a person reads exists in Chinese and in English and is chosen only when it is shown, so an answer
that was computed once can be printed in either language.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Literal

Language = Literal["zh", "en"]


# Controls of C0 and C1 but tab and line breaks, marks and overrides of the direction of writing, and half characters:
# they recolour a terminal, hide a part of a name or turn it round. Joiners and variation selectors are parts of
# characters.
_STEERING = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)


def steering(text: str) -> str:
    """The first character of a text that steers whatever shows it, written out; empty when there is none."""
    found = None if text.isprintable() else _STEERING.search(text)
    return ascii(found[0])[1:-1] if found else ""


def legible(value: Any) -> Any:
    """A value with every character that steers a terminal or a page written out, in all its texts.

    Parameters
    ----------
    value
        A text, or lists and mappings of texts and other values.
    """
    if isinstance(value, str):
        return value if value.isprintable() else _STEERING.sub(lambda found: ascii(found[0])[1:-1], value)
    if isinstance(value, dict):
        return {legible(key): legible(inner) for key, inner in value.items()}
    if type(value) in (list, tuple):
        with suppress(TypeError):
            if "".join(value).isprintable():  # a hundred thousand ids at once
                return value
        return type(value)(map(legible, value))
    return value


@dataclass(frozen=True, slots=True)
class Text:
    """One message in Chinese and in English; nothing in it steers a terminal or a page, whatever it quotes.

    Parameters
    ----------
    zh, en
        The message in each language.
    """

    zh: str
    en: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "zh", legible(self.zh))
        object.__setattr__(self, "en", legible(self.en))

    @classmethod
    def same(cls, text: str) -> Text:
        """What is written alike in both languages: a name, a number, a code."""
        return cls(text, text)

    @classmethod
    def joined(cls, texts: Iterable[Text], zh: str = "、", en: str = ", ") -> Text:
        """Several texts as one, with what stands between them in each language."""
        texts = list(texts)
        return cls(zh.join(text.zh for text in texts), en.join(text.en for text in texts))

    def in_(self, language: Language) -> str:
        """The message in one language."""
        return self.zh if language == "zh" else self.en

    def by_language(self) -> dict[Language, str]:
        """The message by language, as pages take it."""
        return {"zh": self.zh, "en": self.en}

    def fill(self, **values: object) -> Text:
        """The text with its `{names}` filled in; a value that is a Text fills each language with its own words.

        Raises
        ------
        KeyError
            A name without a value.
        """
        return Text(self.zh.format(**_filling(values, "zh")), self.en.format(**_filling(values, "en")))

    def sentence(self) -> Text:
        """A phrase as a sentence of its own: with a full stop, in English with a capital letter too."""
        return Text(f"{self.zh}。", f"{self.en[:1].upper()}{self.en[1:]}.")

    def __add__(self, other: Text) -> Text:
        return Text(self.zh + other.zh, self.en + other.en)

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, _handler: Any) -> Any:
        """In an answer a text is an object with the keys `zh` and `en`."""
        from pydantic_core import core_schema

        fields = {name: core_schema.dataclass_field(name, core_schema.str_schema()) for name in ("zh", "en")}
        arguments = core_schema.dataclass_args_schema("Text", list(fields.values()))
        return core_schema.dataclass_schema(cls, arguments, ["zh", "en"], slots=True, frozen=True)


NOTHING = Text("", "")


def _filling(values: dict[str, object], language: Language) -> dict[str, object]:
    return {name: value.in_(language) if isinstance(value, Text) else value for name, value in values.items()}


def plural(number: float, singular: str, several: str = "") -> str:
    """A number with its English noun: `1 path`, `3 paths`.

    Parameters
    ----------
    number
        How many.
    singular, several
        The noun; with an "s" for several when only one form is given.
    """
    noun = singular if number == 1 else several or f"{singular}s"
    return f"{number:,.10g} {noun}"


# A secret may hold any letter, blanks, "/" and "@" too: everything from the scheme to the last "@" of the line goes.
# Without a scheme, as in "user:secret@host", it is a word with a colon and an "@".
_BEFORE_AT = re.compile(r"""(://).*(?:@|%40)|(?<![^\s'":“”])[^\s'":“”]*:(?!//)\S*(?:@|%40)""", re.IGNORECASE)


def without_credentials(text: str) -> str:
    """A text whose addresses no longer show what stands before an @: users write passwords there.

    Parameters
    ----------
    text
        A URL, or a message that quotes what a user wrote.
    """
    if "@" not in text and "%40" not in text:
        return text  # nearly every text, and a search in a very long one would take long
    return _BEFORE_AT.sub(r"\1…@", text)


def some(values: list[str] | tuple[str, ...], limit: int = 5) -> Text:
    """The first few of several values, and how many more there are.

    Parameters
    ----------
    values
        What to list; an error names five at most, so a message stays readable.
    limit
        How many values are written out.
    """
    shown = list(values[:limit])
    rest = len(values) - len(shown)
    if not rest:
        return Text("、".join(shown), ", ".join(shown))
    return Text(f"{'、'.join(shown)} 等 {len(values)} 项", f"{', '.join(shown)} and {rest} more")


MOST_SHOWN = 60


def shortened(text: str, limit: int = MOST_SHOWN) -> str:
    """A text as a message shows it: not longer than a line, and without characters that steer a terminal.

    Parameters
    ----------
    text
        A value that somebody gave, of any length.
    limit
        How many of its characters are shown.
    """
    shown = text[:limit]
    if not shown.isprintable():
        shown = "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in shown)
    return shown if len(text) <= limit else f"{shown}… ({len(text):,})"


# By the name of the error number: not every system has all of them, and its own words are in one language alone.
_SYSTEM_REASONS = {
    "EACCES": Text("没有权限", "permission denied"),
    "EPERM": Text("系统不允许", "not permitted by the system"),
    "ENOENT": Text("没有这个文件或文件夹", "no such file or folder"),
    "EISDIR": Text("是文件夹", "it is a folder"),
    "ENOTDIR": Text("路径中有一段不是文件夹", "a part of the path is not a folder"),
    "EEXIST": Text("已经存在", "it already exists"),
    "ENOTEMPTY": Text("文件夹不是空的", "the folder is not empty"),
    "ENAMETOOLONG": Text("名称太长", "the name is too long"),
    "ELOOP": Text("链接成环", "its links run in a circle"),
    "ENOSPC": Text("磁盘已满", "the disk is full"),
    "EDQUOT": Text("磁盘配额已用完", "the disk quota is used up"),
    "EFBIG": Text("文件太大", "the file is too large"),
    "EROFS": Text("磁盘是只读的", "the disk is read-only"),
    "EBADF": Text("它已关闭", "it is closed"),
    "EBUSY": Text("正被使用", "it is in use"),
    "ETXTBSY": Text("正被运行", "it is being run"),
    "EIO": Text("磁盘读写出错", "the disk cannot be read or written"),
    "EMFILE": Text("打开的文件太多", "too many files are open"),
    "ENFILE": Text("系统打开的文件太多", "the system has too many files open"),
    "ENOMEM": Text("内存不足", "not enough memory"),
    "EINVAL": Text("系统不接受这个名称或操作", "the system does not accept this name or operation"),
    "ENXIO": Text("没有这个设备", "no such device"),
    "EXDEV": Text("不在同一个磁盘上", "it lies on another disk"),
    "ETIMEDOUT": Text("超时", "it took too long"),
    "ECONNREFUSED": Text("连接被拒绝", "the connection was refused"),
    "EADDRINUSE": Text("端口已被占用", "the port is in use"),
}


def system_reason(error: OSError) -> Text:
    """Why the operating system refused, in few words and without a full stop.

    Parameters
    ----------
    error
        What it raised; an error number that is not known here is told as a number.
    """
    if error.errno is None:
        return Text("系统没有说明原因", "the system gave no reason")
    number = Text(f"系统错误 {error.errno}", f"system error {error.errno}")
    return _SYSTEM_REASONS.get(errno.errorcode.get(error.errno, ""), number)
