"""Kernels in two forms from one source: plain Python, and machine code.

A module of kernels keeps to the part of Python that numba compiles and marks every function with `kernel`. Imported as
usual its functions are plain; `compiled` gives the same module a second time, with every kernel compiled. numba is the
extra `fast`: it takes half a second to start, which only a search among many links is worth.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")
_compiling: ContextVar[bool] = ContextVar("_compiling", default=False)
_kept: set[str] = set()


def kernel(function: Callable[Arguments, Result]) -> Callable[Arguments, Result]:
    """Mark a function that `compiled` compiles; the machine code is kept on disk for the next process."""
    if not _compiling.get():
        return function
    from numba import njit

    compiled_function: Callable[Arguments, Result] = njit(cache=True, nogil=True)(function)
    return compiled_function


def can_compile() -> bool:
    """Whether numba is installed."""
    return find_spec("numba") is not None


@cache
def compiled(module: ModuleType) -> ModuleType:
    """A module of kernels with every kernel compiled when it is first called.

    Parameters
    ----------
    module
        The module as it was imported.
    """
    spec = spec_from_file_location(f"{module.__name__}_compiled", module.__file__)
    assert spec
    assert spec.loader
    second = module_from_spec(spec)
    sys.modules[spec.name] = second  # numba looks a module up by its name
    with _compiled_kernels():
        spec.loader.exec_module(second)
    return second


def is_compiled(module: ModuleType) -> bool:
    """Whether this process has the second form of a module already."""
    return f"{module.__name__}_compiled" in sys.modules


def machine_code_is_kept(module: ModuleType) -> bool:
    """Whether numba is installed and compiled a module on this machine before, so that nobody waits for a compiler.

    Parameters
    ----------
    module
        A module of kernels as it was imported, with those that are called from outside in `__all__`.
    """
    return module.__name__ in _kept or (can_compile() and _is_on_disk(module))


def _is_on_disk(module: ModuleType) -> bool:
    """Whether there is machine code of each outer kernel that is newer than the source."""
    source = Path(str(module.__file__))
    changed = source.stat().st_mtime
    for name in module.__all__:
        folder = getattr(compiled(module), name).stats.cache_path
        if not folder or all(
            kept.stat().st_mtime < changed for kept in Path(folder).glob(f"{source.stem}.{name}-*.nbi")
        ):
            return False
    _kept.add(module.__name__)
    return True


@contextmanager
def _compiled_kernels() -> Iterator[None]:
    token = _compiling.set(True)
    try:
        yield
    finally:
        _compiling.reset(token)
