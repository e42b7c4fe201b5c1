"""The gap register: what is missing in the chain, how grave it is, and what would close it.

First the rosters that are missing, in the order in which they settle most questions, then the gaps that are certain,
the gravest of each kind first, then the open questions by stage. G15 takes precedence: where a roster was not loaded,
or is stale, the register says that the question cannot be decided, and never that something is missing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...option import Option
from ...wording import NOTHING, Text, plural
from ..answer import Answer, AnswerModel, Status, Unknown
from ..chain import Chain, newest_day
from ..contradictions import of_chain
from ..evidence import EvidenceBook, node_ref
from ..lookup import resolve_stage
from ..question import Found, Frame, question
from ..requirements import no_chain, no_feeds, no_needs, no_rhythm
from ..shared_options import AsOf, Stage
from ..stated import stated_but_unlisted
from .candidates import Lead
from .data_gaps import Lacks, by_roster, by_subject
from .history import NEVER_SEEN, History
from .judging import all_judged
from .row import GAP_LABELS, GAPS, Candidate, GapRow, lacking_label
from .rules import QUESTIONS, SETTLED, Gap, Judgement, Undecided
from .supply_shares import no_shares


class GapBounds(AnswerModel):
    """What was judged, how large the chain is, what was found, and how many rows are shown."""

    judged: list[Annotated[str, GAPS]]
    required_stages: int
    feeds: int
    gaps: int
    open_questions: int
    rows: int
    shown: int


@question(
    Answer[GapRow],
    about=Text(
        "先是缺的名单,再是确认的缺口,每种最重的在前。{kinds}。名单没有载入的环节只报 G15,绝不报缺环。",
        "First come the rosters that are missing, then the certain gaps, the gravest of each kind first. {kinds}. "
        "A stage whose roster was not loaded is G15, never a missing stage.",
    ).fill(kinds=Text.joined(Text.same(f"{gap} ") + label for gap, label in GAP_LABELS.items())),
    examples=("alliance gaps --top 5", "alliance gaps --kind G1 --kind G4", "alliance gaps --stage 花茶"),
)
def gaps(
    frame: Frame[AllianceGraph],
    *,
    kinds: Annotated[
        Sequence[str],
        Option("只看这种缺口,可多次", "only gaps of this kind; repeatable", terms=GAPS, names=("--kind",)),
    ] = (),
    stage: Stage = None,
    as_of: AsOf = None,
    top: Annotated[
        int | None, Option("只列最前面的几行", "only the first rows", least=1, unit=Text("行", "rows"))
    ] = None,
) -> Found[GapRow, GapBounds]:
    """The gaps of the chain, the gravest of each kind first, after the rosters that would decide most.

    Severity is the number of stages, organisations, members, issues or open questions that hang on a gap, by the
    definition of its kind (docs/definitions.md); a gap of unknown severity comes last. That of a missing roster is the
    number of questions that it settles once those before it are loaded.

    Parameters
    ----------
    graph
        The graph.
    kinds
        Only these, such as `G1`, and of the data gaps (G15) those that keep these from being decided; all when empty.
    stage
        Only gaps of this stage, of finer ones and of organisations that work there; the whole chain when absent.
    as_of
        The day of the picture; the newest that is known of the scope when absent (`chain.newest_day`).
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
    graph, book = frame.graph, frame.book
    scope = resolve_stage(graph, stage) if stage else None
    frame.tell(stage=graph.node_ids[scope] if scope is not None else None)
    chain = Chain.of(frame.on(as_of or newest_day(graph, scope)))
    judged = [judgement for judgement in all_judged(chain) if _is_inside(chain, scope, judgement)]
    undecided = [item for item in judged if isinstance(item, Undecided) and _is_asked(item.gap, kinds)]
    certain = [item for item in judged if isinstance(item, Gap) and item.gap in (kinds or GAP_LABELS)]
    not_judged = (
        *_not_judged(chain, kinds),
        *(no_rhythm(chain) if scope is None and "G12" in (kinds or ["G12"]) else ()),
    )
    makers = _makers(chain, book, certain, undecided)
    rows = tuple(make() for make in makers[:top])
    return Found(
        status=_status(certain, undecided, not_judged),
        sentence=_sentence(chain, certain, undecided),
        rows=rows,
        bounds=GapBounds(
            judged=list(GAP_LABELS),
            required_stages=len(chain.stages.required),
            feeds=chain.stages.feeds.number_of_edges(),
            gaps=len(certain),
            open_questions=sum(item.questions for item in undecided),
            rows=len(makers),
            shown=len(rows),
        ),
        unknown=(*not_judged, *of_chain(chain), *stated_but_unlisted(chain.view, book)),
    )


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
    if not kinds or {"G5", "G6"} & set(kinds):
        yield from no_shares(chain)


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
    gravest = _gravest(chain, certain)
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
        since = History(view).of(gap) if gap else NEVER_SEEN
        evidence = self._book.of_node(view, subject) if subject is not None else ()
        if gap:
            evidence += self._book.of_relationships(view, gap.links)
        return GapRow(
            gap=gap.gap if gap else "G15",
            subject=view.node_ids[subject] if subject is not None else "",
            subject_name=view.node_names[subject] if subject is not None else "",
            lacks=self._lacks,
            severity=severity,
            counts=gap.counts if gap else SETTLED if self._lacks else QUESTIONS,
            formula=formula,
            closes_when=closes_when,
            first_seen=since.first_seen,
            censuses=since.censuses,
            candidates=tuple(_candidate(self._chain, lead) for lead in leads),
            evidence=evidence,
        )

    def _words(self) -> tuple[float | None, Text, Text, Sequence[Lead]]:
        if self._gap:
            return self._gap.severity, self._gap.formula, self._gap.closes_when, self._gap.leads()
        assert self._data is not None
        return self._data


