"""G7 and G8: employers that a party organisation is due at and has none, and those that no party work reaches."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from ...graph.columns import Mask
from ...graph.schema import schema
from ...graph.truth import Truth
from ...wording import NOTHING, Text, plural, some
from ..chain import Chain
from ..cover.cover import MEMBERS_DUE, Cover
from ..instruments import ORGANISATION, PARTY_ORGANISATION
from .rules import FACTS, MEMBERS, STAFF, Gap, Judgement, Undecided

_WORKING = (PARTY_ORGANISATION, "instructor", "liaison")


def organisation_gaps(chain: Chain) -> Iterator[Judgement]:
    """G7 organisation gap (three-member rule) and G8 work gap, as coverage counts them (`cover.Cover`).

    Both are certain only of an employer that surely operates and is no aggregate. Where the organisations were not all
    listed, who is not loaded may have either gap.
    """
    cover = Cover(chain, schema().kinds_with("employer"), None)
    single, inside = (cover.least == 1) & (cover.most == 1), cover.in_scope == Truth.HOLDS
    due = inside & (cover.due.least > 0)
    idle = inside & single & (cover.worked.most == 0)
    yield from (_due(cover, place) for place in np.flatnonzero(due).tolist())
    yield from (_idle(cover, place) for place in np.flatnonzero(idle).tolist())
    there = cover.in_scope > 0
    yield from _undecided(cover, "G7", there & (cover.due.most > 0) & ~due)
    yield from _undecided(cover, "G8", there & (cover.worked.least < cover.most) & ~idle)
    yield from _not_loaded(chain)


def _due(cover: Cover, place: int) -> Gap:
    members = int(cover.members[place])
    return Gap(
        "G7",
        int(cover.employers[place]),
        float(members),
        MEMBERS,
        Text(
            "正式党员 {members} 名 ≥ {due},单独和联合的党组织 0 个{staff}",
            "{count} ≥ {due}, no party organisation of its own and no joint one{staff}",
        ).fill(members=members, count=plural(members, "full member"), due=MEMBERS_DUE, staff=_staff_text(cover, place)),
        Text("单独或联合建立党组织", "a party organisation is set up, its own or a joint one"),
    )


def _idle(cover: Cover, place: int) -> Gap:
    staff = cover.staff[place]
    return Gap(
        "G8",
        int(cover.employers[place]),
        None if np.isnan(staff) else float(staff),
        STAFF,
        Text(
            "党组织、指导员、联络员、群团组织都没有{staff}",
            "no party organisation, instructor, liaison, union or youth league{staff}",
        ).fill(staff=_staff_text(cover, place)),
        Text("选派指导员或联络员,或建立党组织", "an instructor or liaison is assigned, or a party organisation set up"),
    )


def _staff_text(cover: Cover, place: int) -> Text:
    staff = cover.staff[place]
    return NOTHING if np.isnan(staff) else Text(f";职工 {staff:g} 人", f"; {staff:g} staff")


def _undecided(cover: Cover, gap: str, which: Mask) -> Iterator[Undecided]:
    """One entry a stage, for all its employers; one at several stages counts at the first."""
    chain, places = cover.chain, cover.chain.instruments.places
    first = np.full(len(chain.view), len(chain.stages.all))
    np.minimum.at(first, places.nodes, places.stages)
    stage_of = first[cover.employers]
    for place in np.unique(stage_of[which]).tolist():
        here = which & (stage_of == place)
        stage = chain.stages.all[place] if place < len(chain.stages.all) else None
        nodes = cover.employers[here].tolist()
        names = some(sorted(chain.view.node_names[node] for node in nodes))
        yield Undecided(gap, stage, _lacks(cover, gap, here), names, len(nodes), tuple(nodes))


def _lacks(cover: Cover, gap: str, here: Mask) -> tuple[str, ...]:
    """The rosters of what would cover them; else, or besides, what they do not state of themselves."""
    instruments = (PARTY_ORGANISATION,) if gap == "G7" else _WORKING
    missing = [which for which in instruments if not cover.chain.rosters.complete(None, which)]
    covered = cover.covered.least[here] < cover.covered.most[here]
    if gap == "G7" and not covered.any():
        missing = []
    silent = np.isnan(cover.members[here]) if gap == "G7" else np.ones(int(here.sum()), np.bool_)
    facts = silent | (cover.in_scope[here] == Truth.MAY)
    return (*missing, FACTS) if facts.any() or not missing else tuple(missing)


def _not_loaded(chain: Chain) -> Iterator[Undecided]:
    """The stages, or without any the whole graph, whose organisations no roster lists."""
    scopes: list[int | None] = list(chain.stages.required) or [None]
    who = Text("没有载入的单位", "organisations that are not loaded")
    for scope in scopes:
        if not chain.rosters.complete(scope, ORGANISATION):
            yield from (Undecided(gap, scope, (ORGANISATION,), who) for gap in ("G7", "G8"))
