"""The gap register: what is missing in the chain, how grave it is, and what would close it.

First the rosters that are missing, by how many questions they keep open, then the gaps that are certain, gravest first,
then the open questions by stage. G15 takes precedence: where a roster was not loaded, or is stale, the register says
that the question cannot be decided, and never that something is missing.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ...errors import UnknownTerm
from ...graph.alliance_graph import AllianceGraph
from ...wording import NOTHING, Text, plural
from ..answer import Answer, Status, Unknown
from ..chain import Chain
from ..contradictions import of_chain
from ..evidence import EvidenceBook, node_ref
from ..lookup import resolve_stage
from ..requirements import no_chain, no_feeds, no_needs
from ..stated import stated_but_unlisted
from .broken_feeds import broken_feeds
from .candidates import Lead
from .data_gaps import Lacks, by_roster, by_subject
from .missing_services import missing_services
from .missing_stages import missing_stages
from .row import GAP_LABELS, Candidate, GapRow
from .rules import QUESTIONS, Gap, Judgement, Undecided
from .single_sources import single_organisations, single_suppliers
from .supply import Sources
from .unanchored import unanchored, uncovered


def gaps(
    graph: AllianceGraph,
    *,
    kinds: Sequence[str] = (),
    stage: str | None = None,
    as_of: date | None = None,
    top: int | None = None,
) -> Answer[GapRow]:
    """The gaps of the chain, gravest first, after the rosters that would decide most.

    Severity is the number of stages, organisations, members, issues or open questions that hang on a gap, by the
    definition of its kind (docs/definitions.md); a gap of unknown severity comes last.

    Parameters
    ----------
    graph
        The graph.
    kinds
        Only these, such as `G1`, and of the data gaps (G15) those that keep these from being decided; all when empty.
    stage
        Only gaps of this stage, of finer ones and of organisations that work there; the whole chain when absent.
    as_of
        The day of the picture; the newest that is known of the scope when absent (`days.newest_day`).
    top
        Only the first rows; all when absent.

    Returns
    -------
    Answer[GapRow]
        `found` when a gap is certain; `none` when every question could be decided and nothing is missing; `unknown`
        when only open questions are left, or nothing could be judged because no chain was loaded.

    Raises
    ------
    UnknownTerm
        A kind of gap that is not judged here.
    UnknownName, AmbiguousName, InputRefused
        A stage that does not exist, or something else than a stage.
    """
    started = time.perf_counter()
    for kind in kinds:
        if kind not in GAP_LABELS:
            raise UnknownTerm(Text("缺口种类", "kind of gap"), kind, list(GAP_LABELS))
    scope = resolve_stage(graph, stage) if stage else None
    chain = Chain.on(graph, as_of, scope)
    judged = [judgement for judgement in _judged(chain) if _is_inside(chain, scope, judgement)]
    undecided = [item for item in judged if isinstance(item, Undecided) and _is_asked(item.gap, kinds)]
    certain = [item for item in judged if isinstance(item, Gap) and item.gap in (kinds or GAP_LABELS)]
    not_judged = tuple(_not_judged(chain, kinds))
    book = EvidenceBook(graph.records)
    makers = _makers(chain, book, certain, undecided)
    rows = tuple(make() for make in makers[:top])
    day = str(chain.view.as_of_day) if chain.view.as_of_day else None
    answer = Answer[GapRow](
        question="gaps",
        parameters={"kinds": list(kinds), "stage": graph.node_ids[scope] if scope is not None else None,
                    "as_of": day, "top": top},
        status=_status(certain, undecided, not_judged),
        sentence=_sentence(chain, certain, undecided),
        rows=rows,
        bounds={
            **_bounds(chain, certain, undecided),
            "rows": len(makers),
            "shown": len(rows),
        },
        unknown=book.unknowns((*not_judged, *of_chain(chain), *stated_but_unlisted(chain.view, book))),
        evidence=book.entries(),
        data_version=graph.data_version,
    )  # fmt: skip
    return answer.since(started)


def _bounds(chain: Chain, certain: Sequence[Gap], undecided: Sequence[Undecided]) -> dict[str, Any]:
    return {
        "judged": list(GAP_LABELS),
        "required_stages": len(chain.stages.required),
        "feeds": chain.stages.feeds.number_of_edges(),
        "gaps": len(certain),
        "open_questions": sum(question.questions for question in undecided),
    }


def _judged(chain: Chain) -> Iterator[Judgement]:
    sources = Sources(chain)
    yield from missing_stages(chain)
    yield from single_organisations(chain, sources)
    yield from single_suppliers(chain, sources)
    yield from broken_feeds(chain, sources)
    yield from unanchored(chain)
    yield from uncovered(chain)
    yield from missing_services(chain)


def _is_inside(chain: Chain, scope: int | None, judgement: Judgement) -> bool:
    if scope is None:
        return True
    inside = set(chain.stages.under(scope))
    if judgement.subject in inside:
        return True
    places = chain.instruments.places
    at = places.stages[places.nodes == judgement.subject].tolist()
    return any(chain.stages.all[place] in inside for place in at)


def _is_asked(gap: str, kinds: Sequence[str]) -> bool:
    """Whether an undecided question belongs to the kinds that were asked for; G15 asks for all that are undecided."""
    return not kinds or gap in kinds or "G15" in kinds


def _not_judged(chain: Chain, kinds: Sequence[str]) -> Iterator[Unknown]:
    """What could not even be asked, because the chain does not say what it must have."""
    yield from no_chain(chain)
    if not kinds or "G2" in kinds:
        yield from no_feeds(chain)
    if not kinds or {"G9", "G10"} & set(kinds):
        yield from no_needs(chain)


def _status(certain: Sequence[Gap], undecided: Sequence[Undecided], not_judged: Sequence[Unknown]) -> Status:
    if certain:
        return "found"
    return "unknown" if undecided or not_judged else "none"


# ---- rows ----


def _makers(
    chain: Chain, book: EvidenceBook, certain: Sequence[Gap], undecided: Sequence[Undecided]
) -> Sequence[_Maker]:
    """What makes each row, in their order: words are made only for rows that are shown."""
    rosters = [_Maker(chain, book, lacks=lacks, data=data) for lacks, data in by_roster(chain, undecided)]
    gravest = sorted(certain, key=lambda gap: _order(chain, gap))
    gaps_found = [_Maker(chain, book, gap=gap) for gap in gravest]
    subjects = [_Maker(chain, book, subject=subject, data=data) for subject, data in by_subject(chain, undecided)]
    return [*rosters, *gaps_found, *subjects]


class _Maker:
    """Makes one row."""

    def __init__(
        self,
        chain: Chain,
        book: EvidenceBook,
        *,
        gap: Gap | None = None,
        subject: int | None = None,
        lacks: str = "",
        data: Lacks | None = None,
    ) -> None:
        self._chain, self._book, self._gap, self._lacks = chain, book, gap, lacks
        self._subject = gap.subject if gap else subject
        self._data = data

    def __call__(self) -> GapRow:
        """The row."""
        view, subject, gap = self._chain.view, self._subject, self._gap
        severity, formula, closes_when, leads = self._words()
        evidence = self._book.of_node(view, subject) if subject is not None else ()
        if gap:
            evidence += self._book.of_relationships(view, gap.links)
        return GapRow(
            gap=gap.gap if gap else "G15",
            subject=view.node_ids[subject] if subject is not None else "",
            subject_name=view.node_names[subject] if subject is not None else "",
            lacks=self._lacks,
            severity=severity,
            counts=gap.counts if gap else QUESTIONS,
            formula=formula,
            closes_when=closes_when,
            candidates=tuple(_candidate(self._chain, lead) for lead in leads),
            evidence=evidence,
        )

    def _words(self) -> tuple[float | None, Text, Text, tuple[Lead, ...]]:
        if self._gap:
            return self._gap.severity, self._gap.formula, self._gap.closes_when, self._gap.leads
        assert self._data is not None
        return self._data


def _order(chain: Chain, gap: Gap) -> tuple[bool, float, int, str, str]:
    """Gravest first; unknown severity last; then by definition and name."""
    name = chain.view.node_names[gap.subject]
    return gap.severity is None, -(gap.severity or 0.0), int(gap.gap[1:]), name, gap.formula.zh


def _candidate(chain: Chain, lead: Lead) -> Candidate:
    return Candidate(**node_ref(chain.view, lead.node).model_dump(), why=lead.why)


def _sentence(chain: Chain, certain: Sequence[Gap], undecided: Sequence[Undecided]) -> Text:
    if not chain.stages.all and not certain and not undecided:
        return Text("没有载入产业链,有无缺口无从判断。", "No chain was loaded, so nothing can be said of its gaps.")
    found = Text("确认的缺口 {number} 个", "{gaps}").fill(number=len(certain), gaps=plural(len(certain), "certain gap"))
    number = sum(question.questions for question in undecided)
    open_questions = Text(
        ";另有 {number} 项无法判断(G15,数据空白,不是缺环)",
        "; {questions} cannot be decided (G15: a gap in the data, not in the chain)",
    ).fill(number=number, questions=plural(number, "further question"))
    return found + (open_questions if number else NOTHING) + _first_roster(chain, undecided) + Text("。", ".")


def _first_roster(chain: Chain, undecided: Sequence[Undecided]) -> Text:
    """The roster that would decide most."""
    rosters = by_roster(chain, undecided)
    return Text(";首先:", "; above all: ") + rosters[0][1][1] if rosters else NOTHING
