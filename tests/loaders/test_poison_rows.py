"""A poison row in a folder of 25,000 rows, loaded into a store that holds facts: refused with its cell, everywhere."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from alliance.graph import AllianceGraph, GraphStore
from alliance.graph.stores.states import Ready
from alliance.loaders import load_folder
from alliance.loaders.row_errors import RowErrors

ROWS = 25_000
HEADER = ["id", "name", "kind", "source", "note", ""]
# What stands in the row, and how the refusal begins after the place.
POISONS = {
    "a cell without a heading": ({"": "stray"}, "'stray': column 6 has no heading"),
    "a note in the column of ids": ({"id": "注" * 3_000}, "id='注"),
    "a note in the column of names": ({"name": "注" * 3_000}, "name='注"),
    "the character NUL": ({"note": "a\0b"}, "note='a\\x00b': holds the character NUL"),
}


def tables(folder: Path, poison: dict[str, str]) -> Path:
    folder.mkdir()
    (folder / "sources.csv").write_text("id,title\ns1,made up\n", encoding="utf-8")
    with (folder / "organizations.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, HEADER)
        writer.writeheader()
        for number in range(ROWS):
            row = {"id": f"n{number:06}", "name": f"made up {number}", "kind": "school", "source": "s1"}
            writer.writerow({**row, **poison} if number == ROWS // 2 else row)
    return folder


def test_a_poison_row_is_refused_with_its_cell_and_the_store_stays_as_it_was(
    store: GraphStore, hengzhou: AllianceGraph, tmp_path: Path
) -> None:
    store.write(hengzhou)
    for number, (poison, message) in enumerate(POISONS.values()):
        with pytest.raises(RowErrors) as caught:
            load_folder(tables(tmp_path / str(number), poison), store)
        (error,) = caught.value.errors
        line = error.in_("en")
        assert line.startswith(f"  organizations.csv:{ROWS // 2 + 2} {message}")
        assert len(line) < 400
        assert error.in_("zh") != line
    assert store.state() == Ready(hengzhou.data_version)
    assert store.find("星巴克")[0][1].id == "starbucks"
    assert all(finding.sound for finding in store.check())
    load_folder(tables(tmp_path / "good", {}), store)
    assert len(store.read()) == len(hengzhou) + ROWS
