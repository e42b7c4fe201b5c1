"""The gaps by their definitions (docs/definitions.md): G1, G2, G4, G9 and G10, and what cannot be decided.

Each rule looks at one kind of gap and yields what it found, or that it could not tell because a roster was not
loaded. What could not be told becomes G15 in `gaps`: a gap is an absence, and only a complete roster shows one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from ..graph.schema import schema
from ..wording import Text
from .candidates import Lead, at_neighbours, at_stage, in_both, serving_neighbours
from .chain import ORGANISATION, PARTY_ORGANISATION, Chain
from .supply import COUNTED, VERIFIED, customers_of_suppliers, dominated_counts, supplied_pairs, supply_graph

_NO_DETAIL = Text("", "")


@dataclass(frozen=True, slots=True)
class Gap:
    """A gap that is there.

    Parameters
    ----------
    gap
        Its definition.
    subject
        Position of the node.
    severity
        By its definition; None when unknown.
    formula, closes_when
        In words.
    leads
        Who could fill it.
    links
        Relationships that show it.
    """

    gap: str
    subject: int
    severity: float | None
    formula: Text
    closes_when: Text
    leads: tuple[Lead, ...] = ()
    links: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Undecided:
    """A question that a missing roster leaves open.

    Parameters
    ----------
    gap
        The definition that cannot be judged.
    subject
        Position of the node.
    detail
        Which one of its kind, in words; empty when the subject says it.
    instrument
        The roster that is missing.
    """

    gap: str
    subject: int
    detail: Text
    instrument: str


Judgement = Gap | Undecided


def missing_and_single(chain: Chain) -> Iterator[Judgement]:
    """G1: a required stage without an active organisation. G4: one with a single one."""
    only_through = stages_only_through(chain)
    for stage in chain.required:
        served = chain.organisations(stage)
        if served.count > 1:
            continue
        if not served.complete:
            gap = "G4" if served.count else "G1"
            yield Undecided(gap, stage, _NO_DETAIL, ORGANISATION)
        elif served.count == 0:
            yield _missing(chain, stage, only_through[stage])
        else:
            yield _single(chain, stage, served.nodes[0], served.links)


def stages_only_through(chain: Chain) -> dict[int, int]:
    """For each required stage, how many stages downstream can be reached only through it."""
    return dominated_counts(chain.feeds)


def _missing(chain: Chain, stage: int, only_through: int) -> Gap:
    stated = chain.view.attributes(stage).get("critical")
    flag = int(stated is not False)
    taken = Text("(未注明,按关键计)", " (not stated, taken as critical)") if stated is None else Text("", "")
    severity = float(flag * only_through)
    return Gap(
        "G1",
        stage,
        severity,
        Text(
            f"n = 0(名单完整);关键 {flag}{taken.zh} × 只能经此到达的下游环节 {only_through} = {severity:g}",
            f"n = 0 (roster complete); critical {flag}{taken.en} × {only_through} stage(s) only through it "
            f"= {severity:g}",
        ),
        Text("这一环节有一家运营中的单位。", "One active organisation works at the stage."),
        at_neighbours(chain, stage),
    )


def _single(chain: Chain, stage: int, organisation: int, links: tuple[int, ...]) -> Gap:
    dominated = dominated_counts(supply_graph(chain)).get(organisation, 0)
    name = chain.view.node_names[organisation]
    return Gap(
        "G4",
        stage,
        float(dominated),
        Text(
            f"n = 1({name},名单完整);必经它的下游单位 {dominated} 家",
            f"n = 1 ({name}, roster complete); {dominated} downstream organisation(s) depend on it alone",
        ),
        Text("有第二家单位。", "There is a second one."),
        at_neighbours(chain, stage),
        links,
    )


def single_suppliers(chain: Chain) -> Iterator[Judgement]:
    """G4, second case: an organisation that every supply path to an end organisation passes."""
    supply = supply_graph(chain)
    dominated = dominated_counts(supply)
    for organisation in sorted(one for one, count in dominated.items() if count):
        stages = chain.stages_of(organisation)
        finest = [one for one in stages if not any(other != one and other in chain.under(one) for other in stages)]
        if any(chain.organisations(one).complete for one in finest):
            yield _single_supplier(supply, organisation, dominated[organisation])
        else:
            name = chain.view.node_names[organisation]
            for stage in finest:
                yield Undecided("G4", stage, Text(name, name), ORGANISATION)


def _single_supplier(supply: nx.DiGraph[int], organisation: int, dominated: int) -> Gap:
    links = tuple(sorted(arc["link"] for _, _, arc in supply.out_edges(organisation, data=True)))
    return Gap(
        "G4",
        organisation,
        float(dominated),
        Text(
            f"到 {dominated} 家下游单位的每条供应路径都经过它",
            f"every supply path to {dominated} downstream organisation(s) passes it",
        ),
        Text("这些单位有第二个来源。", "They have a second source."),
        (),
        links,
    )


def broken_links(chain: Chain) -> Iterator[Judgement]:
    """G2: a required feed between two stages that have organisations, and no verified supply link between them."""
    verified, known = customers_of_suppliers(chain, VERIFIED), customers_of_suppliers(chain, COUNTED)
    for before, after in sorted(chain.feeds.edges):
        suppliers, customers = chain.organisations(before), chain.organisations(after)
        if (suppliers.complete and not suppliers.count) or (customers.complete and not customers.count):
            continue
        if supplied_pairs(verified, suppliers, customers):
            continue
        if suppliers.complete and customers.complete:
            yield _broken(chain, before, after, supplied_pairs(known, suppliers, customers))
        else:
            names = chain.view.node_names
            feed = f"{names[before]}→{names[after]}"
            yield Undecided("G2", after, Text(feed, feed), ORGANISATION)


def _broken(chain: Chain, before: int, after: int, tentative: int) -> Gap:
    names = chain.view.node_names
    reach = len(nx.descendants(chain.feeds, after))
    one, other = chain.organisations(before).count, chain.organisations(after).count
    return Gap(
        "G2",
        after,
        float(reach),
        Text(
            f"{names[before]}({one} 家)→ {names[after]}({other} 家):已证实的供应关系 0 条,"
            f"待核实 {tentative} 条;下游环节 {reach} 个",
            f"{names[before]} ({one}) → {names[after]} ({other}): 0 verified supply links, {tentative} unconfirmed; "
            f"{reach} stage(s) downstream",
        ),
        Text("有一条供应关系得到证实。", "One supply link is verified."),
        in_both(chain, before, after),
    )


def posts_missing(chain: Chain) -> Iterator[Judgement]:
    """G9: a stage without a branch, a project without a group, a household without a post (the three rules)."""
    for stage in chain.required:
        served = chain.served(stage, PARTY_ORGANISATION)
        if served.count:
            continue
        if not served.complete:
            yield Undecided("G9", stage, _NO_DETAIL, PARTY_ORGANISATION)
        else:
            yield _no_branch(chain, stage)
    yield from _uncovered(chain, "project", "COVERS_PROJECT", PARTY_ORGANISATION)
    yield from _uncovered(chain, "household", "CONTACTS", "post")


def _no_branch(chain: Chain, stage: int) -> Gap:
    members = [chain.view.attributes(one).get("full_members") for one in chain.organisations(stage).nodes]
    known = [int(one) for one in members if one is not None]
    number = f"{'' if len(known) == len(members) else '≥'}{sum(known)}" if known else "?"
    return Gap(
        "G9",
        stage,
        float(sum(known)) if known else None,
        Text(
            f"党组织 0 个(名单完整);这一环节的党员 {number} 名",
            f"0 party organisations (roster complete); {number} member(s) at the stage",
        ),
        Text("党支部建在这一环节上。", "A branch is set up on the stage."),
        at_stage(chain, stage),
    )


def _uncovered(chain: Chain, kind: str, type_id: str, instrument: str) -> Iterator[Judgement]:
    declared = schema().type(type_id)
    covered = {target for _, target, _ in chain.links_of([type_id])}
    for node in chain.view.nodes_of(kind).tolist():
        if node in covered:
            continue
        if not chain.has_roster(None, instrument):
            yield Undecided("G9", node, _NO_DETAIL, instrument)
            continue
        label = schema().kind(kind).label
        yield Gap(
            "G9",
            node,
            None,
            Text(
                f"{label.zh}没有“{declared.zh}”的关系(名单完整)",
                f"no link {declared.en} to this {label.en} (roster complete)",
            ),
            Text(f"有一条“{declared.zh}”的关系。", f"One link {declared.en} is there."),
        )


def services_missing(chain: Chain) -> Iterator[Judgement]:
    """G10: a stage that needs a service and has no active link to one."""
    for stage in chain.required:
        for service in chain.needs(stage):
            served = chain.served(stage, service)
            label = schema().instruments[service].label
            if served.count:
                continue
            if not served.complete:
                yield Undecided("G10", stage, label, service)
            else:
                yield _no_service(chain, stage, service)


def _no_service(chain: Chain, stage: int, service: str) -> Gap:
    label, issues = schema().instruments[service].label, _open_issues(chain, stage, service)
    number = "?" if issues is None else str(issues)
    return Gap(
        "G10",
        stage,
        None if issues is None else float(issues),
        Text(
            f"{label.zh} 0 个(名单完整);这类未解决的问题 {number} 个",
            f"{label.en}: 0 (roster complete); {number} open issue(s) of the kind",
        ),
        Text(f"有一条{label.zh}服务关系。", f"One active link to {label.en} is there."),
        serving_neighbours(chain, stage, service),
    )


def _open_issues(chain: Chain, stage: int, service: str) -> int | None:
    """Open problems and needs of a kind at a stage; None when none are loaded at all."""
    matters = [chain.view.attributes(one) for one in chain.view.nodes_of(*schema().groups["matter"]).tolist()]
    if not matters:
        return None
    stages = {chain.view.node_ids[one] for one in chain.under(stage)}
    return sum(
        one.get("stage") in stages and one.get("sort") == service and one.get("status") != "solved" for one in matters
    )


RULES = (missing_and_single, single_suppliers, broken_links, posts_missing, services_missing)
