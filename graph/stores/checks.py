"""Whether the content of a store is sound: everything that a question reads is compared with what it must be."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...errors import InputRefused, StoreDamaged
from ...wording import Text, some
from ..identity import sum_digests, version_text
from ..models import Node, Relationship
from ..names import search_text
from ..records import Record, RecordRow, record_key, record_model
from ..rows import NodeRow, RelationshipRow, node_model, relationship_model
from ..schema import schema
from .differences import Row, row_key
from .store import Finding


@dataclass(frozen=True, slots=True)
class KeptRow:
    """A row as a store keeps it.

    Parameters
    ----------
    row
        The fact.
    digest
        What the store keeps as its digest.
    search
        What the store keeps as the search text of a node.
    """

    row: Row
    digest: bytes
    search: str = ""


@dataclass(slots=True)
class Examination:
    """What was found in the rows of a store.

    Parameters
    ----------
    altered
        Facts whose digest is not that of their content.
    unsearchable
        Nodes whose search text is not that of their names.
    unreadable
        Keys of facts that cannot be read at all.
    misnamed
        Keys of facts that are not those of their content.
    loose
        Ids of relationships without one of their ends.
    illegal
        Why some relationships do not follow the schema.
    version
        The data version that belongs to the content.
    """

    altered: list[Row] = field(default_factory=list)
    unsearchable: list[NodeRow] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    misnamed: list[str] = field(default_factory=list)
    loose: list[str] = field(default_factory=list)
    illegal: list[Text] = field(default_factory=list)
    version: str = ""

    def must_be_mendable(self) -> None:
        """Raise `StoreDamaged` when facts cannot be read, or contradict their own key or ends.

        Nothing must be made again then: sums that agree with such facts would make them look sound.
        """
        for finding in self.findings(self.version)[:3]:
            if not finding.sound:
                raise StoreDamaged(finding.detail)

    def findings(self, kept_version: str) -> list[Finding]:
        """One finding for each thing that was looked at.

        Parameters
        ----------
        kept_version
            The data version that the store keeps.
        """
        reasons = Text("\n".join(text.zh for text in self.illegal[:5]), "\n".join(text.en for text in self.illegal[:5]))
        altered, nodes = [row_key(row) for row in self.altered], [row.id for row in self.unsearchable]
        return [
            Finding(Text("每条事实可读", "every fact can be read"), not self.unreadable, _unreadable(self.unreadable)),
            Finding(Text("每条事实的键", "key of every fact"), not self.misnamed, _misnamed(self.misnamed)),
            Finding(Text("关系的两端", "ends of relationships"), not self.loose, _loose(self.loose)),
            Finding(Text("每条事实的摘要", "digest of every fact"), not altered, _altered(altered), mendable=True),
            Finding(Text("查找用的名称", "names to search by"), not nodes, _unsearchable(nodes), mendable=True),
            Finding(
                Text("数据版本", "data version"),
                kept_version == self.version,
                _other_version(kept_version, self.version),
                mendable=True,
            ),
            Finding(Text("关系合乎模式", "relationships follow the schema"), not self.illegal, reasons),
        ]


def examine(kept: Iterable[KeptRow]) -> Examination:
    """Look at every row of a store.

    Parameters
    ----------
    kept
        All rows; nodes before the relationships between them.
    """
    result, kinds, digests = Examination(), dict[str, str](), 0
    pairs: dict[tuple[str, str, str], None] = {}
    for entry in kept:
        row = entry.row
        fact = _fact(row)
        if fact is None:
            result.unreadable.append(_printable_key(row))
            continue
        digests = (digests + sum_digests([row.digest])) % (1 << 128)
        if row.digest != entry.digest:
            result.altered.append(row)
        if isinstance(row, NodeRow):
            kinds[row.id] = row.kind
            if entry.search != search_text(row.id, row.name, row.aliases):
                result.unsearchable.append(row)
        elif _key(fact) != (row.key if isinstance(row, RecordRow) else row.id):
            result.misnamed.append(row_key(row))
        if isinstance(row, RelationshipRow):
            if row.source in kinds and row.target in kinds:
                pairs[row.type, kinds[row.source], kinds[row.target]] = None
            else:
                result.loose.append(row.id)
    result.version = version_text(digests)
    result.illegal = _illegal(sorted(pairs))
    return result


def _fact(row: Row) -> Node | Relationship | Record | None:
    """The model of a row, or None when there is no making one; the digest of such a row can be made too."""
    try:
        row.digest  # noqa: B018 - raises where a value is no text
        if isinstance(row, NodeRow):
            node = node_model(row)
            schema().kind(node.kind)
            return node
        if isinstance(row, RecordRow):
            return record_model(row)
        relationship = relationship_model(row)
        schema().type(relationship.type)
    except (ValueError, TypeError, LookupError, RecursionError, StoreDamaged):
        return None
    return relationship


def _key(fact: Node | Relationship | Record) -> str:
    return fact.id if isinstance(fact, Node | Relationship) else record_key(fact)


def _printable_key(row: Row) -> str:
    """A key that cannot be read is shown as it can be."""
    return str(row_key(row)).encode("utf-8", "backslashreplace").decode()


def _illegal(pairs: Iterable[tuple[str, str, str]]) -> list[Text]:
    reasons: list[Text] = []
    for type_id, source, target in pairs:
        try:
            schema().check(type_id, source, target)
        except InputRefused as error:
            reasons.append(error.message)
    return reasons


def _unreadable(keys: list[str]) -> Text:
    which = some(keys)
    return Text(
        f"{which.zh} 的内容读不出来。请用备份恢复,或把原始表格载入一个新库。",
        f"the content of {which.en} cannot be read. Restore a backup, or load the original tables into a new store.",
    )


def _misnamed(keys: list[str]) -> Text:
    which = some(keys)
    return Text(
        f"{which.zh} 的键与内容不符:在本程序之外被改动。请用备份恢复,或把原始表格载入一个新库。",
        f"the key of {which.en} is not that of its content: it changed outside this program. Restore a backup, or load "
        "the original tables into a new store.",
    )


def _loose(ids: list[str]) -> Text:
    which = some(ids)
    return Text(
        f"关系 {which.zh} 缺少一端的节点。请重新载入原始表格。",
        f"the relationships {which.en} lack a node at one end. Load the original tables again.",
    )


def _altered(keys: list[str]) -> Text:
    which = some(keys)
    return Text(
        f"{which.zh} 在本程序之外被改动。alliance store check --mend 认可现在的内容;再载入它们的表格则恢复原样。",
        f"{which.en} changed outside this program. alliance store check --mend accepts what is there now; loading "
        "their tables after that restores them.",
    )


def _unsearchable(ids: list[str]) -> Text:
    which = some(ids)
    return Text(
        f"按名称找不到 {which.zh}。alliance store check --mend 可以重做。",
        f"{which.en} cannot be found by name. alliance store check --mend makes it again.",
    )


def _other_version(kept: str, right: str) -> Text:
    return Text(
        f"应为 {right[:12]},记为 {kept[:12] or '空'}。alliance store check --mend 可以改正。",
        f"should be {right[:12]}, is kept as {kept[:12] or 'nothing'}. alliance store check --mend corrects it.",
    )
