"""G15: what keeps questions open, by the roster that is missing and by the stage whose questions they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ...graph.schema import schema
from ...wording import NOTHING, Text, plural, some
from ..chain import Chain
from .candidates import Lead, who_leads
from .load_order import Step, load_order
from .no_roster import NO_ROSTER
from .row import GAP_LABELS, lacking_label
from .rules import FACTS, Undecided

Lacks = tuple[float, Text, Text, tuple[Lead, ...]]
"""Severity, formula, what closes it, whom to ask."""


def by_roster(chain: Chain, undecided: Sequence[Undecided]) -> list[tuple[str, Lacks]]:
    """What to load next: every roster that is missing, with how many questions it settles after those before it."""
    found, so_far, total = [], 0, sum(question.questions for question in undecided)
    for step in load_order(undecided):
        so_far += _number(step.decided)
        found.append((step.lacks, _roster(chain, step, so_far, total)))
    return found


def _number(questions: Iterable[Undecided]) -> int:
    return sum(question.questions for question in questions)


def _roster(chain: Chain, step: Step, so_far: int, total: int) -> Lacks:
    subjects = {question.subject for question in (*step.decided, *step.waiting)}
    stages = [stage for stage in chain.stages.all if stage in subjects]
    at = Text("{number} 个环节({names})", " at {stages} ({names})").fill(
        number=len(stages),
        stages=plural(len(stages), "stage"),
        names=some([chain.view.node_names[stage] for stage in stages]),
    )
    template = Text("{at}缺{what}", "{what} is missing{at}")
    if step.lacks == FACTS:
        template = Text("{at}有{what}", "{what}{at}")
    formula = template.fill(at=at if stages else NOTHING, what=lacking_label(step.lacks))
    formula += _settled(step, so_far, total)
    leads = () if step.lacks in NO_ROSTER else who_leads(chain)
    return float(_number(step.decided)), formula, _closes(chain, step.lacks, stages), leads


def _settled(step: Step, so_far: int, total: int) -> Text:
    """What can be decided then, together with the rows before, and what waits for others."""
    number, waiting = _number(step.decided), _number(step.waiting)
    text = Text(
        ":{then}可判断 {number} 项({kinds}),累计 {so_far}/{total} 项",
        ": {then} {questions} can be decided ({kinds}), {so_far} of {total} so far",
    ).fill(
        then=Text("核实后", "once settled,") if step.lacks == FACTS else Text("补上后", "with it"),
        number=number,
        questions=plural(number, "question"),
        kinds=Text.joined(_kinds(step.decided)),
        so_far=so_far,
        total=total,
    )
    if not number:
        text = Text(":单独还不能判断任何一项", ": alone nothing can be decided")
    others = dict.fromkeys(lacks for question in step.waiting for lacks in question.lacks if lacks != step.lacks)
    also = Text(";有 {number} 项({kinds})还要{others}", "; {questions} ({kinds}) also {need} {others}").fill(
        number=waiting,
        kinds=Text.joined(_kinds(step.waiting)),
        questions=plural(waiting, "question"),
        need="needs" if waiting == 1 else "need",
        others=Text.joined(_SETTLED_FACTS if lacks == FACTS else lacking_label(lacks) for lacks in others),
    )
    return text + (also if waiting else NOTHING)


_SETTLED_FACTS = Text("核实未写明或只是可能成立的事实", "facts that are not stated or only may hold to be settled")


def _kinds(questions: Iterable[Undecided]) -> list[Text]:
    gaps = sorted({question.gap for question in questions}, key=lambda gap: int(gap[1:]))
    return [Text.same(f"{gap} ") + GAP_LABELS[gap] for gap in gaps]


def _closes(chain: Chain, lacks: str, stages: Sequence[int]) -> Text:
    if lacks in NO_ROSTER:
        return NO_ROSTER[lacks].closes_when
    old = _outdated(chain, lacks, stages)
    since = Text(",普查不早于 {day}", ", census not before {day}").fill(day=chain.rosters.oldest_census)
    return Text(
        "载入{what},并在 rosters.csv 写明它完整(instrument={instrument}{since}){old}",
        "{what} is loaded, and rosters.csv states that it is complete (instrument={instrument}{since}){old}",
    ).fill(what=lacking_label(lacks), instrument=lacks, since=since if old else NOTHING, old=old)


def _outdated(chain: Chain, instrument: str, stages: Sequence[int | None]) -> Text:
    """The day of the newest roster that is there and too old; what a roster says of the past is never too old."""
    if schema().instruments[instrument].dated:
        return NOTHING
    days = {chain.rosters.outdated(stage, instrument) for stage in (*stages, None)} - {None}
    if not days:
        return NOTHING
    return Text(";已有的名单已过期({day})", "; the roster that is there is stale ({day})").fill(
        day=max(day for day in days if day)
    )


def by_subject(chain: Chain, undecided: Sequence[Undecided]) -> list[tuple[int | None, Lacks]]:
    """For every subject, the questions that stay open and the rosters that would help."""
    blocked: dict[int | None, list[Undecided]] = defaultdict(list)
    for question in undecided:
        blocked[question.subject].append(question)
    order = {stage: place for place, stage in enumerate(chain.stages.all)}
    last = len(order)
    subjects = sorted(
        blocked, key=lambda node: (order.get(-1 if node is None else node, last), node is None, node or 0)
    )
    found = [(subject, _subject(chain, subject, blocked[subject])) for subject in subjects]
    return sorted(found, key=lambda pair: -pair[1][0])


def _subject(chain: Chain, subject: int | None, blocked: Sequence[Undecided]) -> Lacks:
    lacks = list(dict.fromkeys(which for question in blocked for which in question.lacks))
    number = sum(question.questions for question in blocked)
    formula = Text("不能判断 {number} 项:{which}", "{questions} cannot be decided: {which}").fill(
        number=number, questions=plural(number, "question"), which=Text.joined(_questions(blocked), ";", "; ")
    )
    return float(number), formula, _opens(chain, subject, lacks), ()


def _opens(chain: Chain, subject: int | None, lacks: Sequence[str]) -> Text:
    rosters = [which for which in lacks if which not in NO_ROSTER]
    parts = [NO_ROSTER[which].closes_when for which in lacks if which in NO_ROSTER]
    if rosters:
        name = Text("整个图", "the whole graph") if subject is None else Text.same(chain.view.node_names[subject])
        labels = Text.joined(schema().instruments[which].label for which in rosters)
        stage = subject if subject is not None and chain.stages.places[subject] >= 0 else None
        old = Text.joined([text for which in rosters if (text := _outdated(chain, which, [stage]))], "", "")
        parts.insert(
            0,
            Text(
                "{name}或更大范围的名单载入并写明完整:{labels}{old}",
                "rosters for {name} or wider are loaded and stated to be complete: {labels}{old}",
            ).fill(name=name, labels=labels, old=old),
        )
    return Text.joined(parts, ";", "; ")


def _questions(blocked: Sequence[Undecided]) -> list[Text]:
    """What cannot be decided, by kind of gap: `G10 服务空白(科研;检测)`."""
    details: dict[str, list[Text]] = defaultdict(list)
    for question in blocked:
        details[question.gap] += [question.detail] if question.detail else []
    texts = []
    for gap, which in details.items():
        inner = Text("({which})", " ({which})").fill(which=Text.joined(which, ";", "; ")) if which else NOTHING
        texts.append(Text.same(f"{gap} ") + GAP_LABELS[gap] + inner)
    return texts
