"""Coverage rates in words: their sentence, and what keeps them from being known."""

from __future__ import annotations

from collections.abc import Iterator

from ...graph.truth import Truth
from ...wording import NOTHING, Text, plural
from ..answer import Unknown
from ..contradictions import contradictions, named
from ..evidence import EvidenceBook
from ..requirements import no_chain
from .cover import Cover
from .key_scope import RULES, ScopeRule
from .published import no_denominator
from .row import CoverageRow


def sentence(row: CoverageRow, rule: ScopeRule) -> Text:
    """The organisation coverage rate in one sentence, with the rule of its scope where it is a narrower one."""
    within = NOTHING if rule == "operating" else Text(";范围:{rule}", "; scope: {rule}").fill(rule=RULES[rule])
    if row.low is None:
        count = row.covered or 0
        return Text(
            "党组织覆盖率:未知,现有资料算不出。已知有党组织的单位 {count} 家,分母(单位总数)不详{within}。",
            "Coverage rate of party organisations: unknown, it cannot be computed from these data. "
            "{employers} known to have one; the denominator is not known{within}.",
        ).fill(within=within, count=count, employers=plural(count, "employer is", "employers are"))
    return Text("党组织覆盖率:{rate}{within}。", "Coverage rate of party organisations: {rate}{within}.").fill(
        rate=row.text(), within=within
    )


def unknowns(cover: Cover, book: EvidenceBook, *, complete: bool) -> Iterator[Unknown]:
    """What keeps the rates from being known: the denominator, contradictions, whatever only may hold."""
    yield from no_chain(cover.chain)
    if not complete:
        yield no_denominator(cover.chain.view, book)
    yield from contradictions(cover)
    inside = cover.in_scope > 0
    doubt = inside & (cover.covered.least < cover.most) & (cover.covered.most > 0)
    if complete and doubt.any():
        yield named(
            cover,
            doubt,
            Text("{number} 家单位有无党组织:{names}", "whether {count} covered: {names}"),
            ("employer is", "employers are"),
            Text("名单里没有写,或只是可能。", "The roster does not say, or what it says only may hold."),
            Text("名单写明:单独、联合或未建", "the roster states own, joint or none"),
        )
    idle = cover.in_scope == Truth.MAY
    if complete and idle.any():
        yield named(
            cover,
            idle,
            Text("{number} 家单位是否在运营:{names}", "whether {count}: {names}"),
            ("employer operates", "employers operate"),
            Text("没有写明;不运营的不进分母。", "Nobody states it; who does not operate leaves the denominator."),
            Text("名单的 operating 列写明是或否", "the column operating of the roster states yes or no"),
        )
