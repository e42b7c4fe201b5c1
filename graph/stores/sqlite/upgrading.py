"""From an earlier file format to this one, in one transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from ....errors import StoreDamaged
from ....wording import Text, some
from ..checks import Examination, examine
from ..differences import TABLES, row_key
from ..states import RESTORE
from ..store import Progress
from .contents import FORMAT, Contents, layout, write_contents
from .failures import unreadable_is_damage
from .mending import kept_rows, kept_version, new_search_texts, tally_of


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether a file is in the format of this version."""
    return layout(connection) == FORMAT


def upgrade(path: Path, connection: sqlite3.Connection, progress: Progress | None) -> list[Text]:
    """Keep the sums of the rows too, once it is certain that the rows are what was loaded; see `GraphStore.upgrade`."""
    before = layout(connection)
    if before == FORMAT:
        return []
    with unreadable_is_damage(path):
        examination = examine(kept_rows(connection, progress))
        _must_be_sound(path, examination, kept_version(connection))
        done = new_search_texts(connection, examination.unsearchable)
        contents = Contents(int(examination.version, 16), tally_of(connection))
    write_contents(connection, contents)
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    facts = contents.tally.total(*TABLES)
    stays = "its 1 fact stays" if facts == 1 else f"all {facts:,} facts stay"
    done.append(
        Text(
            f"{path} 由格式 {before} 升级为格式 {FORMAT};{facts} 条事实全部保留,摘要已核对",
            f"{path} went from format {before} to format {FORMAT}; {stays}, and the digests were verified",
        )
    )
    return done


def _must_be_sound(path: Path, examination: Examination, version: str) -> None:
    """An upgrade must not make damage look sound."""
    wrong = [finding.what for finding in replace(examination, unsearchable=[]).findings(version) if not finding.sound]
    if not wrong:
        return
    altered = [row_key(row) for row in examination.altered]
    facts = some([*examination.unreadable, *examination.misnamed, *examination.loose, *altered])
    sentence = Text(
        "{path} 没有升级,未作任何改动:它在升级之前已经损坏。不对的是:{wrong}({facts})。",
        "{path} was not upgraded, and nothing in it changed: it was damaged before. What is wrong: {wrong} ({facts}). ",
    )
    facts = facts or Text("缺少或多出事实", "facts are missing or were added")
    raise StoreDamaged(sentence + RESTORE, path=path, wrong=Text.joined(wrong), facts=facts)
