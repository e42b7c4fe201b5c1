"""A load as a census: a dated snapshot of the scope that it declares."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..errors import BadDate, InputRefused, UnknownTerm
from ..graph.dates import PartialDate
from ..graph.models import Census, Evidence, Roster, Source
from ..graph.records import Record
from ..wording import Text, shortened
from .identity.references import References
from .mappings.words import plain, terms

_DATE = re.compile(r"\d{4}(?:-\d{1,2}(?:-\d{1,2})?|[HhQq]\d)?(?!\d)")
_CHINESE = (
    (r"(?<=\d)年(\d{1,2})月(\d{1,2})日", r"-\1-\2"),
    (r"(?<=\d)年(\d{1,2})月", r"-\1"),
    (r"(?<=\d)年?上半年", "H1"),
    (r"(?<=\d)年?下半年", "H2"),
    *((rf"(?<=\d)年?第?[{words}]季度", f"Q{number}") for number, words in enumerate(("一1", "二2", "三3", "四4"), 1)),
)
_NO_SCOPE = Text("--scope “{scope}”:{reason}", '--scope "{scope}": {reason}')
_CENSUS_FIRST = Text(
    "--date、--scope、--complete 只用于普查:请同时给出 --census 名称。",
    "--date, --scope and --complete belong to a census: give --census LABEL too.",
)


class CensusWithoutDate(InputRefused):
    """A census of which nobody knows when it was.

    Parameters
    ----------
    label
        Its label.
    """

    kind = Text("没有日期", "no date")
    sentence = Text(
        "从“{label}”看不出普查的日期。请写上日期(命令行用 --date),如 2024-06-30。",
        'The label "{label}" does not say when the census was. Write its date (on the command line --date), for '
        "instance 2024-06-30.",
    )

    def __init__(self, label: str) -> None:
        self.label = label

    @property
    def message(self) -> Text:
        """The label, and what to do."""
        return self.sentence.fill(label=shortened(self.label))


@dataclass(frozen=True, slots=True)
class CensusLoad:
    """What a load says of itself as a census.

    Parameters
    ----------
    label
        Of the census, such as `2024H1`.
    date
        The date that its picture is valid for.
    scope
        Name or id of what is listed; empty for the whole graph.
    complete
        The instruments that are listed completely.
    """

    label: str
    date: PartialDate
    scope: str = ""
    complete: tuple[str, ...] = ()

    @classmethod
    def of(cls, label: str, date: str = "", scope: str = "", complete: Sequence[str] = ()) -> CensusLoad | None:
        """What was asked for; None without a label.

        Parameters
        ----------
        label, scope
            As above.
        date
            A date that may be partial; that of the label when empty.
        complete
            Instruments by id or by name.

        Raises
        ------
        InputRefused
            There is no label, no date, or no such instrument.
        """
        if not label:
            if date or scope or complete:
                raise InputRefused(_CENSUS_FIRST)
            return None
        instruments = tuple(dict.fromkeys(_instrument(word) for word in complete))
        return cls(label, PartialDate.parse(date) if date else date_of_label(label), scope, instruments)

    @property
    def record(self) -> Census:
        """The census itself."""
        return Census(label=self.label, date=self.date)

    def source(self, source: Source) -> Source:
        """A source of the load, as what it says in this census; without a date of its own it has that of the census."""
        return source.model_copy(update={"census": self.label, "date": source.date or self.date})

    def seen(self, source: Record | None) -> Record | None:
        """The source as one of the day of the census, on which its relationships were seen."""
        return source.model_copy(update={"date": self.date}) if isinstance(source, Source) else source

    def scope_id(self, nodes: References) -> str:
        """The id of the scope; `InputRefused` where nothing, or more than one thing, is called so."""
        try:
            return nodes.resolve(self.scope) if self.scope else ""
        except InputRefused as error:
            raise InputRefused(_NO_SCOPE, scope=shortened(self.scope), reason=error.message) from error

    def promises(self, scope_id: str, sources: Iterable[Source]) -> list[Record]:
        """The census, and a promise for each instrument that is listed completely."""
        evidence = tuple(Evidence(source=source.id, method="roster") for source in sources)
        return [
            self.record,
            *(
                Roster(census=self.label, scope=scope_id, instrument=instrument, evidence=evidence)
                for instrument in self.complete
            ),
        ]


def date_of_label(label: str) -> PartialDate:
    """The date that a label such as `2024H1`, `2024Q1`, `2024-06`, `2024年上半年` or `2024` says.

    Raises
    ------
    CensusWithoutDate
        It says none.
    """
    text = label
    for words, written in _CHINESE:
        text = re.sub(words, written, text)
    found = _DATE.search(text)
    try:
        return PartialDate.parse(found[0] if found else "")
    except BadDate as error:
        raise CensusWithoutDate(label) from error


def _instrument(word: str) -> str:
    known = terms("instruments")
    if (found := known.get(plain(word))) is None:
        raise UnknownTerm(Text("工具列", "instrument"), word, sorted(set(known.values())))
    return found
