"""The Cypher of this store: one statement a file, with parameters for every value.

A label or a relationship type cannot be a parameter in Cypher. Where a statement needs one, it stands as `<<label>>`
in the file and is filled from the schema, never from data.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import LiteralString

from ...schema import schema

RECORD_LABELS = {"source": "Source", "census": "Census", "roster": "Roster", "measure": "Measure"}


@cache
def statement(file: str, /, **terms: str) -> LiteralString:
    """The statement of a file, with its labels and types filled in.

    Parameters
    ----------
    file
        Its name without `.cypher`.
    terms
        Labels and types by placeholder; only those of the schema and of the records are taken.
    """
    text = files(__package__).joinpath("cypher", f"{file}.cypher").read_text(encoding="utf-8")
    for placeholder, term in terms.items():
        _must_be_ours(term)
        text = text.replace(f"<<{placeholder}>>", term)
    return text


def kind_label(kind_id: str) -> str:
    """The label of a node kind."""
    return schema().kind(kind_id).neo4j_label


def all_kind_labels() -> str:
    """The labels of all kinds, joined as `A:B:C`."""
    return ":".join(kind.neo4j_label for kind in schema().kinds.values())


def constraints() -> list[LiteralString]:
    """The statements that make what a write needs: unique keys of nodes and records."""
    made = _parts("constraints")
    return made + [statement("record_constraint", name=name, label=label) for name, label in RECORD_LABELS.items()]


def indexes() -> list[LiteralString]:
    """The statements that make the rest, cheaper after a large first load than before: names, unique links."""
    types = [one.id for one in schema().types.values() if not one.record]
    return _parts("indexes") + [statement("relationship_constraint", name=one.lower(), type=one) for one in types]


def _parts(file: str) -> list[LiteralString]:
    lines = [line for line in statement(file).splitlines() if not line.startswith("//")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def _must_be_ours(term: str) -> None:
    declared = schema()
    known = {*declared.types, *(type_id.lower() for type_id in declared.types), *RECORD_LABELS, *RECORD_LABELS.values()}
    known |= {kind.neo4j_label for kind in declared.kinds.values()}
    if not set(term.split(":")) <= known:
        raise ValueError(f"{term} is not declared in the schema")
