"""What published codes are called: no answer shows a code where there are words for it."""

from __future__ import annotations

import re

from ..wording import Text
from .alliance_graph import AllianceGraph
from .limits import Scalar
from .schema import schema


def level_label(level: str) -> Text:
    """A level of stages; one that the schema does not name is called as it was published."""
    levels = schema().levels
    return levels[level].label if level in levels else Text.same(level)


def value_label(key: str, value: Scalar) -> Text:
    """The value of an attribute: a code in words, yes or no, else as it was published.

    Parameters
    ----------
    key
        Of the attribute.
    value
        As it was published.
    """
    attribute, instruments = schema().attribute(key), schema().instruments
    if isinstance(value, bool):
        return Text("是", "yes") if value else Text("否", "no")
    if attribute.instruments:
        parts = str(value).split(";")
        return Text.joined(instruments[part].label if part in instruments else Text.same(part) for part in parts)
    plain = f"{value:.10g}" if isinstance(value, float) else str(value)
    return attribute.values.get(plain) or Text.same(plain)


def value_code(key: str, value: Scalar) -> Scalar:
    """The code that a word for a value of an attribute means; anything else as it is."""
    if isinstance(value, str):
        for code, label in schema().attribute(key).values.items():
            if value in (label.zh, label.en):
                return code
    return value


_WORD = re.compile(r"[\w-]+")


def with_names(graph: AllianceGraph, text: str) -> str:
    """A remark in which every id of a node is followed by the name: `hengzhou-tax` says nothing to a reader."""

    def named(found: re.Match[str]) -> str:
        position = graph.position(found[0])
        return found[0] if position is None else f"{graph.node_names[position]}({found[0]})"

    return _WORD.sub(named, text)
