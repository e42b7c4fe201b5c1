"""Whom a question about reach counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from ...option import Option
from ..terms import KINDS

TargetKinds = Annotated[
    Sequence[str],
    Option(
        "谁算对象:种类,可多次(默认:单位和党组织)",
        "who counts as a target: a kind; repeatable (default: organisations and party organisations)",
        terms=KINDS,
        names=("--kind",),
        metavar="KIND",
    ),
]
"""The kinds of nodes that may be reached; the group `unit` of the schema when none is named."""
