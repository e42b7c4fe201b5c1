"""What every question of the catalogue keeps, however it is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from alliance.errors import AllianceError
from alliance.graph import AllianceGraph, Roster
from alliance.queries import Answer, coverage_matrix, gaps
from alliance.queries.catalogue import CATALOGUE, Entry
from alliance.queries.json_schema import answer_schema
from alliance.queries.question import declaration
from alliance.tests.queries.askings import Asking, ask, askings, outcome, takes
from alliance.tests.queries.test_store_answers import several_chains
from alliance.tests.queries.worlds import DAY, NOW, OLD

GRAPH = several_chains(3)
EMPTY = AllianceGraph.from_models([], [], [])
ASKED = [
    pytest.param(entry, asking, id=f"{entry.id}-{asking[1]}") for entry in CATALOGUE for asking in askings(entry, GRAPH)
]


def parts(graph: AllianceGraph) -> tuple[list[Any], list[Any], list[Any]]:
    nodes = [graph.node_at(position) for position in range(len(graph))]
    links = [graph.relationship_at(link) for link in range(len(graph.relationships))]
    return nodes, links, list(graph.records.all())


def test_the_askings_answer_more_often_than_they_are_refused() -> None:
    for entry in CATALOGUE:
        answers = [ask(entry, GRAPH, asking) for asking in askings(entry, GRAPH)]
        assert sum(isinstance(answer, Answer) for answer in answers) > len(answers) / 2


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.id)
def test_every_question_shows_evidence(entry: Entry) -> None:
    answers = (ask(entry, GRAPH, asking) for asking in askings(entry, GRAPH))
    assert any(len(answer.evidence) for answer in answers if isinstance(answer, Answer))


@pytest.mark.parametrize(("entry", "asking"), ASKED)
def test_the_order_of_the_rows_changes_nothing(entry: Entry, asking: Asking) -> None:
    nodes, links, records = parts(GRAPH)
    for facts in (nodes, links, records):
        Random(7).shuffle(facts)
    shuffled = AllianceGraph.from_models(nodes, links, records)
    assert outcome(entry, shuffled, asking) == outcome(entry, GRAPH, asking)


@pytest.mark.parametrize(("entry", "asking"), ASKED)
def test_evidence_resolves_and_the_schema_holds(entry: Entry, asking: Asking) -> None:
    answer = ask(entry, GRAPH, asking)
    if isinstance(answer, AllianceError):
        return
    value = json.loads(answer.to_json())
    named = set(_evidence(value["rows"]))
    assert named <= value["evidence"].keys()
    assert list(Draft202012Validator(answer_schema(declaration(entry.load()))).iter_errors(value)) == []


def _evidence(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from inner if key == "evidence" else _evidence(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _evidence(inner)


@pytest.mark.parametrize(("entry", "asking"), ASKED)
def test_both_languages_say_something(entry: Entry, asking: Asking) -> None:
    answer = ask(entry, GRAPH, asking)
    if isinstance(answer, AllianceError):
        assert answer.in_("zh") != answer.in_("en")
        return
    texts = [answer.sentence, *(text for gap in answer.unknown for text in (gap.what, gap.why, gap.closes_when))]
    assert all(_is_chinese(text.zh) and text.en and not _is_chinese(text.en) for text in texts)
    assert [list(row) for row in answer.cells("zh")] == [list(row) for row in answer.cells("en")]


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize(("entry", "asking"), ASKED)
def test_an_empty_store_finds_nothing_and_refuses_nothing_else_than_names(entry: Entry, asking: Asking) -> None:
    answer = ask(entry, EMPTY, asking)
    assert isinstance(answer, AllianceError) or answer.status != "found"


def with_rosters(census: str | None) -> AllianceGraph:
    """The graph with all rosters of one census, or without any."""
    nodes, links, records = parts(GRAPH)
    rosters = {record.model_copy(update={"census": census}) for record in records if isinstance(record, Roster)}
    others = [record for record in records if not isinstance(record, Roster)]
    return AllianceGraph.from_models(nodes, links, [*others, *(rosters if census else ())])


FRESH, STALE, WITHOUT = with_rosters(NOW.label), with_rosters(OLD.label), with_rosters(None)


def test_a_fresh_roster_says_something() -> None:
    assert NOW.date.last == DAY
    assert _facts(gaps(FRESH, as_of=DAY)) != _facts(gaps(WITHOUT, as_of=DAY))
    assert _facts(coverage_matrix(FRESH, as_of=DAY)) != _facts(coverage_matrix(WITHOUT, as_of=DAY))


@pytest.mark.parametrize(("entry", "asking"), ASKED)
def test_a_stale_roster_says_no_more_than_none(entry: Entry, asking: Asking) -> None:
    arguments, options = asking
    if takes(declaration(entry.load()), "as_of"):  # the day of a census is news, too
        asking = arguments, {"as_of": DAY, **options}
    assert _facts(ask(entry, STALE, asking)) == _facts(ask(entry, WITHOUT, asking))


def _facts(answer: Answer[Any] | AllianceError) -> Any:
    """What is certain and what is not; words may say that a roster is old."""
    if isinstance(answer, AllianceError):
        return answer.in_("en")
    told = [key for key in answer.keys() if key not in ("formula", "closes_when", "counts")]  # noqa: SIM118 - not a mapping
    return answer.status, [[row[key] for key in told] for row in answer.cells("en")]
