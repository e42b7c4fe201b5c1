"""Which policies and standards apply to which stage, and whether each is in force on a day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from ...errors import BadDate
from ...graph.alliance_graph import AllianceGraph
from ...graph.dates import PartialDate
from ...graph.schema import schema
from ...graph.truth import Truth, link_truths
from ...option import Option
from ...wording import NOTHING, Text, plural, some
from ..answer import Answer, AnswerModel, NodeRef, RowModel, Status, Unknown
from ..chain import Chain, newest_day
from ..columns import Column
from ..evidence import node_ref
from ..lookup import resolve_stage
from ..paths.rows import Holding
from ..question import Found, Frame, question
from ..shared_options import AsOf, Stage

Validity = Literal["in_force", "no_end_stated", "expired", "ahead", "unknown"]
VALIDITIES: dict[Validity, Text] = {
    "in_force": Text("有效", "in force"),
    "no_end_stated": Text("已施行,未写明有效期", "in force, no end stated"),
    "expired": Text("已过期", "expired"),
    "ahead": Text("未施行", "not yet in force"),
    "unknown": Text("不知道", "not known"),
}
_TRUTHS = {"holds": Text("成立", "holds"), "may": Text("可能成立", "may hold")}
_POLICY, _APPLIES = "policy", "APPLIES_TO"
_WRITTEN = re.compile("(?P<date>[0-9QHqh-]+)(?:年初|年底|年中|年)?(?:[(\uff08].*)?")


class PolicyRow(RowModel):
    """A policy or standard at a stage.

    Parameters
    ----------
    stage
        The stage or chain that it applies to; None where no source says it.
    policy
        Which.
    validity
        `in_force`, `no_end_stated` (in force, and nobody says until when), `expired`, `ahead`, or `unknown`.
    begins, ends
        Since and until when, as far as it is stated.
    truth
        Whether it surely applies to the stage.
    """

    stage: Annotated[
        NodeRef | None,
        Column("环节 id", "stage id", "stage_id", lambda row: row.stage and row.stage.id, on_screen=False),
        Column("环节", "stage", "stage", lambda row: row.stage_name),
    ]
    policy: Annotated[
        NodeRef,
        Column("政策 id", "policy id", "policy_id", lambda row: row.policy.id, on_screen=False),
        Column("政策标准", "policy", "policy", lambda row: row.policy.name),
    ]
    validity: Annotated[Validity, Column("效力", "validity", label=lambda row: VALIDITIES[row.validity])]
    begins: Annotated[str, Column("施行", "since")]
    ends: Annotated[str, Column("有效期至", "until")]
    truth: Annotated[Holding, Column("真实性", "truth", label=lambda row: _TRUTHS[row.truth])]
    evidence: tuple[str, ...]

    @property
    def stage_name(self) -> Text:
        """The name of the stage."""
        return Text.same(self.stage.name) if self.stage else Text("未写明环节", "no stage stated")


class PolicyBounds(AnswerModel):
    """What was looked at, and how many rows are in force, expired, or not known."""

    as_of: str | None
    policies: int
    in_force: int
    no_end_stated: int
    expired: int
    ahead: int
    unknown: int
    roster: bool


@dataclass(frozen=True, slots=True)
class Applying:
    """A policy at a stage, with its position and theirs, since and until when, by which link and how true that is."""

    policy: int
    stage: int | None
    begins: PartialDate | None
    ends: PartialDate | None
    link: int | None
    truth: Truth


@question(
    Answer[PolicyRow],
    about=Text(
        "加 --policies 按环节列出政策和标准:有效、已过期、未施行,还是不知道。没有写明有效期的另作说明,不当作一直有效。",
        "With --policies policies and standards are listed by stage: in force, expired, not yet in force, or not "
        "known. One without a stated end is marked so, and not taken to hold for ever.",
    ),
    examples=("alliance coverage --policies",),
    switch=Option("按环节列出政策和标准", "list policies and standards by stage", names=("--policies",)),
)
def policies(frame: Frame[AllianceGraph], *, stage: Stage = None, as_of: AsOf = None) -> Found[PolicyRow, PolicyBounds]:
    """The policies and standards of the stages, and whether each is in force on a day.

    Since when one holds is stated by `date_effective`, until when by `date_expires`, else by the dates of its link to
    the stage. The day on which it was issued says neither.

    Parameters
    ----------
    graph
        The graph.
    stage
        Only those of this stage, of finer ones, and of the coarser ones that it belongs to; all when absent.
    as_of
        The day of the picture; the newest that is known of the scope when absent (`chain.newest_day`).

    Returns
    -------
    Answer[PolicyRow]
        `found` where one surely applies, or is listed without a stage; `none` where a roster promises all policies of
        the scope, there is none, and each that was loaded states a stage; else `unknown`.

    Raises
    ------
    UnknownName, AmbiguousName, InputRefused
        A stage that does not exist, or something else than a stage.
    """
    graph, book = frame.graph, frame.book
    scope = resolve_stage(graph, stage) if stage else None
    frame.tell(stage=graph.node_ids[scope] if scope is not None else None)
    chain = Chain.of(frame.on(as_of or newest_day(graph, scope)))
    rows = []
    for entry in _in_scope(chain, graph, scope):
        links = [] if entry.link is None else [entry.link]
        rows.append(
            PolicyRow(
                stage=None if entry.stage is None else node_ref(graph, entry.stage),
                policy=node_ref(graph, entry.policy),
                validity=validity(entry.begins, entry.ends, chain),
                begins=str(entry.begins or ""),
                ends=str(entry.ends or ""),
                truth="holds" if entry.truth == Truth.HOLDS else "may",
                evidence=(*book.of_node(graph, entry.policy), *book.of_relationships(graph, links)),
            )
        )
    found = [row.validity for row in rows]
    bounds = PolicyBounds(
        as_of=frame.as_of,
        policies=len({row.policy.id for row in rows}),
        **{state: found.count(state) for state in VALIDITIES},
        roster=chain.rosters.complete(scope, _POLICY),
    )
    sure = any(row.truth == "holds" for row in rows)
    is_none = bounds.roster and not rows and not _without_stage(graph)
    status: Status = "found" if sure else "none" if is_none else "unknown"
    name = graph.node_names[scope] if scope is not None else ""
    return Found(status, _sentence(name, bounds, rows), rows, bounds, _unknown(graph, scope, bounds, rows))


def validity(begins: PartialDate | None, ends: PartialDate | None, chain: Chain) -> Validity:
    """Whether a policy is in force on the day of a chain, wherever in their intervals its dates fall."""
    day = chain.view.as_of_day
    if day is None:
        return "unknown"
    if ends and ends.last < day:
        return "expired"
    if begins and begins.first > day:
        return "ahead"
    if not begins or begins.last > day:
        return "unknown"
    if not ends:
        return "no_end_stated"
    return "in_force" if day <= ends.first else "unknown"


def _in_scope(chain: Chain, graph: AllianceGraph, scope: int | None) -> list[Applying]:
    """Those of the scope in the order of the stages; those that no source joins to a stage last, without a scope."""
    order = {stage: place for place, stage in enumerate(chain.stages.all)}
    parts = None if scope is None else {*chain.stages.under(scope), *chain.stages.above(scope)}
    chosen = [entry for entry in _applying(graph) if parts is None or entry.stage in parts]
    last = len(order)

    def place(entry: Applying) -> tuple[bool, int, int, int, int]:
        stage = -1 if entry.stage is None else entry.stage
        return entry.stage is None, order.get(stage, last), stage, int(graph.name_ranks[entry.policy]), entry.link or 0

    return sorted(chosen, key=place)


def _applying(graph: AllianceGraph) -> Iterator[Applying]:
    columns, truths, vocabulary = graph.relationships, link_truths(graph), schema().type_vocabulary
    for policy in graph.nodes_of(_POLICY).tolist():
        said = graph.attributes(policy)
        begins, ends = _date(said.get("date_effective")), _date(said.get("date_expires"))
        has_stage = False
        for link in graph.outgoing(policy).tolist():
            stage = int(columns.targets[link])
            is_part = graph.kind(stage) in schema().groups["chain_part"]
            if not is_part or not truths[link] or vocabulary.term(columns.types[link]) != _APPLIES:
                continue
            has_stage = True
            fact = graph.relationship_at(link)
            yield Applying(
                policy, stage, begins or fact.valid_from, ends or fact.valid_to, link, Truth(truths[link])
            )  # fmt: skip
        if not has_stage:
            yield Applying(policy, None, begins, ends, None, Truth.HOLDS)


def _without_stage(graph: AllianceGraph) -> list[str]:
    """The names of the policies that no source joins to a stage."""
    return sorted(graph.node_names[entry.policy] for entry in _applying(graph) if entry.stage is None)


def _date(written: object) -> PartialDate | None:
    """A date as policies write it, with or without a remark: `2022-01-01`, `2024年初`, `2021-11-20(批准)`."""
    match = _WRITTEN.fullmatch(str(written or "").strip())
    try:
        return PartialDate.parse(match["date"]) if match else None
    except BadDate:
        return None


def _sentence(name: str, bounds: PolicyBounds, rows: Sequence[PolicyRow]) -> Text:
    within = Text("{name}:", "{name}: ").fill(name=name) if name else NOTHING
    if not rows:
        return (
            within + Text("没有载入适用于它的政策和标准。", "no policy or standard that applies was loaded.").sentence()
        )
    expired = list(dict.fromkeys(row.policy.name for row in rows if row.validity == "expired"))
    text = Text(
        "{when}政策和标准 {number} 项,逐环节列出:有效 {in_force},已施行而未写明有效期 {open},已过期 {expired},"
        "未施行 {ahead},不知道 {unknown}",
        "{policies}{when}, listed by stage: {in_force} in force, {open} in force with no end stated, {expired} "
        "expired, {ahead} not yet in force, {unknown} not known",
    ).fill(
        when=Text("截至 {day},", " as of {day}").fill(day=bounds.as_of) if bounds.as_of else NOTHING,
        number=bounds.policies, policies=plural(bounds.policies, "policy", "policies"), in_force=bounds.in_force,
        open=bounds.no_end_stated, expired=bounds.expired, ahead=bounds.ahead, unknown=bounds.unknown,
    )  # fmt: skip
    names = Text(";已过期的:{names}", "; expired: {names}").fill(names=some(expired)) if expired else NOTHING
    return within + text + names + Text("。", ".")


def _unknown(
    graph: AllianceGraph, scope: int | None, bounds: PolicyBounds, rows: Sequence[PolicyRow]
) -> Iterator[Unknown]:
    no_end = list(dict.fromkeys(row.policy.name for row in rows if row.validity == "no_end_stated"))
    undated = list(dict.fromkeys(row.policy.name for row in rows if row.validity == "unknown"))
    without = _without_stage(graph)
    if undated:
        yield Unknown(
            what=Text("是否有效:{names}", "whether these are in force: {names}").fill(names=some(undated)),
            why=Text("没有写明施行日期,或日期不确切。", "Since when they hold is not stated, or not exactly."),
            closes_when=Text("政策表写明施行日期和有效期", "their dates of effect and of expiry are stated"),
        )
    if no_end:
        yield Unknown(
            what=Text("有效到什么时候:{names}", "until when these hold: {names}").fill(names=some(no_end)),
            why=Text("没有写明有效期。", "No end is stated."),
            closes_when=Text("政策表的“有效期至”列写明", "the column date_expires states it"),
        )
    if without:
        yield Unknown(
            what=Text("适用于哪个环节:{names}", "to which stages these apply: {names}").fill(names=some(without)),
            why=Text("没有写明适用的环节。", "No source states their stages."),
            closes_when=Text("载入 APPLIES_TO 关系", "the APPLIES_TO links are loaded"),
        )
    if not bounds.roster:
        where = Text.same(graph.node_names[scope]) if scope is not None else Text("整个图", "the whole graph")
        yield Unknown(
            what=Text("没有载入的政策和标准", "policies and standards that were not loaded"),
            why=Text("没有名单写明{where}的政策已列全。", "No roster promises all policies of {where}.").fill(
                where=where
            ),
            closes_when=Text(
                "载入政策名单,并写明它完整(instrument=policy)",
                "the list of policies is loaded and promised to be complete (instrument=policy)",
            ),
        )
