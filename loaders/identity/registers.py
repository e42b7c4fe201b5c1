"""What a credit code says beside its last character: its inner check, and as what its body is registered."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from ...graph.schema import schema
from ...wording import Text

_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER = slice(8, 16)
_INNER_CHECK = 16


class Register(BaseModel):
    """As what bodies of one prefix are registered (see `registers.toml`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    kinds: tuple[str, ...]


@cache
def registers() -> dict[str, Register]:
    """By the first two characters of a code; what is not in it is unknown, and no error."""
    text = files(__package__).joinpath("registers.toml").read_text(encoding="utf-8")
    return {prefix: Register(**entry) for prefix, entry in tomllib.loads(text)["registers"].items()}


def inner_check(code: str) -> str:
    """The 17th character that a code with this 主体标识码 must have (GB 11714-1997)."""
    total = sum(weight * int(character, 36) for weight, character in zip(_WEIGHTS, code[_INNER], strict=True))
    return "0123456789X"[-total % 11]


def has_inner_check(code: str) -> bool:
    """Whether the 17th character of a code checks the eight before it; real codes without it are rare."""
    return code[_INNER_CHECK] == inner_check(code)


def other_register(code: str, kind: str) -> Text | None:
    """What a code says its body is, when that is hardly of a kind; None otherwise."""
    register = registers().get(code[:2])
    if register is None or kind in register.kinds:
        return None
    label = schema().kind(kind).label
    return Text(
        "{code} 登记为{register},表中是{label}", "{code} is registered as {register}, the table says {label}"
    ).fill(code=code, register=Text(register.zh, register.en), label=label)
