"""Links that only may hold, as answers name them: with them and without them two numbers stand side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..graph.alliance_graph import AllianceGraph
from ..graph.models import STATUSES
from ..graph.networks.ties import TieRule
from ..graph.schema import schema
from ..graph.truth import Truth, link_truths
from ..wording import Text, plural, some
from .answer import Unknown

_BOTH = Text(
    "起止日期只知道大概、有争议或只是推断;答案的下限不算它们,上限算上它们。",
    "Their dates are only partly known, or they are disputed or inferred; the lower number is without them, the upper "
    "one with them.",
)
_WITHOUT = Text(
    "起止日期只知道大概、有争议或只是推断;答案没有算它们,算上时可高可低。",
    "Their dates are only partly known, or they are disputed or inferred; the numbers are without them and could be "
    "higher or lower with them.",
)


def widest(rule: TieRule) -> TieRule:
    """The rule with every link that may hold: of every status, unless the question names some."""
    return replace(rule, statuses=STATUSES.terms) if rule.statuses is None else rule


def link_name(view: AllianceGraph, position: int) -> Text:
    """A link in words: its source, its type, its target."""
    columns, names = view.relationships, view.node_names
    declared = schema().type(schema().type_vocabulary.term(columns.types[position]))
    return Text("{source} {type} {target}", "{source} {type} {target}").fill(
        source=names[columns.sources[position]], type=declared.label, target=names[columns.targets[position]]
    )


def open_links(view: AllianceGraph, links: Iterable[int], *, counted: bool = True) -> Iterator[Unknown]:
    """What is unknown because links only may hold: one entry that names the first few, none where all of them hold.

    Parameters
    ----------
    view
        The graph on the day of the question.
    links
        Positions of the links that count in the answer.
    counted
        Whether the upper number of the answer counts them; if not, the answer is without them.
    """
    truths = link_truths(view)
    doubtful = sorted({link for link in links if truths[link] == Truth.MAY})
    if not doubtful:
        return
    shown = [link_name(view, link) for link in doubtful]
    names = Text(some([name.zh for name in shown]).zh, some([name.en for name in shown]).en)
    holds = "holds" if len(doubtful) == 1 else "hold"
    yield Unknown(
        what=Text(
            f"{len(doubtful)} 条关系是否成立:{names.zh}",
            f"whether {plural(len(doubtful), 'link')} {holds}: {names.en}",
        ),
        why=_BOTH if counted else _WITHOUT,
        closes_when=Text(
            "补上准确的日期,或找到证实或否定它们的来源", "exact dates or a source that settles them are loaded"
        ),
    )


def nothing_loaded(rule: TieRule) -> Unknown:
    """That there may be ties that were not loaded."""
    types = [schema().type(type_id).label for type_id in rule.walked()[:8]]
    listed = Text.joined(types)
    return Unknown(
        what=Text(f"没有载入的关系(所走的类型:{listed.zh} 等)", f"relations that were not loaded ({listed.en} …)"),
        why=Text("没有名单能保证这些关系全部载入。", "No roster promises that all of these relations were loaded."),
        closes_when=Text("载入更多来源", "more sources are loaded"),
    )
