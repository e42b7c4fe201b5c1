"""What no store can take, what is no table, and what is too much: refused with its place, never a crash."""

from __future__ import annotations

import csv
import io
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alliance.errors import FileRefused
from alliance.graph import AllianceGraph, Evidence, GraphStore, Measure, Node, Relationship, Roster
from alliance.graph.dates import PartialDate
from alliance.graph.limits import MOST_ATTRIBUTE_NAME, MOST_ID_BYTES, MOST_INTEGER, MOST_NAME_BYTES, MOST_NAMES_BYTES
from alliance.graph.records import record_key
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.loaders import load_folder, read_folder
from alliance.loaders.error_log import MOST_KEPT
from alliance.loaders.row_errors import MOST_ERROR_LINES, RowErrors
from alliance.loaders.tables.table import MOST_COLUMNS

SOURCES = "id,title\ns1,Made up\n"
HEADER = "id,name,kind,source\n"
MANY_ALIASES = ";".join(str(number) * 99 for number in range(99))
FIRM = HEADER + "a,甲厂,enterprise,s1\n"
Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Writes tables, given as `name=text`, beside a sources.csv."""

    def write(**tables: str) -> Path:
        for name, text in {"sources": SOURCES, **tables}.items():
            (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8", newline="")
        return tmp_path

    return write


def refused(path: Path) -> RowErrors:
    with pytest.raises(RowErrors) as caught:
        read_folder(path)
    return caught.value


# ---- what no store can take ----


@pytest.mark.parametrize(
    ("tables", "place", "reason"),
    [
        ({"organizations": HEADER + "i" * 501 + ",甲厂,enterprise,s1\n"}, ("organizations.csv", 2, "id"), "500"),
        ({"organizations": HEADER + f"a,{'甲' * 3000},enterprise,s1\n"}, ("organizations.csv", 2, "name"), "9,000"),
        ({"organizations": HEADER + "a,甲\0厂,enterprise,s1\n"}, ("organizations.csv", 2, "name"), "NUL"),
        (
            {"organizations": "id,name,aliases,kind,source\n" + f"a,甲厂,{'乙' * 700},enterprise,s1\n"},
            ("organizations.csv", 2, "aliases"),
            "2,100 bytes",
        ),
        (
            {"organizations": f"id,name,kind,source,aliases\na,甲,enterprise,s1,{MANY_ALIASES}\n"},
            ("organizations.csv", 2, ""),
            "aliases together",
        ),
        (
            {"organizations": "id,name,kind,source,颜色\na,甲,enterprise,s1,x\0y\n"},
            ("organizations.csv", 2, "颜色"),
            "NUL",
        ),
        ({"organizations": HEADER + "a,甲\x1b[31m厂,enterprise,s1\n"}, ("organizations.csv", 2, "name"), r"\x1b"),
        ({"organizations": HEADER + "a\u202e,甲厂,enterprise,s1\n"}, ("organizations.csv", 2, "id"), r"\u202e"),
        ({"sources": "id,title\ns1,a\u2066b\n"}, ("sources.csv", 2, "title"), r"control character \u2066"),
        (
            {"organizations": "id,name,kind,source,颜色\na,甲,enterprise,s1,x\x9by\n"},
            ("organizations.csv", 2, "颜色"),
            r"control character \x9b",
        ),
        ({"sources": f"id,title\ns1,ok\n{'s' * 600},long\n"}, ("sources.csv", 3, "id"), "600 bytes"),
        ({"sources": "id,title\ns1,a\0b\n"}, ("sources.csv", 2, "title"), "NUL"),
        (
            {"organizations": FIRM, "metrics": f"entity_id,metric,value,source\na,{'m' * 9000},1,s1\n"},
            ("metrics.csv", 2, "metric"),
            "9,000",
        ),
        (
            {"organizations": FIRM, "metrics": f"entity_id,metric,value,source\na,m,{'9' * 400},s1\n"},
            ("metrics.csv", 2, "value"),
            "at most 1e+15",
        ),
        (
            {"organizations": FIRM, "metrics": "entity_id,metric,value,source\na,m,1000000000000001,s1\n"},
            ("metrics.csv", 2, "value"),
            "at most",
        ),
        (
            {
                "organizations": FIRM + "b,乙厂,enterprise,s1\n",
                "relationships": f"source_id,type,target_id,product,source\na,SUPPLIES,b,{'p' * 2001},s1\n",
            },
            ("relationships.csv", 2, "product"),
            "2,001",
        ),
        (
            {"censuses": f"label,date\n{'c' * 501},2024\n"},
            ("censuses.csv", 2, "label"),
            "501",
        ),
        (
            {"organizations": f"id,name,kind,full_members,source\na,甲,enterprise,{'9' * 400},s1\n"},
            ("organizations.csv", 2, "full_members"),
            "whole number",
        ),
    ],
    ids=lambda value: None if not isinstance(value, tuple) else f"{value[0]}-{value[2]}",
)
def test_what_no_store_can_take_is_refused_at_its_cell(
    folder: Write, tables: dict[str, str], place: tuple[str, int, str], reason: str
) -> None:
    error = refused(folder(**tables))
    first = error.errors[0]
    assert (first.file, first.row, first.column) == place
    assert reason in first.in_("en")
    assert len(first.in_("en")) < 500
    assert len(first.in_("zh")) < 500
    assert any("\u4e00" <= letter <= "\u9fff" for letter in first.reason.zh)


def test_a_cell_under_no_heading_is_named_by_its_position(folder: Write) -> None:
    (error,) = refused(
        folder(organizations="id,name,kind,,source,,\na,甲,enterprise,,s1,,\nb,乙,enterprise,,s1,,why\n")
    ).errors
    assert (error.file, error.row, error.value) == ("organizations.csv", 3, "why")
    assert "column 7 has no heading" in error.in_("en")
    assert "第 7 列没有列名" in error.in_("zh")


def test_headings_that_spreadsheets_leave_empty_may_pass(folder: Write) -> None:
    facts = read_folder(folder(organizations="id,name,kind,source,, \na,甲,enterprise,s1,, \n"))
    assert facts.notes == ()
    assert facts.batch.node("a").attributes == {}


@pytest.mark.parametrize("heading", ["h" * (MOST_ATTRIBUTE_NAME + 1), "a\0b"])
def test_a_heading_that_is_no_name_is_refused(folder: Write, heading: str) -> None:
    with pytest.raises(FileRefused, match="heading of column 5") as caught:
        read_folder(folder(organizations=f"id,name,kind,source,{heading}\n"))
    assert len(str(caught.value)) < 500


def test_the_largest_facts_are_taken_by_every_store(store: GraphStore) -> None:
    """The limits are such that what is loaded into one store can be copied into every other."""
    longest, long_name = "甲" * (MOST_ID_BYTES // 3), "\ufdfa" * 300
    seen = (Evidence(source=longest, quote="x" * 100_000),)
    attributes: dict[str, Any] = {"属" * MOST_ATTRIBUTE_NAME: MOST_INTEGER, "least": -MOST_INTEGER - 1, "a": 1.7e308}
    first = Node(id=longest, kind="enterprise", name=long_name, attributes=attributes, evidence=seen)
    aliases = tuple(f"{number}" * 600 for number in range(8))
    second = Node(id="b", kind="enterprise", name="名" * (MOST_NAME_BYTES // 3), aliases=aliases, evidence=seen)
    link = Relationship(source=longest, type="SUPPLIES", target="b", product="p" * MOST_NAME_BYTES, evidence=seen)
    name, day = "m" * MOST_NAME_BYTES, PartialDate.parse("2024-05-12")
    measure = Measure(subject=longest, metric=name, group=name, period=day, evidence=seen)
    roster = Roster(census=longest, scope=longest, instrument=longest)
    batch = AllianceGraph.from_models([first, second], [link], [measure, roster])
    store.write(batch)
    assert store.read().data_version == batch.data_version
    assert len(record_key(measure).encode()) < 8_000
    assert sum(len(name) for name in (second.name, *aliases)) < MOST_NAMES_BYTES


# ---- what is no table ----


def test_what_stands_in_the_place_of_a_table_is_named(folder: Write, tmp_path: Path) -> None:
    path, table = folder(), tmp_path / "organizations.csv"
    table.mkdir()
    with pytest.raises(FileRefused, match=r"organizations\.csv is a folder"):
        read_folder(path)
    table.rmdir()
    os.mkfifo(table)
    with pytest.raises(FileRefused, match=r"organizations\.csv is a named pipe"):
        read_folder(path)
    table.unlink()
    table.symlink_to("nowhere.csv")
    with pytest.raises(FileRefused, match=r"organizations\.csv is a link to a file that is not there"):
        read_folder(path)
    table.unlink()
    table.symlink_to(table)
    with pytest.raises(FileRefused, match=r"organizations\.csv: its links run in a circle") as caught:
        read_folder(path)
    assert "链接成环" in caught.value.in_("zh")
    table.unlink()
    table.symlink_to("/dev/zero")
    with pytest.raises(FileRefused, match=r"organizations\.csv is a device"):
        read_folder(path)


def test_a_socket_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket may be 108 bytes long
    with socket.socket(socket.AF_UNIX) as made:
        made.bind("sources.csv")
        with pytest.raises(FileRefused, match=r"sources\.csv is a socket"):
            read_folder(tmp_path)


def test_a_link_to_a_table_is_read(folder: Write, tmp_path: Path) -> None:
    path = folder(other=FIRM)
    (tmp_path / "organizations.csv").symlink_to("other.csv")
    assert read_folder(path).tables == {"sources.csv": 1, "organizations.csv": 1}


@pytest.mark.parametrize("name", ["n" * 300, "甲" * 100, "a\0b", "x/" * 3000, "/dev/null"])
def test_a_folder_that_cannot_be_one(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileRefused) as caught:
        read_folder(tmp_path / name)
    assert len(caught.value.in_("zh")) < 400


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (f"b,{'x' * 140_000},enterprise,s1\n", "organizations.csv:3: the row that begins here has a cell of more than"),
        ('b,"open,enterprise,s1\n' + "c,d,enterprise,s1\n" * 9_000, "organizations.csv:3: .* a quote is not closed"),
        ('b,"open,enterprise,s1\n', "organizations.csv:3 is not valid CSV: a quote in the row that begins here"),
        ('b,"x"y,enterprise,s1\n', "organizations.csv:3 is not valid CSV: something follows a closing quote"),
    ],
    ids=["pasted", "long-open-quote", "open-quote", "inner-quote"],
)
def test_a_row_that_is_not_csv_is_told_by_where_it_begins(folder: Write, row: str, message: str) -> None:
    with pytest.raises(FileRefused, match=message) as caught:
        read_folder(folder(organizations=FIRM + row))
    assert len(caught.value.in_("zh")) < 300


# ---- what is too much ----


def test_a_header_that_no_spreadsheet_has_is_refused(folder: Write) -> None:
    wide = ",".join(f"c{number}" for number in range(MOST_COLUMNS))
    with pytest.raises(FileRefused, match="the most is 16,384"):
        read_folder(folder(organizations=f"id,name,kind,source,{wide}\n"))


def test_the_widest_table_is_read(folder: Write) -> None:
    size = MOST_COLUMNS - 4
    names, cells = ",".join(f"c{number}" for number in range(size)), ",".join("x" * size)
    rows = "".join(f"a{number},甲,enterprise,s1,{cells}\n" for number in range(3))
    facts = read_folder(folder(organizations=f"id,name,kind,source,{names}\n{rows}"))
    assert len(facts.batch.node("a2").attributes) == size


def test_many_errors_are_kept_and_printed_in_part_and_counted_whole(folder: Write) -> None:
    wrong = "".join(f"n{number},甲,firm,s9\n" for number in range(2_000))
    short = "x,y\n" * 500
    error = refused(folder(organizations=HEADER + wrong + short))
    assert error.count == 4_500
    assert len(error.errors) == MOST_KEPT
    assert sum(error.rest.values()) == 3_500
    lines = error.in_("en").splitlines()
    assert lines[0].startswith("4,500 errors in organizations.csv")
    assert lines[1].startswith("  organizations.csv:2 kind='firm'")
    assert lines[MOST_ERROR_LINES + 1 :] == [
        "  and 4450 more:",
        "    organizations.csv kind: unknown term × 1975",
        "    organizations.csv source: refers to nothing × 1975",
        "    organizations.csv: wrong number of cells × 500",
    ]
    assert "不认识的词 × 1975" in error.in_("zh")


def test_errors_of_very_many_columns_stay_a_page(folder: Write) -> None:
    names = ",".join(f"c{number}" for number in range(500))
    cells = ",".join(["x\0"] * 500)
    error = refused(folder(organizations=f"id,name,kind,source,{names}\na,甲,enterprise,s1,{cells}\n"))
    assert error.count == 500
    lines = error.in_("en").splitlines()
    assert len(lines) < 80
    assert lines[-1] == "    others × 430"


def test_a_long_cell_and_one_that_steers_a_terminal_are_shown_in_part(folder: Write) -> None:
    text = refused(folder(organizations=HEADER + f"a,甲,{'k' * 9000},s1\nb,乙,\x1b[31mred,s1\n")).in_("en")
    assert len(text) < 1_000
    assert "\x1b" not in text
    assert "\\x1b[31mred" in text


# ---- any table ----

CELLS = st.one_of(
    st.sampled_from(
        ["a", "b", "甲厂", "enterprise", "stage", "s1", "", " ", "2024", "true", "own", "9" * 400, "x" * 2_500]
    ),
    st.text(max_size=6),
    st.floats().map(str),
)
HEADINGS = ["aliases", "level", "parent_id", "founded", "operating", "full_members", "party_cover", "note", "", "属性"]


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_any_table_is_loaded_or_refused_with_places(data: Any, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever the cells are: a store takes them, or every error has its row."""
    path = tmp_path_factory.mktemp("any")
    (path / "sources.csv").write_text(SOURCES, encoding="utf-8")
    more = data.draw(st.lists(st.sampled_from(HEADINGS) | st.text(max_size=3), max_size=4))
    header = data.draw(st.permutations(["id", "name", "kind", "source", *more]))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=len(header), max_size=len(header)), max_size=4))
    good = {"id": "z", "name": "好厂", "kind": "enterprise", "source": "s1"}
    rows.append([good.get(name, data.draw(CELLS)) for name in header])
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    (path / "organizations.csv").write_bytes(text.getvalue().encode("utf-8", "surrogatepass"))
    with SQLiteStore(path / "x.db", create=True) as store:
        refusal: FileRefused | RowErrors | None = None
        try:
            load_folder(path, store)
        except (FileRefused, RowErrors) as error:
            refusal = error
        if refusal is None:
            assert store.read().node("z").name == "好厂"
        elif isinstance(refusal, RowErrors):
            assert all(error.file == "organizations.csv" and error.row >= 2 for error in refusal.errors)
            assert len(refusal.in_("zh")) < 40_000
        else:
            assert "organizations.csv" in refusal.in_("zh")
