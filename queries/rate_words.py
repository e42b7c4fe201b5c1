"""Coverage rates in words: their sentence, and what keeps them from being known."""

from __future__ import annotations

from collections.abc import Iterator

from ..graph.columns import Mask
from ..graph.truth import Truth
from ..wording import Text, plural, some
from .answer import Unknown
from .cover import Cover
from .coverage_row import CoverageRow
from .evidence import EvidenceBook
from .published import no_denominator
from .requirements import no_chain


def sentence(row: CoverageRow) -> Text:
    """The organisation coverage rate in one sentence."""
    if row.low is None:
        count = row.covered or 0
        return Text(
            "党组织覆盖率:未知,现有资料算不出。已知有党组织的单位 {count} 家,实际运营单位总数不详。",
            "Coverage rate of party organisations: unknown, it cannot be computed from these data. "
            "{employers} known to have one; how many operate is not known.",
        ).fill(count=count, employers=plural(count, "employer is", "employers are"))
    return Text("党组织覆盖率:{rate}。", "Coverage rate of party organisations: {rate}.").fill(rate=row.text())


def unknowns(cover: Cover, book: EvidenceBook, *, complete: bool) -> Iterator[Unknown]:
    """What keeps the rates from being known: the denominator, contradictions, whatever only may hold."""
    yield from no_chain(cover.chain)
    if not complete:
        yield no_denominator(cover.chain.view, book)
    yield from _contradictions(cover)
    inside = cover.in_scope > 0
    doubt = inside & (cover.covered.least < cover.most) & (cover.covered.most > 0)
    if complete and doubt.any():
        yield _named(
            cover,
            doubt,
            Text("{number} 家单位有无党组织:{names}", "whether {count} covered: {names}"),
            ("employer is", "employers are"),
            Text("名单里没有写,或只是可能。", "The roster does not say, or what it says only may hold."),
            Text("名单写明:单独、联合或未建", "the roster states own, joint or none"),
        )
    idle = cover.in_scope == Truth.MAY
    if complete and idle.any():
        yield _named(
            cover,
            idle,
            Text("{number} 家单位是否在运营:{names}", "whether {count}: {names}"),
            ("employer operates", "employers operate"),
            Text("没有写明;不运营的不进分母。", "Nobody states it; who does not operate leaves the denominator."),
            Text("名单的 operating 列写明是或否", "the column operating of the roster states yes or no"),
        )


def _contradictions(cover: Cover) -> Iterator[Unknown]:
    """What the data say twice and differently: it is reported, and counts as unknown."""
    if cover.denied.any():
        yield _named(
            cover,
            cover.denied,
            Text("矛盾:{number} 家单位写“未建”,却有党组织建在它们那里:{names}",
                 "contradiction: {count} none while a link shows a party organisation: {names}"),
            ("employer says", "employers say"),
            Text("两处说法不同,不擅自取舍,按未知计。",
                 "The two do not agree. Neither is preferred, so it counts as unknown."),
            Text("改正 party_cover 或这条关系", "party_cover or the link is corrected"),
        )  # fmt: skip
    if cover.unlisted.any():
        yield _named(
            cover,
            cover.unlisted,
            Text("矛盾:{number} 家单位写“单独”或“联合”,党组织名单号称完整却没有它们的:{names}",
                 "contradiction: {count} own or joint while a complete roster of party organisations lists none of "
                 "theirs: {names}"),
            ("employer says", "employers say"),
            Text("名单不可全信,没有写的单位也按未知计。",
                 "The roster cannot be trusted, so employers that say nothing count as unknown too."),
            Text("补全党组织名单,或改正 party_cover", "the roster is completed or party_cover is corrected"),
        )  # fmt: skip
    if cover.disputed_own.any():
        yield _named(
            cover,
            cover.disputed_own,
            Text("矛盾:{number} 家单位写的“单独”或“联合”与关系不符:{names}",
                 "contradiction: {count} own or joint and links show the other: {names}"),
            ("employer says", "employers say"),
            Text("两处说法不同,单独组建率按未知计。",
                 "The two do not agree; the own-organisation rate counts it as unknown."),
            Text("改正 party_cover 或这条关系", "party_cover or the link is corrected"),
        )  # fmt: skip


def _named(cover: Cover, which: Mask, what: Text, nouns: tuple[str, str], why: Text, closes_when: Text) -> Unknown:
    names = [cover.chain.view.node_names[node] for node in cover.employers[which].tolist()]
    filled = what.fill(number=len(names), count=plural(len(names), *nouns), names=some(names))
    return Unknown(what=filled, why=why, closes_when=closes_when)
