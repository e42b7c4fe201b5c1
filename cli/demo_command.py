"""`alliance demo`."""

from __future__ import annotations

from dataclasses import dataclass
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
from ..queries.changes.diff import diff
from ..queries.cover.coverage import coverage
from ..queries.cover.coverage_matrix import coverage_matrix
from ..queries.paths.influence_paths import influence_paths
from ..queries.register.gaps import gaps
from ..queries.register.row import GAP_LABELS
from ..wording import Text
from .bilingual import Command
from .options import FileName, option, with_force, with_language, with_shared, with_store
from .output import console, heading, progress, unknowns
from .plans import print_plan
from .screen import print_answer
from .store_command import print_info

if TYPE_CHECKING:
    from ..visualizations.output_file import OutputFile


@dataclass(frozen=True, slots=True)
class Example:
    """Facts that ship, and what is asked of them.

    Parameters
    ----------
    folder
        Where they are in the package.
    path
        The ends of the path that is shown.
    levels, stages
        The levels of stages in the matrix, and what these stages are called.
    censuses
        The censuses that are compared; empty without any.
    """

    folder: str
    path: tuple[str, str]
    levels: tuple[str, ...]
    stages: Text
    censuses: tuple[str, ...] = ()


_HENGZHOU = Example(
    "hengzhou",
    ("校椅供电所党支部", "星巴克"),
    ("core", "cluster9"),
    Text("“1+9”各业态有什么", 'What each branch of "1+9" has'),
)
_MADE_UP = Example(
    "example-54",
    ("示例县农业农村局", "示例县谷雨茶业有限公司"),
    ("core", "branch"),
    Text("“1+5”各业态有什么", 'What each branch of "1+5" has'),
    ("2024H1", "2024H2"),
)


@click.command(
    "demo",
    cls=Command,
    text=Text(
        "载入横州茉莉花产业集群的公开事实,回答第一批问题,写出离线地图。\n再次运行不会改变任何内容。\n"
        "公开事实没有完整的名单,所以多数问题只能答“不知道”;--example-54 用虚构的联盟演示名单齐全时的回答。",
        "Load the published facts of the Hengzhou jasmine cluster, answer the first questions, write the offline map.\n"
        "A second run changes nothing.\n"
        "What was published holds no complete list, so most answers are unknown; --example-54 shows, with a made-up\n"
        "alliance, what is answered when the rosters are there.",
    ),
    example="alliance demo\nalliance demo --example-54 --store example.db\nalliance demo --store neo4j --lang en",
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
@option(
    "--example-54",
    "made_up",
    is_flag=True,
    zh="改用虚构的联盟:54 个成员,名单齐全,两次普查。",
    en="Use a made-up alliance instead: 54 members, complete rosters, two censuses.",
)
@with_force
@with_shared
@with_store
@with_language
def command(map_path: Path, made_up: bool, force: bool, shared: bool, store: str) -> None:
    """Run the demonstration."""
    from ..visualizations.alliance_map import map_file

    example = _MADE_UP if made_up else _HENGZHOU
    target = map_file(map_path, force=force, keep=store_files(store))
    target.check()
    with open_store(store, create=True, shared=shared) as opened:
        plan = _load(opened, example)
        _section(Text("1 载入", "1 Load"))
        print_plan(plan, store)
        print_info(opened.info())
        graph = opened.read()
    number = _questions(graph, example)
    _draw(graph, target, number)


def _load(store: GraphStore, example: Example) -> Plan:
    with as_file(files("alliance").joinpath("data", example.folder)) as folder:
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


def _questions(graph: AllianceGraph, example: Example) -> int:
    """Ask the questions; gives the number of the next section."""
    out = console()
    _section(Text("2 一条跨两层的影响路径", "2 An influence path across both layers"))
    print_answer(out, influence_paths(graph, *example.path, count=1))
    _section(Text("  同一问题,只用已证实的关系", "  The same question, confirmed links only"))
    print_answer(out, influence_paths(graph, *example.path, count=1, rule=TieRule(statuses=("confirmed",))))
    _section(Text("3 ", "3 ") + example.stages)
    print_answer(out, coverage_matrix(graph, levels=example.levels))
    _section(Text("4 缺口:缺的名单,再是每种最重的", "4 Gaps: rosters that are missing, then the gravest of each kind"))
    register = gaps(graph, top=len(GAP_LABELS) + 1 if example.censuses else 5)
    print_answer(out, register.model_copy(update={"unknown": ()}))
    if example.censuses:
        _section(Text("5 两次普查之间缺口的变化", "5 What changed in the gaps between two censuses"))
        print_answer(out, diff(graph, *example.censuses, parts=("gaps",)).model_copy(update={"unknown": ()}))
    _section(Text("{number} 不知道的", "{number} What is not known").fill(number=6 if example.censuses else 5))
    rates = coverage(graph)
    heading(out, rates)
    unknowns(out, (*rates.unknown, *register.unknown))
    return 7 if example.censuses else 6


def _draw(graph: AllianceGraph, target: OutputFile, number: int) -> None:
    from ..visualizations import AllianceMap

    language = settings.language()
    _section(Text("{number} 地图", "{number} The map").fill(number=number))
    written = target.write(AllianceMap.of(graph, board=True, language=language).generate_html())
    click.echo(
        Text(f"{written}(一个文件,断网也能打开)", f"{written} (one file, opens without a network)").in_(language)
    )


def _section(text: Text) -> None:
    console().print(f"\n{text.in_(settings.language())}", style="bold cyan")
