"""The question of an answer, its parameters and its bounds in words: no code where there are words for it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from ..graph.alliance_graph import AllianceGraph
from ..graph.labels import level_label
from ..graph.models import STATUS_LABELS
from ..graph.schema import schema
from ..queries.answer import Answer
from ..queries.catalogue import CATALOGUE, Entry
from ..queries.columns import cell_text
from ..queries.parameters import REQUIRED, Parameter
from ..queries.question import declaration
from ..wording import Text

_NAMED = re.compile(r"^(?!id[,、])[^,;:(,;:(、]+")
"""What a phrase names, before it explains itself; nothing where it only says what may be typed."""

Entries = list[tuple[Text, Text]]
"""Labels with their values."""


@lru_cache(maxsize=1)
def page_words() -> Mapping[str, Text]:
    """The words of the page that are not the answer's own."""
    return _words("page")


@lru_cache(maxsize=1)
def bound_words() -> Mapping[str, Text]:
    """What the bounds of answers mean, by their names in the JSON."""
    return _words("bounds")


@lru_cache(maxsize=1)
def _value_words() -> Mapping[str, Text]:
    return _words("values")


def _words(part: str) -> Mapping[str, Text]:
    text = files(__package__).joinpath("answer_words.toml").read_text(encoding="utf-8")
    return {key: Text(**both) for key, both in tomllib.loads(text)[part].items()}


def question_words(answer: Answer[Any]) -> Text:
    """What was asked, as the catalogue has it, as a heading."""
    entry = _entry(answer)
    return Text(entry.zh, entry.en[:1].upper() + entry.en[1:]) if entry else Text.same(answer.question)


def asked(answer: Answer[Any], graph: AllianceGraph | None) -> Entries:
    """What the question was about, and every parameter that is not what holds without it.

    Parameters
    ----------
    answer
        The answer.
    graph
        What gives ids their names; without it they stay ids.
    """
    return [
        (_label(parameter), _worded(answer.parameters[parameter.key], graph))
        for parameter in _parameters(answer)
        if parameter.key in answer.parameters and _is_said(parameter, answer.parameters[parameter.key])
    ]


def bounds(answer: Answer[Any], graph: AllianceGraph | None) -> Entries:
    """What was searched; a bound that has no words yet is called as in the JSON."""
    labels = bound_words()
    return [
        (labels.get(f"{answer.question}.{key}") or labels.get(key, Text.same(key)), _worded(value, graph))
        for key, value in answer.bounds.items()
        if value not in (None, [], (), "")
    ]


def _entry(answer: Answer[Any]) -> Entry | None:
    return next((entry for entry in CATALOGUE if entry.id == answer.question), None)


def _parameters(answer: Answer[Any]) -> Iterator[Parameter]:
    """Those of the question; none of a question that the catalogue does not list."""
    entry = _entry(answer)
    yield from declaration(entry.load()).parameters if entry else ()


def _is_said(parameter: Parameter, value: Any) -> bool:
    if parameter.default is REQUIRED:
        return True
    return value != parameter.told(parameter.default) and value not in (None, [], False)


def _label(parameter: Parameter) -> Text:
    text = parameter.option.text
    if parameter.key in ("as_of", "direction", "unknown_confidence"):
        return bound_words()[parameter.key]
    if parameter.literals:  # its explanation says what each value means
        return text
    zh, en = _NAMED.match(text.zh), _NAMED.match(text.en)
    return Text(zh[0].rstrip() if zh else "", en[0].rstrip() if en else "")


def _worded(value: Any, graph: AllianceGraph | None) -> Text:
    """A value as people read it: the name of a node, the label of a term, yes or no."""
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if isinstance(value, Sequence) and not isinstance(value, str):
        return Text.joined(_worded(part, graph) for part in value)
    if isinstance(value, Mapping):
        return _of_fields(value, graph)
    if not isinstance(value, str):
        return Text.same(cell_text(value))
    position = graph.position(value) if graph is not None else None
    if graph is not None and position is not None:
        return Text.same(graph.node_names[position])
    return _term(value)


def _of_fields(fields: Mapping[str, Any], graph: AllianceGraph | None) -> Text:
    """A node by its name, an interval by its ends, anything else by the words of its parts."""
    if "name" in fields:
        return Text.same(fields["name"])
    if {"low", "high"} <= fields.keys():
        low, high = cell_text(fields["low"]), cell_text(fields["high"])
        return Text.same(low if low == high else f"{low}–{high}" if high else f"{low}+")
    return Text.joined(_worded(value, graph) for value in fields.values())


def _term(term: str) -> Text:
    """The label of a kind, type, instrument, status or level; any other word as it is."""
    for declared in (schema().kinds, schema().types, schema().instruments):
        if term in declared:
            return declared[term].label
    labels: Mapping[str, Text] = {**_value_words(), **STATUS_LABELS}
    return labels.get(term) or level_label(term)
