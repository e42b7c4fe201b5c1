"""The facts beside the graph: sources, censuses, rosters, measures and judgements, each with a key of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .identity import canonical_json, digest
from .models import Census, Judgement, Measure, Roster, Source
from .rows import decoding, kept_model

Record = Source | Census | Roster | Measure | Judgement
MODELS: dict[str, type[Record]] = {
    "source": Source,
    "census": Census,
    "roster": Roster,
    "measure": Measure,
    "judgement": Judgement,
}


class RecordRow(NamedTuple):
    """One record as a store keeps it: which table, its key there, and its canonical JSON text."""

    table: str
    key: str
    body: str

    @property
    def digest(self) -> bytes:
        """The content of the row in 16 bytes."""
        return digest("record", *self)


def record_key(record: Record) -> str:
    """What makes a record the same one: a measure by what it is of, when, by whose word and by which definition."""
    if isinstance(record, Source):
        return record.id
    if isinstance(record, Census):
        return record.label
    if isinstance(record, Roster):
        return f"{record.census}|{record.scope}|{record.instrument}"
    if isinstance(record, Judgement):
        return f"{record.question}|{record.by}"
    period = str(record.period or "")
    key = f"{record.subject}|{record.metric}|{record.group}|{period}|{record.evidence[0].source}"
    return "|".join(part for part in (key, record.open_end, record.definition) if part)


def record_row(record: Record) -> RecordRow:
    """The row of a record."""
    table = next(name for name, model in MODELS.items() if isinstance(record, model))
    return RecordRow(table, record_key(record), canonical_json(record.model_dump(mode="json", exclude_defaults=True)))


def record_model(row: RecordRow) -> Record:
    """The record of a row; `StoreDamaged` when its body is that of no record."""
    with decoding(row.key):
        return kept_model(MODELS[row.table], **json.loads(row.body))


@dataclass(frozen=True, slots=True)
class Records:
    """All records of a graph, each table in order of its keys.

    Parameters
    ----------
    sources, censuses, rosters, measures, judgements
        By key.
    """

    sources: dict[str, Source] = field(default_factory=dict)
    censuses: dict[str, Census] = field(default_factory=dict)
    rosters: dict[str, Roster] = field(default_factory=dict)
    measures: dict[str, Measure] = field(default_factory=dict)
    judgements: dict[str, Judgement] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Record]) -> Records:
        """Records of all tables in any order."""
        keyed = sorted(((record_key(record), record) for record in records), key=lambda pair: pair[0])
        return cls(
            sources={key: record for key, record in keyed if isinstance(record, Source)},
            censuses={key: record for key, record in keyed if isinstance(record, Census)},
            rosters={key: record for key, record in keyed if isinstance(record, Roster)},
            measures={key: record for key, record in keyed if isinstance(record, Measure)},
            judgements={key: record for key, record in keyed if isinstance(record, Judgement)},
        )

    def all(self) -> list[Record]:
        """Every record, table by table."""
        tables = (self.sources, self.censuses, self.rosters, self.measures, self.judgements)
        return [record for table in tables for record in table.values()]

    def rows(self) -> list[RecordRow]:
        """The row of every record."""
        return [record_row(record) for record in self.all()]
