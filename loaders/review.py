"""What is asked of a person, what the answers mean, and what was decided.

A question is open until it is judged. An answer becomes a judgement that stands beside the facts; taking it back makes
the question open again. Nothing here depends on what a question is about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import get_args

from ..errors import InputRefused, UnknownTerm
from ..graph.alliance_graph import AllianceGraph
from ..graph.dates import PartialDate
from ..graph.identities import in_force
from ..graph.merging import identities_of
from ..graph.models import Judgement, Verdict
from ..graph.stores.differences import Plan
from ..graph.stores.store import GraphStore
from ..wording import Text, plural, shortened
from .identity.judging import RULES
from .identity.open_questions import conflict_text, open_questions
from .mappings.words import plain, says, words
from .questions import Question

VERDICTS: dict[str, tuple[Verdict, ...]] = {
    "same": ("same", "different", "unsure"),
    "proposal": ("accepted", "rejected", "unsure"),
}
"""By kind of question the verdicts that answer it."""
VERDICT_WORDS: dict[Verdict, Text] = {
    "same": Text("相同", "same"),
    "different": Text("不同", "different"),
    "unsure": Text("不确定", "unsure"),
    "accepted": Text("采纳", "accepted"),
    "rejected": Text("不采纳", "rejected"),
    "withdrawn": Text("已收回", "withdrawn"),
}
assert set(VERDICT_WORDS) == set(get_args(Verdict))


MOST_COUNTED = 20_000
"""Of a load of more nodes the questions are not counted at once: that takes as long as loading them."""
_NOT_COUNTED = Text(
    "载入的节点很多,没有数问题;要看:alliance review", "Many nodes; their questions were not counted: alliance review"
)


class UnknownQuestion(InputRefused):
    """An answer to a question that nobody asks.

    Parameters
    ----------
    question
        Its key, as it was written.
    """

    kind = Text("没有这个问题", "unknown question")
    sentence = Text(
        "没有编号为“{question}”的问题。编号见 alliance review 或 alliance review --decided。",
        'There is no question "{question}". Their keys are listed by: alliance review, or alliance review --decided',
    )

    def __init__(self, question: str) -> None:
        self.question = question

    @property
    def message(self) -> Text:
        """Which one, and where they are listed."""
        return self.sentence.fill(question=shortened(self.question))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person says to a question.

    Parameters
    ----------
    question
        Its key.
    verdict
        One of `VERDICTS` for its kind.
    reason
        Why; may be empty.
    correction
        What a proposal should say, as JSON; empty when it is right as it stands.
    """

    question: str
    verdict: Verdict
    reason: str = ""
    correction: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A judgement in force, with what it is about.

    Parameters
    ----------
    judgement
        Verdict, day, who, why.
    names
        Of the nodes in question; an id where the node is not there.
    """

    judgement: Judgement
    names: tuple[str, ...]

    @property
    def question(self) -> Question:
        """The question that was decided."""
        about = self.judgement.about
        words = Text(" / ".join(self.names), " / ".join(self.names))
        return Question(self.judgement.question, "same" if about else "proposal", words, about=about)

    @property
    def reason(self) -> Text:
        """Why it was decided so, in the words of the rule or of the person."""
        given = self.judgement.reason
        return RULES.get(given, Text.same(given)) if self.judgement.by == "rule" else Text.same(given)


def questions(store: GraphStore) -> list[Question]:
    """The questions of a store that nobody has decided, the surest first."""
    return open_questions(store.read_stored())


def answerable(store: GraphStore) -> list[Question]:
    """The open questions, and those that were decided: another answer replaces the one before."""
    asked = questions(store)
    known = {question.id for question in asked}
    return [*asked, *(each.question for each in decisions(store) if each.judgement.question not in known)]


def verdict_of(text: str, question: Question) -> Verdict:
    """The verdict that a word means, in Chinese or English.

    Raises
    ------
    UnknownTerm
        It answers no question of this kind.
    """
    allowed = VERDICTS[question.kind]
    for verdict in allowed:
        if says(text, (verdict, VERDICT_WORDS[verdict].zh, *words().verdicts.get(verdict, ()))):
            return verdict
    known = [word for verdict in allowed for word in (VERDICT_WORDS[verdict].zh, verdict)]
    raise UnknownTerm(Text("判断", "verdict"), plain(text), known)


def judgements_of(answers: Iterable[Answer], asked: Iterable[Question], day: date) -> list[Judgement]:
    """The judgements that answers make.

    Parameters
    ----------
    answers
        What was said.
    asked
        The questions.
    day
        When.

    Raises
    ------
    UnknownQuestion
        An answer to what was not asked.
    """
    by_key = {question.id: question for question in asked}
    made = []
    for answer in answers:
        if answer.question not in by_key:
            raise UnknownQuestion(answer.question)
        made.append(
            Judgement(
                question=answer.question,
                about=by_key[answer.question].about,
                verdict=answer.verdict,
                correction=answer.correction,
                decided_on=PartialDate.parse(day.isoformat()),
                reason=answer.reason,
            )
        )
    return made


def keep(store: GraphStore, judgements: Sequence[Judgement]) -> Plan:
    """Write judgements beside the facts of a store."""
    return store.write(AllianceGraph.from_models(records=judgements))


def withdrawal(store: GraphStore, question: str, day: date) -> Judgement:
    """What takes back the judgement on a question, so that it is asked again.

    Raises
    ------
    UnknownQuestion
        Nobody has decided it.
    """
    judgement = in_force(store.records().judgements.values()).get(question)
    if judgement is None or judgement.verdict == "withdrawn":
        raise UnknownQuestion(question)
    values = {"verdict": "withdrawn", "by": "person", "decided_on": PartialDate.parse(day.isoformat()), "reason": ""}
    return judgement.model_copy(update=values)


def decisions(store: GraphStore) -> list[Decision]:
    """The judgements in force: those of persons first, the newest first, then those of rules."""
    stored = store.records().judgements.values()
    counting = list(in_force(stored).values())
    nodes = store.nodes({node_id for judgement in counting for node_id in judgement.about})
    names: Mapping[str, str] = {node.id: node.name for node in nodes}
    found = (Decision(each, tuple(names.get(node_id, node_id) for node_id in each.about)) for each in counting)
    return sorted(found, key=_newest_first)


def _newest_first(decision: Decision) -> tuple[bool, int, str]:
    day = decision.judgement.decided_on
    return decision.judgement.by == "rule", -day.last.toordinal() if day else 0, decision.judgement.question


def conflicts(store: GraphStore) -> list[Text]:
    """The judgements of a store that contradict each other, a sentence each."""
    return conflicts_of(store.read_stored())


def conflicts_of(graph: AllianceGraph) -> list[Text]:
    """The same, of a graph as it is stored."""
    return [conflict_text(graph, conflict) for conflict in identities_of(graph).conflicts]


def notes_after(store: GraphStore, batch: AllianceGraph) -> list[Text]:
    """What a load leaves to a person: how many questions it raised, and contradictions.

    Parameters
    ----------
    store
        What was loaded into.
    batch
        The facts that were loaded.
    """
    graph = store.read_stored()
    told = conflicts_of(graph)
    if len(batch) > MOST_COUNTED:
        return [_NOT_COUNTED, *told]
    if asked := len(open_questions(graph, set(batch.node_ids))):
        said = Text("{number} 个问题:alliance review", "{questions}: alliance review")
        told.insert(0, said.fill(number=asked, questions=plural(asked, "question")))
    return told
