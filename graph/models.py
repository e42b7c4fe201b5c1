"""The facts of the graph as typed, frozen models.

Unknown is None everywhere: it is never 0, 1 or an empty date. Every node and relationship names its evidence.
How large a fact may be stands in `limits`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, JsonValue, model_validator

from ..errors import FactRefused
from ..wording import Text
from .dates import PartialDate
from .identity import relationship_id
from .limits import AttributeName, Id, LongText, Name, OptionalId, OptionalName, Scalar, check_attributes, check_names
from .quantities import Quantity
from .schema import schema
from .vocabulary import Vocabulary

Share = Annotated[float, Field(ge=0, le=1)]
Status = Literal["confirmed", "tentative", "disputed", "inferred", "candidate"]
Method = Literal["reported", "inferred", "roster", "review"]
Verdict = Literal["same", "different", "unsure", "accepted", "rejected", "withdrawn"]
STATUSES = Vocabulary(Text("状态", "status"), get_args(Status))
STATUS_LABELS = {
    "confirmed": Text("已证实", "confirmed"),
    "tentative": Text("待核实", "tentative"),
    "disputed": Text("有争议", "disputed"),
    "inferred": Text("推断", "inferred"),
    "candidate": Text("几者之一", "one of several"),
}


OPPOSITE: dict[str, Literal["source", "target"]] = {"source": "target", "target": "source"}
_DEFINED = Text(
    "{period} 不在这一口径的有效期({when})之内。请改正时间,或写明当时的口径。",
    "{period} lies outside the time of this definition ({when}). Correct the dates, or give the definition of then.",
)


class _Fact(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Evidence(_Fact):
    """Where a fact was seen.

    Parameters
    ----------
    source
        Id of the source.
    locator
        Place in the source or in the table that brought it: `relationships.csv:30`, `sheet!B7`, a sentence number.
    quote
        What it says there, in few words.
    method
        How the fact was taken from it: reported, inferred (our conclusion), roster, review.
    confidence
        Certainty of this sighting, 0 to 1; None when nobody said.
    states
        What its source says otherwise than the fact, which follows from several sources: by field, attributes as
        `attributes.name`, null for what the source does not state (see `folding`).
    """

    source: Id
    locator: LongText = ""
    quote: LongText = ""
    method: Method = "reported"
    confidence: Share | None = None
    states: dict[str, JsonValue] = Field(default_factory=dict)

    def __hash__(self) -> int:
        """Of what is no mapping."""
        return hash((self.source, self.locator, self.quote, self.method, self.confidence))


class Node(_Fact):
    """An organisation, a stage, a post, a policy …: anything that relationships join.

    Parameters
    ----------
    id
        Stable key.
    kind
        A kind of the schema.
    name, aliases
        Full name, and the other names it goes by.
    level, place
        Administrative level and place as the source writes them.
    uscc
        统一社会信用代码 (GB 32100-2015).
    parent
        Id of the superior organisation, or of the stage that this one is a finer part of.
    count, aggregate
        For "13 posts without names": how many things the node stands for, and that it is not one of them.
    attributes
        Further values as published.
    evidence
        Where the node was seen.
    """

    id: Id
    kind: str
    name: Name
    aliases: tuple[OptionalName, ...] = ()
    level: LongText = ""
    place: LongText = ""
    uscc: LongText = ""
    parent: OptionalId = ""
    count: Quantity | None = None
    aggregate: bool = False
    attributes: dict[AttributeName, Scalar] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

    @model_validator(mode="after")
    def _small_enough(self) -> Self:
        check_names((self.id, self.name, *self.aliases))
        check_attributes(self.attributes)
        return self


class Relationship(_Fact):
    """A typed, dated link between two nodes.

    Parameters
    ----------
    source, type, target
        Ids of both ends and the type of the schema; the ends of a symmetric tie are put in order of their ids.
    product
        What is supplied, tested, built …; part of the identity, so one pair can have a link for each product.
    valid_from, valid_to
        When it began and ended, as intervals; None when unknown or still valid.
    observed_at
        When it was last seen.
    strength
        How much influence it passes on, 0 to 1; None when unknown.
    confidence
        How certain it is that the link exists, 0 to 1; None when unknown.
    status
        confirmed, tentative, disputed, inferred, or candidate: one of several, and the source does not say which.
    attributes
        Further values as published.
    evidence
        At least one sighting.
    """

    source: Id
    type: str
    target: Id
    product: OptionalName = ""
    valid_from: PartialDate | None = None
    valid_to: PartialDate | None = None
    observed_at: PartialDate | None = None
    strength: Share | None = None
    confidence: Share | None = None
    status: Status = "tentative"
    attributes: dict[AttributeName, Scalar] = Field(default_factory=dict)
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="before")
    @classmethod
    def _order_symmetric_ends(cls, values: dict[str, object]) -> dict[str, object]:
        declared = schema().types.get(str(values.get("type")))
        source, target = str(values.get("source", "")), str(values.get("target", ""))
        if declared is not None and declared.symmetric and target < source:
            return {**values, "source": target, "target": source}
        return values

    @model_validator(mode="after")
    def _ends_in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to.last < self.valid_from.first:
            raise FactRefused(
                Text(
                    f"截止日期 {self.valid_to} 早于起始日期 {self.valid_from}。请改正其中一个。",
                    f"valid_to {self.valid_to} lies before valid_from {self.valid_from}. Correct one of them.",
                )
            )
        return self

    @model_validator(mode="after")
    def _small_enough(self) -> Self:
        check_attributes(self.attributes)
        return self

    @property
    def id(self) -> str:
        """Sixteen hexadecimal digits, a hash of source, type, target, valid_from and product."""
        return relationship_id(self.source, self.type, self.target, str(self.valid_from or ""), self.product)


class Source(_Fact):
    """A report, roster or file that facts come from.

    Parameters
    ----------
    id, title, publisher, date, link
        As known; many reports are known only from copies.
    sha256
        Of the file, where there is one.
    reliability
        `press`, `copy` (only a copy was seen) or `unlinked`.
    census
        Label of the census that its facts were loaded as; empty for none.
    """

    id: Id
    title: LongText = ""
    publisher: LongText = ""
    date: PartialDate | None = None
    link: LongText = ""
    sha256: LongText = ""
    reliability: LongText = ""
    census: OptionalId = ""


class Census(_Fact):
    """A dated survey, for instance "2024H1".

    Parameters
    ----------
    label
        Its name.
    date
        The date that its picture is valid for.
    """

    label: Id
    date: PartialDate


class Roster(_Fact):
    """A promise of completeness: in this census, everything of one instrument was listed for one scope.

    Only where such a roster was loaded does "none found" mean zero; elsewhere it means unknown.

    Parameters
    ----------
    census
        Label of the census.
    scope
        Id of a stage (with all finer stages of it), or empty for the whole graph.
    instrument
        An instrument of the schema, such as `organisation` or `post`.
    evidence
        Where the completeness is stated.
    """

    census: Id
    scope: OptionalId = ""
    instrument: Id
    evidence: tuple[Evidence, ...] = ()


class Measure(_Fact):
    """A published number about a node: with its period and source, since figures differ across years and scopes.

    Parameters
    ----------
    subject
        Id of the node.
    metric
        What is counted or measured, as published.
    group
        The part it is given for ("市直机关"); empty for the whole.
    value
        None when the number itself was not published.
    unit, period, note
        As published.
    open_end
        For what the source does not say of a link: `source` or `target`, the end that it leaves open. The metric is
        then the relationship type, the subject stands at the other end, and there is no value.
    definition, defined_from, defined_to
        What is counted by which rule (统计口径), and since and until when that rule holds; empty when nobody says.
        Figures of different definitions are neither compared nor added.
    evidence
        Where it stands.
    """

    subject: Id
    metric: Name
    group: OptionalName = ""
    value: Quantity | None = None
    unit: LongText = ""
    period: PartialDate | None = None
    note: LongText = ""
    open_end: Literal["", "source", "target"] = ""
    definition: LongText = ""
    defined_from: PartialDate | None = None
    defined_to: PartialDate | None = None
    evidence: tuple[Evidence, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _defined_then(self) -> Self:
        if self.open_end:
            schema().type(self.metric)
        begins, ends = self.defined_from, self.defined_to
        if begins and ends and ends.last < begins.first:
            raise FactRefused(_DEFINED.fill(when=f"{begins} – {ends}", period=ends))
        if self.period and begins and self.period.last < begins.first:
            raise FactRefused(_DEFINED.fill(when=f"{begins} –", period=self.period))
        if self.period and ends and self.period.first > ends.last:
            raise FactRefused(_DEFINED.fill(when=f"– {ends}", period=self.period))
        return self


class Judgement(_Fact):
    """What a person or a rule decided on one question, and why; it stands beside the facts and changes none of them.

    Parameters
    ----------
    question
        Key of the question: the same pair, or the same proposal, is the same question in every load.
    about
        Ids of the nodes in question, in order; empty for a proposal from a report.
    verdict
        `same` or `different` for two nodes, `accepted` or `rejected` for a proposal, `unsure` to be asked again,
        `withdrawn` for a judgement that was taken back.
    correction
        What a proposal should say, as JSON; empty when it is right as it stands.
    decided_on
        The day; None for a rule, which decides alike on every day.
    by
        `rule`, or `person`; a person is never named.
    reason
        Why, in few words.
    """

    question: Id
    about: tuple[Id, ...] = ()
    verdict: Verdict
    correction: LongText = ""
    decided_on: PartialDate | None = None
    by: Literal["rule", "person"] = "person"
    reason: LongText = ""
