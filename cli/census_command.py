"""`alliance census list`."""

from __future__ import annotations

import json
from typing import Any

import click

from .. import settings
from ..graph.alliance_graph import AllianceGraph
from ..graph.census_list import CensusSummary, censuses_of
from ..graph.schema import schema
from ..graph.stores.locations import open_store
from ..wording import Text, legible, plural, shortened, some
from .bilingual import Command, Group
from .options import language_option, option, with_language, with_store
from .output import progress

command = Group(
    "census",
    params=[language_option()],
    text=Text("普查:按日期载入的快照。", "Censuses: loads that are dated snapshots."),
    example="alliance census list\nalliance load 名册.xlsx --census 2024H1 --scope 联盟 --complete member",
)
_NONE = Text("没有普查。载入时加 --census 名称,就成为一次普查。", "No census. A load with --census LABEL becomes one.")


@command.command(
    "list",
    cls=Command,
    text=Text(
        "各次普查:名称、日期、完整列出的范围、见到的数目、来源。",
        "The censuses: label, date, what each lists completely, what it saw, its sources.",
    ),
    example="alliance census list\nalliance census list --json",
)
@option("--json", "as_json", is_flag=True, zh="输出 JSON。", en="Print JSON.")
@with_store
@with_language
def list_(as_json: bool, store: str) -> None:
    """List the censuses."""
    with open_store(store) as opened, progress() as report:
        graph = opened.read(report)
    found = censuses_of(graph)
    if as_json:
        rows = [_as_json(graph, census) for census in found]
        click.echo(json.dumps(legible(rows), ensure_ascii=False, indent=2).encode())
    elif not found:
        click.echo(_NONE.in_(settings.language()))
    else:
        for census in found:
            click.echo(_line(graph, census).in_(settings.language()))


def _as_json(graph: AllianceGraph, census: CensusSummary) -> dict[str, Any]:
    return {
        "label": census.label,
        "date": str(census.date),
        "complete": [
            {"scope": roster.scope, "scope_name": _scope(graph, roster.scope).en, "instrument": roster.instrument}
            for roster in census.promises
        ],
        "nodes": census.nodes,
        "relationships": census.relationships,
        "sources": [{"id": source.id, "title": source.title} for source in census.sources],
    }


def _line(graph: AllianceGraph, census: CensusSummary) -> Text:
    nothing = Text("没有号称完整的名单", "nothing listed completely")
    promises = [
        _scope(graph, roster.scope) + Text.same(" ") + _instrument(roster.instrument) for roster in census.promises
    ]
    return Text(
        "{label}({date}):完整:{promises};见到节点 {nodes}、关系 {links};来源:{sources}",
        "{label} ({date}): complete: {promises}; saw {seen_nodes}, {seen_links}; sources: {sources}",
    ).fill(
        label=shortened(census.label),
        date=census.date,
        promises=Text.joined(promises) if promises else nothing,
        nodes=census.nodes,
        links=census.relationships,
        seen_nodes=plural(census.nodes, "node"),
        seen_links=plural(census.relationships, "relationship"),
        sources=some([shortened(source.title or source.id) for source in census.sources]) if census.sources else "-",
    )


def _scope(graph: AllianceGraph, scope: str) -> Text:
    if not scope:
        return Text("全图", "the whole graph")
    position = graph.position(scope)
    return Text.same(shortened(scope if position is None else graph.node_names[position]))


def _instrument(instrument: str) -> Text:
    """A store of another version may know instruments that this one does not."""
    declared = schema().instruments.get(instrument)
    return declared.label if declared else Text.same(shortened(instrument))
