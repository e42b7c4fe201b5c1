"""What a server itself says of the last change, whoever made it.

Community Edition leaves `lastCommittedTxn` of `SHOW DATABASES` empty. What every server of both lines tells every
user is the bookmark of a transaction that reads: it names the database and the last transaction that was committed
there (Bolt: "bookmark"), and is compared here and not read. The rights of the user are kept in the database `system`;
its bookmark says that they are still the same. A server that refuses one of the three, or stands for several, has no
snapshot.
"""

from __future__ import annotations

from typing import LiteralString

from neo4j import Session
from neo4j.exceptions import ClientError

from .statements import statement

SYSTEM = "system"
_WHO: LiteralString = "SHOW CURRENT USER YIELD user"


def engine_marks(session: Session, system: Session) -> tuple[str, ...] | None:
    """What moves with every change in a database and in the rights of its users; None when the server does not say it.

    Parameters
    ----------
    session
        Of the database of the graph.
    system
        Of the database `system`.
    """
    try:
        info = session.execute_read(lambda tx: tx.run(statement("database_info")).values())
        system.execute_read(lambda tx: tx.run(_WHO).consume())
    except ClientError:
        return None
    bookmarks = [opened.last_bookmarks().raw_values for opened in (session, system)]
    if len(info) != 1 or any(len(values) != 1 for values in bookmarks):
        return None
    return (*map(str, info[0]), *(next(iter(values)) for values in bookmarks))
