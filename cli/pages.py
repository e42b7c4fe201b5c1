"""Answers as HTML files beside what a command prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..graph.stores.locations import store_files
from ..wording import Text
from .options import Output
from .output import say

if TYPE_CHECKING:
    from ..graph.alliance_graph import AllianceGraph
    from ..graph.stores.store import GraphStore
    from ..queries.answer import Answer
    from ..visualizations.output_file import OutputFile


def page_target(output: Output, store: str) -> OutputFile | None:
    """The file that `--html` names, checked before anything is computed; None without it.

    Raises
    ------
    FileRefused
        It may not be written.
    """
    if output.html is None:
        return None
    from ..visualizations.answer_page import answer_file

    target = answer_file(output.html, force=output.force, keep=store_files(store))
    target.check()
    return target


def write_page(target: OutputFile, answer: Answer[Any], where: AllianceGraph | GraphStore) -> None:
    """Write the page of an answer, and say where.

    Parameters
    ----------
    target
        From `page_target`.
    answer
        What was answered.
    where
        The graph or the store that was asked; only a graph has what pictures show around an answer.
    """
    from ..graph.alliance_graph import AllianceGraph
    from ..visualizations.answer_page import AnswerPage

    graph = where if isinstance(where, AllianceGraph) else None
    written = target.write(AnswerPage.of(answer, graph).html())
    say(Text(f"已写出 {written}", f"Written: {written}"))
