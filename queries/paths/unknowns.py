"""What a path answer leaves open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ...graph.schema import schema
from ...wording import Text, plural, some
from ..answer import Unknown
from ..one_of import which_of_these
from ..open_links import link_name
from .hole_words import way_unknown
from .links import STALE_DAYS, doubts
from .question import PathSearch
from .rows import Doubt, Link


def unknowns(search: PathSearch) -> Iterator[Unknown]:
    """What the answer leaves open, what matters most first."""
    if search.way:
        yield from way_unknown(search.view, search.way)
    if search.clipped and search.rows:
        yield Unknown(
            what=Text("更多路径", "further paths"),
            why=Text(
                "搜索用完预算即中断,已列出的仍是最强的几条。",
                "The search ran out of its budget; those listed are still the best.",
            ),
            closes_when=Text("加大 --budget 再问", "it is asked again with a larger --budget"),
        )
    for doubt in ("dates", "disputed", "inferred"):
        yield from _doubtful(search, doubt)
    yield from which_of_these(search.view, search.doubtful)
    yield from _tentative(search)
    yield from _stale(search)
    if search.status != "found" and not search.rows:
        yield _incomplete(search)


def _doubtful(search: PathSearch, doubt: Doubt) -> Iterator[Unknown]:
    which = [link for link in search.doubtful if doubt in doubts(search.view, link)]
    if not which:
        return
    names, day = _some([link_name(search.view, link) for link in which]), search.view.as_of_day
    if doubt == "dates":
        yield Unknown(
            what=Text(f"在 {day} 是否有效:{names.zh}", f"validity on {day}: {names.en}"),
            why=Text(
                "起止日期只知道大概,当天可能有效也可能无效。",
                "Their dates are only partly known; they may or may not hold on that day.",
            ),
            closes_when=Text("补上准确的起止日期", "exact dates are loaded"),
        )
        return
    why = {
        "disputed": Text("来源对此有争议。", "It is disputed."),
        "inferred": Text("只是推断,没有来源这样报道。", "It is only inferred; no source reports it."),
    }
    yield Unknown(
        what=Text(f"是否属实:{names.zh}", f"whether it holds: {names.en}"),
        why=why[doubt],
        closes_when=Text("找到来源,证实或否定", "a source confirms it or denies it"),
    )


def _counted(search: PathSearch, wanted: Callable[[Link], bool]) -> list[Text]:
    """The names of the links that count in the rows and are as wanted, each once."""
    ids = {link.id for row in search.rows for step in row.relationships for link in step[:1] if wanted(link)}
    positions = np.flatnonzero(np.isin(search.view.relationships.ids, [np.uint64(int(link_id, 16)) for link_id in ids]))
    return [link_name(search.view, int(position)) for position in positions]


def _tentative(search: PathSearch) -> Iterator[Unknown]:
    links = _counted(search, lambda link: link.status == "tentative")
    if links:
        count, names = len(links), _some(links)
        verb = "holds" if count == 1 else "hold"
        yield Unknown(
            what=Text(f"{count} 个环节是否属实:{names.zh}", f"whether {plural(count, 'link')} {verb}: {names.en}"),
            why=Text(
                "它们的状态是待核实:没有见到原始来源。", "Their status is tentative: no original source was seen."
            ),
            closes_when=Text("找到原始来源并确认", "the original source is found and confirms them"),
        )


def _stale(search: PathSearch) -> Iterator[Unknown]:
    links = _counted(search, lambda link: link.stale)
    if links:
        count, names = len(links), _some(links)
        are = "is" if count == 1 else "are"
        yield Unknown(
            what=Text(
                f"{count} 个环节是否仍是如此:{names.zh}", f"whether {plural(count, 'link')} {are} still so: {names.en}"
            ),
            why=Text(
                f"它们最近一次被看到是在当天的半年({STALE_DAYS} 天)以前。",
                f"They were last seen over half a year ({STALE_DAYS} days) before the day.",
            ),
            closes_when=Text("载入新的观察", "a newer observation is loaded"),
        )


def _incomplete(search: PathSearch) -> Unknown:
    """That nobody promised that everything was loaded: a no is one among the relations loaded."""
    labels = [schema().type(type_id).label for type_id in search.question.rule.walked()]
    types = _some(labels, 8)
    return Unknown(
        what=Text(
            f"没有载入的关系(所走的类型:{types.zh})", f"relations that were not loaded (types walked: {types.en})"
        ),
        why=Text(
            "没有名单能保证这些关系全部载入;这里只说已载入的。",
            "No roster promises that all of these relations were loaded; the answer is of those that were.",
        ),
        closes_when=Text("载入更多来源", "more sources are loaded"),
    )


def _some(texts: Sequence[Text], limit: int = 5) -> Text:
    """The first few, and how many more there are."""
    return Text(some([text.zh for text in texts], limit).zh, some([text.en for text in texts], limit).en)
