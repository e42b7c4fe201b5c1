"""What of a picture is not decided, so that no change may be hidden in it unsaid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

import numpy as np

from ...graph.truth import Truth
from ...wording import Text, plural
from ..answer import Status, Unknown
from .picture import Entry, Picture
from .row import ChangeRow, Part

_WHAT: dict[Part, tuple[Text, str]] = {
    "links": (Text("{day} 有 {number} 条关系只是可能成立", "{count} on {day}"), "link that only may hold"),
    "gaps": (Text("{day} 有 {number} 项缺口无法判断", "{count} on {day}"), "gap that cannot be judged"),
    "coverage": (Text("{day} 有 {number} 个矩阵格没有准数", "{count} on {day}"), "cell without an exact count"),
}
_SEVERAL: dict[Part, str] = {
    "links": "links that only may hold",
    "gaps": "gaps that cannot be judged",
    "coverage": "cells without an exact count",
}
_CERTAIN = ("new", "ended", "settled", "changed")


def unsettled(picture: Picture, parts: Sequence[Part]) -> dict[Part, int]:
    """How many entries of each part only may be there."""
    counts: dict[Part, int] = {
        "links": int(np.count_nonzero(picture.links[1] == Truth.MAY)) if "links" in parts else 0,
        "gaps": _open(picture.gaps.values()) if "gaps" in parts else 0,
        "coverage": _open(picture.cells.values()) if "coverage" in parts else 0,
    }
    return {part: counts[part] for part in parts}


def _open(entries: Iterable[Entry]) -> int:
    return sum(entry.state == Truth.MAY for entry in entries)


def undecided(picture: Picture, parts: Sequence[Part], day: date) -> Iterator[Unknown]:
    """What cannot be told on a day, part by part."""
    for part, number in unsettled(picture, parts).items():
        what, singular = _WHAT[part]
        if number:
            yield Unknown(
                what=what.fill(day=day, number=number, count=plural(number, singular, _SEVERAL[part])),
                why=Text(
                    "名单没有载入或已逾半年,或有的事实只是可能成立;变化可能藏在其中。",
                    "Rosters are missing or over half a year old, or facts only may hold: a change may hide in it.",
                ),
                closes_when=Text(
                    "载入这一天之前半年内的普查名单",
                    "rosters of a census of the half-year before that day are loaded",
                ),
            )


def status_of(rows: Sequence[ChangeRow], *, undecided: bool) -> Status:
    """`found` when something surely changed; `none` when nothing did and nothing is undecided."""
    if any(row.change in _CERTAIN for row in rows):
        return "found"
    return "unknown" if undecided or rows else "none"
