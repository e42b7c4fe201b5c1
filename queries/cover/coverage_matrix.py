"""Which stage has what: the stage × instrument matrix, with count, zero and unknown kept apart.

A zero is printed only where a roster of that instrument was loaded for the stage and is not stale. Without one, what
was seen is a lower bound, and nothing seen is unknown; what only may hold widens the count (docs/definitions.md).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar

from ...errors import UnknownTerm
from ...graph.alliance_graph import AllianceGraph
from ...graph.labels import level_label
from ...graph.schema import schema
from ...option import Option
from ...wording import NOTHING, Language, Text, plural, some
from ..answer import Answer, AnswerModel, Unknown
from ..chain import Chain, newest_day
from ..columns import PlainValue
from ..contradictions import of_chain
from ..evidence import EvidenceBook
from ..lookup import resolve_stage
from ..one_of import candidates, which_of_these
from ..question import Found, Frame, question
from ..requirements import no_chain
from ..shared_options import AsOf
from ..terms import COLUMNS
from .row import CoverageRow

DEFAULT_INSTRUMENTS = (
    "organisation", "party_organization", "post", "instructor", "institute", "testing", "finance", "policy",
)  # fmt: skip


class MatrixAnswer(Answer[CoverageRow]):
    """The stage × instrument matrix, one row a cell."""

    legend: ClassVar[Text] = Text(
        "3 正好;3+ 至少,名单未载入;1–3 一到三;0–3+ 列名的 3 个只是可能有,也许更多;≈ 约数;0 确知没有;? 未知",
        "3 exactly; 3+ at least, no roster; 1–3 one to three; 0–3+ three are named that only may be there, "
        "perhaps more; ≈ about; 0 known to have none; ? unknown",
    )

    def screen_cells(self, language: Language) -> list[dict[str, PlainValue]]:
        """For people the matrix is a grid; CSV and data frames have a line a cell."""
        return [dict(stage) for stage in self.grid(language)]

    def grid(self, language: Language) -> list[dict[str, str]]:
        """The matrix with a row a stage and a column an instrument: `3` all of them, `3+` at least, `0`, `?`."""
        rows: dict[str, dict[str, str]] = {}
        head = "环节" if language == "zh" else "stage"
        for row in self.rows:
            label = schema().instruments[row.measure].label.in_(language)
            rows.setdefault(row.scope, {head: row.scope_name})[label] = row.text()
        return list(rows.values())


class MatrixBounds(AnswerModel):
    """How many stages the matrix has, and the day."""

    stages: int
    as_of: str | None


@question(
    MatrixAnswer,
    about=Text(
        "没有载入名单的格子是“未知”或“至少”,不是零。",
        'A cell without a roster is "unknown" or "at least", never zero.',
    ),
    examples=("alliance coverage --level 九个业态", "alliance coverage --stage 花茶 --csv"),
)
def coverage_matrix(
    frame: Frame[AllianceGraph],
    *,
    levels: Annotated[
        Sequence[str],
        Option(
            "只看这一级环节,如 九个业态,可多次",
            "only stages of this level, such as core; repeatable",
            names=("--level",),
            metavar="LEVEL",
        ),
    ] = (),
    stages: Annotated[
        Sequence[str],
        Option("只看这个环节,可多次", "only this stage; repeatable", names=("--stage",), metavar="NAME"),
    ] = (),
    instruments: Annotated[
        Sequence[str],
        Option(
            "只看这一列,如 post,可多次",
            "only this column, such as post; repeatable",
            terms=COLUMNS,
            names=("--instrument",),
            metavar="ID",
        ),
    ] = DEFAULT_INSTRUMENTS,
    as_of: AsOf = None,
) -> Found[CoverageRow, MatrixBounds]:
    """What every required stage has of every instrument.

    Parameters
    ----------
    graph
        The graph.
    levels
        Only stages of these levels, such as `cluster9` or 九个业态; all when empty.
    stages
        Only these stages; all required ones when empty.
    instruments
        The columns, ids of `[instruments]` in `schema.toml`.
    as_of
        The day of the picture; the newest that is known of the chain when absent (`chain.newest_day`).

    Returns
    -------
    MatrixAnswer
        `unknown` when nothing is known of any cell, or no chain was loaded.

    Raises
    ------
    UnknownName, AmbiguousName, UnknownTerm
        A stage, level or instrument that does not exist.
    """
    graph = frame.graph
    scope = resolve_stage(graph, stages[0]) if len(stages) == 1 else None
    chain = Chain.of(frame.on(as_of or newest_day(graph, scope)))
    chosen = _chosen(chain, levels, stages)
    frame.tell(stages=[graph.node_ids[stage] for stage in chosen] if stages else [])
    asked = [(stage, instrument) for stage in chosen for instrument in instruments]
    rows = tuple(_cells(chain, frame.book, asked))
    return Found(
        status="found" if any(row.covered is not None for row in rows) else "unknown",
        sentence=_sentence(rows, len(chosen)) + _of_whole_chains(chain, chosen, instruments),
        rows=rows,
        bounds=MatrixBounds(stages=len(chosen), as_of=frame.as_of),
        unknown=(
            *no_chain(chain),
            *of_chain(chain),
            *_unlisted(rows, instruments),
            *_doubtful(rows),
            *_candidates(chain, asked),
        ),
    )


def _chosen(chain: Chain, levels: Sequence[str], stages: Sequence[str]) -> list[int]:
    wanted_levels = {_level(chain, level) for level in levels}
    if stages:
        wanted = {resolve_stage(chain.view, name) for name in stages}
        return [stage for stage in chain.stages.all if stage in wanted]
    if levels:
        return [stage for stage in chain.stages.all if chain.view.node_at(stage).level in wanted_levels]
    return chain.stages.required


def _level(chain: Chain, asked: str) -> str:
    """The level that a code or a label means."""
    labels = {level: level_label(level) for level in chain.stages.levels}
    for level, label in labels.items():
        if asked in (level, label.zh, label.en):
            return level
    raise UnknownTerm(Text("环节级别", "level of stages"), asked, [*labels, *(label.zh for label in labels.values())])


def _cells(chain: Chain, book: EvidenceBook, asked: Sequence[tuple[int, str]]) -> Iterator[CoverageRow]:
    served = [chain.instruments.served(stage, instrument) for stage, instrument in asked]
    evidence = book.of_each(chain.view, [cell.links for cell in served])
    ids, names = chain.view.node_ids, chain.view.node_names
    for (stage, instrument), cell, entries in zip(asked, served, evidence, strict=True):
        yield CoverageRow.counted(ids[stage], names[stage], instrument, cell.count, entries, complete=cell.complete)


def _candidates(chain: Chain, asked: Sequence[tuple[int, str]]) -> Iterator[Unknown]:
    """What stands in a cell as one of several: which of them it is."""
    if len(candidates(chain.view)):
        served = (chain.instruments.served(stage, instrument) for stage, instrument in asked)
        yield from which_of_these(chain.view, [link for cell in served for link in cell.links.tolist()])


def _sentence(rows: Sequence[CoverageRow], stages: int) -> Text:
    if not stages:
        return Text("没有载入产业链,矩阵无从谈起。", "No chain was loaded, so there is no matrix.")
    present = sum(bool(row.covered) for row in rows)
    perhaps = sum(row.covered == 0 and bool(row.unknown) for row in rows)
    zero = sum(row.covered == 0 and row.high == 0 for row in rows)
    return Text(
        "{stages} 个环节 × {columns} 类:{some} 格确知有,{perhaps} 格可能有,{zero} 格确知没有,{unknown} 格未知。",
        "{stage_count} × {column_count}: {some} cells surely have some, {perhaps} may have some, "
        "{zero} are known to have none, {unknown} are unknown.",
    ).fill(
        stages=stages,
        columns=len(rows) // stages,
        stage_count=plural(stages, "stage"),
        column_count=plural(len(rows) // stages, "instrument"),
        some=present,
        perhaps=perhaps,
        zero=zero,
        unknown=len(rows) - present - perhaps - zero,
    )


def _of_whole_chains(chain: Chain, stages: Sequence[int], instruments: Sequence[str]) -> Text:
    """What serves a chain of these stages as a whole, such as its party committee: it is counted at no stage."""
    parts = {part for stage in stages for part in chain.stages.above(stage)}
    said = NOTHING
    for instrument in instruments:
        nodes = {node for part in sorted(parts) for node in chain.instruments.of_whole_chain(instrument, part)}
        if nodes:
            said += Text(
                "另有覆盖整条链的{label} {count} 个({names}),不计入任何一个环节。",
                " {label} of the whole chain, counted at no stage: {count} ({names}).",
            ).fill(
                label=schema().instruments[instrument].label,
                count=len(nodes),
                names=some(sorted(chain.view.node_names[node] for node in nodes)),
            )
    return said


def _unlisted(rows: Sequence[CoverageRow], instruments: Sequence[str]) -> list[Unknown]:
    """What was not seen and nobody promised to have listed."""
    blank = Counter(row.measure for row in rows if row.covered is None)
    shown = [instrument for instrument in instruments if blank[instrument]]
    if not shown:
        return []
    counts = Text.joined(schema().instruments[which].label + Text.same(f" {blank[which]}") for which in shown)
    return [
        Unknown(
            what=Text("没见到的环节数:{counts}", "stages where none was seen: {counts}").fill(counts=counts),
            why=Text(
                "没有载入名单,或名单已逾半年;没见到不等于没有。",
                "No roster was loaded, or it is over half a year old: not seen is not none.",
            ),
            closes_when=Text(
                "rosters.csv 写明这些环节的名单完整(instrument={which})",
                "rosters.csv states that the rosters of these stages are complete (instrument={which})",
            ).fill(which=", ".join(shown)),
        )
    ]


def _doubtful(rows: Sequence[CoverageRow]) -> list[Unknown]:
    """Cells with something that only may be there."""
    doubtful = sum(bool(row.unknown) for row in rows)
    if not doubtful:
        return []
    return [
        Unknown(
            what=Text("{cells} 格里有的只是可能有", "{count} that only may be there").fill(
                cells=doubtful, count=plural(doubtful, "cell has something", "cells have something")
            ),
            why=Text(
                "单位是否在运营没有写明,或起止日期只知道大概,或关系有争议、属推断。",
                "Nobody states whether an organisation operates, or dates are only partly known, or a link is "
                "disputed or inferred.",
            ),
            closes_when=Text(
                "organizations.csv 写明 operating,关系写明起止日期并得到证实",
                "organizations.csv states operating, and the links have exact dates and are confirmed",
            ),
        )
    ]
