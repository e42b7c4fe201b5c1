"""One fact as a store keeps it: a few fields to search by, and the rest as one canonical JSON text, the *body*."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any, NamedTuple

from ..errors import StoreDamaged
from ..wording import Text, shortened
from .identity import canonical_json, digest, text_digest
from .models import Node, Relationship

_KEYS_OF_NODE = {"id", "kind", "name"}
_KEYS_OF_RELATIONSHIP = {
    "source", "type", "target", "product", "valid_from", "valid_to", "observed_at", "strength", "confidence", "status",
}  # fmt: skip


_CONTENT = "\x1f".join(("relationship", *["%s"] * 12))


class NodeRow(NamedTuple):
    """One node as a store keeps it."""

    id: str
    kind: str
    name: str
    body: str

    @property
    def digest(self) -> bytes:
        """The content of the row in 16 bytes."""
        return digest("node", *self)

    @property
    def aliases(self) -> list[str]:
        """The other names of the node."""
        return json.loads(self.body).get("aliases", []) if '"aliases"' in self.body else []


class RelationshipRow(NamedTuple):
    """One relationship as a store keeps it; dates are texts, empty when unknown."""

    id: str
    source: str
    type: str
    target: str
    product: str
    valid_from: str
    valid_to: str
    observed_at: str
    strength: float | None
    confidence: float | None
    status: str
    body: str

    @property
    def digest(self) -> bytes:
        """The content of the row in 16 bytes."""
        return text_digest(_CONTENT % self)


def node_row(node: Node) -> NodeRow:
    """The row of a node model."""
    body = node.model_dump(mode="json", exclude=_KEYS_OF_NODE, exclude_defaults=True)
    return NodeRow(node.id, node.kind, node.name, canonical_json(body))


def node_model(row: NodeRow) -> Node:
    """The model of a node row; `StoreDamaged` when its body is that of no node."""
    with decoding(row.id):
        return Node(id=row.id, kind=row.kind, name=row.name, **json.loads(row.body))


@contextmanager
def decoding(key: str) -> Iterator[None]:
    """What a store gave and is no fact is damage in the store, and not an error of whoever asks."""
    try:
        yield
    except (ValueError, TypeError, KeyError) as error:
        name = shortened(key)
        raise StoreDamaged(
            Text(
                f"库中 {name} 的内容读不出来。请运行 alliance store check。",
                f"The content of {name} in the store cannot be read. Run: alliance store check",
            )
        ) from error


def relationship_row(relationship: Relationship) -> RelationshipRow:
    """The row of a relationship model."""
    body = relationship.model_dump(mode="json", exclude=_KEYS_OF_RELATIONSHIP, exclude_defaults=True)
    r = relationship
    start, end, seen = (str(day or "") for day in (r.valid_from, r.valid_to, r.observed_at))
    return RelationshipRow(
        id=r.id,
        source=r.source,
        type=r.type,
        target=r.target,
        product=r.product,
        valid_from=start,
        valid_to=end,
        observed_at=seen,
        strength=r.strength,
        confidence=r.confidence,
        status=r.status,
        body=canonical_json(body),
    )


def relationship_model(row: RelationshipRow) -> Relationship:
    """The model of a relationship row; `StoreDamaged` when its body is that of no relationship."""
    known = {
        key: value for key, value in row._asdict().items() if key not in ("id", "body") and value not in ("", None)
    }
    with decoding(row.id):
        return Relationship(**known, **json.loads(row.body))


def transposed(rows: Sequence[tuple[Any, ...]]) -> list[list[Any]]:
    """The columns of some rows, at least one: by slices of one flat list, in a third of the time of `zip(*rows)`."""
    flat, width = list(chain.from_iterable(rows)), len(rows[0])
    return [flat[place::width] for place in range(width)]
