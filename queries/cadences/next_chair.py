"""Who chairs next: by a term that is stated for the future, or by the order in which the units take turns."""

from __future__ import annotations

from collections.abc import Sequence

from ...graph.alliance_graph import AllianceGraph
from ...graph.truth import Truth
from ...wording import Text
from ..answer import Unknown
from ..stated import stated_totals
from .events import links_of
from .terms import ROTATING, Term


def rotating_units(graph: AllianceGraph, alliance: int) -> dict[int, int]:
    """By position of each unit that takes turns, or may, the best link that says so, one with a date first."""
    best: dict[int, tuple[Truth, bool, int]] = {}
    for link, truth in links_of(graph, ROTATING, alliance):
        unit = int(graph.relationships.sources[link])
        found = truth, bool(graph.relationships.valid_from[link, 0]), link
        best[unit] = max(best.get(unit, found), found)
    return {unit: best[unit][2] for unit in sorted(best, key=lambda unit: int(graph.name_ranks[unit]))}


def current(terms: Sequence[Term], today: int) -> Term | None:
    """The one term that is now for certain; None where none is, or another may be."""
    running = [term for term in terms if term.standing(today) in ("now", "maybe_now")]
    return running[0] if len(running) == 1 and running[0].standing(today) == "now" else None


def next_chair(graph: AllianceGraph, alliance: int, terms: Sequence[Term], today: int) -> int | None:
    """The unit that surely chairs next; None where neither a term nor an order says it.

    A coming term is the next one where no other can begin before it, and none that nobody listed fits in between.
    """
    now = current(terms, today)
    if now is None or now.chair is None:
        return None
    ahead = [term for term in terms if term.standing(today) == "ahead"]
    first = min(ahead, key=lambda term: term.begins, default=None)
    if first is None or first.begins[0] > now.ends[1] + 1:
        return _after(graph, alliance, now.chair)
    is_first = all(first.begins[1] < term.begins[0] for term in ahead if term is not first)
    return first.chair if is_first else None


def _after(graph: AllianceGraph, alliance: int, chair: int) -> int | None:
    """The unit whose turn comes after another's; after the last one the first, where that is known to be the last."""
    orders = _orders(graph, alliance)
    mine = [order for order, units in orders.items() if units == {chair}]
    if len(mine) != 1:
        return None
    following = orders.get(mine[0] + 1)
    if following is None and _is_last(graph, alliance, orders, mine[0]):
        following = orders.get(1)
    return next(iter(following)) if following and len(following) == 1 else None


def _is_last(graph: AllianceGraph, alliance: int, orders: dict[int, set[int]], order: int) -> bool:
    """Whether the published number of chairs is the place in the order, and each place before it is taken."""
    totals = [total for total in stated_totals(graph, graph.node_ids[alliance]) if total.stated.type == ROTATING]
    exact = {total.value.value for total in totals if total.value.bound == "exact" and not total.contradicted}
    return exact == {order} and orders.keys() == set(range(1, order + 1))


def _orders(graph: AllianceGraph, alliance: int) -> dict[int, set[int]]:
    orders: dict[int, set[int]] = {}
    for link, truth in links_of(graph, ROTATING, alliance):
        order = graph.relationship_at(link).attributes.get("order")
        if isinstance(order, int) and truth == Truth.HOLDS:
            orders.setdefault(order, set()).add(int(graph.relationships.sources[link]))
    return orders


def next_not_known(*, is_now_known: bool) -> Unknown:
    """That nobody says who chairs next."""
    order = Text(
        "没有写明下一任期,也没有写明轮值次序。", "Neither a coming term nor the order of turns is stated in full."
    )
    now = Text("谁现在轮值就不确定。", "It is not certain who chairs now.")
    return Unknown(
        what=Text("下一任轮值主席是谁", "who chairs next"),
        why=order if is_now_known else now,
        closes_when=Text(
            "轮值任期表写明现任和下一任期,或 ROTATING_CHAIR_OF 关系写明次序(order)",
            "the list of chair terms has the present and the next one, or the ROTATING_CHAIR_OF links state an order",
        ),
    )
