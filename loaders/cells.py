"""One cell of a table: from its text to a value, or to a reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from functools import lru_cache
from typing import Any

from ..errors import BadDate, BadNumber, UnknownTerm
from ..graph.dates import PartialDate
from ..graph.declarations import NO_NEEDS, Kind, RelationshipType
from ..graph.models import STATUSES
from ..graph.quantities import Quantity
from ..graph.schema import schema
from ..graph.vocabulary import Vocabulary
from ..wording import Text
from .layout import Reading
from .row_errors import UnknownReference

_YES, _NO = {"true", "yes", "1", "是"}, {"false", "no", "0", "否"}
_COVERS = {"own": "own", "单独": "own", "joint": "joint", "联合": "joint", "none": "none", "未建": "none"}
_REMARK = re.compile(r"(?P<date>[^((年]+?)(?:年初|年底|年中|年)?(?:[((].*[))])?")


class Known:
    """The ids that a cell may refer to.

    Parameters
    ----------
    nodes, sources, censuses
        Ids from the tables and from the store.
    """

    def __init__(self, nodes: Collection[str], sources: Collection[str], censuses: Collection[str]) -> None:
        self.nodes, self.sources, self.censuses = nodes, sources, censuses


def read_cell(text: str, reading: Reading, known: Known) -> Any:
    """The value of a cell that is not empty.

    Raises
    ------
    InputRefused
        The text cannot be read so; the message says what would be right.
    """
    if reading == "node":
        return _reference(text, known.nodes, Text("节点", "node"), Text("任何表格或库", "any table or the store"))
    if reading == "source":
        return _reference(text, known.sources, Text("来源", "source"), Text("sources.csv ", "sources.csv"))
    if reading == "census":
        return _reference(text, known.censuses, Text("普查", "census"), Text("censuses.csv ", "censuses.csv"))
    return _READERS[reading](text)


def _reference(text: str, ids: Collection[str], what: Text, where: Text) -> str:
    if text not in ids:
        raise UnknownReference(what, where)
    return text


def _list(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in re.split("[;;]", text) if part.strip()))


def _date_text(text: str) -> str:
    match = _REMARK.fullmatch(text)
    if not match:
        raise BadDate(text)
    PartialDate.parse(match["date"])
    return text


def _share(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1:
        raise BadNumber(text, Text("0 到 1 之间的数", "a number from 0 to 1"))
    return value


def _number(text: str) -> int:
    if not text.isdecimal() or len(text) > 15:
        raise BadNumber(text, Text("整数", "a whole number"))
    return int(text)


def _flag(text: str) -> bool:
    if text.lower() not in _YES | _NO:
        raise UnknownTerm(Text("是否值", "yes or no"), text, ["true", "false", "是", "否"])
    return text.lower() in _YES


def _term(vocabulary: Callable[[], Vocabulary]) -> Callable[[str], str]:
    """Reads a term of a vocabulary, which is looked up when the first cell is read."""
    known = lru_cache(maxsize=1)(vocabulary)
    return lambda text: known().check(text)


def _loadable(vocabulary: Vocabulary, declared: Iterable[Kind | RelationshipType]) -> Vocabulary:
    """The terms that may stand in a table: all but those that the store writes from fields of the facts."""
    return Vocabulary(vocabulary.what, tuple(term.id for term in declared if not term.record))


def _cover(text: str) -> str:
    if text not in _COVERS:
        raise UnknownTerm(Text("组建方式", "way of coverage"), text, list(_COVERS))
    return _COVERS[text]


_instrument = _term(lambda: Vocabulary(Text("工具列", "instrument"), tuple(schema().instruments)))

_READERS: dict[Reading, Callable[[str], Any]] = {
    "text": str,
    "list": _list,
    "date": PartialDate.parse,
    "date_text": _date_text,
    "quantity": Quantity.parse,
    "share": _share,
    "number": _number,
    "flag": _flag,
    "cover": _cover,
    "kind": _term(lambda: _loadable(schema().kind_vocabulary, schema().kinds.values())),
    "type": _term(lambda: _loadable(schema().type_vocabulary, schema().types.values())),
    "status": _term(lambda: STATUSES),
    "instrument": _instrument,
    "instruments": lambda text: text if text == NO_NEEDS else ";".join(_instrument(part) for part in _list(text)),
}
