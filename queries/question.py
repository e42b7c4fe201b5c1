"""How a question is declared: a plain typed function under a decorator that holds what all questions have in common.

The function gets a `Frame` (where it is asked, its day, its evidence, its parameters) and gives what it `Found`: rows,
sentence, bounds and what is unknown. The decorator makes of it the function that people call: it takes a graph in the
place of the frame, checks what was given against the signature, writes every default out, takes the time, and returns
the `Answer`. The signature is the declaration: commands, JSON Schema and docs are read from it.
"""

from __future__ import annotations

import inspect
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar, get_args, get_type_hints

from ..graph.alliance_graph import AllianceGraph
from ..graph.records import Records
from ..graph.stores.store import GraphStore
from ..option import Option
from ..wording import Text
from .answer import Answer, AnswerModel, Row, Status, Unknown
from .catalogue import CATALOGUE, Entry
from .evidence import EvidenceBook
from .parameters import Parameter, parameters_of

Place = TypeVar("Place", bound=AllianceGraph | GraphStore)
Bounds = TypeVar("Bounds", bound=AnswerModel)
AnswerType = TypeVar("AnswerType", bound=Answer[Any])
P = ParamSpec("P")


class Frame(Generic[Place]):
    """What a question stands in while it is answered.

    Parameters
    ----------
    where
        The graph, or the store, that is asked.
    parameters
        What was asked, as the answer will tell it.
    """

    def __init__(self, where: Place, parameters: dict[str, Any]) -> None:
        self.where = where
        self.parameters = parameters

    @property
    def graph(self: Frame[AllianceGraph]) -> AllianceGraph:
        """The graph that is asked."""
        return self.where

    @cached_property
    def records(self) -> Records:
        """The records beside the graph."""
        return self.where.records if isinstance(self.where, AllianceGraph) else self.where.merged_records()

    @cached_property
    def book(self) -> EvidenceBook:
        """The evidence that the rows name; a search that began anew sets its own."""
        return EvidenceBook(self.records)

    @property
    def version(self) -> str:
        """The version of the data."""
        return self.where.data_version if isinstance(self.where, AllianceGraph) else self.where.data_version()

    def tell(self, **parameters: Any) -> None:
        """Write down what parameters turned out to mean: the id that a name stands for, the list behind an "all"."""
        self.parameters.update(parameters)

    def on(self: Frame[AllianceGraph], day: date | None) -> AllianceGraph:
        """The graph as it is on a day, which the answer tells; the whole graph when there is none."""
        self.tell(as_of=str(day) if day else None)
        return self.graph.as_of(day) if day else self.graph

    @property
    def as_of(self) -> str | None:
        """The day of the question."""
        day: str | None = self.parameters["as_of"]
        return day


@dataclass(frozen=True, slots=True)
class Found(Generic[Row, Bounds]):
    """What a question found; see `Answer` for the meaning of each part.

    Parameters
    ----------
    status, sentence, rows, bounds
        As the answer has them. Of what type the bounds are is part of the declaration.
    unknown
        What the question does not know; making it may still enter evidence.
    """

    status: Status
    sentence: Text
    rows: Sequence[Row]
    bounds: Bounds
    unknown: Iterable[Unknown] = ()


