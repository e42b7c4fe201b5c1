"""Parts of the local server: what is told of Java, and how the password reaches Neo4j."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alliance.errors import AllianceError
from alliance.graph.stores.server import line
from alliance.graph.stores.server.fetch import jars
from alliance.graph.stores.server.java import Java, configuration
from alliance.graph.stores.server.log import LogEnd, telling_lines
from alliance.graph.stores.server.password import ensure_password


def test_notes_of_java_are_no_reason() -> None:
    printed = (
        "Picked up JAVA_TOOL_OPTIONS: -Dx=1\nWARNING: A terminally deprecated method\n\n"
        "OpenJDK 64-Bit Server VM warning: Option was deprecated\nthe reason\n\tat some.Class(File.java:1)\n"
    )
    assert telling_lines(printed) == "the reason"


def test_the_reason_is_the_innermost_cause_since_this_start(tmp_path: Path) -> None:
    console, server = tmp_path / "console.log", tmp_path / "neo4j.log"
    server.write_text("2026 ERROR an earlier failure\nCaused by: java.io.IOException: an earlier cause\n")
    log = LogEnd(console, server)
    assert log.reason() == ""
    console.write_text("WARNING: of Java\nlast words\n")
    assert log.reason() == "last words"
    with server.open("a") as file:
        file.write("2026 ERROR Failed to start\n\tat a.B(C.java:1)\n")
        file.flush()
        assert log.reason() == "Failed to start"
        file.write("Caused by: a.BException: outer\nCaused by: java.io.IOException: the cause\n")
    assert log.reason() == "the cause"


@pytest.mark.neo4j
def test_a_password_may_begin_with_a_dash(tmp_path: Path, require: Callable[[str, str], None]) -> None:
    try:
        java = Java(jars(line("5.26")), tmp_path, 256)
        java.command("any")
    except AllianceError as error:
        require("neo4j", str(error))
    (tmp_path / "conf").mkdir()
    (tmp_path / "conf" / "neo4j.conf").write_text(configuration(7687, 256), encoding="utf-8")
    (tmp_path / "password").write_text("-dash-and-more\n", encoding="utf-8")
    ensure_password(java, tmp_path / "password")
    assert (tmp_path / "data" / "dbms" / "auth.ini").is_file()
    assert (tmp_path / "password").read_text(encoding="utf-8") == "-dash-and-more\n"
    assert [path.name for path in (tmp_path / "conf").iterdir()] == ["neo4j.conf"]
