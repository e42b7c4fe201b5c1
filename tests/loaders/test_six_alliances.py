"""Six made-up folders in the style of six trades: each loads as it is, and answers.

Between them they say every kind of relation that reports on such alliances name and Hengzhou's does not.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.graph import AllianceGraph, schema
from alliance.graph.networks.ties import TieRule
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder, read_folder
from alliance.queries import coverage, coverage_matrix, find, gaps, influence_paths, profile

HERE = Path(__file__).parent / "alliances"
FOLDERS = sorted(path for path in HERE.iterdir() if path.is_dir())
each = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


def graph_of(folder: Path) -> AllianceGraph:
    return read_folder(folder).batch


def alliance_of(graph: AllianceGraph) -> str:
    return str(graph.node_names[int(graph.nodes_of("alliance")[0])])


def test_there_are_six() -> None:
    assert len(FOLDERS) == 6


@each
def test_a_folder_loads_at_the_first_try_and_twice_is_once(folder: Path, tmp_path: Path) -> None:
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        load_folder(folder, store)
        version = store.read().data_version
        load_folder(folder, store)
        assert store.read().data_version == version


@each
def test_every_row_becomes_a_fact(folder: Path) -> None:
    facts = read_folder(folder)
    graph = facts.batch
    nodes = facts.tables["organizations.csv"] + facts.tables["chain_segments.csv"]
    assert len(graph) == nodes
    silences = sum(bool(measure.open_end) for measure in graph.records.measures.values())
    assert len(graph.relationships) + silences == facts.tables["relationships.csv"]
    assert not any("kept as attributes" in note.en for note in facts.notes)


@each
def test_it_answers_who_and_what(folder: Path) -> None:
    graph = graph_of(folder)
    name = alliance_of(graph)
    assert find(graph, name).status == "found"
    shown = profile(graph, name).rows[0]
    assert shown.relationships
    assert coverage_matrix(graph).status in ("found", "unknown")
    assert coverage(graph).status in ("found", "unknown")
    assert gaps(graph).rows


@each
def test_whoever_the_alliance_works_with_is_one_step_away(folder: Path) -> None:
    graph = graph_of(folder)
    name = alliance_of(graph)
    ties = [link for link in profile(graph, name).rows[0].relationships if schema().type(link.type).working]
    assert ties
    for link in ties:
        ends = (name, link.other.id) if link.outgoing else (link.other.id, name)
        if schema().type(link.type).influence == "backward":
            ends = ends[::-1]
        answer = influence_paths(graph, *ends)
        assert answer.status == ("unknown" if link.status == "candidate" else "found")


@each
def test_no_path_runs_through_the_alliance(folder: Path) -> None:
    graph = graph_of(folder)
    name = alliance_of(graph)
    others = [link.other.id for link in profile(graph, name).rows[0].relationships]
    position = graph.node_ids[int(graph.nodes_of("alliance")[0])]
    for source in others:
        for target in others:
            if source != target:
                rows = influence_paths(graph, source, target, rule=TieRule(direction="either")).rows
                assert all(position not in [node.id for node in row.nodes[1:-1]] for row in rows)


SAID = """
    SERVES LOCATED_IN PAIRED_WITH HOSTS_POST TRAINS MEMBER_OF RAISED ORGANISED COORDINATES_WITH CO_BUILDS LEADS HOSTS
    CHAIN_LEADER_OF LEAD_BRANCH_OF COVERS_CHAIN COVERS_STAGE LEADS_GROWERS CONTACTS SECONDED_TO RAISED_AT LISTED_IN
    ISSUED ROUTED_TO HANDLES ASSISTS RESOLVED_BY CHAIRS TERM_OF IN_TERM SUBORDINATE_TO SAMPLES_FOR PRODUCES BUYS_FROM
"""


def test_together_they_say_every_relation_that_lacked() -> None:
    names = list(schema().types)
    said = {names[code] for folder in FOLDERS for code in graph_of(folder).relationships.types.tolist()}
    assert set(SAID.split()) <= said


def test_all_six_stand_in_one_store_and_keep_their_answers(tmp_path: Path) -> None:
    alone = {}
    for folder in FOLDERS:
        name = alliance_of(graph_of(folder))
        alone[name] = len(profile(graph_of(folder), name).rows[0].relationships)
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        for folder in FOLDERS:
            load_folder(folder, store, namespace=folder.name)
        graph = store.read()
    assert {name: len(profile(graph, name).rows[0].relationships) for name in alone} == alone