@dataclass(frozen=True, slots=True)
class Declaration:
    """A question as its signature, its decorator and the catalogue declare it.

    Parameters
    ----------
    id
        Its name in answers.
    function
        What finds the answer.
    answer
        The class of the answer.
    about
        What a reader should know before asking.
    examples
        Command lines.
    switch
        The flag that asks for it, where several questions share a command.
    parameters
        What it takes.
    place
        The name of the parameter that says where it is asked: `graph`, or `where` for a graph or a store.
    """

    id: str
    function: Callable[..., Found[Any, Any]]
    answer: type[Answer[Any]]
    about: Text
    examples: tuple[str, ...]
    switch: Option | None
    parameters: tuple[Parameter, ...]
    place: str

    @property
    def takes_store(self) -> bool:
        """Whether a store answers it without reading the graph."""
        return self.place == "where"

    @property
    def bounds(self) -> type[AnswerModel]:
        """The model of the bounds."""
        bounds: type[AnswerModel] = get_args(get_type_hints(self.function)["return"])[1]
        return bounds

    @property
    def signature(self) -> inspect.Signature:
        """The signature of the function that people call, with plain types."""
        hints, declared = get_type_hints(self.function), inspect.signature(self.function)
        first, *others = declared.parameters.values()
        graph = first.replace(name=self.place, annotation=get_args(hints[first.name])[0])
        plain = [parameter.replace(annotation=hints[parameter.name]) for parameter in others]
        return declared.replace(parameters=[graph, *plain], return_annotation=self.answer)

    def told(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """What was asked, checked and with every default written out.

        Raises
        ------
        InputRefused, UnknownTerm
            A number beyond its bounds, or a term that is not in its list.
        """
        told = {}
        for parameter, value in self._values(arguments):
            if parameter.rule is None:  # a rule checks itself: it is used without a question too
                parameter.check(value)
            if not parameter.option.is_bound:
                told[parameter.key] = parameter.told(value)
        return told

    def _values(self, arguments: Mapping[str, Any]) -> Iterator[tuple[Parameter, Any]]:
        for parameter in self.parameters:
            value = arguments[parameter.argument]
            if parameter.rule is not None:
                value = getattr(parameter.rule() if value is None else value, parameter.name)
            yield parameter, value


_DECLARED: dict[Callable[..., Any], Declaration] = {}


def declaration(function: Callable[..., Answer[Any]]) -> Declaration:
    """How a question is declared.

    Raises
    ------
    KeyError
        The function is no question.
    """
    return _DECLARED[function]


def question(
    answer: type[AnswerType],
    *,
    about: Text,
    examples: tuple[str, ...],
    switch: Option | None = None,
) -> Callable[[Callable[Concatenate[Frame[Place], P], Found[Any, Any]]], Callable[Concatenate[Place, P], AnswerType]]:
    """Declare a question.

    Parameters
    ----------
    answer
        The class of its answer, such as `Answer[GapRow]`.
    about
        What a reader of its help should know before asking.
    examples
        Command lines that ask it.
    switch
        The flag that asks for it, where several questions share a command.

    Raises
    ------
    TypeError
        A parameter without an `Option`, or of a type that no question takes.
    """

    def declare(
        function: Callable[Concatenate[Frame[Place], P], Found[Any, Any]],
    ) -> Callable[Concatenate[Place, P], AnswerType]:
        declared = Declaration(
            _id_of(function), function, answer, about, examples, switch, parameters_of(function), _place(function)
        )
        return _public(function, declared, answer)

    return declare


def _id_of(function: Callable[..., Any]) -> str:
    """The id in the catalogue; of what is not listed, as in a notebook, the name of the function."""
    listed: Iterator[Entry] = (e for e in CATALOGUE if function.__module__ == f"{__package__}.{e.module}")
    return next((entry.id for entry in listed if entry.function == function.__name__), function.__name__)


def _place(function: Callable[..., Any]) -> str:
    first = next(iter(inspect.signature(function).parameters))
    (place,) = get_args(get_type_hints(function)[first])
    return "graph" if place is AllianceGraph else "where"


def _public(
    function: Callable[Concatenate[Frame[Place], P], Found[Any, Any]], declared: Declaration, answer: type[AnswerType]
) -> Callable[Concatenate[Place, P], AnswerType]:
    """The function that people call."""
    signature = declared.signature

    @wraps(function)
    def ask(*arguments: Any, **named: Any) -> AnswerType:
        started = time.perf_counter()
        call = signature.bind(*arguments, **named)
        call.apply_defaults()
        where, *others = call.args
        frame = Frame(where, declared.told(call.arguments))
        found = function(frame, *others, **call.kwargs)
        return _answer(answer, declared.id, frame, found).since(started)

    ask.__signature__ = signature  # type: ignore[attr-defined]  # what inspect, help and notebooks show
    ask.__annotations__ = {name: p.annotation for name, p in signature.parameters.items()} | {"return": answer}
    _DECLARED[ask] = declared
    return ask


def _answer(answer: type[AnswerType], question_id: str, frame: Frame[Any], found: Found[Any, Any]) -> AnswerType:
    """What was found, in its frame."""
    return answer(
        question=question_id,
        parameters=frame.parameters,
        status=found.status,
        sentence=found.sentence,
        rows=tuple(found.rows),
        bounds=found.bounds.model_dump(),
        unknown=frame.book.unknowns(found.unknown),
        evidence=frame.book.entries(),
        data_version=frame.version,
    )
