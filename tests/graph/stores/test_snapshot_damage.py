"""Snapshots that are damaged, cut off, foreign, or of another version: the store is read anew."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.graph import AllianceGraph
from alliance.graph.stores.snapshots import file, layout
from alliance.graph.stores.snapshots.digests import PIECE, Digest, digest_of
from alliance.graph.stores.snapshots.file import Snapshot, open_snapshot
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.tests.graph.stores.snapshot_steps import ANEW, KEPT, answers, columns, read

Damage = Callable[[bytearray], object]
DAMAGES: dict[str, Damage] = {
    "empty": lambda data: data.clear(),
    "cut off in the head": lambda data: data.__delitem__(slice(20, None)),
    "cut off in the manifest": lambda data: data.__delitem__(slice(200, None)),
    "cut off in the middle": lambda data: data.__delitem__(slice(len(data) // 2, None)),
    "cut off at the end": lambda data: data.__delitem__(slice(len(data) - 1, None)),
    "longer": lambda data: data.extend(b"\0"),
    "of zeros": lambda data: data.__setitem__(slice(None), bytes(len(data))),
    "a second half of zeros": lambda data: data.__setitem__(
        slice(len(data) // 2, None), bytes(len(data) - len(data) // 2)
    ),
    "foreign": lambda data: data.__setitem__(slice(None), b"SQLite format 3\0" * 100),
    "foreign bytes in the manifest": lambda data: data.__setitem__(slice(60, 70), b'}"\xff\xfe\0[[[{{'),
    "an endless manifest": lambda data: data.__setitem__(slice(16, 24), b"\xff" * 8),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed(path: Path, snapshots: Path, hengzhou: AllianceGraph, damage: str) -> None:
    with SQLiteStore(path) as store:
        assert [read(store)[1] for _ in range(2)] == [ANEW, KEPT]
        (kept,) = columns(snapshots)
        data = bytearray(kept.read_bytes())
        DAMAGES[damage](data)
        kept.write_bytes(data)
        graph, where = read(store)
        assert where == ANEW
        assert answers(graph) == answers(hengzhou)
        assert read(store)[1] == KEPT


def test_a_flipped_bit_is_noticed_wherever_it_is(path: Path, snapshots: Path) -> None:
    with SQLiteStore(path) as store:
        graph, _ = read(store)
    (kept,) = columns(snapshots)
    sound, digest = kept.read_bytes(), Snapshot(graph).digest
    assert open_snapshot(kept, digest) is not None
    chance = Random(1)
    head, *parts = [(0, _length(sound)), *_columns(sound)]
    places = [place for start, end in parts for place in (start, chance.randrange(start, end), end - 1)]
    for place in (*places, *(chance.randrange(*head) for _ in range(50))):
        data = bytearray(sound)
        data[place] ^= 1 << chance.randrange(8)
        kept.write_bytes(data)
        assert open_snapshot(kept, digest) is None, place


def _length(data: bytes) -> int:
    """Of the head with the manifest."""
    return 24 + int.from_bytes(data[16:24], "little")


def _columns(data: bytes) -> list[tuple[int, int]]:
    """Where the columns of a snapshot begin and end."""
    start = -(-_length(data) // 64) * 64
    found = [file.Column(**given) for given in json.loads(data[24 : _length(data)])["columns"].values()]
    return [(start + column.at, start + column.at + column.size) for column in found if column.size]


@pytest.mark.parametrize("stamp", ["", "{}", "[]", "null", '{"state": {}, "digest": 1}', "\xff", '{"state": null}'])
def test_a_damaged_stamp_is_none(path: Path, snapshots: Path, stamp: str) -> None:
    with SQLiteStore(path) as store:
        read(store)
        (file,) = snapshots.glob("*.stamp")
        file.write_bytes(stamp.encode("latin-1"))
        assert [read(store)[1] for _ in range(2)] == [ANEW, KEPT]


@pytest.mark.parametrize("change", ["format", "schema", "byte order", "a column less"])
def test_another_version_of_this_program_reads_anew(
    path: Path, snapshots: Path, hengzhou: AllianceGraph, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    with SQLiteStore(path) as store:
        graph, _ = read(store)
        (kept,) = columns(snapshots)
        digest = Snapshot(graph).digest
        assert open_snapshot(kept, digest) is not None
        match change:
            case "format":
                monkeypatch.setattr(layout, "FORMAT", layout.FORMAT + 1)
            case "schema":
                monkeypatch.setattr(file, "layout_name", lambda: "another-1")
            case "byte order":
                monkeypatch.setattr(sys, "byteorder", "big" if sys.byteorder == "little" else "little")
            case "a column less":
                monkeypatch.setattr(layout, "_RANKS", "another name")
        assert open_snapshot(kept, digest) is None
        assert read(store)[1] == ANEW
        assert answers(store.read_anew()) == answers(hengzhou)


def test_a_snapshot_under_the_name_of_another_is_not_taken(
    snapshots: Path, tmp_path: Path, path: Path, make_node: Callable[..., object]
) -> None:
    other = SQLiteStore(tmp_path / "other.db", create=True)
    other.write(AllianceGraph.from_models([make_node("other")]))  # type: ignore[list-item]
    with other, SQLiteStore(path) as store:
        read(store), read(other)
        first, second = columns(snapshots)
        first_bytes, second_bytes = first.read_bytes(), second.read_bytes()
        first.write_bytes(second_bytes)
        second.write_bytes(first_bytes)
        assert [read(each)[1] for each in (store, other, store, other)] == [ANEW, ANEW, KEPT, KEPT]


@given(st.integers(0, 3 * PIECE), st.data())
def test_a_digest_does_not_depend_on_the_pieces_of_a_file_and_notices_a_byte(size: int, data: st.DataObject) -> None:
    column = np.random.default_rng(size).integers(0, 256, size, np.uint8)
    whole, digest = digest_of(column), Digest()
    for start in range(0, size, PIECE):
        digest.update(column[start : start + PIECE].data)
    assert digest.text() == whole
    if size:
        column[data.draw(st.integers(0, size - 1))] ^= 1 << data.draw(st.integers(0, 7))
        assert digest_of(column) != whole
