"""`alliance paths`."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from ..graph.models import STATUSES
from ..graph.networks.ties import TieRule
from ..queries.paths.influence_paths import DEFAULT_BUDGET, DEFAULT_HOPS, influence_paths
from ..wording import Text
from .bilingual import Command
from .options import NEWEST, Output, as_of_option, option, with_language, with_output, with_store
from .output import show
from .reading import read_graph


@click.command(
    "paths",
    cls=Command,
    text=Text(
        "A 如何影响到 B:最强的几条路径,附每一环的证据。\n"
        "默认不经过联盟、地方、产业链这类伞形节点,也不走成员和位置关系:它们把所有单位连在一起,什么也说明不了。"
        "“没有”指在已载入的关系和所述范围内没有。搜索被截断、只有不一定成立的路径、"
        "或者路径可能经过来源只计数未列名的单位时,答案是“未知”。",
        "How A reaches B: the strongest paths, with the evidence of every link.\n"
        "By default no path runs through an umbrella node (alliance, place, chain) or along membership or location: "
        'they join everybody and so say nothing. A "none" holds among the relations loaded, within the stated bounds. '
        'The answer is "unknown" when the search was clipped, when every path needs a link that only may hold, or when '
        "one may run through what a source counts and does not name.",
    ),
    example=(
        "alliance paths 校椅供电所党支部 星巴克\n"
        "alliance paths 校椅供电所党支部 星巴克 --confirmed-only\n"
        "alliance paths 横州市委组织部 星巴克 --umbrella"
    ),
)
@click.argument("source")
@click.argument("target")
@option("-k", "--count", type=click.IntRange(1, 1000), default=3, zh="最多几条路径。", en="How many paths at most.")
@option("--hops", type=click.IntRange(1, 255), default=DEFAULT_HOPS, zh="最多几步。", en="How many steps at most.")
@option(
    "--type",
    "types",
    multiple=True,
    metavar="TYPE",
    zh="只走这类关系,可多次。",
    en="Only links of this type; repeatable.",
)
@option("--via", multiple=True, metavar="NAME", zh="必须经过,可多次。", en="Must be visited; repeatable.")
@option("--avoid", multiple=True, metavar="NAME", zh="必须避开,可多次。", en="Must not be visited; repeatable.")
@option(
    "--umbrella",
    is_flag=True,
    zh="允许经过伞形节点、成员和位置关系。",
    en="Allow umbrella nodes, membership, location.",
)
@option("--confirmed-only", is_flag=True, zh="只用已证实的关系。", en="Confirmed links only.")
@option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(STATUSES.terms),
    zh="只用这些状态的关系,可多次(默认先看已证实和待核实,都不成立时再看其余,其余的只是可能成立)。",
    en="Links of these statuses only; repeatable (default: confirmed and tentative, and where none of their paths "
    "holds the others, which only may hold).",
)
@option(
    "--direction",
    type=click.Choice(["with", "either"]),
    default="with",
    zh="with 顺着影响的方向;either 不论方向。",
    en="with: along the influence; either: both ways.",
)
@option(
    "--view",
    type=click.Choice(["influence", "certainty"]),
    default="influence",
    zh="influence 可信度×强度;certainty 只看可信度。",
    en="influence: confidence × strength; certainty: confidence alone.",
)
@option(
    "--unknown-confidence",
    type=click.Choice(["prior", "exclude"]),
    default="prior",
    zh="可信度未知的关系:prior 按公开的先验,exclude 不用。",
    en="Links of unknown confidence: prior takes the declared prior, exclude leaves them out.",
)
@option("--budget", type=click.IntRange(1), default=DEFAULT_BUDGET, zh="搜索预算。", en="Budget of the search.")
@as_of_option(NEWEST)
@with_store
@with_output
@with_language
def command(source: str, target: str, store: str, output: Output, as_of: date | None, **given: Any) -> None:
    """Find influence paths."""
    statuses = ("confirmed",) if given.pop("confirmed_only") else given.pop("statuses") or None
    rule = TieRule(
        types=given.pop("types") or None,
        direction=given.pop("direction"),
        view=given.pop("view"),
        statuses=statuses,
        unknown_confidence=given.pop("unknown_confidence"),
        umbrella=given.pop("umbrella"),
    )
    given.pop("statuses", None)
    show(influence_paths(read_graph(store), source, target, rule=rule, as_of=as_of, **given), output)
