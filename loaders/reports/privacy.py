"""Names of persons are masked before anything else reads a report: they get into no proposal, quote or record.

A mask has as many characters as the name, so places in the masked text are places in the text of the report. What is
not found: a name that nowhere in the report has a role, a saying verb or a title beside it, a name with a rare surname,
and a nickname.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

MASK = "某"
_EDGE = r"(?=[\s，。、；：！？,.;:!?（）()“”\"《》/|—-]|$|{behind})"
_BEFORE = r"(?:(?<=[\s，。、；：！？,.;:!?（）()“”\"—…])|^)"
_HAN = "[\u4e00-\u9fff·]"


class Persons(BaseModel):
    """What is written in `persons.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    roles: tuple[str, ...]
    sayings: tuple[str, ...]
    titles: tuple[str, ...]
    behind: tuple[str, ...]
    surnames: str
    double_surnames: tuple[str, ...]
    no_names: tuple[str, ...]


@cache
def _persons() -> Persons:
    return Persons(**tomllib.loads(files(__package__).joinpath("persons.toml").read_text(encoding="utf-8")))


def _any_of(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(sorted(map(re.escape, words), key=len, reverse=True)) + ")"


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Each finds names: behind a role, behind another name, before a saying, and before a title."""
    words = _persons()
    surname = f"(?:{_any_of(words.double_surnames)}|[{words.surnames}])"
    name = f"(?!{_any_of(words.no_names)})(?P<name>{surname}{_HAN}{{1,2}}?)"  # the shorter reading that has an edge
    edge = _EDGE.format(behind=_any_of(words.behind))
    return (
        re.compile(rf"{_any_of(words.roles)}[\s：:]*{name}{edge}", re.MULTILINE),
        re.compile(rf"(?:{MASK}{{2,}}[\s、和]+){name}{edge}", re.MULTILINE),
        re.compile(rf"{_BEFORE}{name}(?={_any_of(words.sayings)})", re.MULTILINE),
        re.compile(rf"{_BEFORE}(?P<name>{surname}{_HAN}{{0,2}}?)(?={_any_of(words.titles)})", re.MULTILINE),
    )


@cache
def _half_masked() -> re.Pattern[str]:
    """李某某, as reports write who is not to be named."""
    words = _persons()
    return re.compile(f"(?:{_any_of(words.double_surnames)}|[{words.surnames}])(?={MASK}{{1,2}}(?!{MASK}))")


def masked(text: str) -> str:
    """A text in which every name of a person that is found is written as 某, character by character.

    Parameters
    ----------
    text
        The text of a report.
    """
    text = _half_masked().sub(lambda found: MASK * len(found[0]), text)
    before = ""
    while before != text:  # a masked name tells that the next one of a list is a name too
        before = text
        for pattern in _patterns():
            names = {found["name"] for found in pattern.finditer(text)}
            for name in sorted(names, key=len, reverse=True):
                text = text.replace(name, MASK * len(name))
    return text
