"""Kinds and relationship types by their ids or by what they are called in either language."""

from __future__ import annotations

from dataclasses import dataclass

from ...errors import UnknownTerm
from ...graph.names import normal_form
from ...graph.schema import schema
from ...wording import Text
from ..terms import KINDS, TYPES


@dataclass(frozen=True, slots=True)
class Kinds:
    """What is listed: a kind of node, or a group of kinds.

    Parameters
    ----------
    id, label
        Of the kind or group.
    kinds
        The kinds.
    """

    id: str
    label: Text
    kinds: frozenset[str]


def kinds_called(text: str) -> Kinds:
    """The kind or group of kinds that a text means: `enterprise`, `企业`, `enterprises`, `单位`.

    Raises
    ------
    UnknownTerm
        Nothing is called so.
    """
    labels = schema().group_labels | {kind.id: kind.label for kind in schema().kinds.values() if not kind.record}
    found = _called(labels, text)
    if found is None:
        raise UnknownTerm(KINDS.what, text, list(labels), labels)
    return Kinds(found, labels[found], frozenset(schema().groups.get(found) or [found]))


def type_called(text: str) -> str:
    """The id of the relationship type that a text means: `SERVES`, `服务`.

    Raises
    ------
    UnknownTerm
        Nothing is called so.
    """
    labels = {declared.id: declared.label for declared in schema().types.values() if not declared.record}
    found = _called(labels, text)
    if found is None:
        raise UnknownTerm(TYPES.what, text, list(labels), labels)
    return found


def _called(labels: dict[str, Text], text: str) -> str | None:
    """The term that is called so, else the only one of whose name it is a part."""
    wanted = normal_form(text)
    names = {term: [normal_form(name) for name in (term, label.zh, label.en)] for term, label in labels.items()}
    for term, called in names.items():
        if wanted in called or wanted.removesuffix("s") in called:
            return term
    parts = [term for term, called in names.items() if term not in schema().groups and wanted in called[1]]
    return parts[0] if wanted and len(parts) == 1 else None
