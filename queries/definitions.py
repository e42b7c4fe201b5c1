"""Figures whose definition changed: they count different things, and are neither compared nor added."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from ..graph.alliance_graph import AllianceGraph
from ..graph.models import Measure
from ..wording import Text
from .answer import Unknown

_NOT_SAID = Text("没有写明口径", "no definition given")


def redefined(graph: AllianceGraph, subject: str) -> Iterator[Unknown]:
    """For every figure of a node that was published under several definitions: that these do not compare.

    A figure without a definition stands beside them as one of its own, since nobody says that it follows another's.

    Parameters
    ----------
    graph
        The graph.
    subject
        Id of the node.
    """
    figures: dict[tuple[str, str], list[Measure]] = defaultdict(list)
    for measure in graph.records.measures.values():
        if measure.subject == subject:
            figures[measure.metric, measure.group].append(measure)
    for (metric, group), measures in figures.items():
        if len({measure.definition for measure in measures}) > 1:
            yield _not_comparable(" · ".join(part for part in (metric, group) if part), measures)


def _not_comparable(name: str, measures: list[Measure]) -> Unknown:
    said = Text.joined((_said(measure) for measure in measures), ";", "; ")
    return Unknown(
        what=Text("{name} 的变化", "how {name} changed").fill(name=name),
        why=Text(
            "各数的口径不同,不能相比,也不能相加:{said}。",
            "The figures follow different definitions, so they neither compare nor add: {said}.",
        ).fill(said=said),
        closes_when=Text("有同一口径的数", "figures of one definition are loaded"),
    )


def _said(measure: Measure) -> Text:
    number = f"{measure.value or '?'}({measure.period or '?'})"
    definition = Text.same(measure.definition) if measure.definition else _NOT_SAID
    return Text("{number}:{definition}{when}", "{number}: {definition}{when}").fill(
        number=number, definition=definition, when=_when(measure)
    )


def _when(measure: Measure) -> str:
    if not measure.defined_from and not measure.defined_to:
        return ""
    return f"[{measure.defined_from or ''}–{measure.defined_to or ''}]"
