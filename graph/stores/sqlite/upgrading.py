"""From an earlier file format to this one, in one transaction."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

from ....errors import StoreDamaged
from ....wording import Text, some
from ..checks import Examination, examine
from ..differences import TABLES, row_key
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
    done.append(
        Text(
            f"{path} 由格式 {before} 升级为格式 {FORMAT};{facts} 条事实全部保留,摘要已核对",
            f"{path} went from format {before} to format {FORMAT}; all {facts} facts stay, their digests were verified",
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
    what = Text("、".join(text.zh for text in wrong), ", ".join(text.en for text in wrong))
    raise StoreDamaged(
        Text(
            f"{path} 没有升级,未作任何改动:它在升级之前已经损坏。不对的是:{what.zh}({facts.zh or '缺少或多出事实'})。"
            "请用备份恢复,或把原始表格载入一个新库。",
            f"{path} was not upgraded, and nothing in it changed: it was damaged before. What is wrong: {what.en} "
            f"({facts.en or 'facts are missing or were added'}). Restore a backup, or load the original tables into a "
            "new store.",
        )
    )
