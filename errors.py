"""Everything that can go wrong, by name.

    AllianceError
    ├── InputRefused (ValueError)         exit 3: what was given cannot be used
    │   ├── UnknownName, AmbiguousName    no node of that name, several (both are LookupErrors)
    │   ├── UnknownReference              a cell that names what is not there (loaders/row_errors.py)
    │   ├── UnknownTerm                   a kind, type, status … that the schema does not have
    │   ├── IllegalRelationship           a relationship that the schema does not allow
    │   ├── BadDate, BadNumber            a value that cannot be read
    │   ├── CensusWithoutDate, BadNamespace   a label without a day, a name before ids (censuses, identity/scopes)
    │   ├── BadCell, FalseText            a cell of an edited export, what is no text (facts/cell_text, false_texts)
    │   ├── FactRefused                   a fact that a store cannot take
    │   ├── DuplicateFact                 two facts with one id that contradict each other
    │   │   ├── RepeatedId, ContradictingRow      in a folder of tables (loaders/row_errors.py)
    │   │   ├── RowsDisagree              two rows of one node (loaders/merging.py)
    │   │   └── IdsTaken                  ids that mean something else in the store (loaders/collisions.py)
    │   ├── FileRefused                   a missing file, a folder without tables, a wrong encoding
    │   │   ├── FileUnreadable            the system does not give it (loaders/tables/csv_table.py)
    │   │   └── UnmappedWords             kinds and types of a graph that nobody explained (loaders/graphs/terms.py)
    │   ├── RowErrors                     wrong rows of a table (loaders/row_errors.py)
    │   │   └── RowsLeftOut               the others are written (loaders/rows_left_out.py)
    │   ├── UnknownQuestion, BadCorrection    answers to nothing, of no fact (loaders/review, reports/facts)
    │   ├── ForeignFacts, GraphTooLarge   other facts than the demonstration's, more than a page or a search takes
    │   └── MissingExtra (ImportError)    an optional part is not installed
    ├── ResultsNotWritten                 exit 3: standard output is closed, or its disk is full
    └── StoreFailed                       exit 4: the store cannot be used
        ├── StoreUnreachable              nothing there, or nobody answers
        ├── StoreEmpty                    there, and nothing was loaded into it yet
        ├── CredentialsRefused            wrong or missing password
        ├── NotAStore                     a file or database of somebody else
        ├── StoreOutdated                 ours, in the layout of an earlier version
        ├── StoreDamaged                  ours, but broken
        ├── StoreBusy                     another load is running
        │   └── StoreMoved                another load was written since this one was prepared
        └── ServerFailed                  the local Neo4j server could not be fetched or started

Each says what happened, with which values (five at most), and what to do next, in Chinese and in English. How an
error keeps its facts is said in `error_root.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from .error_root import AllianceError
from .wording import MOST_SHOWN, Text, shortened, some

__all__ = [
    "AllianceError", "AmbiguousName", "BadDate", "BadNumber", "CredentialsRefused", "DuplicateFact", "FactRefused",
    "FileRefused", "ForeignFacts", "GraphTooLarge", "IllegalRelationship", "InputRefused",
    "MissingExtra", "NotAStore", "ResultsNotWritten", "ServerFailed", "StoreBusy", "StoreDamaged", "StoreEmpty",
    "StoreFailed", "StoreMoved", "StoreOutdated", "StoreUnreachable", "UnknownName", "UnknownTerm",
]  # fmt: skip


class InputRefused(AllianceError, ValueError):
    """What was given cannot be used; `kind` says in a few words what it is, for counting."""

    kind: ClassVar[Text] = Text("内容不对", "wrong content")


class UnknownName(InputRefused, LookupError):
    """No node has this id, name, alias or initials.

    Parameters
    ----------
    name
        What was asked for.
    suggestions
        Names that look like it, best first.
    """

    def __init__(self, name: str, suggestions: Sequence[str] = ()) -> None:
        self.name, self.suggestions = name, tuple(suggestions)

    @property
    def message(self) -> Text:
        """What was asked for, and what may have been meant."""
        advice = Text("请用 alliance find 查找名称的一部分。", "Look for a part of the name with: alliance find")
        if self.suggestions:
            advice = Text("是不是:{names}?", "Did you mean: {names}?").fill(names=some(self.suggestions))
        sentence = Text("没有叫“{name}”的节点。{advice}", 'Nothing is called "{name}". {advice}')
        return sentence.fill(name=shortened(self.name), advice=advice)


class AmbiguousName(InputRefused, LookupError):
    """Several nodes answer to this name.

    Parameters
    ----------
    name
        What was asked for.
    matches
        "name (id)" of each node that answers to it.
    """

    sentence = Text(
        "“{name}”对应 {number} 个节点:{nodes}。请写全名或 id。",
        '"{name}" means {number} nodes: {nodes}. Give the full name or the id.',
    )

    def __init__(self, name: str, matches: Sequence[str]) -> None:
        self.name, self.matches = name, tuple(matches)

    @property
    def message(self) -> Text:
        """What was asked for, and the first nodes that answer to it."""
        return self.sentence.fill(name=self.name, number=len(self.matches), nodes=some(self.matches))


class UnknownTerm(InputRefused):
    """A kind, relationship type, status or other term that the schema does not have.

    Parameters
    ----------
    what
        What it should be a term for.
    value
        The term as it was written.
    known
        The terms that there are.
    labels
        What they are called, where they have names beside their ids; each language shows its own.
    """

    kind = Text("不认识的词", "unknown term")
    sentence = Text("不认识的{what}“{value}”。可用:{terms}。", 'Unknown {what} "{value}". Known: {terms}.')

    def __init__(self, what: Text, value: str, known: Sequence[str], labels: Mapping[str, Text] | None = None) -> None:
        self.what, self.value, self.known, self.labels = what, value, tuple(known), dict(labels or {})

    @property
    def message(self) -> Text:
        """The term, and the ones that look most like it before the others."""
        from rapidfuzz import fuzz, process  # difflib takes a minute for a million wrong cells

        called = {word: term for term in self.known for word in self._words(term)}
        alike = process.extract(self.value[:MOST_SHOWN], list(called), scorer=fuzz.ratio, limit=3, score_cutoff=60)
        terms = dict.fromkeys([*(called[word] for word, _, _ in alike), *self.known])
        names = [self._name(term) for term in terms]
        shown = Text(some([name.zh for name in names], limit=8).zh, some([name.en for name in names], limit=8).en)
        return self.sentence.fill(what=self.what, value=shortened(self.value), terms=shown)

    def _words(self, term: str) -> tuple[str, ...]:
        label = self.labels.get(term)
        return (term, label.zh, label.en) if label else (term,)

    def _name(self, term: str) -> Text:
        """A term as a message lists it: the name in the language, and the id where that differs."""
        label = self.labels.get(term, Text.same(term))
        return Text(
            label.zh if label.zh == term else f"{label.zh}({term})",
            label.en if label.en == term else f"{label.en} ({term})",
        )


class IllegalRelationship(InputRefused):
    """A relationship between two kinds that the schema does not allow; the message names what is allowed."""

    kind = Text("不允许的关系", "relationship that is not allowed")


class BadDate(InputRefused):
    """A date that is neither a day, month, quarter, half-year nor year.

    Parameters
    ----------
    text
        What was written.
    """

    kind = Text("不是日期", "not a date")
    sentence = Text(
        "“{text}”不是日期。可写:2024-05-12、2024-05、2024Q1、2023H2、2023。",
        '"{text}" is not a date. Write 2024-05-12, 2024-05, 2024Q1, 2023H2 or 2023.',
    )

    def __init__(self, text: str) -> None:
        self.text = text

    @property
    def message(self) -> Text:
        """What was written, and how dates are written."""
        return self.sentence.fill(text=shortened(self.text))


class BadNumber(InputRefused):
    """A number that cannot be read, or lies outside its range.

    Parameters
    ----------
    text
        What was written.
    expected
        What would be right.
    """

    kind = Text("不是数", "not a number")
    sentence = Text("“{text}”不是数:应为{expected}。", '"{text}" is not a number: expected {expected}.')

    def __init__(self, text: str, expected: Text) -> None:
        self.text, self.expected = text, expected

    @property
    def message(self) -> Text:
        """What was written, and what would be right."""
        return self.sentence.fill(text=shortened(self.text), expected=self.expected)


class FactRefused(InputRefused):
    """A fact that a store cannot take; nothing of its batch was written.

    Parameters
    ----------
    words
        What is refused, and why.
    key
        Id of the fact, where it is known.
    """

    kind = Text("库存不下", "more than a store takes")

    def __init__(self, words: Text, key: str = "") -> None:
        super().__init__(words)
        self.key = key


class DuplicateFact(InputRefused):
    """Two facts with the same id that contradict each other."""

    kind = Text("重复", "repetition")


class FileRefused(InputRefused):
    """A file or folder that is missing or cannot be read as what it should be."""


class ForeignFacts(InputRefused):
    """The store already holds facts that do not belong to the demonstration."""


class GraphTooLarge(InputRefused):
    """More nodes or links than the page or the search can take."""


class MissingExtra(InputRefused, ImportError):
    """An optional part of the product is needed and not installed.

    Parameters
    ----------
    package
        What could not be imported.
    extra
        The extra of the distribution that brings it.
    """

    sentence = Text(
        '需要 {package},尚未安装。请运行:pip install "alliance-graph[{extra}]";在克隆的仓库里:uv run --extra {extra} …',
        'This needs {package}. Install it with: pip install "alliance-graph[{extra}]"; '
        "in a clone run: uv run --extra {extra} …",
    )

    def __init__(self, package: str, extra: str) -> None:
        self.package, self.extra = package, extra


class ResultsNotWritten(AllianceError):
    """Standard output takes nothing more; what was done to stores and files stays done.

    Parameters
    ----------
    reason
        Why, in few words and without a full stop.
    """

    sentence = Text(
        "结果没能写到标准输出:{reason}。库和文件里已完成的改动仍在。请给结果另选去处,再运行一次。",
        "The results could not be written to standard output: {reason}. What was done to stores and files "
        "stays done. Choose another place for the results and run it again.",
    )

    def __init__(self, reason: Text) -> None:
        self.reason = reason


class StoreFailed(AllianceError):
    """The store cannot be used."""

    exit_code: ClassVar[int] = 4


class StoreUnreachable(StoreFailed):
    """There is no store at this place, or nobody answers there."""


class StoreEmpty(StoreFailed):
    """The store is there and nothing was loaded into it yet, so it cannot answer, not even with a no.

    Parameters
    ----------
    location
        Where the store is.
    """

    sentence = Text(
        "{location} 还是空的。先运行 alliance demo(示例)或 alliance load 文件夹(加同样的 --store)。",
        "{location} is still empty. Run alliance demo (sample) or alliance load FOLDER first, with the same --store.",
    )

    def __init__(self, location: str) -> None:
        self.location = location


class CredentialsRefused(StoreFailed):
    """The user name or password is missing or wrong."""


class NotAStore(StoreFailed):
    """The file or database belongs to something else; nothing in it was touched."""


class StoreOutdated(StoreFailed):
    """The store was written by an earlier version, in another layout.

    Parameters
    ----------
    location
        Where the store is.
    """

    sentence = Text(
        "{location} 由较早的版本写成。请运行一次:alliance store upgrade --store {location}(不丢任何事实)",
        "{location} was written by an earlier version. Run once: alliance store upgrade --store {location} "
        "(no fact is lost)",
    )

    def __init__(self, location: str) -> None:
        self.location = location


class StoreDamaged(StoreFailed):
    """The store is ours and broken."""


class StoreBusy(StoreFailed):
    """Another load is running in the store."""


class StoreMoved(StoreBusy):
    """Another load was written while this one was being prepared on what the store held before."""


class ServerFailed(StoreFailed):
    """The local Neo4j server could not be fetched, started or stopped."""
