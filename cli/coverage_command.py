"""`alliance coverage`."""

from __future__ import annotations

from datetime import date

import click

from ..queries.cover.matrix import DEFAULT_INSTRUMENTS, coverage_matrix
from ..queries.cover.rates import coverage
from ..wording import Text
from .bilingual import Command, WrongUse
from .options import NEWEST, Output, as_of_option, option, with_language, with_output, with_store
from .output import show
from .reading import read_graph


@click.command(
    "coverage",
    cls=Command,
    text=Text(
        "环节 × 工具矩阵;加 --rates 则是覆盖率。\n"
        "没有载入名单的格子是“未知”或“至少”,不是零;分母不明的覆盖率是“未知”,不用合计数硬除。",
        "The stage × instrument matrix; with --rates the coverage rates.\n"
        'A cell without a roster is "unknown" or "at least", never zero; a rate without a denominator is "unknown", '
        "never a quotient of published totals.",
    ),
    example="alliance coverage --level 九个业态\nalliance coverage --rates\nalliance coverage --stage 花茶 --csv",
)
@option("--rates", is_flag=True, zh="覆盖率(官方定义)而不是矩阵。", en="Coverage rates by their official definitions.")
@option(
    "--level",
    "levels",
    multiple=True,
    metavar="LEVEL",
    zh="只看这一级环节,如 九个业态。",
    en="Only stages of this level, such as core.",
)
@option("--stage", "stages", multiple=True, metavar="NAME", zh="只看这个环节。", en="Only this stage.")
@option(
    "--instrument",
    "instruments",
    multiple=True,
    metavar="ID",
    zh="只看这一列,如 post。",
    en="Only this column, such as post.",
)
@option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    zh="与 --rates 同用:哪类单位。",
    en="With --rates: kinds of employers.",
)
@as_of_option(NEWEST)
@with_store
@with_output
@with_language
def command(
    rates: bool,
    levels: tuple[str, ...],
    stages: tuple[str, ...],
    instruments: tuple[str, ...],
    kinds: tuple[str, ...],
    as_of: date | None,
    store: str,
    output: Output,
) -> None:
    """Show coverage."""
    if rates and (levels or instruments or len(stages) > 1):
        raise WrongUse(
            Text("--rates 只能与 --kind 和一个 --stage 同用。", "--rates goes with --kind and one --stage only.")
        )
    if kinds and not rates:
        raise WrongUse(Text("--kind 要与 --rates 同用。", "--kind goes with --rates only."))
    graph = read_graph(store)
    if rates:
        show(coverage(graph, kinds=kinds, stage=stages[0] if stages else None, as_of=as_of), output)
        return
    columns = instruments or DEFAULT_INSTRUMENTS
    show(coverage_matrix(graph, levels=levels, stages=stages, instruments=columns, as_of=as_of), output)
