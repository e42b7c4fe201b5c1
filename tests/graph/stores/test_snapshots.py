"""Snapshots of any store: the same answers as the store, never an old one, and nothing lost when they are."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from alliance.errors import StoreEmpty
from alliance.graph import AllianceGraph, GraphStore, Node, copy_store
from alliance.graph.stores.snapshots import reading
from alliance.graph.stores.snapshots.file import Snapshot
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.tests.graph.stores.snapshot_steps import ANEW, KEPT, answers, columns, read


def test_a_snapshot_answers_as_its_store(
    open_empty: Callable[[], GraphStore], hengzhou: AllianceGraph, snapshots: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    open_empty().write(hengzhou)
    first, second, third = (read(open_empty()) for _ in range(3))
    assert [where for _, where in (first, second, third)] == [ANEW, KEPT, KEPT]
    monkeypatch.setenv("ALLIANCE_SNAPSHOTS", "off")
    without, where = read(open_empty())
    assert where == ANEW
    for graph, _ in (first, second, third):
        assert answers(graph) == answers(without)
        assert graph.data_version == hengzhou.data_version
        assert graph.name_ranks.tolist() == hengzhou.name_ranks.tolist()
    recomputed = AllianceGraph(third[0].nodes, third[0].relationships, third[0].records)
    assert recomputed.data_version == hengzhou.data_version


def test_a_write_is_seen_at_once(
    open_empty: Callable[[], GraphStore], hengzhou: AllianceGraph, make_node: Callable[..., Node], snapshots: Path
) -> None:
    store = open_empty()
    with pytest.raises(StoreEmpty):
        store.read()
    store.write(hengzhou)
    before = [read(store)[1] for _ in range(2)]
    store.write(AllianceGraph.from_models([make_node("later", name="来得晚的企业")]))
    graph, where = read(store)
    assert [*before, where] == [ANEW, KEPT, ANEW]
    assert graph.node("later").name == "来得晚的企业"
    assert read(open_empty())[1] == KEPT
    assert len(columns(snapshots)) == 2


def test_what_looks_after_a_store_reads_the_store(
    open_empty: Callable[[], GraphStore], hengzhou: AllianceGraph, snapshots: Path, tmp_path: Path
) -> None:
    """A snapshot that somebody forged so well that nothing notices it is not seen by them."""
    store = open_empty()
    store.write(hengzhou)
    read(store)
    (kept,) = columns(snapshots)
    forged = AllianceGraph.from_models([Node(id="forged", kind="school", name="forged")])
    state = store.engine_state()
    assert state is not None
    kept.unlink()
    lie = AllianceGraph(forged.nodes, forged.relationships, forged.records, data_version=hengzhou.data_version)
    folder = reading.folder_of_user()
    assert folder is not None
    folder.keep(lie, state, lambda *_: None)
    assert store.read().node_ids == ["forged"], "the test is vacuous: the forgery was noticed"
    assert all(finding.sound for finding in store.check())
    assert store.mend() == []
    with SQLiteStore(tmp_path / "copy.db", create=True) as copy:
        copy_store(store, copy)
        assert answers(copy.read_anew()) == answers(hengzhou)
    assert store.plan(hengzhou).empty


def test_small_stores_have_none(hengzhou: AllianceGraph, snapshots: Path, tmp_path: Path) -> None:
    reading.LEAST_FACTS = 20_000
    with SQLiteStore(tmp_path / "small.db", create=True) as store:
        store.write(hengzhou)
        assert [read(store)[1] for _ in range(2)] == [ANEW, ANEW]
    assert not snapshots.exists()


def test_files_belong_to_their_owner_alone(path: Path, snapshots: Path) -> None:
    with SQLiteStore(path) as store:
        read(store)
    assert snapshots.stat().st_mode & 0o777 == 0o700
    assert {file.stat().st_mode & 0o777 for file in snapshots.iterdir()} == {0o600}
    assert len(list(snapshots.iterdir())) == 2


@pytest.mark.skipif(os.name != "posix", reason="rights of others are those of POSIX")
def test_a_folder_that_others_can_write_is_not_used(path: Path, snapshots: Path) -> None:
    snapshots.mkdir(parents=True)
    snapshots.chmod(0o777)
    with SQLiteStore(path) as store:
        assert [read(store)[1] for _ in range(2)] == [ANEW, ANEW]
    assert not list(snapshots.iterdir())


def test_stores_of_equal_content_share_a_snapshot(path: Path, snapshots: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    shutil.copyfile(path, other)
    with SQLiteStore(path) as store, SQLiteStore(other) as copy:
        assert [read(each)[1] for each in (store, copy, store, copy)] == [ANEW, ANEW, KEPT, KEPT]
    assert len(columns(snapshots)) == 1
    assert len(list(snapshots.glob("*.stamp"))) == 2


def test_the_least_recently_used_is_cleared_away(
    hengzhou: AllianceGraph, make_node: Callable[..., Node], snapshots: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("ALLIANCE_SNAPSHOTS_MB", "1")
    extra = "x" * 300_000
    stores = []
    for number in range(4):
        store = SQLiteStore(tmp_path / f"{number}.db", create=True)
        node = make_node(f"node-{number}", attributes={"note": extra})
        store.write(AllianceGraph.from_models([node]))
        stores.append(store)
    for number in (0, 1, 2, 0, 3):
        assert read(stores[number])[0].node_ids == [f"node-{number}"]
    assert [read(store)[1] for store in (stores[0], stores[2], stores[3])] == [KEPT, KEPT, KEPT]
    assert len(columns(snapshots)) == len(list(snapshots.glob("*.stamp"))) == 3
    mapped, _ = read(stores[0])
    shutil.rmtree(snapshots)
    assert mapped.node("node-0").attributes == {"note": extra}, "a mapped file stays readable when it is removed"
    monkeypatch.setenv("ALLIANCE_SNAPSHOTS_MB", "0")
    assert [read(stores[1])[1] for _ in range(2)] == [ANEW, ANEW]
    assert not columns(snapshots)
    for store in stores:
        store.close()


# ---- writers that die, are refused, or come together ----

WRITER = """
import sys, time
from pathlib import Path
from alliance.graph.stores.snapshots import reading
from alliance.graph.stores.sqlite.store import SQLiteStore

