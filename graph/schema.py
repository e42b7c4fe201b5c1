"""The schema: which kinds of nodes and which relationships there may be, read from `schema.toml`.

Nothing here knows a single kind or type by name. What the file declares is checked once, when it is read, so a slip in
the data is an error at start and not a wrong answer later.
"""

from __future__ import annotations

import tomllib
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from ..errors import IllegalRelationship
from ..wording import Text
from .declarations import (
    AdministrativeLevel,
    Anchor,
    Attribute,
    ChairDuty,
    Instrument,
    JointWork,
    Kind,
    Level,
    RelationshipType,
    Rhythm,
    StatedCount,
    Tie,
)
from .identity import canonical_json, text_digest
from .vocabulary import Vocabulary

_VERSION_DIGITS = 12


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
    group_labels: dict[str, Text]
    ties: dict[str, Tie]
    types: dict[str, RelationshipType]
    instruments: dict[str, Instrument]
    attributes: dict[str, Attribute]
    positions: tuple[str, ...]
    levels: dict[str, Level]
    administration: dict[str, AdministrativeLevel]
    anchors: dict[str, Anchor]
    rhythms: dict[str, Rhythm]
    joint_work: dict[str, JointWork]
    chair_duty: ChairDuty
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

    def other_ends(self, type_id: str, end: Literal["source", "target"], kind: str) -> frozenset[str]:
        """The kinds that a relationship type allows opposite to a node of some kind.

        Parameters
        ----------
        type_id
            The type.
        end
            On which end the node stands.
        kind
            Its kind.
        """
        declared = self.type(type_id)
        pairs = declared.pairs | ({pair[::-1] for pair in declared.pairs} if declared.symmetric else set())
        if end == "target":
            return frozenset(source for source, target in pairs if target == kind)
        return frozenset(target for source, target in pairs if source == kind)

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
        group_labels={key: Text(**raw["group_labels"].get(key, {"zh": key, "en": key})) for key in raw["groups"]},
        ties={key: Tie(id=key, **value) for key, value in raw["ties"].items()},
        types={key: _relationship_type(key, value, expand, raw["ties"]) for key, value in raw["types"].items()},
        instruments={key: _instrument(key, value, expand, raw["types"]) for key, value in raw["instruments"].items()},
        attributes={key: Attribute(id=key, **value) for key, value in raw["attributes"].items()},
        positions=tuple(raw["reference"]["positions"]),
        levels={key: Level(id=key, **value) for key, value in raw["levels"].items()},
        administration={key: AdministrativeLevel(id=key, **value) for key, value in raw["administration"].items()},
        anchors={kind: Anchor(**value) for kind, value in raw["anchors"].items()},
        rhythms={key: Rhythm(id=key, **value) for key, value in raw["rhythms"].items()},
        joint_work={key: JointWork(id=key, **value) for key, value in raw["joint_work"].items()},
        chair_duty=ChairDuty(
            names=raw["chair_duty"]["names"], kinds=frozenset(expand.kinds(raw["chair_duty"]["kinds"]))
        ),
        stated=tuple(_stated_count(value, expand, raw["types"]) for value in raw["stated"]),
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
    links = (instrument.direct, instrument.to_organisation, instrument.from_organisation, instrument.whole_chain)
    for type_id in (type_id for declared in links for type_id in declared):
        if type_id not in types:
            raise ValueError(f"schema.toml: instrument {instrument_id} names the unknown type {type_id}")
    return instrument


def _stated_count(value: dict[str, Any], expand: _Expander, types: dict[str, Any]) -> StatedCount:
    if value["type"] not in types:
        raise ValueError(f"schema.toml: a stated count names the unknown type {value['type']}")
    return StatedCount(**{**value, "kinds": frozenset(expand.kinds(value.get("kinds", [])))})
