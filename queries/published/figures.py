"""Published numbers by subject, measure, group and period, each with its source; what contradicts, what adds up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...graph.models import Measure, Node
from ...graph.names import normal_form
from ...graph.records import record_key
from ...option import Option
from ...wording import NOTHING, Text, plural, some
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status, Unknown
from ..columns import Column
from ..evidence import node_ref
from ..figure_search import figures_of
from ..lookup import resolve_position
from ..question import Found, Frame, question
from .agreement import Same, against_groups, contradicted_by, same_figure

_MOST_NAMED = 5


class FigureRow(RowModel):
    """One published number.

    Parameters
    ----------
    value
        As people write it: `53`, `≥300`, `≈34`; `?` where the source names the number and does not give it.
    low, high
        At least and at most; None where nobody knows. Of `≈34` both are None: it is only about right.
    group
        The part that it is given for; empty for the whole.
    definition
        By which rule it is counted.
    check
        What other figures say to it: who contradicts it, and whether its groups add up to it.
    """

    subject: Annotated[
        NodeRef,
        Column("对象 id", "subject id", "subject_id", lambda row: row.subject.id, on_screen=False),
        Column("对象", "subject", "subject", lambda row: row.subject.name),
    ]
    metric: Annotated[str, Column("指标", "measure")]
    group: Annotated[str, Column("组", "group")]
    value: Annotated[str, Column("数值", "value")]
    low: Annotated[float | None, Column("至少", "at least", on_screen=False)]
    high: Annotated[float | None, Column("至多", "at most", on_screen=False)]
    unit: Annotated[str, Column("单位", "unit")]
    period: Annotated[str, Column("时间", "period")]
    definition: Annotated[str, Column("口径", "definition")]
    check: Annotated[Text, Column("核对", "check")]
    note: Annotated[str, Column("备注", "note")]
    source: Annotated[str, Column("来源", "source")]
    evidence: tuple[str, ...]


class FiguresBounds(AnswerModel):
    """What was looked at.

    Parameters
    ----------
    subjects
        How many subjects the figures have.
    figures, not_given
        How many figures answer, and how many of them a source names without giving the number.
    contradicted
        How many of them another source contradicts.
    """

    subjects: int
    figures: int
    not_given: int
    contradicted: int


@question(
    Answer[FigureRow],
    about=Text(
        "公布的数字,按对象、指标、组和时间列出,每个都带来源。“300 多”是至少 300。"
        "同一对象、指标、组、时间、单位和口径的数字不能都对时,两边都列出,不取舍;年份或口径不同的不比较、不相加。"
        "各组之和只在来源、时间、单位和口径都相同时与总数核对。",
        'Published numbers by subject, measure, group and period, each with its source. "300+" is at least 300. Where '
        "figures of one subject, measure, group, period, unit and definition cannot all be right, all are shown and "
        "none is preferred; other years or definitions are neither compared nor added. Groups are added up against a "
        "total of the same source, period, unit and definition only.",
    ),
    examples=(
        "alliance figures --find 772",
        "alliance figures --find 花农",
        "alliance figures --of 茉莉花 --period 2023",
    ),
)
def figures(
    frame: Frame[AllianceGraph],
    *,
    text: Annotated[
        str | None,
        Option("只列含这些字的,或等于这个数的", "only those with these words, or of this number", names=("--find",)),
    ] = None,
    of: Annotated[
        str | None, Option("只列这个对象的", "only those of this subject", names=("--of",), metavar="NAME")
    ] = None,
    period: Annotated[
        str | None,
        Option(
            "只列这段时间的,如 2023、2024H1", "only those of this time, such as 2023 or 2024H1", names=("--period",)
        ),
    ] = None,
) -> Found[FigureRow, FiguresBounds]:
    """The published numbers that answer, and what other figures say to each.

    Parameters
    ----------
    graph
        The graph.
    text
        Words of the measure, the group, the definition or the note, or the number itself; everything when absent.
    of
        The node that they are about; any when absent.
    period
        A partial date; figures whose own period lies within it. Any, also none, when absent.

    Returns
    -------
    Answer[FigureRow]
        `found` where a number was published; `unknown` where figures are named and none of them is given; `none` where
        no loaded source has one.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    BadDate
        The period is none.
    """
    graph = frame.graph
    subject = None if of is None else graph.node_ids[resolve_position(graph, of)]
    frame.tell(of=subject)
    within = PartialDate.parse(period) if period else None
    chosen = [
        (measure, node)
        for measure, node in _all(frame, graph, text)
        if subject in (None, measure.subject) and _is_within(measure, within)
    ]
    same = same_figure(graph.records.measures.values())
    rows = [_row(frame, graph, measure, same) for measure, _ in sorted(chosen, key=_order)]
    contradicted = sum(bool(contradicted_by(measure, same)) for measure, _ in chosen)
    bounds = FiguresBounds(
        subjects=len({measure.subject for measure, _ in chosen}),
        figures=len(rows),
        not_given=sum(measure.value is None for measure, _ in chosen),
        contradicted=contradicted,
    )
    given = bounds.figures - bounds.not_given
    status: Status = "found" if given else "unknown" if rows else "none"
    unknown = _unknown([measure for measure, _ in chosen if measure.value is None])
    return Found(status, _sentence(bounds, rows), rows, bounds, unknown)


def _all(frame: Frame[AllianceGraph], graph: AllianceGraph, text: str | None) -> list[tuple[Measure, Node]]:
    if text:
        return figures_of(graph, frame.records, text)
    measures = (measure for measure in frame.records.measures.values() if not measure.open_end)
    return [(m, graph.node(m.subject)) for m in measures if graph.position(m.subject) is not None]


def _is_within(measure: Measure, within: PartialDate | None) -> bool:
    if within is None:
        return True
    period = measure.period
    return period is not None and within.first <= period.first and period.last <= within.last


def _order(figure: tuple[Measure, Node]) -> tuple[str, str, str, int, str]:
    """By subject, measure and group, the newest first."""
    measure, node = figure
    newest = -measure.period.last.toordinal() if measure.period else 0
    return node.name, normal_form(measure.metric), measure.group, newest, record_key(measure)


def _row(frame: Frame[AllianceGraph], graph: AllianceGraph, measure: Measure, same: Same) -> FigureRow:
    position = graph.position(measure.subject)
    assert position is not None
    value = measure.value
    exact = value is not None and value.bound == "exact"
    sources = dict.fromkeys(_title(frame, sighting.source) for sighting in measure.evidence)
    return FigureRow(
        subject=node_ref(graph, position),
        metric=measure.metric,
        group=measure.group,
        value=str(value) if value else "?",
        low=value.value if value and value.bound != "about" else None,
        high=value.value if value and exact else None,
        unit=measure.unit,
        period=str(measure.period or ""),
        definition=measure.definition,
        check=_check(frame, measure, same),
        note=measure.note,
        source=some(list(sources)).zh,
        evidence=frame.book.add(record_key(measure), measure.evidence),
    )


def _title(frame: Frame[AllianceGraph], source_id: str) -> str:
    """A source in few words: who published it, and when."""
    source = frame.records.sources.get(source_id)
    if source is None:
        return source_id
    return " ".join(filter(None, (source.publisher or source.title or source_id, str(source.date or ""))))


def _check(frame: Frame[AllianceGraph], measure: Measure, same: Same) -> Text:
    others = contradicted_by(measure, same)
    told = [f"{other.value} [{_title(frame, other.evidence[0].source)}]" for other in others]
    parts = []
    if told:
        which = some(told)
        parts.append(Text(f"与另一来源矛盾:{which.zh}", f"contradicted: {which.en}"))
    if groups := against_groups(measure, same):
        parts.append(groups)
    return Text.joined(parts, ";", "; ") if parts else NOTHING


def _unknown(not_given: Sequence[Measure]) -> Iterator[Unknown]:
    by_metric: Mapping[str, list[str]] = defaultdict(list)
    for measure in not_given:
        by_metric[measure.metric].append(measure.group)
    for metric, groups in sorted(by_metric.items()):
        named = some(sorted(filter(None, groups)), limit=_MOST_NAMED)
        of_which = Text(f"({named.zh})", f" ({named.en})") if named.zh else NOTHING
        yield Unknown(
            what=Text(f"{metric}{of_which.zh}:数字", f"{metric}{of_which.en}: the number"),
            why=Text("来源提到它,没有给出数字。", "A source names it and gives no number."),
            closes_when=Text("来源给出数字,或载入逐个列出的名单", "a source gives it, or the list is loaded"),
        )


def _sentence(bounds: FiguresBounds, rows: Sequence[FigureRow]) -> Text:
    if not rows:
        return Text("载入的来源中没有这样的数字。", "No loaded source has such a number.")
    numbers = Counter(row.metric for row in rows)
    metric, number = min(numbers.items(), key=lambda item: (-item[1], item[0]))
    most = Text(f",最多的是{metric}({number} 个)", f", most often {metric} ({number})") if number > 1 else NOTHING
    not_given = Text(
        f";其中 {bounds.not_given} 个没有给出数字", f"; of {bounds.not_given} the number is not given"
    ) if bounds.not_given else NOTHING  # fmt: skip
    against = Text(
        f";{bounds.contradicted} 个与另一来源矛盾", f"; {bounds.contradicted} contradicted by another source"
    ) if bounds.contradicted else NOTHING  # fmt: skip
    start = Text(
        f"{bounds.subjects} 个对象有 {bounds.figures} 个公布的数字",
        f"{plural(bounds.figures, 'published figure')} of {plural(bounds.subjects, 'subject')}",
    )
    return start + most + not_given + against + Text("。", ".")
