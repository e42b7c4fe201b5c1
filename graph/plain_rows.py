"""The row of a node that is plainly within all limits, without its model, which takes most of the time of a load.

No limit is written again here: texts so short, all of characters that print, are accepted by every check of `limits`
and kept as they are. Whatever else a node may have is left to its model.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .identity import canonical_json
from .rows import NodeRow

_SHORT = 100
"""Characters of the id, the name and all aliases together, and of any other key."""
_LONGEST = 10_000
"""Characters of all texts together."""
_LARGEST = 10**15
_ROW = ("id", "kind", "name")
_TEXTS = ("level", "place", "uscc")
_FIELDS = frozenset((*_ROW, *_TEXTS, "parent", "aliases", "attributes"))
_SIGHTING = frozenset(("source", "locator", "quote"))


def plain_node_row(fields: Mapping[str, Any], sighting: Mapping[str, Any]) -> NodeRow | None:
    """The row of a node as `node_row` gives it of its model; None when only the model can tell.

    Parameters
    ----------
    fields
        Of the node, without its evidence.
    sighting
        The fields of its only evidence that are not as they are by default.
    """
    aliases, attributes = fields.get("aliases", ()), fields.get("attributes", {})
    if not (fields.keys() <= _FIELDS and sighting.keys() <= _SIGHTING and type(aliases) is tuple):
        return None
    names = [fields.get("id"), fields.get("name"), *aliases]
    keys = [sighting.get("source"), fields.get("parent", ""), *attributes]
    values = [value for value in attributes.values() if not _is_plain_number(value)]
    others = [fields.get("kind"), *(fields.get(name, "") for name in _TEXTS), *sighting.values(), *values]
    if not _are_plain(names, keys, others):
        return None
    body = {name: value for name, value in fields.items() if value and name not in _ROW}
    body["evidence"] = [sighting]
    return NodeRow(fields["id"], fields["kind"], fields["name"], canonical_json(body))


def _are_plain(names: list[Any], keys: list[Any], others: list[Any]) -> bool:
    """Whether all are texts that no limit can refuse."""
    texts = [*names, *keys, *others]
    if set(map(type, texts)) != {str}:
        return False
    whole = "".join(texts)
    return (
        whole.isprintable()
        and len(whole) <= _LONGEST
        and bool(names[0] and names[1] and keys[0])
        and sum(map(len, names)) <= _SHORT
        and max(map(len, keys)) <= _SHORT
        and all(map(str.strip, keys[2:]))
    )


def _is_plain_number(value: Any) -> bool:
    return type(value) is bool or (type(value) is int and abs(value) < _LARGEST)
