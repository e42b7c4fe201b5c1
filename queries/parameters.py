"""The parameters of a question, read from its signature."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from ..errors import InputRefused
from ..option import Option
from ..wording import NOTHING, Text

Sort = Literal["text", "number", "flag", "day"]
REQUIRED = inspect.Parameter.empty
_SORTS: dict[type, Sort] = {str: "text", int: "number", bool: "flag", date: "day"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question.

    Parameters
    ----------
    name
        As Python knows it; of a rule, the name of the field.
    option
        What its annotation says.
    sort
        What a value is.
    repeatable, optional
        Whether it takes several values, and whether it may be None.
    default
        What holds without it; `REQUIRED` where something must be said.
    positional
        Whether its place says which it is.
    literals
        The closed list of a `Literal`.
    rule, argument
        For a field of a rule, the class of the rule and the parameter of the function that takes it.
    """

    name: str
    option: Option
    sort: Sort
    repeatable: bool
    optional: bool
    default: Any
    positional: bool = False
    literals: tuple[str, ...] = ()
    rule: type[Any] | None = None
    argument: str = ""

    @property
    def key(self) -> str:
        """Its name in the JSON of an answer."""
        return self.option.key or self.name

    @property
    def flags(self) -> tuple[str, ...]:
        """How it is typed as an option; the last name is the one that messages use."""
        return self.option.names or (f"--{self.name.replace('_', '-')}",)

    @property
    def terms(self) -> tuple[str, ...]:
        """The closed list that its values are of; empty where anything may stand."""
        return self.literals or (tuple(self.option.terms.listed()) if self.option.terms else ())

    def check(self, value: Any) -> None:
        """Refuse a number beyond its bounds, and a term that is not in its list.

        Raises
        ------
        InputRefused, UnknownTerm
            Of the first value that cannot be.
        """
        values = value if self.repeatable and value is not None else [value]
        for single in values:
            if self.option.terms and single is not None:
                self.option.terms.check(single)
            if isinstance(single, int) and not self._is_within(single):
                raise InputRefused(_out_of_bounds(self), name=self.name, value=single)

    def _is_within(self, number: int) -> bool:
        least, most = self.option.least, self.option.most
        return (least is None or number >= least) and (most is None or number <= most)

    def told(self, value: Any) -> Any:
        """A value as the JSON of an answer has it."""
        if self.sort == "day":
            return str(value) if value else None
        return list(value) if self.repeatable and value is not None else value


def bounds_text(option: Option) -> Text:
    """The bounds of a number in words: `1 to 255 steps`, `1 or more rows`; empty where there are none."""
    least, most = option.least, option.most
    unit = Text(f" {option.unit.zh}", f" {option.unit.en}") if option.unit else NOTHING
    if least is not None and most is not None:
        return Text(f"{least} 到 {most}", f"{least} to {most}") + unit
    if least is not None:
        return Text(f"{least}{unit.zh}或更多", f"{least} or more{unit.en}")
    return Text(f"至多 {most}", f"at most {most}") + unit if most is not None else NOTHING


def _out_of_bounds(parameter: Parameter) -> Text:
    bounds = bounds_text(parameter.option)
    return Text(f"{{name}} 应为 {bounds.zh},现为 {{value}}。", f"{{name}} must be {bounds.en}, not {{value}}.")


# ---- reading a signature ----


def parameters_of(function: Callable[..., Any]) -> tuple[Parameter, ...]:
    """The parameters of a question after the first, which says where it is asked; a rule is its fields.

    Raises
    ------
    TypeError
        A parameter without an `Option`, or of a type that no question takes.
    """
    hints = get_type_hints(function, include_extras=True)
    _, *others = inspect.signature(function).parameters.values()
    return tuple(parameter for declared in others for parameter in _read(declared, hints[declared.name]))


def _read(declared: inspect.Parameter, hint: Any) -> Iterator[Parameter]:
    rule = next((part for part in _members(hint) if is_dataclass(part)), None)
    if not isinstance(rule, type):
        positional = declared.kind is not inspect.Parameter.KEYWORD_ONLY
        yield _parameter(declared.name, hint, declared.default, positional=positional, argument=declared.name)
        return
    hints = get_type_hints(rule, include_extras=True)
    for field in fields(rule):
        yield _parameter(field.name, hints[field.name], _default(field), rule=rule, argument=declared.name)


def _default(field: Field[Any]) -> Any:
    return REQUIRED if field.default is MISSING else field.default


def _parameter(name: str, hint: Any, default: Any, **more: Any) -> Parameter:
    if get_origin(hint) is not Annotated:
        raise TypeError(f"{name} has no Option in its annotation")
    kind, *extras = get_args(hint)
    option = next((extra for extra in extras if isinstance(extra, Option)), None)
    if option is None:
        raise TypeError(f"{name} has no Option in its annotation")
    members = _members(kind)
    value, repeatable = _value(next(member for member in members if member is not types.NoneType))
    literals = get_args(value) if get_origin(value) is Literal else ()
    sort = "text" if literals else _SORTS.get(value)
    if sort is None:
        raise TypeError(f"{name} is of a type that no question takes: {value}")
    optional = types.NoneType in members
    return Parameter(name, option, sort, repeatable, optional, default, literals=literals, **more)


def _members(hint: Any) -> Sequence[Any]:
    """What a union consists of; the hint alone where it is none."""
    return get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)


def _value(hint: Any) -> tuple[Any, bool]:
    """The type of a single value, and whether several are taken."""
    origin = get_origin(hint)
    if isinstance(origin, type) and issubclass(origin, Sequence):
        return get_args(hint)[0], True
    return hint, False
