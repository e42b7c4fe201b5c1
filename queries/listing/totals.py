"""What was published of how many of a list there are, and whether everything was listed."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.alliance_graph import AllianceGraph
from ...graph.expectations import MEMBERSHIP
from ...graph.schema import schema
from ...wording import Text
from ..answer import Unknown
from ..membership.roll import MEMBER
from ..rosters import Rosters
from ..stages import Stages
from ..stated import StatedTotal, amount, stated_totals
from .terms_in_words import Kinds

_SUPPLY, _TIE = "supply", "tie"


def totals(view: AllianceGraph, kinds: Kinds, role: str | None, subject: int | None) -> Iterator[StatedTotal]:
    """The published counts of what is listed: of nothing but these kinds, or of links of the role.

    Parameters
    ----------
    view
        The graph on the day of the question.
    kinds
        What is listed.
    role
        The type of the link; any when None.
    subject
        Position of the node to which they have the role, or of the scope; every subject when None.
    """
    for total in stated_totals(view, None if subject is None else view.node_ids[subject]):
        stated = total.stated
        legal = schema().other_ends(stated.type, stated.end, view.kind(total.subject))
        counted = legal & stated.kinds if stated.kinds else legal
        if counted <= kinds.kinds if role is None else role == stated.type and counted & kinds.kinds:
            yield total


def totals_text(view: AllianceGraph, found: list[StatedTotal]) -> Text:
    """The counts in words: `税务局 服务企业数 53 (0 named)`."""
    template = Text("{name} {metric} {number}(列名 {named} 个)", "{name} {metric} {number} ({named} named)")
    return Text.joined(
        [
            template.fill(
                name=view.node_names[total.subject],
                metric=total.measures[0].metric,
                number=amount(total.value),
                named=len(total.named),
            )
            for total in found
        ],
        ";",
        "; ",
    )


def all_listed(view: AllianceGraph, kinds: Kinds, role: str | None, whose: int | None, scope: int | None) -> bool:
    """Whether rosters promise that nothing is missing from the list.

    Every kind must stand on a complete roster of the scope or of everything. With a role a roster of its links must be
    complete too: of members, of supply, or of all working ties.
    """
    rosters = Rosters(view, Stages(view))
    for kind in kinds.kinds:
        of_kind = [entry.id for entry in schema().instruments.values() if kind in entry.kinds and not entry.links]
        if not any(rosters.complete(scope, instrument) for instrument in of_kind):
            return False
    if role is None:
        return whose is None
    declared = schema().type(role)
    which = MEMBER if role == MEMBERSHIP else _SUPPLY if declared.supply else _TIE if declared.working else ""
    return bool(which) and rosters.complete(whose, which)


def may_be_more() -> Unknown:
    """That the list need not be full."""
    return Unknown(
        what=Text("没有载入的", "those that were not loaded"),
        why=Text("没有名单写明已列全。", "No roster promises that all were listed."),
        closes_when=Text(
            "载入名单并在 rosters.csv 写明它完整", "the roster is loaded, and rosters.csv states that it is complete"
        ),
    )
