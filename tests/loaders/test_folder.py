"""A folder of tables: the real one whole, wrong rows all at once, and what cells may hold."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import FileRefused
from alliance.graph import AllianceGraph, Measure, Source
from alliance.graph.dates import PartialDate
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder, read_folder
from alliance.loaders.false_texts import FalseText, true_text
from alliance.loaders.mappings.layout import Column
from alliance.loaders.mappings.words import is_empty, says, words
from alliance.loaders.row_errors import RowErrors

SOURCES = "id,title,publisher,date,link,reliability\ns1,Made up,Nobody,2024-05,,press\n"
ORGANISATIONS = "id,name,aliases,kind,level,place,parent_id,source\n"
FIRMS = ORGANISATIONS + "a,甲厂,甲;A厂,enterprise,,,,s1\nb,乙厂,,enterprise,,,a,s1\n"
LINKS = "source_id,type,target_id,since,until,product,strength,evidence,confidence,source,status\n"
Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Writes tables, given as `name=text`, beside a sources.csv."""

    def write(**tables: str | bytes) -> Path:
        for name, text in {"sources": SOURCES, **tables}.items():
            content = text.encode() if isinstance(text, str) else text
            (tmp_path / f"{name}.csv").write_bytes(content)
        return tmp_path

    return write


def errors(path: Path) -> list[tuple[str, int, str, str]]:
    """Every error as file, row, column and value."""
    with pytest.raises(RowErrors) as caught:
        read_folder(path)
    return [(error.file, error.row, error.column, error.value) for error in caught.value.errors]


def reasons(path: Path) -> str:
    with pytest.raises(RowErrors) as caught:
        read_folder(path)
    return caught.value.in_("en")


# ---- the real folder ----


def test_the_real_folder_whole(hengzhou: AllianceGraph, hengzhou_folder: Path) -> None:
    facts = read_folder(hengzhou_folder)
    assert facts.tables == {
        "sources.csv": 72, "organizations.csv": 139, "chain_segments.csv": 42, "policies.csv": 18, "posts.csv": 7,
        "relationships.csv": 279, "metrics.csv": 78, "alliance_member_categories.csv": 6,
    }  # fmt: skip
    assert [note.en for note in facts.notes] == [
        "1 file is not read, being no table: README.md",
        "alliance_member_categories.csv: columns without use: id",
    ]
    assert (len(hengzhou), len(hengzhou.relationships)) == (206, 279)
    kinds = [type(record) for record in hengzhou.records.all()]
    assert (kinds.count(Source), kinds.count(Measure)) == (72, 84)


def test_every_row_of_the_real_folder_is_found_again_at_its_place(
    hengzhou: AllianceGraph, hengzhou_folder: Path
) -> None:
    lines = (hengzhou_folder / "relationships.csv").read_text(encoding="utf-8").splitlines()
    for place in range(len(hengzhou.relationships)):
        relationship = hengzhou.relationship_at(place)
        (evidence,) = relationship.evidence
        row = next(csv.reader([lines[int(evidence.locator.split(":")[1]) - 1]]))
        assert {relationship.source, relationship.target} == {row[0], row[2]}
        assert relationship.type == row[1]
        assert evidence.quote in row
        assert evidence.method == ("inferred" if evidence.quote.startswith("推断") else "reported")


def test_unknown_cells_of_the_real_folder_stay_unknown(hengzhou: AllianceGraph) -> None:
    measures = list(hengzhou.records.measures.values())
    assert any(measure.value is None for measure in measures)
    (posts,) = [
        node
        for node in (hengzhou.node_at(place) for place in range(len(hengzhou)))
        if node.aggregate and node.id == "post-demo-13"
    ]
    assert str(posts.count) == "13"
    (floor,) = [measure for measure in measures if measure.metric == "在两新组织和合作社中建立党组织数"]
    assert str(floor.value) == "≥300"


# ---- wrong rows ----


