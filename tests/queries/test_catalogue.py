"""The catalogue is the only list of questions: what is made from it, and a question that is added to it."""

from __future__ import annotations

import inspect
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import alliance
from alliance import queries
from alliance.graph import AllianceGraph
from alliance.queries.catalogue import CATALOGUE, Entry
from alliance.queries.generated import GENERATED
from alliance.queries.question import declaration

ROOT = Path(__file__).parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "*.db*", "tests", "benchmarks")
FILE = '''"""How many nodes there are of a kind: made up for a test."""

from __future__ import annotations

from typing import Annotated

from ...graph.alliance_graph import AllianceGraph
from ...option import Option
from ...wording import Text, plural
from ..answer import Answer, AnswerModel, RowModel
from ..columns import Column
from ..evidence import EvidenceBook, node_ref
from ..question import Found, Frame, question
from ..shared_options import AsOf
from ..terms import KINDS


class CensusRow(RowModel):
    """A node."""

    name: Annotated[str, Column("名称", "name")]
    evidence: tuple[str, ...]


class CensusBounds(AnswerModel):
    """How many there are."""

    nodes: int


@question(Answer[CensusRow], about=Text("数一数。", "It counts."), examples=("alliance headcount --kind stage",))
def head_count(
    frame: Frame[AllianceGraph],
    *,
    kind: Annotated[str, Option("哪类节点", "which kind of nodes", terms=KINDS)] = "enterprise",
    most: Annotated[int, Option("最多几个", "how many at most", least=1, most=9, unit=Text("个", "nodes"))] = 4,
    as_of: AsOf = None,
) -> Found[CensusRow, CensusBounds]:
    """Count the nodes of a kind."""
    view = frame.on(as_of)
    places = list(view.nodes_of(kind))
    rows = [
        CensusRow(name=node_ref(view, place).name, evidence=frame.book.of_node(view, place)) for place in places[:most]
    ]
    return Found(
        status="found" if rows else "none",
        sentence=Text(f"{len(places)} 个节点。", f"{plural(len(places), 'node')}."),
        rows=rows,
        bounds=CensusBounds(nodes=len(places)),
    )
'''
LINE = '    Entry("headcount", "names.head_count", "有多少节点", "how many nodes there are"),\n'


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package with one more file and one more line in the catalogue."""
    folder = tmp_path_factory.mktemp("added")
    shutil.copytree(ROOT, folder / "alliance", ignore=LEFT_OUT)
    (folder / "alliance/queries/names/head_count.py").write_text(FILE, encoding="utf-8")
    catalogue = folder / "alliance/queries/catalogue.py"
    before, after = catalogue.read_text(encoding="utf-8").split("CATALOGUE = (\n")
    catalogue.write_text(f"{before}CATALOGUE = (\n{LINE}{after}", encoding="utf-8")
    run(folder, "-m", "alliance", "load", str(folder / "alliance/data/hengzhou"))
    return folder


def run(folder: Path, *words: str, code: int = 0) -> str:
    """What the copy prints."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *words], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == code, done.stderr
    return done.stdout + done.stderr


def test_one_file_and_one_line_add_a_command(added: Path) -> None:
    assert re.search(r"\n  headcount +How many nodes there are\.\n", run(added, "-m", "alliance", "--help"))
    shown = run(added, "-m", "alliance", "headcount", "--help", "--lang", "zh")
    assert "有多少节点。" in shown
    assert "哪类节点。[默认 enterprise]" in shown
    assert "示例:\n  alliance headcount --kind stage" in shown
    answer = json.loads(run(added, "-m", "alliance", "headcount", "--kind", "stage", "--json").splitlines()[0])
    assert answer["parameters"] == {"kind": "stage", "most": 4, "as_of": None}
    assert (answer["question"], answer["status"], answer["bounds"]) == ("headcount", "found", {"nodes": 39})
    assert run(added, "-m", "alliance", "headcount", "--csv").splitlines()[0] == "status,name"
    assert "名称" in run(added, "-m", "alliance", "headcount", "--lang", "zh")
    assert "1<=x<=9" in run(added, "-m", "alliance", "headcount", "--most", "10", code=2)
    assert "'--kind'" in run(added, "-m", "alliance", "headcount", "--kind", "x", code=2)


