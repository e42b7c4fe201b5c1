"""The questions, in their order: the only list of them.

A question is the function that its module is named after. The command line, the lazy names of `alliance` and
`alliance.queries`, the JSON Schema and `docs/questions.md` are made from this list and the signatures. It is read
whenever a command starts, so nothing here imports a question.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from ..wording import Text

if TYPE_CHECKING:
    from .answer import Answer


class Entry(NamedTuple):
    """A question.

    Parameters
    ----------
    id
        Its name in answers; also of its command, unless it shares one.
    module
        Where it is, seen from `alliance.queries`; the last part is the name of the function.
    zh, en
        What it asks: a phrase without a full stop, in English with a small letter.
    shares
        The command, where several questions share one; all but the first are asked by the switch that they declare.
    """

    id: str
    module: str
    zh: str
    en: str
    shares: str = ""

    @property
    def function(self) -> str:
        """The name of the function."""
        return self.module.rpartition(".")[2]

    @property
    def command(self) -> str:
        """The command that asks it."""
        return self.shares or self.id

    @property
    def text(self) -> Text:
        """What it asks."""
        return Text(self.zh, self.en)

    def load(self) -> Callable[..., Answer[Any]]:
        """The function; its module is imported now."""
        function: Callable[..., Answer[Any]] = getattr(import_module(f".{self.module}", __package__), self.function)
        return function


CATALOGUE = (
    Entry("find", "names.find", "按名称、部分名称或拼音首字母查找", "find by name, part of a name or initials"),
    Entry("list", "listing.list_nodes", "某一种节点的名单,未写明的也说明", "a list by kind, role and scope"),
    Entry("show", "names.profile", "一个节点的资料和全部关系", "the facts of a node and all its links"),
    Entry("paths", "paths.influence_paths", "A 如何影响到 B:最强的路径", "how A reaches B: the strongest paths"),
    Entry("strength", "strength.influence_strength", "A 对 B 的影响有多强", "how strongly A reaches B"),
    Entry("reach", "reaching.reach", "A 能影响到谁", "whom A reaches"),
    Entry("starters", "reaching.best_starters", "从哪几家开始影响最广", "with whom to begin so as to reach most"),
    Entry("connect", "connecting.connecting_network", "用什么把几家连起来", "what joins several at once"),
    Entry("brokers", "brokerage.brokers", "谁在中间,哪里薄弱", "who stands between others"),
    Entry("bridges", "brokerage.bridges", "断了就分开的联系", "ties whose loss takes the network apart", "brokers"),
    Entry("bridging", "brokerage.bridging_gain", "联盟让几对成员有了来往", "which members it brings together"),
    Entry("members", "membership.members", "联盟有哪些成员,按种类、层级", "who the members are, by kind or tier"),
    Entry("member_pairs", "membership.member_pairs", "成员两两之间靠什么相连", "what joins its members", "members"),
    Entry("overlap", "membership.overlap", "哪些联盟有共同成员,谁跨两边", "which alliances share members"),
    Entry("cadence", "cadences.cadence", "联盟该开的会是否都开了", "whether what is due was held"),
    Entry("chair_terms", "cadences.chair_terms", "谁轮值,尽责没有", "whose turn it is to chair", "cadence"),
    Entry("joint_work", "cadences.joint_work", "七共各有哪些实事", "which joint work is alive", "cadence"),
    Entry("levels", "hierarchy.levels", "各级与联盟有没有通路", "which levels have a path to the alliance"),
    Entry("coverage_matrix", "cover.coverage_matrix", "环节 × 工具矩阵", "the stage × instrument matrix", "coverage"),
    Entry("coverage", "cover.coverage", "党组织覆盖率", "coverage rates", "coverage"),
    Entry("policies", "cover.policies", "各环节有哪些政策,是否有效", "which policies hold at which stage", "coverage"),
    Entry("chain", "along.along_chain", "从环节、单位或产品出发的上下游", "what lies up- and downstream, tier by tier"),
    Entry("gaps", "register.gaps", "产业链的缺口清单,每种最重的在前", "the gaps of the chain, gravest of a kind first"),
    Entry("needs", "matters.needs", "有哪些问题和需求,在谁手里,多久了", "which problems and needs are with whom"),
    Entry("need_route", "matters.need_route", "一项问题或需求的来龙去脉", "the way of one of them", "needs"),
    Entry("figures", "published.figures", "公布了哪些数字,是否一致", "which numbers were published; do they agree"),
    Entry("diff", "changes.diff", "两天或两次普查之间的变化", "what changed between two days or censuses"),
    Entry("whatif", "changes.what_if", "假设有变,答案会怎样", "what if somebody left or a link were there"),
)  # fmt: skip


def by_command() -> dict[str, list[Entry]]:
    """The questions behind each command, in the order of the catalogue."""
    found: dict[str, list[Entry]] = {}
    for entry in CATALOGUE:
        found.setdefault(entry.command, []).append(entry)
    return found
