"""What is asked of a person: two nodes that may be one, or a fact that a report may state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from ..wording import Text


@dataclass(frozen=True, slots=True)
class Question:
    """One question, the same in every load of the same facts.

    Parameters
    ----------
    id
        Key of the question, by which a judgement answers it (`graph.models.Judgement.question`).
    kind
        `same`: are two nodes one? `proposal`: does a report state this fact?
    sentence
        The question as it is asked.
    reasons
        What speaks for it and against it, and where that was seen.
    about
        Ids of the nodes in question, in order; empty for a proposal.
    proposal
        The proposed fact as JSON, which a correction replaces; empty for a pair.
    score
        How alike the names of a pair are, 0 to 100.
    """

    id: str
    kind: Literal["same", "proposal"]
    sentence: Text
    reasons: tuple[Text, ...] = ()
    about: tuple[str, ...] = ()
    proposal: str = ""
    score: float = 0.0
