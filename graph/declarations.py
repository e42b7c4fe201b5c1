"""What `schema.toml` declares, one model a sort of declaration."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..wording import Text

NO_TIE = "none"
NO_NEEDS = "none"
"""What a stage states that must have nothing, so that it does not inherit what the stage above it must have."""
Direction = Literal["forward", "backward", "both"]


class _Declared(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    zh: str
    en: str

    @property
    def label(self) -> Text:
        """The name in Chinese and in English."""
        return Text(self.zh, self.en)


class Kind(_Declared):
    """A kind of node.

    Parameters
    ----------
    umbrella
        It joins everything under it, so it is not a working intermediary.
    employer
        It can be covered by a party organisation.
    internal
        It stays in the house when a result is shared.
    record
        It is kept as a record beside the graph, not as a node.
    """

    umbrella: bool = False
    employer: bool = False
    internal: bool = False
    record: bool = False

    @property
    def neo4j_label(self) -> str:
        """The label of such nodes in Neo4j: `party_organization` becomes `PartyOrganization`."""
        return "".join(part.capitalize() for part in self.id.split("_"))


class Tie(_Declared):
    """A class of ties; those of the class "none" carry no influence."""


class RelationshipType(_Declared):
    """A type of relationship.

    Parameters
    ----------
    ends
        Legal ends as declared, "source kinds -> target kinds".
    pairs
        The same, as (source kind, target kind) pairs.
    tie
        Class of the tie.
    influence
        The way in which influence runs along it, or None.
    working
        It shows common work.
    strength
        Default strength, 0 to 1, where a link states none; None for a tie that carries no influence.
    symmetric, umbrella, supply, feeds, internal, record
        As described in `schema.toml`.
    """

    ends: tuple[str, ...]
    pairs: frozenset[tuple[str, str]]
    tie: str
    influence: Direction | None = None
    working: bool = False
    strength: float | None = Field(default=None, gt=0, le=1)
    symmetric: bool = False
    umbrella: bool = False
    supply: Direction | None = None
    feeds: bool = False
    internal: bool = False
    record: bool = False

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        carries = self.influence is not None
        if carries != (self.tie != NO_TIE) or (carries or self.umbrella) != (self.strength is not None):
            raise ValueError(f"{self.id}: tie, influence and strength must be given together, or none of them")
        if self.symmetric and self.influence != "both":
            raise ValueError(f"{self.id}: influence along a symmetric tie runs both ways")
        return self


class Instrument(_Declared):
    """A column of the stage matrix: what may serve a stage, and through which links (see `schema.toml`)."""

    kinds: frozenset[str] = frozenset()
    direct: tuple[str, ...] = ()
    to_organisation: tuple[str, ...] = ()
    from_organisation: tuple[str, ...] = ()
    whole_chain: tuple[str, ...] = ()
    anchor: bool = False
    service: bool = False
    links: bool = False
    dated: bool = False


class Anchor(BaseModel):
    """What covers the nodes of a kind: links of some types; a roster of the instrument shows that none does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: tuple[str, ...]
    instrument: str


class Rhythm(_Declared):
    """How often a mechanism is due.

    Parameters
    ----------
    months
        How long the calendar periods are of which each asks for a session; None where none does.
    """

    months: Literal[1, 3, 6, 12] | None = None


class JointWork(_Declared):
    """One of the sorts of joint work that an alliance claims."""


class ChairDuty(BaseModel):
    """What a rotating chair has to hold in its term.

    Parameters
    ----------
    names
        What reports call the least number of it.
    kinds
        Which events count.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    names: tuple[str, ...]
    kinds: frozenset[str]


class Level(_Declared):
    """What a level of stages is called."""


class AdministrativeLevel(_Declared):
    """A level of administration: what sources write for it, and the kinds of nodes that always stand at it."""

    names: frozenset[str]
    kinds: frozenset[str] = frozenset()


class Attribute(_Declared):
    """What a published value is called.

    Parameters
    ----------
    node
        The value is the id of a node.
    instruments
        The value is ids of instruments, by ";".
    values
        What codes among the values are called.
    """

    node: bool = False
    instruments: bool = False
    values: dict[str, Text] = Field(default_factory=dict)


class StatedCount(BaseModel):
    """A published count of something that the graph should list one by one.

    Parameters
    ----------
    zh, en
        What is counted, in English in the plural.
    names
        What reports call the count, in any language; compared by `names.normal_form`, without the endings that say
        that it is a count (`stated` in `schema.toml`).
    type
        The relationship type that joins what is counted to the subject of the count.
    end
        On which end of the relationship the subject stands.
    kinds
        What may be counted; empty: every kind that the type allows at the other end.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    zh: str
    en: str
    names: tuple[str, ...] = Field(min_length=1)
    type: str
    end: Literal["source", "target"]
    kinds: frozenset[str] = frozenset()

    @property
    def label(self) -> Text:
        """What is counted, in both languages."""
        return Text(self.zh, self.en)
