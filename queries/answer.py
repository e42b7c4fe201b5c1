"""What a question returns: rows, their evidence, the bounds that were searched, and what is not known.

The command line, a notebook, the map and every file print the same Answer. As JSON it is one object whose keys stand
in the order of the fields below, equal byte for byte for equal data, whatever the store.
"""

from __future__ import annotations

import html
import json
import time
from abc import abstractmethod
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr

from .. import settings
from ..errors import MissingExtra
from ..graph.schema import schema
from ..wording import Language, Text
from .sightings import Sightings

if TYPE_CHECKING:
    import pandas as pd

Status = Literal["found", "none", "unknown"]
STATUS_WORDS = {
    "found": Text("找到", "found"),
    "none": Text("在所述范围内没有", "none within the stated bounds"),
    "unknown": Text("未知", "unknown"),
}


class AnswerModel(BaseModel):
    """A frozen part of an answer."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Unknown(AnswerModel):
    """Something that the data do not say.

    Parameters
    ----------
    what
        What is unknown.
    why
        Why it is.
    closes_when
        What would make it known.
    """

    what: Text
    why: Text
    closes_when: Text


class NodeRef(AnswerModel):
    """A node as answers name it."""

    id: str
    kind: str
    name: str


class RowModel(AnswerModel):
    """A row of an answer."""

    @abstractmethod
    def cells(self, language: Language) -> dict[str, Any]:
        """The row as plain values by column, for tables, CSV and data frames."""


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

    def cells(self, language: Language | None = None) -> list[dict[str, Any]]:
        """The rows as plain values by column."""
        return [row.cells(language or settings.language()) for row in self.rows]

    def to_frame(self) -> pd.DataFrame:
        """The rows as a data frame, in which unknown is `<NA>`; needs the extra `notebook`."""
        try:
            import pandas as pd
        except ImportError as error:
            raise MissingExtra("pandas", "notebook") from error
        return pd.DataFrame(self.cells()).convert_dtypes()

    def _repr_html_(self) -> str:
        language = settings.language()
        lines = [f"<p>{html.escape(self.sentence.in_(language))}</p>", _table(self.cells(language))]
        lines += [
            f"<p>? {html.escape(one.what.in_(language))}: {html.escape(one.why.in_(language))}</p>"
            for one in self.unknown[:5]
        ]
        return "".join(lines)


def _table(rows: Sequence[dict[str, Any]], limit: int = 50) -> str:
    if not rows:
        return ""
    head = "".join(f"<th>{html.escape(str(name))}</th>" for name in rows[0])
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape('' if v is None else str(v))}</td>" for v in row.values()) + "</tr>"
        for row in rows[:limit]
    )
    more = f"<p>+ {len(rows) - limit}</p>" if len(rows) > limit else ""
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"
