"""Which fields of a row are properties in Neo4j, and how.

What is unknown is absent. A partial date is three properties, since padding it to one day would state what nobody
knows. The id and the ends of a relationship are its mark and its pattern, its type is its type, and a body becomes
properties of its own (`properties`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...dates import PartialDate
from ...fields import DateField, Field, TermField, TextField, fields_of
from ...rows import NodeRow, RelationshipRow

Properties = dict[str, Any]


class PropertyField(NamedTuple):
    """A field that is a property.

    Parameters
    ----------
    name
        Of both.
    is_date
        It is a partial date, and three properties.
    always_known
        It is never absent.
    unknown
        What a row holds where it is absent.
    """

    name: str
    is_date: bool
    always_known: bool
    unknown: str | None

    @classmethod
    def of(cls, field: Field) -> PropertyField:
        """As the row declares it."""
        kind = field.type
        is_date, is_text = isinstance(kind, DateField), isinstance(kind, TextField)
        always_known = isinstance(kind, TermField) or (isinstance(kind, TextField) and not kind.optional)
        return cls(field.name, is_date, always_known, "" if is_date or is_text else None)


FIRST_PROPERTY = 4
"""Place of the first field of a relationship that is a property: behind id, source, type and target."""
NODE_FIELDS = tuple(map(PropertyField.of, fields_of(NodeRow)[:-1]))
LINK_FIELDS = tuple(map(PropertyField.of, fields_of(RelationshipRow)[FIRST_PROPERTY:-1]))
EMPTY_WHEN_ABSENT = tuple(
    place
    for place, field in enumerate(LINK_FIELDS, start=FIRST_PROPERTY)
    if not field.always_known and field.unknown is not None
)
"""Places in a row of a relationship where an absent property is an empty text."""


def names_of(fields: Sequence[PropertyField]) -> list[str]:
    """The properties that some fields take."""
    return [
        name for field in fields for name in (date_properties(field.name, "2000") if field.is_date else [field.name])
    ]


def properties_of(fields: Sequence[PropertyField], values: Sequence[Any]) -> Properties:
    """Fields as properties; what is unknown is absent.

    Parameters
    ----------
    fields
        The fields.
    values
        What a row holds of them, in the same order; more may follow.
    """
    properties: Properties = {}
    for field, value in zip(fields, values, strict=False):
        if value is None or value == "":
            continue
        if field.is_date:
            properties |= date_properties(field.name, value)
        else:
            properties[field.name] = value
    return properties


def values_of(fields: Sequence[PropertyField], properties: Mapping[str, Any]) -> list[Any]:
    """Fields of properties; `KeyError` when one is absent that is always known."""
    return [
        properties[name] if always_known else properties.get(name, unknown) for name, _, always_known, unknown in fields
    ]


def date_properties(name: str, text: str) -> Properties:
    """A partial date as written, and its first and last possible day."""
    date = PartialDate.parse(text)
    return {name: text, f"{name}_earliest": date.first, f"{name}_latest": date.last}
