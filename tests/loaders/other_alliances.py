"""Small folders of tables about made-up alliances outside Hengzhou, as tests write them."""

from __future__ import annotations

from pathlib import Path

from alliance.graph import AllianceGraph
from alliance.loaders import read_folder


def write_folder(folder: Path, **tables: str) -> Path:
    """Write tables by name; each line gets the one source that all of them share as its last cell.

    Beside them stands a census, 2024H1, for those whose rosters promise something.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "sources.csv").write_text("id,title,date\ns1,编造的报道,2024-06\n", encoding="utf-8")
    (folder / "censuses.csv").write_text("label,date\n2024H1,2024-06-30\n", encoding="utf-8")
    for name, text in tables.items():
        head, *rows = text.strip().splitlines()
        lines = [f"{head},source", *(f"{row},s1" for row in rows)]
        (folder / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")
    return folder


def graph_of(folder: Path, **tables: str) -> AllianceGraph:
    """The graph of such a folder."""
    return read_folder(write_folder(folder, **tables)).batch
