"""Ids belong to a set: two folders may number their rows alike and mean different things."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...errors import InputRefused
from ...wording import Text, shortened

_NAME = re.compile(r"[\w.-]{1,60}")


class BadNamespace(InputRefused):
    """A name that cannot stand before ids.

    Parameters
    ----------
    name
        As it was written.
    """

    kind = Text("不能做命名空间", "not a namespace")
    sentence = Text(
        "“{name}”不能放在 id 前面。请用字母、汉字、数字、- _ .,最多 60 个字。",
        '"{name}" cannot stand before ids. Use letters, digits, - _ . and at most 60 characters.',
    )

    def __init__(self, name: str) -> None:
        self.name = name

    @property
    def message(self) -> Text:
        """The name, and what it may hold."""
        return self.sentence.fill(name=shortened(self.name))


@dataclass(frozen=True, slots=True)
class IdScope:
    """What the ids of one load become.

    Ids that are made from a code, a name or a title mean the same in every load and stay.

    Parameters
    ----------
    namespace
        Stands before every written id; empty for none.
    census
        Label of the census that the load is: what a source says in one census is a source of its own.

    Raises
    ------
    BadNamespace
        The name holds a colon, a space or the like.
    """

    namespace: str = ""
    census: str = ""

    def __post_init__(self) -> None:
        if self.namespace and not _NAME.fullmatch(self.namespace):
            raise BadNamespace(self.namespace)

    def node(self, written: str) -> str:
        """The id of a node."""
        start = f"{self.namespace}:" if self.namespace else ""
        return written if written.startswith(start) else f"{start}{written}"

    def source(self, written: str) -> str:
        """The id of a source."""
        return self.dated(self.node(written))

    def dated(self, source_id: str) -> str:
        """The id of a source whose title made it."""
        end = f"~{self.census}" if self.census else ""
        return source_id if source_id.endswith(end) else f"{source_id}{end}"

    def written(self, makes: str, own: str) -> str:
        """The id of a row that has one, by what it makes."""
        if makes == "node":
            return self.node(own)
        return self.source(own) if makes == "source" else own
