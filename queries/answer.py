"""What a question returns: rows, their evidence, the bounds that were searched, and what is not known.

The command line, a notebook, the map and every file print the same Answer. As JSON it is one object whose keys stand
in the order of the fields below, equal byte for byte for equal data, whatever the store.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Generic, Literal, Self, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, field_validator

from .. import settings
from ..errors import MissingExtra
from ..graph.schema import schema
from ..wording import NOTHING, Language, Text, legible
from .columns import Column, PlainValue, columns_of, file_cells, keys, screen_cells
from .sightings import Sightings
from .summary import console_text, html_text
from .terms import KINDS

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["found", "none", "unknown"]
STATUS_WORDS = {
    "found": Text("找到", "found"),
    "none": Text("在所述范围内没有", "none within the stated bounds"),
    "unknown": Text("未知", "unknown"),
}


STATUS_KEY = "status"
_OF_PYDANTIC = frozenset(name for name in dir(BaseModel) if not name.startswith("__")) | {
    "model_fields",
    "model_computed_fields",
}


class AnswerModel(BaseModel):
    """A frozen part of an answer, in which nothing steers a terminal or a page: every output of an answer is safe."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __dir__(self) -> Iterable[str]:
        """What belongs to the answer itself: completion would drown it in the forty methods of every model."""
        own = (name for name in super().__dir__() if name.startswith("__") or not name.startswith("_"))
        return [name for name in own if name not in _OF_PYDANTIC]

    @field_validator("*")
    @classmethod
    def _legible(cls, value: Any) -> Any:
        """A store of an earlier version may hold characters that are refused today."""
        return legible(value)


class Unknown(AnswerModel):
    """Something that the data do not say.

    Parameters
    ----------
    what
        What is unknown.
    why
        Why it is.
    closes_when
        What would make it known: a clause that can follow "closes when", so it begins with a small letter in English
        and ends without a full stop in both languages.
    """

    what: Text
    why: Text
    closes_when: Text


class NodeRef(AnswerModel):
    """A node as answers name it."""

    id: str
    kind: Annotated[str, KINDS]
    name: str


class RowModel(AnswerModel):
    """A row of an answer; the columns on its fields say how it looks as a line of a table."""

    @classmethod
    @cache
    def columns(cls) -> tuple[Column, ...]:
        """Its columns."""
        return columns_of({name: field.metadata for name, field in cls.model_fields.items()})


Row = TypeVar("Row", bound=RowModel)


class Answer(AnswerModel, Generic[Row]):
    """The answer to one question.

    Parameters
    ----------
    question
        Its id, the same in every output.
    parameters
        What was asked, with every default written out.
    status
        `found` (with evidence), `none` (none within the stated bounds) or `unknown` (the search was clipped, or the
        data that would decide it are missing). The three are never mixed.
    sentence
        The answer in one sentence.
    rows
        What was found.
    bounds
        What was searched.
    unknown
        What is not known, why, and what would close it.
    evidence
        By the ids that the rows name.
    data_version, schema_version
        What the answer stands on.
    """

    legend: ClassVar[Text] = NOTHING
    """What the signs in its table mean, for people."""

    question: str
    parameters: dict[str, Any]
    status: Status
    sentence: Text
    rows: tuple[Row, ...]
    bounds: dict[str, Any]
    unknown: tuple[Unknown, ...]
    evidence: Sightings
    data_version: str
    schema_version: str = Field(default_factory=lambda: schema().version)
    _elapsed_seconds: float | None = PrivateAttr(default=None)

    @property
    def elapsed_seconds(self) -> float | None:
        """How long it took; not part of the JSON, which is equal for equal data."""
        return self._elapsed_seconds

    def since(self, started: float) -> Self:
        """The answer with its time taken from when `time.perf_counter` gave `started`."""
        self._elapsed_seconds = time.perf_counter() - started
        return self

    def to_json(self) -> str:
        """One JSON object in one line."""
        return json.dumps(self.model_dump(mode="json"), ensure_ascii=False, separators=(",", ":"), allow_nan=False)

    def headline(self, language: Language) -> str:
        """Status and sentence in one line."""
        return f"[{STATUS_WORDS[self.status].in_(language)}] {self.sentence.in_(language)}"

    @classmethod
    def columns(cls) -> tuple[Column, ...]:
        """The columns of its rows."""
        row: type[RowModel]
        row, _ = get_args(cls.model_fields["rows"].annotation)
        return row.columns()

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """The names of the columns in CSV and data frames, the same in every language; the first is the status."""
        return (STATUS_KEY, *keys(cls.columns()))

    def table_rows(self) -> Sequence[RowModel]:
        """What the lines of CSV and data frames stand for."""
        return self.rows

    def cells(self, language: Language | None = None) -> list[dict[str, PlainValue]]:
        """The rows as plain values by `keys()`; labels and sentences are in the language."""
        spoken, columns = language or settings.language(), self.columns()
        return [{STATUS_KEY: self.status, **file_cells(columns, row, spoken)} for row in self.table_rows()]

    def screen_cells(self, language: Language) -> list[dict[str, PlainValue]]:
        """The rows as people read them: by the headings of the language, without what only files need."""
        columns = self.columns()
        return [screen_cells(columns, row, language) for row in self.table_rows()]

    def to_frame(self) -> pd.DataFrame:
        """The rows as a data frame, in which unknown is `<NA>`; needs the extra `notebook`.

        The first column is the status of the answer; a frame without rows has it in `attrs["status"]` too.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtra("pandas", "notebook") from error
        frame = pd.DataFrame(self.cells(), columns=list(self.keys())).convert_dtypes()
        frame.attrs[STATUS_KEY] = self.status
        return frame

    def __repr__(self) -> str:
        return console_text(self, settings.language())

    def __str__(self) -> str:
        return repr(self)

    def _repr_html_(self) -> str:
        return html_text(self, settings.language())
