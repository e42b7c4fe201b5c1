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
from .states import RESTORE
from .store import Finding

_UNREADABLE = Text("{facts} 的内容读不出来。", "the content of {facts} cannot be read. ") + RESTORE
_MISNAMED = (
    Text(
        "{facts} 的键与内容不符:在本程序之外被改动。",
        "the key of {facts} does not fit its content: it changed outside this program. ",
    )
    + RESTORE
)
_LOOSE = Text(
    "关系 {facts} 缺少一端的节点。请重新载入原始表格。",
    "{facts}: the node at one end is missing. Load the original tables again.",
)
_ALTERED = Text(
    "{facts} 在本程序之外被改动。alliance store check --mend 认可现在的内容;再载入它们的表格则恢复原样。",
    "{facts} changed outside this program. alliance store check --mend accepts what is there now; loading "
    "their tables after that restores them.",
)
_UNSEARCHABLE = Text(
    "按名称找不到 {facts}。alliance store check --mend 可以重做。",
    "{facts} cannot be found by name. alliance store check --mend corrects this.",
)
_OTHER_VERSION = Text(
    "应为 {right},记为 {kept}。alliance store check --mend 可以改正。",
    "should be {right}, is kept as {kept}. alliance store check --mend corrects it.",
)


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

        Nothing may be made again then: sums that agree with such facts would make them look sound.
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
        reasons = Text.joined(self.illegal[:5], "\n", "\n")
        altered, nodes = [row_key(row) for row in self.altered], [row.id for row in self.unsearchable]
        version = _OTHER_VERSION.fill(right=self.version[:12], kept=kept_version[:12] or Text("空", "nothing"))
        return [
            _of_facts(Text("每条事实可读", "every fact can be read"), self.unreadable, _UNREADABLE),
            _of_facts(Text("每条事实的键", "key of every fact"), self.misnamed, _MISNAMED),
            _of_facts(Text("关系的两端", "ends of relationships"), self.loose, _LOOSE),
            _of_facts(Text("每条事实的摘要", "digest of every fact"), altered, _ALTERED, mendable=True),
            _of_facts(Text("查找用的名称", "names to search by"), nodes, _UNSEARCHABLE, mendable=True),
            Finding(Text("数据版本", "data version"), kept_version == self.version, version, mendable=True),
            Finding(Text("关系合乎模式", "relationships follow the schema"), not self.illegal, reasons),
        ]


def _of_facts(what: Text, keys: list[str], sentence: Text, *, mendable: bool = False) -> Finding:
    return Finding(what, not keys, sentence.fill(facts=some(keys)), mendable)


def examine(rows: Iterable[KeptRow]) -> Examination:
    """Look at every row of a store.

    Parameters
    ----------
    rows
        All rows; nodes before the relationships between them.
    """
    result, kinds, digests = Examination(), dict[str, str](), 0
    pairs: dict[tuple[str, str, str], None] = {}
    for entry in rows:
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
            if entry.search != search_text(row):
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
