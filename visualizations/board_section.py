"""The board as a part of a page: sentence, three numbers, picture, key and what it stands on, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from ..wording import Text, plural
from .board import Board
from .board_picture import board_picture

BOARD_WORDS = {
    "board": Text("产业链图", "chain board"),
    "key": Text(
        "● 确有 · ◐ 列名的只是可能有 · ✕ 确认缺少 · ? 没有名单,不能判断 · 粗虚线框:合计,没有逐个列名 · "
        "名称后的 ?:不能断定 · 蓝线:工作联系 · 绿线:环节间的供给",
        "● surely has · ◐ named, but not certain · ✕ surely lacks · ? no roster, not decided · thick dashed frame: a "
        "total, not named one by one · ? behind a name: not certain · blue: working ties · green: what feeds what",
    ),
}


def board_section(environment: Environment, board: Board, sources: Mapping[str, Any]) -> Markup:
    """The section of a page; empty where no chain was loaded.

    Parameters
    ----------
    environment
        Of the templates, which escapes.
    board
        What is shown.
    sources
        The sources of the page, by id.
    """
    if not board.stages:
        return Markup("")
    pictures = {
        "zh": Markup(board_picture(board, "zh")),  # noqa: S704 - every text in it is escaped
        "en": Markup(board_picture(board, "en")),  # noqa: S704
    }
    words = {name: text.by_language() for name, text in BOARD_WORDS.items()}
    template = environment.get_template("board.html")
    page = template.render(board=board, pictures=pictures, board_words={**words, "foot": _foot(board, sources)})
    return Markup(page)  # noqa: S704 - the template escapes


def _foot(board: Board, sources: Mapping[str, Any]) -> Text:
    lost = sum(source.get("reliability") == "unlinked" for source in sources.values())
    day = board.as_of or "—"
    beside = board.unplaced
    left = Text(f"另有 {beside} 个不要求有的环节没有画出。", f" Not drawn: {plural(beside, 'stage')} not required.")
    said = Text(
        f"截至 {day}。来源 {len(sources)} 个,其中 {lost} 个无从查找。数据版本 {board.data_version[:12]}。",
        f"As of {day}. {plural(len(sources), 'source')}, {lost} of them cannot be traced. "
        f"Data version {board.data_version[:12]}.",
    )
    return said + left if beside else said
