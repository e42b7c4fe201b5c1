"""`alliance export`, and `alliance load` of graphs of other programs."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import networkx as nx
from click.testing import Result

Run = Callable[..., Result]


def graphml(path: Path) -> None:
    """A made-up graph with words of its own."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_node("a", name="甲茶厂", kind="Firm")
    graph.add_node("p", name="nobody", kind="Person")
    graph.add_node("b", name="乙投资公司", kind="Firm")
    graph.add_edge("b", "a", type="OWNS")
    graph.add_edge("p", "a", type="KNOWS")
    nx.write_graphml(graph, path)


def test_an_export_is_written_and_loads_again(loaded: Run) -> None:
    for name in ("facts", "facts.xlsx", "facts.jsonl"):
        written = loaded("export", "-o", name)
        assert written.exit_code == 0
        assert "loads again without change" in written.stdout
        again = loaded("load", name)
        assert again.exit_code == 0
        assert "No change" in again.stdout


def test_what_a_form_cannot_hold_is_said(loaded: Run) -> None:
    written = loaded("export", "-o", "chain.gexf")
    assert written.exit_code == 0
    assert "this form cannot hold: 485 pieces of evidence, 72 sources" in written.stderr
    assert "export to a folder, .xlsx or .jsonl" in written.stderr


def test_an_export_replaces_nothing_unless_told_and_never_the_store(run: Run, hengzhou_folder: Path) -> None:
    run("load", str(hengzhou_folder), "--store", "facts.jsonl")
    refused = run("export", "-o", "facts.jsonl", "--force", "--store", "facts.jsonl")
    assert (refused.exit_code, "it is a store" in refused.stderr) == (3, True)
    Path("mine.json").write_text("mine", encoding="utf-8")
    refused = run("export", "-o", "mine.json", "--store", "facts.jsonl")
    assert (refused.exit_code, "--force" in refused.stderr) == (3, True)
    assert Path("mine.json").read_text(encoding="utf-8") == "mine"
    assert run("export", "-o", "mine.json", "--store", "facts.jsonl", "--force").exit_code == 0


def test_an_export_into_a_pipe_is_refused_at_once_also_by_force(loaded: Run) -> None:
    os.mkfifo("pipe.csv")
    result = loaded("export", "--output", "pipe.csv", "--force")
    assert result.exit_code == 3
    assert "pipe" in result.stderr


def test_words_of_a_graph_are_explained_on_the_command_line(run: Run) -> None:
    graphml(Path("g.graphml"))
    refused = run("load", "g.graphml", "--source", "made up")
    assert refused.exit_code == 3
    assert "Firm × 2, Person × 1" in refused.stderr
    assert "KNOWS × 1, OWNS × 1" in refused.stderr
    words = ("--kind", "Firm=enterprise", "--kind", "Person=-", "--type", "OWNS=投资")
    done = run("load", "g.graphml", "--source", "made up", *words)
    assert done.exit_code == 0, done.stderr
    assert "1 node and 1 link left out" in done.stderr
    assert "nodes 2, relationships 1" in done.stdout
    chinese = run("load", "g.graphml", "--source", "made up", "--lang", "zh")
    assert "不认识的节点类型:Firm × 2、Person × 1" in chinese.stderr
