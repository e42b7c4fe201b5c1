"""What a cell may refer to: a node, a source or a census, by its id or its name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from ...errors import InputRefused
from ...graph.names import normal_form
from ...wording import Text, some
from ..row_errors import UnknownReference


class AmbiguousReference(InputRefused):
    """A cell with a name that several nodes or sources bear.

    Parameters
    ----------
    what
        What it should name.
    candidates
        Their ids.
    """

    kind = Text("不止一个", "more than one")
    sentence = Text(
        "有几个{what}叫这个名字:{ids}。请写 id。", "several of this name: {ids}. Write the id of the {what}."
    )

    def __init__(self, what: Text, candidates: Iterable[str]) -> None:
        self.what, self.candidates = what, tuple(candidates)

    @property
    def message(self) -> Text:
        """Which ones."""
        return self.sentence.fill(what=self.what, ids=some(self.candidates))


class References:
    """What may be referred to.

    Parameters
    ----------
    what
        What it is, in a word.
    where
        Where it stands.
    scoped
        What an id of the load becomes: what is written means that first.
    """

    def __init__(self, what: Text, where: Text, scoped: Callable[[str], str] = str) -> None:
        self._what, self._where, self._scoped = what, where, scoped
        self._ids: set[str] = set()
        self._named: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._kinds: dict[str, str] = {}
        self.by_name = 0

    def __contains__(self, text: str) -> bool:
        """Whether a text is an id, or the name of something."""
        return self._scoped(text) in self._ids or text in self._ids or normal_form(text) in self._named

    def add(self, key: str, names: Iterable[str] = (), kind: str = "") -> None:
        """Something that may be referred to, how it is called, and of a node its kind."""
        self._ids.add(key)
        if kind:
            self._kinds[key] = kind
        for name in names:
            if form := normal_form(name):
                self._named[form][key] = None

    def of_kinds(self, text: str, kinds: Collection[str]) -> str | None:
        """The id of the node of some kinds that a cell means; None when nobody knows one.

        Raises
        ------
        AmbiguousReference
            Several have the name.
        """
        if self._kinds.get(text) in kinds:
            return text
        found = [key for key in self._named.get(normal_form(text), ()) if self._kinds.get(key) in kinds]
        if len(found) > 1:
            raise AmbiguousReference(self._what, found)
        self.by_name += len(found)
        return found[0] if found else None

    def resolve(self, text: str) -> str:
        """The id that a cell means.

        Raises
        ------
        UnknownReference
            There is nothing of this id or name.
        AmbiguousReference
            Several have the name.
        """
        for key in (self._scoped(text), text):
            if key in self._ids:
                return key
        found = list(self._named.get(normal_form(text), ()))
        if not found:
            raise UnknownReference(self._what, self._where)
        if len(found) > 1:
            raise AmbiguousReference(self._what, found)
        self.by_name += 1
        return found[0]
