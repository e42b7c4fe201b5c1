"""What a load or a copy did, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import click

from .. import settings
from ..graph.stores.differences import Plan, Table, Verb
from ..wording import Text, legible

_TABLES: dict[Table, Text] = {
    "node": Text("节点", "nodes"),
    "relationship": Text("关系", "relationships"),
    "record": Text("来源与数据", "records"),
}


MOST_NAMED = 10


def print_plan(
    plan: Plan,
    store: str,
    *,
    dry_run: bool = False,
    names: Mapping[Verb, Sequence[Text]] | None = None,
    verbose: bool = False,
) -> None:
    """One line for what is added, changed, ended and unchanged, with names; "no change" when nothing is.

    Parameters
    ----------
    plan
        What happens.
    store
        Where.
    dry_run
        Whether it is only planned.
    names
        What can be named of it; it is named where it is little, or where somebody asked for more.
    verbose
        Whether somebody did.
    """
    language = settings.language()
    if plan.empty:
        click.echo(Text(f"没有变化:{store} 已有全部事实。", f"No change: {store} holds all these facts.").in_(language))
        return
    counted: tuple[tuple[Text, Verb | None, Counter[str]], ...] = (
        (Text("新增", "added"), "added", plan.added),
        (Text("改变", "changed"), "changed", plan.changed),
        (Text("结束", "ended"), "ended", plan.ended),
        (Text("不变", "unchanged"), None, plan.unchanged),
    )
    would = Text("(只是计划,未写入)", " (a plan only, nothing written)").in_(language) if dry_run else ""
    click.echo(legible(f"{store}{would}"))
    for label, verb, counter in counted:
        if counter.total():
            parts = [f"{name.in_(language)} {counter[table]}" for table, name in _TABLES.items() if counter[table]]
            click.echo(f"  {label.in_(language)}: {Text('、', ', ').in_(language).join(parts)}")
            if verb and names and (verbose or counter.total() <= MOST_NAMED):
                _print_names(names.get(verb, ()), counter.total())


def _print_names(names: Sequence[Text], total: int) -> None:
    for name in names:
        click.echo(f"    {name.in_(settings.language())}")
    if len(names) < total:
        rest = total - len(names)
        click.echo(Text(f"    另有 {rest} 条", f"    and {rest} more").in_(settings.language()))


def print_left_out(rows: Mapping[str, int]) -> None:
    """One line for the rows that are left out."""
    language = settings.language()
    tables = Text("、", ", ").in_(language).join(f"{file} {number}" for file, number in rows.items())
    click.echo(legible(f"  {Text('未载入的行', 'rows left out').in_(language)}: {tables}"))
