"""The project as it is handed out: the wheel, the public names, the licences, the documents."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

import alliance
from alliance.cli.root import COMMANDS

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NOT_SHIPPED = {"tests", "benchmarks", "notebooks", "docs", "build", "dist", "alliance_graph.egg-info"}
LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "__pycache__", "*.db*", "alliance-map.html")


def uv() -> str:
    """The uv that runs the tests."""
    found = os.environ.get("UV") or shutil.which("uv")
    assert found, "the tests run with `uv run pytest`"
    return found


def run(*words: str | Path, cwd: Path, **environment: str) -> str:
    clean = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT")}
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


# ---- the wheel ----


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy, so that nothing is left in the working folder."""
    folder = tmp_path_factory.mktemp("wheel")
    shutil.copytree(ROOT, folder / "copy", ignore=LEFT_OUT)
    run(uv(), "build", "--quiet", "--wheel", "--out-dir", folder / "out", folder / "copy", cwd=folder)
    (built,) = (folder / "out").glob("*.whl")
    return built


def test_the_wheel_holds_every_file_of_every_package_and_nothing_else(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    there = set()
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if path.is_dir() or parts[0] in NOT_SHIPPED or any(one.startswith((".", "__pycache__")) for one in parts):
            continue
        if parts[0] == "data" and path.suffix == ".py":  # writes an example, and is not needed to read it
            continue
        if len(parts) > 1 or path.suffix == ".py" or path.name == "py.typed":
            there.add("/".join(("alliance", *parts)))
    assert inside == there
    assert {"alliance/graph/schema.toml", "alliance/data/hengzhou/relationships.csv", "alliance/py.typed"} <= inside


def test_the_list_of_packages_is_the_folders() -> None:
    folders = {path.parent for path in ROOT.rglob("__init__.py")}
    names = {".".join(("alliance", *path.relative_to(ROOT).parts)) for path in folders}
    shipped = {name for name in names if not re.match(r"alliance\.(\.|tests|benchmarks|build)", name)}
    assert shipped == set(PROJECT["tool"]["setuptools"]["packages"])


def test_the_command_runs_from_the_wheel_without_development_packages(wheel: Path, tmp_path: Path) -> None:
    locked = run(uv(), "export", "--quiet", "--frozen", "--no-dev", "--no-emit-project", "--no-hashes", cwd=ROOT)
    (tmp_path / "locked.txt").write_text(locked, encoding="utf-8")
    run(uv(), "venv", "--quiet", "--python", sys.executable, tmp_path / "plain", cwd=tmp_path)
    python = tmp_path / "plain" / "bin" / "python"
    run(uv(), "pip", "install", "--quiet", "--python", python, "-r", tmp_path / "locked.txt", wheel, cwd=tmp_path)
    alone = python.with_name("alliance")
    (tmp_path / "work").mkdir()
    first = run(alone, "demo", cwd=tmp_path / "work", ALLIANCE_LANG="en")
    assert "Starbucks" in first or "星巴克" in first
    assert "G15" in first
    assert (tmp_path / "work" / "alliance-map.html").stat().st_size > 100_000
    again = run(alone, "demo", cwd=tmp_path / "work", ALLIANCE_LANG="en")
    assert "No change" in again
    assert '"status":"found"' in run(alone, "find", "xbk", "--json", cwd=tmp_path / "work")
    missing = "import importlib.util as u; print([m for m in ('pytest','pandas','matplotlib','jgo') if u.find_spec(m)])"
    assert run(python, "-c", missing, cwd=tmp_path).strip() == "[]"


# ---- public names ----


def test_the_public_names_are_exactly_these() -> None:
    assert alliance.__all__ == [
        "AllianceError",
        "AllianceGraph",
        "AllianceMap",
        "Answer",
        "GraphStore",
        "TieRule",
        "__version__",
        "along_chain",
        "best_starters",
        "bridges",
        "bridging_gain",
        "brokers",
        "cadence",
        "chair_terms",
        "connecting_network",
        "copy_store",
        "coverage",
        "coverage_matrix",
        "diff",
        "export_graph",
        "figures",
        "find",
        "gaps",
        "influence_paths",
        "influence_strength",
        "joint_work",
        "levels",
        "list_nodes",
        "load_folder",
        "load_frames",
        "member_pairs",
        "members",
        "need_route",
        "needs",
        "open_store",
        "overlap",
        "plot_matrix",
        "policies",
        "profile",
        "reach",
        "what_if",
        "write_answer_page",
    ]
    for name in alliance.__all__:
        assert getattr(alliance, name) is not None
        assert name in dir(alliance)
    with pytest.raises(AttributeError, match="no_such_name"):
        alliance.no_such_name  # noqa: B018


def test_importing_costs_nothing_that_is_not_needed() -> None:
    costly = {"networkx", "numpy", "neo4j", "pyvis", "rich", "pydantic"}
    code = f"import sys, alliance; print(sorted({costly} & set(sys.modules)))"
    assert run(sys.executable, "-c", code, cwd=ROOT).strip() == "[]"


def test_the_version_is_one() -> None:
    assert alliance.__version__ == PROJECT["project"]["version"] == distribution("alliance-graph").version
    assert f"## [{alliance.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


# ---- licences ----


def default_install() -> dict[str, str]:
    """The licence, as its metadata state it, of every distribution that the default install brings."""
    found: dict[str, str] = {}
    waiting = ["alliance-graph"]
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        metadata: Any = distribution(name).metadata
        classifiers = [one for one in metadata.get_all("Classifier", []) if one.startswith("License")]
        found[name] = " ".join([metadata["License-Expression"] or metadata["License"] or "", *classifiers])
        for text in distribution(name).requires or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name.lower())
    return found


def test_nothing_in_the_default_install_is_under_a_gpl() -> None:
    licences = default_install()
    assert {"alliance-graph", "networkx", "neo4j", "pyvis", "click"} <= licences.keys()
    assert len(licences) > 20
    for name, licence in licences.items():
        assert licence.strip(), f"{name} states no licence"
        assert not re.search(r"\b[AL]?GPL|General Public|Affero", licence[:400]), f"{name}: {licence[:200]}"


# ---- documents ----


def documents() -> list[Path]:
    return [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "data").rglob("*.md")]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_in_the_readme(command: str) -> None:
    assert re.search(rf"\b{command}\b", (ROOT / "README.md").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_commands_of_the_readme_are_those_that_ci_runs() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "pip install uv && uv run --no-dev alliance demo" in readme
    assert "pip install uv && uv run pytest" in readme
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert "uv run pytest" in ci
    assert "uv run --no-dev" in ci


def test_the_documented_instruments_and_gaps_are_those_of_the_product() -> None:
    from alliance.queries.register.row import GAP_LABELS

    text = (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
    for gap, label in GAP_LABELS.items():
        assert f"| {gap} {label.zh} {label.en} |" in text


def test_the_documented_tables_are_those_of_the_loader() -> None:
    from alliance.loaders.mappings.layout import layout

    text = (ROOT / "docs" / "loading.md").read_text(encoding="utf-8")
    for table in layout().tables:
        (line,) = [one for one in text.splitlines() if one.startswith(f"| `{table.file}`")]
        told = re.sub(r"\(.*?\)|\*", "", line.split("|")[3])
        assert {one.strip() for one in told.split(",")} == set(table.columns), table.file
        bold = set(re.findall(r"\*\*(\w+)\*\*", line))
        assert bold == set(table.required), table.file
