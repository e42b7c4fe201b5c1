"""Every notebook runs from top to bottom in a folder of its own, and is kept without output."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def test_there_are_notebooks() -> None:
    assert "01-first-look.ipynb" in [path.name for path in NOTEBOOKS]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_notebook_is_kept_without_output(path: Path) -> None:
    for cell in read(path).cells:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.fixture(scope="module")
def executed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, list[Any]]]:
    """The code cells of every notebook after a run, by its name."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALLIANCE_LANG", "zh")
        yield {path.stem: run(path, tmp_path_factory.mktemp("notebook")) for path in NOTEBOOKS}


@pytest.fixture
def first_look(executed: dict[str, list[Any]]) -> list[Any]:
    return executed["01-first-look"]


def run(path: Path, folder: Path) -> list[Any]:
    notebook = read(path)
    client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(folder)}})
    return [cell for cell in client.execute().cells if cell.cell_type == "code"]


def said(cell: Any) -> str:
    """Everything that a cell shows, as one text."""
    texts = []
    for output in cell.outputs:
        texts.append(output.get("text", ""))
        texts += [value for kind, value in output.get("data", {}).items() if kind.startswith("text/")]
    return "\n".join(texts)


def test_every_notebook_runs_and_warns_of_nothing(executed: dict[str, list[Any]]) -> None:
    assert executed.keys() == {path.stem for path in NOTEBOOKS}
    for cells in executed.values():
        assert [output.text for cell in cells for output in cell.outputs if output.get("name") == "stderr"] == []


def test_first_look_shows_the_real_answers(first_look: list[Any]) -> None:
    shown = "\n".join(said(cell) for cell in first_look)
    assert "AllianceGraph(206 nodes, 279 relationships" in shown
    for fact in ("星巴克", "0.23625", "党支部上门勘察并改善电压质量", "没有影响路径", "G15 数据空白"):
        assert fact in shown
    assert "21 %" not in shown
    assert "21%" not in shown


def test_first_look_plots_the_matrix_and_draws_the_map(first_look: list[Any]) -> None:
    pictures = [output.data for cell in first_look for output in cell.outputs if "image/png" in output.get("data", {})]
    assert len(pictures) == 1
    maps = [said(cell) for cell in first_look if "<iframe" in said(cell)]
    assert len(maps) == 2  # what is around a firm, and a result of one's own
    assert all("桔扬" in drawn for drawn in maps)
