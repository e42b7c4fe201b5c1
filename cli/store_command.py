"""`alliance store info | check | copy`."""

from __future__ import annotations

import click

from .. import settings
from ..graph.schema import schema
from ..graph.stores.copying import copy_store
from ..graph.stores.locations import open_store
from ..graph.stores.store import StoreInfo
from ..wording import Text
from .bilingual import Command, Group
from .options import language_option, with_language, with_shared, with_store
from .output import progress
from .plans import print_plan

DAMAGED = 4

command = Group(
    "store",
    params=[language_option()],
    text=Text("库的内容、检查与复制。", "What a store holds; check it, copy it."),
    example="alliance store info\nalliance store check\nalliance store copy alliance.db neo4j",
)


@command.command(
    "info",
    cls=Command,
    text=Text(
        "库里有什么:各种节点、关系和记录的数目,以及数据版本。",
        "What the store holds, by kind and type, and its data version.",
    ),
    example="alliance store info\nalliance store info --store neo4j",
)
@with_store
@with_language
def info(store: str) -> None:
    """Say what a store holds."""
    with open_store(store) as opened:
        print_info(opened.info())


def print_info(held: StoreInfo) -> None:
    """Counts by kind and type, each with its label."""
    language = settings.language()
    click.echo(f"{held.location}  {held.engine}")
    click.echo(Text(f"数据版本 {held.data_version}", f"data version {held.data_version}").in_(language))
    labels = {one.id: one.label for one in (*schema().kinds.values(), *schema().types.values())}
    measure = Text("公布的数字", "published figures")
    labels |= {"measure": measure, "roster": Text("名单声明", "roster statements")}
    for title, counts in (
        (Text("节点", "nodes"), held.nodes),
        (Text("关系", "relationships"), held.relationships),
        (Text("记录", "records"), held.records),
    ):
        click.echo(f"{title.in_(language)} {sum(counts.values())}")
        parts = [f"{labels.get(key, Text(key, key)).in_(language)} {number}" for key, number in counts.items()]
        click.echo("  " + Text("、", ", ").in_(language).join(parts))


@command.command(
    "check",
    cls=Command,
    text=Text(
        "检查库是否完好:文件或约束、每条事实的摘要、数据版本、是否合乎模式。",
        "Check that a store is sound: file or constraints, the digest of every fact, the data version, the schema.",
    ),
    example="alliance store check\nalliance store check --store neo4j",
)
@with_store
@with_language
@click.pass_context
def check(ctx: click.Context, store: str) -> None:
    """Check a store."""
    language = settings.language()
    with open_store(store) as opened:
        findings = opened.check()
    for one in findings:
        mark = Text("完好", "sound") if one.sound else Text("有问题", "BROKEN")
        click.echo(
            f"{mark.in_(language)}  {one.what.in_(language)}" + ("" if one.sound else f": {one.detail.in_(language)}")
        )
    ctx.exit(0 if all(one.sound for one in findings) else DAMAGED)


@command.command(
    "copy",
    cls=Command,
    text=Text(
        "把一个库原样复制到另一个(空的)库,不丢一条事实;最后核对数据版本。",
        "Copy a store into another (empty) one without losing a fact; the data versions are compared at the end.",
    ),
    example="alliance store copy alliance.db neo4j\nalliance store copy neo4j copy.db",
)
@click.argument("source")
@click.argument("target")
@with_shared
@with_language
def copy(source: str, target: str, shared: bool) -> None:
    """Copy a store."""
    with open_store(source) as opened, open_store(target, create=True, shared=shared) as receiver, progress() as report:
        plan = copy_store(opened, receiver, report)
        version = receiver.data_version()
    print_plan(plan, target)
    click.echo(
        Text(f"两边的数据版本相同:{version}", f"Equal data version on both sides: {version}").in_(settings.language())
    )
