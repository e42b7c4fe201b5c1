"""Stable ids and content digests.

The id of a relationship says which fact it is; its digest says what the fact holds. The data version of a graph is the
sum of the digests of all its facts modulo 2^128 (an additive multiset hash, Bellare and Micciancio 1997): it does not
depend on the order of the facts, and a store can keep it up to date from the changed facts alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

_SEPARATOR = "\x1f"
_MODULUS = 1 << 128
_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def relationship_id(source: str, type_id: str, target: str, valid_from: str, product: str) -> str:
    """The id of a relationship: 16 hexadecimal digits."""
    key = _SEPARATOR.join((source, type_id, target, valid_from, product))
    return blake2b(key.encode(), digest_size=8).hexdigest()


def canonical_json(value: Any) -> str:
    """One text for one value: sorted keys, no spaces, characters as they are."""
    return _CANONICAL.encode(value)


def digest(*parts: str) -> bytes:
    """Sixteen bytes that stand for the content of one fact."""
    return text_digest(_SEPARATOR.join(parts))


def text_digest(text: str) -> bytes:
    """Sixteen bytes that stand for a text."""
    return blake2b(text.encode(), digest_size=16).digest()


def sum_digests(digests: Iterable[bytes]) -> int:
    """The sum of many digests modulo 2^128."""
    return sum(map(int.from_bytes, digests)) % _MODULUS


def version_after(version: int, removed: Iterable[bytes], added: Iterable[bytes]) -> int:
    """The data version after some facts were replaced or added."""
    return (version - sum_digests(removed) + sum_digests(added)) % _MODULUS


def version_text(version: int) -> str:
    """The data version as 32 hexadecimal digits."""
    return f"{version:032x}"
