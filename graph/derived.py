"""What is worked out of a graph once and kept as long as the graph is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from .alliance_graph import AllianceGraph

Rest = ParamSpec("Rest")
Result = TypeVar("Result")


def derived(
    function: Callable[Concatenate[AllianceGraph, Rest], Result],
) -> Callable[Concatenate[AllianceGraph, Rest], Result]:
    """Keep the results of a function of a graph, for each of its other arguments, until the graph is let go.

    A graph never changes, so what follows from it never does. `functools.cache` would keep every graph alive.
    """
    known: WeakKeyDictionary[AllianceGraph, dict[Hashable, Result]] = WeakKeyDictionary()

    @wraps(function)
    def kept(graph: AllianceGraph, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Result:
        results = known.setdefault(graph, {})
        asked = (args, *sorted(kwargs.items()))
        if asked not in results:
            results[asked] = function(graph, *args, **kwargs)
        return results[asked]

    return kept
