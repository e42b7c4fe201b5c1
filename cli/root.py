"""The root of the command line: its commands, loaded when they are used, and what becomes of errors."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NoReturn

import click

from .. import __version__, settings
from ..errors import AllianceError
from ..queries.catalogue import by_command
from ..wording import Text, legible, without_credentials
from .bilingual import Group, Option, language_in, usage_text
from .interruption import end_as_interrupted, ignore_endings
from .options import language_option
from .streams import ReaderGone, guard_streams

INTERRUPTED = 130
WRONG_USAGE = 2

# The short help stands here and in the catalogue, so the root's help is shown without importing a single command.
COMMANDS = {
    "demo": Text(
        "载入横州实例,回答第一批问题,画出地图。", "Load the Hengzhou facts, answer the first questions, draw the map."
    ),
    "load": Text("把一个表格文件夹载入库中。", "Load a folder of tables into the store."),
    "review": Text("判断哪些节点是同一个。", "Decide which nodes are one."),
    "map-headers": Text(
        "列出表格的列名被当作什么,写出可修改的映射。", "Show what headings are taken for; write a mapping to change."
    ),
    "template": Text("写出空白名册(xlsx),填好即可载入。", "Write a blank roster (xlsx) that loads once it is filled."),
    **{
        command: Text.joined((entry.text for entry in entries), ";", "; ").sentence()
        for command, entries in by_command().items()
    },
    "map": Text("写出一个可离线打开的 HTML 地图。", "Write one HTML map that opens offline."),
    "export": Text(
        "导出全部事实:表格、JSON 行、GraphML、GEXF。", "Export all facts: tables, JSON lines, GraphML, GEXF."
    ),
    "census": Text("列出各次普查。", "List the censuses."),
    "store": Text("库的内容、检查与复制。", "What a store holds; check it, copy it."),
    "neo4j": Text("在本机运行真正的 Neo4j(只需 Python)。", "Run a real Neo4j here, with Python alone."),
    "schema": Text(
        "节点种类、关系类型和各答案的 JSON Schema。", "Kinds, relationship types and the JSON Schema of answers."
    ),
}


class Root(Group):
    """The group that loads a command when it is used, and turns errors into messages and exit codes."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """The commands in the order in which they are met."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """The command of this name."""
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in by_command():
            from .question_command import question_command

            return question_command(cmd_name)
        command: click.Command = import_module(f".{cmd_name.replace('-', '_')}_command", __package__).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands with their short help."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, text.in_(settings.language())) for name, text in COMMANDS.items()])

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """A context in the language that the command line asks for."""
        token = settings.chosen_language.set(language_in(args))
        try:
            context = super().make_context(info_name, args, parent, **extra)
        except BaseException as error:
            _say(error)
            settings.chosen_language.reset(token)
            raise
        context.call_on_close(lambda: settings.chosen_language.reset(token))
        return context

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error is shown while its language is still known."""
        try:
            returned = super().invoke(ctx)
            sys.stdout.flush()
        except BaseException as error:
            _say(error)
            raise
        return returned

    def main(  # type: ignore[override]  # the overloads of click differ in what they return; this one never does
        self, args: Sequence[str] | None = None, prog_name: str | None = None, **extra: Any
    ) -> NoReturn:
        """Run and exit with 0, 2 (usage), 3 (input refused), 4 (store) or 130 (interrupted)."""
        extra["standalone_mode"] = False
        # Our own message says what became of a connection; the driver's notes on its attempts would stand around it.
        logging.getLogger("neo4j").addHandler(logging.NullHandler())
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                stream.reconfigure(errors="replace")
        words = [_as_utf8(word) for word in (sys.argv[1:] if args is None else args)]
        sys.exit(self._exit_code(words, prog_name or "alliance", extra))

    def _exit_code(self, args: Sequence[str], prog_name: str, extra: dict[str, Any]) -> int:
        try:
            code = super().main(args=args, prog_name=prog_name, **extra)
        except AllianceError as error:
            return error.exit_code
        except click.UsageError:
            return WRONG_USAGE
        except (click.Abort, KeyboardInterrupt):
            return INTERRUPTED
        except ReaderGone:
            return 0
        return code if isinstance(code, int) else 0


def _as_utf8(word: str) -> str:
    """A word that a locale without Chinese could not decode, read as the UTF-8 that it is."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return _bytes(word).decode("utf-8", errors="replace")
    return word


def _bytes(word: str) -> bytes:
    try:
        return os.fsencode(word)
    except UnicodeEncodeError:  # half a pair, which no system gives and only a caller in Python can write
        return word.encode("utf-8", errors="replace")


def _say(error: BaseException) -> None:
    """Show an error on standard error, once, in the language of the command."""
    language = settings.language()
    if isinstance(error, AllianceError):
        _line(Text("错误:", "Error: ").in_(language) + error.in_(language))
    elif isinstance(error, click.UsageError):
        where = error.ctx.command_path if error.ctx else "alliance"
        _line(Text("用法错误:", "Usage error: ").in_(language) + usage_text(error).in_(language))
        _line(Text(f"说明:{where} --help", f"Help: {where} --help").in_(language))
    elif isinstance(error, (click.Abort, EOFError, KeyboardInterrupt)):
        _line(Text("已中断;没有留下写到一半的内容。", "Interrupted; nothing was left half written.").in_(language))


def _line(text: str) -> None:
    click.echo(legible(without_credentials(text)), err=True)


def _show_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"alliance-graph {__version__}")
        ctx.exit()


root = Root(
    "alliance",
    text=Text(
        "联盟图谱:把产业链党建联盟的组织关系和供应关系放在一张图里提问。\n每个命令都有示例:alliance 命令 --help",
        "Alliance Graph: one graph of who is organised with whom and who supplies whom, and questions to it.\n"
        "Every command has an example: alliance COMMAND --help",
    ),
    example="alliance demo\nalliance paths 校椅供电所党支部 星巴克\nalliance gaps --top 5",
    params=[
        Option(
            ["--version"],
            text=Text("显示版本。", "Show the version."),
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
        ),
        language_option(),
    ],
)


def main() -> NoReturn:
    """Entry point of the command `alliance`."""
    guard_streams()
    end_as_interrupted()
    try:
        root.main()
    finally:
        ignore_endings()
