"""In which encoding a table is written: told by its mark, else by what its bytes can be read as.

GB18030 takes nearly every sequence of bytes, Big5 a great many; text in the one reads as rare characters in the other.
The characters that both standards put first, the ones in daily use, therefore decide between the two.
"""

from __future__ import annotations

import codecs
import io
from pathlib import Path

from ...errors import FileRefused
from ...wording import Text

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1024 * 1024
_SEEN = 64 * 1024
# First bytes of the characters in daily use, and least second byte: level 1 of GB 2312, and of Big5.
_DAILY = {"gb18030": ((0xB0, 0xD7), 0xA1), "big5": ((0xA4, 0xC6), 0x40)}
_FIRST_CHARACTER = {"gb18030": 0xAA, "big5": 0xA4}
"""What stands before is punctuation, which both have and which says nothing."""
_LEAST_SHARE = 0.6
NAMES = {
    "utf-8-sig": "UTF-8", "utf-32": "UTF-32", "utf-16": "UTF-16", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16",
    "gb18030": "GB18030", "big5": "Big5",
}  # fmt: skip
_MOSTLY = 3
"""So many times more zeros stand in one half of UTF-16 than in the other."""


def encoding_of(path: Path, content: bytes) -> str:
    """The encoding of a table, as Python names it.

    Parameters
    ----------
    path
        The file, for the message.
    content
        Its bytes.

    Raises
    ------
    FileRefused
        None fits, or two do and neither is the likely one.
    """
    marked = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), None)
    marked = marked or _unmarked_utf16(content[:_SEEN])
    candidates = [marked] if marked else ["utf-8-sig", "gb18030", "big5"]
    fitting = [encoding for encoding in candidates if _reads(content, encoding)]
    if not marked and "utf-8-sig" not in fitting:
        _must_not_be_mixed(path, content)
    if fitting and (marked or fitting[0] == "utf-8-sig" or len(fitting) == 1):
        return fitting[0]
    if not fitting:
        raise FileRefused(
            Text(
                "{path} 既不是 UTF-8 也不是 UTF-16、GB18030、Big5。请另存为 UTF-8。",
                "{path} is neither UTF-8 nor UTF-16, GB18030 or Big5. Save it as UTF-8.",
            ),
            path=path,
        )
    return _likelier(path, content[:_SEEN])


def _unmarked_utf16(content: bytes) -> str | None:
    """UTF-16 without a mark: the zeros of its commas and line breaks stand in every second byte."""
    content = content[: len(content) // 2 * 2]
    upper, lower = content[1::2].count(0), content[::2].count(0)
    if max(upper, lower) < max(2, _MOSTLY * min(upper, lower), len(content) // 100):
        return None
    encoding = "utf-16-le" if upper > lower else "utf-16-be"
    return encoding if _reads(content, encoding, final=False) else None


def _must_not_be_mixed(path: Path, content: bytes) -> None:
    """Refuse a table of which some lines are UTF-8 and others are not, with the first of the fewer ones."""
    in_utf8, others = [0, 0], [0, 0]  # how many lines, and the first of them
    for number, line in enumerate(io.BytesIO(content), start=1):
        if line.isascii():
            continue
        found = in_utf8 if _is_utf8(line) else others
        found[0] += 1
        found[1] = found[1] or number
    if in_utf8[0] and others[0]:
        fewer = min(in_utf8, others)
        raise FileRefused(_MIXED, path=path, line=fewer[1], utf8=in_utf8[1], other=others[1])


def _is_utf8(line: bytes) -> bool:
    """Whether a line is Chinese in UTF-8: a single character of GB18030 may look so, a line of them never does."""
    try:
        letters = [letter for letter in line.decode() if not letter.isascii()]
    except UnicodeDecodeError:
        return False
    return len(letters) > 1 and all(letter > "\u2000" for letter in letters) and _daily_share(line, "gb18030") < 1


_MIXED = Text(
    "{path} 混用了编码:第 {utf8} 行是 UTF-8,第 {other} 行不是。请检查第 {line} 行,整个文件另存为 UTF-8。",
    "{path} mixes encodings: line {utf8} is UTF-8 and line {other} is not. Look at line {line}, and save the whole "
    "file as UTF-8.",
)


def _reads(content: bytes, encoding: str, *, final: bool = True) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(content), _CHUNK):
            decoder.decode(content[start : start + _CHUNK])
        decoder.decode(b"", final=final)
    except UnicodeDecodeError:
        return False
    return True


def _likelier(path: Path, content: bytes) -> str:
    """The one of GB18030 and Big5 in which most characters are such as are in daily use."""
    simplified, traditional = (_daily_share(content, encoding) for encoding in _DAILY)
    if simplified >= max(traditional, _LEAST_SHARE):
        return "gb18030"
    if traditional >= _LEAST_SHARE:
        return "big5"
    raise FileRefused(
        Text(
            "{path} 可能是 GB18030,也可能是 Big5,无法断定。请另存为 UTF-8。",
            "{path} may be GB18030 or Big5, which cannot be told apart here. Save it as UTF-8.",
        ),
        path=path,
    )


def _daily_share(content: bytes, encoding: str) -> float:
    """The share of two-byte characters that lie in the rows of daily use."""
    (first, last), least = _DAILY[encoding]
    found = daily = at = 0
    while at < len(content) - 1:
        lead, trail = content[at], content[at + 1]
        if lead < 0x80:
            at += 1
            continue
        at += 2
        if 0xA1 <= lead < _FIRST_CHARACTER[encoding] and trail >= least:
            continue
        found += 1
        daily += first <= lead <= last and trail >= least
    return daily / found if found else 1.0
