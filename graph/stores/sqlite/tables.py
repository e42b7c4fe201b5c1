"""The tables of a file: what a row of each holds, their definition, and statements on whole rows.

The content of nodes and relationships is what their rows declare; the rest stands here and in `tables.sql`.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import Any

from ...fields import ShareField, fields_of
from ...rows import NodeRow, RelationshipRow
from ..differences import TABLES, Table

CONTENT: dict[Table, tuple[str, ...]] = {
    "node": NodeRow._fields,
    "record": ("key", "table_name", "body"),
    "relationship": RelationshipRow._fields,
}
"""The columns that a fact is kept in."""
_BESIDE: dict[Table, tuple[str, ...]] = {
    "node": ("search", "digest"),
    "record": ("digest",),
    "relationship": ("digest",),
}
KEYS: dict[Table, str] = {table: CONTENT[table][0] for table in TABLES}
_TERMS: dict[Table, str] = {"node": "kind", "record": "table_name", "relationship": "type"}
TERM_PLACES: dict[Table, int] = {table: CONTENT[table].index(_TERMS[table]) for table in TABLES}
"""Which column of the content says what kind of fact it is."""


def _shares(row_type: type[tuple[Any, ...]]) -> tuple[int, ...]:
    return tuple(place for place, field in enumerate(fields_of(row_type)) if isinstance(field.type, ShareField))


SHARES: dict[Table, tuple[int, ...]] = {
    "node": _shares(NodeRow),
    "record": (),
    "relationship": _shares(RelationshipRow),
}
"""Which columns of the content are numbers; all others are texts."""


def definitions() -> Iterator[str]:
    """The statements that make the tables."""
    script = files(__package__).joinpath("tables.sql").read_text(encoding="utf-8")
    for table, row_type in (("node", NodeRow), ("relationship", RelationshipRow)):
        key, *others = fields_of(row_type)
        columns = [f"{key.name} TEXT PRIMARY KEY", *(f"{field.name} {field.type.sql}" for field in others)]
        script = script.replace(f"<<{table}>>", ",\n  ".join(columns))
    yield from script.split(";")


def selection(table: Table, *beside: str) -> str:
    """The statement that reads the content of every row, and some of what stands beside it."""
    return f"SELECT {', '.join((*CONTENT[table], *beside))} FROM {table}s"


def target(table: Table) -> str:
    """Where a statement puts whole rows: the content, and all that stands beside it."""
    marks = ", ".join("?" * (len(CONTENT[table]) + len(_BESIDE[table])))
    return f"INTO {table}s VALUES ({marks})"
