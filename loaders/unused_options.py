"""Options that what is loaded does not take: refused, since passing over them would look like taking them."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import InputRefused
from ..wording import Text, some

_UNUSED = Text("{what}用不到 {names}。请去掉。", "{what} does not take {names}. Leave out what it does not take.")


def refuse_unused(what: Text, options: Mapping[str, object]) -> None:
    """Refuse options that were given.

    Parameters
    ----------
    what
        What is loaded.
    options
        By their names in Python, those that it does not take; an empty one was not given.

    Raises
    ------
    InputRefused
        One of them was given.
    """
    given = [f"--{name.replace('_', '-')}" for name, value in options.items() if value]
    if given:
        raise InputRefused(_UNUSED, what=what, names=some(given))
