"""`alliance gaps`."""

from __future__ import annotations

from datetime import date

import click

from ..queries.register.register import gaps
from ..queries.register.row import GAP_LABELS
from ..wording import Text
from .bilingual import Command
from .options import NEWEST, Output, as_of_option, option, with_language, with_output, with_store
from .output import show
from .reading import read_graph


@click.command(
    "gaps",
    cls=Command,
    text=Text(
        "产业链的缺口清单:先是缺的名单,再是确认的缺口,最重的在前。\n"
        "G1 缺环、G2 断链、G4 单点、G9 岗位空白、G10 服务空白、G15 数据空白。名单没有载入的环节只报 G15,绝不报缺环。",
        "The gaps of the chain: first the rosters that are missing, then the certain gaps, gravest first.\n"
        "G1 missing stage, G2 broken link, G4 single point, G9 post gap, G10 service gap, G15 data gap. A stage whose "
        "roster was not loaded is G15, never a missing stage.",
    ),
    example="alliance gaps --top 5\nalliance gaps --kind G1 --kind G4\nalliance gaps --stage 花茶",
)
@option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice(list(GAP_LABELS)),
    zh="只看这种缺口,可多次。",
    en="Only gaps of this kind; repeatable.",
)
@option("--stage", metavar="NAME", zh="只看这个环节和它的细分环节。", en="Only this stage and finer ones of it.")
@option("--top", type=click.IntRange(1), zh="只列最重的几个。", en="Only the gravest.")
@as_of_option(NEWEST)
@with_store
@with_output
@with_language
def command(
    kinds: tuple[str, ...], stage: str | None, top: int | None, as_of: date | None, store: str, output: Output
) -> None:
    """List gaps."""
    show(gaps(read_graph(store), kinds=kinds, stage=stage, as_of=as_of, top=top), output)
