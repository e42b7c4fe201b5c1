"""From format 2 to this one: the search texts of all nodes made again, in place.

Every page is a small transaction that may be run again; until the last one the store counts as outdated.
"""

from __future__ import annotations

from neo4j import ManagedTransaction, Session

from ....wording import Text, plural
from ...names import search_text
from ..store import Progress
from . import properties
from .reading import pages_of_nodes
from .state import FORMAT
from .statements import statement


def make_again(session: Session, graph: str, progress: Progress | None) -> list[Text]:
    """Make every search text again and set the format; gives what was done."""
    done = 0
    for page in pages_of_nodes(session, graph, statement("read_nodes")):
        rows = [[mark, search_text(properties.node_row(held))] for mark, _, held in page]
        session.execute_write(_write, rows)
        done += len(rows)
        if progress:
            progress("upgrade", done, 0)
    given = {"graph": graph, "format": FORMAT}
    session.execute_write(lambda tx: tx.run(statement("set_format"), given).consume())
    return [
        Text(
            f"升级为格式 {FORMAT}:重做了 {done} 个节点的查找用名称,其余一律未动",
            f"now of format {FORMAT}: names to search by made again of {plural(done, 'node')}, all else stays",
        )
    ]


def _write(tx: ManagedTransaction, rows: list[list[str]]) -> None:
    tx.run(statement("search_texts"), rows=rows).consume()
