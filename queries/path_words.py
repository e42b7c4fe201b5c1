"""A path answer in words: its sentence, what it does not know, and what a wider question would find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ..graph.models import STATUSES
from ..graph.schema import schema
from ..wording import Text, some
from .answer import Unknown
from .path_question import MOST_LINKS, PathSearch
from .ties import UNREACHED, TieRule, arcs, hop_distances, passable


def sentence(search: PathSearch) -> Text:
    """The answer in one sentence."""
    first, last = search.ends
    bounds = _bounds(search)
    if search.rows:
        best = search.rows[0]
        doubt = _doubt(search)
        return Text(
            f"{first} 到 {last}:{bounds.zh},找到 {len(search.rows)} 条路径,最强 {best.strength}"
            f"({best.hops} 步,最弱一环 {best.weakest.strength}){doubt.zh}。",
            f"{first} to {last}: {len(search.rows)} path(s) {bounds.en}, the strongest {best.strength} "
            f"({best.hops} steps, weakest link {best.weakest.strength}){doubt.en}.",
        )
    if search.links_in_reach > MOST_LINKS:
        return Text(
            f"{first} 到 {last}:未知。步数以内可及的关系有 {search.links_in_reach} 条,超过一次能搜索的 {MOST_LINKS} 条,"
            "没有搜索,不能说没有。请减小 --hops,或用 --type、--avoid 收窄。",
            f"{first} to {last}: unknown. {search.links_in_reach} links lie within reach, more than the {MOST_LINKS} "
            "that one search takes, so nothing was searched and this is not a no. Lower --hops, or narrow it with "
            "--type or --avoid.",
        )
    if search.found.clipped:
        return Text(
            f"{first} 到 {last}:未知。搜索用完预算(看了 {search.found.steps} 个路径开头)就中断了,不能说没有。"
            "请加大 --budget,或减小 --hops,或用 --type 收窄。",
            f"{first} to {last}: unknown. The search ran out of its budget after {search.found.steps} beginnings of "
            "paths, so this is not a no. Raise --budget, lower --hops, or narrow it with --type.",
        )
    wider = _wider(search)
    return Text(
        f"{first} 到 {last}:{bounds.zh},没有影响路径。{wider.zh}",
        f"{first} to {last}: no influence path {bounds.en}. {wider.en}",
    )


def unknowns(search: PathSearch) -> Iterator[Unknown]:
    """What the answer leaves open."""
    if search.found.clipped and search.rows:
        yield _unknown(
            Text("更多路径", "further paths"),
            Text(
                "搜索用完预算即中断,已列出的仍是最强的几条。",
                "The search ran out of its budget; those listed are still the best.",
            ),
            Text("加大 --budget 再问。", "Ask again with a larger --budget."),
        )
    undated = sorted({one for links in search.uncertain for one in links})
    if undated:
        day = search.view.as_of_day
        which = some([_link_name(search, one) for one in undated])
        yield _unknown(
            Text(f"在 {day} 是否有效:{which.zh}", f"validity on {day}: {which.en}"),
            Text(
                "起止日期只知道大概,当天可能有效也可能无效。",
                "Their dates are only partly known; they may or may not hold on that day.",
            ),
            Text("补上准确的起止日期。", "Exact dates are loaded."),
        )
    tentative = sum(step[0].status != "confirmed" for row in search.rows for step in row.relationships)
    if tentative:
        yield _unknown(
            Text(f"{tentative} 个环节是否属实", f"whether {tentative} link(s) hold"),
            Text(
                "它们的状态不是已证实:没有见到原始来源,或属推断。",
                "Their status is not confirmed: no original source was seen, or they were inferred.",
            ),
            Text("找到原始来源并确认。", "The original source is found and confirms them."),
        )


def _doubt(search: PathSearch) -> Text:
    best = search.rows[0]
    tentative = sum(step[0].status != "confirmed" for step in best.relationships)
    if not tentative:
        return Text("", "")
    return Text(f";其中 {tentative} 个环节待核实", f"; {tentative} of its links are unconfirmed")


def _bounds(search: PathSearch) -> Text:
    question, day = search.question, search.view.as_of_day
    rule = question.rule
    umbrella = (
        Text("可经伞形节点", "umbrella nodes allowed")
        if rule.umbrella
        else Text("不经伞形节点", "without umbrella nodes")
    )
    confirmed = Text(",仅已证实的关系", ", confirmed links only") if rule.statuses == ("confirmed",) else Text("", "")
    when = Text(f"截至 {day},", f" as of {day}") if day else Text("", "")
    return Text(
        f"{when.zh}{question.hops} 步以内,{umbrella.zh}{confirmed.zh}",
        f"within {question.hops} steps{when.en}, {umbrella.en}{confirmed.en}",
    )


def _wider(search: PathSearch) -> Text:
    """What looser bounds would find, so that a no can be judged."""
    rule, loose = search.question.rule, []
    longer = _shortest(search, rule)
    if longer is not None:
        loose.append(
            Text(f"放宽步数后最短 {longer} 步(--hops {longer})", f"the shortest has {longer} steps (--hops {longer})")
        )
    else:
        loose.append(Text("放宽步数也没有", "more steps do not help either"))
    if not rule.umbrella and (steps := _shortest(search, replace(rule, umbrella=True))):
        loose.append(
            Text(
                f"允许经过伞形节点时最短 {steps} 步(--umbrella)",
                f"through umbrella nodes the shortest has {steps} (--umbrella)",
            )
        )
    if (
        set(rule.statuses) != set(STATUSES)
        and (steps := _shortest(search, replace(rule, statuses=STATUSES.terms)))
        and steps != longer
    ):
        loose.append(
            Text(f"算上其余状态的关系时最短 {steps} 步", f"with links of every status the shortest has {steps}")
        )
    return Text(";".join(one.zh for one in loose) + "。", _capitalised("; ".join(one.en for one in loose)) + ".")


def _shortest(search: PathSearch, rule: TieRule) -> int | None:
    """Fewest steps under a rule without a limit on their number."""
    question, view = search.question, search.view
    found = passable(view, arcs(view, rule), question.source, question.target, question.avoid, rule.umbrella)
    steps = hop_distances(found, len(view), question.source)[question.target]
    return int(steps) if steps < UNREACHED else None


def _link_name(search: PathSearch, position: int) -> str:
    columns, names = search.view.relationships, search.view.node_names
    kind = schema().type_vocabulary.term(columns.types[position])
    return f"{names[columns.sources[position]]} {kind} {names[columns.targets[position]]}"


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _unknown(what: Text, why: Text, closes: Text) -> Unknown:
    return Unknown(what=what, why=why, closes_when=closes)
