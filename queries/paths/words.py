"""A path answer in words: its sentence."""

from __future__ import annotations

from ...wording import Text, plural
from .bounds import bounds_text
from .hints import hints
from .hole_words import way_text
from .question import MOST_LINKS, PathSearch
from .rows import Link, PathRow


def sentence(search: PathSearch) -> Text:
    """The answer in one sentence."""
    first, last = search.ends
    start = Text(f"{first} 到 {last}:", f"{first} to {last}: ")
    if search.rows:
        return start + (_found(search) if search.status == "found" else _may_be(search))
    if search.too_many:
        return start + Text(
            f"未知。步数以内可及的关系有 {search.links_in_reach} 条,超过一次能搜索的 {MOST_LINKS} 条,"
            "没有搜索,不能说没有。请减小 --hops,或用 --type、--avoid 收窄。",
            f"unknown. {search.links_in_reach} links lie within reach, more than the {MOST_LINKS} "
            "that one search takes, so nothing was searched and this is not a no. Lower --hops, or narrow it with "
            "--type or --avoid.",
        )
    if search.way:
        return start + _through_hole(search)
    if search.clipped:
        return start + Text(
            f"未知。搜索用完预算(看了 {search.steps} 个路径开头)就中断了,不能说没有。"
            "请加大 --budget,或减小 --hops,或用 --type 收窄。",
            f"unknown. The search ran out of its budget after {plural(search.steps, 'beginning')} of paths, so this is "
            "not a no. Raise --budget, lower --hops, or narrow it with --type.",
        )
    bounds, wider = bounds_text(search), hints(search)
    return start + Text(
        f"{bounds.zh},在已载入的关系中没有影响路径。{wider.zh}",
        f"among the relations loaded there is no influence path {bounds.en}. {wider.en}",
    )


def _found(search: PathSearch) -> Text:
    bounds, count, strongest = bounds_text(search), len(search.rows), _strongest(search)
    more = Text("(还有更多,用 -k 看)", " (there are more; raise -k to see them)") if search.more else Text("", "")
    return Text(
        f"{bounds.zh},找到 {count} 条路径{more.zh},{strongest.zh}。",
        f"{plural(count, 'path')}{more.en} {bounds.en}, {strongest.en}.",
    )


def _may_be(search: PathSearch) -> Text:
    bounds, count, strongest = bounds_text(search), len(search.rows), _strongest(search)
    more = Text("(还有更多,用 -k 看)", " (there are more; raise -k to see them)") if search.more else Text("", "")
    are, needs = ("is", "it needs") if count == 1 else ("are", "each of them needs")
    return Text(
        f"未知。{bounds.zh},有 {count} 条路径{more.zh},但都要靠不一定成立的环节,{strongest.zh}。",
        f"unknown. There {are} {plural(count, 'path')}{more.en} {bounds.en}, but {needs} a link that only may hold, "
        f"{strongest.en}.",
    )


def _through_hole(search: PathSearch) -> Text:
    assert search.way is not None
    bounds, way = bounds_text(search), way_text(search.view, search.way)
    return Text(
        f"未知。{bounds.zh},在已载入的关系中没有影响路径,但来源没有列全,可能有一条:{way.zh}。",
        f"unknown. Among the relations loaded there is no influence path {bounds.en}, but the sources do not name "
        f"everything, and there may be one: {way.en}.",
    )


def _strongest(search: PathSearch) -> Text:
    best = search.rows[0]
    words = _told(best)
    sure = next((row for row in search.rows if row.truth == "holds"), None)
    if sure is None or sure is best:
        return Text(f"最强 {words.zh}", f"the strongest {words.en}")
    holds = _told(sure)
    return Text(
        f"最强 {words.zh},但它不一定成立;确定成立的最强 {holds.zh}",
        f"the strongest {words.en}, which only may hold; the strongest that holds {holds.en}",
    )


def _told(row: PathRow) -> Text:
    """The strength of a path with its steps, its weakest link, and what of it nobody stated or confirmed."""
    strength = row.strength if row.strength_low == row.strength_high else row.strength_text()
    links = [step[0] for step in row.relationships]
    remarks = [remark for remark in (_unconfirmed(links), _assumed(links)) if remark]
    doubt = Text("".join(f";{text.zh}" for text in remarks), "".join(f"; {text.en}" for text in remarks))
    return Text(
        f"{strength}({row.hops} 步,最弱一环 {row.weakest.strength}{doubt.zh})",
        f"{strength} ({plural(row.hops, 'step')}, weakest link {row.weakest.strength}{doubt.en})",
    )


def _unconfirmed(links: list[Link]) -> Text:
    count = sum(link.status != "confirmed" for link in links)
    if not count:
        return Text("", "")
    are = "is" if count == 1 else "are"
    return Text(f"其中 {count} 个环节待核实", f"{count} of its links {are} unconfirmed")


def _assumed(links: list[Link]) -> Text:
    strengths = sum(link.strength_origin == "default" for link in links)
    confidences = sum(link.confidence_origin == "prior" for link in links)
    parts = [
        Text(f"{strengths} 个环节用默认强度", f"default strength in {plural(strengths, 'link')}"),
        Text(f"{confidences} 个环节用先验可信度", f"prior confidence in {plural(confidences, 'link')}"),
    ]
    used = [part for part, count in zip(parts, (strengths, confidences), strict=True) if count]
    return Text.joined(used, zh=",")
