"""What the columns of a table mean and which facts its rows tell: the mappings that ship, and those that are given."""

from __future__ import annotations

import re
import tomllib
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from ...errors import InputRefused
from ...graph.models import Census, Judgement, Measure, Node, Relationship, Roster, Source
from ...graph.schema import schema
from ...wording import Text, some

Makes = Literal["source", "census", "roster", "node", "relationship", "measure", "facts", "judgement"]
Reading = Literal[
    "text", "list", "date", "date_text", "quantity", "share", "part", "number", "flag", "cover",
    "kind", "type", "status", "instrument", "instruments", "node", "source", "census", "id", "code",
    "name", "names", "label", "instrument_list", "rhythm", "sessions", "joint_work",
]  # fmt: skip

ROW = "row"
"""How a fact calls the node that its row is."""
_MODELS: dict[str, type[BaseModel]] = {
    "source": Source, "census": Census, "roster": Roster, "node": Node, "relationship": Relationship,
    "measure": Measure, "judgement": Judgement,
}  # fmt: skip
_EVIDENCE = {"source", "quote", "confidence"}
_ATTRIBUTE = "attributes."


class Column(BaseModel):
    """Where a column goes and how its cells are read (see `tables.toml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    to: str
    reading: Reading = Field(default="text", alias="as")
    required: bool = False
    also: tuple[str, ...] = ()
    kind: str = ""
    among: tuple[str, ...] = ()
    title: str = ""
    known: bool = False
    counts: tuple[str, ...] = ()
    example: str = ""
    choices: tuple[str, ...] = ()

    @field_validator("kind")
    @classmethod
    def _kind_exists(cls, kind: str) -> str:
        return schema().kind(kind).id if kind else kind

    @field_validator("among")
    @classmethod
    def _groups_exist(cls, among: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(kind for name in among for kind in _kinds(name))

    @field_validator("title")
    @classmethod
    def _pattern(cls, title: str) -> str:
        try:
            re.compile(title)
        except re.error as error:
            raise InputRefused(
                Text("title 不是正则表达式:{title}", "title is no regular expression: {title}"), title=title
            ) from error
        return title

    @property
    def names_nodes(self) -> bool:
        """Whether its cells name nodes, which are made where nobody knows the name."""
        return self.reading in ("name", "names")

    @cached_property
    def kinds(self) -> frozenset[str]:
        """The kinds of nodes that its cells may name."""
        return frozenset((*self.among, self.kind)) - {""}


def _kinds(name: str) -> tuple[str, ...]:
    if not name.startswith("@"):
        return (schema().kind(name).id,)
    if name[1:] not in schema().groups:
        known = [f"@{group}" for group in schema().groups]
        raise InputRefused(
            Text("没有这组节点:{name}。可用:{known}。", "There is no group {name}. Known: {known}."),
            name=name,
            known=some(known, limit=9),
        )
    return schema().groups[name[1:]]


class Fact(BaseModel):
    """A further fact that each row tells, where the cells that it needs are filled (see `tables.toml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    makes: Literal["relationship", "measure", "roster", "census"] = "relationship"
    type: str = ""
    start: str = Field(default="", alias="from")
    target: str = ""
    fields: dict[str, str] = Field(default_factory=dict, alias="with")
    constants: dict[str, str] = Field(default_factory=dict, alias="set")
    when: str = ""

    @field_validator("type")
    @classmethod
    def _type_exists(cls, type_id: str) -> str:
        return schema().type(type_id).id if type_id else type_id

    @cached_property
    def slots(self) -> dict[str, str]:
        """By field the slot of the row that fills it."""
        ends = {field: slot for field, slot in (("from", self.start), ("target", self.target)) if slot}
        return {**ends, **self.fields}

    @cached_property
    def fixed(self) -> dict[str, str]:
        """The fields that are the same for every row."""
        return {**({"type": self.type} if self.type else {}), **self.constants}


class TableLayout(BaseModel):
    """One table: what its columns mean, and which facts a row tells (see `tables.toml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    label: Text = Text.same("")
    names: tuple[str, ...] = ()
    refines: str = ""
    makes: Makes
    columns: dict[str, Column]
    constants: dict[str, str] = Field(default_factory=dict, alias="set")
    kind_by: dict[str, str] = Field(default_factory=dict)
    kind_by_name: bool = False
    compose: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    @field_validator("label", mode="before")
    @classmethod
    def _in_both(cls, label: Any) -> Any:
        return Text(label["zh"], label["en"]) if isinstance(label, dict) else label

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if kind := self.constants.get("kind"):
            schema().kind(kind)
        used = {slot for fact in self.facts for slot in (*fact.slots.values(), fact.when) if slot}
        there = {column.to for column in self.columns.values()} | {ROW}
        if missing := sorted(used - there):
            _refuse(_NO_SLOT, missing)
        if lost := sorted(to for to in there - {ROW, ""} if not self._has_field(to) and to not in used):
            _refuse(_NO_FIELD, lost)
        return self

    def _has_field(self, to: str) -> bool:
        """Whether what the row itself becomes has a field; of an attribute every node and link has one."""
        if self.makes == "facts":
            return to in _EVIDENCE
        fields = set(_MODELS[self.makes].model_fields) - {"evidence", "attributes"} | _EVIDENCE
        fields |= {"from"} if self.makes == "relationship" else set()
        return to in fields or (to.startswith(_ATTRIBUTE) and self.makes in ("node", "relationship"))

    @cached_property
    def required(self) -> list[str]:
        """The columns whose cells must not be empty."""
        return [name for name, column in self.columns.items() if column.required]

    @cached_property
    def needed(self) -> list[str]:
        """The columns that must be there; one source may do for a whole file, a title may say the name of all rows."""
        return [
            name
            for name in self.required
            if not (self.columns[name].reading == "source" or self.columns[name].title or self._told(name))
        ]

    def _told(self, name: str) -> bool:
        """Whether other columns tell what a column would."""
        return (self.columns[name].to == "name" and bool(self.compose)) or (
            self.columns[name].to == "kind" and self.kind_by_name
        )

    @cached_property
    def slots(self) -> frozenset[str]:
        """Where columns go that fill further facts and not the row itself."""
        return frozenset(column.to for column in self.columns.values() if column.to and not self._has_field(column.to))

    @cached_property
    def naming(self) -> dict[str, Column]:
        """The columns whose cells name nodes."""
        return {name: column for name, column in self.columns.items() if column.names_nodes}

    @cached_property
    def merges(self) -> bool:
        """Whether rows of one node complete each other: an office lists a firm twice, once for each of its matters."""
        return bool(self.facts) and not self.compose

    def column_to(self, field: str) -> str:
        """The name of the column that fills a field; empty when there is none."""
        return self._column_by_field.get(field, "")

    @cached_property
    def _column_by_field(self) -> dict[str, str]:
        return {column.to: name for name, column in reversed(self.columns.items())}


def _refuse(sentence: Text, words: list[str]) -> None:
    raise InputRefused(sentence, names=some(words))


_NO_SLOT = Text("没有列填入 {names}。", "No column fills {names}.")
_NO_FIELD = Text(
    "{names} 既不是这种事实的字段,也没有用在 facts 里。属性写作 attributes.名称。",
    "{names}: no field of what the row becomes, and used by none of its facts. An attribute is attributes.<name>.",
)


class Layout(BaseModel):
    """The tables of a folder, the rosters of offices, and how our own conclusions are told from reports."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    inferred_prefix: str
    tables: tuple[TableLayout, ...]
    rosters: tuple[TableLayout, ...] = ()

    @cached_property
    def all(self) -> tuple[TableLayout, ...]:
        """Every mapping that ships."""
        return (*self.tables, *self.rosters)


@lru_cache(maxsize=1)
def layout() -> Layout:
    """The layout of this version of the product: `tables.toml`, and the rosters in the files `roster_*.toml`."""
    parts = sorted(
        (part for part in files(__package__).iterdir() if part.name.startswith("roster_")), key=lambda part: part.name
    )
    rosters = [table for part in parts for table in tomllib.loads(part.read_text(encoding="utf-8"))["tables"]]
    own = tomllib.loads(files(__package__).joinpath("tables.toml").read_text(encoding="utf-8"))
    return Layout(**own, rosters=rosters)
