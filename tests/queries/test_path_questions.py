"""Path questions that cannot be asked."""

from __future__ import annotations

from typing import Any

import pytest

from alliance.errors import AmbiguousName, InputRefused, UnknownName, UnknownTerm
from alliance.graph import AllianceGraph
from alliance.queries import TieRule, influence_paths


@pytest.mark.parametrize(
    ("given", "error", "message"),
    [
        ({"target": "没有"}, UnknownName, "Nothing is called"),
        ({"target": "茶业"}, AmbiguousName, "nodes"),
        ({"target": "xbk"}, InputRefused, "Both ends"),
        ({"target": "喜茶", "hops": 0}, InputRefused, "1 to 255"),
        ({"target": "喜茶", "count": 0}, InputRefused, "1 to 1000"),
        ({"target": "喜茶", "budget": 0}, InputRefused, "budget"),
        ({"target": "喜茶", "via": ["csg"], "avoid": ["csg"]}, InputRefused, "both visited and avoided"),
        ({"target": "喜茶", "rule": TieRule(types=("X",))}, UnknownTerm, "SUBORDINATE_TO"),
        ({"target": "喜茶", "rule": TieRule(statuses=("sure",))}, UnknownTerm, "confirmed"),
        ({"target": "喜茶", "rule": TieRule(view="x")}, UnknownTerm, "certainty"),  # type: ignore[arg-type]
        ({"target": "喜茶", "rule": TieRule(types=("FEEDS",))}, InputRefused, "Walked are: SUBORDINATE_TO"),
        ({"target": "喜茶", "rule": TieRule(types=("SERVES", "MEMBER_OF"))}, InputRefused, "Add --umbrella"),
    ],
)
def test_what_cannot_be_asked(
    hengzhou: AllianceGraph, given: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        influence_paths(hengzhou, "星巴克", **given)
