"""What holds on a day, what may hold, and what does not: the one truth under every question.

The rule (docs/definitions.md): a fact is judged by its dates, its status, its confidence, by whether an organisation
operates, and by the complete censuses that lack it (`absences`); what hangs on several facts is as true as the least
of them, and what several facts can show is as true as the best of them. So truths are numbers: `min` is "and", `max`
is "or".
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .alliance_graph import AllianceGraph
from .derived import derived
from .models import STATUSES
from .schema import schema
from .statements import Statements
from .truth_values import Truth

__all__ = ["HOLDING_STATUSES", "Truth", "Truths", "link_truths", "node_truths"]

Truths = NDArray[np.uint8]
HOLDING_STATUSES = ("confirmed", "tentative")
"""What somebody reported holds (a tentative fact is named as such); what is disputed, inferred or a candidate may."""


@derived
def link_truths(view: AllianceGraph) -> Truths:
    """How far every relationship of a view holds on its day, by its dates, status and confidence.

    Parameters
    ----------
    view
        The graph on a day (`AllianceGraph.as_of`), which has left out what surely does not hold by its dates; without
        a day every date holds.

    Returns
    -------
    Truths
        Shape (m,): `Truth` by position of the relationship; what its ends are is not looked at.
    """
    columns = view.relationships
    by_status = np.array([Truth.HOLDS if status in HOLDING_STATUSES else Truth.MAY for status in STATUSES], np.uint8)
    truths = by_status[columns.statuses]
    truths[~view.certainly_valid] = np.minimum(truths[~view.certainly_valid], Truth.MAY)
    truths[columns.confidences == 0] = Truth.NO
    truths.flags.writeable = False
    return truths


def node_truths(view: AllianceGraph, statements: Statements | None = None) -> Truths:
    """How far every node is there: an employer as far as it operates, anything else unless it says that it does not.

    What a complete census lacks is not there from its day on (`absences`).

    Parameters
    ----------
    view
        The graph.
    statements
        What its nodes state, where somebody has it already.

    Returns
    -------
    Truths
        Shape (n,): `Truth` by position of the node. An employer that does not say whether it operates may do so.
    """
    statements = statements or Statements(view)
    employers = schema().kind_vocabulary.mask(view.nodes.kinds, schema().kinds_with("employer"))
    truths = np.where(employers, np.uint8(Truth.MAY), np.uint8(Truth.HOLDS))
    truths[statements.says("operating", "true")] = Truth.HOLDS
    truths[statements.says("operating", "false")] = Truth.NO
    if view.absences and view.as_of_day:
        truths = np.minimum(truths, view.absences.node_truths(view, view.as_of_day))
    return truths
