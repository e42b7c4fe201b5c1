"""How far a fact holds on a day; what follows from it stands in `truth`."""

from __future__ import annotations

from enum import IntEnum


class Truth(IntEnum):
    """How far a fact holds on a day."""

    NO = 0
    MAY = 1
    HOLDS = 2
