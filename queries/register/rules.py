"""What the rules of gaps say: a gap that is there in every possible world, or a question that stays open.

A gap is an absence, so it is certain only where everything that could refute it was promised to be listed, and nothing
that only may hold would refute it. A question that is open says what would decide it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...wording import NOTHING, Text
from ..chain import Chain
from ..count import Count
from .candidates import Lead

FACTS = "facts"
"""What a question lacks that no roster would decide: facts of which it is known that they only may hold."""

SHARES, CENSUSES, PLACES = "shares", "censuses", "places"
"""What else no roster holds: the parts that suppliers give, earlier censuses, the places of suppliers and chain."""

STAGES_DOWNSTREAM = Text("下游环节", "stages downstream")
DEPENDENTS = Text("下游单位", "organisations downstream")
MEMBERS = Text("党员", "members")
STAFF = Text("职工", "staff")
UNITS_BELOW = Text("本级及以下的单位", "units at the level and below")
OPEN_ISSUES = Text("未解决的问题", "open issues")
HHI = Text.same("HHI")
OUTSIDE_SHARE = Text("外部供应占比", "share from outside")
PAIRS = Text("成员对", "pairs of members")
QUESTIONS = Text("无法判断的问题", "open questions")
SETTLED = Text("可判断的问题", "questions settled")


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap that is there.

    Parameters
    ----------
    gap
        Its definition.
    subject
        Position of the node.
    severity, counts
        By its definition, and what it counts; None when unknown.
    formula, closes_when
        In words.
    leads
        Finds who could fill it; asked only for a gap that is shown.
    links
        Relationships that show it.
    detail
        Which of its kind, in words that do not change with the numbers; empty when the subject says it.
    """

    gap: str
    subject: int
    severity: float | None
    counts: Text
    formula: Text
    closes_when: Text
    leads: Callable[[], Sequence[Lead]] = tuple
    links: tuple[int, ...] = ()
    detail: Text = NOTHING


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question that the data leave open.

    Parameters
    ----------
    gap
        The definition that cannot be judged.
    subject
        Position of the node; None for organisations that work at no stage.
    lacks
        The rosters that would help to decide it, as instruments, or what no roster holds (`no_roster`).
    detail
        Which of its kind, in words; empty when the subject says it.
    questions
        How many questions these are.
    nodes
        The organisations that it asks of, with a question each; empty where it asks of the subject.
    """

    gap: str
    subject: int | None
    lacks: tuple[str, ...]
    detail: Text = NOTHING
    questions: int = 1
    nodes: tuple[int, ...] = ()

    def single(self) -> Iterator[Undecided]:
        """It as a question of each of its organisations; itself where it asks of the subject."""
        if not self.nodes:
            yield self
        yield from (Undecided(self.gap, node, self.lacks) for node in self.nodes)


Judgement = Gap | Undecided


def lacking(chain: Chain, instrument: str, stages: Iterable[int | None]) -> tuple[str, ...]:
    """The instrument, where its roster is missing for one of some scopes."""
    return (instrument,) if any(not chain.rosters.complete(stage, instrument) for stage in stages) else ()


def lacks_of(chain: Chain, instrument: str, stage: int) -> tuple[str, ...]:
    """What would decide a count that is open: the roster where it is missing, else the facts that only may hold."""
    return lacking(chain, instrument, [stage]) or (FACTS,)


def is_none(count: Count) -> bool | None:
    """Whether there is none: for certain, not, or (None) perhaps."""
    if count.high == 0:
        return True
    return False if count.low > 0 else None
