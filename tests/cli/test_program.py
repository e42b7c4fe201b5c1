"""The command as a program of its own: what it imports, locales, terminals, pipes."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from alliance.cli.root import COMMANDS

Run = Callable[..., Result]
OK = 0


def test_help_of_the_root_lists_every_command_and_imports_none() -> None:
    code = """
import sys, alliance.cli.root as r
try: r.root.main(["--help"])
except SystemExit: pass
print(sorted(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    for name in COMMANDS:
        assert f"\n  {name} " in done.stdout
    modules = done.stdout.splitlines()[-1]
    for heavy in ("numpy", "networkx", "rich", "pydantic", "neo4j", "pyvis", "alliance.graph"):
        assert f"'{heavy}'" not in modules
    light = {"alliance.queries", "alliance.queries.catalogue", "alliance.queries.shared_options"}
    assert set(re.findall(r"'(alliance\.queries[\w.]*)'", modules)) == light


def test_finding_a_name_imports_no_graph_algorithms_and_no_driver(loaded: Run, tmp_path: Path) -> None:
    code = """
import sys, alliance.cli.root as r
try: r.root.main(["find", "星巴克", "--json"])
except SystemExit: pass
print(sorted(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    answer, modules = done.stdout.splitlines()
    assert json.loads(answer)["status"] == "found"
    for heavy in ("networkx", "neo4j", "pyvis", "pypinyin", "pandas", "alliance.loaders"):
        assert f"'{heavy}'" not in modules


def test_notes_of_the_driver_do_not_reach_the_screen() -> None:
    code = """
import logging, alliance.cli.root as r
try: r.root.main(["--version"])
except SystemExit: pass
logging.getLogger("neo4j.pool").warning("Transaction failed and will be retried")
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""


def program(*words: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    clean = {key: value for key, value in os.environ.items() if not key.startswith(("ALLIANCE", "LC_", "LANG"))}
    return subprocess.run(
        [sys.executable, "-m", "alliance", *words],
        cwd=cwd,
        env={**clean, **environment},
        capture_output=True,
        check=False,
    )


def test_the_locale_chooses_the_language_and_json_is_utf8_in_every_locale(loaded: Run, tmp_path: Path) -> None:
    chinese = program("find", "星巴克", cwd=tmp_path, LANG="zh_CN.UTF-8")
    english = program("find", "星巴克", cwd=tmp_path, LANG="en_US.UTF-8")
    assert "个节点" in chinese.stdout.decode()
    assert "answers to" in english.stdout.decode()
    plain = program("find", "星巴克", "--json", cwd=tmp_path, LC_ALL="C", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert json.loads(plain.stdout.decode("utf-8"))["rows"][0]["name"] == "星巴克"


def test_a_terminal_without_chinese_shows_question_marks_and_no_traceback(loaded: Run, tmp_path: Path) -> None:
    result = program("gaps", "--top", "1", cwd=tmp_path, PYTHONIOENCODING="ascii", LANG="en_US.UTF-8")
    assert result.returncode == OK
    assert b"Traceback" not in result.stderr


def test_a_closed_pipe_ends_quietly(loaded: Run, tmp_path: Path) -> None:
    head = shutil.which("head")
    if head is None:
        pytest.skip("there is no head on this machine")
    command = f"{sys.executable} -m alliance coverage --json | {head} -c 10"
    done = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == b'{"question'
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr
