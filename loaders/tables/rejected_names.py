"""How a file is called that holds the rows which a load left out: `organizations.rejected.csv`."""

from __future__ import annotations

import re
from pathlib import Path

_REJECTED = re.compile(r"(?P<stem>.+)\.rejected(?:-\d+)?", re.IGNORECASE)


def rejected_name(file: Path, number: int, ending: str) -> str:
    """The name for the rows of a file.

    Parameters
    ----------
    file
        The table; or a file of rows that were left out before.
    number
        Which one it is; all but the first carry their number.
    ending
        Of the new file.
    """
    return f"{without_rejected(file.stem)}.rejected{f'-{number}' if number > 1 else ''}{ending}"


def without_rejected(stem: str) -> str:
    """The name of a table, be it that of its rows which were left out; without the ending of the file."""
    match = _REJECTED.fullmatch(stem)
    return match["stem"] if match else stem


def is_rejected(path: Path) -> bool:
    """Whether a file holds rows that a load left out."""
    return bool(_REJECTED.fullmatch(path.stem))
