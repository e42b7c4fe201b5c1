"""The commands of the questions: made from signatures, so that every parameter can be asked and shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import Result

from alliance.cli.root import COMMANDS, root
from alliance.queries.catalogue import CATALOGUE, Entry, by_command
from alliance.queries.question import declaration

Run = Callable[..., Result]
OK, WRONG_USAGE = 0, 2

STORY = Path(__file__).parents[1] / "loaders" / "food_standard"


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.id)
def test_every_parameter_is_in_the_help_in_both_languages(run: Run, entry: Entry) -> None:
    shown = {language: run(entry.command, "--help", "--lang", language).stdout for language in ("zh", "en")}
    squeezed = {language: "".join(text.split()) for language, text in shown.items()}
    for parameter in declaration(entry.load()).parameters:
        for language in squeezed:
            names = (parameter.name.upper(),) if parameter.positional else parameter.flags
            assert all(name in shown[language] for name in names)
        for short in parameter.option.shorthands:
            assert short.name in shown["en"]
    assert "".join(entry.text.zh.split()) in squeezed["zh"]
    assert "".join(entry.text.en.split()).lower() in squeezed["en"].lower()


def test_the_root_lists_the_questions_in_the_order_of_the_catalogue() -> None:
    assert [name for name in COMMANDS if name in by_command()] == list(by_command())
    for name in by_command():
        command = root.get_command(click.Context(root), name)
        assert command is not None
        flags = [flag for parameter in command.params for flag in parameter.opts]
        assert len(set(flags)) == len(flags)


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.id)
def test_the_examples_of_a_question_ask_it(loaded: Run, entry: Entry) -> None:
    if entry.id == "need_route":  # the published facts name no need: the story of the food standard does
        assert loaded("load", str(STORY)).exit_code == OK
    for example in declaration(entry.load()).examples:
        program, *words = example.split()
        assert program == "alliance"
        form = [word for word in words if word not in ("--csv", "--json")]
        result = loaded(*form, "--json")
        assert result.exit_code == OK, result.output
        assert json.loads(result.stdout)["question"] == entry.id


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("coverage --rates --level core", "--level does not go with --rates."),
        ("coverage --rates --instrument post", "--instrument does not go with --rates."),
        ("coverage --kind enterprise", "--kind goes with --rates only."),
        ("coverage --rates --stage a --stage b", "With --rates, --stage is given once only."),
        ("gaps --rates", "No such option"),
    ],
)
def test_options_of_another_question_are_refused(run: Run, words: str, told: str) -> None:
    result = run(*words.split())
    assert (result.exit_code, told in result.stderr) == (WRONG_USAGE, True), result.output


def test_a_shorthand_stands_for_its_value(loaded: Run) -> None:
    ends = ("paths", "校椅供电所党支部", "星巴克", "--json")
    short, long = loaded(*ends, "--confirmed-only"), loaded(*ends, "--status", "confirmed")
    assert short.stdout == long.stdout
    assert json.loads(short.stdout)["parameters"]["statuses"] == ["confirmed"]
    assert loaded(*ends, "--confirmed-only", "--status", "tentative").stdout == short.stdout
