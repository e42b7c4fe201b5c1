"""What a report can state, in the form in which it is proposed, corrected and kept: small models with names in them."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from ...errors import InputRefused
from ...graph.dates import PartialDate
from ...graph.identity import canonical_json
from ...graph.limits import LongText, Name, OptionalName
from ...graph.models import Status
from ...wording import Text, shortened


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class End(_Said):
    """An organisation, post, policy or problem, by what it is called.

    Parameters
    ----------
    name, kind
        Its full name as far as the report gives it, and its kind of the schema.
    """

    name: Name
    kind: str


class NodeFact(_Said):
    """There is such an organisation.

    Parameters
    ----------
    name, kind
        As for `End`.
    aliases
        What else the report calls it.
    """

    fact: Literal["node"] = "node"
    name: Name
    kind: str
    aliases: tuple[Name, ...] = ()


class LinkFact(_Said):
    """Two of them are related.

    Parameters
    ----------
    type
        A relationship type of the schema.
    source, target
        Its ends.
    product
        What is supplied or sold.
    since, until
        As a day, month, quarter, half-year or year; empty when the report does not say.
    order
        The place of a step among those that a problem went through; None for any other fact.
    status
        What an accepted fact is kept as: confirmed unless a correction says otherwise.
    """

    fact: Literal["link"] = "link"
    type: str
    source: End
    target: End
    product: OptionalName = ""
    since: PartialDate | None = None
    until: PartialDate | None = None
    order: int | None = Field(None, ge=1)
    status: Status | None = None


class MeasureFact(_Said):
    """A number was published of something.

    Parameters
    ----------
    subject
        Whose number it is.
    metric
        What is counted or measured, in the words of the report.
    value
        As `Quantity.parse` reads it: `13`, `≥300`, `≈34`.
    unit
        As written: 家, 万亩.
    period
        When it was so; None when the report does not say.
    """

    fact: Literal["measure"] = "measure"
    subject: End
    metric: Name
    value: LongText
    unit: LongText = ""
    period: PartialDate | None = None


class AggregateFact(_Said):
    """So many things without names: never one of them.

    Parameters
    ----------
    subject, metric, value, unit, period
        As for a measure.
    kind
        Kind of what is counted.
    type
        How the subject is related to them; empty when the report does not say, or the schema has no way.
    """

    fact: Literal["aggregate"] = "aggregate"
    subject: End
    metric: Name
    value: LongText
    unit: LongText = ""
    period: PartialDate | None = None
    kind: str
    type: str = ""


Fact = Annotated[NodeFact | LinkFact | MeasureFact | AggregateFact, Field(discriminator="fact")]
_FACTS: TypeAdapter[list[Fact]] = TypeAdapter(list[Fact])


class BadCorrection(InputRefused):
    """A correction that is not a fact, or a list of facts, in the form in which they are proposed.

    Parameters
    ----------
    text
        What was written.
    field
        Which part of it is wrong; empty when it is no JSON at all.
    """

    kind = Text("改正的内容不对", "wrong correction")
    sentence = Text(
        "改正“{text}”用不上({field})。请照问题里给出的 JSON 修改,或给出几条这样的 JSON 的列表。",
        'The correction "{text}" cannot be used ({field}). Change the JSON that the question gives, or give a list of '
        "such.",
    )

    def __init__(self, text: str, field: str) -> None:
        self.text, self.field = text, field

    @property
    def message(self) -> Text:
        """What was written, and what is wrong in it."""
        return self.sentence.fill(text=shortened(self.text), field=self.field or "JSON")


def fact_json(fact: Fact) -> str:
    """A fact as one canonical text: what is not said is left out."""
    return canonical_json({"fact": fact.fact, **fact.model_dump(mode="json", exclude_defaults=True)})


def facts_of(text: str) -> list[Fact]:
    """The facts of a correction: one, or a list of them.

    Parameters
    ----------
    text
        As JSON.

    Raises
    ------
    BadCorrection
        It is something else.
    """
    try:
        said = json.loads(text)
        return _FACTS.validate_python(said if isinstance(said, list) else [said])
    except json.JSONDecodeError as error:
        raise BadCorrection(text, "") from error
    except ValidationError as error:
        place = error.errors(include_url=False)[0]["loc"]
        raise BadCorrection(text, ".".join(map(str, place[1:]))) from error


def question_key(source: str, fact: Fact) -> str:
    """The key of the question whether a report states a fact: the same in every load of this report."""
    return blake2b(f"{source}\x1f{fact_json(fact)}".encode(), digest_size=12).hexdigest()
