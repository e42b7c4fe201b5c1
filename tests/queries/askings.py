"""Every question of the catalogue asked in many ways, made from the signatures: a new question is asked too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from alliance.errors import AllianceError
from alliance.graph import AllianceGraph, GraphStore
from alliance.queries.answer import Answer
from alliance.queries.catalogue import Entry
from alliance.queries.parameters import Parameter
from alliance.queries.question import Declaration, declaration
from alliance.tests.queries.worlds import DAY

Asking = tuple[tuple[str | tuple[str, ...], ...], dict[str, Any]]
DAYS = (DAY, date(2010, 1, 1))


def askings(entry: Entry, graph: AllianceGraph) -> Iterator[Asking]:
    """Arguments and options: with the defaults, and with each option by itself."""
    question = declaration(entry.load())
    supplies = (link for link in map(graph.relationship_at, range(len(graph.relationships))) if link.type == "SUPPLIES")
    names = next((link.source, link.target) for link in supplies)
    days = [str(day) for day in sorted(DAYS)]
    positional = [parameter for parameter in question.parameters if parameter.positional]
    alliances = tuple(sorted(graph.node_ids[position] for position in graph.nodes_of("alliance")))
    matters = tuple(graph.node_ids[position] for position in graph.nodes_of("need", "problem"))
    by_name = {"alliance": alliances, "kind": ("enterprise",), "need": matters}
    choices = [
        tuple(days) if parameter.option.metavar == "DAY" else by_name.get(parameter.argument, names)
        for parameter in positional
    ]
    arguments = tuple(
        choice if parameter.repeatable else choice[place]
        for place, (parameter, choice) in enumerate(zip(positional, choices, strict=True))
    )
    base: dict[str, Any] = {"leaves": (names[0],)} if entry.id == "whatif" else {}  # something must be supposed
    yield arguments, base
    for parameter in question.parameters:
        if not parameter.positional:
            for value in _values(parameter, graph):
                yield arguments, {**base, parameter.argument: _as_argument(parameter, value)}


def _values(parameter: Parameter, graph: AllianceGraph) -> list[Any]:
    least, terms = parameter.option.least or 0, parameter.terms
    stages = [graph.node_ids[position] for position in graph.nodes_of("stage")]
    by_sort: dict[str, list[Any]] = {
        "text": [terms[0], terms[-1]] if terms else [stages[0], graph.node_ids[-1], "nobody"],
        "number": [least, least + 1],
        "flag": [True],
        "day": list(DAYS),
    }
    return by_sort[parameter.sort]


def _as_argument(parameter: Parameter, value: Any) -> Any:
    single = (value,) if parameter.repeatable else value
    return parameter.rule(**{parameter.name: single}) if parameter.rule else single


def outcome(entry: Entry, where: AllianceGraph | GraphStore, asking: Asking) -> str:
    """The JSON of the answer, or the refusal in both languages."""
    answer = ask(entry, where, asking)
    return answer.to_json() if isinstance(answer, Answer) else f"{answer.in_('zh')} {answer.in_('en')}"


def ask(entry: Entry, where: AllianceGraph | GraphStore, asking: Asking) -> Answer[Any] | AllianceError:
    """The answer, or the refusal."""
    arguments, options = asking
    try:
        return entry.load()(where, *arguments, **options)
    except AllianceError as error:
        return error


def takes(question: Declaration, name: str) -> bool:
    """Whether a question has a parameter of this name."""
    return any(parameter.name == name for parameter in question.parameters)
