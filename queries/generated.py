"""The files that are made from the catalogue and the signatures: `python -m alliance.queries.generated` writes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from .json_schema import schema_text
from .questions_page import page_text
from .stub import stub_text

GENERATED: dict[str, Callable[[], str]] = {
    "queries/answers.schema.json": schema_text,
    "queries/questions.pyi": stub_text,
    "docs/questions.md": page_text,
}
"""What each file should hold, by its path in the repository."""


def main() -> None:
    """Write every file."""
    root = Path(__file__).parents[1]
    for path, text in GENERATED.items():
        (root / path).write_text(text(), encoding="utf-8")


if __name__ == "__main__":
    main()
