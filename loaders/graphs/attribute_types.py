"""The type of each attribute of a graph, as the forms of other programs declare it before the first value."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

AttributeType = Literal["boolean", "long", "double", "string"]
_NO_XML = re.compile("[\ufffe\uffff]")
_TYPES: dict[type, AttributeType] = {bool: "boolean", int: "long", float: "double"}
_MOST_LONG = 2**63


class AttributeTypes:
    """What the values of each attribute are; of mixed values it is text.

    Parameters
    ----------
    facts
        The attributes of all nodes, or of all links.
    """

    def __init__(self, facts: Iterable[Mapping[str, Any]]) -> None:
        self.types: dict[str, AttributeType] = {}
        for fields in facts:
            for name, value in fields.items():
                kind = _TYPES.get(type(value), "string")
                known = self.types.setdefault(name, kind)
                if known != kind:
                    self.types[name] = "double" if {known, kind} == {"long", "double"} else "string"
        self.places = {name: place for place, name in enumerate(self.types)}


def is_shown(value: Any) -> bool:
    """Whether a value can be written: programs in Java and in Python do not agree how infinity is."""
    return not (isinstance(value, float) and not math.isfinite(value))


def attribute_text(value: Any) -> str:
    """A value as XML holds it, before marks are escaped."""
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value if isinstance(value, str) else repr(value)
    return _NO_XML.sub(lambda found: ascii(found[0])[1:-1], text)
