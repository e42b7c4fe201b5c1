"""What an export may write over, what other programs read of it, and what is refused when it is loaded again."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx
import openpyxl
import pytest

from alliance.errors import FileRefused
from alliance.graph import AllianceGraph, Evidence, Node, Relationship, open_store
from alliance.graph.dates import PartialDate
from alliance.loaders import load_folder, read_folder
from alliance.loaders.export import export_graph, export_target, write_export
from alliance.loaders.row_errors import RowErrors

SEEN = (Evidence(source="s1", quote="made up"),)
ENDINGS = ["", ".xlsx", ".jsonl", ".json", ".graphml", ".gexf"]


@pytest.fixture
def small() -> AllianceGraph:
    """Two made-up firms, two links between them of different products, and a branch."""
    nodes = [
        Node(
            id="tea",
            kind="enterprise",
            name="甲茶厂",
            attributes={"staff": 12, "operating": True, "rate": 0.5},
            evidence=SEEN,
        ),
        Node(id="box", kind="enterprise", name='=乙<箱>&"厂"', aliases=("乙厂", "纸箱厂"), evidence=SEEN),
    ]
    links = [
        Relationship(
            source="box", type="SUPPLIES", target="tea", product=product, strength=0.5, confidence=0.8, evidence=SEEN,
            valid_from=PartialDate.parse("2023H2"), status="confirmed",
        )
        for product in ("箱", "袋")
    ]  # fmt: skip
    return AllianceGraph.from_models(nodes, links)


@pytest.mark.parametrize("ending", ENDINGS)
def test_nothing_is_written_over_unless_it_is_asked_for(ending: str, small: AllianceGraph, tmp_path: Path) -> None:
    path = tmp_path / f"facts{ending}"
    export_graph(small, path)
    with pytest.raises(FileRefused, match="something of this name"):
        export_graph(small, path)
    export_graph(small, path, force=True)
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["facts.jsonl", "facts"])
def test_a_store_is_never_written_over(name: str, small: AllianceGraph, tmp_path: Path) -> None:
    path = tmp_path / name
    with open_store(path, create=True) as store:
        store.write(small)
    with pytest.raises(FileRefused, match="store"):
        export_graph(small, path, force=True)
    kept = tmp_path / "kept.jsonl"
    kept.write_text("kept", encoding="utf-8")
    with pytest.raises(FileRefused, match="store"):
        export_target(kept, force=True, keep=[kept]).check()


def test_a_folder_with_other_files_is_not_replaced(small: AllianceGraph, tmp_path: Path) -> None:
    export_graph(small, tmp_path / "facts")
    (tmp_path / "facts" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileRefused, match=r"more than an export \(notes.txt\)"):
        export_graph(small, tmp_path / "facts", force=True)
    assert any("notes.txt" in note.en for note in read_folder(tmp_path / "facts").notes)


def test_what_fails_leaves_nothing(small: AllianceGraph, tmp_path: Path) -> None:
    long = small.node("tea").model_copy(update={"attributes": {"text": "x" * 140_000}})
    graph = AllianceGraph.from_models([long])
    for name in ("facts", "facts.xlsx"):
        with pytest.raises(FileRefused, match=r"Export to \.jsonl"):
            export_graph(graph, tmp_path / name)
    assert list(tmp_path.iterdir()) == []
    assert read_folder(export_graph(graph, tmp_path / "f.jsonl").path).batch.data_version == graph.data_version


def test_an_interrupted_export_leaves_what_was_there(small: AllianceGraph, tmp_path: Path) -> None:
    before = export_graph(small, tmp_path / "facts").path
    written = {path.name: path.read_bytes() for path in before.iterdir()}

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_export(small, export_target(before, force=True), interrupt)
    assert {path.name: path.read_bytes() for path in before.iterdir()} == written
    assert [path.name for path in tmp_path.iterdir()] == ["facts"]


def test_an_unknown_ending_names_the_known_ones(small: AllianceGraph, tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match=r"\.xlsx, \.jsonl"):
        export_graph(small, tmp_path / "facts.csv")


@pytest.mark.parametrize(
    ("ending", "read"),
    [
        (".graphml", lambda path: nx.read_graphml(path, force_multigraph=True)),
        (".gexf", nx.read_gexf),
        (".json", lambda path: nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")),
    ],
)
def test_networkx_reads_what_is_written(
    ending: str, read: Callable[[Path], Any], small: AllianceGraph, tmp_path: Path
) -> None:
    written = export_graph(small, tmp_path / f"facts{ending}")
    network = read(written.path)
    assert set(network) == {"tea", "box"}
    assert network.nodes["box"]["name"] == '=乙<箱>&"厂"'
    assert sorted(link["product"] for _, _, link in network.edges(data=True)) == ["箱", "袋"]
    assert {link["strength"] for _, _, link in network.edges(data=True)} == {0.5}
    staff = network.nodes["tea"].get("attributes.staff") or network.nodes["tea"]["attributes"]["staff"]
    assert staff == 12
    assert not written.whole
    assert "4 pieces of evidence" in written.left_out[0].en


@pytest.mark.parametrize("ending", [".graphml", ".gexf", ".json"])
def test_networkx_reads_the_real_facts(ending: str, hengzhou: AllianceGraph, tmp_path: Path) -> None:
    path = export_graph(hengzhou, tmp_path / f"facts{ending}").path
    if ending == ".json":
        network = nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")
    else:
        network = nx.read_gexf(path) if ending == ".gexf" else nx.read_graphml(path, force_multigraph=True)
    assert (len(network), network.number_of_edges()) == (len(hengzhou.nodes), len(hengzhou.relationships))
    assert {name: network.nodes[name]["name"] for name in network} == dict(
        zip(hengzhou.node_ids, hengzhou.node_names, strict=True)
    )


def test_gexf_has_weights_and_days(small: AllianceGraph, tmp_path: Path) -> None:
    text = export_graph(small, tmp_path / "facts.gexf").path.read_text(encoding="utf-8")
    assert text.count('weight="0.4" start="2023-07-01"') == 2
    assert 'mode="dynamic" timeformat="date"' in text


def test_a_workbook_opens_without_a_formula(small: AllianceGraph, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export_graph(small, tmp_path / "facts.xlsx").path)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert '"=乙<箱>&\\"厂\\""' in {cell.value for cell in cells}
    assert book.sheetnames[:1] == ["export"]


@pytest.mark.parametrize("name", ["facts.xlsx", "facts.jsonl"])
def test_an_export_beside_tables_is_named_and_not_read_as_a_roster(
    name: str, small: AllianceGraph, tmp_path: Path
) -> None:
    (tmp_path / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    export_graph(small, tmp_path / name)
    facts = read_folder(tmp_path)
    assert len(facts.batch.nodes) == 0
    assert [note.en for note in facts.notes] == [f"{name} is not read: it is an export. Load it alone"]


# ---- what was edited ----


def edited(folder: Path, table: str, change: Callable[[list[list[str]]], object]) -> None:
    path = folder / f"{table}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    change(rows)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows(rows)


def test_an_edited_export_is_loaded_as_it_says(small: AllianceGraph, tmp_path: Path) -> None:
    folder = export_graph(small, tmp_path / "facts").path
    edited(folder, "organizations", lambda rows: rows[1].__setitem__(rows[0].index("name"), "丙茶厂"))
    edited(folder, "relationships", lambda rows: rows.pop())
    with open_store(tmp_path / "a.db", create=True) as store:
        load_folder(export_graph(small, tmp_path / "f.jsonl").path, store)
        result = load_folder(folder, store)
        assert result.plan.changed["node"] == 1
        assert "1 fewer relationships" in result.facts.notes[0].en


def test_everything_wrong_is_told_at_its_place(small: AllianceGraph, tmp_path: Path) -> None:
    folder = export_graph(small, tmp_path / "facts").path

    def spoil(rows: list[list[str]]) -> None:
        header = rows[0]
        rows[1][header.index("strength")] = "strong"
        rows[2][header.index("target_id")] = "nobody"

    edited(folder, "relationships", spoil)
    edited(folder, "organizations", lambda rows: rows[1].__setitem__(rows[0].index("kind"), "firm"))
    edited(folder, "evidence", lambda rows: rows.append(["relationships", "gone", "s1", "", "", "", ""]))
    with pytest.raises(RowErrors) as refused:
        read_folder(folder)
    told = refused.value.in_("en")
    for place in (
        "relationships.csv:2 strength='strong'",
        "relationships.csv:3 target='nobody'",
        "evidence.csv:2 row='relationships gone'",
        'organizations.csv:2: Unknown node kind "firm"',
    ):
        assert place in told, told


def test_wrong_lines_are_told_at_their_place(small: AllianceGraph, tmp_path: Path) -> None:
    path = export_graph(small, tmp_path / "f.jsonl").path
    lines = path.read_text(encoding="utf-8").splitlines()
    lines += ['{"nodes": {}}', '{"node": {"id": "x", "kind": "enterprise", "name": ""}}', lines[1]]
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(RowErrors) as refused:
        read_folder(path)
    told = refused.value.in_("en")
    assert "f.jsonl:6: is no fact" in told
    assert "f.jsonl:7 name=" in told
    assert "f.jsonl:8" in told
    assert "already stands in f.jsonl:2" in told


def test_another_version_and_unknown_columns_are_refused(small: AllianceGraph, tmp_path: Path) -> None:
    folder = export_graph(small, tmp_path / "facts").path
    edited(folder, "organizations", lambda rows: rows[0].append("size"))
    with pytest.raises(FileRefused, match="1 column that it cannot have: size"):
        read_folder(folder)
    edited(folder, "export", lambda rows: rows[1].__setitem__(0, "alliance-tables-9"))
    with pytest.raises(FileRefused, match="alliance-tables-9"):
        read_folder(folder)
