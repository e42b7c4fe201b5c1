"""The network of a rule against its links one by one, and costs against exact products."""

from __future__ import annotations

import gc
import random
import weakref
from collections import defaultdict
from datetime import date
from fractions import Fraction
from itertools import combinations_with_replacement
from math import log, prod

import numpy as np
import pytest

from alliance.graph import AllianceGraph, Evidence, Node, Relationship, schema
from alliance.graph.networks.costs import MOST_STEPS, STEP, costs_of
from alliance.graph.networks.tie_network import TieNetwork, tie_network
from alliance.graph.networks.ties import TieRule

SEEN = (Evidence(source="s1"),)
NUMBERS = [0.1, 0.9, 0.3, 0.09, 0.333, 0.3330000000001, 1.0, 0.0123456789, None]
TYPES = ("SERVES", "SUPPLIES", "BUYS_FROM", "SUBORDINATE_TO")


def random_graph(dice: random.Random) -> AllianceGraph:
    nodes = [Node(id=f"n{place}", kind="enterprise", name=dice.choice("甲乙丙")) for place in range(5)]
    nodes.append(Node(id="hub", kind="alliance", name="联盟"))
    links = {}
    for _ in range(dice.randint(0, 40)):
        source, target = dice.sample(nodes[:5], 2) if dice.random() < 0.8 else (dice.choice(nodes[:5]), nodes[5])
        link = Relationship(
            source=source.id,
            type="MEMBER_OF" if target.id == "hub" else dice.choice(TYPES),
            target=target.id,
            product=str(dice.randint(0, 3)),
            confidence=dice.choice(NUMBERS),
            strength=dice.choice(NUMBERS),
            status=dice.choice(["confirmed", "confirmed", "tentative", "disputed"]),
            evidence=SEEN,
        )
        links[link.id] = link
    return AllianceGraph.from_models(nodes, links.values())


def expected(graph: AllianceGraph, rule: TieRule) -> dict[tuple[str, str], list[str]]:
    """The links of each pair of nodes, by value and id; shares no code with the network."""
    pairs = defaultdict(list)
    for place in range(len(graph.relationships)):
        link = graph.relationship_at(place)
        if link.status not in rule.looked_at:
            continue
        confidence = 0.5 if link.confidence is None else link.confidence
        strength = schema().type(link.type).strength if link.strength is None else link.strength
        value = Fraction(str(confidence)) * (1 if rule.view == "certainty" else Fraction(str(strength)))
        for open_, pair in zip(
            rule.ways(schema().type(link.type)), ((link.source, link.target), (link.target, link.source)), strict=True
        ):
            if open_:
                pairs[pair].append((-value, link.id))
    return {pair: [link_id for _, link_id in sorted(links)] for pair, links in pairs.items()}


def kept(graph: AllianceGraph, network: TieNetwork, *, backward: bool) -> dict[tuple[str, str], list[str]]:
    """What the rows of a network keep; checks the order of each row on the way."""
    found, rows = {}, network.backward if backward else network.forward
    for number in range(len(network)):
        row = slice(rows.starts[number], rows.starts[number + 1])
        order = list(zip(rows.keys[row].tolist(), rows.ends[row].tolist(), strict=True))
        assert order == sorted(order)
        for key, end in order:
            tail, head = (end, number) if backward else (number, end)
            arc = network.arc(tail, head)
            assert network.forward.keys[arc] == key
            ids = [graph.node_ids[network.positions[node]] for node in (tail, head)]
            found[ids[0], ids[1]] = [graph.relationship_id(place) for place in network.links_of(arc)]
    return found


def test_a_network_keeps_every_link_both_ways_in_exact_order() -> None:
    parallels = 0
    for seed in range(400):
        dice = random.Random(seed)
        graph = random_graph(dice)
        rule = TieRule(
            direction=dice.choice(["with", "either"]),
            view=dice.choice(["influence", "certainty"]),
            umbrella=dice.random() < 0.5,
            statuses=dice.choice([None, ("confirmed", "disputed")]),
        )
        network, links = tie_network(graph, rule), expected(graph, rule)
        assert kept(graph, network, backward=False) == kept(graph, network, backward=True) == links, seed
        parallels += sum(len(ids) > 1 for ids in links.values())
        assert (network.forward is network.backward) == (rule.direction == "either")
        closed = [graph.node_ids[place] for place in network.positions[~network.between]]
        assert closed == ([] if rule.umbrella else ["hub"])
    assert parallels > 1000


def test_a_network_is_made_once_for_a_day_a_rule_and_certainty() -> None:
    graph, day = random_graph(random.Random(1)), date(2024, 5, 31)
    network = tie_network(graph.as_of(day), TieRule())
    assert tie_network(graph.as_of(day), TieRule()) is network
    assert tie_network(graph.as_of(day), TieRule(), sure=True) is not network
    assert tie_network(graph.as_of(date(2024, 6, 1)), TieRule()) is not network
    assert tie_network(graph.as_of(day), TieRule(view="certainty")) is not network


def test_a_graph_is_let_go_with_its_views_and_networks() -> None:
    graph = random_graph(random.Random(1))
    network = weakref.ref(tie_network(graph.as_of(date(2024, 5, 31)), TieRule()).forward.keys)
    del graph
    gc.collect()
    assert network() is None


def test_links_that_only_may_hold_are_not_in_the_network_of_sure_ones() -> None:
    rule = TieRule(statuses=("confirmed", "disputed"))
    for seed in range(50):
        graph = random_graph(random.Random(seed))
        sure = kept(graph, tie_network(graph, rule, sure=True), backward=False)
        assert sure == expected(graph, TieRule(statuses=("confirmed",)))


@pytest.mark.parametrize("numbers", [[0.1, 0.9, 0.3, 0.09, 0.01, 1.0], [0.12, 0.48, 0.24, 0.06, 0.97, 0.0485]])
def test_equal_products_cost_the_same_and_others_in_their_order(numbers: list[float]) -> None:
    costs = dict(zip(numbers, costs_of(np.array(numbers), np.ones(len(numbers))).costs.tolist(), strict=True))
    by_product = defaultdict(set)
    for several in combinations_with_replacement(numbers, 4):
        by_product[prod(Fraction(str(value)) for value in several)].add(sum(costs[value] for value in several))
    assert all(len(sums) == 1 for sums in by_product.values())
    order = [by_product[product].pop() for product in sorted(by_product, reverse=True)]
    assert order == sorted(set(order))


def test_no_cost_is_farther_from_its_logarithm_than_is_said_and_255_of_them_fit() -> None:
    dice = random.Random(3)
    values = np.array([1.0, 1e-300, 1 - 2**-53, 0.999, *(dice.random() ** 3 for _ in range(5000))])
    costs = costs_of(values, values)
    unit = float(costs.costs[1]) / (-2 * log(1e-300))
    assert np.abs(costs.costs + 2 * np.log(values) * unit).max() <= 2 * costs.error
    assert costs.costs.min() == costs.costs[0] == 0
    assert MOST_STEPS * (STEP * int(costs.costs.max()) + 1) < 2**62
