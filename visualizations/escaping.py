"""How words of the data come into a page: as text, whatever they are."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup, escape

from ..wording import legible


def written(words: str) -> Markup:
    """Words as a page has them: no markup, and nothing that steers a page (a store of earlier may hold both)."""
    return escape(legible(words))


def environment() -> Environment:
    """Templates in which everything but markup of our own is written as `written` does."""
    return Environment(autoescape=True, finalize=_finalized, loader=PackageLoader("alliance.visualizations"))


def _finalized(value: Any) -> Any:
    return value if isinstance(value, Markup) else written(str(value))