def test_one_file_and_one_line_add_a_function(added: Path) -> None:
    code = """
import inspect, alliance, alliance.queries
graph = alliance.open_store("alliance.db").read()
assert alliance.head_count is alliance.queries.head_count and "head_count" in alliance.__all__
print(inspect.signature(alliance.head_count))
print(alliance.head_count(graph, kind="stage", most=2).cells("en"))
try: alliance.head_count(graph, most=10)
except ValueError as refused: print(refused)
"""
    signature, cells, refused = run(added, "-c", code).splitlines()
    assert signature.startswith("(graph: alliance.graph.alliance_graph.AllianceGraph, *, kind: str = 'enterprise'")
    assert cells.count("'status': 'found'") == 2
    assert refused == "most must be 1 to 9 nodes, not 10."


def test_one_file_and_one_line_add_to_schema_docs_and_stub(added: Path) -> None:
    schema = json.loads(run(added, "-m", "alliance", "schema"))["headcount"]
    parameters = schema["properties"]["parameters"]
    assert "stage" in parameters["properties"]["kind"]["enum"]
    assert parameters["properties"]["most"] == {
        "description": "最多几个 / how many at most", "type": "integer", "minimum": 1, "maximum": 9,
    }  # fmt: skip
    assert schema["properties"]["bounds"]["properties"]["nodes"]["type"] == "integer"
    run(added, "-m", "alliance.queries.generated")
    page = (added / "alliance/docs/questions.md").read_text(encoding="utf-8")
    assert "`alliance.head_count` · `alliance headcount`" in page
    assert "1 to 9 nodes" in page
    stub = (added / "alliance/queries/questions.pyi").read_text(encoding="utf-8")
    assert "from .names.head_count import head_count as head_count\n" in stub


# ---- what is made from the catalogue ----


@pytest.mark.parametrize("path", GENERATED)
def test_generated_files_are_current(path: str) -> None:
    made = GENERATED[path]()
    assert (ROOT / path).read_text(encoding="utf-8") == made, "uv run python -m alliance.queries.generated"


def test_no_module_of_queries_hides_a_question() -> None:
    folder = ROOT / "queries"
    inside = {path.name for path in folder.iterdir() if path.is_dir()} | {path.stem for path in folder.glob("*.py")}
    assert not inside & {entry.function for entry in CATALOGUE}


def test_ids_and_functions_are_unique() -> None:
    for field in ("id", "module", "function"):
        values = [getattr(entry, field) for entry in CATALOGUE]
        assert len(set(values)) == len(values)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.id)
def test_a_question_is_a_plain_function(entry: Entry) -> None:
    function = getattr(alliance, entry.function)
    assert function is getattr(queries, entry.function) is entry.load()
    question, signature = declaration(function), inspect.signature(function)
    assert question.id == entry.id
    first, *others = signature.parameters.values()
    assert first.name == question.place
    assert {parameter.name for parameter in others} == {parameter.argument for parameter in question.parameters}
    hints = get_type_hints(function)
    assert hints["return"] is question.answer
    assert "Option" not in str(signature)
    assert function.__doc__
    assert all(
        f"\n    {name}" in function.__doc__ or f", {name}\n" in function.__doc__ for name in signature.parameters
    )


def test_a_graph_may_be_given_by_name(hengzhou: AllianceGraph) -> None:
    assert alliance.gaps(graph=hengzhou).to_json() == alliance.gaps(hengzhou).to_json()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="no_such"):
        alliance.gaps(hengzhou, no_such=1)  # type: ignore[call-arg]


def test_closed_lists_are_enums_in_the_schema() -> None:
    shipped: dict[str, Any] = json.loads((ROOT / "queries/answers.schema.json").read_text(encoding="utf-8"))
    assert shipped["gaps"]["properties"]["parameters"]["properties"]["kinds"]["items"]["enum"][0] == "G1"
    assert shipped["gaps"]["$defs"]["GapRow"]["properties"]["gap"]["enum"][0] == "G1"
    assert "enterprise" in shipped["paths"]["$defs"]["NodeRef"]["properties"]["kind"]["enum"]
    told = shipped["paths"]["properties"]["parameters"]["properties"]
    assert told["hops"] == {"description": told["hops"]["description"], "type": "integer", "minimum": 1, "maximum": 255}
    assert told["direction"]["enum"] == ["with", "either"]
    assert shipped["paths"]["properties"]["bounds"]["properties"]["clipped"]["type"] == "boolean"
    for question in shipped.values():
        assert question["properties"]["parameters"]["additionalProperties"] is False
        assert question["properties"]["bounds"]["additionalProperties"] is False
