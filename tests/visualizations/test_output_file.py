"""Outputs go to new names and over earlier outputs of their sort, whole or not at all, and never over anything else."""

from __future__ import annotations

import os
import resource
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from alliance.errors import FileRefused
from alliance.graph import AllianceGraph
from alliance.graph.stores.sqlite.store import SQLiteStore
from alliance.visualizations import AllianceMap
from alliance.visualizations.output_file import OutputFile, OutputSort
from alliance.wording import Text

LIST = OutputSort(Text("清单", "list"), b"made by the list maker")
CONTENT = "made by the list maker: 茉莉花\n"


def output(path: Path, **given: object) -> OutputFile:
    return OutputFile(path, LIST, **given)  # type: ignore[arg-type]


def refused(target: OutputFile) -> str:
    """The English words of the refusal, which both the check and the write give."""
    with pytest.raises(FileRefused) as checked:
        target.check()
    with pytest.raises(FileRefused) as written:
        target.write(CONTENT)
    assert checked.value.message == written.value.message
    return checked.value.message.en


def test_a_new_name_and_an_earlier_output_are_written(tmp_path: Path) -> None:
    target = output(tmp_path / "list.txt")
    assert target.write("made by the list maker: before") == target.path
    target.write(CONTENT)
    assert target.path.read_bytes() == CONTENT.encode()
    assert list(tmp_path.iterdir()) == [target.path]


@pytest.mark.parametrize("content", ["", "id,name\n", "x" * 5000 + CONTENT])
def test_something_else_is_replaced_by_force_alone(tmp_path: Path, content: str) -> None:
    path = tmp_path / "relationships.csv"
    path.write_text(content, encoding="utf-8")
    assert "no earlier list" in refused(output(path))
    assert path.read_text(encoding="utf-8") == content
    output(path, force=True).write(CONTENT)
    assert path.read_text(encoding="utf-8") == CONTENT


@pytest.mark.parametrize("force", [False, True])
def test_what_is_no_plain_file_stays(tmp_path: Path, force: bool) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    output(tmp_path / "list").write(CONTENT)
    (tmp_path / "link").symlink_to("list")
    (tmp_path / "dangling").symlink_to("nothing")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(tmp_path / "socket"))
    sorts = {
        tmp_path / "folder": "a folder",
        tmp_path / "pipe": "a named pipe",
        tmp_path / "link": "a symbolic link",
        tmp_path / "dangling": "a symbolic link",
        tmp_path / "socket": "a socket",
        Path("/dev/null"): "a device",
    }
    for path, sort in sorts.items():
        mode = path.lstat().st_mode
        assert f"is {sort}" in refused(output(path, force=force))
        assert path.lstat().st_mode == mode


@pytest.mark.parametrize("force", [False, True])
def test_a_store_and_inputs_stay(tmp_path: Path, hengzhou: AllianceGraph, force: bool) -> None:
    store, named, tables = tmp_path / "a.db", tmp_path / "link.db", tmp_path / "tables.csv"
    with SQLiteStore(store, create=True) as opened:
        opened.write(hengzhou)
        assert "a store or an input" in refused(output(store, force=force))
    before = store.read_bytes()
    os.link(store, named)
    assert "a store or an input" in refused(output(named, force=force))
    tables.write_text(CONTENT, encoding="utf-8")
    (tmp_path / "elsewhere").symlink_to(tmp_path)
    for path in (tables, tmp_path / "elsewhere" / "tables.csv", tmp_path / "elsewhere" / "unmade.db"):
        keep = [tables, tmp_path / "unmade.db"]
        assert "a store or an input" in refused(output(path, force=force, keep=keep))
    assert store.read_bytes() == before


def test_a_name_as_long_as_the_system_allows_and_one_longer(tmp_path: Path) -> None:
    longest = "茶" * 85
    output(tmp_path / longest).write(CONTENT)
    assert "the name is too long" in refused(output(tmp_path / f"{longest}x"))
    assert [path.name for path in tmp_path.iterdir()] == [longest]


@pytest.mark.parametrize("name", ["a\0b", "\ud800"])
def test_an_impossible_name(tmp_path: Path, name: str) -> None:
    assert "does not take" in refused(output(tmp_path / name))


def test_a_folder_that_is_closed(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o500)
    if os.access(closed, os.W_OK):
        pytest.skip("this user may write into every folder")
    assert "cannot be written" in refused(output(closed / "list"))


def test_a_folder_that_is_missing_or_none(tmp_path: Path) -> None:
    assert f"there is no folder {tmp_path / 'none'}" in refused(output(tmp_path / "none" / "list"))
    (tmp_path / "file").touch()
    assert "a part of the path is not a folder" in refused(output(tmp_path / "file" / "list"))


@contextmanager
def small_disk() -> Iterator[None]:
    """Files may grow to 1,000 bytes, as on a disk that fills up; for a moment only, since it holds for every file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_write_that_the_system_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    target = output(tmp_path / "list.txt")
    target.write(CONTENT)
    with pytest.raises(FileRefused, match=r"the file is too large\. No file was left") as caught, small_disk():
        target.write(CONTENT * 1_000)
    assert not set("abcdefghijklmnopqrstuvwxyz") & set(caught.value.message.zh.replace(str(target.path), ""))
    assert target.path.read_text(encoding="utf-8") == CONTENT
    assert list(tmp_path.iterdir()) == [target.path]


def test_the_mode_of_a_new_file_is_the_one_that_the_user_set(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        output(tmp_path / "list.txt").write(CONTENT)
    finally:
        os.umask(before)
    assert (tmp_path / "list.txt").stat().st_mode & 0o777 == 0o600


def test_a_map_obeys_too(tmp_path: Path, hengzhou: AllianceGraph) -> None:
    drawn = AllianceMap.of(hengzhou, around="xbk")
    path = tmp_path / "map.html"
    assert drawn.save(drawn.save(path)) == path
    path.write_text("a page of mine", encoding="utf-8")
    with pytest.raises(FileRefused, match="no earlier map"):
        drawn.save(path)
    drawn.save(path, force=True)
    assert path.read_text(encoding="utf-8") == drawn.generate_html()
