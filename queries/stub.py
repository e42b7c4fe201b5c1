"""What type checkers and editors see of the questions that are imported when they are first used."""

from __future__ import annotations

from .catalogue import CATALOGUE


def stub_text() -> str:
    """The stub `questions.pyi`: every function of the catalogue, from where it is."""
    imports = sorted(f"from .{entry.module} import {entry.function} as {entry.function}" for entry in CATALOGUE)
    return "\n".join(["# Made from the catalogue by `python -m alliance.queries.generated`.", "", *imports]) + "\n"
