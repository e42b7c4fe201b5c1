"""Coverage rates by their official definitions, as intervals where something is unknown.

The unit is the employer covered, the denominator organisations in real operation (the 2012 central opinion on
non-public enterprises; docs/definitions.md). A joint party organisation covers each of its employers; dormant and
deregistered organisations leave the denominator. Without a complete roster of organisations no rate can be computed,
whatever totals were published.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from ..errors import UnknownTerm
from ..graph.alliance_graph import AllianceGraph
from ..graph.records import record_key
from ..graph.schema import schema
from ..wording import Text, some
from .answer import Answer, Unknown
from .chain import ORGANISATION, PARTY_ORGANISATION, Chain
from .coverage_row import CoverageRow
from .evidence import EvidenceBook
from .lookup import resolve_stage

Cover = Literal["own", "joint", "none", "unknown"]
MEMBERS_DUE = 3
"""Three full members make a party organisation due (three-member rule; docs/definitions.md)."""


@dataclass(frozen=True, slots=True)
class Employer:
    """What is known of the coverage of one organisation.

    Parameters
    ----------
    position
        Of its node.
    cover
        By a party organisation of its own, a joint one, none, or unknown.
    work
        Reached by a party organisation, instructor, liaison, union or youth league; None when unknown.
    members
        Full party members; None when unknown.
    links
        The relationships that show it.
    """

    position: int
    cover: Cover
    work: bool | None
    members: int | None
    links: tuple[int, ...]

    @property
    def covered(self) -> bool | None:
        """By a party organisation; None when unknown."""
        return None if self.cover == "unknown" else self.cover != "none"

    @property
    def own(self) -> bool | None:
        """By one of its own; None when unknown."""
        return None if self.cover == "unknown" else self.cover == "own"

    @property
    def due(self) -> bool | None:
        """Due and missing; None when unknown."""
        if self.covered or (self.members is not None and self.members < MEMBERS_DUE):
            return False
        return None if self.members is None or self.covered is None else True


def coverage(
    graph: AllianceGraph,
    *,
    kinds: Sequence[str] = (),
    stage: str | None = None,
    as_of: date | None = None,
) -> Answer[CoverageRow]:
    """Coverage rates over the employers in scope.

    Parameters
    ----------
    graph
        The graph.
    kinds
        Kinds of employers in scope; every kind that the schema calls an employer when empty.
    stage
        Only employers at this stage or a finer one of it.
    as_of
        The day of the picture; the newest observation in the data when absent.

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
    started = time.perf_counter()
    chosen = _kinds(kinds)
    day = as_of or graph.latest_observation
    chain = Chain(graph.as_of(day) if day else graph)
    scope = resolve_stage(chain.view, stage) if stage else None
    employers = [_employer(chain, one) for one in _in_scope(chain, chosen, scope)]
    complete = chain.has_roster(scope, ORGANISATION)
    book = EvidenceBook(graph.records)
    rows = (*_rates(chain, employers, scope, complete, book), _stage_row(chain, employers, scope, book))
    answer = Answer[CoverageRow](
        question="coverage",
        parameters={
            "kinds": chosen,
            "stage": graph.node_ids[scope] if scope is not None else None,
            "as_of": str(day) if day else None,
        },
        status="found" if complete else "unknown",
        sentence=_sentence(rows[0], complete),
        rows=rows,
        bounds={"employers": len(employers), "roster": complete, "as_of": str(day) if day else None},
        unknown=tuple(_unknowns(chain, employers, complete, book)),
        evidence=book.entries(),
        data_version=graph.data_version,
    )
    return answer.since(started)


def _kinds(kinds: Sequence[str]) -> list[str]:
    employers = schema().kinds_with("employer")
    for one in kinds:
        if one not in employers:
            raise UnknownTerm(Text("用人单位种类", "kind of employer"), one, employers)
    return list(kinds) or employers


def _in_scope(chain: Chain, kinds: Sequence[str], stage: int | None) -> list[int]:
    found = [one for one in chain.view.nodes_of(*kinds).tolist() if chain.is_active(one)]
    if stage is None:
        return found
    there = set(chain.organisations(stage).nodes)
    return [one for one in found if one in there]


# ---- one employer ----


def _employer(chain: Chain, position: int) -> Employer:
    attributes = chain.view.attributes(position)
    hosted = chain.linked(position, PARTY_ORGANISATION)
    cover = _cover(chain, attributes.get("party_cover"), [host for host, _ in hosted])
    served = [pair for one in ("instructor", "liaison") for pair in chain.linked(position, one)]
    members = attributes.get("full_members")
    return Employer(
        position=position,
        cover=cover,
        work=_work(attributes.get("work_cover"), cover, bool(served)),
        members=int(members) if members is not None else None,
        links=tuple(link for _, link in (*hosted, *served)),
    )


def _cover(chain: Chain, stated: object, hosts: Sequence[int]) -> Cover:
    if hosts:
        return "own" if any(len(chain.employers_of(host)) == 1 for host in hosts) else "joint"
    if stated in ("own", "joint", "none"):
        return stated
    return "none" if chain.has_roster(None, PARTY_ORGANISATION) else "unknown"


def _work(stated: object, cover: Cover, served: bool) -> bool | None:
    if cover in ("own", "joint") or served or stated is True:
        return True
    return False if stated is False and cover == "none" else None


# ---- rates ----


