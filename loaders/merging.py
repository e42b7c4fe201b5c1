"""Two rows of one node: what the one leaves open the other may say; what they say differently is refused."""

from __future__ import annotations

from typing import Any

from ..errors import DuplicateFact
from ..graph.models import Node
from ..wording import Text, shortened

_SIMPLE = ("kind", "name", "level", "place", "uscc", "parent", "count")
_JOINED = ("note",)
"""Attributes that each row may say something else in."""


class RowsDisagree(DuplicateFact):
    """Two rows of one node that say different things of it.

    Parameters
    ----------
    name
        The node.
    field
        What they disagree on.
    values
        What each says.
    first
        "file:row" of the first of them.
    """

    sentence = Text(
        "与 {first} 是同一个“{name}”,{field} 却不同:{values}。请统一,或写明不同的地点或信用代码。",
        '"{name}" stands in {first} already with another {field}: {values}. Correct one of them, or tell the two apart '
        "by place or credit code.",
    )

    def __init__(self, name: str, field: str, values: tuple[str, str], first: str) -> None:
        self.name, self.field, self.values, self.first = name, field, values, first

    @property
    def message(self) -> Text:
        """The node, the field, both values, and where the other stands."""
        values = " / ".join(map(shortened, self.values))
        return self.sentence.fill(name=shortened(self.name), field=self.field, values=values, first=self.first)


def merged(node: Node, other: Node, first: str) -> Node:
    """One node of two rows.

    Parameters
    ----------
    node, other
        What each row says.
    first
        Where the first stands.

    Raises
    ------
    RowsDisagree
        They contradict each other.
    """

    def either(field: str, a: Any, b: Any) -> Any:
        if _says(a) and _says(b) and a != b:
            if field in _JOINED:
                return f"{a};{b}"
            raise RowsDisagree(node.name, field, (str(a), str(b)), first)
        return a if _says(a) else b

    fields = {name: either(name, getattr(node, name), getattr(other, name)) for name in _SIMPLE}
    keys = dict.fromkeys((*node.attributes, *other.attributes))
    attributes = {key: either(key, node.attributes.get(key), other.attributes.get(key)) for key in keys}
    return node.model_copy(
        update={
            **fields,
            "aggregate": node.aggregate or other.aggregate,
            "attributes": attributes,
            "aliases": tuple(dict.fromkeys((*node.aliases, *other.aliases))),
            "evidence": tuple(dict.fromkeys((*node.evidence, *other.evidence))),
        }
    )


def _says(value: Any) -> bool:
    return value is not None and value != ""
