"""The strength of the influence of one node on another, as a row of an answer."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated, Literal

from ...wording import Text
from ..answer import AnswerModel, NodeRef, RowModel
from ..columns import Column
from ..paths.rows import Holding

Method = Literal["exact", "sampled"]
METHOD_WORDS = {"exact": Text("精确", "exact"), "sampled": Text("抽样", "sampled")}


class Route(AnswerModel):
    """A route that shares no node with the others of its answer.

    Parameters
    ----------
    nodes
        From the source to the target.
    relationships
        The link of each step that counts.
    """

    nodes: tuple[NodeRef, ...]
    relationships: tuple[str, ...]

    @property
    def text(self) -> str:
        """Its nodes in one line."""
        return " → ".join(node.name for node in self.nodes)


def _names(nodes: tuple[NodeRef, ...] | None) -> tuple[str, ...]:
    return tuple(node.name for node in nodes or ())


class StrengthRow(RowModel):
    """All paths from one node to another together.

    Parameters
    ----------
    source, target
        The ends.
    strength_low, strength_high
        The two-terminal reliability of the links that hold, and of those too that only may hold.
    method
        How they were found: `sampled` where either was.
    range_low, range_high
        Where sampled, the 95 % range: from the lower end for the links that hold to the upper end for all of them.
    best_path
        The strength of the best path of links that hold, below which the reliability never is; 0 when there is none.
    bound_high
        What the reliability never passes: the bound of all paths, or of the links at either end.
    routes_low, routes_high
        How many routes share no node between the ends: those listed that keep to the steps, and how many there are of
        any length among all links that may hold.
    routes
        These routes.
    cut
        As few nodes as possible whose loss cuts every path; None where the ends are joined directly.
    necks
        The nodes that every path passes, whatever of the links that only may hold does.
    truth
        `may` where no path of links that hold leads there.
    """

    source: Annotated[
        NodeRef,
        Column("起点 id", "source id", "source_id", attrgetter("source.id"), on_screen=False),
        Column("起点", "source", "source", attrgetter("source.name")),
    ]
    target: Annotated[
        NodeRef,
        Column("终点 id", "target id", "target_id", attrgetter("target.id"), on_screen=False),
        Column("终点", "target", "target", attrgetter("target.name")),
    ]
    strength_low: Annotated[float, Column("强度", "strength")]
    strength_high: Annotated[float, Column("算上可能成立的", "with what may hold")]
    method: Annotated[Method, Column("方法", "method", label=lambda row: METHOD_WORDS[row.method])]
    range_low: Annotated[float, Column("区间下端", "range from")]
    range_high: Annotated[float, Column("区间上端", "range to")]
    best_path: Annotated[float, Column("最强一条", "best path")]
    bound_high: Annotated[float, Column("上界", "at most")]
    routes_low: Annotated[int, Column("不相交路线", "disjoint routes")]
    routes_high: Annotated[int, Column("路线上限", "routes at most", on_screen=False)]
    routes: Annotated[
        tuple[Route, ...],
        Column("路线", "routes", value=lambda row: tuple(route.text for route in row.routes), on_screen=False),
    ]
    cut: Annotated[tuple[NodeRef, ...] | None, Column("最小割", "cut", value=lambda row: _names(row.cut))]
    necks: Annotated[tuple[NodeRef, ...], Column("咽喉", "necks", value=lambda row: _names(row.necks))]
    truth: Holding
    evidence: tuple[str, ...]
