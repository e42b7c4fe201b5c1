"""What is exported loads again without change, whatever the facts are."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from alliance.graph import AllianceGraph
from alliance.loaders import read_folder
from alliance.loaders.export import export_graph
from alliance.tests.loaders.facts.graph_strategies import graphs

WHOLE = ["facts", "facts.jsonl", "facts.xlsx"]


def exported_and_read(graph: AllianceGraph, name: str) -> AllianceGraph:
    with tempfile.TemporaryDirectory() as folder:
        written = export_graph(graph, Path(folder) / name)
        assert written.whole
        return read_folder(written.path).batch


@pytest.mark.parametrize("name", WHOLE[:2])
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_an_export_loads_again_without_change(name: str, graph: AllianceGraph) -> None:
    again = exported_and_read(graph, name)
    assert again.data_version == graph.data_version


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graphs())
def test_a_workbook_loads_again_without_change(graph: AllianceGraph) -> None:
    """Fewer, since each workbook is read by a process of its own."""
    assert exported_and_read(graph, "facts.xlsx").data_version == graph.data_version


@pytest.mark.parametrize("name", WHOLE)
def test_the_real_facts_load_again_without_change(name: str, hengzhou: AllianceGraph) -> None:
    again = exported_and_read(hengzhou, name)
    assert again.data_version == hengzhou.data_version
    assert len(again.records.sources) == len(hengzhou.records.sources) > 0
