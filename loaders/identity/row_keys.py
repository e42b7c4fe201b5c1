"""Which id a row has: its own, else one that is made from its code, kind, name and place alone.

What the store holds never decides it, so rows have the same ids in every order of loads. Which nodes are one is judged
beside the facts (`judging`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from hashlib import sha256

from ...errors import StoreEmpty
from ...graph.models import Node, Source
from ...graph.names import normal_form
from ...graph.stores.store import GraphStore
from ..cells import parts
from ..mappings.layout import TableLayout
from ..mappings.words import is_empty, plain, terms
from ..sources import made_source_id
from ..tables.table import TextRow
from .credit_codes import BadCreditCode, credit_code
from .scopes import IdScope
from .stored_names import StoredNames

_OWN = IdScope()


class Nearby:
    """What the store holds that a table may mean.

    Parameters
    ----------
    store
        The store; None for none.
    """

    def __init__(self, store: GraphStore | None) -> None:
        self._store = store
        self._names = StoredNames(store)

    def named(self, name: str) -> tuple[Node, ...]:
        """The nodes that bear a name, an alias or a credit code."""
        return self._names.nodes(name)

    def nodes(self, ids: Collection[str]) -> list[Node]:
        """The nodes of some ids, as far as they exist."""
        return self._store.nodes(ids) if self._store else []

    def sources(self) -> list[Source]:
        """All sources of the store."""
        try:
            return list(self._store.records().sources.values()) if self._store else []
        except StoreEmpty:
            return []


class RowKeys:
    """The ids of rows; one that is made from the same words is the same in every load.

    Parameters
    ----------
    scope
        What written ids become.
    """

    def __init__(self, scope: IdScope = _OWN) -> None:
        self._scope = scope
        self._made: dict[tuple[str, int], str] = {}

    def of(self, table: TableLayout, file: str, row: TextRow) -> str | None:
        """The id of a row of a table; None when it has neither id nor name."""
        own = row.cells.get("id" if "id" in table.columns else table.required[0], "")
        if own and not is_empty(own):
            return self._scope.written(table.makes, own)
        place = (file, row.line)
        if place not in self._made and (made := self._make(table, row)):
            self._made[place] = made
        return self._made.get(place)

    def _make(self, table: TableLayout, row: TextRow) -> str | None:
        names = row_names(table, row)
        if not names:
            return None
        if table.makes == "source":
            return self._scope.dated(made_source_id(names[0]))
        # With the name beside the code, a code on two names is a question, and not one node that changes its name.
        kind, code, where = kind_in(table, row), _code(table, row), row.cells.get(table.column_to("place"), "")
        words = (normal_form(names[0]), code or ("" if is_empty(where) else normal_form(where)))
        return f"{kind}-{sha256(' '.join(words).encode()).hexdigest()[:12]}"


def row_names(table: TableLayout, row: TextRow) -> list[str]:
    """The name of a row and its aliases; for a source its title."""
    return list(_names(table, row))


def _names(table: TableLayout, row: TextRow) -> Iterator[str]:
    for field in ("name", "title"):
        if (text := row.cells.get(table.column_to(field), "")) and not is_empty(text):
            yield text
    yield from parts(row.cells.get(table.column_to("aliases"), ""))


def kind_in(table: TableLayout, row: TextRow) -> str:
    """The kind of the node that a row is, as far as its cells tell."""
    written = row.cells.get(table.column_to("kind"), "")
    return terms("kinds").get(plain(written)) or table.constants.get("kind", written)


def _code(table: TableLayout, row: TextRow) -> str:
    written = row.cells.get(table.column_to("uscc"), "")
    try:
        return credit_code(written) if written and not is_empty(written) else ""
    except BadCreditCode:
        return ""  # told when the cell is read
