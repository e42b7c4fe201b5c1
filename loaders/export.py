"""Hand out all facts of a graph, in a form that loads again, or in one that other programs open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import FileRefused
from ..graph.alliance_graph import AllianceGraph
from ..graph.stores.store import Progress
from ..wording import Text, shortened, some
from .export_target import ExportTarget
from .facts.fact_lines import write_lines
from .facts.sinks import FolderSink, WorkbookSink
from .facts.table_writing import write_tables

Writer = Callable[[AllianceGraph, Path, Progress | None], None]
_UNKNOWN_ENDING = Text(
    "不知道怎样导出 {path}:没有 {ending} 这种格式。可用:{known};没有后缀的名称是表格文件夹。",
    "{path}: there is no form {ending} to export to. Known: {known}; a name without an ending is a folder of tables.",
)


@dataclass(frozen=True, slots=True)
class ExportForm:
    """A form of an export.

    Parameters
    ----------
    write
        Writes a graph to a new file, or into an empty folder.
    whole
        Whether it carries every fact, so that it loads again without change.
    """

    write: Writer
    whole: bool


@dataclass(frozen=True, slots=True)
class Export:
    """What was written.

    Parameters
    ----------
    path
        Where.
    whole
        Whether it loads again without change.
    left_out
        What the form cannot carry.
    """

    path: Path
    whole: bool
    left_out: tuple[Text, ...]


def _folder(graph: AllianceGraph, path: Path, progress: Progress | None) -> None:
    write_tables(graph, FolderSink(path), progress)


def _workbook(graph: AllianceGraph, path: Path, progress: Progress | None) -> None:
    with WorkbookSink(path) as sink:
        write_tables(graph, sink, progress)


def _node_link(graph: AllianceGraph, path: Path, progress: Progress | None) -> None:
    from .graphs.node_link_writing import write_node_link  # these need NetworkX, which a load does not

    write_node_link(graph, path, progress)


def _graphml(graph: AllianceGraph, path: Path, progress: Progress | None) -> None:
    from .graphs.graphml_writing import write_graphml

    write_graphml(graph, path, progress)


def _gexf(graph: AllianceGraph, path: Path, progress: Progress | None) -> None:
    from .graphs.gexf_writing import write_gexf

    write_gexf(graph, path, progress)


_FORMS = {
    "": ExportForm(_folder, whole=True),
    ".xlsx": ExportForm(_workbook, whole=True),
    ".jsonl": ExportForm(write_lines, whole=True),
    ".json": ExportForm(_node_link, whole=False),
    ".graphml": ExportForm(_graphml, whole=False),
    ".gexf": ExportForm(_gexf, whole=False),
}
ENDINGS = tuple(ending for ending in _FORMS if ending)


def export_target(path: str | Path, *, force: bool = False, keep: Sequence[Path] = ()) -> ExportTarget:
    """Where an export goes, before anything is written.

    Parameters
    ----------
    path
        A name with one of the endings `ENDINGS`, or without an ending for a folder of tables.
    force
        Replace a plain file, or an earlier export.
    keep
        Files that are never replaced.

    Raises
    ------
    FileRefused
        The ending is that of no form.
    """
    path = Path(path)
    ending = path.suffix.casefold()
    if ending not in _FORMS:
        shown = shortened(str(path), 200)
        raise FileRefused(_UNKNOWN_ENDING, path=shown, ending=shortened(ending), known=some(list(ENDINGS), limit=9))
    return ExportTarget(path, is_folder=not ending, force=force, keep=keep)


def write_export(graph: AllianceGraph, target: ExportTarget, progress: Progress | None = None) -> Export:
    """Write a graph to where it shall go.

    Parameters
    ----------
    graph
        The graph; of a view only what it shows.
    target
        As `export_target` gives it.
    progress
        Called while it writes.

    Raises
    ------
    FileRefused
        Something is there that must stay, the form cannot hold a fact, or the system could not write it.
    """
    form = _FORMS[target.path.suffix.casefold()]
    target.write(lambda scratch: form.write(graph, scratch, progress))
    return Export(target.path, form.whole, () if form.whole else tuple(_left_out(graph)))


def export_graph(graph: AllianceGraph, path: str | Path, *, force: bool = False) -> Export:
    """Write all facts of a graph; a folder of tables, `.xlsx` and `.jsonl` load again without change.

    Parameters
    ----------
    graph
        The graph.
    path
        Where: a folder without an ending, `.xlsx`, `.jsonl`, `.json` (node-link), `.graphml` or `.gexf`.
    force
        Replace a plain file, or an earlier export.

    Raises
    ------
    FileRefused
        Something is there that must stay, the form cannot hold a fact, or the system could not write it.
    """
    return write_export(graph, export_target(path, force=force))


def _left_out(graph: AllianceGraph) -> list[Text]:
    """What a graph of another program has no place for."""
    evidence = sum(body.count('"source":') for body in (*graph.nodes.bodies, *graph.relationships.bodies))
    records = graph.records
    counted = (
        (Text("处出处", "pieces of evidence"), evidence),
        (Text("个来源", "sources"), len(records.sources)),
        (Text("次普查", "censuses"), len(records.censuses)),
        (Text("份名单", "rosters"), len(records.rosters)),
        (Text("个公布的数字", "published figures"), len(records.measures)),
        (Text("个判断", "judgements"), len(records.judgements)),
    )
    return [Text(f"{count:,} {what.zh}", f"{count:,} {what.en}") for what, count in counted if count]