def _rates(
    chain: Chain, employers: Sequence[Employer], scope: int | None, complete: bool, book: EvidenceBook
) -> list[CoverageRow]:
    measured = {
        "organisation_coverage": [one.covered for one in employers],
        "own_organisation": [one.own for one in employers],
        "work_coverage": [one.work for one in employers],
        "due_but_missing": [one.due for one in employers],
    }
    rows = []
    for measure, values in measured.items():
        shown = [one for one, value in zip(employers, values, strict=True) if value]
        evidence = book.of_relationships(chain.view, dict.fromkeys(link for one in shown for link in one.links))
        rows.append(_rate(chain, measure, values, scope, complete, evidence))
    return rows


def _rate(
    chain: Chain,
    measure: str,
    values: Sequence[bool | None],
    scope: int | None,
    complete: bool,
    evidence: tuple[str, ...],
) -> CoverageRow:
    """Interval [known / N, (known + unknown) / N]; a number instead of a share for what is due but missing."""
    yes, open_ = sum(value is True for value in values), sum(value is None for value in values)
    share = measure != "due_but_missing"
    base = len(values) if share else 1
    computable = complete and base > 0
    return CoverageRow(
        scope=chain.view.node_ids[scope] if scope is not None else "",
        scope_name=chain.view.node_names[scope] if scope is not None else "",
        measure=measure,
        unit="share" if share else "count",
        covered=yes if yes or complete else None,
        unknown=open_ if complete else None,
        total=len(values) if complete else None,
        low=yes / base if computable else None,
        high=(yes + open_) / base if computable else None,
        evidence=evidence,
    )


def _stage_row(chain: Chain, employers: Sequence[Employer], scope: int | None, book: EvidenceBook) -> CoverageRow:
    """Required stages with at least one covered organisation; the reference chain is the denominator."""
    covered = {one.position: one.covered for one in employers}
    stages = [one for one in chain.required if scope is None or one in chain.under(scope)]
    values = [_stage_covered(chain, one, covered) for one in stages]
    links = [link for one in employers if one.covered for link in one.links]
    evidence = book.of_relationships(chain.view, dict.fromkeys(links))
    return _rate(chain, "stage_coverage", values, scope, bool(stages), evidence)


def _stage_covered(chain: Chain, stage: int, covered: dict[int, bool | None]) -> bool | None:
    served = chain.organisations(stage)
    known = [covered[one] for one in served.nodes if one in covered]
    if any(known):
        return True
    return False if served.complete and all(one is False for one in known) else None


# ---- words ----


def _sentence(row: CoverageRow, complete: bool) -> Text:
    if not complete:
        return Text(
            f"党组织覆盖率:未知,现有资料算不出。已知有党组织的单位 {row.covered or 0} 家,实际运营单位总数不详。",
            "Coverage rate of party organisations: unknown, it cannot be computed from these data. "
            f"{row.covered or 0} employer(s) are known to have one; how many operate is not known.",
        )
    return Text(f"党组织覆盖率:{row.text()}。", f"Coverage rate of party organisations: {row.text()}.")


def _unknowns(chain: Chain, employers: Sequence[Employer], complete: bool, book: EvidenceBook) -> list[Unknown]:
    found = []
    if not complete:
        found.append(_no_denominator(chain.view, book))
    names = [chain.view.node_names[one.position] for one in employers if one.covered is None]
    if complete and names:
        which = some(names)
        found.append(
            Unknown(
                what=Text(
                    zh=f"{len(names)} 家单位有无党组织:{which.zh}",
                    en=f"whether {len(names)} employer(s) are covered: {which.en}",
                ),
                why=Text(zh="名单里没有写。", en="The roster does not say."),
                closes_when=Text(zh="名单写明:单独、联合或未建。", en="The roster states own, joint or none."),
            )
        )
    return found


def _no_denominator(graph: AllianceGraph, book: EvidenceBook) -> Unknown:
    totals = _published(graph, book, "organisations")
    organised, floor = _published(graph, book, "party_organizations"), _newest(graph, "party_organizations")
    why = Text(
        "没有载入实际运营单位的完整名单,或名单已逾半年,分母未知。",
        "No complete roster of organisations in operation was loaded, or it is over half a year old.",
    )
    if totals and organised:
        why = Text(
            f"{why.zh}公布的合计({'、'.join(organised)};{'、'.join(totals)})不能相除:一个联合党组织覆盖几家单位,"
            f"各数的口径和年份也不同。只能说:若没有一家单位有两个党组织,已覆盖的至少 {floor} 家。",
            f"{why.en} The published totals ({'; '.join(organised)}; {'; '.join(totals)}) do not divide: a joint "
            "organisation covers several employers, and scopes and years differ. What can be said: if no employer has "
            f"two party organisations, at least {floor} are covered.",
        )
    return Unknown(
        what=Text(zh="党组织覆盖率", en="coverage rate of party organisations"),
        why=why,
        closes_when=Text(
            zh="载入实际运营单位名单(rosters.csv 中 instrument=organisation),每家注明单独、联合或未建。",
            en="A roster of operating organisations is loaded (rosters.csv, instrument=organisation) that says for "
            "each whether it has its own party organisation, a joint one or none.",
        ),
    )


def _published(graph: AllianceGraph, book: EvidenceBook, which: str) -> list[str]:
    """Published totals as text, each with its year: they are quoted, never divided."""
    texts = []
    for measure in graph.records.measures.values():
        if measure.metric in schema().published[which] and measure.value:
            book.add(record_key(measure), measure.evidence)
            texts.append(f"{measure.metric} {measure.value}({measure.period or '?'})")
    return texts


def _newest(graph: AllianceGraph, which: str) -> str:
    """The newest of the published totals, as a plain number."""
    dated = [one for one in graph.records.measures.values() if one.metric in schema().published[which] and one.value]
    newest = max(dated, key=lambda one: str(one.period or ""), default=None)
    return f"{newest.value.value:.10g}" if newest and newest.value else "?"
