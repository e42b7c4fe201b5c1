"""Cells that a spreadsheet would take for a formula: what others wrote must not run where a result is opened."""

from __future__ import annotations

from typing import Any

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # the last four: full width


def inert(value: Any) -> Any:
    """A cell as it is, or with an apostrophe before it when a spreadsheet would take it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_STARTS) else value
