"""Nodes that a cell only names: found among the tables and in the store, else made as the mapping says."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import InputRefused
from ...graph.models import Evidence, Node
from ...graph.schema import schema
from ...wording import Text, shortened, some
from ..counted_names import counted
from ..mappings.layout import Column, TableLayout
from ..mappings.words import kind_of_name
from ..pseudonyms import check_pseudonym
from ..row_errors import UnknownReference
from ..tables.table import TextRow
from .references import References
from .row_keys import Nearby, RowKeys

_MOST_SIGHTINGS = 20
"""A stage may be named by every row of a roster; that many places show it."""
_NO_KIND = Text(
    "不知道“{name}”是哪一类。请在单位名册中加上它,或写全名。",
    'It is not known of what kind "{name}" is. Add it to a roster of organisations, or write its full name.',
)


class NamedNodes:
    """Finds or makes what cells name.

    Parameters
    ----------
    known
        What the tables hold, and what was found in the store.
    nearby, keys
        The store, and the rule by which ids are made.
    """

    def __init__(self, known: References, nearby: Nearby, keys: RowKeys) -> None:
        self._known, self._nearby, self._keys = known, nearby, keys
        self._ids: dict[tuple[str, str], str] = {}
        self._evidence: dict[str, dict[Evidence, None]] = {}
        self._nodes: dict[str, Node] = {}
        self.borrowed: dict[str, Node] = {}

    def find(self, name: str, column: Column, evidence: Evidence | None, owner: str) -> str:
        """The id of what a cell names.

        Parameters
        ----------
        name
            One name.
        column
            What may be meant, and what is made.
        evidence
            Where the name stands.
        owner
            The id of the row: "20家企业" of one row are not those of another.

        Raises
        ------
        AmbiguousReference
            Several have the name.
        InputRefused
            Nobody knows it, and the column makes nothing, or its kind is not known; or a household bears the name of a
            person.
        """
        if column.known:
            return self._only_known(name, column)
        name = next((whole for what in column.counts if counted(whole := f"{name}{what}")), name)
        if said := counted(name):
            kind = said.kind if said.kind in column.kinds else column.kind
            return self._make(Node(id="?", kind=kind, name=name, count=said.count, aggregate=True), owner, evidence)
        if found := self._known.of_kinds(name, column.kinds):
            return found
        told = kind_of_name(name)
        kind = told if told in column.kinds else column.kind
        if not kind:
            raise InputRefused(_NO_KIND, name=name)
        node = Node(id="?", kind=kind, name=name)
        check_pseudonym(node)
        return self._make(node, "", evidence)

    def _only_known(self, name: str, column: Column) -> str:
        """What a column that makes nothing names: known before, or by the cell of another row."""
        made = [self._ids[kind, f"{name}\n"] for kind in sorted(column.kinds) if (kind, f"{name}\n") in self._ids]
        found = self._known.of_kinds(name, column.kinds) or (made[0] if len(made) == 1 else None)
        if found is None:
            raise UnknownReference(Text("节点", "node"), Text("任何表格或库", "any table or the store"))
        return found

    def _make(self, node: Node, owner: str, evidence: Evidence | None) -> str:
        key = (node.kind, f"{node.name}\n{owner}")
        if key not in self._ids:
            self._ids[key] = self._place(node, owner)
        found = self._ids[key]
        if found in self._nodes and evidence and len(seen := self._evidence.setdefault(found, {})) < _MOST_SIGHTINGS:
            seen[evidence] = None
        return found

    def _place(self, node: Node, owner: str) -> str:
        cells = {"name": node.name, "place": owner}
        made = self._keys.of(_only_named(node.kind), f"{node.kind}\n{node.name}\n{owner}", TextRow(0, "", cells))
        assert made is not None  # a cell is never empty
        stored = self._nearby.nodes([made])
        if stored:
            self.borrowed[made] = stored[0]
        else:
            self._nodes[made] = node.model_copy(update={"id": made})
        return made

    def kind(self, node_id: str) -> str | None:
        """The kind of a node that was found in the store or made; None for another."""
        node = self._nodes.get(node_id) or self.borrowed.get(node_id)
        return node.kind if node else None

    def made(self) -> dict[str, Node]:
        """What was made, each with the first places that name it."""
        return {
            key: node.model_copy(update={"evidence": tuple(self._evidence.get(key, ()))})
            for key, node in self._nodes.items()
        }

    def lines(self) -> Iterator[Text]:
        """What was made because only cells name it, by kind: a misspelt name shows here."""
        by_kind: dict[str, list[str]] = {}
        for node in self._nodes.values():
            by_kind.setdefault(node.kind, []).append(node.name)
        for kind, names in sorted(by_kind.items()):
            label = schema().kind(kind).label
            yield Text(
                "没有自己的行、只在格中提到的{kind}新建 {count} 个:{names}",
                "{count} × {kind} made that only cells name and no row: {names}",
            ).fill(kind=label, count=len(names), names=some([shortened(name) for name in names], limit=8))


def _only_named(kind: str) -> TableLayout:
    return TableLayout.model_validate(
        {
            "file": "",
            "makes": "node",
            "set": {"kind": kind},
            "columns": {name: {"to": name} for name in ("id", "name", "place")},
        }
    )
