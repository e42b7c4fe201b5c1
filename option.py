"""What a signature says of a parameter beyond its type: words in both languages, bounds, a closed list.

It stands beside the type: `hops: Annotated[int, Option("最多几步", "how many steps at most", least=1, most=255)] = 4`.
Nothing here knows a command line, so that everything from the graph upwards can declare what it takes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .errors import UnknownTerm
from .wording import Text


@dataclass(frozen=True, slots=True)
class Terms:
    """A closed list of terms, read when it is needed; beside the type of a field it is an enum in the JSON Schema.

    Parameters
    ----------
    what
        What each of them is, for the message that refuses another.
    listed
        What gives them, in their order.
    """

    what: Text
    listed: Callable[[], Iterable[str]]

    def check(self, term: str) -> None:
        """Refuse what is not in the list.

        Raises
        ------
        UnknownTerm
            It names the terms that are.
        """
        known = list(self.listed())
        if term not in known:
            raise UnknownTerm(self.what, term, known)

    def __get_pydantic_json_schema__(self, core_schema: Any, handler: Any) -> dict[str, Any]:
        return {**handler(core_schema), "enum": list(self.listed())}


@dataclass(frozen=True, slots=True)
class Shorthand:
    """A flag of the command line that stands for one value of an option.

    Parameters
    ----------
    name
        As it is typed, such as `--confirmed-only`.
    zh, en
        What it asks for: a phrase without a full stop, in English with a small letter.
    value
        What it stands for.
    """

    name: str
    zh: str
    en: str
    value: Any

    @property
    def text(self) -> Text:
        """The phrase in both languages."""
        return Text(self.zh, self.en)


@dataclass(frozen=True, slots=True)
class Option:
    """What a parameter means and takes.

    Parameters
    ----------
    zh, en
        What it asks for: a phrase without a full stop, in English with a small letter.
    least, most
        The smallest and the greatest number.
    unit
        What a number counts, in English in the plural.
    terms
        The closed list that its values are of; a `Literal` needs none.
    names
        How it is typed, such as `-k`, `--count`; by default `--` and the name of the parameter.
    metavar
        What stands for a value in the help. A closed list with one is not written out there, and its values are
        refused by the question, which knows what was meant, and not by the command line.
    key
        Its name in the JSON of an answer, where that is another than the parameter's.
    is_bound
        Whether an answer tells it among its bounds and not among its parameters.
    shorthands
        Flags that stand for one of its values.
    """

    zh: str
    en: str
    least: int | None = None
    most: int | None = None
    unit: Text | None = None
    terms: Terms | None = None
    names: tuple[str, ...] = ()
    metavar: str = ""
    key: str = ""
    is_bound: bool = False
    shorthands: tuple[Shorthand, ...] = ()

    @property
    def text(self) -> Text:
        """The phrase in both languages."""
        return Text(self.zh, self.en)
