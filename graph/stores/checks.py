"""Whether the content of a store is sound: digests, data version, schema."""

from __future__ import annotations

from ...errors import InputRefused
from ...wording import Text, some
from ..alliance_graph import AllianceGraph
from ..identity import sum_digests, version_text
from ..schema import schema
from .store import TABLES, Finding, Table, chunks_of, row_key


def check_content(graph: AllianceGraph, stored: dict[Table, dict[str, bytes]]) -> list[Finding]:
    """Compare what was read with the digests and the version that the store keeps, and with the schema.

    Parameters
    ----------
    graph
        Everything that the store holds.
    stored
        By table, the digest that the store keeps for each key.
    """
    altered, present = _altered(graph, stored)
    missing = [key for table in TABLES for key in stored[table].keys() - present[table]]
    version = version_text(sum_digests(one for table in TABLES for one in stored[table].values()))
    broken = [*altered, *missing]
    return [
        Finding(Text("每条事实的摘要", "digest of every fact"), not broken, _changed_outside(broken)),
        Finding(
            Text("数据版本", "data version"),
            version == graph.data_version,
            Text(
                f"应为 {version[:12]},记为 {graph.data_version[:12]}。请重新载入原始表格。",
                f"should be {version[:12]}, is kept as {graph.data_version[:12]}. Load the original tables again.",
            ),
        ),
        _against_schema(graph),
    ]


def _altered(graph: AllianceGraph, stored: dict[Table, dict[str, bytes]]) -> tuple[list[str], dict[Table, set[str]]]:
    altered: list[str] = []
    present: dict[Table, set[str]] = {table: set() for table in TABLES}
    for table, rows in chunks_of(graph, 10_000):
        for row in rows:
            key = row_key(row)
            present[table].add(key)
            if stored[table].get(key) != row.digest:
                altered.append(key)
    return altered, present


def _changed_outside(keys: list[str]) -> Text:
    which = some(keys)
    return Text(
        f"{which.zh} 在本程序之外被改动。请重新载入它们的表格。",
        f"{which.en} changed outside this program. Load their tables again.",
    )


def _against_schema(graph: AllianceGraph) -> Finding:
    reasons: list[Text] = []
    kinds = [graph.kind(position) for position in range(len(graph))]
    types, columns = list(schema().types), graph.relationships
    seen = set(zip(columns.types.tolist(), columns.sources.tolist(), columns.targets.tolist(), strict=True))
    for type_id, source, target in sorted({(types[code], kinds[s], kinds[t]) for code, s, t in seen}):
        try:
            schema().check(type_id, source, target)
        except InputRefused as error:
            reasons.append(error.message)
    detail = Text("\n".join(one.zh for one in reasons[:5]), "\n".join(one.en for one in reasons[:5]))
    return Finding(Text("关系合乎模式", "relationships follow the schema"), not reasons, detail)
