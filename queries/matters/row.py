"""The row of a problem or need."""

from __future__ import annotations

from operator import attrgetter
from typing import Annotated, Any

from ...option import Terms
from ...wording import Text, some
from ..answer import NodeRef, RowModel
from ..columns import Column
from .spans import Interval
from .standing import STATES, State

STATE_TERMS = Terms(Text("办理状态", "state"), lambda: STATES)
NOT_STATED = Text("未写明", "not stated")
_DONE = Text("—", "–")
_MOST_NAMED = 3


def _refs(zh: str, en: str, field: str) -> tuple[Column, Column]:
    """The columns of several nodes: their ids in files, their names for people."""

    def ids(row: Any) -> tuple[str, ...]:
        return _ids(getattr(row, field))

    def names(row: Any) -> Text:
        found = _names(getattr(row, field))
        return some(found, limit=_MOST_NAMED) if found else NOT_STATED

    return Column(f"{zh} id", f"{en} ids", f"{field}_ids", ids, on_screen=False), Column(zh, en, field, names)


def _ids(refs: tuple[NodeRef, ...]) -> tuple[str, ...]:
    return tuple(ref.id for ref in refs)


def _names(refs: tuple[NodeRef, ...]) -> tuple[str, ...]:
    return tuple(ref.name for ref in refs)


def _moment(zh: str, en: str, field: str, *, on_screen: bool = True) -> Column:
    return Column(zh, en, field, label=lambda row: getattr(row, field) or NOT_STATED, on_screen=on_screen)


def _number(zh: str, en: str, field: str, *, on_screen: bool = True) -> Column:
    """The column of an interval, as people write it; what is not stated is never 0."""

    def value(row: Any) -> str | Text:
        interval: Interval | None = getattr(row, field)
        return interval.text() if interval else NOT_STATED

    return Column(zh, en, field, value, on_screen=on_screen)


class NeedRow(RowModel):
    """A problem or need.

    Parameters
    ----------
    need
        It.
    state
        Whether it is solved on the day.
    stage
        The stage that it is about; None where it is not stated.
    raised_by
        Who raised it.
    lists
        In which lists it stands.
    handlers
        Who got it, the first in front.
    holders, may_hold
        Who has it on the day for certain, and who may have it.
    solved_by
        By whom or what it was solved.
    raised, listed, routed, solved, due
        When: a date or an interval (EDTF, such as `2024-03-01/2024-06-15`); None where it is not stated.
    days_to_handler, days_to_solve, open_days
        How many days until somebody first got it, until it was solved, and for how many days it has been open on the
        day; the last is a censored number that is still growing.
    hand_overs, returned
        How often somebody began when another had ended, and how often whoever had it ended before it was solved.
    units
        How many units had a part in it, without those who raised it.
    in_time
        Whether it was solved by its due date.
    no_owner
        Whether it is open and nobody has it, or it came back twice or more.
    evidence
        Of its steps.
    """

    need: Annotated[
        NodeRef,
        Column("id", "id", "id", attrgetter("need.id"), on_screen=False),
        Column("问题或需求", "problem or need", "name", attrgetter("need.name")),
    ]
    state: Annotated[State, STATE_TERMS, Column("状态", "state", label=lambda row: STATES[row.state])]
    stage: Annotated[
        NodeRef | None,
        Column("环节", "stage", value=lambda row: row.stage.name if row.stage else NOT_STATED, on_screen=False),
    ]
    raised_by: Annotated[tuple[NodeRef, ...], *_refs("提出", "raised by", "raised_by")]
    lists: Annotated[tuple[NodeRef, ...], *_refs("清单", "lists", "lists")]
    handlers: Annotated[tuple[NodeRef, ...], *_refs("分派或办理", "handlers", "handlers")]
    holders: Annotated[
        tuple[NodeRef, ...],
        Column("现由谁办 id", "who has it ids", "holders_ids", lambda row: _ids(row.holders), on_screen=False),
        Column("现由谁办", "who has it", value=lambda row: row.holders_text()),
    ]
    may_hold: Annotated[
        tuple[NodeRef, ...],
        Column("可能由谁办", "who may have it", value=lambda row: _names(row.may_hold), on_screen=False),
    ]
    solved_by: Annotated[tuple[NodeRef, ...], *_refs("由谁或何办结", "solved by", "solved_by")]
    raised: Annotated[str | None, _moment("提出时间", "raised", "raised")]
    listed: Annotated[str | None, _moment("列入时间", "listed", "listed", on_screen=False)]
    routed: Annotated[str | None, _moment("分派时间", "routed", "routed", on_screen=False)]
    solved: Annotated[str | None, _moment("办结时间", "solved on", "solved")]
    due: Annotated[str | None, _moment("期限", "due", "due", on_screen=False)]
    days_to_handler: Annotated[Interval | None, _number("几天后有人办", "days to first handler", "days_to_handler")]
    days_to_solve: Annotated[Interval | None, _number("几天办结", "days to solve", "days_to_solve")]
    open_days: Annotated[
        Interval | None,
        Column("未解决至今天数", "open days so far", value=lambda row: row.open_text()),
    ]
    hand_overs: Annotated[Interval | None, _number("转手次数", "hand-overs", "hand_overs")]
    returned: Annotated[Interval | None, _number("退回次数", "came back", "returned")]
    units: Annotated[Interval | None, _number("参与单位", "units", "units")]
    in_time: Annotated[bool | None, Column("按期", "in time", value=lambda row: _yes(row.in_time))]
    no_owner: Annotated[bool | None, Column("无人负责", "no owner", value=lambda row: _yes(row.no_owner))]
    evidence: tuple[str, ...]

    def holders_text(self) -> Text:
        """Who has it; with a question mark who only may have it."""
        if self.state == "solved":
            return _DONE
        shown = [*_names(self.holders), *(f"{name} (?)" for name in _names(self.may_hold))]
        if shown:
            return some(shown, limit=_MOST_NAMED)
        return Text("无人", "nobody") if self.no_owner else NOT_STATED

    def open_text(self) -> Text:
        """`120`, `120 if it is open`, or that it is solved."""
        if self.state == "solved":
            return _DONE
        if self.open_days is None:
            return NOT_STATED
        if self.state == "open":
            return Text.same(self.open_days.text())
        return Text(f"{self.open_days.text()}(若未解决)", f"{self.open_days.text()} if it is open")


def _yes(known: bool | None) -> Text:
    if known is None:
        return NOT_STATED
    return Text("是", "yes") if known else Text("否", "no")
