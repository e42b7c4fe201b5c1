"""The schema: which kinds of nodes and which relationships there may be, read from `schema.toml`.

Nothing here knows a single kind or type by name. What the file declares is checked once, when it is read, so a slip in
the data is an error at start and not a wrong answer later.
"""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ..errors import IllegalRelationship
from ..wording import Text
from .identity import canonical_json, text_digest
from .vocabulary import Vocabulary

NO_TIE = "none"
NO_NEEDS = "none"
"""What a stage states that must have nothing, so that it does not inherit what the stage above it must have."""
_VERSION_DIGITS = 12
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
    anchor: bool = False
    service: bool = False
    links: bool = False


class Anchor(BaseModel):
    """What covers the nodes of a kind: links of some types; a roster of the instrument shows that none does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    types: tuple[str, ...]
    instrument: str


class Level(_Declared):
    """What a level of stages is called."""


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
    """A published count of something that the graph should list one by one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    metric: str
    type: str
    end: Literal["source", "target"]


class Schema(BaseModel):
    """Everything that `schema.toml` declares, in the order in which it declares it.

    Parameters
    ----------
    version
        Twelve hexadecimal digits that stand for all declarations: comments, layout and the order of the keys inside
        one declaration do not count; the order of the declarations does, since codes and columns follow it.
    """

    model_config = ConfigDict(frozen=True)

    version: str
    prior_confidence: float = Field(gt=0, lt=1)
    kinds: dict[str, Kind]
    groups: dict[str, tuple[str, ...]]
    ties: dict[str, Tie]
    types: dict[str, RelationshipType]
    instruments: dict[str, Instrument]
    attributes: dict[str, Attribute]
    positions: tuple[str, ...]
    levels: dict[str, Level]
    anchors: dict[str, Anchor]
    stated: tuple[StatedCount, ...]
    published: dict[str, tuple[str, ...]]

    def kind(self, kind_id: str) -> Kind:
        """The kind of this id; `UnknownTerm` names those that exist."""
        return self.kinds[self.kind_vocabulary.check(kind_id)]

    def type(self, type_id: str) -> RelationshipType:
        """The relationship type of this id; `UnknownTerm` names those that exist."""
        return self.types[self.type_vocabulary.check(type_id)]

    def attribute(self, key: str) -> Attribute:
        """What an attribute is called; one that is not declared is called by its key."""
        return self.attributes.get(key) or Attribute(id=key, zh=key, en=key)

    @cached_property
    def kind_vocabulary(self) -> Vocabulary:
        """The ids of the kinds, and the numbers that stand for them in a column."""
        return Vocabulary(Text("节点种类", "node kind"), tuple(self.kinds))

    @cached_property
    def type_vocabulary(self) -> Vocabulary:
        """The ids of the relationship types, and the numbers that stand for them in a column."""
        return Vocabulary(Text("关系类型", "relationship type"), tuple(self.types))

    def kinds_with(self, flag: Literal["umbrella", "employer", "internal"]) -> list[str]:
        """The kinds that carry a flag."""
        return [kind.id for kind in self.kinds.values() if getattr(kind, flag)]

    def check(self, type_id: str, source_kind: str, target_kind: str) -> None:
        """Refuse a relationship that the schema does not allow.

        Raises
        ------
        UnknownTerm
            The type or a kind does not exist.
        IllegalRelationship
            The type does not join these kinds; the message names the legal alternatives.
        """
        declared = self.type(type_id)
        source, target = self.kind(source_kind), self.kind(target_kind)
        pair = (source_kind, target_kind)
        if pair in declared.pairs or (declared.symmetric and pair[::-1] in declared.pairs):
            return
        from .legality import refusal  # which takes the schema

        raise IllegalRelationship(refusal(self, declared, source, target))


@lru_cache(maxsize=1)
def schema() -> Schema:
    """The schema of this version of the product."""
    return read_schema(files(__package__).joinpath("schema.toml").read_text(encoding="utf-8"))


def read_schema(text: str) -> Schema:
    """Read a schema in the form of `schema.toml`.

    Raises
    ------
    ValueError
        The declarations contradict each other, or name what is not declared.
    """
    raw = tomllib.loads(text)
    expand = _Expander(raw["kinds"], raw["groups"])
    return Schema(
        version=_version(raw),
        prior_confidence=raw["priors"]["confidence"],
        kinds={key: Kind(id=key, **value) for key, value in raw["kinds"].items()},
        groups={key: tuple(expand.kinds(value)) for key, value in raw["groups"].items()},
        ties={key: Tie(id=key, **value) for key, value in raw["ties"].items()},
        types={key: _relationship_type(key, value, expand, raw["ties"]) for key, value in raw["types"].items()},
        instruments={key: _instrument(key, value, expand, raw["types"]) for key, value in raw["instruments"].items()},
        attributes={key: Attribute(id=key, **value) for key, value in raw["attributes"].items()},
        positions=tuple(raw["reference"]["positions"]),
        levels={key: Level(id=key, **value) for key, value in raw["levels"].items()},
        anchors={kind: Anchor(**value) for kind, value in raw["anchors"].items()},
        stated=tuple(StatedCount(**value) for value in raw["stated"]),
        published={key: tuple(value) for key, value in raw["published"].items()},
    )


def _version(raw: dict[str, Any]) -> str:
    ordered = {section: list(value.items()) if isinstance(value, dict) else value for section, value in raw.items()}
    return text_digest(canonical_json(ordered)).hex()[:_VERSION_DIGITS]


class _Expander:
    """Turns "@group" and "*" into kinds."""

    def __init__(self, kinds: dict[str, Any], groups: dict[str, list[str]]) -> None:
        self._kinds, self._groups = kinds, groups

    def kinds(self, names: list[str]) -> list[str]:
        expanded: list[str] = []
        for name in names:
            expanded += self._one(name)
        return list(dict.fromkeys(expanded))

    def _one(self, name: str) -> list[str]:
        if name == "*":
            return list(self._kinds)
        if name.startswith("@"):
            return self.kinds(self._groups[name[1:]])
        if name not in self._kinds:
            raise ValueError(f"schema.toml: {name} is not a declared kind")
        return [name]

    def pairs(self, ends: list[str]) -> frozenset[tuple[str, str]]:
        pairs: set[tuple[str, str]] = set()
        for end in ends:
            source, target = (part.strip() for part in end.split("->"))
            pairs |= {(s, t) for s in self._one(source) for t in self._one(target)}
        return frozenset(pairs)


def _relationship_type(
    type_id: str, value: dict[str, Any], expand: _Expander, ties: dict[str, Any]
) -> RelationshipType:
    if value["tie"] not in ties:
        raise ValueError(f"schema.toml: {type_id} names the unknown tie {value['tie']}")
    return RelationshipType(id=type_id, pairs=expand.pairs(value["ends"]), **value)


def _instrument(instrument_id: str, value: dict[str, Any], expand: _Expander, types: dict[str, Any]) -> Instrument:
    rest = {key: item for key, item in value.items() if key != "kinds"}
    instrument = Instrument(id=instrument_id, kinds=frozenset(expand.kinds(value.get("kinds", []))), **rest)
    for type_id in (*instrument.direct, *instrument.to_organisation, *instrument.from_organisation):
        if type_id not in types:
            raise ValueError(f"schema.toml: instrument {instrument_id} names the unknown type {type_id}")
    return instrument
