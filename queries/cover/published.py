"""Published totals that look like a coverage rate and are not one: they are quoted, never divided."""

from __future__ import annotations

from ...graph.alliance_graph import AllianceGraph
from ...graph.models import Measure
from ...graph.records import record_key
from ...graph.schema import schema
from ...wording import Text
from ..answer import Unknown
from ..evidence import EvidenceBook


def no_denominator(graph: AllianceGraph, book: EvidenceBook) -> Unknown:
    """Why there is no denominator, with the totals that look like one."""
    totals = _published(graph, book, "organisations")
    organised, floor = _published(graph, book, "party_organizations"), _newest(graph, "party_organizations")
    why = Text(
        "没有载入实际运营单位的完整名单,或名单已逾半年,分母未知。",
        "No complete roster of organisations in operation was loaded, or it is over half a year old.",
    )
    if totals and organised:
        why += Text(
            "公布的合计({organised};{totals})不能相除:一个联合党组织覆盖几家单位,各数的口径和年份也不同。"
            "只能说:若没有一家单位有两个党组织,已覆盖的至少 {floor} 家。",
            " The published totals ({organised}; {totals}) do not divide: a joint organisation covers several "
            "employers, and scopes and years differ. What can be said: if no employer has two party organisations, "
            "at least {floor} are covered.",
        ).fill(organised=Text.joined(organised, en="; "), totals=Text.joined(totals, en="; "), floor=floor)
    return Unknown(
        what=Text(zh="党组织覆盖率", en="coverage rate of party organisations"),
        why=why,
        closes_when=Text(
            zh="载入实际运营单位名单(rosters.csv 中 instrument=organisation),每家注明单独、联合或未建",
            en="a roster of operating organisations is loaded (rosters.csv, instrument=organisation) that says for "
            "each whether it has its own party organisation, a joint one or none",
        ),
    )


def _published(graph: AllianceGraph, book: EvidenceBook, which: str) -> list[Text]:
    """Published totals as text, each with its year: they are quoted, never divided."""
    texts = []
    for measure in graph.records.measures.values():
        if measure.metric in schema().published[which] and measure.value:
            book.add(record_key(measure), measure.evidence)
            texts.append(_quoted(measure))
    return texts


def _quoted(measure: Measure) -> Text:
    """A total with its year and, where the source gives it, the definition that it follows."""
    said = Text.same(f"{measure.metric} {measure.value}({measure.period or '?'})")
    if not measure.definition:
        return said
    return said + Text(f"[口径:{measure.definition}]", f" [definition: {measure.definition}]")


def _newest(graph: AllianceGraph, which: str) -> str:
    """The newest of the published totals, as a plain number."""
    measures = [measure for measure in graph.records.measures.values() if measure.metric in schema().published[which]]
    dated = [measure for measure in measures if measure.value]
    newest = max(dated, key=lambda measure: str(measure.period or ""), default=None)
    return f"{newest.value.value:.10g}" if newest and newest.value else "?"
