"""JSON lines of any shape as a table: dotted columns, lists as cells, lines as places."""

from __future__ import annotations

from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.loaders.mappings.layout import layout
from alliance.loaders.tables.json_lines import JsonLinesTable

(ORGANIZATIONS,) = [table for table in layout().tables if table.file == "organizations.csv"]


def table(path: Path, text: str) -> JsonLinesTable:
    path.write_text(text, encoding="utf-8")
    return JsonLinesTable(path, ORGANIZATIONS)


def test_fields_become_columns_and_lines_rows(tmp_path: Path) -> None:
    found = table(
        tmp_path / "firms.jsonl",
        '{"name": "甲", "类型": "企业", "address": {"city": "横州", "geo": {"lat": 1.5}}, "tags": ["a", 2], '
        '"none": null}\n'
        "\n"
        '{"name": "乙", "kind": "企业", "boards": [{"x": 1}], "listed": true}\n'
        "[1]\n",
    )
    rows = list(found.rows())
    assert [row.line for row in rows] == [1, 3, 4]
    assert rows[0].cells == {
        "name": "甲", "类型": "企业", "address.city": "横州", "address.geo.lat": "1.5", "tags": "a;2",
    }  # fmt: skip
    assert rows[1].cells == {"name": "乙", "kind": "企业", "boards": '[{"x": 1}]', "listed": "true"}
    assert rows[1].place == "firms.jsonl:3"
    assert "is no object" in rows[2].errors[0].in_("en")


def test_a_column_that_must_be_there_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="lacks 1 column: kind"):
        table(tmp_path / "firms.jsonl", '{"name": "甲"}\n')


def test_too_many_fields_are_refused(tmp_path: Path) -> None:
    lines = "\n".join(f'{{"f{number}": 1}}' for number in range(17_000))
    with pytest.raises(FileRefused, match="more than 16,384 fields"):
        table(tmp_path / "firms.jsonl", lines)
