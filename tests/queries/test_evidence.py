"""What an answer says of the sources that its evidence rests on."""

from __future__ import annotations

from typing import Any

import pytest

from alliance.graph import AllianceGraph, Evidence, Source
from alliance.graph.records import Records
from alliance.queries import coverage_matrix, find, gaps, influence_paths, profile
from alliance.queries.evidence import EvidenceBook

UNTRACEABLE = (
    Source(id="bare", publisher="某报", date="2024"),
    Source(id="unlinked", title="内部材料", reliability="unlinked"),
)
TRACEABLE = (Source(id="titled", title="标题"), Source(id="linked", link="https://example.org/a"))


def _book(*sources: str) -> EvidenceBook:
    book = EvidenceBook(Records.of([*UNTRACEABLE, *TRACEABLE]))
    book.add("fact", [Evidence(source=source) for source in sources])
    return book


@pytest.mark.parametrize("source", ["bare", "unlinked", "not on record"])
def test_a_source_that_cannot_be_traced_is_named(source: str) -> None:
    (unknown,) = _book("titled", source).unknowns()
    assert unknown.what.en == (
        f"the origin of 1 of 2 pieces of evidence, which rests on 1 source that cannot be traced ({source})"
    )
    assert unknown.what.zh == f"2 条证据中有 1 条的出处:出自 1 个无从查找的来源({source})"


def test_sources_are_counted_once_and_evidence_each_time() -> None:
    (unknown,) = _book("bare", "bare", "unlinked", "titled", "linked").unknowns()
    assert unknown.what.en.startswith("the origin of 3 of 5 pieces of evidence, which rest on 2 sources")


def test_what_can_be_traced_is_not_mentioned() -> None:
    assert _book("titled", "linked").unknowns() == ()
    assert EvidenceBook(Records()).unknowns() == ()


def test_every_question_says_it(make_node: Any, make_link: Any) -> None:
    nodes = [make_node("a"), make_node("b"), make_node("s", "stage", attributes={"required": True})]
    graph = AllianceGraph.from_models(nodes, [make_link("a", "SUPPLIES", "b"), make_link("a", "OPERATES_IN", "s")])
    for answer in (
        find(graph, "a"),
        profile(graph, "a"),
        influence_paths(graph, "a", "b"),
        coverage_matrix(graph),
        gaps(graph),
    ):
        said = [one for one in answer.unknown if "cannot be traced" in one.what.en]
        assert len(said) == bool(answer.evidence), answer.question


def test_the_hengzhou_facts_do_not_all_have_a_source_to_look_up(hengzhou: AllianceGraph) -> None:
    (unknown,) = find(hengzhou, "茶", limit=300).unknown
    assert "cannot be traced" in unknown.what.en
