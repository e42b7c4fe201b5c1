"""`alliance export`."""

from __future__ import annotations

from pathlib import Path

import click

from .. import settings
from ..graph.stores.locations import store_files
from ..wording import Text
from .bilingual import Command
from .options import FileName, option, with_language, with_snapshot, with_store
from .output import progress, say
from .reading import read_graph


@click.command(
    "export",
    cls=Command,
    text=Text(
        "导出全部事实。后缀决定格式:没有后缀是表格文件夹,还有 .xlsx、.jsonl(这三种可原样再载入,数据版本相同),"
        "以及 .json(node-link)、.graphml、.gexf(供 NetworkX、Gephi、yEd 打开,放不下的内容会说明)。",
        "Export all facts. The ending says the form: none is a folder of tables, then .xlsx and .jsonl (these three "
        "load again without change, to the same data version), and .json (node-link), .graphml and .gexf for NetworkX, "
        "Gephi and yEd, with a word on what they cannot hold.",
    ),
    example="alliance export -o facts\nalliance export -o facts.xlsx\nalliance export -o chain.graphml",
)
@option(
    "-o",
    "--output",
    "path",
    metavar="PATH",
    type=FileName(),
    required=True,
    zh="写到哪里:文件夹,或带后缀的文件。",
    en="Where it is written: a folder, or a file with one of the endings.",
)
@option(
    "--force",
    is_flag=True,
    zh="替换已有的同名文件或先前的导出(库从不替换)。",
    en="Replace a file of this name or an earlier export; a store is never replaced.",
)
@with_store
@with_snapshot
@with_language
def command(path: Path, force: bool, store: str) -> None:
    """Export a graph."""
    from ..loaders.export import export_target, write_export

    target = export_target(path, force=force, keep=store_files(store))
    target.check()
    graph = read_graph(store)
    with progress() as report:
        written = write_export(graph, target, report)
    language = settings.language()
    click.echo(Text(f"已写出 {written.path}", f"Written: {written.path}").in_(language))
    if written.whole:
        same = Text("可原样再载入,数据版本 {version}", "It loads again without change; data version {version}")
        click.echo(same.fill(version=graph.data_version).in_(language))
    if written.left_out:
        say(_LEFT_OUT.fill(what=Text.joined(written.left_out)))


_LEFT_OUT = Text(
    "这种格式放不下:{what}。要全部事实,请导出为文件夹、.xlsx 或 .jsonl",
    "this form cannot hold: {what}. For every fact export to a folder, .xlsx or .jsonl",
)
