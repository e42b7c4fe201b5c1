"""What lies up- and downstream of a stage, a firm or a product, tier by tier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np

from ...errors import InputRefused, UnknownName
from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Integers
from ...graph.schema import schema
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel, Status
from ..chain import Chain
from ..contradictions import of_chain
from ..days import newest_day_around
from ..lookup import resolve
from ..question import Found, Frame, question
from ..register.supply import SupplyLinks
from ..shared_options import AsOf
from ..stages import Stages
from .row import ChainRow, Layer, Side
from .rows import rows_of
from .steps import Steps, Tiers
from .words import sentence, unlisted

_SIDES: tuple[Side, ...] = ("upstream", "downstream")


class ChainBounds(AnswerModel):
    """Which layer was walked, how far, and whether the chain goes on behind the last tier."""

    layer: Layer
    tiers: int
    goes_on: bool
    as_of: str | None


@dataclass(frozen=True, slots=True)
class Start:
    """Where a question along the chain begins.

    Parameters
    ----------
    id, name
        How the parameters and the sentence call it; a product has its name alone.
    layer
        Whether stages or organisations are walked.
    nodes
        Positions of the start: an organisation; a stage with all finer ones; everybody who supplies a product.
    """

    id: str
    name: str
    layer: Layer
    nodes: Integers


@question(
    Answer[ChainRow],
    about=Text(
        "从一个环节出发,沿参考链(谁应供谁)走;从一个单位或一种产品出发,沿供应关系走。层数相对于起点,"
        "不是单位自身的属性。1–2:一层或两层,看可能成立的关系是否成立;1?:若成立则为一层。",
        "From a stage it walks the reference chain (who must feed whom), from a firm or a product the supply links. "
        "Tiers are relative to the start, never a property of a firm. 1–2: one or two, depending on what only may "
        "hold; 1?: one, if it is there at all.",
    ),
    examples=("alliance chain 花茶", "alliance chain 横县桔扬茶业有限公司 --side downstream --tiers 3"),
)
def along_chain(
    frame: Frame[AllianceGraph],
    start: Annotated[str, Option("环节、单位或产品", "a stage, an organisation or a product", metavar="NAME")],
    *,
    side: Annotated[
        Literal["both", "upstream", "downstream"],
        Option("只看上游或只看下游", "only what lies upstream, or downstream"),
    ] = "both",
    tiers: Annotated[
        int, Option("最多几层", "how many tiers at most", least=1, most=1000, unit=Text("层", "tiers"))
    ] = 10,
    product: Annotated[
        str | None,
        Option(
            "只看这种产品的供应关系;没有写明产品的只算可能",
            "only supply links of this product; one that names no product only may be of it",
            metavar="NAME",
        ),
    ] = None,
    as_of: AsOf = None,
) -> Found[ChainRow, ChainBounds]:
    """The stages or firms before and behind a start, tier by tier, each with what it has.

    A tier is the number of steps on the shortest way from the start, and so is relative to it. Steps hold, may hold or
    do not (`graph.truth`), so a tier is an interval: the fewest steps over what may hold, and over what surely holds.

    Parameters
    ----------
    graph
        The graph.
    start
        A stage (its reference chain is walked), an organisation (its supply links), or the name of a product as supply
        links give it (from everybody who supplies it).
    side
        Upstream, downstream, or both.
    tiers
        How many tiers are walked; the bounds say whether more lie behind.
    product
        Only supply links of this product, at every step.
    as_of
        The day of the picture; the newest that is known around the start when absent.

    Returns
    -------
    Answer[ChainRow]
        `found` when something surely lies there; `unknown` when it only may, or when nothing was found and the roster
        that would show it is missing; `none` when nothing can be there.

    Raises
    ------
    UnknownName, AmbiguousName
        Nothing, or several things, of this name.
    InputRefused
        The start is neither a stage nor an organisation nor a product; or a product was given for stages.
    """
    graph = frame.graph
    begin = _start(graph, start)
    if begin.layer == "stages" and product:
        raise InputRefused(_NO_PRODUCT, name=begin.name)
    frame.tell(start=begin.id)
    view = frame.on(as_of or newest_day_around(graph, begin.nodes.tolist(), umbrella=False))
    chain = Chain.of(view)
    steps = Steps.feeds(chain) if begin.layer == "stages" else Steps.supply(chain, product)
    walks = {way: _tiers(steps, way, begin, tiers, len(view)) for way in _SIDES if side in ("both", way)}
    rows = tuple(rows_of(chain, frame.book, begin.nodes.tolist(), steps, walks))
    missing = tuple(unlisted(chain, begin.layer, walks))
    return Found(
        status=_status(rows, open_end=bool(missing)),
        sentence=sentence(begin.name, begin.layer, rows, walks),
        rows=rows,
        bounds=ChainBounds(
            layer=begin.layer,
            tiers=tiers,
            goes_on=any(walk.goes_on for walk in walks.values()),
            as_of=frame.as_of,
        ),
        unknown=(*missing, *of_chain(chain)),
    )


def _tiers(steps: Steps, way: Side, begin: Start, most: int, size: int) -> Tiers:
    return Tiers(steps.reversed() if way == "upstream" else steps, begin.nodes, most, size)


def _status(rows: tuple[ChainRow, ...], *, open_end: bool) -> Status:
    found = [row for row in rows if row.side != "start"]
    if any(row.tier_surely is not None for row in found):
        return "found"
    return "unknown" if found or open_end else "none"


# ---- where it begins ----


def _start(graph: AllianceGraph, name: str) -> Start:
    """The stage or the organisation of a name, or everybody who supplies a product of this name."""
    makers = _makers(graph, name)
    try:
        node = resolve(graph, name)
    except UnknownName:
        if len(makers):
            return Start(name, name, "organisations", makers)
        raise
    if node.kind in schema().groups["organisation"] or node.kind == "stage":
        position = graph.position(node.id)
        assert position is not None
        if node.kind == "stage":
            return Start(node.id, node.name, "stages", np.array(Stages(graph).under(position), np.int64))
        return Start(node.id, node.name, "organisations", np.array([position], np.int64))
    if len(makers):
        return Start(name, name, "organisations", makers)
    raise InputRefused(_NO_START, name=node.name, kind=schema().kind(node.kind).label)


def _makers(graph: AllianceGraph, product: str) -> Integers:
    """Who supplies a product of this name to somebody, whatever the day."""
    found = SupplyLinks.of(Chain.of(graph))
    texts, which = graph.relationships.products[found.links].different()
    of_product = np.array([text == product for text in texts] or [False], np.bool_)
    return np.unique(found.suppliers[of_product[which]]) if len(which) else np.zeros(0, np.int64)


_NO_START = Text(
    "“{name}”是{kind},不是环节、单位或产品。请给出一个环节、单位或产品。",
    '"{name}" is neither a stage nor an organisation nor a product ({kind}). Give one of these.',
)
_NO_PRODUCT = Text(
    "“{name}”是环节;产品只用于单位之间的供应关系。请去掉 --product,或从一个单位出发。",
    '"{name}" is a stage, and a product belongs to supply links between organisations. Leave --product out, or start '
    "from an organisation.",
)
