"""The row of a broker."""

from __future__ import annotations

from typing import Annotated

from ...graph.schema import schema
from ...wording import Text
from ..answer import AnswerModel, RowModel
from ..columns import Column
from ..paths.rows import Holding
from ..terms import KINDS


class Roles(AnswerModel):
    """For how many pairs a node stands between one that it hears from and one that hears from it, who have no tie.

    Parameters
    ----------
    coordinator
        All three of one group.
    itinerant
        Both others of one group, the node of another.
    gatekeeper
        The first of another group than the node and the last.
    representative
        The last of another group than the node and the first.
    liaison
        All of different groups.
    """

    coordinator: int
    itinerant: int
    gatekeeper: int
    representative: int
    liaison: int


_ROLES = {
    "coordinator": Text("协调", "coordinator"),
    "itinerant": Text("外来中介", "itinerant"),
    "gatekeeper": Text("守门", "gatekeeper"),
    "representative": Text("代表", "representative"),
    "liaison": Text("联络", "liaison"),
}


def _roles(row: BrokerRow) -> Text:
    if row.roles is None:
        return Text("未知", "unknown")
    counts = [(words, getattr(row.roles, role)) for role, words in _ROLES.items()]
    return Text.joined([Text(f"{words.zh} {count}", f"{words.en} {count}") for words, count in counts if count])


def _cuts(row: BrokerRow) -> Text:
    return Text("是", "yes") if row.cuts else Text("否", "no")


class BrokerRow(RowModel):
    """A node that stands between others, or may break the network.

    Parameters
    ----------
    contacts
        With how many nodes it has a tie; 0 means no ties.
    betweenness
        For how many ordered pairs of the others it stands on a shortest way, by its share of their shortest ways.
    share
        The same among all such pairs.
    constraint, effective_size
        Burt's constraint (low: a broker) and the effective size; None where there are no ties, never 0.
    cuts
        Whether the network falls apart without it.
    fragmentation
        The share of pairs of the others that do not reach each other once it is lost.
    group, roles
        Its group, and the roles by groups; None where its group is not known.
    truth
        Whether it belongs to the scope for certain.
    """

    id: Annotated[str, Column("id", "id", on_screen=False)]
    kind: Annotated[str, KINDS, Column("种类", "kind", label=lambda row: schema().kind(row.kind).label, after="name")]
    name: Annotated[str, Column("名称", "name")]
    contacts: Annotated[int, Column("联系数", "contacts")]
    betweenness: Annotated[float, Column("中介度", "betweenness")]
    share: Annotated[float, Column("占比", "share")]
    constraint: Annotated[float | None, Column("约束", "constraint", label=lambda row: _or_no_ties(row.constraint))]
    effective_size: Annotated[
        float | None, Column("有效规模", "effective size", label=lambda row: _or_no_ties(row.effective_size))
    ]
    cuts: Annotated[bool, Column("割点", "cuts", value=lambda row: "yes" if row.cuts else "no", label=_cuts)]
    fragmentation: Annotated[float, Column("失去后的分裂度", "fragmentation without it")]
    group: Annotated[str, Column("组", "group", on_screen=False)]
    roles: Annotated[Roles | None, Column("角色", "roles", value=_roles)]
    truth: Holding
    evidence: tuple[str, ...]


def _or_no_ties(value: float | None) -> float | Text:
    return Text("无联系", "no ties") if value is None else value
