"""The evidence that an answer shows, by id: read from the graph only when somebody looks at it.

An answer may rest on a hundred thousand pieces of evidence; their ids are cheap, their texts are not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler, field_validator
from pydantic_core import core_schema

from ..wording import Text, legible

_RELIABILITY_WORDS = {
    "press": Text("报刊", "press"),
    "copy": Text("转载", "copy"),
    "unlinked": Text("无链接", "no link"),
}


class Sighting(BaseModel):
    """One piece of evidence with its source written out, so that an answer can be read without the store."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str
    title: str
    publisher: str
    date: str
    link: str
    reliability: str
    locator: str
    quote: str
    method: str
    confidence: float | None

    @property
    def reliability_label(self) -> Text:
        """What sort of source it is, in words."""
        return _RELIABILITY_WORDS.get(self.reliability, Text.same(self.reliability))

    @property
    def is_traceable(self) -> bool:
        """Whether a reader can find the source: it has a title or a link, and nobody says that it is without one."""
        return bool(self.title or self.link) and self.reliability != "unlinked"

    @field_validator("*")
    @classmethod
    def _legible(cls, value: Any) -> Any:
        """A store of an earlier version may hold characters that are refused today."""
        return legible(value)


class Sightings(Mapping[str, Sighting]):
    """Pieces of evidence in order of their ids.

    Parameters
    ----------
    ids
        What gives the ids, in any order, when somebody asks for all of them.
    read
        What reads an entry; None for an id that is not there.
    """

    def __init__(self, ids: Callable[[], Iterable[str]], read: Callable[[str], Sighting | None]) -> None:
        self._ids, self._read = ids, read

    def __getitem__(self, entry: str) -> Sighting:
        sighting = self._read(entry)
        if sighting is None:
            raise KeyError(entry)
        return sighting

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._ids()))

    def __len__(self) -> int:
        return sum(1 for _ in self._ids())

    def __repr__(self) -> str:
        return f"Sightings({len(self)})"

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: Any, handler: GetCoreSchemaHandler) -> core_schema.CoreSchema:
        """In JSON an object; from one, the same again."""
        written = handler.generate_schema(dict[str, Sighting])
        from_object = core_schema.no_info_after_validator_function(cls._of, written)
        return core_schema.json_or_python_schema(
            json_schema=from_object,
            python_schema=core_schema.union_schema([core_schema.is_instance_schema(cls), from_object]),
            serialization=core_schema.plain_serializer_function_ser_schema(dict, return_schema=written),
        )

    @classmethod
    def _of(cls, entries: Mapping[str, Sighting]) -> Sightings:
        return cls(entries.keys, entries.get)

    def __reduce__(self) -> tuple[Any, ...]:
        """An answer that is sent elsewhere takes its evidence along, and not the graph that it would be read from."""
        return Sightings._of, (dict(self),)
