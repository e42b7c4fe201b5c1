"""What a file says of itself: its layout, the data version, and what its rows add up to, under a seal.

This is the one place that decides whether a file is empty, answers, or is broken.
"""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from pathlib import Path

from ....errors import StoreDamaged, StoreEmpty, StoreOutdated
from ...identity import digest, version_text
from ..states import Broken, Empty, Ready, State
from .failures import altered, mapped_errors, unreadable_is_damage
from .sums import Tally

FORMAT = 3
"""1: data version alone. 2: the sums of the rows beside it, and a seal on both. 3: search texts in one script, and with
the uscc."""


@dataclass(slots=True)
class Contents:
    """What a file holds, as the last write left it.

    Parameters
    ----------
    version
        The data version as a number; 0 while nothing was loaded.
    tally
        What the rows add up to.
    """

    version: int = 0
    tally: Tally = field(default_factory=Tally)


def layout(connection: sqlite3.Connection) -> int:
    """The format that a file is in."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def must_be_current(path: Path, connection: sqlite3.Connection) -> None:
    """Raise `StoreOutdated` for a file of an earlier format."""
    if layout(connection) < FORMAT:
        raise StoreOutdated(str(path))


def read_contents(path: Path, connection: sqlite3.Connection) -> Contents:
    """What the file says of itself.

    Raises
    ------
    StoreOutdated
        It is in an earlier format.
    StoreDamaged
        What it says is not what was written.
    """
    must_be_current(path, connection)
    with unreadable_is_damage(path):
        kept = kept_values(connection)
        if kept["seal"] != _seal(kept["data_version"], kept["tally"]):
            raise altered(path)
        return Contents(int(kept["data_version"], 16), Tally.of_text(kept["tally"]))


def must_hold_facts(path: Path, contents: Contents) -> None:
    """Raise `StoreEmpty` for a file into which nothing was loaded: nothing can be concluded from it."""
    if not contents.version:
        raise StoreEmpty(str(path))


def kept_values(connection: sqlite3.Connection) -> dict[str, str]:
    """The rows of the table `meta`."""
    return dict(connection.execute("SELECT key, value FROM meta"))


def write_contents(connection: sqlite3.Connection, contents: Contents) -> None:
    """Keep what the file holds now."""
    version, tally = version_text(contents.version), contents.tally.text()
    values = {"data_version": version, "tally": tally, "seal": _seal(version, tally)}
    connection.execute("DELETE FROM meta")
    connection.executemany("INSERT INTO meta VALUES (?, ?)", values.items())


def _seal(version: str, tally: str) -> str:
    return digest("meta", version, tally).hex()


def state_of(path: Path, connection: sqlite3.Connection) -> State:
    """Empty, ready or broken, by what the file says of itself."""
    try:
        with mapped_errors(path):
            contents = read_contents(path, connection)
    except (StoreDamaged, StoreOutdated) as error:
        return Broken(error.message)
    return Ready(version_text(contents.version)) if contents.version else Empty()
