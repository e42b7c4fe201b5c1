"""Coverage rates by their official definitions, as intervals over all possible worlds.

The unit is the employer covered, the denominator organisations in real operation (the 2012 central opinion on
non-public enterprises; docs/definitions.md): those that the roster lists for its scope. A joint party organisation
covers each of its employers; dormant and deregistered organisations leave the denominator, and one that does not say
whether it operates may. Without a complete roster of organisations no rate can be computed, whatever totals were
published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import numpy as np

from ...graph.alliance_graph import AllianceGraph
from ...option import Option
from ...wording import Text
from ..answer import Answer, AnswerModel
from ..chain import Chain, newest_day
from ..instruments import ORGANISATION
from ..lookup import resolve_stage
from ..question import Found, Frame, question
from ..shared_options import AsOf, Stage
from ..terms import EMPLOYERS
from .cover import Cover
from .key_scope import ScopeRule
from .rate_words import sentence, unknowns
from .rates import rates, stage_row, target_row
from .row import CoverageRow


class CoverageBounds(AnswerModel):
    """How many employers are in scope and by which rule, whether a roster lists them, and the day."""

    employers: int
    scope_rule: ScopeRule
    roster: bool
    as_of: str | None


@question(
    Answer[CoverageRow],
    about=Text(
        "分母不明的覆盖率是“未知”,不用合计数硬除。",
        'A rate without a denominator is "unknown", never a quotient of published totals.',
    ),
    examples=("alliance coverage --rates", "alliance coverage --rates --scope-rule key"),
    switch=Option("覆盖率(官方定义)而不是矩阵", "coverage rates by their official definitions", names=("--rates",)),
)
def coverage(
    frame: Frame[AllianceGraph],
    *,
    kinds: Annotated[
        Sequence[str],
        Option("哪类单位,可多次", "kinds of employers; repeatable", terms=EMPLOYERS, names=("--kind",), metavar="KIND"),
    ] = (),
    stage: Stage = None,
    scope_rule: Annotated[
        ScopeRule,
        Option(
            "哪些单位进分母:operating 实际运营的;key 重点范围(固定场所、职工至少 10 人,社会组织至少 30 人)",
            "which employers count: operating: those in real operation; key: the key scope (fixed premises and at "
            "least 10 staff, associations 30)",
        ),
    ] = "operating",
    as_of: AsOf = None,
) -> Found[CoverageRow, CoverageBounds]:
    """Coverage rates over the employers in scope.

    Parameters
    ----------
    graph
        The graph.
    kinds
        Kinds of employers in scope; every kind that the schema calls an employer when empty.
    stage
        Only employers at this stage or a finer one of it.
    scope_rule
        Which employers count (`key_scope`); it is printed with the rate.
    as_of
        The day of the picture; the newest that is known of the scope when absent (`chain.newest_day`).

    Returns
    -------
    Answer[CoverageRow]
        Organisation coverage, own organisations, work coverage, due but missing, stage coverage. `unknown` when the
        organisation coverage rate cannot be computed; the answer then names what is missing.

    Raises
    ------
    UnknownTerm
        A kind that is not one of employers.
    UnknownName, AmbiguousName, InputRefused
        A stage that does not exist, or something else than a stage.
    """
    chosen, graph, book = list(kinds or EMPLOYERS.listed()), frame.graph, frame.book
    scope = resolve_stage(graph, stage) if stage else None
    frame.tell(kinds=chosen, stage=graph.node_ids[scope] if scope is not None else None)
    chain = Chain.of(frame.on(as_of or newest_day(graph, scope)))
    cover = Cover(chain, chosen, scope, scope_rule)
    rows = (*rates(cover, book), stage_row(cover, book), target_row(cover, book))
    complete = chain.rosters.complete(scope, ORGANISATION)
    return Found(
        status="found" if rows[0].low is not None else "unknown",
        sentence=sentence(rows[0], scope_rule),
        rows=rows,
        bounds=CoverageBounds(
            employers=int(np.count_nonzero(cover.in_scope)),
            scope_rule=scope_rule,
            roster=complete,
            as_of=frame.as_of,
        ),
        unknown=unknowns(cover, book, complete=complete),
    )