reading.LEAST_FACTS = 1
steps = []

def report(step, done, total):
    if not steps:
        time.sleep(0.12)
    steps.append(step)
    if steps.count("snapshot") == int(sys.argv[2]):
        print("now", flush=True)
        input()

with SQLiteStore(Path(sys.argv[1])) as store:
    print(len(store.read(report)), steps.count("snapshot"), flush=True)
"""


def writer(path: Path, stop_at: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(path), str(stop_at)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("step", [1, 9, 22])
def test_a_writer_is_killed(path: Path, snapshots: Path, hengzhou: AllianceGraph, step: int) -> None:
    with writer(path, step) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline() == "now\n"
        killed.kill()
    (part,) = snapshots.iterdir()
    assert part.suffix == ".part"
    with SQLiteStore(path) as store:
        assert [read(store)[1] for _ in range(2)] == [ANEW, KEPT]
        assert answers(store.read()) == answers(hengzhou)
        assert part.exists(), "somebody may still write it"
        os.utime(part, (time.time() - 4000,) * 2)
        for file in (*columns(snapshots), *snapshots.glob("*.stamp")):
            file.unlink()
        assert [read(store)[1] for _ in range(2)] == [ANEW, KEPT]
    assert not part.exists()


def test_a_writer_is_interrupted(path: Path, snapshots: Path) -> None:
    with writer(path, 9) as interrupted:
        assert interrupted.stdout is not None
        interrupted.stdout.readline()
        interrupted.send_signal(signal.SIGINT)
        _, words = interrupted.communicate(timeout=60)
    assert "KeyboardInterrupt" in words
    assert not list(snapshots.iterdir())


def test_two_writers_at_once(path: Path, snapshots: Path, hengzhou: AllianceGraph) -> None:
    with writer(path, 20) as first, writer(path, 5) as second:
        for each in (first, second):
            assert each.stdout is not None
            assert each.stdout.readline() == "now\n"
        for each in (second, first):
            words, errors = each.communicate("\n", timeout=60)
            assert words.startswith(str(len(hengzhou))), errors
    assert len(columns(snapshots)) == 1
    with SQLiteStore(path) as store:
        graph, where = read(store)
        assert where == KEPT
        assert answers(graph) == answers(hengzhou)


LIMITED = WRITER.replace(
    "time.sleep(0.12)", "import resource; time.sleep(0.12); resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
)


@pytest.mark.skipif(os.name != "posix", reason="the limit is that of POSIX")
def test_no_file_may_be_as_large(path: Path, snapshots: Path, hengzhou: AllianceGraph) -> None:
    command = [sys.executable, "-c", LIMITED, str(path), "-1"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.startswith(f"{len(hengzhou)} ")
    assert not list(snapshots.iterdir())


def test_the_disk_is_full(path: Path, snapshots: Path, hengzhou: AllianceGraph) -> None:
    if sys.platform != "linux" or os.geteuid():
        pytest.skip("only root can make a file system of its own")
    snapshots.mkdir(parents=True)
    size = Snapshot(hengzhou).size
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size // 2 // 4096 * 4096},mode=700", "none", str(snapshots)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        with SQLiteStore(path) as store:
            for _ in range(2):
                graph, where = read(store)
                assert where == ANEW
                assert answers(graph) == answers(hengzhou)
        assert not list(snapshots.iterdir())
    finally:
        subprocess.run(["umount", str(snapshots)], check=True)


@pytest.mark.parametrize("what", ["a file", "nothing can be made"])
def test_there_is_no_place(
    path: Path, tmp_path: Path, snapshots: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    place = tmp_path / "no folder"
    place.write_text("a file")
    monkeypatch.setenv("ALLIANCE_SNAPSHOTS", str(place if what == "a file" else place / "below"))
    with SQLiteStore(path) as store:
        assert [read(store)[1] for _ in range(2)] == [ANEW, ANEW]
    assert place.read_text() == "a file"


def test_columns_of_a_snapshot_cannot_be_changed(path: Path, snapshots: Path) -> None:
    with SQLiteStore(path) as store:
        read(store)
        graph, where = read(store)
    assert where == KEPT
    for column in (graph.relationships.sources, graph.nodes.kinds, graph.name_ranks):
        with pytest.raises(ValueError, match="read-only"):
            column[:] = 0
    assert np.all(graph.relationships.sources >= 0)
