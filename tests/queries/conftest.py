"""Made-up chains for the tests of coverage and gaps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Census, Node, Relationship, Roster, schema
from alliance.graph.dates import PartialDate

MakeNode = Callable[..., Node]
MakeLink = Callable[..., Relationship]
Build = Callable[..., AllianceGraph]
CENSUS = Census(label="2024H1", date=PartialDate.parse("2024-06-30"))


@pytest.fixture(scope="session")
def build(make_node: MakeNode, make_link: MakeLink) -> Build:
    """A graph from (id, kind, attributes) nodes and (source, type, target, fields) links.

    `rosters` are (scope, instrument) pairs that were listed completely in the census of 2024-06-30. An employer
    operates unless it says otherwise; `operating: None` says nothing.
    """

    def made(
        nodes: Iterable[tuple[Any, ...]],
        links: Iterable[tuple[Any, ...]] = (),
        rosters: Iterable[tuple[str, str]] = (),
    ) -> AllianceGraph:
        return AllianceGraph.from_models(
            [make_node(one[0], one[1], **_node_fields(one[1], *one[2:])) for one in nodes],
            [make_link(*one[:3], **(one[3] if len(one) > 3 else {})) for one in links],
            [CENSUS, *(Roster(census=CENSUS.label, scope=scope, instrument=which) for scope, which in rosters)],
        )

    return made


def _node_fields(
    kind: str, attributes: dict[str, Any] | None = None, fields: dict[str, Any] | None = None
) -> dict[str, Any]:
    operates = {"operating": True} if kind in schema().kinds_with("employer") else {}
    stated = {key: value for key, value in (operates | (attributes or {})).items() if value is not None}
    return {"attributes": stated, **(fields or {})}
