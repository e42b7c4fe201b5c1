"""The root of all errors: an error is its facts, and its message is made from them.

The facts are its attributes. They alone go into a copy and to another process, where the message is made once more.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self

from . import settings
from .wording import Language, Text


class AllianceError(Exception):
    """The root of all errors of this package.

    A subclass that always says the same takes its facts, keeps each as an attribute of the same name, and has a
    `sentence` with their names in braces, or a property `message` of its own. A subclass that says one of many things
    is given the sentence together with the facts that it names.

    Parameters
    ----------
    words
        What went wrong, with which values, and what to do next; with the names of facts in braces when there are any.
    facts
        Values that can be pickled; each becomes an attribute.
    """

    exit_code: ClassVar[int] = 3
    sentence: Text = Text.same("{words}")

    def __new__(cls, *_facts: object, **_named: object) -> Self:
        """An error with empty `args`: the attributes hold all facts, `args` would hold some of them once more."""
        return super().__new__(cls)

    def __init__(self, words: Text, **facts: object) -> None:
        if facts:
            self.sentence = words
        else:
            self.words = words  # they are final: braces in them are what somebody wrote
        vars(self).update(facts)

    @property
    def message(self) -> Text:
        """What went wrong, with which values, and what to do next."""
        return self.sentence.fill(**vars(self))

    def in_(self, language: Language) -> str:
        """The message in one language."""
        return self.message.in_(language)

    def __str__(self) -> str:
        return self.in_(settings.language())

    def __repr__(self) -> str:
        facts = ", ".join(f"{name}={value!r}" for name, value in vars(self).items() if not name.startswith("_"))
        return f"{type(self).__name__}({facts})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _without_facts, (type(self),), vars(self)


def _without_facts(kind: type[AllianceError]) -> AllianceError:
    """An error that gets its facts afterwards: an exception is else made again from its `args`."""
    return kind.__new__(kind)
