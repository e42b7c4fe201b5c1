"""What may stand after `--store`, and what is refused with which words."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from alliance.errors import AllianceError, InputRefused, NotAStore, StoreUnreachable
from alliance.graph.stores.locations import open_store, store_files

CREDENTIALS = [
    "http://u:SECRET@h",
    "foo://u:SECRET@x@y",
    "foo://u:SEC RET\nSECRET@y",
    "neo4j://u:SECRET@h",
    "neo4j://:SECRET@h",
    "neo4j://u:SEC/SECRET@h",
    "neo4j://u/SECRET@h",
    "neo4j:u:SECRET@h",
    "u:SECRET@h:7687",
    "bolt://u:SECRET%40h",
    "bolt://[SECRET@h",
    "sqlite://u:SECRET@h/x",
    "://SECRET@h",
]


@pytest.mark.parametrize("location", CREDENTIALS)
def test_what_stands_before_an_at_is_never_repeated(location: str) -> None:
    with pytest.raises(InputRefused) as caught:
        open_store(location)
    assert "SECRET" not in caught.value.in_("zh") + caught.value.in_("en")
    assert caught.value.__cause__ is None


@pytest.mark.parametrize(
    "location", ["bolt://[::1", "bolt://h:99999", "bolt://h:0", "bolt://h:abc", "bolt://", "ftp://h", "sqlite://h/x.db"]
)
def test_an_address_that_cannot_be_read_is_shown(location: str) -> None:
    with pytest.raises(InputRefused, match=r"alliance\.db|three slashes") as caught:
        open_store(location)
    assert location in str(caught.value)


@pytest.mark.parametrize("location", ["", "a\0b", "\ud800.db", "sqlite:///", "sqlite:///a%00b"])
def test_impossible_names_are_refused(location: str) -> None:
    with pytest.raises(InputRefused, match="name of the store"):
        open_store(location, create=True)
    assert store_files(location) == []


@pytest.mark.parametrize("length", [248, 256, 300, 5000])
def test_a_name_that_is_too_long_is_refused_before_anything_is_made(tmp_path: Path, length: int) -> None:
    with pytest.raises(StoreUnreachable, match="name is too long"):
        open_store(tmp_path / ("x" * length), create=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("create", [True, False])
def test_only_a_plain_file_can_be_a_store(tmp_path: Path, create: bool) -> None:
    os.mkfifo(tmp_path / "pipe")
    for location, sort in (("/dev/zero", "a device"), (tmp_path, "a folder"), (tmp_path / "pipe", "a named pipe")):
        with pytest.raises(NotAStore, match=sort) as caught:
            open_store(location, create=create)
        assert str(location) in caught.value.message.zh


def test_a_tilde_is_the_folder_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for location in ("~/mine.db", "sqlite:///~/mine.db"):
        assert store_files(location)[0] == tmp_path / "mine.db"
        with open_store(location, create=True) as store:
            assert store.location == str(tmp_path / "mine.db")
    with pytest.raises(InputRefused, match="home folder of ~nobody-of-this-name"):
        open_store("~nobody-of-this-name/a.db")


def test_a_file_may_have_an_at_in_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for location in ("me@work.db", "./a:b@c.db"):
        with open_store(location, create=True):
            pass
    with pytest.raises(AllianceError, match=r"write \./ before it"):
        open_store("a:b@c.db", create=True)


def test_a_server_keeps_no_files_here() -> None:
    assert store_files("neo4j") == store_files("bolt://h:7687") == []
