"""Which nodes are worth comparing: those that share a code, a name or an alias, and those whose names look alike.

Names of at least 87.5 of 100 share most of their pairs of characters, so they share one of the rarest pairs of each
(prefix filtering, Chaudhuri, Ganti and Kaushik 2006). Few names are compared all with all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, combinations, islice

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.rows import NodeRow, node_model
from ...graph.schema import schema
from .comparing import LEAST_SCORE, Party
from .names import name_form, name_words

Pair = tuple[Party, Party]
MOST_ALIKE = 50
"""So many nodes may share a name before it says nothing: their pairs are no questions."""
_ALL_WITH_ALL = 3_000
_LEAST_LENGTH = 4  # of shorter names none is alike that is not equal
_MOST_SHARING = 400  # names that share a pair of characters: a more frequent one tells nothing
_AT_ONCE = 200_000


@cache
def compared_kinds() -> frozenset[str]:
    """The kinds whose nodes are known by their names (`names.toml`)."""
    kinds: set[str] = set()
    for word in name_words().compared.kinds:
        kinds.update(schema().groups[word[1:]] if word.startswith("@") else (word,))
    return frozenset(kinds)


def parties_of(graph: AllianceGraph) -> Iterator[Party]:
    """The nodes of a graph that can be compared."""
    kinds = compared_kinds()
    for rows in graph.nodes.rows():
        for row in rows:
            if row.kind in kinds:
                yield Party.of(node_model(row))


def sharing_pairs(parties: Iterable[Party], new: Collection[str]) -> Iterator[Pair]:
    """Pairs of one kind that share a code, or a name without its places.

    Parameters
    ----------
    parties
        The nodes.
    new
        Ids of which one must be in every pair.
    """
    groups: defaultdict[tuple[str, ...], list[Party]] = defaultdict(list)
    for party in parties:
        for key in shared_keys(party):
            groups[key].append(party)
    yield from _pairs_within(groups, new)


def shared_keys(node: Party | NodeRow) -> list[tuple[str, ...]]:
    """By what a node may certainly be another one: its code, and its name without places."""
    form = name_form(node.name)
    code, name = ("code", node.kind, node.uscc), ("name", node.kind, form.stem)
    return [key for key, tells in ((code, node.uscc), (name, not form.generic)) if tells]


def alike_pairs(parties: Sequence[Party], new: Collection[str] | None = None) -> Iterator[Pair]:
    """Pairs of one kind that share a name in some form or an alias, or whose names are alike; each at least once.

    Parameters
    ----------
    parties
        The nodes.
    new
        Ids of which one must be in every pair; None for all pairs.
    """
    groups: defaultdict[tuple[str, ...], list[Party]] = defaultdict(list)
    for party in parties:
        forms = [name_form(name) for name in (party.name, *party.aliases)]
        for word in {word for form in forms if not form.generic for word in (form.core, form.whole)}:
            groups[party.kind, word].append(party)
        if party.uscc:
            groups["code", party.kind, party.uscc].append(party)
    yield from _pairs_within(groups, new)
    named: defaultdict[str, defaultdict[str, list[Party]]] = defaultdict(lambda: defaultdict(list))
    for party in parties:
        if not party.form.generic:
            for word in {party.form.core, party.form.whole}:
                named[party.kind][word].append(party)
    for by_word in named.values():
        yield from _of_alike_words(by_word, new)


def _of_alike_words(by_word: Mapping[str, list[Party]], new: Collection[str] | None) -> Iterator[Pair]:
    words = [word for word, parties in by_word.items() if len(word) >= _LEAST_LENGTH and len(parties) <= MOST_ALIKE]
    fresh = {word for word in words if new is None or any(party.id in new for party in by_word[word])}
    for first, second in alike_words(words, fresh):
        for one in by_word[first]:
            for other in by_word[second]:
                if one.id != other.id and (new is None or one.id in new or other.id in new):
                    yield one, other


def _pairs_within(groups: Mapping[tuple[str, ...], list[Party]], new: Collection[str] | None) -> Iterator[Pair]:
    for group in groups.values():
        if 1 < len(group) <= MOST_ALIKE:
            for one, other in combinations(group, 2):
                if one.id != other.id and (new is None or one.id in new or other.id in new):
                    yield one, other


# ---- words ----


def alike_words(words: Sequence[str], fresh: Collection[str]) -> Iterator[tuple[str, str]]:
    """Pairs of words of at least 87.5 of 100, of which one is fresh.

    Parameters
    ----------
    words
        Each once.
    fresh
        Those that are compared with all.
    """
    from rapidfuzz import fuzz, process

    if len(words) <= _ALL_WITH_ALL:
        chosen = [word for word in words if word in fresh]
        if not chosen:
            return
        scores = process.cdist(chosen, words, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE, dtype=np.uint8)
        for row, column in zip(*(places.tolist() for places in np.nonzero(scores)), strict=True):
            yield chosen[row], words[column]
        return
    candidates = _sharing_rare_pairs(words, fresh)
    while part := list(islice(candidates, _AT_ONCE)):
        firsts, seconds = [words[first] for first, _ in part], [words[second] for _, second in part]
        scores = process.cpdist(firsts, seconds, scorer=fuzz.ratio, score_cutoff=LEAST_SCORE, dtype=np.uint8)
        yield from ((firsts[place], seconds[place]) for place in np.flatnonzero(scores).tolist())


def _sharing_rare_pairs(words: Sequence[str], fresh: Collection[str]) -> Iterator[tuple[int, int]]:
    """Places of words that share one of the rarest pairs of characters of each and can be alike by their lengths."""
    bigrams = [{word[at : at + 2] for at in range(len(word) - 1)} for word in words]
    frequency = Counter(chain.from_iterable(bigrams))
    rare = [
        sorted(own, key=lambda bigram: (frequency[bigram], bigram))[: 2 * _most_changes(len(word)) + 1]
        for word, own in zip(words, bigrams, strict=True)
    ]
    sharing: defaultdict[str, list[int]] = defaultdict(list)
    for place, own in enumerate(rare):
        for bigram in own:
            sharing[bigram].append(place)
    for place, own in enumerate(rare):
        if words[place] not in fresh:
            continue
        lists = (sharing[bigram] for bigram in own if len(sharing[bigram]) <= _MOST_SHARING)
        for other in set(chain.from_iterable(lists)):
            if other != place and (other > place or words[other] not in fresh) and _by_length(words, place, other):
                yield place, other


def _most_changes(length: int) -> int:
    """How many characters at most are put in or left out between a word and one that is alike."""
    share = 1 - LEAST_SCORE / 100
    return int(2 * length * share / (1 - share))


def _by_length(words: Sequence[str], first: int, second: int) -> bool:
    mine, its = len(words[first]), len(words[second])
    return 200 * min(mine, its) >= LEAST_SCORE * (mine + its)
