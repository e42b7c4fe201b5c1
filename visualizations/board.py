"""What the chain board shows: the answers of `coverage_matrix` and `gaps`, and the facts that they stand on.

What a stage has comes from the matrix, what is missing from the gap register; the order of stages is that of the chain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ..graph.alliance_graph import AllianceGraph
from ..graph.expectations import MEMBERSHIP
from ..graph.labels import value_label
from ..graph.schema import schema
from ..graph.truth import Truth
from ..queries.chain import Chain
from ..queries.cover.coverage_matrix import coverage_matrix
from ..queries.cover.row import CoverageRow
from ..queries.register.gaps import gaps
from ..wording import Text
from .looks import looks

SUPPORT = "support"


@dataclass(frozen=True, slots=True)
class Mark:
    """A short statement: an instrument with its count, or a gap.

    Parameters
    ----------
    text
        The words.
    state
        `has`, `may` (named, but not certain), `none` (surely lacking) or `open` (not known).
    """

    text: Text
    state: str


@dataclass(frozen=True, slots=True)
class Member:
    """A node that is drawn once: an organisation at its stage, or a node of the organising layer.

    Parameters
    ----------
    id, name
        Of the node; an aggregate has its number in the name.
    certain
        Whether it surely stands there on the day.
    places
        At how many stages of the board it stands.
    aggregate
        Whether it stands for several that are not named.
    gaps
        What the register says of it.
    """

    id: str
    name: str
    certain: bool
    places: int
    aggregate: bool
    gaps: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardStage:
    """A stage of the board.

    Parameters
    ----------
    id, name
        Of the stage.
    row
        Id of the branch in whose row it stands; empty where the chain has no branches.
    column
        Upstream, midstream, downstream or support; empty where the chain does not say.
    marks, gaps
        What it has by the matrix; what the register says of it.
    members, elsewhere, finer
        The organisations that are drawn here, how many more are drawn at another of their stages, and how many at finer
        stages of this one.
    """

    id: str
    name: str
    row: str
    column: str
    marks: tuple[Mark, ...]
    gaps: tuple[Mark, ...]
    members: tuple[Member, ...]
    elsewhere: int
    finer: int


@dataclass(frozen=True, slots=True)
class Layer:
    """One group of the organising layer."""

    label: Text
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """A line of the board, by the ids of its ends; `feed` from stage to stage, `work` from the organising layer."""

    source: str
    target: str
    sort: str


@dataclass(frozen=True, slots=True)
class Board:
    """The chain board.

    Parameters
    ----------
    sentence
        The answer of the gap register.
    numbers
        Three numbers with what they count.
    columns
        Positions along the chain that occur, support excepted.
    stages, layers, ties
        What is drawn.
    unplaced
        How many stages the chain knows beside those that it must have; they are not drawn.
    as_of, data_version
        What it stands on.
    """

    sentence: Text
    numbers: tuple[tuple[str, Text], ...]
    columns: tuple[str, ...]
    stages: tuple[BoardStage, ...]
    layers: tuple[Layer, ...]
    ties: tuple[Tie, ...]
    unplaced: int
    as_of: str
    data_version: str

    @classmethod
    def of(cls, graph: AllianceGraph, *, as_of: date | None = None) -> Board:
        """The board of a graph.

        Parameters
        ----------
        graph
            The graph.
        as_of
            The day; the newest that is known of the chain when absent.
        """
        matrix = coverage_matrix(graph, instruments=looks().board.head, as_of=as_of)
        register = gaps(graph, as_of=as_of)
        day = str(matrix.parameters["as_of"] or "")
        found: dict[str, dict[Mark, None]] = defaultdict(dict)
        for row in register.rows:
            state = "open" if row.gap == "G15" else "none"
            found[row.subject][Mark(Text(row.label("zh"), row.label("en")), state)] = None
        facts = _Facts(graph.as_of(date.fromisoformat(day)) if day else graph, matrix.rows, found)
        stages = tuple(facts.stage(stage) for stage in facts.drawn)
        layers = tuple(facts.layers())
        return cls(
            sentence=register.sentence,
            numbers=_numbers(matrix.rows, register.bounds),
            columns=tuple(column for column in (*schema().positions, "") if _occurs(stages, column)),
            stages=stages,
            layers=layers,
            ties=tuple(facts.ties(layers)),
            unplaced=len(facts.stages.all) - len(facts.drawn),
            as_of=day,
            data_version=register.data_version,
        )


def position_label(position: str) -> Text:
    """What a column is called."""
    return value_label("position", position) if position else Text("位置未写明", "position not stated")


def _occurs(stages: Sequence[BoardStage], column: str) -> bool:
    return column != SUPPORT and any(stage.column == column for stage in stages)


def _numbers(rows: Sequence[CoverageRow], bounds: dict[str, object]) -> tuple[tuple[str, Text], ...]:
    led = [row for row in rows if row.measure == "party_organization"]
    sure = sum(bool(row.covered) for row in led)
    return (
        (f"{sure}/{len(led)}", Text("个环节确有党组织", "stages surely have a party organisation")),
        (str(bounds["gaps"]), Text("个确认的缺口", "certain gaps")),
        (str(bounds["open_questions"]), Text("项数据不足,不能判断", "questions that the data leave open")),
    )


class _Facts:
    """The facts that are drawn, in a view of the graph on the day."""

    def __init__(self, view: AllianceGraph, rows: Sequence[CoverageRow], gaps: Mapping[str, Iterable[Mark]]) -> None:
        chain = Chain.of(view)
        self.view, self.stages, self._gaps, self._truths = view, chain.stages, gaps, chain.instruments.links
        placed = chain.instruments.places
        self._rows: dict[str, list[CoverageRow]] = defaultdict(list)
        for row in rows:
            self._rows[row.scope].append(row)
        self.drawn = [stage for stage in self.stages.all if view.node_ids[stage] in self._rows]
        self._at: dict[int, dict[int, bool]] = defaultdict(dict)
        for place, firm, truth in zip(placed.stages.tolist(), placed.nodes.tolist(), placed.truths, strict=True):
            if (stage := self.stages.all[place]) in self.drawn:
                self._at[firm][stage] = bool(truth == Truth.HOLDS) or self._at[firm].get(stage, False)
        self.home = {firm: self._finest(places) for firm, places in self._at.items()}

    def _links(self, types: Sequence[str]) -> list[int]:
        told = schema().type_vocabulary.mask(self.view.relationships.types, types) & (self._truths != Truth.NO)
        return [int(link) for link in told.nonzero()[0]]

    def _ends(self, link: int) -> tuple[int, int]:
        columns = self.view.relationships
        return int(columns.sources[link]), int(columns.targets[link])

    def _finest(self, places: dict[int, bool]) -> int:
        return max(places, key=lambda stage: (len(self.stages.above(stage)), -self.drawn.index(stage)))

    # ---- stages ----

    def stage(self, stage: int) -> BoardStage:
        """A stage with what is drawn in it."""
        name = self.view.node_ids[stage]
        here = sorted((firm for firm, home in self.home.items() if home == stage), key=self._name)
        beside = sum(stage in places and self.home[firm] != stage for firm, places in self._at.items())
        under = set(self.stages.under(stage))
        rows = [row for row in self._rows[name] if row.measure != "organisation"]
        return BoardStage(
            id=name,
            name=self.view.node_names[stage],
            row=self._row(stage),
            column=str(self.stages.attributes(stage).get("position", "")),
            marks=tuple(_mark(row) for row in rows),
            gaps=tuple(self._gaps.get(name, ())),
            members=tuple(
                self._member(firm, certain=self._at[firm][stage], places=len(self._at[firm])) for firm in here
            ),
            elsewhere=beside,
            finer=sum(home != stage and home in under for home in self.home.values()),
        )

    def _name(self, node: int) -> tuple[str, int]:
        return self.view.node_names[node], node

    def _row(self, stage: int) -> str:
        """The branch: the nearest stage with an order of its own, else the coarsest stage that has finer ones."""
        above = [part for part in self.stages.above(stage) if part in self.drawn]
        stated = [part for part in above if "order" in self.stages.attributes(part)]
        root = above[-1]
        branch = stated[0] if stated else root if len(self.stages.under(root)) > 1 else None
        return "" if branch is None else self.view.node_ids[branch]

    def _member(self, node: int, *, certain: bool, places: int) -> Member:
        found = self.view.node_at(node)
        number = f" × {found.count}" if found.aggregate and found.count else ""
        return Member(
            found.id, found.name + number, certain, places, bool(found.aggregate), tuple(self._gaps.get(found.id, ()))
        )

    # ---- the organising layer ----

    def layers(self) -> Iterator[Layer]:
        """The groups of the organising layer; those who reach most stages first."""
        reach = self._reach
        shown = {node for node, stages in reach.items() if stages and node not in self.home}
        shown |= set(self._alliances())
        shown |= {node for node in self._tied_to(shown) if node not in self.home}
        for layer in looks().board.layers:
            nodes = [node for node in self.view.nodes_of(*layer.kinds).tolist() if node in shown]
            nodes.sort(key=lambda node: (-len(reach[node]), *self._name(node)))
            if nodes:
                yield Layer(layer.label, tuple(self._member(node, certain=True, places=1) for node in nodes))

    def _alliances(self) -> Iterator[int]:
        """The alliances that somebody at a stage belongs to."""
        for link in self._links([MEMBERSHIP]):
            member, alliance = self._ends(link)
            if member in self.home and self.view.kind(alliance) == "alliance":
                yield alliance

    def _tied_to(self, shown: set[int]) -> Iterator[int]:
        """Who has a working tie to an alliance of the board, though to no stage."""
        for link in self._links(self._working):
            for node, other in (self._ends(link), self._ends(link)[::-1]):
                if other in shown and self.view.kind(other) == "alliance":
                    yield node

    @cached_property
    def _working(self) -> list[str]:
        declared = [schema().instruments[name] for name in looks().board.head]
        shown = {
            each for entry in declared for each in (*entry.direct, *entry.to_organisation, *entry.from_organisation)
        }
        return [each.id for each in schema().types.values() if (each.working or each.id in shown) and not each.umbrella]

    @cached_property
    def _reach(self) -> dict[int, set[int]]:
        """By node of a working tie the stages at which it, or whom it is tied to, works."""
        reach: dict[int, set[int]] = defaultdict(set)
        for link in self._links(self._working):
            for node, other in (self._ends(link), self._ends(link)[::-1]):
                stage = other if other in self.drawn else self.home.get(other)
                reach[node] |= set() if stage is None else {stage}
        for organiser, place in self._organisers():
            reach[organiser].add(place)
        return reach

    def _organisers(self) -> Iterator[tuple[int, int]]:
        """Alliances, party organisations and posts that stand at a stage themselves."""
        for link in self._links(schema().instruments["organisation"].direct):
            source, target = self._ends(link)
            if target in self.drawn and self.view.kind(source) not in schema().instruments["organisation"].kinds:
                yield source, target

    def ties(self, layers: Sequence[Layer]) -> Iterator[Tie]:
        """The feeds of the chain, and from every node of the organising layer to the stages that it reaches."""
        ids = self.view.node_ids
        for source, target in sorted(self.stages.feeds.edges):
            if source in self.drawn and target in self.drawn:
                yield Tie(ids[source], ids[target], "feed")
        reach = self._reach
        for member in (member for layer in layers for member in layer.members):
            position = self.view.position(member.id)
            assert position is not None
            for stage in sorted(reach[position], key=self.drawn.index):
                yield Tie(member.id, ids[stage], "work")


def _mark(row: CoverageRow) -> Mark:
    return Mark(Text(row.label("zh"), row.label("en")) + Text.same(f" {row.text()}"), _state(row))


def _state(row: CoverageRow) -> str:
    if row.covered is None:
        return "open"
    if row.covered:
        return "has"
    return "none" if row.high == 0 else "may"
