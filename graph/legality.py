"""What a relationship may join, in words: why one is refused, and which are legal there."""

from __future__ import annotations

from ..wording import Text
from .declarations import Kind, RelationshipType
from .schema import Schema


def refusal(schema: Schema, declared: RelationshipType, source: Kind, target: Kind) -> Text:
    """Why a relationship is not allowed between two kinds, and what is."""
    ways = _ways(schema, [source.id], [target.id]) + _ways(schema, [target.id], [source.id])
    ways = ways or _ways(schema, list(schema.kinds), [target.id])
    ways.sort(key=lambda way: way[1].id != declared.id)  # first the same type the right way round
    own = "; ".join(declared.ends).replace("@", "").replace("->", "→")
    named = Text("{way}({label})", "{way} ({label})")
    legal = Text.joined(named.fill(way=way, label=way_type.label) for way, way_type in ways[:6])
    return Text(
        "{type}({label})不能从{source}({source_label})到{target}({target_label}),只能:{own}。这里合法的有:{legal}。",
        "{type} ({label}) cannot go from {source} to {target}, only: {own}. Legal here: {legal}.",
    ).fill(
        type=declared.id,
        label=declared.label,
        source=source.id,
        source_label=source.label,
        target=target.id,
        target_label=target.label,
        own=own,
        legal=legal or Text("没有", "nothing"),
    )


def _ways(schema: Schema, sources: list[str], targets: list[str]) -> list[tuple[str, RelationshipType]]:
    """The types that lead from any of some kinds to any of others, each written as "source-TYPE→target"."""
    ways = []
    for declared in schema.types.values():
        from_kinds = [kind for kind in sources if any((kind, target) in declared.pairs for target in targets)]
        if from_kinds and not declared.record:
            ways.append((f"{'/'.join(from_kinds[:3])}-{declared.id}→{targets[0]}", declared))
    return ways
