"""The layout of a folder of tables, read from `tables.toml`."""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Makes = Literal["source", "census", "roster", "node", "relationship", "measure"]
Reading = Literal[
    "text", "list", "date", "date_text", "quantity", "share", "number", "flag", "cover",
    "kind", "type", "status", "instrument", "instruments", "node", "source", "census", "id", "code",
]  # fmt: skip


class Column(BaseModel):
    """Where a column goes and how its cells are read (see `tables.toml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str
    reading: Reading = Field(default="text", alias="as")
    required: bool = False
    also: tuple[str, ...] = ()


class TableLayout(BaseModel):
    """One table of the folder (see `tables.toml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    names: tuple[str, ...] = ()
    makes: Makes
    columns: dict[str, Column]
    constants: dict[str, str] = Field(default_factory=dict, alias="set")
    kind_by: dict[str, str] = Field(default_factory=dict)

    @cached_property
    def required(self) -> list[str]:
        """The columns whose cells must not be empty."""
        return [name for name, column in self.columns.items() if column.required]

    @cached_property
    def needed(self) -> list[str]:
        """The columns that must be there; one source may do for a whole file."""
        return [name for name in self.required if self.columns[name].reading != "source"]

    def column_to(self, field: str) -> str:
        """The name of the column that fills a field; empty when there is none."""
        return next((name for name, column in self.columns.items() if column.to == field), "")


class Layout(BaseModel):
    """All tables, and how our own conclusions are told from reports."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    inferred_prefix: str
    tables: tuple[TableLayout, ...]


@lru_cache(maxsize=1)
def layout() -> Layout:
    """The layout of this version of the product."""
    return Layout(**tomllib.loads(files(__package__).joinpath("tables.toml").read_text(encoding="utf-8")))
