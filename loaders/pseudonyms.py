"""Households stand under a number or as a count, never under a person's name."""

from __future__ import annotations

import re

from ..errors import InputRefused
from ..graph.models import Node
from ..graph.rows import NodeRow
from ..graph.schema import schema
from ..wording import Text, shortened
from .mappings.words import words

_HAN = re.compile("[\u3400-\u9fff]{2,4}")
_REFUSED = Text(
    "“{name}”像是人名。{kind}请用编号(如 7号户),或写成合计(数量和“合并计数”)。",
    '"{name}" looks like the name of a person. Give a {kind} a number, or make the row a total (count and aggregate).',
)


def check_pseudonym(node: Node | NodeRow) -> None:
    """Refuse a node of an internal kind that bears what looks like the name of a person.

    A name looks so when it has two to four Chinese characters, begins with a common surname and does not end like a
    word for many (花农, 农户).

    Raises
    ------
    InputRefused
        It does.
    """
    kind = schema().kind(node.kind)
    if not kind.internal or node.aggregate:
        return
    for name in (node.name, *node.aliases):
        if _HAN.fullmatch(name) and name[0] in words().surnames and name[-1] not in words().not_names:
            raise InputRefused(_REFUSED.fill(name=shortened(name), kind=kind.label))
