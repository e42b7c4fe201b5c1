"""`--no-snapshot` and its variables: the same answers, with and without a file in the cache."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from alliance import settings
from alliance.graph.stores.snapshots import file, reading
from alliance.graph.stores.sqlite import engine

Run = Callable[..., Result]
COMMANDS = {
    "gaps": ("gaps", "--json"),
    "coverage": ("coverage", "--json"),
    "show": ("show", "星巴克", "--json"),
    "paths": ("paths", "校椅供电所党支部", "星巴克", "--json"),
}


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder of its own; small stores have snapshots, however fast they are read."""
    monkeypatch.setenv("ALLIANCE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("ALLIANCE_SNAPSHOTS")
    monkeypatch.setattr(reading, "LEAST_FACTS", 1)
    monkeypatch.setattr(engine, "_TICK_SECONDS", 0.0)
    return tmp_path / "cache" / "snapshots"


@pytest.fixture
def opens(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The snapshots that were mapped."""
    mapped: list[Path] = []
    opened = file._mapped_graph

    def spy(handle: object, digest: str) -> object:
        graph = opened(handle, digest)  # type: ignore[arg-type]
        if graph is not None:
            mapped.append(Path(handle.name))  # type: ignore[attr-defined]
        return graph

    monkeypatch.setattr(file, "_mapped_graph", spy)
    return mapped


@pytest.mark.parametrize("name", COMMANDS)
def test_answers_are_equal_with_and_without(loaded: Run, cache: Path, opens: list[Path], name: str) -> None:
    without = loaded(*COMMANDS[name], "--no-snapshot")
    assert without.exit_code == 0
    assert not cache.exists()
    first, second = (loaded(*COMMANDS[name]) for _ in range(2))
    assert without.stdout_bytes == first.stdout_bytes == second.stdout_bytes
    assert opens == list(cache.glob("*.columns"))
    assert loaded(*COMMANDS[name], "--no-snapshot").stdout_bytes == without.stdout_bytes
    assert len(opens) == 1, "--no-snapshot does not use it"
    assert loaded(*COMMANDS[name]).exit_code == 0
    assert len(opens) == 2, "the option ends with its command"


def test_the_map_is_equal_with_and_without(loaded: Run, cache: Path, opens: list[Path]) -> None:
    pages = []
    for words in (["--no-snapshot"], [], []):
        assert loaded("map", "-o", "page.html", "--force", *words).exit_code == 0
        pages.append(Path("page.html").read_bytes())
    assert pages[0] == pages[1] == pages[2]
    assert len(opens) == 1


def test_switched_off_by_a_variable(loaded: Run, cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLIANCE_SNAPSHOTS", "OFF")
    assert loaded("gaps").exit_code == 0
    assert not cache.exists()


def test_store_info_tells_its_size(loaded: Run, cache: Path) -> None:
    assert "snapshot" not in loaded("store", "info").stdout
    loaded("gaps")
    (kept,) = cache.glob("*.columns")
    assert f"snapshot {kept.stat().st_size:,} bytes" in loaded("store", "info").stdout
    assert f"快照 {kept.stat().st_size:,} 字节" in loaded("store", "info", "--lang", "zh").stdout
    assert "snapshot" not in loaded("store", "info", "--store", ":memory:").stdout


def test_the_bound_is_a_number_of_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    for text, most in (("", 2_000_000_000), ("50", 50_000_000), ("much", 2_000_000_000), ("-1", 2_000_000_000)):
        monkeypatch.setenv("ALLIANCE_SNAPSHOTS_MB", text)
        assert settings.snapshot_bytes() == most
    assert os.environ["ALLIANCE_SNAPSHOTS"] == "off", "the tests leave nothing in the user's cache"
