"""Which Neo4j can be run here, and what it consists of."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from pathlib import Path

from ....errors import UnknownTerm
from ....wording import Text


@dataclass(frozen=True, slots=True)
class Line:
    """A release line of Neo4j Community Edition.

    Parameters
    ----------
    name
        `5.26` (long-term support) or `2026`.
    version
        The exact release.
    lock
        Name of the file beside this module that lists its jars and their hashes.
    main_class
        What Java starts.
    megabytes
        Size of its jars, in MB.
    """

    name: str
    version: str
    lock: str
    main_class: str
    megabytes: int

    def lock_path(self) -> Path:
        """The lock file."""
        with as_file(files(__package__).joinpath(self.lock)) as path:
            return path


@lru_cache(maxsize=1)
def lines() -> tuple[str, dict[str, Line]]:
    """The name of the default line, and all lines by name."""
    raw = tomllib.loads(files(__package__).joinpath("lines.toml").read_text(encoding="utf-8"))
    return raw["default"], {name: Line(name, **values) for name, values in raw["lines"].items()}


def line(name: str | None = None) -> Line:
    """The line of this name, or the default one."""
    default, known = lines()
    name = name or default
    if name not in known:
        raise UnknownTerm(Text("Neo4j 版本线", "line of Neo4j"), name, list(known))
    return known[name]
