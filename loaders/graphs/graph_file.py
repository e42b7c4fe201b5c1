"""What a graph of another program holds: nodes and links with their fields, before it is known what they mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...graph.limits import Scalar
from ...wording import Text

Fields = dict[str, "Scalar | list[Scalar]"]


@dataclass(frozen=True, slots=True)
class GraphItem:
    """A node or a link.

    Parameters
    ----------
    line
        Its line in the file; its number among the nodes or links, where the file has no lines.
    place
        As evidence cites it.
    told
        As an error tells it.
    fields
        What is known of it.
    id
        Of a node.
    ends
        Of a link: the ids of source and target.
    labels
        Words for its kind or type that the form itself states.
    """

    line: int
    place: str
    told: str
    fields: Fields
    id: str = ""
    ends: tuple[str, str] = ("", "")
    labels: tuple[str, ...] = ()


@dataclass
class GraphFile:
    """A graph as it was read.

    Parameters
    ----------
    file
        Its name.
    nodes, links
        What it holds.
    figures
        Published numbers: (subject, metric, value, period) as cells.
    notes
        What was passed over.
    dropped
        How often each field was left out that no attribute can hold.
    ends_only
        Whether nodes are known by the ends of links alone, as in a list of edges.
    """

    file: str
    nodes: list[GraphItem] = field(default_factory=list)
    links: list[GraphItem] = field(default_factory=list)
    figures: list[tuple[str, str, str, str]] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    dropped: dict[str, int] = field(default_factory=dict)
    ends_only: bool = False

    def drop(self, names: Iterable[str]) -> None:
        """Count fields that no attribute can hold."""
        for name in names:
            self.dropped[name] = self.dropped.get(name, 0) + 1


def flat_fields(values: Mapping[str, Any], prefix: str = "") -> tuple[Fields, list[str]]:
    """Fields without nesting, by dotted names, and the names of those that no attribute can hold.

    Parameters
    ----------
    values
        Fields as JSON holds them; a list of scalars stays a list.
    prefix
        What stands before their names.
    """
    flat: Fields = {}
    dropped: list[str] = []
    for key, value in values.items():
        name = f"{prefix}{key}"
        if isinstance(value, Mapping):
            inner, lost = flat_fields(value, f"{name}.")
            flat |= inner
            dropped += lost
        elif isinstance(value, list) and not all(isinstance(part, (str, int, float, bool)) for part in value):
            dropped.append(name)
        elif value is not None and value not in ("", []):
            flat[name] = value
    return flat, dropped
