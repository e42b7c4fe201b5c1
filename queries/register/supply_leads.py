"""Who could supply whom where a feed is broken, and who could be a second source: leads with a reason, not claims.

How often common contacts find a supply link that was hidden is measured in `benchmarks/candidates.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from ...wording import Text, plural, some
from ..chain import Chain
from ..instruments import ORGANISATION
from .candidates import MOST, Lead, places_of, where_found
from .common_contacts import CommonContacts
from .supply import Sources, SupplyLinks


def could_supply(
    chain: Chain, common: CommonContacts, stages: tuple[int, int], unconfirmed: Iterable[tuple[int, int]]
) -> tuple[Lead, ...]:
    """Who could supply the next stage: by a link that is not confirmed, within itself, or by common contacts.

    Parameters
    ----------
    chain, common
        The chain, and the contacts in it.
    stages
        The stage that feeds, and the one that it feeds.
    unconfirmed
        Suppliers and customers of the links between them that are not verified.
    """
    suppliers, customers = (_named_at(chain, stage) for stage in stages)
    names = chain.view.node_names
    leads: dict[int, Lead] = {}
    for supplier, customer in sorted(unconfirmed, key=lambda pair: (names[pair[0]], names[pair[1]])):
        leads.setdefault(supplier, Lead(supplier, _UNCONFIRMED.fill(customer=names[customer])))
    for node in sorted(set(suppliers) & set(customers), key=lambda node: names[node]):
        leads.setdefault(node, Lead(node, _IN_BOTH))
    if len(leads) < MOST:
        best = common.best([node for node in suppliers if node not in leads], customers)
        for score, supplier, customer in best[:MOST]:
            shared = [names[node] for node in common.shared(supplier, customer)]
            leads[supplier] = Lead(supplier, _common(names[customer], shared, score))
    return tuple(leads.values())[:MOST]


def _named_at(chain: Chain, stage: int) -> list[int]:
    """The organisations at a stage, without those that stand for a number of them."""
    return [node for node in chain.instruments.organisations(stage).possible if chain.instruments.named[node]]


_UNCONFIRMED = Text("有一条到{customer}的供应关系待证实", "a supply link to {customer} waits to be verified")
_IN_BOTH = Text("两个环节都有它,可核实内部供应", "works at both stages: its own supply could be verified")


def _common(customer: str, shared: list[str], score: float) -> Text:
    """`shares 2 contacts with firm C: A, B (Adamic–Adar 2.16)`."""
    template = Text(
        "与{customer}有 {number} 个共同联系:{names}(Adamic–Adar {score:.2f})",
        "shares {contacts} with {customer}: {names} (Adamic–Adar {score:.2f})",
    )
    return template.fill(
        customer=customer,
        number=len(shared),
        contacts=plural(len(shared), "contact"),
        names=some(shared, 3),
        score=score,
    )


def second_sources(chain: Chain, supply: SupplyLinks, supplier: int) -> tuple[Lead, ...]:
    """Who could stand in for a supplier: who supplies the same products, then who works at most of the same stages."""
    leads = {node: Lead(node, _SAME_PRODUCT.fill(products=some(products)))
             for node, products in _same_products(chain, supply, supplier).items()}  # fmt: skip
    if len(leads) < MOST:
        places, names = chain.instruments.places, chain.view.node_names
        stages = [chain.stages.all[place] for place in np.unique(places.stages[places.nodes == supplier]).tolist()]
        where = where_found({stage: _named_at(chain, stage) for stage in stages})
        for node in sorted(where.keys() - {supplier}, key=lambda node: (-len(where[node]), names[node])):
            at = places_of(chain, ORGANISATION, node, where[node])
            leads.setdefault(node, Lead(node, _SAME_STAGE.fill(stages=at)))
    return tuple(leads.values())[:MOST]


def _same_products(chain: Chain, supply: SupplyLinks, supplier: int) -> dict[int, list[str]]:
    """The first few who supply most of the products that a supplier supplies, and which; products that have a name."""
    mine = np.unique(supply.products[(supply.suppliers == supplier) & (supply.products > 0)])
    same = np.isin(supply.products, mine) & (supply.suppliers != supplier) & chain.instruments.named[supply.suppliers]
    links = np.flatnonzero(same)
    pairs = supply.suppliers[links] * (int(supply.products.max(initial=0)) + 1) + supply.products[links]
    links = links[np.unique(pairs, return_index=True)[1]]
    nodes, counts = np.unique(supply.suppliers[links], return_counts=True)
    order = np.lexsort((chain.view.name_ranks[nodes], -counts))
    texts = chain.view.relationships.products
    return {
        node: sorted(texts[int(link)] for link in supply.links[links[supply.suppliers[links] == node]])
        for node in nodes[order[:MOST]].tolist()
    }


_SAME_PRODUCT = Text("已供应同样的产品:{products}", "supplies the same product: {products}")
_SAME_STAGE = Text("在同一环节:{stages}", "works at the same stage: {stages}")


def other_suppliers(chain: Chain, sources: Sources, links: Sequence[int], customer: int) -> tuple[Lead, ...]:
    """Who supplies the same product to somebody else, those with most customers first.

    Parameters
    ----------
    chain, sources
        The chain, and who supplies whom in it.
    links
        Relationships by which the customer gets the product.
    customer
        Position of the organisation.
    """
    supply, names = sources.supply, chain.view.node_names
    products = np.unique(supply.products[np.isin(supply.links, links)])
    own = set(supply.suppliers[supply.customers == customer].tolist()) | {customer}
    of_product = np.isin(supply.products, products)
    counts = Counter(supplier for supplier in supply.suppliers[of_product].tolist() if supplier not in own)
    order = sorted(counts, key=lambda node: (-counts[node], names[node]))
    why = Text("向其他 {number} 家供应这种产品", "supplies the product to {customers} already")
    return tuple(
        Lead(node, why.fill(number=counts[node], customers=plural(counts[node], "organisation")))
        for node in order[:MOST]
    )
