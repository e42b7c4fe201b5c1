"""What counts as a tie for a question about paths, which may narrow the rule further than other questions do."""

from __future__ import annotations

from dataclasses import dataclass, fields

from ..declarations import RelationshipType
from .ties import TieRule


@dataclass(frozen=True, slots=True)
class PathRule(TieRule):
    """A rule with the bounds that only paths have.

    Parameters
    ----------
    without
        Types that are not walked, in order.
    """

    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, rule: TieRule, without: frozenset[str] = frozenset()) -> PathRule:
        """A rule with further bounds."""
        given = {field.name: getattr(rule, field.name) for field in fields(TieRule)}
        return cls(**given, without=tuple(sorted(without)))

    def ways(self, declared: RelationshipType) -> tuple[bool, bool]:
        """Whether influence may run from source to target, and from target to source."""
        return (False, False) if declared.id in self.without else TieRule.ways(self, declared)
