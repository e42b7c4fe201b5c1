"""What a load or a copy did, in words."""

from __future__ import annotations

from collections.abc import Mapping

import click

from .. import settings
from ..graph.stores.differences import Plan, Table
from ..wording import Text, legible

_TABLES: dict[Table, Text] = {
    "node": Text("节点", "nodes"),
    "relationship": Text("关系", "relationships"),
    "record": Text("来源与数据", "records"),
}


def print_plan(plan: Plan, store: str, *, dry_run: bool = False) -> None:
    """One line for what is added, changed, ended and unchanged; "no change" when nothing is."""
    language = settings.language()
    if plan.empty:
        click.echo(Text(f"没有变化:{store} 已有全部事实。", f"No change: {store} holds all these facts.").in_(language))
        return
    counted = (
        (Text("新增", "added"), plan.added),
        (Text("改变", "changed"), plan.changed),
        (Text("结束", "ended"), plan.ended),
        (Text("不变", "unchanged"), plan.unchanged),
    )
    would = Text("(只是计划,未写入)", " (a plan only, nothing written)").in_(language) if dry_run else ""
    click.echo(legible(f"{store}{would}"))
    for label, counter in counted:
        if counter.total():
            parts = [f"{name.in_(language)} {counter[table]}" for table, name in _TABLES.items() if counter[table]]
            click.echo(f"  {label.in_(language)}: {Text('、', ', ').in_(language).join(parts)}")


def print_left_out(rows: Mapping[str, int]) -> None:
    """One line for the rows that are left out."""
    language = settings.language()
    tables = Text("、", ", ").in_(language).join(f"{file} {number}" for file, number in rows.items())
    click.echo(legible(f"  {Text('未载入的行', 'rows left out').in_(language)}: {tables}"))
