"""Gaps against every possible world of random small chains, and what must not change an answer."""

from __future__ import annotations

import json
from itertools import product
from random import Random
from typing import Any

import pytest

from alliance.queries import coverage, coverage_matrix, gaps
from alliance.tests.queries.worlds import (
    DAY,
    MOST_OPEN,
    PARTS,
    Sample,
    count,
    open_facts,
    operates,
    sample,
    samples,
    truth,
    worlds,
)  # fmt: skip


def verdict(values: set[bool]) -> str:
    """What several worlds say together."""
    return "open" if len(values) == 2 else "gap" if True in values else "no"


def register(answer: Any) -> dict[tuple[str, str], str]:
    """What an answer says of every question: a gap, or open (a question that it does not name is decided: no)."""
    found = {}
    for row in answer.rows:
        if row.gap != "G15":
            found[row.gap, row.subject] = "gap"
    for row in answer.rows:
        if row.gap == "G15" and not row.lacks:
            for gap in ("G1", "G2", "G4", "G9", "G10"):
                if f"{gap} " in row.formula.en:
                    found.setdefault((gap, row.subject), "open")
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_missing_and_single_stages_and_needs(part: int) -> None:
    for seed, made in samples(part):
        every = list(worlds(made))
        for stage in ("s1", "s2", "s3"):
            complete = made.complete(stage, "organisation")
            more = [0] if complete else [0, 1, 2]
            counts = {count(world, stage, "organisation") + extra for world in every for extra in more}
            rows = {gap: register(gaps(made.graph(), kinds=[gap], stage=stage, as_of=DAY)) for gap in ("G1",)}
            assert rows["G1"].get(("G1", stage), "no") == verdict({number == 0 for number in counts}), (seed, stage)
            at_stage = single_stage(made, stage)
            assert at_stage == verdict({number == 1 for number in counts}), (seed, stage, counts)
        needs = made.nodes[0].attributes.get("needs")
        answer = gaps(made.graph(), kinds=["G9", "G10"], as_of=DAY)
        for stage in ("s1", "s2"):
            for gap, instrument in (("G9", "party_organization"), ("G10", "testing")):
                more = [0] if made.trusted(stage, instrument) else [0, 1]
                values = {count(world, stage, instrument) + extra == 0 for world in every for extra in more}
                expected = verdict(values) if needs and needs != "none" else "no"
                assert register(answer).get((gap, stage), "no") == expected, (seed, gap, stage)


def single_stage(made: Sample, stage: str) -> str:
    """What the register says of G4 at a stage itself, apart from the suppliers that work there."""
    for row in gaps(made.graph(), kinds=["G4"], as_of=DAY).rows:
        if row.gap == "G4" and row.subject == stage:
            return "gap"
        if row.gap == "G15" and row.subject == stage and row.formula.en.split("cannot be decided: ")[1] != "":
            questions = row.formula.en.split("G4 single point")[1].strip(" ()")
            number = int(row.formula.en.split(" ")[0])
            named = [name for name in questions.split(", ") if name]
            if number > len(named):
                return "open"
    return "no"


@pytest.mark.parametrize("part", range(PARTS))
def test_feeds_without_a_verified_link(part: int) -> None:
    for seed, made in samples(part):
        if not any(link.type == "FEEDS" for link in made.links):
            continue
        values = set()
        listed = made.complete("s1", "organisation") and made.complete("s3", "organisation")
        supplied = made.complete("s1", "supply") or made.complete("s3", "supply")
        for world in worlds(made):
            before, after = (len(world.at(stage)) > 0 for stage in ("s1", "s3"))
            verified = any(
                link.type == "SUPPLIES" and link.status == "confirmed"
                and link.source in world.at("s1") and link.target in world.at("s3")
                for link in world.links
            )  # fmt: skip
            some = [(a, b) for a in (before, before or not made.complete("s1", "organisation"))
                    for b in (after, after or not made.complete("s3", "organisation"))]  # fmt: skip
            for a, b in some:
                values.add(a and b and not verified)
                if not (listed and supplied):
                    values.add(False)
        answer = register(gaps(made.graph(), kinds=["G2"], as_of=DAY))
        assert answer.get(("G2", "s3"), "no") == verdict(values), seed


