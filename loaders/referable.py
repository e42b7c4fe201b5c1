"""What the cells of a load may refer to: what its tables hold, and what the store holds of what they lack."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress

from ..errors import InputRefused
from ..graph.models import Census, Node
from ..graph.records import Record
from ..wording import Text
from .cells import Known, parts
from .censuses import CensusLoad, date_of_label
from .identity.references import References
from .identity.row_keys import Nearby, kind_in, row_names
from .identity.scopes import IdScope
from .mappings.layout import TableLayout
from .mappings.words import is_empty
from .tables.table import Table, TextRow

_SOURCES = Text("sources.csv 或库", "sources.csv or the store")


class Referable:
    """Gathers what may be referred to.

    Parameters
    ----------
    tables
        The tables, with what their columns mean.
    rows
        The rows of a table that count.
    key
        The id of a row, or the one that is made for it; None when there is nothing to make it from.
    nearby
        What the store holds.
    scope
        What the ids of the load become.
    """

    def __init__(
        self,
        tables: Sequence[tuple[TableLayout, Table]],
        rows: Callable[[TableLayout, Table], Iterable[TextRow]],
        key: Callable[[TableLayout, Table, TextRow], str | None],
        nearby: Nearby,
        scope: IdScope,
    ) -> None:
        self._tables, self._rows, self._key = tables, rows, key
        self._nearby, self._scope = nearby, scope
        self.borrowed: dict[str, Node] = {}
        self.records: dict[tuple[str, str], Record] = {}
        self._nodes_wanted: set[str] = set()
        self._sources_wanted: set[str] = set()
        self._censuses_wanted: set[str] = set()

    def known(self, census: CensusLoad | None) -> Known:
        """Everything that a cell may name; nodes of the store are then `borrowed`, its sources and censuses `records`.

        Parameters
        ----------
        census
            What the load says of itself as a census.
        """
        known = Known(
            References(Text("节点", "node"), Text("任何表格或库", "any table or the store"), self._scope.node),
            References(
                Text("来源", "source"), Text("sources.csv 或库", "sources.csv or the store"), self._scope.source
            ),
            References(Text("普查", "census"), Text("censuses.csv ", "censuses.csv")),
        )
        if census:
            known.censuses.add(census.label)
            self._nodes_wanted |= {census.scope} - {""}
        for table, text in self._tables:
            self._look_at(table, text, known)
        self._borrow_sources(known.sources)
        self._derive(known.censuses)
        self._borrow(
            {name for name in self._nodes_wanted if name not in known.nodes and not is_empty(name)}, known.nodes
        )
        return known

    def _look_at(self, table: TableLayout, text: Table, known: Known) -> None:
        """Note what the rows of a table are, and what they name."""
        made = {"node": known.nodes, "source": known.sources, "census": known.censuses}.get(table.makes)
        citing, referring, censuses, labels = (
            [name for name, column in table.columns.items() if column.reading == reading]
            for reading in ("source", "node", "census", "label")
        )
        looked_for = (
            (referring, self._nodes_wanted), (citing, self._sources_wanted), (censuses, self._censuses_wanted),
        )  # fmt: skip
        naming = table.naming.keys()
        for row in self._rows(table, text):
            cells = row.cells
            for names, wanted in looked_for:
                for name in names:
                    if name in cells:
                        wanted.add(cells[name])
            for name in naming & cells.keys():
                self._nodes_wanted.update(parts(cells[name]))
            for name in labels:
                known.censuses.add(cells.get(name, ""))
            if made is not None and (key := self._key(table, text, row)):
                made.add(key, row_names(table, row) if table.makes == "source" else ())

    def _derive(self, censuses: References) -> None:
        """Make the censuses that nobody declared and whose label tells their day."""
        for label in self._censuses_wanted:
            if label not in censuses:
                with suppress(InputRefused):  # told at the cell: there is no such census
                    self.records["Census", label] = Census(label=label, date=date_of_label(label))
                    censuses.add(label)

    def _borrow_sources(self, sources: References) -> None:
        """Look in the store for sources that no table holds, as where rows that were left out are loaded later."""
        wanted = {name for name in self._sources_wanted if name not in sources}
        for source in self._nearby.sources() if wanted else ():
            if source.id in wanted:
                sources.add(source.id)
                self.records["Source", source.id] = source

    def _borrow(self, wanted: Collection[str], nodes: References) -> None:
        """Look for what is no id of the tables: an id of the store, a name of the tables, a name of the store."""
        if not wanted:
            return
        for node in self._nearby.nodes({*wanted, *map(self._scope.node, wanted)}):
            self._lend(nodes, node)
        missing = [name for name in wanted if name not in nodes]
        if missing or any(table.naming for table, _ in self._tables):
            self._add_names(nodes)
            for name in (name for name in missing if name not in nodes):
                for node in self._nearby.named(name):
                    self._lend(nodes, node, name)  # several that are one go by the names of each

    def _add_names(self, nodes: References) -> None:
        """Let rows be referred to by their names; only done where a cell holds no id."""
        for table, text in self._tables:
            if table.makes == "node":
                for row in self._rows(table, text):
                    if key := self._key(table, text, row):
                        nodes.add(key, row_names(table, row), kind_in(table, row))

    def _lend(self, nodes: References, node: Node, *names: str) -> None:
        self.borrowed[node.id] = node
        nodes.add(node.id, (node.name, *node.aliases, *names), node.kind)
