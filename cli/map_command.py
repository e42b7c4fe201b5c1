"""`alliance map`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from .. import settings
from ..graph.stores.locations import store_files
from ..wording import Text
from .bilingual import Command
from .options import FileName, option, with_any_day, with_force, with_language, with_snapshot, with_store
from .reading import read_graph


@click.command(
    "map",
    cls=Command,
    text=Text(
        "写出一个 HTML 地图:一个文件,断网也能打开;先是产业链图,再是网络图,点选一条线可看它的出处。",
        "Write one HTML map: a single file that opens without a network, first with the chain board, then with the "
        "network; choose a line to see where it was stated.",
    ),
    example="alliance map\nalliance map --around 横县桔扬茶业有限公司 --degrees 2 -o juyang.html",
)
@option(
    "-o",
    "--output",
    "path",
    metavar="FILE",
    type=FileName(),
    default="alliance-map.html",
    zh="写到这个文件:新的,或先前的地图。",
    en="Where it is written: a new file, or an earlier map.",
)
@option("--around", metavar="NAME", zh="只画这个节点周围。", en="Only what is around this node.")
@option("--degrees", type=click.IntRange(1, 3), default=1, zh="周围几步。", en="How many steps around it.")
@option(
    "--kind",
    "kinds",
    multiple=True,
    metavar="KIND",
    zh="只画这类节点,可多次。",
    en="Only nodes of this kind; repeatable.",
)
@with_any_day
@with_force
@with_store
@with_snapshot
@with_language
def command(
    path: Path, around: str | None, degrees: int, kinds: tuple[str, ...], as_of: date | None, force: bool, store: str
) -> None:
    """Write a map."""
    from ..visualizations.alliance_map import AllianceMap, map_file

    language = settings.language()
    target = map_file(path, force=force, keep=store_files(store))
    target.check()
    graph = read_graph(store)
    whole = around is None and not kinds
    drawn = AllianceMap.of(
        graph, around=around, degrees=degrees, kinds=kinds, as_of=as_of, board=whole, language=language
    )
    written = target.write(drawn.generate_html())
    click.echo(Text(f"已写出 {written}", f"Written: {written}").in_(language))