@pytest.mark.parametrize("part", range(PARTS))
def test_the_only_source_of_a_product(part: int) -> None:
    for seed, made in samples(part):
        supply = [link for link in made.links if link.type == "SUPPLIES" and truth(link)]
        unconfirmed = [link for link in supply if truth(link) == 2 and link.status != "confirmed"]
        if len(unconfirmed) + open_facts(made) > MOST_OPEN + 2:
            continue
        answer = gaps(made.graph(), kinds=["G4"], as_of=DAY)
        certain = {row.subject for row in answer.rows if row.gap == "G4" and row.subject.startswith("f")}
        text = " ".join(row.formula.en for row in answer.rows if row.gap == "G15" and not row.lacks)
        alone, alone_and_closed = [], []
        for world in worlds(made):
            for present in product((False, True), repeat=len(unconfirmed)):
                absent = {id(link) for link, there in zip(unconfirmed, present, strict=True) if not there}
                links = [link for link in world.links if link.type == "SUPPLIES" and id(link) not in absent
                         and {link.source, link.target} <= world.there]  # fmt: skip
                for pairs in single_pairs(links):
                    alone.append({supplier for supplier, _ in pairs})
                    alone_and_closed.append({a for a, b in pairs if closed(made, a, b)})
        for node in made.of_kind("enterprise"):
            surely = all(node.id in found for found in alone_and_closed)
            perhaps = any(node.id in found for found in alone)
            assert (node.id in certain) == surely, (seed, node.id)
            assert (node.id in text) == (perhaps and not surely), (seed, node.id)


def single_pairs(links: list[Any]) -> list[set[tuple[str, str]]]:
    """(supplier, customer) of every only source, whichever product the links without a product may be of."""
    customers = sorted({link.target for link in links})
    choices = [["", *sorted({x.product for x in links if x.target == customer} - {""})] for customer in customers]
    found = []
    for choice in product(*choices):
        taken = dict(zip(customers, choice, strict=True))
        sources: dict[tuple[str, str], set[str]] = {}
        for link in links:
            sources.setdefault((link.target, link.product or taken[link.target]), set()).add(link.source)
        found.append({(next(iter(who)), customer) for (customer, _), who in sources.items() if len(who) == 1})
    return found


def closed(made: Sample, supplier: str, customer: str) -> bool:
    """Whether nothing but what is named can supply the customer."""
    return (
        listed(made, supplier, "organisation")
        and listed(made, customer, "organisation")
        and listed(made, customer, "supply")
    )


def listed(made: Sample, firm: str, instrument: str) -> bool:
    if made.complete(None, instrument):
        return True
    node = next(node for node in made.nodes if node.id == firm)
    stages = {link.target for link in made.links if link.type == "OPERATES_IN" and link.source == firm and truth(link)}
    return bool(stages) and operates(node) > 0 and all(made.complete(stage, instrument) for stage in stages)


# ---- whatever does not change the facts does not change the answer ----


@pytest.mark.parametrize("part", range(PARTS))
def test_the_order_of_the_facts_does_not_matter(part: int) -> None:
    for seed, made in samples(part)[:10]:
        shuffled = made.graph(Random(seed))
        for question in (coverage, coverage_matrix, gaps):
            assert question(shuffled).to_json() == question(made.graph()).to_json(), seed


@pytest.mark.parametrize("part", range(PARTS))
def test_what_has_nothing_to_do_with_the_chain_changes_nothing(part: int) -> None:
    for seed, made in samples(part)[:10]:
        other = sample(Random(seed + 1))
        aside = [node.model_copy(update={"id": f"x-{node.id}"}) for node in other.of_kind("party_organization")]
        more = Sample([*made.nodes, *aside], made.links, made.rosters)
        for question in (coverage, coverage_matrix, gaps):
            first, second = (json.loads(question(one.graph(), as_of=DAY).to_json()) for one in (made, more))
            assert first["rows"] == second["rows"], seed
