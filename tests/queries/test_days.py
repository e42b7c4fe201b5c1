"""The day of a question about nodes that names none."""

from __future__ import annotations

from typing import Any

import pytest

from alliance.graph import AllianceGraph, Census, Roster
from alliance.graph.dates import PartialDate
from alliance.queries import TieRule, influence_paths

OWN = [
    ("a", "SERVES", "b", {"observed_at": "2024-03-31"}),
    ("b", "SERVES", "c", {"observed_at": "2024-05-31"}),
]
NEWS = ("x", "SERVES", "y", {"observed_at": "2026-10-31"})


def day_of(make_node: Any, make_link: Any, links: list[Any], records: Any = (), **asked: Any) -> str:
    kinds = {"city": "place", "s1": "stage", "t1": "stage", "ours": "alliance"}
    ids = sorted({end for link in links for end in (link[0], link[2])})
    nodes = [make_node(node, kinds.get(node, "enterprise")) for node in ids]
    graph = AllianceGraph.from_models(nodes, [make_link(*link[:3], **link[3]) for link in links], records)
    day: str = influence_paths(graph, asked.pop("source", "a"), "c", **asked).parameters["as_of"]
    return day


def census(scope: str) -> list[Any]:
    return [
        Census(label="2026H1", date=PartialDate.parse("2026-06-30")),
        Roster(census="2026H1", scope=scope, instrument="post"),
    ]


def test_news_of_another_alliance_does_not_move_the_day(make_node: Any, make_link: Any) -> None:
    assert day_of(make_node, make_link, [*OWN, NEWS]) == "2024-05-31"


def test_news_of_what_hangs_together_with_the_ends_does(make_node: Any, make_link: Any) -> None:
    joined = ("c", "SERVES", "x", {"observed_at": "2020"})
    assert day_of(make_node, make_link, [*OWN, NEWS, joined]) == "2026-10-31"


@pytest.mark.parametrize(("umbrella", "day"), [(False, "2024-05-31"), (True, "2026-10-31")])
def test_an_umbrella_node_joins_only_where_it_may_stand_between(
    umbrella: bool, day: str, make_node: Any, make_link: Any
) -> None:
    located = [(end, "LOCATED_IN", "city", {"observed_at": "2020"}) for end in ("b", "y")]
    rule = TieRule(umbrella=umbrella)
    assert day_of(make_node, make_link, [*OWN, NEWS, *located], rule=rule) == day


def test_an_umbrella_node_that_is_named_joins_what_it_is_linked_to(make_node: Any, make_link: Any) -> None:
    members = [(end, "MEMBER_OF", "ours", {"observed_at": "2020"}) for end in ("b", "y")]
    assert day_of(make_node, make_link, [*OWN, NEWS, *members], source="ours") == "2026-10-31"


@pytest.mark.parametrize(("scope", "day"), [("", "2026-06-30"), ("s1", "2026-06-30"), ("t1", "2024-05-31")])
def test_a_census_counts_that_lists_something_there(scope: str, day: str, make_node: Any, make_link: Any) -> None:
    places = [(end, "OPERATES_IN", stage, {"observed_at": "2020"}) for end, stage in (("b", "s1"), ("y", "t1"))]
    other = ("x", "SERVES", "y", {"observed_at": "2020"})
    assert day_of(make_node, make_link, [*OWN, other, *places], census(scope)) == day
