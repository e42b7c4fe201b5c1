"""Which stage has what: the stage × instrument matrix, with count, zero and unknown kept apart.

A zero is printed only where a roster of that instrument was loaded for the stage and is not stale. Without one, what
was seen is a lower bound, and nothing seen is unknown (docs/definitions.md).
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from datetime import date

from ..errors import UnknownTerm
from ..graph.alliance_graph import AllianceGraph
from ..graph.schema import schema
from ..wording import Language, Text
from .answer import Answer, Unknown
from .chain import Chain
from .coverage_row import CoverageRow
from .evidence import EvidenceBook
from .lookup import resolve_stage

DEFAULT_INSTRUMENTS = (
    "organisation", "party_organization", "post", "instructor", "institute", "testing", "finance", "policy",
)  # fmt: skip


class MatrixAnswer(Answer[CoverageRow]):
    """The stage × instrument matrix, one row a cell."""

    def grid(self, language: Language) -> list[dict[str, str]]:
        """The matrix with a row a stage and a column an instrument: `3` all of them, `3+` at least, `0`, `?`."""
        rows: dict[str, dict[str, str]] = {}
        head = "环节" if language == "zh" else "stage"
        for row in self.rows:
            label = schema().instruments[row.measure].label.in_(language)
            rows.setdefault(row.scope, {head: row.scope_name})[label] = row.text()
        return list(rows.values())


def coverage_matrix(
    graph: AllianceGraph,
    *,
    levels: Sequence[str] = (),
    stages: Sequence[str] = (),
    instruments: Sequence[str] = DEFAULT_INSTRUMENTS,
    as_of: date | None = None,
) -> MatrixAnswer:
    """What every required stage has of every instrument.

    Parameters
    ----------
    graph
        The graph.
    levels
        Only stages of these levels, such as `cluster9`; all when empty.
    stages
        Only these stages; all required ones when empty.
    instruments
        The columns, ids of `[instruments]` in `schema.toml`.
    as_of
        The day of the picture; the newest observation in the data when absent.

    Raises
    ------
    UnknownName, AmbiguousName, UnknownTerm
        A stage, level or instrument that does not exist.
    """
    started = time.perf_counter()
    for one in instruments:
        if one not in schema().instruments:
            raise UnknownTerm(Text("工具列", "instrument"), one, list(schema().instruments))
    day = as_of or graph.latest_observation
    chain = Chain(graph.as_of(day) if day else graph)
    chosen = _chosen(chain, levels, stages)
    book = EvidenceBook(graph.records)
    rows = tuple(_cell(chain, book, stage, instrument) for stage in chosen for instrument in instruments)
    answer = MatrixAnswer(
        question="coverage_matrix",
        parameters={
            "levels": list(levels),
            "stages": [graph.node_ids[stage] for stage in chosen] if stages else [],
            "instruments": list(instruments),
            "as_of": str(day) if day else None,
        },
        status="found" if any(row.covered is not None for row in rows) else "unknown",
        sentence=_sentence(rows, len(chosen)),
        rows=rows,
        bounds={"stages": len(chosen), "as_of": str(day) if day else None},
        unknown=tuple(_unknowns(rows, instruments)),
        evidence=book.entries(),
        data_version=graph.data_version,
    )
    return answer.since(started)


def _chosen(chain: Chain, levels: Sequence[str], stages: Sequence[str]) -> list[int]:
    known = chain.levels()
    for level in levels:
        if level not in known:
            raise UnknownTerm(Text("环节级别", "level of stages"), level, known)
    chosen = chain.required
    if levels:
        chosen = [one for one in chain.stages if chain.view.node_at(one).level in levels]
    if stages:
        wanted = {resolve_stage(chain.view, name) for name in stages}
        chosen = [one for one in chain.stages if one in wanted]
    return chosen


def _cell(chain: Chain, book: EvidenceBook, stage: int, instrument: str) -> CoverageRow:
    served = chain.served(stage, instrument)
    known = served.complete or served.count > 0
    return CoverageRow(
        scope=chain.view.node_ids[stage],
        scope_name=chain.view.node_names[stage],
        measure=instrument,
        unit="count",
        covered=served.count if known else None,
        unknown=0 if served.complete else None,
        total=None,
        low=served.count if known else None,
        high=served.count if served.complete else None,
        evidence=book.of_relationships(chain.view, served.links),
    )


def _sentence(rows: Sequence[CoverageRow], stages: int) -> Text:
    counted = sum(bool(row.covered) for row in rows)
    zero = sum(row.covered == 0 for row in rows)
    unknown = len(rows) - counted - zero
    columns = len(rows) // stages if stages else 0
    return Text(
        f"{stages} 个环节 × {columns} 类:{counted} 格有,{zero} 格确知没有,{unknown} 格未知。",
        f"{stages} stages × {columns} instruments: {counted} cells have some, {zero} are known to have none, "
        f"{unknown} are unknown.",
    )


def _unknowns(rows: Sequence[CoverageRow], instruments: Sequence[str]) -> list[Unknown]:
    blank = Counter(row.measure for row in rows if row.covered is None)
    if not blank:
        return []
    shown = [one for one in instruments if blank[one]]
    labels = {one: schema().instruments[one].label for one in shown}
    which = "instrument=" + ", ".join(shown)
    return [
        Unknown(
            what=Text(
                zh="没见到的环节数:" + "、".join(f"{labels[one].zh} {blank[one]}" for one in shown),
                en="stages where none was seen: " + ", ".join(f"{labels[one].en} {blank[one]}" for one in shown),
            ),
            why=Text(
                zh="没有载入名单,或名单已逾半年;没见到不等于没有。",
                en="No roster was loaded, or it is over half a year old: not seen is not none.",
            ),
            closes_when=Text(
                zh=f"rosters.csv 写明这些环节的名单完整({which})。",
                en=f"rosters.csv states that their rosters are complete ({which}).",
            ),
        )
    ]
