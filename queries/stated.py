"""Counts that were published against what the graph lists one by one: the rest of the list is a known hole.

Which names of a count mean which links is data (`[[stated]]` in `schema.toml`), for any subject. The newest figure that
is not of a later time than the day counts. Two figures of the same period and definition that differ contradict each
other: both are told, and the larger one leaves the hole, since nothing shows that it is wrong. Figures of different
definitions count different things and are never compared.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers
from ..graph.declarations import StatedCount
from ..graph.models import Measure
from ..graph.names import normal_form
from ..graph.quantities import Quantity
from ..graph.records import record_key
from ..graph.schema import schema
from ..graph.truth import Truth, Truths, link_truths
from ..wording import Text
from .answer import Unknown
from .evidence import EvidenceBook

_COUNT_ENDING = re.compile(r"(?<=.)(?:总数量|总数|数量|个数|数|总量)$")
_COUNT_BEGINNING = re.compile(r"^(?:numberof|totalnumberof|countof)(?=.)")
_SCALES = {"万": 10_000, "亿": 100_000_000, "千": 1_000}
_UNITS = ("个", "家", "户", "名", "所", "处")
_NO_COUNT = re.compile(r"[%％‰/]|率|比")


@dataclass(frozen=True, slots=True)
class StatedTotal:
    """What was published of one count of one subject, and what the graph names of it.

    Parameters
    ----------
    stated
        What is counted.
    subject
        Position of the node that the count belongs to.
    measures
        The figures of the newest period and of one definition, the largest first.
    value
        The largest of them.
    named
        Positions of the nodes that are joined to the subject by such a link that holds; an aggregate names nobody.
    """

    stated: StatedCount
    subject: int
    measures: tuple[Measure, ...]
    value: Quantity
    named: tuple[int, ...]

    @property
    def missing(self) -> Quantity | None:
        """How many are counted and not named, as exactly as the count is; None when the list is full."""
        rest = self.value.value - len(self.named)
        return self.value.model_copy(update={"value": rest}) if rest > 0 else None

    @property
    def unit(self) -> str:
        """The Chinese word that stands between the number and what is counted."""
        unit = self.measures[0].unit
        return unit if unit in _UNITS else "个"

    @property
    def contradicted(self) -> bool:
        """Whether figures of the same period cannot both be true."""
        return any(not self.value.agrees_with(_quantity(other)) for other in self.measures[1:])


def stated_but_unlisted(
    graph: AllianceGraph, book: EvidenceBook, subject: str | None = None, type_id: str | None = None
) -> Iterator[Unknown]:
    """For every published count, what of it the graph does not list, and which figures contradict each other.

    Parameters
    ----------
    graph
        The graph, on a day or as a whole.
    book
        Gets the evidence of the counts.
    subject
        Only counts of this node; all when absent.
    type_id
        Only counts of links of this type; all when absent.
    """
    for total in stated_totals(graph, subject):
        if type_id not in (None, total.stated.type):
            continue
        if total.missing or total.contradicted:
            for measure in total.measures:
                book.add(record_key(measure), measure.evidence)
        if total.missing:
            yield _unlisted(graph, total, total.missing)
        if total.contradicted:
            yield contradiction(graph, total)


def stated_totals(graph: AllianceGraph, subject: str | None = None) -> Iterator[StatedTotal]:
    """Every count that the schema recognises, of a subject that the type of its links allows."""
    figures: dict[tuple[str, int], list[Measure]] = defaultdict(list)
    for measure in graph.records.measures.values():
        entry = stated_entry(measure.metric)
        if entry is not None and subject in (None, measure.subject) and _is_total(measure, graph.as_of_day):
            figures[measure.subject, entry].append(measure)
    truths = link_truths(graph) if figures else np.zeros(0, np.uint8)
    for (owner, entry), measures in figures.items():
        position, stated = graph.position(owner), schema().stated[entry]
        if position is not None and schema().other_ends(stated.type, stated.end, graph.kind(position)):
            named = tuple(named_by(graph, truths, position, stated).tolist())
            for newest in _by_definition(_newest(measures)):
                yield StatedTotal(stated, position, newest, _quantity(newest[0]), named)


def named_by(graph: AllianceGraph, truths: Truths, subject: int, stated: StatedCount) -> Integers:
    """Positions of the nodes that a subject is joined to by links of a stated count that hold."""
    nodes = neighbours(graph, truths, subject, stated.type, stated.end)
    kinds = stated.kinds or set(schema().kinds)
    return np.array(
        [node for node in nodes.tolist() if graph.kind(node) in kinds and not is_aggregate(graph, node)], np.int64
    )


def neighbours(graph: AllianceGraph, truths: Truths, subject: int, type_id: str, end: str) -> Integers:
    """Positions of the nodes at the other end of a node's links of a type that hold; a symmetric type has no ends."""
    columns, declared = graph.relationships, schema().type(type_id)
    parts = []
    if end == "target" or declared.symmetric:
        parts.append((graph.incoming(subject), columns.sources))
    if end == "source" or declared.symmetric:
        parts.append((graph.outgoing(subject), columns.targets))
    of_type = schema().type_vocabulary.mask
    holding = [
        others[links[of_type(columns.types[links], [type_id]) & (truths[links] == Truth.HOLDS)]]
        for links, others in parts
    ]
    return np.unique(np.concatenate(holding))


