"""The key scope: which employers count where a rate is limited to those at which party building is expected first.

Sometimes only employers with fixed premises, at least 10 staff and operation count, and social organisations with at
least 30 staff (yfdly.com/28302.html). What an employer does not state leaves open whether it counts.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...graph.columns import Floats, Integers
from ...graph.schema import schema
from ...graph.statements import Statements
from ...graph.truth import Truth, Truths
from ...wording import Text

ScopeRule = Literal["operating", "key"]
LEAST_STAFF, LEAST_STAFF_OF_ASSOCIATIONS = 10, 30
RULES: dict[ScopeRule, Text] = {
    "operating": Text("实际运营的单位", "organisations in real operation"),
    "key": Text(
        f"重点范围(在运营、有固定场所、职工至少 {LEAST_STAFF} 人;社会组织职工至少 {LEAST_STAFF_OF_ASSOCIATIONS} 人)",
        f"the key scope (in operation, fixed premises and at least {LEAST_STAFF} staff; associations with at least "
        f"{LEAST_STAFF_OF_ASSOCIATIONS} staff)",
    ),
}


def in_key_scope(view: AllianceGraph, statements: Statements, employers: Integers, staff: Floats) -> Truths:
    """How far each employer lies in the key scope, whether it operates not considered.

    Parameters
    ----------
    view
        The graph on the day of the question.
    statements
        What its nodes state.
    employers
        Their positions, shape (n,).
    staff
        Their staff, shape (n,); not-a-number when unknown.
    """
    associations = schema().kind_vocabulary.mask(view.nodes.kinds[employers], ["association"])
    least = np.where(associations, LEAST_STAFF_OF_ASSOCIATIONS, LEAST_STAFF)
    many = np.select([staff >= least, staff < least], [Truth.HOLDS, Truth.NO], Truth.MAY)
    says_so, says_not = (statements.says("premises", value)[employers] for value in ("true", "false"))
    premises = np.select([associations | says_so, says_not], [Truth.HOLDS, Truth.NO], Truth.MAY)
    key: Truths = np.minimum(many, premises).astype(np.uint8)
    return key