def test_all_wrong_rows_of_all_tables_at_once(folder: Write) -> None:
    path = folder(
        organizations=ORGANISATIONS + "a,甲厂,,firm,,,,s1\nb,,,enterprise,,,nobody,s1\na,丙厂,,enterprise,,,,s9\n",
        relationships=LINKS
        + "a,SUPPLIES,zzz,2024-13,,,1.5,x,0.5,s1,sure\n"
        + "a,SUPPLY,b,,,,,x,,s1,\n"
        + "a,SUPPLIES,b\n",
    )
    assert errors(path) == [
        ("organizations.csv", 2, "kind", "firm"),
        ("organizations.csv", 3, "name", ""),
        ("organizations.csv", 3, "parent_id", "nobody"),
        ("organizations.csv", 4, "source", "s9"),
        ("relationships.csv", 2, "target_id", "zzz"),
        ("relationships.csv", 2, "since", "2024-13"),
        ("relationships.csv", 2, "strength", "1.5"),
        ("relationships.csv", 2, "status", "sure"),
        ("relationships.csv", 3, "type", "SUPPLY"),
        ("relationships.csv", 4, "", ""),
    ]


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("a,SUPPLIES,a,,,,,x,,s1,\n", "both ends are the same node"),
        ("a,COVERS_STAGE,b,,,,,x,,s1,\n", "COVERS_STAGE"),
        ("a,SUPPLIES,b,2024,2023,,,x,,s1,\n", "before valid_from"),
        ("a,SUPPLIES,b,,,,,x,0.5,s1,\na,SUPPLIES,b,,,,,y,0.6,s1,\n", "the same relationship as relationships.csv:2"),
        ("a,EVIDENCED_BY,b,,,,,x,,s1,\n", "Unknown relationship type"),
        ("a,SUPPLIES,b,,,,一半,x,,s1,\n", "from 0 to 1"),
    ],
)
def test_what_a_relationship_row_may_not_say(folder: Write, rows: str, reason: str) -> None:
    assert reason in reasons(folder(organizations=FIRMS, relationships=LINKS + rows))


def test_a_node_that_stands_twice_is_named_with_its_first_place(folder: Write) -> None:
    text = reasons(folder(organizations=FIRMS + "a,甲厂,,enterprise,,,,s1\n"))
    assert "organizations.csv:4" in text
    assert "a already stands in organizations.csv:2" in text


def test_an_error_is_said_in_chinese_too(folder: Write) -> None:
    with pytest.raises(RowErrors) as caught:
        read_folder(folder(organizations=ORGANISATIONS + "a,,,enterprise,,,,s1\n"))
    assert "organizations.csv:2 name=''" in caught.value.in_("zh")
    assert "不能为空" in caught.value.in_("zh")


def test_nothing_of_a_wrong_folder_is_written(folder: Write, tmp_path: Path) -> None:
    path = folder(organizations=FIRMS + "c,丙厂,,firm,,,,s1\n")
    with SQLiteStore(tmp_path / "x.db", create=True) as store, pytest.raises(RowErrors):
        load_folder(path, store)
    assert not (tmp_path / "x.db").exists()


# ---- files ----


def test_a_folder_that_is_missing_a_file_or_empty(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="There is no file or folder"):
        read_folder(tmp_path / "nowhere")
    (tmp_path / "one.csv").write_text("x", encoding="utf-8")
    with pytest.raises(FileRefused, match="No tables in"):
        read_folder(tmp_path / "one.csv")
    with pytest.raises(FileRefused, match=r"relationships\.csv"):
        read_folder(tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
def test_encodings_of_spreadsheets(folder: Write, encoding: str) -> None:
    graph = read_folder(folder(organizations=FIRMS.encode(encoding))).batch
    assert graph.node("a").name == "甲厂"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\xff\xfe\x00", "neither UTF-8 nor UTF-16"),
        (b"id,name\nx,y\n", "lacks 1 column: kind"),
        (b"", "lacks 2 columns"),
        (b"id,name,kind,source,name\n", "repeats 1 column: name"),
        (b'id,name,kind,source\na,"x,enterprise,s1\n', "not valid CSV"),
    ],
)
def test_files_that_cannot_be_read(folder: Write, content: bytes, message: str) -> None:
    with pytest.raises(FileRefused, match=message):
        read_folder(folder(organizations=content))


def test_line_ends_blank_lines_and_line_breaks_in_a_cell(folder: Write) -> None:
    text = FIRMS.replace("\n", "\r\n") + '\r\nc,"丙\n厂",,enterprise,,,,s1\r\nd,,,enterprise,,,,s1\r\n'
    assert errors(folder(organizations=text)) == [("organizations.csv", 7, "name", "")]


def test_columns_that_are_not_known_stay_as_attributes(folder: Write) -> None:
    table = "id,name,kind,source,产值\na,甲厂,enterprise,s1,3亿\n"
    facts = read_folder(folder(organizations=table))
    assert [note.en for note in facts.notes] == ["organizations.csv: unknown columns kept as attributes: 产值"]
    assert facts.batch.node("a").attributes == {"产值": "3亿"}


def test_a_column_that_has_no_place_is_refused(folder: Write) -> None:
    assert "1 unknown column: colour" in reasons(folder(sources="id,colour\ns1,red\n"))


# ---- what comes of it ----


