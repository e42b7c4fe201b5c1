"""What part of a product each supplier gives a customer, as ranges: what HHI and dependency are worked out of.

Shares are what links state (`share`); a link that states none gives any part. What the shares leave over comes from
suppliers that are not named, unless the roster of the supply links is complete.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from ...errors import BadNumber
from ...graph.places import Nearness, nearness, place_parts
from ...graph.rows import kept_attributes
from ...graph.schema import schema
from ...graph.share_ranges import UNKNOWN_SHARE, ShareRange
from ...graph.truth import Truth
from ...wording import Text
from ..answer import Unknown
from ..chain import Chain
from ..instruments import SUPPLY
from .no_roster import NO_ROSTER
from .rules import FACTS, SHARES
from .supply import Sources, listed

_SHARE = "share"
_STATED = f'"{_SHARE}":'
_ROUNDING = 1e-6
"""By how much shares may miss the whole: they are published rounded, and added here."""


@dataclass(frozen=True, slots=True)
class Supplied:
    """What one supplier gives of a product.

    Parameters
    ----------
    supplier
        Position of the organisation.
    share
        The part that it gives if it supplies.
    stated
        Whether a link states the part.
    sure
        Whether it supplies for certain.
    links
        Positions of the relationships.
    """

    supplier: int
    share: ShareRange
    stated: bool
    sure: bool
    links: tuple[int, ...]

    @property
    def least(self) -> float:
        """The part that it gives in every world."""
        return self.share.low if self.sure else 0.0


@dataclass(frozen=True, slots=True)
class SharedSupply:
    """Who gives what part of a product to a customer.

    Parameters
    ----------
    customer
        Position of the organisation.
    product
        Its name, or empty.
    suppliers
        In order of their positions.
    complete
        Whether nobody else supplies it.
    """

    customer: int
    product: str
    suppliers: tuple[Supplied, ...]
    complete: bool

    @property
    def contradicted(self) -> bool:
        """Whether the parts are more than the whole, or less although nobody else supplies."""
        least = sum(each.least for each in self.suppliers)
        most = sum(each.share.high for each in self.suppliers)
        return least > 1 + _ROUNDING or (self.complete and most < 1 - _ROUNDING)

    @property
    def links(self) -> tuple[int, ...]:
        """The relationships that show it."""
        return tuple(sorted(link for each in self.suppliers for link in each.links))

    @property
    def detail(self) -> Text:
        """The product, as what tells the judgements of one customer apart."""
        return Text.same(self.product) if self.product else Text("未写明的产品", "a product that is not named")

    def parts(self, chain: Chain, which: Sequence[bool] | None = None) -> Text:
        """Who gives what part, in words; only some when `which` says so."""
        chosen = which or [True] * len(self.suppliers)
        names = chain.view.node_names
        return Text.joined(
            Text.same(f"{names[each.supplier]} ") + each.share.words()
            for each, shown in zip(self.suppliers, chosen, strict=True)
            if shown
        )

    def concentration(self) -> ShareRange:
        """The Herfindahl-Hirschman index Σ share² (Hirschman 1964), from 0 to 1, as bounds.

        The lower one is that of the parts that are sure, with the rest in as many hands as can be; the upper one is
        not below any possible value: every supplier has as much as it can, and the rest is in one hand.
        """
        if self.contradicted:
            return UNKNOWN_SHARE
        low = sum(each.least**2 for each in self.suppliers)
        high = sum(self._most(each) ** 2 for each in self.suppliers) + self._rest**2
        return ShareRange(low, min(1.0, high))

    def from_some(self, sure: Sequence[bool], possible: Sequence[bool], *, rest: bool) -> ShareRange:
        """The part that some suppliers give together, as bounds; exact ones where every supplier surely supplies.

        Parameters
        ----------
        sure, possible
            For every supplier, whether it is surely one of them, and whether it may be.
        rest
            Whether those who are not named may be of them too.
        """
        if self.contradicted:
            return UNKNOWN_SHARE
        low = sum(each.least for each, one_of in zip(self.suppliers, sure, strict=True) if one_of)
        among = list(zip(self.suppliers, possible, sure, strict=True))
        high = sum(each.share.high for each, one_of, _ in among if one_of) + (self._rest if rest else 0.0)
        if self.complete:  # what the others cannot give these must
            low = max(low, 1 - sum(each.share.high for each, _, one_of in among if not one_of))
        high = min(high, 1 - sum(each.least for each, one_of, _ in among if not one_of))
        return ShareRange(max(0.0, low), max(0.0, min(1.0, high)))

    @property
    def _rest(self) -> float:
        """The most that suppliers who are not named can give."""
        return 0.0 if self.complete else max(0.0, 1 - sum(each.least for each in self.suppliers))

    def _most(self, supplied: Supplied) -> float:
        others = sum(each.least for each in self.suppliers if each is not supplied)
        return max(0.0, min(supplied.share.high, 1 - others))


def shared_supplies(chain: Chain, sources: Sources) -> Iterator[SharedSupply]:
    """Every customer and product for which a link states a part, in order of their positions and names."""
    supply, columns = sources.supply, chain.view.relationships
    stating = columns.bodies[supply.links].holding(_STATED)
    needs = sorted({(int(supply.customers[row]), int(supply.products[row])) for row in np.flatnonzero(stating)})
    complete = listed(chain, SUPPLY) if needs else np.zeros(0, np.bool_)
    for customer, product in needs:
        rows = np.flatnonzero((supply.customers == customer) & (supply.products == product))
        suppliers = tuple(_supplied(chain, sources, rows.tolist()))
        if suppliers and any(each.stated for each in suppliers):
            name = columns.products[int(supply.links[rows[0]])]
            yield SharedSupply(customer, name, suppliers, bool(complete[customer]))


def why_open(supplied: SharedSupply) -> tuple[str, ...]:
    """What would decide a question about parts: the parts themselves, the roster of suppliers, or the facts."""
    if supplied.contradicted or not all(each.stated for each in supplied.suppliers):
        return (SHARES,)
    return (FACTS,) if supplied.complete else (SUPPLY,)


def _supplied(chain: Chain, sources: Sources, rows: Sequence[int]) -> Iterator[Supplied]:
    supply, nodes = sources.supply, chain.instruments.nodes
    by_supplier: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        by_supplier[int(supply.suppliers[row])].append(row)
    for supplier, own in sorted(by_supplier.items()):
        if nodes[supplier] == Truth.NO:
            continue
        links = [int(supply.links[row]) for row in own]
        shares = [share for share in (_stated_share(chain, link) for link in links) if share]
        holds = any(supply.confirmed[row] and supply.truths[row] == Truth.HOLDS for row in own)
        share = ShareRange(min(low for low, _ in shares), max(high for _, high in shares)) if shares else UNKNOWN_SHARE
        yield Supplied(supplier, share, bool(shares), holds and nodes[supplier] == Truth.HOLDS, tuple(links))


def _stated_share(chain: Chain, link: int) -> ShareRange | None:
    view = chain.view
    said = kept_attributes(view.relationship_id(link), view.relationships.bodies[link]).get(_SHARE)
    try:
        return None if said is None else ShareRange.parse(str(said))
    except BadNumber:  # what a store took before shares were read: it is shown as it is, and says nothing here
        return None


def region_of(chain: Chain, organisation: int) -> str:
    """Where the chain of an organisation lies: the place of its stage, or of the nearest part above; or empty."""
    places = chain.instruments.places
    for place in places.stages[places.nodes == organisation].tolist():
        for part in chain.stages.above(chain.stages.all[place]):
            if region := chain.view.node_at(part).place:
                return region
    return ""


def is_outside(place: str, region: str) -> bool | None:
    """Whether a place lies outside a region; None when its words do not tell."""
    here, area = place_parts(place), place_parts(region)
    if not here or not area:
        return None
    if area[-1] in here:
        return False
    return True if nearness(here, area) is Nearness.DIFFERENT else None


def no_shares(chain: Chain) -> Iterator[Unknown]:
    """Says so where no supply link states what part of a product it gives: then no concentration can be judged."""
    columns = chain.view.relationships
    supplying = [declared.id for declared in schema().types.values() if declared.supply]
    links = np.flatnonzero(schema().type_vocabulary.mask(columns.types, supplying))
    if not len(links) or columns.bodies[links].holding(_STATED).any():
        return
    yield Unknown(
        what=Text("供应是否集中、是否依赖外部(G5、G6)", "whether supply is concentrated or from outside (G5, G6)"),
        why=Text("供应关系都没有写明占比。", "No supply link states what part of the product it gives."),
        closes_when=NO_ROSTER[SHARES].closes_when,
    )
