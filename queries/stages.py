"""The stages of a chain: which there are, what is a finer part of what, in which order, what feeds what."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

import networkx as nx
import numpy as np

from ..graph.alliance_graph import AllianceGraph
from ..graph.columns import Integers
from ..graph.declarations import NO_NEEDS
from ..graph.limits import Scalar
from ..graph.schema import schema


class Stages:
    """The stages in a view of the graph; a stage is named by its position among the nodes.

    Parameters
    ----------
    view
        The graph on the day of the question.
    """

    def __init__(self, view: AllianceGraph) -> None:
        self.view = view

    @cached_property
    def all(self) -> list[int]:
        """All stages: coarse ones first, then in the order that the chain states, along the chain, by name."""
        along = {position: place for place, position in enumerate(schema().positions)}

        def order(stage: int) -> tuple[int, float, int, int, str, int]:
            attributes = self.attributes(stage)
            stated = attributes.get("order")
            place = float(stated) if isinstance(stated, (int, float)) else float("inf")
            position = along.get(str(attributes.get("position", "")), len(along))
            return self._depth(stage), place, position, self._steps[stage], self.view.node_names[stage], stage

        return sorted(self.view.nodes_of("stage").tolist(), key=order)

    @cached_property
    def places(self) -> Integers:
        """By position of a node, its place in `all`; -1 where it is no stage."""
        places = np.full(len(self.view), -1, np.int64)
        places[self.all] = np.arange(len(self.all))
        return places

    @cached_property
    def required(self) -> list[int]:
        """The stages of the reference chain: every stage that does not say otherwise."""
        return [stage for stage in self.all if self.attributes(stage).get("required", True)]

    @cached_property
    def levels(self) -> list[str]:
        """The levels that stages have."""
        return list(dict.fromkeys(self.view.node_at(stage).level for stage in self.all))

    def attributes(self, stage: int) -> dict[str, Scalar]:
        """What the chain says of a stage."""
        if stage not in self._attributes:
            self._attributes[stage] = self.view.attributes(stage)
        return self._attributes[stage]

    @cached_property
    def _attributes(self) -> dict[int, dict[str, Scalar]]:
        return {}

    # ---- coarse and fine ----

    @cached_property
    def _parents(self) -> dict[int, int]:
        parents = {}
        for node in self.view.nodes_of(*schema().groups["chain_part"]).tolist():
            parent = self.view.node_at(node).parent
            above = self.view.position(parent) if parent else None
            if above is not None:
                parents[node] = above
        return parents

    @cached_property
    def _children(self) -> dict[int, list[int]]:
        children: dict[int, list[int]] = defaultdict(list)
        for child, parent in self._parents.items():
            children[parent].append(child)
        return children

    def above(self, stage: int) -> list[int]:
        """The stage and all coarser parts of the chain that it belongs to, the nearest first."""
        chain_parts = [stage]
        while (parent := self._parents.get(chain_parts[-1], -1)) >= 0 and parent not in chain_parts:
            chain_parts.append(parent)
        return chain_parts

    def _depth(self, stage: int) -> int:
        return len(self.above(stage)) - 1

    def under(self, stage: int) -> list[int]:
        """The stage and all finer stages of it."""
        finer = [stage]
        for part in finer:
            finer += [child for child in self._children[part] if child not in finer]
        return finer

    def siblings(self, stage: int) -> list[int]:
        """The other finer stages of the same stage."""
        parent = self._parents.get(stage)
        return [] if parent is None else [part for part in self._children[parent] if part != stage]

    @cached_property
    def closure(self) -> tuple[Integers, Integers]:
        """Which stage counts into which: pairs (place of a stage, place of a coarser one or itself), by the first."""
        pairs = [
            (place, self.places[part])
            for place, stage in enumerate(self.all)
            for part in self.above(stage)
            if self.places[part] >= 0
        ]
        fine, coarse = np.array(pairs or np.empty((0, 2)), np.int64).T
        return fine, coarse

    @cached_property
    def chains(self) -> Integers:
        """By place in `all`, a number for the chain of the stage: what parts and feeds join is one chain."""
        graph = nx.Graph(self._fed)
        graph.add_edges_from(self._parents.items())
        chains = np.zeros(len(self.all), np.int64)
        for number, joined in enumerate(nx.connected_components(graph)):
            places = self.places[list(joined)]
            chains[places[places >= 0]] = number
        return chains

    # ---- what the chain asks for ----

    @cached_property
    def _steps(self) -> dict[int, int]:
        """How many feeds lie before each stage at most; stages that feed each other in a ring stand together."""
        rings = nx.condensation(self._fed)
        steps: dict[int, int] = {}
        for step, generation in enumerate(nx.topological_generations(rings)):
            steps |= {stage: step for ring in generation for stage in rings.nodes[ring]["members"]}
        return steps

    @cached_property
    def feeds(self) -> nx.DiGraph[int]:
        """The reference chain: which required stage must feed which."""
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(self.required)
        graph.add_edges_from(edge for edge in self._fed.edges if edge[0] in graph and edge[1] in graph)
        return graph

    @cached_property
    def _fed(self) -> nx.DiGraph[int]:
        graph: nx.DiGraph[int] = nx.DiGraph()
        graph.add_nodes_from(self.view.nodes_of("stage").tolist())
        columns = self.view.relationships
        feeding = [declared.id for declared in schema().types.values() if declared.feeds]
        links = np.flatnonzero(schema().type_vocabulary.mask(columns.types, feeding) & (columns.confidences != 0))
        ends = columns.sources[links].tolist(), columns.targets[links].tolist()
        graph.add_edges_from(zip(*ends, strict=True))
        return graph

    def needs(self, stage: int) -> list[str] | None:
        """What the stage must have: instruments as it states them, else as the nearest stage above it does.

        Returns
        -------
        list[str] | None
            Ids of instruments, empty when it must have nothing; None when nobody says.
        """
        for part in self.above(stage):
            if stated := str(self.attributes(part).get("needs", "")):
                return [need for need in stated.split(";") if need != NO_NEEDS]
        return None
