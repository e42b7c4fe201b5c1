"""The bounds of a path question in words: everything that was asked for stands in the sentence of its answer."""

from __future__ import annotations

from collections.abc import Iterator

from ...wording import Text, plural
from ..rule_words import where_words, which_words
from .question import PathSearch


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
    question, rule, names = search.question, search.question.rule, search.view.node_names
    yield from where_words(rule)
    if question.via:
        via = Text.joined([Text.same(names[node]) for node in question.via], en=" and ")
        yield Text(f"经过 {via.zh}", f"via {via.en}")
    if question.avoid:
        avoid = Text.joined([Text.same(names[node]) for node in question.avoid], en=" and ")
        yield Text(f"避开 {avoid.zh}", f"avoiding {avoid.en}")
    yield from which_words(rule)
