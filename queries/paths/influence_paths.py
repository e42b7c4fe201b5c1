"""How does A reach B: the k best influence paths."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from ...errors import InputRefused
from ...graph.alliance_graph import AllianceGraph
from ...graph.networks.best_paths import MOST_HOPS
from ...graph.networks.path_rule import PathRule
from ...graph.networks.ties import TieRule, UnknownConfidence, Way
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel
from ..days import newest_day_around
from ..lookup import resolve_position
from ..question import Found, Frame, question
from ..shared_options import AsOf
from ..terms import STATUS_TERMS, TYPES
from .course import searched
from .question import MOST_LINKS, PathQuestion, PathSearch
from .rows import PathRow
from .unknowns import unknowns
from .waypoints import Waypoint, check_waypoints
from .words import sentence

DEFAULT_BUDGET = 200_000
MOST_BUDGET = 10**9
_PATHS = Text("条", "paths")
_TOO_MUCH = Text("搜索预算至多 {most},现为 {budget}。", "The budget must be at most {most}, not {budget}.")


class PathBounds(AnswerModel):
    """What the search walked, how far it went, and whether it came to its end."""

    hops: int
    as_of: str | None
    types: list[Annotated[str, TYPES]]
    via: list[str]
    avoid: list[str]
    direction: Way
    statuses: list[Annotated[str, STATUS_TERMS]]
    unknown_confidence: UnknownConfidence
    umbrella: bool
    budget: int
    steps: int
    links_in_reach: int
    most_links: int
    clipped: bool
    more: bool


@question(
    Answer[PathRow],
    about=Text(
        "默认不经过联盟、地方、产业链这类伞形节点,也不走成员和位置关系:它们把所有单位连在一起,什么也说明不了。"
        "“没有”指在已载入的关系和所述范围内没有。搜索被截断、只有不一定成立的路径、"
        "或者路径可能经过来源只计数未列名的单位时,答案是“未知”。",
        "By default no path runs through an umbrella node (alliance, place, chain) or along membership or location: "
        'they join everybody and so say nothing. A "none" holds among the relations loaded, within the stated bounds. '
        'The answer is "unknown" when the search was clipped, when every path needs a link that only may hold, or when '
        "one may run through what a source counts and does not name.",
    ),
    examples=(
        "alliance paths 校椅供电所党支部 星巴克",
        "alliance paths 校椅供电所党支部 星巴克 --confirmed-only",
        "alliance paths 横州市委组织部 星巴克 --umbrella",
    ),
)
def influence_paths(
    frame: Frame[AllianceGraph],
    source: Annotated[str, Option("起点:id、名称、别名或拼音首字母", "where it begins: id, name, alias or initials")],
    target: Annotated[str, Option("终点", "where it ends")],
    *,
    count: Annotated[
        int,
        Option("最多几条路径", "how many paths at most", least=1, most=1000, unit=_PATHS, names=("-k", "--count")),
    ] = 3,
    hops: Annotated[
        int, Option("最多几步", "how many steps at most", least=1, most=MOST_HOPS, unit=Text("步", "steps"))
    ] = 4,
    via: Annotated[
        Sequence[str],
        Option(
            "必须经过,可多次:名称,或 种类:企业、关系:供货、联系:服务(kind:、type:、tie: 加 id 也可)",
            "must be passed; repeatable: a name, or kind:KIND, type:TYPE, tie:CLASS (id or label of the schema)",
            metavar="NAME",
        ),
    ] = (),
    avoid: Annotated[
        Sequence[str],
        Option("必须避开,可多次:写法同 --via", "must be avoided; repeatable: written like --via", metavar="NAME"),
    ] = (),
    as_of: AsOf = None,
    rule: TieRule | None = None,
    budget: Annotated[
        int,
        Option("搜索预算:看几个路径开头", "budget of the search: how many beginnings of paths", least=1, is_bound=True),
    ] = DEFAULT_BUDGET,
) -> Found[PathRow, PathBounds]:
    """The best paths by which one node can influence another.

    A path is simple, uses the types and directions that the rule admits and no forbidden intermediary, and has at most
    `hops` links, all of which hold on the day or may hold. Its strength is the product of the values of its links;
    ranking is by Σ −ln p, then fewer steps, then names, exactly (k best: Yen 1971, Management Science 17(11); weakest
    link: Peay 1980). Parallel links are kept as evidence and the best one counts.

    A link whose dates leave open whether it is valid, or that is disputed or inferred, only may hold. Where nobody
    names statuses, disputed and inferred links are looked at only when no path holds without them. Where there is no
    path at all, the search goes on through known holes: what a source counts and does not name may be any node of its
    kind.

    Parameters
    ----------
    graph
        The graph.
    source, target
        Ids, names, aliases or initials.
    count
        How many paths at most. When none of them is sure to hold on the day, the best one that is follows them.
    hops
        How many steps a path may have, 1 to 255.
    via, avoid
        What a path must pass, or must not: a node by its name; `kind:enterprise`, some node of a kind between the
        ends; `type:SUPPLIES` or `tie:service`, a step that has some link of a type or class of ties. Labels in either
        language do for ids, and 种类:, 关系: and 联系: for the words before the colon. Stops double the states of the
        search (Held and Karp 1962), so the k best through them are exact and not picked from a list that was cut off.
    as_of
        The day on which the links must be valid; when absent, the newest that is known of what hangs together with the
        nodes (`days.newest_day_around`), so that neither the calendar nor another alliance changes the answer.
    rule
        What counts as a tie; the working defaults of `TieRule` when absent.
    budget
        How many beginnings of paths the search may look at.

    Returns
    -------
    Answer[PathRow]
        `found`; `none` (no path within these bounds among the relations loaded); or `unknown` (the search was clipped
        before it found one, every path needs a link that only may hold, or there may be one through a known hole; then
        `unknown` names it).

    Raises
    ------
    UnknownName, AmbiguousName
        A name that means no node, or several.
    InputRefused
        A bound that makes no sense, or a type that no path walks.
    """
    graph, rule, position = frame.graph, rule or TieRule(), partial(resolve_position, frame.graph)
    rule.check()
    if budget > MOST_BUDGET:
        raise InputRefused(_TOO_MUCH, most=MOST_BUDGET, budget=budget)
    stops, closed = (tuple(Waypoint.read(graph, text) for text in texts) for texts in (via, avoid))
    bounded = PathRule.of(rule, frozenset().union(*(waypoint.types for waypoint in closed)))
    asked = PathQuestion(position(source), position(target), stops, closed, count, hops, budget, bounded)
    _check_ends(graph, asked)
    frame.tell(source=graph.node_ids[asked.source], target=graph.node_ids[asked.target],
               via=[waypoint.told for waypoint in stops], avoid=[waypoint.told for waypoint in closed])  # fmt: skip
    named = (asked.source, asked.target, *(waypoint.node for waypoint in stops if waypoint.node >= 0))
    view = frame.on(as_of or newest_day_around(graph, named, umbrella=rule.umbrella))
    search, frame.book = searched(view, asked)
    return Found(search.status, sentence(search), search.rows, _bounds(search), unknowns(search))


def _check_ends(graph: AllianceGraph, question: PathQuestion) -> None:
    names = graph.node_names
    if question.source == question.target:
        both = Text(
            "起点和终点都是“{name}”。请给出两个不同的节点。", 'Both ends are "{name}". Give two different nodes.'
        )
        raise InputRefused(both, name=names[question.source])
    ends = (question.source, question.target)
    check_waypoints(graph, ends, question.via, question.avoid, question.rule)


def _bounds(search: PathSearch) -> PathBounds:
    question = search.question
    return PathBounds(
        hops=question.hops,
        as_of=str(search.view.as_of_day) if search.view.as_of_day else None,
        types=question.rule.walked(),
        via=[waypoint.told for waypoint in question.via],
        avoid=[waypoint.told for waypoint in question.avoid],
        direction=question.rule.direction,
        statuses=list(search.statuses),
        unknown_confidence=question.rule.unknown_confidence,
        umbrella=question.rule.umbrella,
        budget=question.budget,
        steps=search.steps,
        links_in_reach=search.links_in_reach,
        most_links=MOST_LINKS,
        clipped=search.clipped,
        more=search.more,
    )
