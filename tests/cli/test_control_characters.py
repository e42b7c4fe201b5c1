"""A store of an earlier version may hold control characters: no output passes them on, whatever it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from alliance.graph import AllianceGraph, Evidence, Measure, Node, Quantity, Relationship, Source
from alliance.graph.rows import kept_model
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.queries import find, profile, resolve
from alliance.wording import steering

Run = Callable[..., Result]
WRONG = "\x1b[31m红\u202e\x9b1m\x07"


def _facts() -> AllianceGraph:
    """Control characters in every text of every fact."""
    seen = {"source": f"s{WRONG}", "locator": WRONG, "quote": WRONG}
    firms = [
        kept_model(Node, id=f"{key}{WRONG}", kind="enterprise", name=f"{key}厂{WRONG}", aliases=(f"别名{key}{WRONG}",),
                   place=WRONG, level=WRONG, attributes={f"列{WRONG}": WRONG}, evidence=(seen,))
        for key in "ab"
    ]  # fmt: skip
    stage = kept_model(
        Node, id="stage", kind="stage", name=f"环节{WRONG}", evidence=(seen,), attributes={"required": True}
    )
    link = kept_model(Relationship, source=f"a{WRONG}", type="SUPPLIES", target=f"b{WRONG}", product=WRONG,
                      attributes={"quantity": WRONG}, evidence=(seen,))  # fmt: skip
    works = kept_model(Relationship, source=f"a{WRONG}", type="OPERATES_IN", target="stage", evidence=(seen,))
    source = kept_model(Source, id=f"s{WRONG}", title=WRONG, publisher=WRONG, link=WRONG, reliability=WRONG)
    measure = kept_model(Measure, subject=f"a{WRONG}", metric=WRONG, group=WRONG, note=WRONG, unit=WRONG,
                         value=Quantity(value=3), evidence=(kept_model(Evidence, **seen),))  # fmt: skip
    return AllianceGraph.from_models([*firms, stage], [link, works], [source, measure])


@pytest.fixture
def older(run: Run, tmp_path: Path) -> Run:
    """Runs a command beside a store that holds such facts."""
    with SQLiteStore(tmp_path / "alliance.db", create=True) as store:
        store.write(_facts())
    return run


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("output", ["", "--csv", "--json"])
@pytest.mark.parametrize(
    "words",
    [
        ["find", "厂"], ["find", "nothing"], ["find", WRONG], ["show", "别名a"], ["show", "stage"], ["show", "nobody"],
        ["show", "厂"], ["paths", "别名a", "别名b"], ["coverage"], ["coverage", "--rates"], ["gaps"],
    ],
    ids=lambda words: ascii(" ".join(words)),
)  # fmt: skip
def test_no_question_passes_them_on(older: Run, words: list[str], output: str, language: str) -> None:
    result = older(*words, *([output] if output else []), "--lang", language)
    assert result.exit_code in (0, 3)
    assert not steering(result.stdout)
    assert not steering(result.stderr)


@pytest.mark.parametrize(
    "words", [["store", "info"], ["store", "check"], ["map"], ["store", "copy", "alliance.db", "copy.db"]], ids=" ".join
)
def test_no_other_command_passes_them_on(older: Run, tmp_path: Path, words: list[str]) -> None:
    result = older(*words)
    assert result.exit_code == 0
    assert not steering(result.output)
    if words == ["map"]:
        page = (tmp_path / "alliance-map.html").read_text(encoding="utf-8")
        assert not steering(page[: page.index("</script>")])  # the data; behind them stand scripts of others


def test_no_frame_and_no_notebook_passes_them_on() -> None:
    graph = _facts()
    for answer in (find(graph, "厂"), profile(graph, "别名a")):
        assert not steering(answer.to_frame().to_csv())
        assert not steering(answer._repr_html_())


def test_the_graph_itself_keeps_what_the_store_holds() -> None:
    node: Any = resolve(_facts(), "别名a")
    assert node.id == f"a{WRONG}"