def is_aggregate(graph: AllianceGraph, position: int) -> bool:
    """Whether a node stands for several things without names."""
    return '"aggregate"' in graph.nodes.bodies[position] and graph.node_at(position).aggregate


def amount(quantity: Quantity | None) -> Text:
    """A count in words: `51`, `at least 7`, `about 3`."""
    if quantity is None:
        return Text("若干", "an unknown number")
    number = f"{quantity.value:.10g}"
    forms = {
        "exact": Text.same(number),
        "at_least": Text(f"至少 {number}", f"at least {number}"),
        "about": Text(f"约 {number}", f"about {number}"),
    }
    return forms[quantity.bound]


def _unlisted(graph: AllianceGraph, total: StatedTotal, missing: Quantity) -> Unknown:
    name, metric, number = graph.node_names[total.subject], total.measures[0].metric, amount(missing)
    relation = schema().type(total.stated.type)
    return Unknown(
        what=Text(
            zh=f"{name}:{metric} {total.value},其中 {number.zh} 个没有列名",
            en=f"{name}: {metric} {total.value}, {number.en} of them not named",
        ),
        why=total_and_named(graph, total),
        closes_when=Text(
            zh=f"载入名单(关系 {relation.id} {relation.zh})",
            en=f"the list is loaded (links {relation.id}, {relation.en})",
        ),
    )


def total_and_named(graph: AllianceGraph, total: StatedTotal) -> Text:
    """That a source gives a number, and whom of it the graph names."""
    listed = sorted(graph.node_names[node] for node in total.named)
    count = len(listed)
    return Text(
        zh=f"来源只给出总数,列名 {count} 个" + (f"({'、'.join(listed)})。" if listed else "。"),
        en=f"The source gives the total and names {count}" + (f" ({', '.join(listed)})." if listed else "."),
    )


def contradiction(graph: AllianceGraph, total: StatedTotal) -> Unknown:
    """That figures of the same period differ."""
    name, period = graph.node_names[total.subject], total.measures[0].period
    when = f"({period})" if period else ""
    figures = [f"{measure.metric} {measure.value} [{measure.evidence[0].source}]" for measure in total.measures]
    return Unknown(
        what=Text(
            zh=f"{name}{when}:哪个数字对:{'、'.join(figures)}",
            en=f"{name} {when}: which figure is right: {', '.join(figures)}".replace(" :", ":"),
        ),
        why=Text(
            zh="同一时间的数字互相矛盾;没有列名的按较大的数计。",
            en="Figures of the same period contradict each other; what is not named is taken from the larger one.",
        ),
        closes_when=Text(
            zh="来源更正,或载入逐个列出的名单",
            en="a source corrects it, or the list is loaded",
        ),
    )


@lru_cache(maxsize=4096)
def stated_entry(metric: str) -> int | None:
    """Which stated count a published metric is."""
    return _entries().get(_bare(metric))


@lru_cache(maxsize=1)
def _entries() -> dict[str, int]:
    return {_bare(name): place for place, stated in enumerate(schema().stated) for name in stated.names}


def _bare(name: str) -> str:
    return _COUNT_BEGINNING.sub("", _COUNT_ENDING.sub("", normal_form(name)))


def _is_total(measure: Measure, day: date | None) -> bool:
    """Whether a figure is of the whole, is a count, and is not of a time after the day."""
    later = day is not None and measure.period is not None and measure.period.first > day
    counts = measure.value is not None and measure.value.value > 0 and not _NO_COUNT.search(measure.unit)
    return counts and not measure.group and not later


def _newest(measures: list[Measure]) -> tuple[Measure, ...]:
    """The figures of the newest period, the largest first."""
    latest = max(map(_period, measures))
    same = [measure for measure in measures if _period(measure) == latest]
    return tuple(sorted(same, key=lambda measure: (-_quantity(measure).value, record_key(measure))))


def _by_definition(measures: tuple[Measure, ...]) -> Iterator[tuple[Measure, ...]]:
    """Figures of one definition each, which alone are compared."""
    for definition in dict.fromkeys(measure.definition for measure in measures):
        yield tuple(measure for measure in measures if measure.definition == definition)


def _period(measure: Measure) -> tuple[date, date]:
    """The order of periods; a figure without one is older than any."""
    return (measure.period.last, measure.period.first) if measure.period else (date.min, date.min)


def _quantity(measure: Measure) -> Quantity:
    """The value in single units: "3.4 万户" are 34,000."""
    assert measure.value is not None
    scale = next((factor for sign, factor in _SCALES.items() if measure.unit.startswith(sign)), 1)
    return measure.value.model_copy(update={"value": measure.value.value * scale})
