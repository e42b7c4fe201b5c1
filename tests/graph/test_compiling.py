"""Kernels in two forms from one source."""

from __future__ import annotations

import importlib
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from alliance.graph.networks.compiling import can_compile, compiled

SOURCE = """
from alliance.graph.networks.compiling import kernel

@kernel
def doubled(number):
    return 2 * number

@kernel
def total(numbers):
    result = 0
    for number in numbers:
        result += doubled(number)
    return result
"""


@pytest.fixture
def kernels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    (tmp_path / "made_up_kernels.py").write_text(SOURCE, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("made_up_kernels")
    for name in ("made_up_kernels", "made_up_kernels_compiled"):
        sys.modules.pop(name, None)


def test_both_forms_say_the_same(kernels: Any) -> None:
    if not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    numbers = (1, 2, 39)
    assert kernels.total(numbers) == compiled(kernels).total(numbers) == 84
    assert hasattr(compiled(kernels).total, "py_func")
    assert not hasattr(kernels.total, "py_func")


def test_the_next_process_finds_the_machine_code(tmp_path: Path, kernels: Any) -> None:
    if not can_compile():
        pytest.skip("numba is missing: the extra `fast` is not installed")
    script = """
        import made_up_kernels
        from alliance.graph.networks.compiling import compiled
        total = compiled(made_up_kernels).total
        total((1, 2))
        print(sum(total.stats.cache_hits.values()))
    """
    runs = [
        subprocess.run(
            [sys.executable, "-c", dedent(script)], capture_output=True, text=True, check=True, cwd=tmp_path
        ).stdout.strip()
        for _ in range(2)
    ]
    assert runs == ["0", "1"]
