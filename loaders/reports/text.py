"""The text of a report, whatever file it comes in: one string in which every proposal has its place."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from ...errors import FileRefused
from ...wording import Text
from ..tables.csv_table import content
from ..tables.encodings import encoding_of
from .documents import read_document
from .privacy import masked
from .web_page import read_page

REPORTS = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
"""Endings of the files that are read as reports."""
MOST_CHARACTERS = 300_000
_WEB, _MARKED = (".html", ".htm"), ".md"
_DOCUMENTS = (".docx", ".pdf")
_ITEM = re.compile(r"\s*(?:[-*+•]\s+|\d{1,3}[.、)]\s*)")
_HEADING = re.compile(r"#{1,6}\s+")
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）]|\d{1,2}[.、](?!\d)|[A-Z]\s"
)
_SENTENCE_END = "。！？!?；;：:，,"
_LONGEST_HEADING = 40
_MARKUP = re.compile(r"\*\*|__|`|!?\[([^\]]*)\]\([^)]*\)")
_PLAIN = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
"""Digits and letters of full width, each of which is one character in plain form too."""

_TOO_LONG = Text(
    "{path} 有 {number:,} 个字,超过 {most:,}。请拆成几篇。",
    "{path} has {number:,} characters, more than {most:,}. Split it into several reports.",
)
_NO_TEXT = Text("{path} 里没有文字。", "{path} holds no text.")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph of the text.

    Parameters
    ----------
    form
        `heading`, `item` or `paragraph`.
    start, end
        Where it stands, in characters.
    """

    form: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReportText:
    """A report as one text; names of persons are masked in it, each character by 某, so that places stay.

    Parameters
    ----------
    file
        Name of the file.
    sha256
        Of its bytes.
    encoding
        As Python names it; empty where the form of the file decides.
    text
        The paragraphs, each on a line.
    blocks
        The paragraphs in order.
    """

    file: str
    sha256: str
    encoding: str
    text: str
    blocks: tuple[Block, ...]


def read_text(path: Path) -> ReportText:
    """The text of a report.

    Parameters
    ----------
    path
        A file of one of the forms in `REPORTS`.

    Raises
    ------
    FileRefused
        It is missing, of another form, damaged, hostile, without text or too long.
    MissingExtra
        What reads Word and PDF files is not installed.
    """
    raw, ending = content(path), path.suffix.casefold()
    encoding = "" if ending in _DOCUMENTS else encoding_of(path, raw)
    pieces = read_document(path) if ending in _DOCUMENTS else list(_pieces(raw.decode(encoding), ending))
    pieces = [(form, tidy) for form, text in _whole_lines(pieces) if (tidy := _tidy(text))]
    number = sum(len(text) for _, text in pieces)
    if number > MOST_CHARACTERS:
        raise FileRefused(_TOO_LONG, path=path, number=number, most=MOST_CHARACTERS)
    if not number:
        raise FileRefused(_NO_TEXT, path=path)
    return report_text(path.name, sha256(raw).hexdigest(), encoding, pieces)


def report_text(file: str, digest: str, encoding: str, pieces: Iterable[tuple[str, str]]) -> ReportText:
    """A report of paragraphs that are already tidy; see `ReportText`."""
    blocks, lines, at = [], [], 0
    for form, text in pieces:
        blocks.append(Block(form, at, at + len(text)))
        lines.append(text)
        at += len(text) + 1
    return ReportText(file, digest, encoding, masked("\n".join(lines)), tuple(blocks))


def _tidy(text: str) -> str:
    """A paragraph without what steers a terminal, and with plain digits and letters."""
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split()).translate(_PLAIN)


def _pieces(text: str, ending: str) -> Iterable[tuple[str, str]]:
    if ending in _WEB:
        return read_page(text)
    return [_piece(line, marked=ending == _MARKED) for line in text.splitlines()]


def _piece(line: str, *, marked: bool) -> tuple[str, str]:
    if marked:
        line = _MARKUP.sub(lambda found: found[1] or "", line)
        if heading := _HEADING.match(line):
            return "heading", line[heading.end() :]
    if item := _ITEM.match(line):
        return "item", line[item.end() :] if marked else line
    short = 0 < len(line.strip()) <= _LONGEST_HEADING
    ends = line.rstrip().endswith(tuple(_SENTENCE_END)) or line.rstrip().endswith(("”", '"'))
    return ("heading" if short and not ends else "paragraph"), line


def _whole_lines(pieces: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Lines of a PDF joined to paragraphs: a line goes on until a sentence ends with it."""
    joined: list[tuple[str, str]] = []
    open_line = False
    for form, text in pieces:
        if form == "line" and open_line and not _NUMBERED.match(text.strip()):
            joined[-1] = ("paragraph", joined[-1][1] + text.strip())
        else:
            joined.append(("paragraph" if form == "line" else form, text.strip()))
        longest = len(text.strip()) > _LONGEST_HEADING // 2
        open_line = form == "line" and longest and not text.rstrip().endswith(tuple("。！？!?”"))
    return joined
