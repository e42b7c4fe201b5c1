"""One cell of a table: from its text to a value, or to a reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from ..errors import BadDate, BadNumber, InputRefused, UnknownTerm
from ..graph.dates import PartialDate
from ..graph.declarations import NO_NEEDS
from ..graph.models import STATUSES
from ..graph.quantities import Quantity
from ..graph.share_ranges import ShareRange
from ..wording import Text
from .counted_names import with_others
from .identity.credit_codes import credit_code
from .identity.references import References
from .mappings.layout import Reading
from .mappings.words import labels, plain, says, terms, words

_REMARK = re.compile(r"(?P<date>[^(\uff08年]+?)(?:年初|年底|年中|年)?(?:[(\uff08].*[)\uff09])?")
_YES_NO = {"true": Text("是", "yes"), "false": Text("否", "no")}
_NEVER_IN_NAMES = re.compile("[;\uff1b、]")
_BESIDE_CHINESE = re.compile("(?<=[\u3400-\u9fff)\uff09])[,/\uff0c\uff0f]|[,/\uff0c\uff0f](?=[\u3400-\u9fff])")


@dataclass(frozen=True, slots=True)
class Known:
    """What a cell may refer to, by its id or its name."""

    nodes: References
    sources: References
    censuses: References


def read_cell(text: str, reading: Reading, known: Known) -> Any:
    """The value of a cell that is not empty, in the form that `tidied` gives it.

    Raises
    ------
    InputRefused
        The text cannot be read so; the message says what would be right.
    """
    if reading == "node":
        return known.nodes.resolve(text)
    if reading == "source":
        return known.sources.resolve(text)
    if reading == "census":
        return known.censuses.resolve(text)
    return _READERS[reading](text)


def parts(text: str) -> tuple[str, ...]:
    """The parts of a cell: by semicolons or 、, else by commas and strokes beside Chinese characters."""
    by = _NEVER_IN_NAMES if _NEVER_IN_NAMES.search(text) else _BESIDE_CHINESE
    return tuple(dict.fromkeys(part.strip() for part in by.split(text) if part.strip()))


def _names(text: str) -> tuple[str, ...]:
    """The names of a cell; the word that ends an open list is none of them."""
    if says(text, words().yes):
        raise InputRefused(Text("请写名称,不要只写“有”。", "Write the name, not only that there is one."))
    if says(text, words().no) or text in ("没有", "未建"):
        return ()
    names = tuple(name for part in parts(text) if (name := part.removesuffix("等").strip()))
    return with_others(names)


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
    if says(text, words().yes) or says(text, words().no):
        return says(text, words().yes)
    raise UnknownTerm(Text("是否值", "yes or no"), text, list(_YES_NO), _YES_NO)


def _term(what: str, called: Text) -> Callable[[str], str]:
    """Reads a term by its id, its label in either language, or a further word for it."""

    def read(text: str) -> str:
        found = terms(what).get(plain(text))
        if found is None:
            raise UnknownTerm(called, text, list(labels(what)), labels(what))
        return found

    return read


_instrument = _term("instruments", Text("工具列", "instrument"))
_joint_work = _term("joint_work", Text("七共", "joint work"))

_READERS: dict[Reading, Callable[[str], Any]] = {
    "text": str,
    "list": parts,
    "date": PartialDate.parse,
    "date_text": _date_text,
    "quantity": Quantity.parse,
    "share": _share,
    "part": lambda text: str(ShareRange.parse(text)),
    "number": _number,
    "flag": _flag,
    "cover": _term("cover", Text("组建方式", "way of coverage")),
    "kind": _term("kinds", Text("节点类型", "node kind")),
    "type": _term("types", Text("关系类型", "relationship type")),
    "status": _term("statuses", STATUSES.what),
    "instrument": _instrument,
    "instruments": lambda text: text if text == NO_NEEDS else ";".join(_instrument(part) for part in parts(text)),
    "name": lambda text: (text,),
    "names": _names,
    "label": str,
    "instrument_list": lambda text: tuple(_instrument(part) for part in parts(text)),
    "rhythm": _term("rhythms", Text("频次", "rhythm")),
    "sessions": _term("sessions", Text("开展形式", "what it consists of")),
    "joint_work": lambda text: ";".join(_joint_work(part) for part in parts(text)),
    "id": str,
    "code": credit_code,
}