def _gravest(chain: Chain, certain: Sequence[Gap]) -> list[Gap]:
    """The gravest of each kind first, then the second of each: what one kind counts is no more than what another does.

    Within a kind unknown severity comes last, and equal ones stand by name.
    """
    names, places = chain.view.node_names, defaultdict[str, int](int)

    def within(gap: Gap) -> tuple[bool, float, str, str]:
        return gap.severity is None, -(gap.severity or 0.0), names[gap.subject], gap.formula.zh

    placed = []
    for gap in sorted(certain, key=within):
        placed.append((places[gap.gap], int(gap.gap[1:]), gap))
        places[gap.gap] += 1
    return [gap for _, _, gap in sorted(placed, key=lambda entry: entry[:2])]


def _candidate(chain: Chain, lead: Lead) -> Candidate:
    return Candidate(**node_ref(chain.view, lead.node).model_dump(), why=lead.why)


def _sentence(chain: Chain, certain: Sequence[Gap], undecided: Sequence[Undecided]) -> Text:
    if not chain.stages.all and not certain and not undecided:
        return Text("没有载入产业链,有无缺口无从判断。", "No chain was loaded, so nothing can be said of its gaps.")
    found = Text("确认的缺口 {number} 个", "{gaps}").fill(number=len(certain), gaps=plural(len(certain), "certain gap"))
    number = sum(item.questions for item in undecided)
    open_questions = Text(
        ";另有 {number} 项无法判断(G15,数据空白,不是缺环)",
        "; {questions} cannot be decided (G15: a gap in the data, not in the chain)",
    ).fill(number=number, questions=plural(number, "further question"))
    return found + (open_questions if number else NOTHING) + _first_roster(chain, undecided) + Text("。", ".")


def _first_roster(chain: Chain, undecided: Sequence[Undecided]) -> Text:
    """What to load first, and how many questions that settles."""
    rosters = by_roster(chain, undecided)
    if not rosters:
        return NOTHING
    lacks, data = rosters[0]
    return Text(";首先补上{what},可判断 {number:g} 项", "; first of all {what} would settle {number:g}").fill(
        what=lacking_label(lacks), number=data[0]
    )
