"""Where a problem or need stands on a day: raised, with whom, solved or open, and how long each of it took.

A step that only may have been taken makes an interval. What is open is censored and never left out: it has lasted so
far at least. The counts of hand-overs and of what came back follow the handing over of work in event logs (van der
Aalst, Reijers and Song 2005, Computer Supported Cooperative Work 14:549-593).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from ...graph.truth import Truth
from ...wording import Text
from .matters import (
    HANDLES,
    LISTED_IN,
    OPEN,
    RAISED,
    RAISED_AT,
    RESOLVED_BY,
    ROUTED_TO,
    SOLVED,
    Act,
    Matter,
)
from .spans import ANY, NEVER, Interval, Span, between, earliest, of_attribute, stated

State = Literal["solved", "may_be_solved", "open", "not_stated"]
STATES: dict[State, Text] = {
    "solved": Text("已解决", "solved"),
    "may_be_solved": Text("可能已解决", "may be solved"),
    "open": Text("未解决", "open"),
    "not_stated": Text("是否解决未写明", "not stated whether solved"),
}
MOST_RETURNS = 2
"""What came back so often has no owner (gap G13)."""


@dataclass(frozen=True)
class Standing:
    """A problem or need on a day.

    Parameters
    ----------
    matter
        It, with its steps.
    day
        The day as an ordinal; infinite where nothing says which day it is.
    complete
        Whether a roster that is not stale promises that all steps were listed.
    active
        How far a step still lasts on the day.
    """

    matter: Matter
    day: float
    complete: bool
    active: Callable[[Act], Truth]

    @cached_property
    def raised(self) -> Span:
        """When it was raised: as it says itself, else by the links, else on the day of the event."""
        said = of_attribute(self.matter.attributes.get("date"))
        first = said or _first(self.matter.of(RAISED))
        return first if stated(first) else _first(self.matter.of(RAISED_AT))

    @cached_property
    def listed(self) -> Span:
        """When it first stood in a list."""
        return _first(self.matter.of(LISTED_IN))

    # ---- who had it ----

    @cached_property
    def turns(self) -> tuple[Act, ...]:
        """Who had it when: what was handled, and what was routed to those who are not known to have handled it."""
        by_actor: dict[int, list[Act]] = defaultdict(list)
        for act in self.matter.of(ROUTED_TO, HANDLES):
            by_actor[act.other].append(act)
        return tuple(turn for acts in by_actor.values() for turn in _turns(acts))

    @cached_property
    def first_handler(self) -> Span:
        """When somebody first got it."""
        return _first(self.matter.of(ROUTED_TO, HANDLES))

    @cached_property
    def holders(self) -> dict[int, Truth]:
        """Who has it on the day, and how far; nobody once it is solved."""
        found: dict[int, Truth] = {}
        for act in self.matter.of(ROUTED_TO, HANDLES) if self.state != "solved" else ():
            truth = self.active(act)
            if truth > Truth.NO:
                found[act.other] = max(truth, found.get(act.other, Truth.NO))
        return found

    @cached_property
    def hand_overs(self) -> Interval | None:
        """How often somebody began when another, who began before, had ended; None where nobody is known to have it."""
        cases = [(turn.holds and self._follows(turn, surely=True), self._follows(turn, surely=False))
                 for turn in self.turns]  # fmt: skip
        return self._counted(cases, most=max(0, len(cases) - 1))  # the first to begin follows nobody

    def _follows(self, turn: Act, *, surely: bool) -> bool:
        others = (other for other in self.turns if other.other != turn.other and (other.holds or not surely))
        if surely:
            return any(other.began[1] < turn.began[0] >= _end(other)[1] for other in others)
        return any(other.began[0] < turn.began[1] >= _end(other)[0] for other in others)

    @cached_property
    def returned(self) -> Interval | None:
        """How often whoever had it ended before it was solved; None where nobody is known to have had it."""
        cases = [(turn.holds and self._ended_unsolved(turn, surely=True), self._ended_unsolved(turn, surely=False))
                 for turn in self.turns]  # fmt: skip
        return self._counted(cases, most=len(cases))

    def _ended_unsolved(self, turn: Act, *, surely: bool) -> bool:
        if turn.ended == ANY or self._solved_it(turn, surely=not surely):
            return False
        if surely:  # what nobody says is open may have ended because it was solved
            return self.state in ("solved", "open") and turn.ended[1] < min(self.day, self.solved[0])
        return max(turn.ended[0], turn.began[0]) < min(self.day, self._latest_solution)

    def _solved_it(self, turn: Act, *, surely: bool) -> bool:
        """Whether it was the last turn of somebody by whom it was solved, for certain or perhaps."""
        if not any(act.other == turn.other and (act.holds or not surely) for act in self.solutions):
            return False
        others = (other for other in self.turns if other.other == turn.other and other != turn)
        if surely:
            return not any(other.began[1] > turn.began[0] for other in others)
        return not any(other.holds and other.began[0] > turn.began[1] for other in others)

    @property
    def _latest_solution(self) -> float:
        return self.solved[1] if self.state == "solved" else math.inf

    def _counted(self, cases: Sequence[tuple[bool, bool]], most: int) -> Interval | None:
        if not cases and not self.complete:
            return None
        return Interval.of(sum(surely for surely, _ in cases), min(most, sum(perhaps for _, perhaps in cases)))

    # ---- solved or open ----

    @cached_property
    def solutions(self) -> tuple[Act, ...]:
        """The links that say by whom or what it was solved."""
        return self.matter.of(RESOLVED_BY)

    @cached_property
    def solved(self) -> Span:
        """When it was solved: by itself or by the first link that says so; `NEVER` where nothing says so."""
        said = of_attribute(self.matter.attributes.get("solved"))
        own = said if said is not None and said[0] <= self.day else None
        links = _first(self.solutions)
        if own is not None:
            return own[0], min(own[1], self.day)
        return ANY if links == NEVER and self._states(SOLVED) else links

    @cached_property
    def state(self) -> State:
        """Whether it is solved on the day."""
        said = of_attribute(self.matter.attributes.get("solved"))
        later = said is not None or RESOLVED_BY in self.matter.later
        surely = said is not None and said[1] <= self.day
        if surely or (self._states(SOLVED) and not later) or any(act.holds for act in self.solutions):
            return "solved"
        if self.solutions or (said is not None and said[0] <= self.day):
            return "may_be_solved"
        return "open" if later or self._states(OPEN) or self.complete else "not_stated"

    def _states(self, status: str) -> bool:
        return self.matter.attributes.get("status") == status

    @cached_property
    def lasted(self) -> Span | None:
        """How many days it took, or has taken so far; None where it is not known when it was raised.

        What is not solved has no upper end. Where only nobody says that it was solved, it was open when the last of its
        steps began, and that is all that is known.
        """
        if not stated(self.raised):
            return None
        if self.state == "solved":
            return between(self.raised, self.solved)
        last = {"open": self.day, "may_be_solved": self.solved[0], "not_stated": self._last_sign}[self.state]
        return (0.0 if math.isinf(last) else max(0.0, last - self.raised[1])), math.inf

    @property
    def _last_sign(self) -> float:
        steps = (act.began[0] for act in self.matter.of(LISTED_IN, ROUTED_TO, HANDLES) if act.holds)
        return max((day for day in steps if not math.isinf(day)), default=self.raised[0])

    @cached_property
    def open_so_far(self) -> Interval | None:
        """For how many days it has been open on the day, if it is; None for what is solved, and without a date."""
        days = None if self.state == "solved" or math.isinf(self.day) else between(self.raised, (self.day, self.day))
        return Interval.of(*days) if days else None

    # ---- due, owner ----

    @cached_property
    def in_time(self) -> bool | None:
        """Whether it was solved by its due date; None where that is not known, or can still be."""
        due = of_attribute(self.matter.attributes.get("due"))
        if due is None or self.state in ("may_be_solved", "not_stated"):
            return None
        if self.state == "open":
            return False if due[1] < self.day < math.inf else None
        if not stated(self.solved):
            return None
        return True if self.solved[1] <= due[0] else False if self.solved[0] > due[1] else None

    @cached_property
    def no_owner(self) -> bool | None:
        """Whether it is open and nobody has it, or it came back too often; None where that is not known."""
        if self.state == "solved":
            return False
        least, most = (self.returned.low, self.returned.high or 0) if self.returned else (0, 0)
        if self.state == "open" and (least >= MOST_RETURNS or (self.complete and not self.holders)):
            return True
        held = any(truth == Truth.HOLDS for truth in self.holders.values())
        return False if held and most < MOST_RETURNS else None


def _first(acts: Iterable[Act]) -> Span:
    acts = list(acts)
    return earliest((act.began for act in acts if act.holds), (act.began for act in acts if not act.holds))


def _turns(acts: Sequence[Act]) -> Sequence[Act]:
    """What stands for the turns of one actor, so that being routed and then handled is not two."""
    handled, routed = ([act for act in acts if act.type == kind] for kind in (HANDLES, ROUTED_TO))
    if not handled or any(act.holds for act in handled):
        return handled or routed
    return [replace(act, truth=Truth.MAY) for act in acts]  # one or the other of them counts


def _end(turn: Act) -> Span:
    """When a turn ended; one that is not known to have ended may have, or lasts."""
    return (-math.inf, math.inf) if turn.ended == ANY else turn.ended
