"""What a relationship may join, in words: why one is refused, and which are legal there."""

from __future__ import annotations

from ..wording import Text
from .declarations import Kind, RelationshipType
from .schema import Schema

_MOST_TYPES = 8
_NAMED = Text("{id}({label})", "{id} ({label})")


def refusal(schema: Schema, declared: RelationshipType, source: Kind, target: Kind) -> Text:
    """Why a relationship is not allowed from one kind to another, what it may join, and what may join these two.

    The other direction is another statement, so nothing that leads back is offered.
    """
    return Text(
        "{type}不能从{source}到{target}。它只能:{ends}。{legal}",
        "{type} cannot go from {source} to {target}. It goes only: {ends}. {legal}",
    ).fill(
        type=_named(declared.id, declared.label),
        source=_named(source.id, source.label),
        target=_named(target.id, target.label),
        ends=Text.joined((_ends(schema, end) for end in declared.ends), ";", "; "),
        legal=_legal(schema, source, target),
    )


def _legal(schema: Schema, source: Kind, target: Kind) -> Text:
    """The types that lead from one kind to the other."""
    legal = _types_between(schema, source.id, target.id)
    words = Text("从{source}到{target}可用:{types}。", "Legal from {source} to {target}: {types}.")
    if not legal:
        words = Text("从{source}到{target}没有可用的关系。", "Nothing is legal from {source} to {target}.")
    types = Text.joined(_named(declared.id, declared.label) for declared in legal[:_MOST_TYPES])
    return words.fill(source=source.label, target=target.label, types=types)


def _types_between(schema: Schema, source: str, target: str) -> list[RelationshipType]:
    """The types that join two kinds in this direction; a symmetric type has none."""
    pair = (source, target)
    return [
        declared
        for declared in schema.types.values()
        if not declared.record and (pair in declared.pairs or (declared.symmetric and pair[::-1] in declared.pairs))
    ]


def _ends(schema: Schema, end: str) -> Text:
    """A legal pair of ends as declared, with the names of its kinds or groups."""
    source, target = (_name(schema, part.strip()) for part in end.split("->"))
    return Text("{source} → {target}", "{source} → {target}").fill(source=source, target=target)


def _name(schema: Schema, part: str) -> Text:
    if part == "*":
        return Text("任何种类", "any kind")
    return schema.group_labels[part[1:]] if part.startswith("@") else schema.kinds[part].label


def _named(term: str, label: Text) -> Text:
    named = _NAMED.fill(id=term, label=label)
    return Text(named.zh, label.en if label.en == term else named.en)
