"""The bounds of a path question in words: everything that was asked for stands in the sentence of its answer."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.alliance_graph import AllianceGraph
from ...wording import Text, plural
from ..rule_words import where_words, which_words
from .question import PathSearch
from .waypoints import Waypoint


def bounds_text(search: PathSearch) -> Text:
    """The bounds in one phrase: steps, day, umbrellas, and each option that was given."""
    question, day = search.question, search.view.as_of_day
    when = Text(f"截至 {day},", f" as of {day}") if day else Text("", "")
    parts = [
        Text(f"{when.zh}{question.hops} 步以内", f"within {plural(question.hops, 'step')}{when.en}"),
        *_options(search),
    ]
    return Text.joined(parts, zh=",")


def _options(search: PathSearch) -> Iterator[Text]:
    question, rule, view = search.question, search.question.rule, search.view
    yield from where_words(rule)
    if question.via:
        via = Text.joined([_named(waypoint, view) for waypoint in question.via], en=" and ")
        yield Text(f"经过 {via.zh}", f"via {via.en}")
    if question.avoid:
        avoid = Text.joined([_named(waypoint, view) for waypoint in question.avoid], en=" and ")
        yield Text(f"避开 {avoid.zh}", f"avoiding {avoid.en}")
    yield from which_words(rule)


def _named(waypoint: Waypoint, view: AllianceGraph) -> Text:
    """A node by its name; a kind, type or class with what it is."""
    name = waypoint.name(view)
    return _WORDS[waypoint.sort].fill(name=name) if waypoint.sort in _WORDS else name


_WORDS = {
    "kind": Text("“{name}”这类节点", "nodes of the kind “{name}”"),
    "type": Text("“{name}”这种关系", "links of the type “{name}”"),
    "tie": Text("“{name}”这类联系", "ties of the class “{name}”"),
}
