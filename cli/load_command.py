"""`alliance load`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from ..graph.networks.warming import LARGE, warm_up
from ..graph.stores.locations import open_store
from ..loaders.censuses import CensusLoad
from ..loaders.load import load_folder
from ..loaders.mappings.layout import layout
from ..loaders.reports.report import is_report
from ..loaders.unused_options import refuse_unused
from ..wording import Text, some
from . import report_loading
from .bilingual import Command
from .options import FileName, option, with_language, with_shared, with_store
from .output import progress, say
from .plans import print_left_out, print_plan

_FILES = some([table.file for table in layout().tables], limit=20)


@click.command(
    "load",
    cls=Command,
    text=Text(
        "把一个文件夹的表格(CSV、电子表格)或单个文件载入库中:读取、检查、计划、写入。\n可读的表格:{files}。"
        "所有错误一次列出;有错就什么都不写;同样的文件夹载入两次没有变化。\n"
        "也可以是一篇报道(.txt、.md、.html、.docx、.pdf):只提议,不写入;见 --accept。",
        "Load a folder of tables (CSV, spreadsheets), or one file, into the store: read, check, plan, write.\n"
        "Tables that are read: {files}. "
        "All errors are listed at once; with an error nothing is written; the same folder twice changes nothing.\n"
        "A report (.txt, .md, .html, .docx, .pdf) is read too: it proposes and writes nothing; see --accept.",
    ).fill(files=_FILES),
    example="alliance load data/hengzhou --dry-run\nalliance load data/hengzhou --store alliance.db",
)
@click.argument("folder", type=FileName())
@option(
    "--source",
    default="",
    metavar="TEXT",
    zh="没有来源列的表格出自哪里:sources.csv 中的 id,或一个标题。",
    en="What tables without a column for the source rest on: an id of sources.csv, or a title.",
)
@option(
    "--namespace",
    default="",
    metavar="NAME",
    zh="写在这次每个 id 前面的名字(NAME:id):两个文件夹用同样的编号时互不混淆。",
    en="Put this name before every id of the load (NAME:id), so that folders with the same numbers do not mix.",
)
@option(
    "--census",
    default="",
    metavar="LABEL",
    zh="这次是一次普查的快照,如 2024H1:号称完整而缺少的内容从普查之日起结束,不删除。",
    en="The load is a dated snapshot, such as 2024H1: what it lacks of what it lists completely is ended, not deleted.",
)
@option(
    "--date",
    default="",
    metavar="DATE",
    zh="普查的日期;不写则按名称推定。",
    en="The date of the census; that of its label when absent.",
)
@option(
    "--scope",
    default="",
    metavar="NAME",
    zh="完整列出的范围:产业链、环节、地方或联盟;不写为全图。",
    en="What is listed completely: a chain, a stage, a place or an alliance; the whole graph when absent.",
)
@option(
    "--complete",
    multiple=True,
    metavar="INSTRUMENT",
    zh="完整列出的种类,如 member(成员)、organisation(单位);可重复。",
    en="What is listed completely, such as member or organisation; may be repeated.",
)
@option(
    "--correct-sources",
    is_flag=True,
    zh="库中同一 id 的来源与这次写法不同:按这次的改正(不加则拒绝)。",
    en="Correct the sources of the store that have another title, date or link here; refused without this.",
)
@option(
    "--report",
    type=FileName(),
    metavar="FILE",
    zh="把每一处错误写入这个文件(.xlsx、.csv 或 .json);没有错误时清单为空。",
    en="Write every error to this file (.xlsx, .csv or .json); the list is empty when nothing is wrong.",
)
@option(
    "--skip-invalid",
    is_flag=True,
    zh="有错的行不载入,其余照常写入;有错的行连同原因写入旁边的 NAME.rejected.csv 或 .xlsx,退出码为 3。",
    en="Leave wrong rows out and write the others; the wrong ones go with the reasons to NAME.rejected.csv or .xlsx "
    "beside the table, and the exit code is 3.",
)
@option("--verbose", is_flag=True, zh="列出计划中更多的名称。", en="Name more of what the plan counts.")
@option(
    "--accept",
    is_flag=True,
    zh="报道:未经判断的提议也载入,记为待核实;已否定的从不载入。",
    en="Of a report: load what nobody decided on too, as tentative; what was rejected is never loaded.",
)
@option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="WORD=KIND",
    zh="图文件(GraphML、GEXF、JSON)中的词是哪种节点,如 Firm=enterprise;不要的写 Person=-。可多次。",
    en="What kind of node a word of a graph (GraphML, GEXF, JSON) means, like Firm=enterprise; Person=- leaves such "
    "nodes out. Repeatable.",
)
@option(
    "--type",
    "types",
    multiple=True,
    metavar="WORD=TYPE",
    zh="图文件中的词是哪种关系,如 OWNS=INVESTS_IN。可多次。",
    en="What type of relationship a word of a graph means, like OWNS=INVESTS_IN. Repeatable.",
)
@option(
    "--mapping",
    "mappings",
    type=FileName(),
    multiple=True,
    zh="说明各列含义的映射文件(TOML),用 alliance map-headers 写出;可给几个。",
    en="A mapping file (TOML) that says what columns mean, as alliance map-headers writes it; repeatable.",
)
@option("--dry-run", is_flag=True, zh="只给出计划,不写入。", en="Show the plan and stop before the write.")
@with_shared
@with_store
@with_language
def command(
    folder: Path, *, census: str, date: str, scope: str, complete: tuple[str, ...], accept: bool,
    verbose: bool, dry_run: bool, shared: bool, store: str, **options: Any,
) -> None:  # fmt: skip
    """Load a folder or a report."""
    snapshot = CensusLoad.of(census, date, scope, complete)
    if is_report(folder):
        refuse_unused(Text("报道", "a report"), {"census": census, "verbose": verbose, **options})
        report_loading.load(folder, store, accept=accept, dry_run=dry_run, shared=shared)
        return
    refuse_unused(Text("表格", "a table"), {"accept": accept})
    with open_store(store, create=True, shared=shared) as opened, progress() as bar:
        result = load_folder(
            folder,
            opened,
            census=snapshot,
            dry_run=dry_run,
            progress=bar,
            **options,
        )
        if result.written and len(result.facts.batch.relationships) >= LARGE:
            warm_up(lambda: bar("compile", 0, 0))
    for note in result.facts.notes:
        say(note)
    print_plan(result.plan, store, dry_run=dry_run, names=result.names, verbose=verbose)
    for note in result.open:
        say(note)
    if left_out := result.facts.left_out:
        print_left_out(left_out.rows)
        raise left_out
