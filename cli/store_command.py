"""`alliance store info | check | upgrade | give-up | copy`."""

from __future__ import annotations

from collections.abc import Sequence

import click

from .. import settings
from ..errors import StoreDamaged
from ..graph.schema import schema
from ..graph.stores.copying import copy_store
from ..graph.stores.locations import open_store
from ..graph.stores.snapshots.reading import snapshot_size
from ..graph.stores.store import Finding, GraphStore, StoreInfo
from ..wording import Text, legible
from .bilingual import Command, Group
from .options import language_option, option, with_language, with_shared, with_store
from .output import progress
from .plans import print_plan

DAMAGED = 4

command = Group(
    "store",
    params=[language_option()],
    text=Text("库的内容、检查、升级与复制。", "What a store holds; check it, upgrade it, copy it."),
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
        size = snapshot_size(opened)
    if size is not None:
        click.echo(Text(f"快照 {size:,} 字节", f"snapshot {size:,} bytes").in_(settings.language()))


def print_info(held: StoreInfo) -> None:
    """Counts by kind and type, each with its label."""
    language = settings.language()
    click.echo(legible(f"{held.location}  {held.engine}"))
    click.echo(Text(f"数据版本 {held.data_version}", f"data version {held.data_version}").in_(language))
    labels = {term.id: term.label for term in (*schema().kinds.values(), *schema().types.values())}
    measure = Text("公布的数字", "published figures")
    labels |= {
        "measure": measure,
        "roster": Text("名单声明", "roster statements"),
        "judgement": Text("判断", "judgements"),
    }
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
        "检查库是否完好:文件或约束、每条事实的摘要、查找用的名称、数据版本、是否合乎模式。\n"
        "退出码:0 完好(或已全部重做),4 有问题。",
        "Check that a store is sound: file or constraints, the digest of every fact, the names to search by, the data "
        "version, the schema.\nExit code: 0 when it is sound, or was made so; 4 when something is broken.",
    ),
    example="alliance store check\nalliance store check --store neo4j\nalliance store check --mend",
)
@option(
    "--mend",
    is_flag=True,
    zh="重做能从现有事实重做的:摘要、查找用的名称、数据版本;认可库里现在的内容。",
    en="Make again what can be made from the facts that are there: digests, names to search by, data version; this "
    "accepts the content as it is.",
)
@with_store
@with_language
@click.pass_context
def check(ctx: click.Context, store: str, mend: bool) -> None:
    """Check a store."""
    with open_store(store) as opened:
        with progress() as report:
            findings = opened.check(report)
        if mend and any(finding.mendable and not finding.sound for finding in findings):
            _mend(opened, findings)
            findings = opened.check()
    _print_findings(findings)
    ctx.exit(0 if all(finding.sound for finding in findings) else DAMAGED)


def _mend(store: GraphStore, findings: Sequence[Finding]) -> None:
    try:
        with progress() as report:
            done = store.mend(report)
    except StoreDamaged:
        _print_findings(findings)
        raise
    _print_all(done)


def _print_findings(findings: Sequence[Finding]) -> None:
    language = settings.language()
    for finding in findings:
        mark = Text("完好", "sound") if finding.sound else Text("有问题", "BROKEN")
        detail = "" if finding.sound else f": {finding.detail.in_(language)}"
        click.echo(f"{mark.in_(language)}  {finding.what.in_(language)}{detail}")


def _print_all(sentences: Sequence[Text]) -> None:
    for sentence in sentences:
        click.echo(sentence.in_(settings.language()))


@command.command(
    "upgrade",
    cls=Command,
    text=Text(
        "把较早版本写成的库升级到本版本的格式,不丢任何事实;中断后再运行会接着做;已是本版本则什么也不做。",
        "Bring a store of an earlier version to the layout of this one. No fact is lost; an upgrade that broke off "
        "goes on when it is run again. A store that is current stays as it is.",
    ),
    example="alliance store upgrade\nalliance store upgrade --store neo4j",
)
@with_store
@with_language
def upgrade(store: str) -> None:
    """Upgrade a store."""
    with open_store(store) as opened, progress() as report:
        done = opened.upgrade(report)
    _print_all(done or [Text(f"{store} 已是本版本的格式。", f"{store} is in the layout of this version.")])


@command.command(
    "give-up",
    cls=Command,
    text=Text(
        "放弃一次中断的载入:收回它已写入的内容,并说明丢掉了什么。再运行同样的载入则可以接着完成,不必放弃。",
        "Give up a load that broke off: what it had written is taken back, and what is lost is said. Running the same "
        "load again completes it instead.",
    ),
    example="alliance store give-up\nalliance store give-up --store neo4j",
)
@with_store
@with_language
def give_up(store: str) -> None:
    """Give up a load."""
    with open_store(store) as opened:
        lost = opened.give_up()
    _print_all([lost or Text(f"{store} 没有中断的载入。", f"No load is pending in {store}.")])


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
