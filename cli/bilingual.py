"""Click in two languages: help, headings and usage errors in Chinese or English, chosen when they are shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

import click

from .. import settings
from ..wording import Language, Text

_HEADINGS = {"Options": "选项", "Commands": "命令", "Arguments": "参数", "Examples": "示例"}
_HELP = Text("显示本说明。", "Show this help.")


class Formatter(click.HelpFormatter):
    """Headings in the language of the user."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """`Usage: …`."""
        super().write_usage(prog, args, Text("用法:", "Usage: ").in_(settings.language()) if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        """`Options:`."""
        super().write_heading(_HEADINGS.get(heading, heading) if settings.language() == "zh" else heading)


class Context(click.Context):
    """A context that writes help with our formatter."""

    formatter_class = Formatter


class Option(click.Option):
    """An option whose help exists in both languages; a default is named in it."""

    def __init__(self, names: Sequence[str], *, text: Text, **given: Any) -> None:
        super().__init__(names, **given)
        self.text = text

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help in the language of the user."""
        language = settings.language()
        self.help = self.text.in_(language)
        if isinstance(self.default, (str, int)) and not self.is_flag and self.default != "":
            self.help += Text(f"[默认 {self.default}]", f" [default: {self.default}]").in_(language)
        return super().get_help_record(ctx)


class Argument(click.Argument):
    """An argument whose help exists in both languages."""

    def __init__(self, names: Sequence[str], *, text: Text, **given: Any) -> None:
        super().__init__(names, **given)
        self.text = text


class _Documented(click.Command):
    """A command with a text and an example in both languages."""

    context_class = Context

    def __init__(self, *given: Any, text: Text, example: str = "", **more: Any) -> None:
        super().__init__(*given, **more)
        self.text = text
        self.example = example

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - the first sentence is always short
        """The first line of the text."""
        return self.text.in_(settings.language()).splitlines()[0]

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The text."""
        with formatter.indentation():
            for paragraph in self.text.in_(settings.language()).split("\n"):
                formatter.write_paragraph()
                formatter.write_text(paragraph)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The arguments that say what they are, then the options."""
        documented = [argument for argument in self.params if isinstance(argument, Argument)]
        if documented:
            with formatter.section("Arguments"):
                language = settings.language()
                formatter.write_dl([(a.make_metavar(ctx), a.text.in_(language)) for a in documented])
        super().format_options(ctx, formatter)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The example."""
        if self.example:
            with formatter.section("Examples"):
                for line in self.example.splitlines():
                    formatter.write(f"  {line}\n")

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """`--help` in the language of the user."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _HELP.in_(settings.language())
        return option


class Command(_Documented):
    """A command with a text and an example in both languages."""


class Group(_Documented, click.Group):
    """A group of commands with a text in both languages."""

    command_class = Command


def command(group: click.Group, name: str, text: Text, example: str) -> Callable[[Callable[..., Any]], click.Command]:
    """Declare a command of a group.

    Parameters
    ----------
    group
        Where it belongs.
    name
        What the user types.
    text
        What it does; the first line is its short help.
    example
        One or more command lines.
    """

    def declare(function: Callable[..., Any]) -> click.Command:
        made: click.Command = click.command(name, cls=Command, text=text, example=example)(function)
        group.add_command(made)
        return made

    return declare


def language_in(args: Sequence[str]) -> Language | None:
    """The language that a command line asks for, wherever `--lang` stands in it."""
    for place, word in enumerate(args):
        value = word.removeprefix("--lang=") if word.startswith("--lang=") else None
        if word == "--lang" and place + 1 < len(args):
            value = args[place + 1]
        if value == "zh":
            return "zh"
        if value == "en":
            return "en"
    return None


class WrongUse(click.UsageError):
    """Options that do not go together; the message exists in both languages."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


def usage_text(error: click.UsageError) -> Text:
    """A usage error in both languages."""
    if isinstance(error, WrongUse):
        return error.text
    return Text(_chinese_usage(error), error.format_message())


def _chinese_usage(error: click.UsageError) -> str:
    name = _as_typed(error.param) if isinstance(error, click.BadParameter) and error.param else ""
    if isinstance(error, click.MissingParameter):
        return f"缺少参数 {name}。"
    if isinstance(error, click.NoSuchOption):
        near = f"是不是:{'、'.join(error.possibilities)}?" if error.possibilities else ""
        return f"没有选项 {error.option_name}。{near}"
    if isinstance(error, click.BadParameter):
        return f"{name} 的值无效:{_translated(error.message)}"
    return _translated(error.message)


def _as_typed(parameter: click.Parameter) -> str:
    return parameter.opts[-1] if isinstance(parameter, click.Option) else parameter.human_readable_name


def _translated(message: str) -> str:
    """What click says, in Chinese; a sentence that is not known stays as it is."""
    for pattern, chinese in _CLICK_SAYS:
        if found := re.fullmatch(pattern, message):
            return chinese.format(*found.groups())
    return message


# Click brings no translations of its own.
_CLICK_SAYS = (
    (r"Missing command\.", "缺少子命令。"),
    (r"No such command '(.*)'\..*", "没有命令 {0}。"),
    (r"Got unexpected extra arguments? \((.*)\)", "多出的参数:{0}。"),
    (r"Option '(.*)' requires an argument\.", "选项 {0} 后面缺少值。"),
    (r"Option '(.*)' does not take a value\.", "选项 {0} 不带值。"),
    (r"'(.*)' is not one of (.*)\.", "“{0}”不在可选的值中:{1}。"),
    (r"(.*) is not in the range (\d+)<=x<=(\d+)\.", "{0} 不在 {1} 到 {2} 之间。"),
    (r"(.*) is not in the range x>=(\d+)\.", "{0} 小于 {1}。"),
    (r"'(.*)' is not a valid integer(?: range)?\.", "“{0}”不是整数。"),
)
