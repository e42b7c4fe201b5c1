"""What only a person can decide: pairs of nodes that may be one, and judgements that contradict each other."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations
from typing import NamedTuple

from ...graph.alliance_graph import AllianceGraph
from ...graph.identities import Conflict, in_force, pair_question
from ...graph.merging import identities_of
from ...graph.schema import schema
from ...wording import Text
from ..questions import Question
from .comparing import Comparison, Party, compare
from .pairs import alike_pairs, parties_of

DECIDED = ("same", "different")


def open_questions(graph: AllianceGraph, new: Collection[str] | None = None) -> list[Question]:
    """The pairs of nodes that may be one and are not decided, the most alike first.

    Parameters
    ----------
    graph
        As it is stored, with its judgements.
    new
        Ids of which one must be in every pair; None for all pairs.
    """
    parties, state = list(parties_of(graph)), _state(graph)
    found: dict[str, tuple[Comparison, Party, Party]] = {}
    for first, second in alike_pairs(parties, new):
        key = pair_question(first.id, second.id)
        if key in state.decided or key in found:
            continue
        comparison = compare(first, second)
        if comparison.sameness == "doubtful" or (comparison.sameness == "certain" and key in state.opened):
            found[key] = (comparison, first, second) if first.id < second.id else (comparison, second, first)
    ordered = sorted(found.items(), key=lambda item: (-item[1][0].score, item[1][1].name, item[0]))
    return [_question(key, *entry) for key, entry in ordered]


class _State(NamedTuple):
    """Keys of the pairs that are decided, and of those that were judged and are open all the same."""

    decided: set[str]
    opened: set[str]


def _state(graph: AllianceGraph) -> _State:
    """What was judged of each pair, and what follows from it: of a group all pairs are decided.

    What a person was not sure of or took back is open, and so is what a rule found and facts contradict.
    """
    identities = identities_of(graph)
    counting = in_force(graph.records.judgements.values()).values()
    opened = {judgement.question for judgement in counting if judgement.verdict not in DECIDED}
    opened |= {
        judgement.question for conflict in identities.conflicts for judgement in conflict.same if judgement.by == "rule"
    }
    decided = {judgement.question for judgement in counting} - opened
    for group in identities.members.values():
        decided.update(pair_question(*pair) for pair in combinations(group, 2))
    return _State(decided, opened)


def _question(key: str, comparison: Comparison, first: Party, second: Party) -> Question:
    kind = schema().kind(first.kind).label
    sentence = Text(
        f"“{first.name}”({first.id})和“{second.name}”({second.id})是同一个{kind.zh}吗?",
        f'Are "{first.name}" ({first.id}) and "{second.name}" ({second.id}) one {kind.en}?',
    )
    return Question(key, "same", sentence, comparison.reasons, (first.id, second.id), score=round(comparison.score, 1))


def conflict_text(graph: AllianceGraph, conflict: Conflict) -> Text:
    """A contradiction in one sentence, with the pairs that are said to be one and those that are not.

    Parameters
    ----------
    graph
        As it is stored.
    conflict
        One of its contradictions.
    """
    same = Text.joined(_pair(graph, judgement.about) for judgement in conflict.same)
    different = Text.joined(_pair(graph, pair, "≠") for pair in conflict.different)
    return Text(
        "判断互相矛盾,都没有合并:{same};但 {different}。请用 alliance review --undo 收回其中一个。",
        "Judgements contradict each other and join nothing: {same}; but {different}. "
        "Take one back with: alliance review --undo",
    ).fill(same=same, different=different)


def _pair(graph: AllianceGraph, pair: Collection[str], sign: str = "=") -> Text:
    names = (f"{graph.node(node_id).name}({node_id})" for node_id in pair if graph.position(node_id) is not None)
    return Text.same(f" {sign} ".join(names)) + Text.same(f" [{pair_question(*pair)}]")
