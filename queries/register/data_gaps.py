"""G15: what keeps questions open, by the roster that is missing and by the stage whose questions they are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ...graph.schema import schema
from ...wording import NOTHING, Text, plural, some
from ..chain import Chain
from .candidates import Lead, who_leads
from .row import GAP_LABELS, lacking_label
from .rules import FACTS, Undecided

Lacks = tuple[float, Text, Text, tuple[Lead, ...]]
"""Severity, formula, what closes it, whom to ask."""


def by_roster(chain: Chain, undecided: Sequence[Undecided]) -> list[tuple[str, Lacks]]:
    """For every roster that is missing, how many questions it keeps open and for whom; most first."""
    blocked: dict[str, list[Undecided]] = defaultdict(list)
    for question in undecided:
        for lacks in question.lacks:
            blocked[lacks].append(question)
    found = [(lacks, _roster(chain, lacks, questions)) for lacks, questions in blocked.items()]
    order = [*schema().instruments, FACTS]
    return sorted(found, key=lambda pair: (-pair[1][0], order.index(pair[0])))


def _roster(chain: Chain, lacks: str, questions: Sequence[Undecided]) -> Lacks:
    number = sum(question.questions for question in questions)
    subjects = {question.subject for question in questions if question.subject is not None}
    stages = [stage for stage in chain.stages.all if stage in subjects]
    at = Text("{number} 个环节({names})", "at {stages} ({names})").fill(
        number=len(stages),
        stages=plural(len(stages), "stage"),
        names=some([chain.view.node_names[stage] for stage in stages]),
    )
    template = Text("{at}缺{what}", "{what} is missing {at}")
    if lacks == FACTS:
        template = Text("{at}有{what}", "{what} {at}")
    formula = (template + Text(":{number} 项问题无法判断({kinds})", ": {questions} cannot be decided ({kinds})")).fill(
        at=at if stages else NOTHING,
        what=lacking_label(lacks),
        number=number,
        questions=plural(number, "question"),
        kinds=Text.joined(_kinds(questions)),
    )
    return float(number), formula, _closes(chain, lacks, stages), () if lacks == FACTS else who_leads(chain)


def _kinds(questions: Iterable[Undecided]) -> list[Text]:
    gaps = sorted({question.gap for question in questions}, key=lambda gap: int(gap[1:]))
    return [Text.same(f"{gap} ") + GAP_LABELS[gap] for gap in gaps]


def _closes(chain: Chain, lacks: str, stages: Sequence[int]) -> Text:
    if lacks == FACTS:
        return Text(
            "写明单位是否在运营(operating),关系的起止日期准确并得到证实",
            "organisations state whether they operate, and links have exact dates and are confirmed",
        )
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
    rosters = [which for which in lacks if which != FACTS]
    parts = [_closes(chain, FACTS, ())] if FACTS in lacks else []
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