def test_values_of_a_row(folder: Write) -> None:
    row = "a,SUPPLIES,b,2023H2,2024Q1,茶,0.4,“供货”,0.5,s1,confirmed\n"
    graph = read_folder(folder(organizations=FIRMS, relationships=LINKS + row)).batch
    one = graph.relationship_at(0)
    assert (str(one.valid_from), str(one.valid_to), str(one.observed_at)) == ("2023H2", "2024Q1", "2024-05")
    assert (one.product, one.strength, one.confidence, one.status) == ("茶", 0.4, 0.5, "confirmed")
    (seen,) = one.evidence
    assert (seen.source, seen.locator, seen.quote) == ("s1", "relationships.csv:2", "“供货”")
    assert graph.node("a").aliases == ("甲", "A厂")
    assert graph.node("b").parent == "a"


def test_the_same_link_seen_twice_has_two_sightings(folder: Write) -> None:
    rows = "a,SUPPLIES,b,,,,,x,0.5,s1,\na,SUPPLIES,b,,,,,y,0.5,s1,\n"
    graph = read_folder(folder(organizations=FIRMS, relationships=LINKS + rows)).batch
    assert [seen.quote for seen in graph.relationship_at(0).evidence] == ["x", "y"]


def test_censuses_and_rosters(folder: Write) -> None:
    path = folder(
        chain_segments="id,name,stage,level,parent_id,needs,required,source\ns,环节,midstream,fine,,testing;finance,false,s1\n",
        censuses="label,date\n2024H1,2024-06-30\n",
        rosters="census,scope_id,instrument,source\n2024H1,s,post,s1\n2024H1,,organisation,\n",
    )
    graph = read_folder(path).batch
    assert {(roster.scope, roster.instrument) for roster in graph.records.rosters.values()} == {
        ("s", "post"),
        ("", "organisation"),
    }
    assert graph.records.censuses["2024H1"].date == PartialDate.parse("2024-06-30")
    assert graph.node("s").attributes == {"position": "midstream", "needs": "testing;finance", "required": False}


def test_a_roster_of_an_unknown_census_stage_or_instrument(folder: Write) -> None:
    path = folder(censuses="label,date\nc,2024\n", rosters="census,scope_id,instrument\nd,s,postal\n")
    assert [error[1:] for error in errors(path)] == [
        (2, "census", "d"),
        (2, "scope_id", "s"),
        (2, "instrument", "postal"),
    ]


def test_a_table_may_name_what_the_store_holds(hengzhou_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "sources.csv").write_text(SOURCES, encoding="utf-8")
    row = "csg,SUPPLIES,starbucks,,,电,,made up for a test,0.5,s1,\n"
    (tmp_path / "more" / "relationships.csv").write_text(LINKS + row, encoding="utf-8")
    with pytest.raises(RowErrors):
        read_folder(tmp_path / "more")
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        load_folder(hengzhou_folder, store)
        plan = load_folder(tmp_path / "more", store).plan
        assert (plan.added["relationship"], plan.changed.total()) == (1, 0)
        assert len(store.read().relationships) == 280


def test_twice_changes_nothing_and_a_changed_cell_is_one_change(hengzhou_folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(hengzhou_folder, tmp_path / "copy")
    with SQLiteStore(tmp_path / "x.db", create=True) as store:
        load_folder(copy, store)
        version = store.data_version()
        assert load_folder(copy, store).plan.empty
        table = copy / "organizations.csv"
        table.write_text(table.read_text(encoding="utf-8").replace("星巴克,", "星巴克(中国),", 1), encoding="utf-8")
        planned = load_folder(copy, store, dry_run=True)
        assert not planned.written
        assert store.data_version() == version
        written = load_folder(copy, store)
        assert (written.plan.changed, written.plan.added.total()) == ({"node": 1}, 0)
        assert store.data_version() != version


# ---- any table ----


def may_be_a_name(text: str) -> bool:
    if not text.strip() or is_empty(text) or says(text, words().total):
        return False
    try:
        return bool(true_text(text.strip(), Column(to="name")))
    except FalseText:
        return False


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(may_be_a_name)


@settings(max_examples=100, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=6), quotes=st.data())
def test_any_names_survive_a_table(names: list[str], quotes: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("any")
    (path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    text = io.StringIO()
    writer = csv.writer(text, quoting=quotes.draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])))
    writer.writerow(["id", "name", "kind", "source"])
    writer.writerows([f"n{place}", name, "enterprise", "s1"] for place, name in enumerate(names))
    (path / "organizations.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    graph = read_folder(path).batch
    assert [graph.node(f"n{place}").name for place in range(len(names))] == [name.strip() for name in names]
