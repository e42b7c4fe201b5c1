"""A node with its neighbours, grouped by the type of their links: on the left who points to it, on the right to whom.

A line leads from every group to the spine beside the node, and nowhere else, so none runs over another group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jinja2 import Environment
from markupsafe import Markup

from ..graph.labels import value_label
from ..graph.schema import schema
from ..queries.answer import Answer
from ..queries.columns import screen_cells
from ..queries.names.profile import ProfileLink, ProfileMeasure, ProfileRow
from ..wording import Language, Text
from .answer_evidence import AnswerEvidence, Piece
from .answer_words import page_words
from .looks import looks

MOST_IN_GROUP = 16
"""So many neighbours of a group are drawn; the table has all."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The other end of a link.

    Parameters
    ----------
    name, group
        Of the node; the number of the group of kinds that it looks like.
    note
        The product, and from when to when.
    confirmed
        Whether the link is.
    pieces
        Its evidence.
    """

    name: str
    group: int
    note: str
    confirmed: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class NeighbourGroup:
    """The neighbours by links of one type and direction; `more` says how many are not drawn."""

    id: str
    label: str
    neighbours: tuple[Neighbour, ...]
    more: int

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.neighbours) + self.more


def neighbour_picture(
    environment: Environment, answer: Answer[ProfileRow], evidence: AnswerEvidence, language: Language
) -> Markup:
    """The node of a profile in the middle of its neighbours, with its facts and figures.

    Parameters
    ----------
    environment
        Of the templates.
    answer
        The profile.
    evidence
        Of the answer.
    language
        Of the words.
    """
    row, left = answer.rows[0], answer.bounds["links"] - answer.bounds["shown"]
    groups = list(_groups(row.relationships, evidence, language))
    more = Text(f"另有 {left} 条关系没有列出(--limit)", f"{left} more links: --limit")
    page = environment.get_template("neighbours.html").render(
        node=row,
        kind=schema().kind(row.kind).label.in_(language),
        group=looks().group_number(row.kind),
        facts=list(_facts(row, language)),
        pieces=evidence.of_ids(row.evidence),
        incoming=[group for group in groups if group.id.startswith("in ")],
        outgoing=[group for group in groups if group.id.startswith("out ")],
        figures=[_figure(measure, evidence, language) for measure in row.measures],
        more=more.in_(language) if left else "",
        words={key: text.in_(language) for key, text in page_words().items()},
    )
    return Markup(page)  # noqa: S704 - the template escapes


def _facts(row: ProfileRow, language: Language) -> Iterator[tuple[str, str]]:
    """What the console tells of the node, with its labels."""
    for label, value in screen_cells(row.columns(), row, language).items():
        if value:
            yield label, str(value)
    for key, kept in row.attributes.items():
        yield schema().attribute(key).label.in_(language), value_label(key, kept).in_(language)


def _groups(links: Sequence[ProfileLink], evidence: AnswerEvidence, language: Language) -> Iterator[NeighbourGroup]:
    grouped: dict[tuple[bool, str], list[ProfileLink]] = defaultdict(list)
    for link in links:
        grouped[link.outgoing, link.type].append(link)
    for (outgoing, sort), same in grouped.items():
        yield NeighbourGroup(
            id=f"{'out' if outgoing else 'in'} {sort}",
            label=schema().type(sort).label.in_(language),
            neighbours=tuple(_neighbour(link, evidence) for link in same[:MOST_IN_GROUP]),
            more=max(0, len(same) - MOST_IN_GROUP),
        )


def _neighbour(link: ProfileLink, evidence: AnswerEvidence) -> Neighbour:
    when = f"{link.valid_from or ''}–{link.valid_to or ''}" if link.valid_from or link.valid_to else ""
    return Neighbour(
        name=link.other.name,
        group=looks().group_number(link.other.kind),
        note=" ".join(part for part in (link.product, when) if part),
        confirmed=link.status in (None, "confirmed"),
        pieces=tuple(evidence.of_ids(link.evidence)),
    )


def _figure(measure: ProfileMeasure, evidence: AnswerEvidence, language: Language) -> tuple[str, str, list[Piece]]:
    """A published number: what it is of, the number with its unit and time, and its evidence."""
    what = " · ".join(part for part in (measure.metric, measure.group) if part)
    notes = [part for part in (measure.period, measure.note, measure.definition) if part]
    about = {"zh": f"({';'.join(notes)})", "en": f" ({'; '.join(notes)})"}[language] if notes else ""
    return what, f"{measure.text()} {measure.unit}{about}", evidence.of_ids(measure.evidence)
