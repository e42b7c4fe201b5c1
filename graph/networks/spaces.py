"""What a kernel is given of a network."""

from __future__ import annotations

from typing import Any, NamedTuple


class Space(NamedTuple):
    """The rows of a network and the nodes that may stand between the ends; arrays, or lists in the plain form.

    Parameters
    ----------
    starts, ends, keys
        The rows forward.
    back_starts, back_ends
        The rows backward.
    link_starts
        Where the links of each arc begin.
    between
        Which nodes may stand between the ends; the ends themselves may not.
    """

    starts: Any
    ends: Any
    keys: Any
    back_starts: Any
    back_ends: Any
    link_starts: Any
    between: Any
