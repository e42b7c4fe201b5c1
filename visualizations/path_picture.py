"""A path as a row in its own order: nodes, an arrow from each to the next, and under each arrow what it stands on.

Every arrow stands between its two nodes and nowhere else, so none can cross a third. A long row goes on in the next
line, which begins with an arrow; on a narrow screen the row runs downwards. The picture takes any row that has `nodes`
and, for every step, a relationship or several parallel ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ..graph.schema import schema
from ..queries.answer import NodeRef
from ..wording import NOTHING, Language, Text
from .answer_evidence import AnswerEvidence, Piece
from .answer_words import page_words
from .looks import looks

MOST_ROUTES = 10
"""So many paths are drawn; the table has all."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A node of a path, with the number of the group that it looks like."""

    id: str
    name: str
    kind: str
    group: int


@dataclass(frozen=True, slots=True)
class RouteTie:
    """A relationship of a step.

    Parameters
    ----------
    label
        Its type.
    note
        How its value comes about and how certain it is.
    pieces
        Its evidence.
    """

    label: str
    note: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Leg:
    """A step with the node that it leads to.

    Parameters
    ----------
    before, stop
        The nodes on either side.
    along
        Whether the link that counts points along the path.
    certain
        Whether some link of the step holds for certain.
    ties
        The parallel relationships, the one that counts first.
    """

    before: Stop
    stop: Stop
    along: bool
    certain: bool
    ties: tuple[RouteTie, ...]

    @property
    def label(self) -> str:
        """What stands over the arrow."""
        return "/".join(dict.fromkeys(tie.label for tie in self.ties))


@dataclass(frozen=True, slots=True)
class Route:
    """A path: what it comes to, where it begins, and its steps."""

    summary: str
    start: Stop
    legs: tuple[Leg, ...]


def path_picture(environment: Environment, rows: Sequence[Any], evidence: AnswerEvidence, language: Language) -> Markup:
    """The paths of an answer, the first of which is the strongest.

    Parameters
    ----------
    environment
        Of the templates.
    rows
        With nodes, and a relationship or several parallel ones for every step.
    evidence
        Of the answer.
    language
        Of the words.
    """
    routes = [_route(row, evidence, language) for row in rows[:MOST_ROUTES]]
    return routes_picture(environment, routes, language)


def routes_picture(environment: Environment, routes: Sequence[Route], language: Language) -> Markup:
    """The first route, and below it the others.

    Parameters
    ----------
    environment
        Of the templates.
    routes
        What is drawn: at least one.
    language
        Of the words.
    """
    page = environment.get_template("path.html").render(
        routes=routes,
        size=_size(routes),
        words={key: text.in_(language) for key, text in page_words().items()},
    )
    return Markup(page)  # noqa: S704 - the template escapes


def _size(routes: Sequence[Route]) -> int:
    """How large the letters on paper can be, as the number of steps that fit into a line; 0 where there is much."""
    longest = max(len(route.legs) for route in routes)
    return longest if len(routes) <= 2 and longest <= 4 else 0


def _route(row: Any, evidence: AnswerEvidence, language: Language) -> Route:
    stops = [_stop(node, language) for node in row.nodes]
    steps = [step if isinstance(step, tuple) else (step,) for step in row.relationships]
    legs = (
        Leg(
            before=before,
            stop=stop,
            along=links[0].source == before.id,
            certain=any(getattr(link, "truth", "holds") == "holds" for link in links),
            ties=tuple(_ties(links, evidence, language)),
        )
        for (before, stop), links in zip(pairwise(stops), steps, strict=True)
    )
    summary: Text = row.summary() if hasattr(row, "summary") else NOTHING
    return Route(summary.in_(language), stops[0], tuple(legs))


def _stop(node: NodeRef, language: Language) -> Stop:
    return Stop(node.id, node.name, schema().kind(node.kind).label.in_(language), looks().group_number(node.kind))


def _ties(links: Sequence[Any], evidence: AnswerEvidence, language: Language) -> Iterator[RouteTie]:
    for link in links:
        notes = (link.reckoning(language), link.standing().in_(language) + link.remarks().in_(language))
        yield RouteTie(schema().type(link.type).label.in_(language), " · ".join(notes), tuple(evidence.of(link)))
