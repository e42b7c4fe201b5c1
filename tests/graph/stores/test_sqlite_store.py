"""What only the file can do wrong: foreign, damaged, missing and locked files."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from alliance.errors import InputRefused, NotAStore, StoreBusy, StoreDamaged, StoreEmpty, StoreUnreachable
from alliance.graph import AllianceGraph, open_store

Alter = Callable[..., None]


def test_leaves_one_file_when_closed(path: Path) -> None:
    assert [file.name for file in path.parent.iterdir()] == ["alliance.db"]


def test_a_missing_file_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match="alliance demo"):
        open_store(tmp_path / "none.db")
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_made_by_the_first_write_and_not_before(tmp_path: Path, hengzhou: AllianceGraph) -> None:
    file = tmp_path / "new.db"
    with open_store(file, create=True) as store:
        assert store.plan(hengzhou).added["node"] == 206
        assert store.nodes(["starbucks"]) == []
        assert store.mend() == store.upgrade() == []
        with pytest.raises(StoreEmpty, match=r"new\.db is still empty"):
            store.read()
        assert list(tmp_path.iterdir()) == []
        store.write(hengzhou)
    assert file.exists()


def test_a_store_that_another_process_makes_meanwhile_is_taken(tmp_path: Path, hengzhou: AllianceGraph) -> None:
    file = tmp_path / "new.db"
    with open_store(file, create=True) as late, open_store(file, create=True) as early:
        early.write(hengzhou)
        assert late.write(hengzhou).empty
        assert late.data_version() == hengzhou.data_version


def test_a_foreign_file_that_appears_meanwhile_is_refused_and_stays(tmp_path: Path, hengzhou: AllianceGraph) -> None:
    file = tmp_path / "new.db"
    with open_store(file, create=True) as store:
        with sqlite3.connect(file) as connection:
            connection.execute("CREATE TABLE theirs (id)")
        connection.close()
        with pytest.raises(NotAStore):
            store.write(hengzhou)
    with sqlite3.connect(file) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("theirs",)]
    connection.close()


def test_a_file_without_content_is_an_empty_store(tmp_path: Path, hengzhou: AllianceGraph) -> None:
    file = tmp_path / "new.db"
    file.touch()
    with pytest.raises(StoreEmpty, match="alliance load"):
        open_store(file)
    with open_store(file, create=True) as store:
        store.write(hengzhou)
        assert len(store.read()) == 206


def test_a_folder_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable, match=r"no place for .*none.new\.db"):
        open_store(tmp_path / "none" / "new.db", create=True)


def test_a_text_file_is_not_a_store_and_stays_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "notes.db"
    file.write_text("这不是库", encoding="utf-8")
    for create in (False, True):
        with pytest.raises(NotAStore, match="not an Alliance Graph store"):
            open_store(file, create=create)
    assert file.read_text(encoding="utf-8") == "这不是库"


def test_another_sqlite_file_is_not_a_store(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE nodes (id)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(NotAStore):
        open_store(file, create=True)
    assert file.read_bytes() == before


def test_a_newer_format_is_refused(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(NotAStore, match="newer version"):
        open_store(path)


def test_a_damaged_file_says_so(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for start in range(4096 + 100, len(content), 4096):
        content[start : start + 600] = b"\xff" * 600
    path.write_bytes(content)
    with pytest.raises(StoreDamaged, match="damaged"), open_store(path) as store:
        store.read()


def test_a_truncated_file_says_so(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: 3 * 4096 + 17])
    with pytest.raises(StoreDamaged), open_store(path) as store:
        store.read()


def test_check_finds_a_fact_that_was_changed_outside(path: Path, alter: Alter) -> None:
    alter("UPDATE nodes SET name = 'x' WHERE id = 'starbucks'")
    with open_store(path) as store:
        broken = [finding for finding in store.check() if not finding.sound]
    assert [finding.what.en for finding in broken] == [
        "digest of every fact", "names to search by", "data version", "sums that answers are compared with",
    ]  # fmt: skip
    assert "starbucks" in broken[0].detail.en


def test_check_finds_a_fact_that_was_removed_outside(path: Path, alter: Alter) -> None:
    alter("DELETE FROM relationships WHERE id = (SELECT min(id) FROM relationships)")
    with open_store(path) as store:
        broken = [finding.what.en for finding in store.check() if not finding.sound]
    assert broken == ["data version", "sums that answers are compared with"]


def test_a_reader_goes_on_while_a_writer_writes_and_sees_the_state_before(path: Path, hengzhou: AllianceGraph) -> None:
    other = AllianceGraph.from_rows([row._replace(name="x") for rows in hengzhou.nodes.rows() for row in rows], ())
    seen: list[str] = []
    with open_store(path) as writer, open_store(path) as reader:
        writer.write(other, lambda *_: seen.append(reader.read().node("starbucks").name))
        assert set(seen) == {"星巴克"}
        assert reader.read().node("starbucks").name == "x"


def test_a_second_writer_is_told_that_the_store_is_busy(
    path: Path, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alliance.graph.stores.sqlite.file._PATIENCE_SECONDS", 0.1)
    other = AllianceGraph.from_rows([row._replace(name="x") for rows in hengzhou.nodes.rows() for row in rows], ())
    with open_store(path) as first, open_store(path) as second:

        def intrude(*_: object) -> None:
            with pytest.raises(StoreBusy, match="Another load"):
                second.write(hengzhou)

        first.write(other, intrude)


def test_is_found_by_url_too(path: Path) -> None:
    with open_store(f"sqlite:///{path}") as store:
        assert store.info().nodes["enterprise"] == 57


@pytest.mark.parametrize("location", ["postgres://x/y", "neo4j://", "http://127.0.0.1:7687"])
def test_an_unknown_location_names_the_known_ones(location: str) -> None:
    with pytest.raises(InputRefused, match="neo4j://host:7687"):
        open_store(location)


@pytest.mark.parametrize("location", ["neo4j://neo4j:secret@127.0.0.1:7687", "bolt://secret@127.0.0.1"])
def test_credentials_in_a_location_are_refused_and_not_repeated(location: str) -> None:
    with pytest.raises(InputRefused, match="ALLIANCE_NEO4J_PASSWORD") as caught:
        open_store(location)
    assert "secret" not in str(caught.value)
