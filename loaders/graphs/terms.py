"""Which kind of the schema a word of another graph means, and which type: said by the schema, or by a person."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from ...errors import FileRefused, UnknownTerm
from ...wording import Text, shortened
from ..mappings.words import plain, terms

LEFT_OUT = "-"
"""In the place of a kind or type: such nodes or links are not wanted."""
_MOST_NAMED = 12


class ItemWords(BaseModel):
    """What the fields of nodes or of links mean (see `words.toml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    derived: tuple[str, ...] = ()
    renamed: dict[str, str] = {}
    no_type: tuple[str, ...] = ()


class GraphWords(BaseModel):
    """What is written in `words.toml`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    node: ItemWords
    link: ItemWords
    left_out: dict[str, tuple[str, ...]]


@cache
def graph_words() -> GraphWords:
    """The words of this version of the product."""
    return GraphWords(**tomllib.loads(files(__package__).joinpath("words.toml").read_text(encoding="utf-8")))


class UnmappedWords(FileRefused):
    """Words for kinds and types that nobody has explained, all of a file at once.

    Parameters
    ----------
    file
        The file.
    kinds, types
        How often each word stands there; the empty word where nothing is said.
    """

    def __init__(self, file: str, kinds: Mapping[str, int], types: Mapping[str, int]) -> None:
        self.file, self.kinds, self.types = file, dict(kinds), dict(types)

    @property
    def message(self) -> Text:
        """The words, and how to say what they mean."""
        lines = [self._line(words, *said) for words, said in ((self.kinds, _KINDS), (self.types, _TYPES)) if words]
        return Text("{file}:{lines}", "{file}: {lines}").fill(file=self.file, lines=Text.joined(lines, "", " "))

    @staticmethod
    def _line(words: Mapping[str, int], sentence: Text, option: str, example: str) -> Text:
        ordered = sorted(words.items(), key=lambda pair: (-pair[1], pair[0]))
        none = Text("没有写", "nothing")
        shown = [
            Text("{word} × {count}", "{word} × {count}").fill(word=shortened(word) if word else none, count=count)
            for word, count in ordered[:_MOST_NAMED]
        ]
        if len(ordered) > _MOST_NAMED:
            shown.append(Text(f"另有 {len(ordered) - _MOST_NAMED} 种", f"{len(ordered) - _MOST_NAMED} others"))
        first = next((word for word, _ in ordered if word), "")
        use = f"{option} {first}={example}" if first else f"{option} {example}"
        return sentence.fill(words=Text.joined(shown), use=use, term=first or "X")


_KINDS = (
    Text(
        "不认识的节点类型:{words}。请写明,如 {use}(不载入就写 --kind {term}=-;类型见 alliance schema kinds)。",
        "unknown kinds of nodes: {words}. Say what they are, like {use} (--kind {term}=- leaves them out; kinds: "
        "alliance schema kinds).",
    ),
    "--kind",
    "enterprise",
)
_TYPES = (
    Text(
        "不认识的关系类型:{words}。请写明,如 {use}(不载入就写 --type {term}=-;类型见 alliance schema types)。",
        "unknown types of links: {words}. Say what they are, like {use} (--type {term}=- leaves them out; types: "
        "alliance schema types).",
    ),
    "--type",
    "SUPPLIES",
)


_KIND: Text = Text("节点类型", "node kind")
_TYPE: Text = Text("关系类型", "relationship type")


@dataclass(frozen=True)
class Meaning:
    """What words mean, beside what the schema says.

    Parameters
    ----------
    what
        `kinds` or `types`.
    called
        The same in words.
    said
        By plain word the term, or `LEFT_OUT`; the empty word is for items that say nothing.
    """

    what: str
    called: Text
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def has_default(self) -> bool:
        """Whether it is said what items are that say nothing."""
        return "" in self.said

    def of(self, labels: Iterable[str]) -> str | None:
        """The one term that some labels mean; None when they mean none or several.

        Parameters
        ----------
        labels
            What stands at an item.
        """
        words = [plain(label) for label in labels if label] or [""]
        found = {self.said.get(word) or terms(self.what).get(word, "") for word in words} - {""}
        return next(iter(found)) if len(found) == 1 else None


@dataclass(frozen=True)
class GraphTerms:
    """What the words of graphs mean.

    Parameters
    ----------
    kinds, types
        For nodes and for links.
    """

    kinds: Meaning = field(default_factory=lambda: Meaning("kinds", _KIND))
    types: Meaning = field(default_factory=lambda: Meaning("types", _TYPE))

    @classmethod
    def parse(cls, kinds: Sequence[str] = (), types: Sequence[str] = ()) -> GraphTerms:
        """What a person wrote: `WORD=term`, or a term alone for whatever says nothing.

        Raises
        ------
        UnknownTerm
            A kind or type that the schema does not have.
        """
        return cls(
            Meaning("kinds", _KIND, _said("kinds", _KIND, kinds)), Meaning("types", _TYPE, _said("types", _TYPE, types))
        )


def _said(what: str, called: Text, entries: Sequence[str]) -> dict[str, str]:
    said = {}
    for entry in entries:
        word, _, written = entry.rpartition("=")
        term = LEFT_OUT if written.strip() == LEFT_OUT else terms(what).get(plain(written))
        if term is None:
            raise UnknownTerm(called, written, sorted(set(terms(what).values())))
        said[plain(word)] = term
    return said


def counted_words(items: Iterable[tuple[str, ...]]) -> Counter[str]:
    """How often each word stands there; several at one item are one word.

    Parameters
    ----------
    items
        The labels of each item.
    """
    return Counter(":".join(labels) for labels in items)
