"""Runs commands in an empty folder, or beside the Hengzhou facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from alliance.cli.root import root
from alliance.graph import AllianceGraph
from alliance.graph.stores.sqlite.store import SQLiteStore

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def invoke(*words: str, **given: object) -> Result:
        return CliRunner().invoke(root, list(words), **given)  # type: ignore[arg-type]

    return invoke


@pytest.fixture
def loaded(run: Run, tmp_path: Path, hengzhou: AllianceGraph) -> Run:
    """The same, with the Hengzhou facts in `alliance.db`."""
    with SQLiteStore(tmp_path / "alliance.db", create=True) as store:
        store.write(hengzhou)
    return run
