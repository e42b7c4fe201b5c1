"""Options that several commands share."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import click

from .. import settings
from ..errors import BadDate
from ..queries.shared_options import ANY_DAY, STORE
from ..wording import Text
from .bilingual import Option, WrongUse

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def option(*names: str, zh: str, en: str, **attributes: Any) -> Decorator:
    """An option with its help in both languages."""
    return click.option(*names, cls=Option, text=Text(zh, en), **attributes)


def language_option() -> Option:
    """`--lang`; `bilingual.language_in` reads it before anything is parsed, wherever it stands."""
    return Option(
        ["--lang"],
        text=Text("输出语言 zh 或 en(默认按系统语言)。", "Language of the output, zh or en (default: the locale's)."),
        type=click.Choice(["zh", "en"]),
        expose_value=False,
    )


def with_language(function: Callable[..., Any]) -> Callable[..., Any]:
    """Accept `--lang` after the command."""
    function.__click_params__ = [*getattr(function, "__click_params__", []), language_option()]  # type: ignore[attr-defined]
    return function


def with_store(function: Callable[..., Any]) -> Callable[..., Any]:
    """Accept `--store`; the command gets its location as `store`."""
    text = STORE.text.sentence()
    return option(
        "--store",
        metavar=STORE.metavar,
        envvar="ALLIANCE_STORE",
        default=settings.DEFAULT_STORE,
        zh=text.zh,
        en=text.en,
    )(function)


NO_SNAPSHOT = "alliance.no_snapshot"
"""Under this name a command knows that `--no-snapshot` was given."""


def with_snapshot(function: Callable[..., Any]) -> Callable[..., Any]:
    """Accept `--no-snapshot`: what the command reads, it reads from the store itself."""
    return option(
        "--no-snapshot",
        is_flag=True,
        expose_value=False,
        callback=_remember,
        zh="从库本身读取,不用也不写缓存里的快照;也可设环境变量 ALLIANCE_SNAPSHOTS=off。",
        en="Read the store itself; neither use nor write a snapshot in the cache. Also ALLIANCE_SNAPSHOTS=off.",
    )(function)


def _remember(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    ctx.meta[NO_SNAPSHOT] = wanted


def with_shared(function: Callable[..., Any]) -> Callable[..., Any]:
    """Accept `--shared`; the command gets it as `shared`."""
    return option(
        "--shared",
        is_flag=True,
        zh="Neo4j 数据库里可以有别的数据(说一次即可);别的数据从不读取、改动或删除。",
        en="Other things may live in the Neo4j database (say it once); they are never read, changed or deleted.",
    )(function)


class FileName(click.Path):
    """The name of a file or folder: not empty (an unset variable in a script) and possible for the system."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The name as a path."""
        try:
            possible = b"\0" not in os.fsencode(value) and bool(str(value))
        except UnicodeEncodeError:
            possible = False
        if not possible:
            wrong = Text(
                "名称是空的,或含有系统不接受的字符。", "The name is empty or holds a character that the system refuses."
            )
            self.fail(wrong.in_(settings.language()), param, ctx)
        return Path(os.fsdecode(super().convert(value, param, ctx)))


def with_force(function: Callable[..., Any]) -> Callable[..., Any]:
    """Accept `--force`; the command gets it as `force`."""
    return option(
        "--force",
        is_flag=True,
        zh="替换已有的同名文件,尽管它不是先前写出的同类文件(库和输入从不替换)。",
        en="Replace a file of this name that no earlier output made; a store or an input is never replaced.",
    )(function)


@dataclass(frozen=True, slots=True)
class Output:
    """How an answer is printed.

    Parameters
    ----------
    form
        `json`, `csv`, or None for people.
    whole
        For people: every row, however many there are.
    bom
        CSV begins with a byte order mark.
    html
        The file that the answer is written to as a page too, if any.
    force
        That file may replace one that no earlier output made.
    """

    form: str | None
    whole: bool
    bom: bool
    html: Path | None = None
    force: bool = False


def with_output(function: Callable[..., Any]) -> Callable[..., Any]:
    """Accept `--json`, `--csv` with `--bom`, and `--all`; the command gets them as `output`, an `Output`."""
    return _with_output(function, _OUTPUT_OPTIONS)


def with_answer_output(function: Callable[..., Any]) -> Callable[..., Any]:
    """Accept what `with_output` does, and `--html` with `--force`."""
    return _with_output(function, (*_OUTPUT_OPTIONS, *_PAGE_OPTIONS))


def _with_output(function: Callable[..., Any], options: Sequence[Decorator]) -> Callable[..., Any]:
    @functools.wraps(function)
    def command(
        *arguments: Any,
        form: str | None,
        whole: bool,
        bom: bool,
        html: Path | None = None,
        force: bool = False,
        **others: Any,
    ) -> Any:
        if bom and form != "csv":
            raise WrongUse(Text("--bom 要与 --csv 同用。", "--bom goes with --csv only."))
        if force and not html:
            raise WrongUse(Text("--force 要与 --html 同用。", "--force goes with --html only."))
        return function(*arguments, output=Output(form, whole, bom, html, force), **others)

    for add in reversed(options):
        add(command)
    return command


_OUTPUT_OPTIONS = (
    option("--json", "form", flag_value="json", zh="输出一个 JSON 对象(UTF-8)。", en="Print one JSON object (UTF-8)."),
    option(
        "--csv",
        "form",
        flag_value="csv",
        zh="以 CSV 输出全部各行;列名不随语言变。",
        en="Print all rows as CSV; the names of the columns are the same in every language.",
    ),
    option(
        "--bom",
        is_flag=True,
        zh="与 --csv 同用:开头加字节顺序标记,Excel 才能认出中文。",
        en="With --csv: begin with a byte order mark, so that Excel reads Chinese rightly.",
    ),
    option(
        "--all",
        "whole",
        is_flag=True,
        zh="在屏幕上列出全部各行,不论多长。",
        en="List every row on the screen, however long.",
    ),
)

_PAGE_OPTIONS = (
    option(
        "--html",
        metavar="FILE",
        type=FileName(),
        zh="另把答案写成一个 HTML 文件,断网也能打开:句子、图、表、证据、范围、不知道的、来源。",
        en="Also write the answer as one HTML file that opens without a network: sentence, picture, table, evidence, "
        "bounds, what is not known, sources.",
    ),
    with_force,
)


def with_any_day(function: Callable[..., Any]) -> Callable[..., Any]:
    """Accept `--as-of DAY`; the command gets it as `as_of`, None for all recorded links."""
    text = ANY_DAY.text.sentence()
    return option("--as-of", metavar=ANY_DAY.metavar, callback=day_of, zh=text.zh, en=text.en)(function)


def day_of(_ctx: click.Context, _parameter: click.Parameter, text: str | None) -> date | None:
    """The day that was typed; a month or a year is none."""
    from ..graph.dates import PartialDate

    if text is None:
        return None
    try:
        day = PartialDate.parse(text)
    except BadDate:
        day = None
    if day is None or day.first != day.last:
        wanted = Text(
            f"“{text}”不是一天。请写到日,如 2024-06-30。", f'"{text}" is not a day. Write one such as 2024-06-30.'
        )
        raise click.BadParameter(wanted.in_(settings.language()))
    return day.first
