"""Why a server did not start, in its own words and without the warnings of Java."""

from __future__ import annotations

import re
from pathlib import Path

_MOST_LINES = 5
_CAUSE = re.compile(r"Caused by: (?:[\w.$]+: )?(.+)")
_NOISE = re.compile(r"WARNING:|.*\bVM warning:|(NOTE: )?Picked up \w+:|\s*(at |\.\.\. \d)|[#\s]*$")


class LogEnd:
    """What the logs of a server gain from now on; what an earlier start wrote explains nothing about this one.

    Parameters
    ----------
    console
        What the process prints.
    server
        `neo4j.log`, in which Neo4j says why it gives up.
    """

    def __init__(self, console: Path, server: Path) -> None:
        self._begin = {path: path.stat().st_size if path.is_file() else 0 for path in (console, server)}
        self._console, self._server = console, server

    def reason(self) -> str:
        """The innermost cause or the error in the log of Neo4j, else the last lines that the process printed."""
        lines = self._lines(self._server)
        errors = [line.partition(" ERROR ")[2].strip() for line in lines if " ERROR " in line]
        causes = [cause[1] for line in lines if (cause := _CAUSE.match(line))]
        return (causes or errors or [telling_lines("\n".join(self._lines(self._console)))])[-1]

    def _lines(self, path: Path) -> list[str]:
        if not path.is_file():
            return []
        begin = self._begin[path]
        with path.open("rb") as file:
            file.seek(begin if begin <= path.stat().st_size else 0)  # a log that was rotated is new as a whole
            return file.read().decode("utf-8", errors="replace").splitlines()


def telling_lines(output: str) -> str:
    """The last lines of what a Java program printed, without warnings and notes of Java itself."""
    return "\n".join([line for line in output.splitlines() if not _NOISE.match(line)][-_MOST_LINES:])
