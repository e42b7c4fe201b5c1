"""`alliance demo`."""

from __future__ import annotations

from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .. import settings
from ..errors import ForeignFacts
from ..graph.alliance_graph import AllianceGraph
from ..graph.networks.ties import TieRule
from ..graph.stores.differences import Plan
from ..graph.stores.locations import open_store, store_files
from ..graph.stores.store import GraphStore
from ..loaders.folder import read_folder
from ..queries.cover.coverage import coverage
from ..queries.cover.coverage_matrix import coverage_matrix
from ..queries.paths.influence_paths import influence_paths
from ..queries.register.gaps import gaps
from ..wording import Text
from .bilingual import Command
from .options import FileName, option, with_force, with_language, with_shared, with_store
from .output import console, heading, progress, unknowns
from .plans import print_plan
from .screen import print_answer
from .store_command import print_info

if TYPE_CHECKING:
    from ..visualizations.output_file import OutputFile

_PATH = ("校椅供电所党支部", "星巴克")


@click.command(
    "demo",
    cls=Command,
    text=Text(
        "载入横州茉莉花产业集群的公开事实,回答第一批问题,写出离线地图。\n再次运行不会改变任何内容。",
        "Load the published facts of the Hengzhou jasmine cluster, answer the first questions, write the offline map.\n"
        "A second run changes nothing.",
    ),
    example="alliance demo\nalliance demo --store neo4j --lang en",
)
@option(
    "--map",
    "map_path",
    metavar="FILE",
    type=FileName(),
    default="alliance-map.html",
    zh="地图写到这个文件:新的,或先前的地图。",
    en="Where the map is written: a new file, or an earlier map.",
)
@with_force
@with_shared
@with_store
@with_language
def command(map_path: Path, force: bool, shared: bool, store: str) -> None:
    """Run the demonstration."""
    from ..visualizations.alliance_map import map_file

    target = map_file(map_path, force=force, keep=store_files(store))
    target.check()
    with open_store(store, create=True, shared=shared) as opened:
        plan = _load(opened)
        _section(Text("1 载入", "1 Load"))
        print_plan(plan, store)
        print_info(opened.info())
        graph = opened.read()
    _questions(graph)
    _draw(graph, target)


def _load(store: GraphStore) -> Plan:
    with as_file(files("alliance").joinpath("data", "hengzhou")) as folder:
        batch = read_folder(folder).batch
    if store.plan(batch).foreign:
        raise ForeignFacts(
            Text(
                f"{store.location} 里有示例以外的事实;示例不会混进去。请用 --store 另给一个库,如 --store demo.db。",
                f"{store.location} holds facts that are not the demonstration's; it will not be mixed with them. "
                "Name another store, such as --store demo.db.",
            )
        )
    with progress() as report:
        return store.write(batch, report)


def _questions(graph: AllianceGraph) -> None:
    out = console()
    _section(Text("2 一条跨两层的影响路径:党支部 → 供货", "2 An influence path across both layers: branch → supply"))
    print_answer(out, influence_paths(graph, *_PATH, count=1))
    _section(Text("  同一问题,只用已证实的关系", "  The same question, confirmed links only"))
    print_answer(out, influence_paths(graph, *_PATH, count=1, rule=TieRule(statuses=("confirmed",))))
    _section(Text("3 “1+9”各业态有什么", '3 What each branch of "1+9" has'))
    print_answer(out, coverage_matrix(graph, levels=("core", "cluster9")))
    _section(Text("4 最重的五个缺口", "4 The five gravest gaps"))
    register = gaps(graph, top=5)
    print_answer(out, register.model_copy(update={"unknown": ()}))
    _section(Text("5 不知道的", "5 What is not known"))
    rates = coverage(graph)
    heading(out, rates)
    unknowns(out, (*rates.unknown, *register.unknown))


def _draw(graph: AllianceGraph, target: OutputFile) -> None:
    from ..visualizations import AllianceMap

    language = settings.language()
    _section(Text("6 地图", "6 The map"))
    written = target.write(AllianceMap.of(graph, board=True, language=language).generate_html())
    click.echo(
        Text(f"{written}(一个文件,断网也能打开)", f"{written} (one file, opens without a network)").in_(language)
    )


def _section(text: Text) -> None:
    console().print(f"\n{text.in_(settings.language())}", style="bold cyan")
