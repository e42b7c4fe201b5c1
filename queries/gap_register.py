"""The gap register: what is missing in the chain, how grave it is, and what would close it.

G15 takes precedence: where a roster was not loaded, or is stale, the register says that the question cannot be decided,
and never that something is missing.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from ..errors import UnknownTerm
from ..graph.alliance_graph import AllianceGraph
from ..graph.schema import schema
from ..wording import Text
from .answer import Answer, Status
from .candidates import Lead
from .chain import Chain
from .evidence import EvidenceBook, node_ref
from .gap_row import GAP_LABELS, Candidate, GapRow
from .gap_rules import RULES, Gap, Undecided
from .stated import stated_but_unlisted


def gaps(
    graph: AllianceGraph, *, kinds: Sequence[str] = (), as_of: date | None = None, top: int | None = None
) -> Answer[GapRow]:
    """The gaps of the chain, gravest first.

    Severity is the number of stages, organisations, members, issues or open questions that hang on a gap, by the
    definition of its kind (docs/definitions.md); a gap of unknown severity comes last.

    Parameters
    ----------
    graph
        The graph.
    kinds
        Only these, such as `G1`, and of the data gaps (G15) those that keep these from being decided; all when empty.
    as_of
        The day of the picture; the newest observation in the data when absent.
    top
        Only the gravest; all when absent.

    Returns
    -------
    Answer[GapRow]
        `found` when a gap is certain, `unknown` when there are only data gaps (G15), `none` when every question could
        be decided and nothing is missing.

    Raises
    ------
    UnknownTerm
        A kind of gap that is not judged here.
    """
    started = time.perf_counter()
    for one in kinds:
        if one not in GAP_LABELS:
            raise UnknownTerm(Text("缺口种类", "kind of gap"), one, list(GAP_LABELS))
    day = as_of or graph.latest_observation
    chain = Chain(graph.as_of(day) if day else graph)
    judged = [judgement for rule in RULES for judgement in rule(chain)]
    undecided = [
        judgement for judgement in judged if isinstance(judgement, Undecided) and _is_asked(judgement.gap, kinds)
    ]
    certain = [
        judgement for judgement in judged if isinstance(judgement, Gap) and judgement.gap in (kinds or GAP_LABELS)
    ]
    found = certain + _data_gaps(chain, undecided)
    shown = sorted(found, key=lambda gap: _order(chain, gap))
    book = EvidenceBook(graph.records)
    rows = tuple(_row(chain, book, one) for one in shown[:top])
    answer = Answer[GapRow](
        question="gaps",
        parameters={"kinds": list(kinds), "as_of": str(day) if day else None, "top": top},
        status=_status(shown),
        sentence=_sentence(found, len(undecided)),
        rows=rows,
        bounds={
            "judged": list(GAP_LABELS),
            "required_stages": len(chain.required),
            "feeds": chain.feeds.number_of_edges(),
            "gaps": len(shown),
            "shown": len(rows),
        },
        unknown=tuple(stated_but_unlisted(chain.view, book)),
        evidence=book.entries(),
        data_version=graph.data_version,
    )
    return answer.since(started)


def _is_asked(gap: str, kinds: Sequence[str]) -> bool:
    """Whether an undecided question belongs to the kinds that were asked for; G15 asks for all that are undecided."""
    return not kinds or gap in kinds or "G15" in kinds


def _data_gaps(chain: Chain, undecided: Sequence[Undecided]) -> list[Gap]:
    """One G15 a subject: the questions that it blocks, and the rosters that would open them."""
    by_subject: dict[int, list[Undecided]] = defaultdict(list)
    for one in undecided:
        by_subject[one.subject].append(one)
    return [_data_gap(chain, subject, blocked) for subject, blocked in sorted(by_subject.items())]


def _data_gap(chain: Chain, subject: int, blocked: Sequence[Undecided]) -> Gap:
    instruments = list(dict.fromkeys(one.instrument for one in blocked))
    labels = [schema().instruments[one].label for one in instruments]
    questions, scope = _questions(blocked), chain.view.node_ids[subject]
    outdated = _outdated(chain, subject, instruments)
    since = Text(f",普查不早于 {chain.oldest_census}", f", census not before {chain.oldest_census}")
    since = since if outdated.en else Text("", "")
    return Gap(
        "G15",
        subject,
        float(len(blocked)),
        Text(
            f"不能判断 {len(blocked)} 项:{';'.join(one.zh for one in questions)}{outdated.zh}",
            f"{len(blocked)} question(s) cannot be decided: {'; '.join(one.en for one in questions)}{outdated.en}",
        ),
        Text(
            f"载入名单:{'、'.join(one.zh for one in labels)}。"
            f"写在 rosters.csv 里,scope_id 为 {scope} 或更大范围{since.zh}。",
            f"Rosters are loaded: {', '.join(one.en for one in labels)} "
            f"(rosters.csv, scope_id={scope} or wider{since.en}).",
        ),
    )


def _outdated(chain: Chain, subject: int, instruments: Sequence[str]) -> Text:
    """The rosters that are there and too old, with their days."""
    stage = subject if chain.view.kind(subject) == "stage" else None
    found = [(schema().instruments[one].label, chain.outdated_roster(stage, one)) for one in instruments]
    old = [(label, day) for label, day in found if day]
    if not old:
        return Text("", "")
    return Text(
        f"。已逾半年的名单:{'、'.join(f'{label.zh}({day})' for label, day in old)}",
        f". Stale rosters: {', '.join(f'{label.en} ({day})' for label, day in old)}",
    )


def _questions(blocked: Sequence[Undecided]) -> list[Text]:
    """What cannot be decided, by kind of gap: `G10 服务空白(科研、检测)`."""
    details: dict[str, list[Text]] = defaultdict(list)
    for one in blocked:
        details[one.gap] += [one.detail] if one.detail.zh else []
    questions = []
    for gap, which in details.items():
        label = GAP_LABELS[gap]
        zh = f"({';'.join(one.zh for one in which)})" if which else ""
        en = f" ({'; '.join(one.en for one in which)})" if which else ""
        questions.append(Text(f"{gap} {label.zh}{zh}", f"{gap} {label.en}{en}"))
    return questions


def _order(chain: Chain, gap: Gap) -> tuple[bool, float, int, str, str]:
    """Gravest first; unknown severity last; then by definition and name."""
    name = chain.view.node_names[gap.subject]
    return gap.severity is None, -(gap.severity or 0.0), int(gap.gap[1:]), name, gap.formula.zh


def _status(found: Sequence[Gap]) -> Status:
    if any(one.gap != "G15" for one in found):
        return "found"
    return "unknown" if found else "none"


def _row(chain: Chain, book: EvidenceBook, gap: Gap) -> GapRow:
    evidence = book.of_node(chain.view, gap.subject) + book.of_relationships(chain.view, gap.links)
    return GapRow(
        gap=gap.gap,
        subject=chain.view.node_ids[gap.subject],
        subject_name=chain.view.node_names[gap.subject],
        severity=gap.severity,
        formula=gap.formula,
        closes_when=gap.closes_when,
        candidates=tuple(_candidate(chain, lead) for lead in gap.leads),
        evidence=evidence,
    )


def _candidate(chain: Chain, lead: Lead) -> Candidate:
    return Candidate(**node_ref(chain.view, lead.node).model_dump(), why=lead.why)


def _sentence(found: Sequence[Gap], undecided: int) -> Text:
    certain = sum(one.gap != "G15" for one in found)
    blind = len(found) - certain
    return Text(
        f"确认的缺口 {certain} 个;另有 {blind} 个对象因名单未载入或已过期,{undecided} 项无法判断"
        "(G15,数据空白,不是缺环)。",
        f"{certain} certain gap(s); for {blind} subject(s), {undecided} question(s) cannot be decided because a "
        "roster is missing or stale (G15: a gap in the data, not in the chain).",
    )
