"""How the strength of a path is told."""

from __future__ import annotations

from typing import Any

import pytest

from alliance.graph import AllianceGraph
from alliance.queries import influence_paths


def test_a_long_path_of_weak_links_is_weak_and_not_zero(make_node: Any, make_link: Any) -> None:
    nodes = [make_node(f"n{number}") for number in range(9)]
    links = [make_link(f"n{number}", "SERVES", f"n{number + 1}", strength=0.15, confidence=1) for number in range(8)]
    (row,) = influence_paths(AllianceGraph.from_models(nodes, links), "n0", "n8", hops=8).rows
    assert row.strength == pytest.approx(0.15**8, rel=1e-5)
    assert "0.0000" not in f"{row.strength:.4g}"
