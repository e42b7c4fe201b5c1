"""Which employers are covered, as far as it is known: by a party organisation, by one of their own, by party work.

The unit is the employer covered. A joint party organisation covers each of its hosts, and it is joint when it has more
than one, whatever kinds they are. What a cell states and what links show is held against each other: where the two
contradict each other, the employer only may be covered, and the contradiction is reported.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import networkx as nx
import numpy as np

from ...graph.columns import Floats, Integers, Mask
from ...graph.schema import schema
from ...graph.truth import Truth, Truths
from ..chain import Chain
from ..instruments import ORGANISATION, PARTY_ORGANISATION, Showings
from .key_scope import ScopeRule, in_key_scope

MEMBERS_DUE = 3
"""Three full members make a party organisation due (three-member rule; docs/definitions.md)."""
_HOSTING = "HOSTED_BY"
_WORKERS = ("instructor", "liaison")


@dataclass(frozen=True, slots=True)
class Part:
    """How many of what each employer stands for are covered, at least and at most, shape (n,)."""

    least: Floats
    most: Floats


class Cover:
    """The employers and how they are covered; arrays are in the order of `employers`.

    Parameters
    ----------
    chain
        The chain on the day of the question.
    kinds
        Kinds of employers.
    stage
        The scope: employers at this stage or a finer one of it; those that the roster for the whole graph lists when
        None.
    rule
        Which of them count.
    """

    def __init__(self, chain: Chain, kinds: Sequence[str], stage: int | None, rule: ScopeRule = "operating") -> None:
        self.chain, self.stage = chain, stage
        self.employers: Integers = chain.view.nodes_of(*kinds)
        self.in_scope: Truths = self._scope()[self.employers]
        if rule == "key":
            key = in_key_scope(chain.view, chain.rosters.statements, self.employers, self.staff)
            self.in_scope = np.minimum(self.in_scope, key)
        weights = chain.instruments.weights
        self.least, self.most = weights.low[self.employers], weights.high[self.employers]
        self.about: Mask = weights.about[self.employers]

    def _scope(self) -> Truths:
        if self.stage is None:
            return np.where(self.chain.rosters.listed(ORGANISATION), self.chain.instruments.nodes, np.uint8(0))
        there = self.chain.instruments.organisations(self.stage)
        at_stage = np.zeros(len(self.chain.view), np.uint8)
        at_stage[there.nodes] = there.truths
        return at_stage

    # ---- what cells state ----

    def _states(self, attribute: str, value: str = "") -> Mask:
        return self.chain.rosters.statements.says(attribute, value)[self.employers]

    @cached_property
    def states_own(self) -> Mask:
        """Whose cell says that it has a party organisation of its own."""
        return self._states("party_cover", '"own"')

    @cached_property
    def states_joint(self) -> Mask:
        """Whose cell says that it shares one."""
        return self._states("party_cover", '"joint"')

    @cached_property
    def states_some(self) -> Mask:
        """Whose cell says that it has one."""
        return self.states_own | self.states_joint

    @cached_property
    def states_none(self) -> Mask:
        """Whose cell says that it has none."""
        return self._states("party_cover", '"none"')

    @cached_property
    def members(self) -> Floats:
        """The full members of each employer; not-a-number when unknown."""
        return self._numbers("full_members")

    @cached_property
    def staff(self) -> Floats:
        """The staff of each employer; not-a-number when unknown."""
        return self._numbers("staff")

    def _numbers(self, attribute: str) -> Floats:
        numbers = np.full(len(self.employers), np.nan)
        for place in np.flatnonzero(self._states(attribute)).tolist():
            stated = self.chain.view.attributes(int(self.employers[place])).get(attribute)
            numbers[place] = np.nan if stated is None else float(stated)
        return numbers

    # ---- what links show ----

    @cached_property
    def hosting(self) -> Showings:
        """Which party organisation covers which node: where it is hosted, else what it is subordinate to."""
        linked = self.chain.instruments.linked(PARTY_ORGANISATION)
        hosted = schema().type_vocabulary.mask(self.chain.view.relationships.types[linked.links], [_HOSTING])
        return linked.take(hosted | ~np.isin(linked.nodes, linked.nodes[hosted]))

    @cached_property
    def working(self) -> Showings:
        """Which instructor or liaison serves which node."""
        return Showings.joined([self.chain.instruments.linked(instrument) for instrument in _WORKERS])

    @cached_property
    def shown(self) -> Truths:
        """How far links show that each employer is covered."""
        return self._best(self.hosting.stages, self.hosting.truths)

    @cached_property
    def shown_own(self) -> Truths:
        """How far links show a party organisation of its own: one that has no other host."""
        hosting, size = self.hosting, len(self.chain.view)
        pairs, which = np.unique(np.stack([hosting.nodes, hosting.stages]), axis=1, return_inverse=True)
        truths = np.zeros(pairs.shape[1], np.uint8)
        np.maximum.at(truths, which.ravel(), hosting.truths)
        sure = truths == Truth.HOLDS
        possible_hosts = np.bincount(pairs[0], minlength=size)[pairs[0]]
        other_sure_hosts = np.bincount(pairs[0], sure, size)[pairs[0]] - sure
        own = np.where(possible_hosts == 1, truths, np.minimum(truths, Truth.MAY))
        return self._best(pairs[1], np.where(other_sure_hosts > 0, np.uint8(0), own))

    def _best(self, nodes: Integers, truths: Truths) -> Truths:
        best = np.zeros(len(self.chain.view), np.uint8)
        np.maximum.at(best, nodes, truths)
        return best[self.employers]

    # ---- what contradicts what ----

    @cached_property
    def _all_listed(self) -> bool:
        return self.chain.rosters.complete(self.stage, PARTY_ORGANISATION)

    @cached_property
    def unlisted(self) -> Mask:
        """Who says own or joint where a complete roster of party organisations lists none of theirs."""
        asked = (self.in_scope > 0) & self.states_some
        return asked & (self.shown == 0) if self._all_listed else np.zeros_like(asked)

    @cached_property
    def denied(self) -> Mask:
        """Who says none where a link surely shows a party organisation."""
        return np.asarray((self.in_scope > 0) & self.states_none & (self.shown == Truth.HOLDS), np.bool_)

    @cached_property
    def disputed_own(self) -> Mask:
        """Who says own where links surely show a joint one, or joint where they surely show its own."""
        sure = (self.in_scope > 0) & (self.shown == Truth.HOLDS)
        not_own = self.states_own & (self.shown_own == Truth.NO)
        not_joint = self.states_joint & (self.shown_own == Truth.HOLDS)
        return np.asarray(sure & (not_own | not_joint), np.bool_)

    # ---- both together ----

    @cached_property
    def _otherwise(self) -> int:
        """How far an employer is covered of which neither its cell nor a link says so.

        A complete roster of party organisations says no; not where it contradicts the cells of others, since then it
        cannot be trusted for this one either.
        """
        return Truth.NO if self._all_listed and not self.unlisted.any() else Truth.MAY

    @cached_property
    def _covered(self) -> Truths:
        says = np.where(self.unlisted, np.uint8(Truth.MAY), np.uint8(Truth.HOLDS))
        unsaid = np.maximum(self.shown, np.uint8(self._otherwise))
        said = np.where(self.states_some, says, unsaid)
        return np.where(self.states_none, np.minimum(self.shown, np.uint8(Truth.MAY)), said)

    @cached_property
    def _own(self) -> Truths:
        says = np.where(self.states_own, np.uint8(Truth.HOLDS), np.uint8(Truth.NO))
        says = np.where(self.unlisted | self.disputed_own, np.uint8(Truth.MAY), says)
        by_link = self.shown == Truth.HOLDS
        unsaid = np.where(by_link, self.shown_own, np.maximum(self.shown_own, np.uint8(self._otherwise)))
        said = np.where(self.states_some, says, unsaid)
        return np.where(self.states_none, np.minimum(self.shown_own, np.uint8(Truth.MAY)), said)

    @cached_property
    def covered(self) -> Part:
        """By a party organisation, its own or a joint one."""
        return self._part(self._covered, self.states_some)

    @cached_property
    def own(self) -> Part:
        """By a party organisation of its own; one that only may be somebody's own is counted for one at most."""
        part = self._part(self._own, self.states_own)
        return Part(part.least, np.where(self._outrivalled, part.least, part.most))

    @cached_property
    def _outrivalled(self) -> Mask:
        """Employers that stay without one of their own in the best possible world, because others get it.

        A party organisation of which several hosts only may hold can be the own one of any of them, but of one alone:
        the best world is a matching between employers and such organisations, those surely in scope first.
        """
        lost = np.zeros(len(self.employers), np.bool_)
        if self._otherwise == Truth.MAY:
            return lost  # whoever may be covered in a way that is not listed needs none of these
        rivals = self._rivals()
        best = nx.max_weight_matching(rivals)
        matched = {node for pair in best for node in pair}
        lost[[place for place in rivals if place >= 0 and place not in matched]] = True
        return lost

    def _rivals(self) -> nx.Graph[int]:
        """Employers (by place) and the party organisations (below zero) that may be their own and are contested."""
        places = np.full(len(self.chain.view), -1, np.int64)
        places[self.employers] = np.arange(len(self.employers))
        rivals: nx.Graph[int] = nx.Graph()
        for party in np.unique(self.hosting.nodes[self.hosting.truths == Truth.MAY]).tolist():
            of_party = self.hosting.nodes == party
            hosts = np.unique(self.hosting.stages[of_party])
            if np.any(self.hosting.truths[of_party] == Truth.HOLDS):
                continue
            rivals.add_edges_from((int(places[host]), -1 - party, {"weight": 1 + int(self.in_scope[places[host]])**2})
                                  for host in hosts.tolist() if places[host] >= 0)  # fmt: skip
        free = self.in_scope == 0
        free |= self.states_some | (self._own != Truth.MAY)
        rivals.remove_nodes_from([place for place in list(rivals) if place >= 0 and free[place]])
        return rivals

    @cached_property
    def worked(self) -> Part:
        """By a party organisation, an instructor, a liaison, or party work as the cell states it."""
        reached = np.maximum(self._covered, self._best(self.working.stages, self.working.truths))
        states_work = self._states("work_cover", "true")
        unsaid = np.where(self._states("work_cover", "false"), reached, np.maximum(reached, np.uint8(Truth.MAY)))
        part = self._part(np.where(states_work, np.uint8(Truth.HOLDS), unsaid), states_work)
        return Part(np.maximum(part.least, self.covered.least), part.most)

    @cached_property
    def due(self) -> Part:
        """Due and missing: at least three full members and no party organisation."""
        single = (self.least == 1) & (self.most == 1)
        surely = single & (self.members >= MEMBERS_DUE) & (self.covered.most == 0)
        never = (self.members < MEMBERS_DUE) | (self.covered.least >= self.most)
        return Part(np.where(surely, 1.0, 0.0), np.where(never, 0.0, self.most - self.covered.least))

    def _part(self, truths: Truths, states: Mask) -> Part:
        """How many of what each employer stands for: a link surely shows one of an aggregate, a cell speaks of all."""
        sure = truths == Truth.HOLDS
        least = np.where(states, self.least, np.minimum(1.0, self.least))
        return Part(np.where(sure, least, 0.0), np.where(truths >= Truth.MAY, self.most, 0.0))

    def links(self, part: Part, inside: Mask | None = None) -> list[int]:
        """The relationships that show, for certain or perhaps, that employers of the scope are covered."""
        counted = np.zeros(len(self.chain.view), np.bool_)
        counted[self.employers[(part.most > 0) & (self.in_scope > 0 if inside is None else inside)]] = True
        showings = Showings.joined([self.hosting, self.working])
        links: list[int] = np.unique(showings.links[counted[showings.stages]]).tolist()
        return links

    def by_stage(self) -> Truths:
        """How far at least one covered employer works at each stage, in the order of `Stages.all`.

        Where no complete roster of organisations was loaded, an unlisted one may.
        """
        covered = np.zeros(len(self.chain.view), np.uint8)
        covered[self.employers] = np.where(self.covered.least >= 1, Truth.HOLDS, np.sign(self.covered.most))
        table = self.chain.instruments.table(ORGANISATION)
        best = np.where(table.complete, np.uint8(Truth.NO), np.uint8(Truth.MAY))
        np.maximum.at(best, table.stages, np.minimum(table.truths, covered[table.nodes]))
        return best
