"""The commands of the questions, each made from the signatures of its questions when it is used.

Several questions may share a command: they share the options that have one name, and all but the first are asked by
their switch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any

import click
from click.core import ParameterSource

from ..graph.stores.locations import open_store
from ..option import Option as Declared
from ..queries.catalogue import Entry, by_command
from ..queries.parameters import REQUIRED, Parameter
from ..queries.question import Declaration, declaration
from ..wording import Text
from .bilingual import Argument, Command, Option, WrongUse
from .options import Output, day_of, with_answer_output, with_language, with_snapshot, with_store
from .output import show
from .pages import page_target, write_page
from .reading import read_graph

Values = Mapping[str, Any]
"""By the names that click knows."""


def question_command(name: str) -> click.Command:
    """The command of one question, or of several that are told apart by a switch."""
    entries = by_command()[name]
    functions = [entry.load() for entry in entries]
    questions = [declaration(function) for function in functions]

    @click.pass_context
    def ask(ctx: click.Context, /, store: str, output: Output, **values: Any) -> None:
        which = _place(questions, values)
        typed = [name for name in values if ctx.get_parameter_source(name) is ParameterSource.COMMANDLINE]
        _check_use(questions, questions[which], {name: values[name] for name in typed})
        arguments, options = _call(questions[which], values)
        page = page_target(output, store)
        with ExitStack() as stack:
            where = stack.enter_context(open_store(store)) if questions[which].takes_store else read_graph(store)
            answer = functions[which](where, *arguments, **options)
            show(answer, output)
            if page:
                write_page(page, answer, where)

    answering = with_answer_output(with_language(ask))
    if not all(question.takes_store for question in questions):
        answering = with_snapshot(answering)
    command: click.Command = click.command(
        name,
        cls=Command,
        text=_help(entries, questions),
        example="\n".join(example for question in questions for example in question.examples),
        params=list(_click_parameters(questions)),
    )(with_store(answering))
    return command


def _help(entries: Sequence[Entry], questions: Sequence[Declaration]) -> Text:
    """What the questions ask in the first line, what a reader should know in the next."""
    first = Text.joined((entry.text for entry in entries), ";", "; ").sentence()
    return first + Text.same("\n") + Text.joined((question.about for question in questions), "", " ")


# ---- from signatures to click ----


def _click_parameters(questions: Sequence[Declaration]) -> Iterator[click.Parameter]:
    same: dict[str, list[Parameter]] = {}
    for question in questions:
        for parameter in question.parameters:
            same.setdefault(_name(parameter), []).append(parameter)
        if question.switch:
            yield _flag(question.switch.names[0], question.switch.text)
    for name, parameters in same.items():
        parameter = max(parameters, key=lambda either: either.repeatable)
        if parameter.positional:
            yield _argument(parameter, all_take_it=len(parameters) == len(questions))
        else:
            yield _option(parameter, _switch_of(questions, name))
        for short in parameter.option.shorthands:
            yield _flag(short.name, short.text)


def _name(parameter: Parameter) -> str:
    """What click calls it: by its flag, since several questions may mean one option by different parameters."""
    return parameter.name if parameter.positional else _flag_name(parameter.flags[-1])


def _flag_name(flag: str) -> str:
    return flag.removeprefix("--").replace("-", "_")


def _names(question: Declaration) -> set[str]:
    """The names of all that goes with a question."""
    short = {_flag_name(short.name) for parameter in question.parameters for short in parameter.option.shorthands}
    switch = {_flag_name(question.switch.names[0])} if question.switch else set()
    return short | switch | {_name(parameter) for parameter in question.parameters}


def _switch_of(questions: Sequence[Declaration], name: str) -> Declared | None:
    """The switch without which an option means nothing."""
    return next(question.switch for question in questions if name in _names(question))


def _flag(flag: str, text: Text) -> Option:
    return Option([flag, _flag_name(flag)], text=text.sentence(), is_flag=True)


def _argument(parameter: Parameter, *, all_take_it: bool) -> Argument:
    required = parameter.default is REQUIRED and all_take_it
    count = -1 if parameter.repeatable else 1
    return Argument([parameter.name], text=parameter.option.text.sentence(), required=required, nargs=count)


def _option(parameter: Parameter, switch: Declared | None) -> Option:
    text = parameter.option.text
    if switch:
        text = Text(f"与 {switch.names[0]} 同用:{text.zh}", f"with {switch.names[0]}: {text.en}")
    names = [*parameter.flags, _name(parameter)]
    if parameter.sort == "flag":
        return Option(names, text=text.sentence(), is_flag=True)
    return Option(
        names,
        text=text.sentence(),
        type=_type(parameter),
        metavar=parameter.option.metavar or None,
        multiple=parameter.repeatable,
        default=None if parameter.repeatable or parameter.default is REQUIRED else parameter.default,
        required=parameter.default is REQUIRED,
        callback=day_of if parameter.sort == "day" else None,
    )


def _type(parameter: Parameter) -> click.IntRange | click.Choice[str] | None:
    if parameter.sort == "number":
        return click.IntRange(parameter.option.least, parameter.option.most)
    return click.Choice(parameter.terms) if parameter.terms and not parameter.option.metavar else None


# ---- from what was typed to a call ----


def _place(questions: Sequence[Declaration], values: Values) -> int:
    """The place of the question whose switch was typed, else of the first."""
    chosen = [
        place for place, question in enumerate(questions)
        if question.switch and values[_flag_name(question.switch.names[0])]
    ]  # fmt: skip
    return chosen[0] if chosen else 0


def _check_use(questions: Sequence[Declaration], question: Declaration, typed: Values) -> None:
    """Refuse what another question of the command takes, and several values where this one takes one."""
    switch = question.switch.names[0] if question.switch else ""
    arguments = {parameter.name for asked in questions for parameter in asked.parameters if parameter.positional}
    for name in (name for name in typed if name not in _names(question)):
        flag = name.upper() if name in arguments else f"--{name.replace('_', '-')}"
        wanted = _switch_of(questions, name)
        if wanted and flag not in wanted.names:
            raise WrongUse(Text(f"{flag} 要与 {wanted.names[0]} 同用。", f"{flag} goes with {wanted.names[0]} only."))
        raise WrongUse(Text(f"{flag} 和 {switch} 不能同用。", f"{flag} does not go with {switch}."))
    for parameter in question.parameters:
        value, flag = typed.get(_name(parameter)), parameter.flags[-1]
        if parameter.positional and parameter.default is REQUIRED and value is None:
            raise WrongUse(
                Text(f"{switch} 要有 {parameter.name.upper()}。", f"{switch} needs {parameter.name.upper()}.")
            )
        if isinstance(value, tuple) and len(value) > 1 and not parameter.repeatable:
            raise WrongUse(
                Text(f"与 {switch} 同用时,{flag} 只能有一个。", f"With {switch}, {flag} is given once only.")
            )


def _call(question: Declaration, values: Values) -> tuple[list[Any], dict[str, Any]]:
    """The arguments and the options of a call; what was not said is left to the defaults of the function."""
    arguments: list[Any] = []
    options: dict[str, Any] = {}
    rules: dict[str, dict[str, Any]] = {}
    for parameter in question.parameters:
        value = _value(parameter, values)
        if parameter.positional:
            arguments += [] if value is None else [value]
        elif value is not None:
            where = rules.setdefault(parameter.argument, {}) if parameter.rule else options
            where[parameter.name] = value
    classes = {parameter.argument: parameter.rule for parameter in question.parameters if parameter.rule}
    return arguments, options | {name: classes[name](**fields) for name, fields in rules.items()}


def _value(parameter: Parameter, values: Values) -> Any:
    """The value of a parameter; None when nothing was said."""
    for short in parameter.option.shorthands:
        if values[_flag_name(short.name)]:
            return short.value
    value = values[_name(parameter)]
    if isinstance(value, tuple):
        return (value if parameter.repeatable else value[0]) if value else None
    return value
