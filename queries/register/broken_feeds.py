"""G2: a required feed between two stages that have organisations, and no verified supply link between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import networkx as nx
import numpy as np

from ...graph.truth import Truth
from ...wording import Text, plural
from ..chain import Chain
from ..instruments import ORGANISATION, SUPPLY, Served
from .common_contacts import CommonContacts
from .rules import FACTS, STAGES_DOWNSTREAM, Gap, Judgement, Undecided, lacking
from .supply import Sources
from .supply_leads import could_supply


def broken_feeds(chain: Chain, sources: Sources, common: CommonContacts) -> Iterator[Judgement]:
    """G2: a required feed between two stages that have organisations, and no verified supply link between them."""
    for before, after in sorted(chain.stages.feeds.edges):
        feed = _Feed(chain, sources, before, after)
        if feed.is_broken:
            yield _broken(chain, feed, common)
        elif feed.may_be_broken:
            yield Undecided("G2", after, feed.lacks, feed.name)


class _Feed:
    """A feed between two stages, and the supply links that may serve it."""

    def __init__(self, chain: Chain, sources: Sources, before: int, after: int) -> None:
        self.chain, self.before, self.after = chain, before, after
        self.suppliers = chain.instruments.organisations(before)
        self.customers = chain.instruments.organisations(after)
        supply = sources.supply
        from_truths, to_truths = (_by_node(chain, served) for served in (self.suppliers, self.customers))
        ends = np.minimum(from_truths[supply.suppliers], to_truths[supply.customers])
        between = ends > 0
        waiting = between & ~supply.confirmed
        self.unconfirmed = set(zip(supply.suppliers[waiting].tolist(), supply.customers[waiting].tolist(), strict=True))
        self.tentative = int(np.count_nonzero(waiting))
        verified = between & supply.confirmed
        self._truths = np.minimum(ends, supply.truths)[verified]
        held = supply.truths[verified] == Truth.HOLDS
        self._held_pairs = set(zip(supply.suppliers[verified][held].tolist(),
                                   supply.customers[verified][held].tolist(), strict=True))  # fmt: skip

    @property
    def name(self) -> Text:
        """`picking→scenting`."""
        names = self.chain.view.node_names
        return Text.same(f"{names[self.before]}→{names[self.after]}")

    @property
    def is_broken(self) -> bool:
        """Whether it is broken in every possible world."""
        return (
            not self.lacks_rosters
            and self.suppliers.count.low > 0
            and self.customers.count.low > 0
            and not len(self._truths)
        )

    @property
    def may_be_broken(self) -> bool:
        """Whether there is a world in which both stages have organisations and no verified link joins them."""
        if np.any(self._truths == Truth.HOLDS):
            return False
        return any(
            not any((supplier, customer) in self._held_pairs for supplier in some_suppliers
                    for customer in some_customers)
            for some_suppliers in _fewest(self.suppliers)
            for some_customers in _fewest(self.customers)
        )  # fmt: skip

    @property
    def lacks_rosters(self) -> tuple[str, ...]:
        """The rosters without which an unlisted link may serve the feed."""
        both = (self.before, self.after)
        organisations = lacking(self.chain, ORGANISATION, both)
        supply = all(lacking(self.chain, SUPPLY, [stage]) for stage in both)
        return organisations + ((SUPPLY,) if supply else ())

    @property
    def lacks(self) -> tuple[str, ...]:
        """What would decide it."""
        return self.lacks_rosters or (FACTS,)


def _by_node(chain: Chain, served: Served) -> np.ndarray:
    truths = np.zeros(len(chain.view), np.uint8)
    truths[served.nodes] = served.truths
    return truths


def _fewest(served: Served) -> Sequence[list[int]]:
    """The smallest sets of organisations that a stage can have in a world in which it has any."""
    sure = served.nodes[served.truths == Truth.HOLDS].tolist()
    if sure:
        return [sure]
    unlisted: list[list[int]] = [] if served.complete else [[]]
    return unlisted + [[node] for node in served.nodes.tolist()]


def _broken(chain: Chain, feed: _Feed, common: CommonContacts) -> Gap:
    names = chain.view.node_names
    reach = len(nx.descendants(chain.stages.feeds, feed.after))
    return Gap(
        "G2",
        feed.after,
        float(reach),
        STAGES_DOWNSTREAM,
        Text(
            "{before}({suppliers} 家)→ {after}({customers} 家):已证实的供应关系 0 条,待核实 {tentative} 条;"
            "下游环节 {reach} 个",
            "{before} ({suppliers}) → {after} ({customers}): 0 verified supply links, {tentative} unconfirmed; "
            "{stages} downstream",
        ).fill(
            before=names[feed.before],
            after=names[feed.after],
            suppliers=feed.suppliers.count.text(),
            customers=feed.customers.count.text(),
            tentative=feed.tentative,
            reach=reach,
            stages=plural(reach, "stage"),
        ),
        Text("有一条供应关系得到证实", "one supply link is verified"),
        partial(could_supply, chain, common, (feed.before, feed.after), feed.unconfirmed),
        detail=feed.name,
    )
