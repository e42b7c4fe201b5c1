"""What a store is before anything is asked of it: the same four names for every store."""

from __future__ import annotations

from dataclasses import dataclass

from ...wording import Text

RESTORE = Text(
    "请用备份恢复,或把原始表格载入一个新库。",
    "Restore a backup, or load the original tables into a new store.",
)
"""What to do about facts that are lost."""


@dataclass(frozen=True, slots=True)
class Empty:
    """Ours or not yet made, and nothing was loaded into it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """It holds facts and answers.

    Parameters
    ----------
    data_version
        Of its facts.
    """

    data_version: str


Held = Empty | Ready
"""What readers see of a store."""


@dataclass(frozen=True, slots=True)
class Loading:
    """A load is under way, or broke off and is not yet given up; readers see what was there before it.

    Parameters
    ----------
    before
        What readers see.
    alive
        Whether the loader still runs, as far as can be known.
    """

    before: Held
    alive: bool


@dataclass(frozen=True, slots=True)
class Broken:
    """It is ours and cannot answer as it is.

    Parameters
    ----------
    reason
        What is wrong, and what to do.
    """

    reason: Text


State = Held | Loading | Broken


@dataclass(frozen=True, slots=True)
class EngineState:
    """Where the engine that keeps a store stands: while it is equal, nobody has changed a fact, with or without us.

    Parameters
    ----------
    store
        Which store, and as whom it is read.
    marks
        What the engine, or the system under it, moves itself with every change.
    data_version
        What the store says of its facts.
    facts
        How many it holds.
    moment
        What moves with every change as long as the store is open; it means nothing in another process.
    apart
        Seconds that must lie between two equal looks: a change that follows the second one moves a mark for sure.
    """

    store: str
    marks: tuple[str, ...]
    data_version: str
    facts: int
    moment: int = 0
    apart: float = 0.0
