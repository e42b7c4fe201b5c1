"""The fields of a row: each way of keeping a value, and a field that is added by its declaration alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alliance.errors import UnknownTerm
from alliance.graph.columns import NodeColumns, RelationshipColumns
from alliance.graph.fields import (
    BodyField,
    DateField,
    DigitsField,
    EndField,
    FieldType,
    ShareField,
    TermField,
    TextField,
    fields_of,
)
from alliance.graph.models import STATUSES
from alliance.graph.rows import NodeRow, RelationshipRow

ROOT = Path(__file__).parents[2]
IDS = ["a", "b", "c"]
VALUES: dict[FieldType, st.SearchStrategy[Any]] = {
    TextField(): st.text(st.characters(codec="utf-8"), min_size=1),
    BodyField(): st.text(st.characters(codec="utf-8")),
    DigitsField(): st.text("0123456789abcdef", min_size=16, max_size=16),
    EndField(): st.sampled_from(IDS),
    TermField(lambda: STATUSES): st.sampled_from(STATUSES.terms),
    ShareField(): st.none() | st.floats(0, 1),
    DateField(): st.sampled_from(["", "2023", "2023H2", "2024Q1", "2024-05", "2024-05-12"]),
}


@pytest.mark.parametrize("field", VALUES, ids=lambda field: type(field).__name__)
@given(data=st.data())
def test_a_column_gives_back_the_values_that_went_in(field: FieldType, data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES[field]))
    half = data.draw(st.integers(0, len(values)))
    builder = field.builder(half, {node_id: place for place, node_id in enumerate(IDS)})
    for part in (values[:half], values[half:]):
        builder.extend(part)
    column, node_ids = builder.finish(None), np.array(IDS, object)
    assert field.values(column, node_ids) == values
    assert [field.value(column[place], node_ids) for place in range(len(values))] == values


def test_what_is_no_value_of_a_field_is_refused() -> None:
    for field, value, error in (
        (TermField(lambda: STATUSES), "certain", UnknownTerm),
        (EndField(), "nobody", KeyError),
        (DateField(), "some day", ValueError),
        (DigitsField(), "not hexadecimal", ValueError),
        (ShareField(), "half", ValueError),
    ):
        with pytest.raises(error):
            field.builder(1, {}).extend([value])


@pytest.mark.parametrize(("columns", "row"), [(NodeColumns, NodeRow), (RelationshipColumns, RelationshipRow)])
def test_there_is_a_column_for_each_field_in_the_same_order(columns: Any, row: Any) -> None:
    for column, field in zip(columns.__slots__, fields_of(row), strict=True):
        assert column.startswith(field.name[:-1])
    assert isinstance(fields_of(row)[-1].type, BodyField)


# ---- one field more ----

# By file: a line, and the line that is added behind it.
ADDED = {
    "graph/models.py": {
        'parent: OptionalId = ""': 'motto: LongText = ""',
        'status: Status = "tentative"': "trust: Share | None = None",
        "observed_at: PartialDate | None = None": "renewed: PartialDate | None = None",
    },
    "graph/rows.py": {
        "name: Annotated[str, TextField()]": "motto: Annotated[str, TextField(optional=True)]",
        "status: Annotated[str, _STATUS]": "trust: Annotated[float | None, ShareField()]",
        "trust: Annotated[float | None, ShareField()]": "renewed: Annotated[str, DateField()]",
    },
    "graph/columns.py": {
        "names: Texts": "mottos: Texts",
        "statuses: Integers": "trusts: Floats",
        "trusts: Floats": "renewed: Integers",
    },
}
SCRIPT = """
import sys
from pathlib import Path
import alliance
from alliance.graph import AllianceGraph, Evidence, Node, PartialDate, Relationship, open_store
from alliance.graph.stores.neo4j import properties
from alliance.graph.stores.neo4j.statements import link_fields

assert Path(alliance.__file__).parent == Path(sys.argv[1]) / "alliance"
QUARTER = PartialDate.parse("2024Q1")
seen = (Evidence(source="s1", quote="made up"),)
nodes = [
    Node(id="a", kind="enterprise", name="A", motto="one for all", evidence=seen),
    Node(id="b", kind="enterprise", name="B", evidence=seen),
]
links = [
    Relationship(source="a", type="SUPPLIES", target="b", trust=0.25, renewed=QUARTER, evidence=seen),
    Relationship(source="b", type="GUIDES", target="a", strength=0.25, confidence=0.5, evidence=seen),
]
graph = AllianceGraph.from_models(nodes, links)
assert graph.nodes.mottos.tolist() == ["one for all", ""]
assert sorted(graph.relationships.trusts.tolist())[0] == 0.25

def check(graph):
    assert [graph.node_at(place) for place in range(2)] == nodes
    found = [graph.relationship_at(place) for place in range(2)]
    assert sorted(found, key=lambda link: link.source) == links

check(graph)
with open_store(Path(sys.argv[1]) / "new.db", create=True) as store:
    assert store.write(graph).added.total() == 4
    assert store.write(graph).empty
    read = store.read()
    check(read)
    assert read.data_version == graph.data_version
    assert store.find("A")[0][1] == nodes[0]
    assert all(finding.sound for finding in store.check())
    store.write(AllianceGraph.from_models([nodes[0].model_copy(update={"motto": "all for one"})]))
    assert store.nodes(["a"])[0].motto == "all for one"

for row in next(graph.nodes.rows()):
    held = properties.of_node("graph", row, row.digest)
    assert held.get("motto", "") == row.motto
    assert properties.node_row(held) == row
for row in next(graph.relationships.rows(graph.node_ids)):
    held = properties.of_relationship("graph", row, row.digest)
    assert held.get("trust") == row.trust
    assert ("renewed_earliest" in held) == bool(row.renewed)
    assert properties.relationship_row_of(row.source, row.type, row.target, held) == row
assert "r.status, r.trust, r.renewed" in link_fields()
"""


def test_a_field_more_passes_through_every_store_by_its_declaration_alone(tmp_path: Path) -> None:
    """A copy of the package gets a field in each of the three places where a fact is declared, and nothing else."""
    package = tmp_path / "alliance"
    package.mkdir()
    for file in ("__init__.py", "errors.py", "settings.py", "wording.py"):
        shutil.copy(ROOT / file, package)
    for folder in ("graph", "loaders", "queries", "visualizations"):
        shutil.copytree(ROOT / folder, package / folder)
    for name, lines in ADDED.items():
        path = package / name
        text = path.read_text(encoding="utf-8")
        for line, added in lines.items():
            assert text.count(f"    {line}\n") == 1, line
            text = text.replace(f"    {line}\n", f"    {line}\n    {added}\n")
        path.write_text(text, encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    child = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert child.returncode == 0, child.stderr
