"""Asking for some kinds of gaps: what they cannot decide stays in the answer."""

from __future__ import annotations

import re

import pytest

from alliance.graph import AllianceGraph
from alliance.queries import gaps


@pytest.mark.parametrize("kind", ["G1", "G4", "G7", "G8", "G9", "G10", "G14"])
def test_a_filter_of_kinds_keeps_what_it_cannot_decide(hengzhou: AllianceGraph, kind: str) -> None:
    answer, every = gaps(hengzhou, kinds=[kind]), gaps(hengzhou)
    undecided = [
        row for row in every.rows if row.gap == "G15" and not row.lacks and re.search(rf"\b{kind}\b", row.formula.en)
    ]
    certain = [row for row in every.rows if row.gap == kind]
    assert len([row for row in answer.rows if not row.lacks]) == len(undecided) + len(certain)
    assert answer.status == ("found" if certain else "unknown" if undecided else "none")
    assert all(re.search(rf"\b{kind}\b", row.formula.en) for row in answer.rows if row.gap == "G15")


def test_no_stage_of_hengzhou_is_called_present_or_missing_without_a_roster(hengzhou: AllianceGraph) -> None:
    answer = gaps(hengzhou, kinds=["G1"])
    assert answer.status == "unknown"
    assert {row.gap for row in answer.rows} == {"G15"}
