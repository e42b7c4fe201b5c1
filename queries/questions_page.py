"""The page `docs/questions.md`: every question with its options, in both languages, made from the signatures."""

from __future__ import annotations

from collections.abc import Iterator

from ..wording import Text
from .catalogue import CATALOGUE, Entry
from .parameters import REQUIRED, Parameter, bounds_text
from .question import Declaration, declaration

_HEAD = """# 提问 Questions

<!-- Made from the catalogue and the signatures by `python -m alliance.queries.generated`; changes here are lost. -->

每个提问是一个 Python 函数,也是一个命令。命令另有 `--store`、`--json`、`--csv`、`--bom`、`--all`、`--html`、
`--force` 和 `--lang`。答案的形式见 `alliance schema`。

Each question is a Python function and a command. Commands also have `--store`, `--json`, `--csv`, `--bom`, `--all`,
`--html`, `--force` and `--lang`. What answers look like: `alliance schema`.
"""
_TABLE = "| Python | 命令 command | 含义 meaning | 取值 values | 默认 default |\n| --- | --- | --- | --- | --- |"


def page_text() -> str:
    """The whole page."""
    return "\n".join([_HEAD, *(line for entry in CATALOGUE for line in _section(entry))])


def _section(entry: Entry) -> Iterator[str]:
    question = declaration(entry.load())
    switch = f" {question.switch.names[0]}" if question.switch else ""
    first, about = entry.text.sentence(), question.about
    yield f"## {entry.id}: {entry.zh}\n"
    yield f"`alliance.{entry.function}` · `alliance {entry.command}{switch}`\n"
    yield f"{first.zh}{about.zh}\n"
    yield f"{first.en} {about.en}\n"
    yield f"```text\n{_signature(entry, question)}\n```\n"
    yield _TABLE
    yield from (_row(parameter) for parameter in question.parameters)
    yield "\n```\n" + "\n".join(question.examples) + "\n```\n"


def _signature(entry: Entry, question: Declaration) -> str:
    """A call with everything that may be said, and the defaults of the rest."""
    words = [question.place]
    for parameter in question.signature.parameters.values():
        if parameter.name != question.place:
            default = "" if parameter.default is REQUIRED else f"={parameter.default!r}"
            words.append(f"{parameter.name}{default}")
    return f"alliance.{entry.function}({', '.join(words)})"


def _row(parameter: Parameter) -> str:
    name = f"{parameter.argument}.{parameter.name}" if parameter.rule else parameter.name
    typed = parameter.name.upper() if parameter.positional else _typed(parameter)
    cells = (f"`{name}`", typed, _both(parameter.option.text), _values(parameter), _default(parameter))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _typed(parameter: Parameter) -> str:
    short = [short.name for short in parameter.option.shorthands]
    return ", ".join(f"`{flag}`" for flag in (*parameter.flags, *short))


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh}<br>{text.en}"


def _values(parameter: Parameter) -> str:
    """The closed list, or the bounds; a list of what the schema declares is found there."""
    if parameter.terms:
        return ", ".join(f"`{term}`" for term in parameter.terms)
    return _both(bounds_text(parameter.option))


def _default(parameter: Parameter) -> str:
    if parameter.default is REQUIRED:
        return _both(Text("必填", "required"))
    default = parameter.told(parameter.default)
    if isinstance(default, list):
        return ", ".join(f"`{value}`" for value in default)
    return "" if default is None or default is False else f"`{default}`"
