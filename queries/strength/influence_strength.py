"""How strongly does A reach B by all paths together, by how many routes, and where is the neck."""

from __future__ import annotations

from typing import Annotated

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.ties import TieRule
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel
from ..days import newest_day_around
from ..lookup import resolve_position
from ..question import Found, Frame, question
from ..shared_options import AsOf, Hops, Runs, Seed
from ..terms import STATUS_TERMS, TYPES
from .row import StrengthRow
from .search import Sampling, StrengthSearch
from .words import sentence, unknowns


class StrengthBounds(AnswerModel):
    """What was walked and how much was drawn.

    Parameters
    ----------
    links_that_hold, links_in_reach
        How many arcs lie within the steps: of links that hold, and of those too that only may hold.
    runs
        How many worlds were drawn; 0 where the strength is exact.
    """

    hops: int
    as_of: str | None
    types: list[Annotated[str, TYPES]]
    statuses: list[Annotated[str, STATUS_TERMS]]
    umbrella: bool
    links_that_hold: int
    links_in_reach: int
    budget: int
    runs: int
    seed: int


@question(
    Answer[StrengthRow],
    about=Text(
        "强度是至少有一条路径走得通的概率(两端可靠度):各条关系各自成立的概率是它的值,平行关系只算最好的一条。"
        "链路少时精确,多时抽样并给出 95% 区间、次数和种子;总在最强一条路径和按全部路径算的上界之间。"
        "另列互不相交的路线、最小割和每条路径都要过的咽喉。只是可能成立的关系使强度成为两个数。",
        "The strength is the probability that at least one path works (two-terminal reliability): each link works by "
        "itself with the probability of its value, of parallel links the best one counts. It is exact where links are "
        "few, else drawn, with its 95 % range, runs and seed; it always lies between the best path and a bound of all "
        "paths. Disjoint routes, the smallest cut and the necks that every path passes are told too. Links that only "
        "may hold make two numbers of the strength.",
    ),
    examples=(
        "alliance strength 校椅供电所党支部 星巴克",
        "alliance strength 横州市委组织部 星巴克 --direction either --hops 6",
    ),
)
def influence_strength(
    frame: Frame[AllianceGraph],
    source: Annotated[str, Option("起点:id、名称、别名或拼音首字母", "where it begins: id, name, alias or initials")],
    target: Annotated[str, Option("终点", "where it ends")],
    *,
    hops: Hops = 4,
    as_of: AsOf = None,
    rule: TieRule | None = None,
    budget: Annotated[
        int,
        Option("精确计算最多看几个分支", "how many branches the exact count may look at", least=1, most=10**6),
    ] = 2000,
    runs: Runs = 10_000,
    seed: Seed = 1,
) -> Found[StrengthRow, StrengthBounds]:
    """How strongly one node reaches another by all paths together.

    The strength is the two-terminal reliability: the probability that at least one admissible path of at most `hops`
    steps works, where every link works by itself with the probability of its value. What is admissible is what
    `influence_paths` admits. Exactly by factoring (Dotson and Gobien 1979), else from drawn worlds with their 95 %
    range (Wilson 1927), and never beyond its bounds (Esary and Proschan 1963). Routes without a common node and the
    smallest cut are by Menger (1927), among the links that lie within the steps; a route is listed where it keeps to
    them.

    Parameters
    ----------
    graph
        The graph.
    source, target
        Ids, names, aliases or initials.
    hops
        How many steps a path may have, 1 to 255.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of what hangs together with the
        nodes.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.
    budget
        How many branches the exact count may look at; a hundred times as many beginnings of paths are looked at.
    runs, seed
        How many worlds are drawn where that does not suffice, and which.

    Returns
    -------
    Answer[StrengthRow]
        `found` with one row; `none`: no path among the relations loaded; `unknown`: every path needs a link that only
        may hold (with one row), or there may be one through a known hole.

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        Both ends are one node, or a type that no path walks.
    """
    graph, rule = frame.graph, rule or TieRule()
    rule.check()
    ends = resolve_position(graph, source), resolve_position(graph, target)
    if ends[0] == ends[1]:
        both = Text(
            "起点和终点都是“{name}”。请给出两个不同的节点。", 'Both ends are "{name}". Give two different nodes.'
        )
        raise InputRefused(both, name=graph.node_names[ends[0]])
    frame.tell(source=graph.node_ids[ends[0]], target=graph.node_ids[ends[1]])
    view = frame.on(as_of or newest_day_around(graph, ends, umbrella=rule.umbrella))
    search = StrengthSearch(view, rule, ends, hops, Sampling(budget, runs, seed))
    rows = [search.row(frame.book)] if len(search.wide) else []
    if not rows and search.holes.way:
        frame.book.of_relationships(view, search.holes.way.relationships)
    bounds = StrengthBounds(
        hops=hops,
        as_of=frame.as_of,
        types=rule.walked(),
        statuses=list(search.wide_rule.looked_at),
        umbrella=rule.umbrella,
        links_that_hold=len(search.sure),
        links_in_reach=len(search.wide),
        budget=budget,
        runs=search.drawn,
        seed=seed,
    )
    return Found(search.status, sentence(search, rows), rows, bounds, unknowns(search))
