"""The Cypher of this store: one statement a file, with parameters for every value.

A label or a relationship type cannot be a parameter in Cypher. Where a statement needs one, it stands as `<<label>>`
in the file and is filled from the schema, never from data.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, LiteralString

from ...schema import schema
from .fields import LINK_FIELDS

RECORD_LABELS = {
    "source": "Source",
    "census": "Census",
    "roster": "Roster",
    "measure": "Measure",
    "judgement": "Judgement",
}
ALL_LABELS = ("Entity", *RECORD_LABELS.values())
"""One label of every node of ours that is a fact; kinds come on top of `Entity`."""


@cache
def statement(file: str, /, **terms: str) -> LiteralString:
    """The statement of a file, with its labels and types filled in.

    Parameters
    ----------
    file
        Its name without `.cypher`.
    terms
        Labels and types by placeholder; only those of the schema and of the records are taken, and the fields of a
        relationship.
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


def stage_labels() -> list[str]:
    """The labels of what can be a finer part of something."""
    kinds = {source for source, _ in schema().type("PART_OF").pairs}
    return [kind_label(kind_id) for kind_id in sorted(kinds)]


def link_fields() -> str:
    """The fields of a relationship `r` that are properties of it, in the order of its row."""
    return ", ".join(f"r.{field.name}" for field in LINK_FIELDS)


def span(graph: str) -> dict[str, Any]:
    """Between which texts the marks of a graph lie: `0` is the character behind the slash."""
    return {"from": f"{graph}/", "to": f"{graph}0"}


def constraints() -> list[LiteralString]:
    """The statements that make what a write needs: unique keys of nodes and records."""
    made = _parts("constraints")
    return made + [statement("record_constraint", name=name, label=label) for name, label in RECORD_LABELS.items()]


def indexes() -> list[LiteralString]:
    """The statements that make the rest, cheaper after a large first load than before: names, unique links."""
    return _parts("indexes") + [
        statement("relationship_constraint", name=type_id.lower(), type=type_id) for type_id in relationship_types()
    ]


def relationship_types() -> list[str]:
    """The types of the relationships that are facts."""
    return [declared.id for declared in schema().types.values() if not declared.record]


def _parts(file: str) -> list[LiteralString]:
    lines = [line for line in statement(file).splitlines() if not line.startswith("//")]
    return [part.strip() for part in "\n".join(lines).split(";") if part.strip()]


def _must_be_ours(term: str) -> None:
    declared = schema()
    known = {*declared.types, *(type_id.lower() for type_id in declared.types), *RECORD_LABELS, *ALL_LABELS}
    known |= {kind.neo4j_label for kind in declared.kinds.values()}
    if term != link_fields() and not set(term.split(":")) <= known:
        raise ValueError(f"{term} is not declared in the schema")


def made_by(query: str) -> str:
    """The name of the constraint or index that a statement makes."""
    return query.split(" IF NOT EXISTS", maxsplit=1)[0].rsplit(maxsplit=1)[-1]
