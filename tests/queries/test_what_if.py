"""What if: the answers about a graph that is otherwise are those that a graph loaded so would give."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from alliance import coverage_matrix, gaps, what_if
from alliance.errors import InputRefused, UnknownName
from alliance.graph import AllianceGraph, Node, Relationship
from alliance.queries.changes.comparing import Comparison
from alliance.queries.changes.picture import Picture
from alliance.queries.changes.supposing import with_links, without, without_supply
from alliance.queries.evidence import EvidenceBook
from alliance.tests.queries.worlds import DAY, Sample, sample

SUPPLY = ("SUPPLIES", "SELLS_TO", "BUYS_FROM")


def answers(graph: AllianceGraph) -> tuple[list[tuple[str, str, str]], list[str]]:
    register = [(row.gap, row.subject, row.formula.zh) for row in gaps(graph, as_of=DAY).rows]
    return register, [row.text() for row in coverage_matrix(graph, as_of=DAY).rows]


def rebuilt(made: Sample, nodes: list[Node], links: list[Relationship]) -> AllianceGraph:
    return Sample(nodes, links, made.rosters).graph()


@pytest.mark.parametrize("seed", range(20))
def test_a_supposed_graph_answers_as_one_that_was_loaded_so(seed: int) -> None:
    made = sample(Random(seed))
    graph = made.graph()
    firm = made.of_kind("enterprise")[0].id
    position = graph.position(firm)
    assert position is not None
    stay = [node for node in made.nodes if node.id != firm]
    left = [link for link in made.links if firm not in (link.source, link.target)]
    assert answers(without(graph, [position])) == answers(rebuilt(made, stay, left))
    failed = [link for link in made.links if link.type not in SUPPLY or
              (link.target if link.type == "BUYS_FROM" else link.source) != firm]  # fmt: skip
    assert answers(without_supply(graph, [position])) == answers(rebuilt(made, made.nodes, failed))


@pytest.mark.parametrize("seed", range(20))
def test_a_link_that_is_supposed_away_and_back_changes_nothing(seed: int) -> None:
    made = sample(Random(seed))
    graph, some = made.graph(), made.links[::2]
    less = rebuilt(made, made.nodes, [link for link in made.links if link not in some])
    before, after = Picture(graph.as_of(DAY)), Picture(with_links(less, some).as_of(DAY))
    book = EvidenceBook(graph.records)
    assert list(Comparison(before, after, graph, book, persisting=False).rows(("links", "gaps", "coverage"))) == []


def a_graph(make_node: Callable[..., Node], make_link: Callable[..., Relationship]) -> AllianceGraph:
    works = {"attributes": {"operating": True}}
    return AllianceGraph.from_models(
        [make_node("stage", "stage"), make_node("firm", **works), make_node("other", **works)],
        [make_link("firm", "OPERATES_IN", "stage"), make_link("firm", "SUPPLIES", "other")],
    )


def test_who_leaves_takes_all_links_along_and_who_fails_those_of_supply(
    make_node: Callable[..., Node], make_link: Callable[..., Relationship]
) -> None:
    graph = a_graph(make_node, make_link)
    left, failed = what_if(graph, leaves=("firm",)), what_if(graph, fails=("firm",))
    assert {row.key for row in failed.rows if row.part == "links"} < {row.key for row in left.rows}
    assert [(row.part, row.change) for row in failed.rows] == [("links", "ended"), ("gaps", "settled")]
    assert left.status == failed.status == "found"
    assert failed.rows[0].evidence


def test_a_link_is_supposed_by_type_or_label_and_shows_no_evidence(
    make_node: Callable[..., Node], make_link: Callable[..., Relationship]
) -> None:
    graph = a_graph(make_node, make_link)
    by_id = what_if(graph, adds=("other, OPERATES_IN, stage",))
    by_label = what_if(graph, adds=("other\uff0c从事\uff0cstage",))
    assert by_id.rows == by_label.rows
    assert [(row.part, row.change, row.after.en) for row in by_id.rows] == [
        ("links", "new", "holds"), ("gaps", "settled", "none"), ("coverage", "changed", "2+")
    ]  # fmt: skip
    assert by_id.rows[0].evidence == ()
    assert by_id.parameters["adds"] == ["other, OPERATES_IN, stage"]
    assert graph.data_version == by_id.data_version


@pytest.mark.parametrize("adds", [(), ("firm, SUPPLIES",), ("stage, SUPPLIES, firm",)])
def test_what_cannot_be_supposed_is_refused(
    adds: tuple[str, ...],
    make_node: Callable[..., Node],
    make_link: Callable[..., Relationship],
) -> None:
    with pytest.raises(InputRefused):
        what_if(a_graph(make_node, make_link), adds=adds)
    with pytest.raises(UnknownName):
        what_if(a_graph(make_node, make_link), leaves=("nobody at all",))
