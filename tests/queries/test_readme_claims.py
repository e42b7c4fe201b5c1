"""What the README says of "none" and "unknown", on the real facts."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.errors import StoreEmpty
from alliance.graph import AllianceGraph, open_store
from alliance.queries import TieRule, coverage, coverage_matrix, gaps, influence_paths
from alliance.queries.register.row import GAP_LABELS

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


def says(sentence: str) -> bool:
    return sentence in " ".join(README.split())


@pytest.mark.parametrize("kind", [kind for kind in GAP_LABELS if kind != "G15"])
def test_where_no_roster_was_loaded_it_never_says_none(hengzhou: AllianceGraph, kind: str) -> None:
    assert says('Where no roster was loaded, or it is over half a year old, it never says "none"')
    assert gaps(hengzhou, kinds=[kind]).status == "unknown"
    assert all(row.high is None for row in coverage_matrix(hengzhou).rows)


def test_an_empty_store_says_nothing_at_all(tmp_path: Path) -> None:
    assert says("an empty store says nothing at all")
    with open_store(tmp_path / "empty.db", create=True) as store, pytest.raises(StoreEmpty):
        store.read()


def test_all_39_stages_of_hengzhou_are_data_gaps(hengzhou: AllianceGraph) -> None:
    assert says("all 39 stages of Hengzhou are data gaps (G15) today")
    answer = gaps(hengzhou)
    stages = {row.subject for row in answer.rows if row.gap == "G15" and row.subject.startswith("seg-")}
    assert len(stages) == answer.bounds["required_stages"] == 39
    assert answer.bounds["gaps"] == 0


def test_a_cell_says_how_many_surely_work_there(hengzhou: AllianceGraph) -> None:
    assert says("`3–30+` says that 3 surely work at a stage, 27 more may, and there may be others")
    (row,) = coverage_matrix(hengzhou, stages=["花茶"], instruments=["organisation"]).rows
    assert (row.text(), row.covered, row.unknown, row.high) == ("3–30+", 3, 27, None)


def test_300_over_1417_is_not_divided(hengzhou: AllianceGraph) -> None:
    assert says("300+ party organisations over 772 + 645 organisations is not a coverage rate")
    answer = coverage(hengzhou)
    assert (answer.status, answer.rows[0].low) == ("unknown", None)


def test_one_alliance_is_no_influence_path(hengzhou: AllianceGraph) -> None:
    assert says("Being in one alliance or one town is no influence path unless you say `--umbrella`")
    ends = ("长海茶厂", "广西金花茶业有限公司")
    assert influence_paths(hengzhou, *ends).status != "found"
    assert influence_paths(hengzhou, *ends, rule=TieRule(umbrella=True)).status == "found"
