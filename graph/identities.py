"""Who is one with whom: judgements as groups of nodes, whatever order they were made in.

Facts stay as they were loaded. What was judged is looked up when a graph is read, so a judgement loses no evidence and
can be taken back (as in FollowTheMoney, where a merge only rewrites the canonical id).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import combinations

from .models import Judgement, Node
from .places import Nearness, nearness, place_parts

_MADE = re.compile(r"[a-z_]+-[0-9a-f]{12}")


def pair_question(first: str, second: str) -> str:
    """The key of the question whether two nodes are one: the same whichever comes first."""
    pair = "\x1f".join(sorted((first, second)))
    return f"same-{blake2b(pair.encode(), digest_size=8).hexdigest()}"


def is_made(node_id: str) -> bool:
    """Whether an id was made from a kind and a name, as the loaders make one for a row without an id."""
    return bool(_MADE.fullmatch(node_id))


@dataclass(frozen=True, slots=True)
class Conflict:
    """Judgements that contradict each other; none of the same rank joins anything.

    Parameters
    ----------
    same
        What would join the nodes.
    different
        What keeps them apart, as pairs of ids.
    """

    same: tuple[Judgement, ...]
    different: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Identities:
    """Which nodes are one.

    Parameters
    ----------
    members
        By canonical id all ids of a group, the canonical one first.
    conflicts
        What joins nothing because it contradicts itself.
    """

    members: dict[str, tuple[str, ...]] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()

    def canonical(self) -> dict[str, str]:
        """By id the canonical one, for every node that goes by another."""
        return {other: first for first, (_, *others) in self.members.items() for other in others}


def in_force(judgements: Iterable[Judgement]) -> dict[str, Judgement]:
    """The judgement that counts on each question: a person's stands over a rule's."""
    counting: dict[str, Judgement] = {}
    for judgement in judgements:
        if judgement.by == "person" or judgement.question not in counting:
            counting[judgement.question] = judgement
    return counting


def resolve_identities(judgements: Iterable[Judgement], nodes: Callable[[Collection[str]], list[Node]]) -> Identities:
    """The groups of nodes that are one.

    What persons said is joined first, then what rules found. Where a group would hold two nodes that are different,
    what joins it contradicts itself and joins nothing. A rule never joins two places or two codes, not even through a
    third node that has neither.

    Parameters
    ----------
    judgements
        Of persons and rules, in any order.
    nodes
        Gives the nodes of some ids, as far as they exist.
    """
    counting = [judgement for judgement in in_force(judgements).values() if len(judgement.about) == 2]
    same = [judgement for judgement in counting if judgement.verdict == "same"]
    if not same:
        return Identities()
    different = {frozenset(judgement.about) for judgement in counting if judgement.verdict == "different"}
    known = {node.id: node for node in nodes({end for judgement in same for end in judgement.about})}
    same = sorted((j for j in same if all(end in known for end in j.about)), key=lambda j: j.question)
    groups, conflicts = _Groups(), list[Conflict]()
    for by in ("person", "rule"):
        conflicts += groups.join([j for j in same if j.by == by], known, different)
    found = (sorted(group, key=lambda node_id: _order(known[node_id])) for group in groups.all())
    return Identities(dict(sorted((group[0], tuple(group)) for group in found)), tuple(conflicts))


def _order(node: Node) -> tuple[bool, bool, int, str]:
    """Which of one group comes first and gives its name: one with an id of its own, a code, the most sightings."""
    return is_made(node.id), not node.uscc, -len(node.evidence), node.id


class _Groups:
    """Groups of ids, each a set of at least two."""

    def __init__(self) -> None:
        self._group_of: dict[str, set[str]] = {}

    def all(self) -> list[set[str]]:
        """Every group once."""
        return list({id(group): group for group in self._group_of.values()}.values())

    def join(
        self, same: Collection[Judgement], known: Mapping[str, Node], different: Collection[frozenset[str]]
    ) -> Iterator[Conflict]:
        """Join what some judgements of one rank join; what contradicts itself is given and joins nothing."""
        for group, judgements in self._joined(same):
            apart = [pair for pair in combinations(sorted(group), 2) if frozenset(pair) in different]
            if judgements[0].by == "rule":
                apart += [pair for pair in self._open_pairs(group) if _differ(*(known[end] for end in pair))]
            if apart:
                yield Conflict(tuple(judgements), tuple(dict.fromkeys(apart)))
            else:
                self._group_of.update(dict.fromkeys(group, group))

    def _open_pairs(self, group: Collection[str]) -> Iterator[tuple[str, str]]:
        """The pairs of a group that no person has joined."""
        for first, second in combinations(sorted(group), 2):
            joined = self._group_of.get(first)
            if joined is None or second not in joined:
                yield first, second

    def _joined(self, same: Collection[Judgement]) -> Iterator[tuple[set[str], list[Judgement]]]:
        """The groups as they would be, each with the judgements that make it."""
        would_be, made_by = dict(self._group_of), defaultdict[int, list[Judgement]](list)
        for judgement in same:
            first, second = (would_be.get(end, {end}) for end in judgement.about)
            group = first | second
            would_be.update(dict.fromkeys(group, group))
        for judgement in same:
            made_by[id(would_be[judgement.about[0]])].append(judgement)
        for judgements in made_by.values():
            yield would_be[judgements[0].about[0]], judgements


def _differ(first: Node, second: Node) -> bool:
    """Whether two nodes have two codes, or lie in two places."""
    if first.uscc and second.uscc:
        return first.uscc != second.uscc
    if not first.place or not second.place:
        return False
    return nearness(place_parts(first.place), place_parts(second.place)) is Nearness.DIFFERENT
