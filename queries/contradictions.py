"""What the data say twice and differently: it is reported, never resolved in silence."""

from __future__ import annotations

from collections.abc import Iterator

from ..graph.columns import Mask
from ..graph.schema import schema
from ..wording import Text, plural, some
from .answer import Unknown
from .chain import Chain
from .cover.cover import Cover


def of_chain(chain: Chain) -> Iterator[Unknown]:
    """The contradictions of all employers, for answers that are not about their coverage alone."""
    if chain.rosters.statements.says("party_cover").any():
        yield from contradictions(Cover(chain, schema().kinds_with("employer"), None))


_EMPLOYERS = ("employer says", "employers say")
_NEITHER = Text(
    "两处说法不同,不擅自取舍,按未知计。", "The two do not agree. Neither is preferred, so it counts as unknown."
)
_CORRECTED = Text("改正 party_cover 或这条关系", "party_cover or the link is corrected")


def contradictions(cover: Cover) -> Iterator[Unknown]:
    """What the data say twice and differently: it is reported, and counts as unknown."""
    denied = Text(
        "矛盾:{number} 家单位写“未建”,却有党组织建在它们那里:{names}",
        "contradiction: {count} none while a link shows a party organisation: {names}",
    )
    unlisted = Text(
        "矛盾:{number} 家单位写“单独”或“联合”,党组织名单号称完整却没有它们的:{names}",
        "contradiction: {count} own or joint while a complete roster of party organisations lists none of theirs: "
        "{names}",
    )
    distrust = Text(
        "名单不可全信,没有写的单位也按未知计。",
        "The roster cannot be trusted, so employers that say nothing count as unknown too.",
    )
    completed = Text("补全党组织名单,或改正 party_cover", "the roster is completed or party_cover is corrected")
    other = Text(
        "矛盾:{number} 家单位写的“单独”或“联合”与关系不符:{names}",
        "contradiction: {count} own or joint and links show the other: {names}",
    )
    for which, what, why, closes_when in (
        (cover.denied, denied, _NEITHER, _CORRECTED),
        (cover.unlisted, unlisted, distrust, completed),
        (cover.disputed_own, other, _NEITHER, _CORRECTED),
    ):
        if which.any():
            yield named(cover, which, what, _EMPLOYERS, why, closes_when)


def named(cover: Cover, which: Mask, what: Text, nouns: tuple[str, str], why: Text, closes_when: Text) -> Unknown:
    """Something unknown of some employers, with the first of their names."""
    names = [cover.chain.view.node_names[node] for node in cover.employers[which].tolist()]
    filled = what.fill(number=len(names), count=plural(len(names), *nouns), names=some(names))
    return Unknown(what=filled, why=why, closes_when=closes_when)
