"""Cells and rates against every possible world of random small chains."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest

from alliance.queries import coverage, coverage_matrix
from alliance.tests.queries.worlds import (
    DAY,
    INFINITE,
    INSTRUMENTS,
    PARTS,
    Sample,
    World,
    count,
    operates,
    samples,
    truth,
    weight,
    worlds,
)  # fmt: skip

CELLS = INSTRUMENTS[:4]


def only_traded(made: Sample) -> set[str]:
    """Firms that are in the graph only because somebody trades with them."""
    links = [link for link in made.links if truth_of_dates(link)]
    traded = {end for link in links if link.type == "SUPPLIES" for end in (link.source, link.target)}
    at_stage = {link.source for link in links if link.type == "OPERATES_IN"}
    return {node.id for node in made.of_kind("enterprise") if node.id in traded - at_stage and not node.attributes}


def truth_of_dates(link: Any) -> bool:
    """Whether a link can be there on the day by its dates."""
    return not (link.valid_from and link.valid_from.first > DAY) and not (link.valid_to and link.valid_to.last < DAY)


class Employers:
    """What a firm can be in a world: the least and the most of it that is covered."""

    def __init__(self, made: Sample) -> None:
        self.made = made
        self.firms = [node for node in made.of_kind("enterprise") if node.id not in only_traded(made)]
        self.possible = {node.id: self._hosting(node.id, 1) for node in self.firms}
        self.sure = {node.id: self._hosting(node.id, 2) for node in self.firms}
        listed = made.complete(None, "party_organization")
        says = {node.id: node.attributes.get("party_cover") for node in self.firms}
        self.unlisted = {
            node.id
            for node in self.firms
            if listed and operates(node) and says[node.id] in ("own", "joint") and not self.possible[node.id]
        }
        self.otherwise = not listed or bool(self.unlisted)

    def _hosting(self, firm: str, least: int) -> list[str]:
        return [link.source for link in self.made.links
                if link.type == "HOSTED_BY" and link.target == firm and truth(link) >= least]  # fmt: skip

    def _sure_own(self, firm: str) -> int:
        """2 surely its own, 1 perhaps, 0 not, by links alone."""
        best = 0
        for party in set(self.possible[firm]):
            links = [
                link for link in self.made.links if link.type == "HOSTED_BY" and link.source == party and truth(link)
            ]
            sure_others = {link.target for link in links if truth(link) == 2} - {firm}
            others = {link.target for link in links} - {firm}
            if not sure_others:
                best = max(best, 2 if party in self.sure[firm] and not others else 1)
        return best

    def covered(self, world: World, node: Any) -> tuple[float, float]:
        total, says = world.weights[node.id], node.attributes.get("party_cover")
        if says == "none":
            return 0, total if self.possible[node.id] else 0
        if says in ("own", "joint"):
            return (0 if node.id in self.unlisted else total), total
        if world.parties(node.id):
            return min(1, total), total
        return 0, total if self.otherwise else 0

    def own(self, world: World, node: Any) -> tuple[float, float]:
        total, says = world.weights[node.id], node.attributes.get("party_cover")
        by_links = self._sure_own(node.id)
        if says == "none":
            return 0, total if by_links else 0
        if says in ("own", "joint"):
            contradicted = node.id in self.unlisted or (
                self.sure[node.id] and ((says == "own" and not by_links) or (says == "joint" and by_links == 2))
            )
            return (0, total) if contradicted else ((total, total) if says == "own" else (0, 0))
        mine = any(world.hosts(party) == {node.id} for party in world.parties(node.id))
        if mine:
            return min(1, total), total
        free = self.otherwise and not self.sure[node.id]
        return 0, total if free else 0

    def worked(self, world: World, node: Any) -> tuple[float, float]:
        total, low_high = world.weights[node.id], self.covered(world, node)
        guided = any(link.type == "GUIDES" and link.target == node.id for link in world.links)
        return max(low_high[0], min(1, total) if guided else 0), total

    def due(self, world: World, node: Any) -> tuple[float, float]:
        members, (low, high) = node.attributes.get("full_members"), self.covered(world, node)
        total = world.weights[node.id]
        if members is not None and members < 3:
            return 0, 0
        sure = weight(node) == (1, 1) and members is not None and high == 0
        return float(sure), total - low


def share(made: Sample, measure: Any, scope: str | None) -> tuple[float, float] | None:
    """The lowest and the highest rate over all worlds."""
    employers = Employers(made)
    low, high = INFINITE, -INFINITE
    for world in worlds(made):
        firms = [node for node in employers.firms if node.id in world.there]
        parts = [measure(employers, world, node) for node in firms]
        total = sum(world.weights[node.id] for node in firms)
        if total:
            low = min(low, sum(part[0] for part in parts) / total)
            high = max(high, sum(part[1] for part in parts) / total)
    return None if low == INFINITE else (low, high)


# ---- cells ----


@pytest.mark.parametrize("part", range(PARTS))
def test_cells_hold_what_every_world_counts(part: int) -> None:
    for seed, made in samples(part):
        every = list(worlds(made))
        rows = {
            (row.scope, row.measure): row for row in coverage_matrix(made.graph(), instruments=CELLS, as_of=DAY).rows
        }
        for stage, instrument in product(("s1", "s2", "s3"), CELLS):
            counts = [count(world, stage, instrument) for world in every]
            row, complete = rows[stage, instrument], made.trusted(stage, instrument)
            nodes = {node.id: node for node in made.nodes}
            names = set().union(*(world.served(stage, instrument) for world in every))
            is_open = not complete or any(weight(nodes[name])[1] == INFINITE for name in names)
            ends = (min(counts), None if is_open else max(counts))
            expected = ends if complete or names else (None, None)
            assert (row.low, row.high) == expected, (seed, stage, instrument)


# ---- rates ----


@pytest.mark.parametrize("part", range(PARTS))
def test_rates_reach_from_the_lowest_world_to_the_highest(part: int) -> None:
    measures = {
        "organisation_coverage": Employers.covered,
        "own_organisation": Employers.own,
        "work_coverage": Employers.worked,
    }
    for seed, made in samples(part):
        rows = {row.measure: row for row in coverage(made.graph(), kinds=["enterprise"], as_of=DAY).rows}
        for name, measure in measures.items():
            row, expected = rows[name], share(made, measure, None)
            if not made.complete(None, "organisation") or expected is None:
                assert row.low is None, (seed, name)
            elif row.open_ended:
                assert (row.low or 0) <= expected[0], (seed, name)
                assert (row.high or 0) >= expected[1], (seed, name)
            else:
                assert (row.low, row.high) == pytest.approx(expected), (seed, name)


@pytest.mark.parametrize("part", range(PARTS))
def test_due_but_missing_counts_every_world(part: int) -> None:
    for seed, made in samples(part):
        row = coverage(made.graph(), kinds=["enterprise"], as_of=DAY).rows[3]
        employers, every = Employers(made), list(worlds(made))
        parts = [[employers.due(world, node) for node in employers.firms if node.id in world.there] for world in every]
        low, high = min(sum(a for a, _ in row) for row in parts), max(sum(b for _, b in row) for row in parts)
        if made.complete(None, "organisation"):
            is_open = any(weight(node)[1] == INFINITE for node in employers.firms)
            assert row.low == low, seed
            assert (row.high == high) or (is_open and (row.high is None or row.high >= high)), seed
        else:
            assert row.high is None, seed


@pytest.mark.parametrize("part", range(PARTS))
def test_stages_with_a_covered_employer(part: int) -> None:
    for seed, made in samples(part):
        row = coverage(made.graph(), kinds=["enterprise"], as_of=DAY).rows[4]
        employers, firms = Employers(made), {node.id: node for node in made.of_kind("enterprise")}
        employers.firms = list(firms.values())
        employers.possible = {name: employers._hosting(name, 1) for name in firms}
        low = high = 0.0
        for stage in ("s1", "s2", "s3"):
            reached = [[employers.covered(world, firms[name]) for name in world.at(stage)] for world in worlds(made)]
            unlisted = not made.complete(stage, "organisation")
            low += all(any(part[0] >= 1 for part in parts) for parts in reached)
            high += unlisted or any(any(part[1] > 0 for part in parts) for parts in reached)
        assert (row.low, row.high) == pytest.approx((low / 3, high / 3)), seed
