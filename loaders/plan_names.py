"""What a plan adds, changes and ends, by name."""

from __future__ import annotations

import json

from ..graph.alliance_graph import AllianceGraph
from ..graph.rows import NodeRow, RelationshipRow
from ..graph.schema import schema
from ..graph.stores.differences import Plan, Row, Verb
from ..graph.stores.store import GraphStore
from ..wording import Text, shortened


def named(plan: Plan, batch: AllianceGraph, store: GraphStore) -> dict[Verb, list[Text]]:
    """The examples of a plan by name: nodes first, then relationships, then records.

    Parameters
    ----------
    plan
        The plan.
    batch
        Its facts, where the names of ends stand.
    store
        Where the names of the others stand.
    """
    names = _names(plan, batch, store)
    return {
        verb: [_name(row, names) for row in sorted(rows, key=_order)] for verb, rows in plan.examples.items() if rows
    }


def _names(plan: Plan, batch: AllianceGraph, store: GraphStore) -> dict[str, str]:
    links = [row for rows in plan.examples.values() for row in rows if isinstance(row, RelationshipRow)]
    ends = {end for row in links for end in (row.source, row.target)}
    ends |= {roster.scope for roster in batch.records.rosters.values() if roster.scope}
    places = {end: batch.position(end) for end in ends}
    names = {end: batch.node_names[place] for end, place in places.items() if place is not None}
    if missing := sorted(ends - names.keys()):
        names |= {node.id: node.name for node in store.nodes(missing)}
    return names


def _order(row: Row) -> int:
    return 0 if isinstance(row, NodeRow) else 1 if isinstance(row, RelationshipRow) else 2


def _name(row: Row, names: dict[str, str]) -> Text:
    if isinstance(row, NodeRow):
        return Text.same(shortened(row.name))
    if isinstance(row, RelationshipRow):
        ends = [shortened(names.get(end, end)) for end in (row.source, row.target)]
        return Text("{source} —{type}→ {target}", "{source} —{type}→ {target}").fill(
            source=ends[0], type=schema().type(row.type).label, target=ends[1]
        )
    body = json.loads(row.body)
    if row.table == "roster":
        scope = names.get(body.get("scope", ""), body.get("scope", ""))
        return Text("{census} 完整:{scope} {what}", "{census} complete: {scope} {what}").fill(
            census=shortened(body["census"]),
            scope=shortened(scope) if scope else Text("全图", "the whole graph"),
            what=schema().instruments[body["instrument"]].label,
        )
    return Text.same(shortened(str(body.get("title") or body.get("label") or body.get("metric") or row.key)))
