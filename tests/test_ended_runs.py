"""A test run that is ended from outside stops the servers that it started."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[1]
SECONDS = 120
TEST_THAT_HOLDS_A_SERVER = """
import time

def test_it(servers):
    servers.local("5.26")
    print("server is up", flush=True)
    time.sleep(600)
"""


def servers_below(folder: Path) -> list[psutil.Process]:
    home = f"--home-dir={folder}"
    running = [process for process in psutil.process_iter(["cmdline"]) if process.info["cmdline"]]
    return [process for process in running if any(word.startswith(home) for word in process.info["cmdline"])]


@pytest.mark.neo4j
@pytest.mark.parametrize("moment", ["starting", "up"])
def test_sigterm_leaves_no_server_behind(tmp_path: Path, moment: str, servers) -> None:  # type: ignore[no-untyped-def]
    servers.local("5.26")  # skips where none can run
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_server.py").write_text(TEST_THAT_HOLDS_A_SERVER, encoding="utf-8")
    options = ["-s", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", f"--basetemp={tmp_path / 'base'}"]
    command = [sys.executable, "-m", "pytest", "-c", str(ROOT / "pyproject.toml"), *options, str(tmp_path)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        assert run.stdout is not None
        if moment == "up":
            assert any("server is up" in line for line in run.stdout)
        deadline = time.monotonic() + SECONDS
        while not servers_below(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert len(servers_below(tmp_path)) == 1
        run.terminate()
        rest, _ = run.communicate(timeout=SECONDS)
    assert "KeyboardInterrupt" in rest
    assert servers_below(tmp_path) == []
