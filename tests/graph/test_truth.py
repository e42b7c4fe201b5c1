"""The one truth: what holds, what may hold, what does not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from alliance.graph import AllianceGraph, Node, Relationship
from alliance.graph.truth import Truth, link_truths, node_truths

DAY = date(2024, 6, 15)


@pytest.mark.parametrize(
    ("fields", "truth"),
    [
        ({"status": "confirmed"}, Truth.HOLDS),
        ({"status": "tentative"}, Truth.HOLDS),
        ({"status": "disputed"}, Truth.MAY),
        ({"status": "inferred"}, Truth.MAY),
        ({"status": "candidate"}, Truth.MAY),
        ({"status": "confirmed", "confidence": 0.0}, Truth.NO),
        ({"status": "disputed", "confidence": 0.0}, Truth.NO),
        ({"status": "confirmed", "valid_from": "2023"}, Truth.HOLDS),
        ({"status": "confirmed", "valid_from": "2024"}, Truth.MAY),
        ({"status": "confirmed", "valid_to": "2024"}, Truth.MAY),
        ({"status": "confirmed", "valid_to": "2024-06"}, Truth.MAY),
        ({"status": "confirmed", "valid_to": "2024-06-15"}, Truth.HOLDS),
    ],
)
def test_a_link_holds_by_dates_status_and_confidence(
    make_node: Callable[..., Node], make_link: Callable[..., Relationship], fields: dict[str, Any], truth: Truth
) -> None:
    nodes = [make_node("a", "enterprise"), make_node("b", "enterprise")]
    graph = AllianceGraph.from_models(nodes, [make_link("a", "SUPPLIES", "b", **fields)])
    assert link_truths(graph.as_of(DAY)).tolist() == [truth]


@pytest.mark.parametrize(
    ("kind", "attributes", "truth"),
    [
        ("enterprise", {}, Truth.MAY),
        ("enterprise", {"operating": True}, Truth.HOLDS),
        ("enterprise", {"operating": False}, Truth.NO),
        ("enterprise", {"note": '"operating":true'}, Truth.MAY),
        ("government", {}, Truth.HOLDS),
        ("post", {"operating": False}, Truth.NO),
    ],
)
def test_an_employer_is_there_as_far_as_it_operates(
    make_node: Callable[..., Node], kind: str, attributes: dict[str, Any], truth: Truth
) -> None:
    graph = AllianceGraph.from_models([make_node("a", kind, attributes=attributes)])
    assert node_truths(graph).tolist() == [truth]
