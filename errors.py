"""Everything that can go wrong, by name.

    AllianceError
    ├── InputRefused (ValueError)         exit 3: what was given cannot be used
    │   ├── UnknownName (LookupError)     no node of that name
    │   ├── AmbiguousName (LookupError)   several nodes of that name
    │   ├── UnknownReference              a cell that names a node, source or census which is not there
    │   ├── UnknownTerm                   a kind, type, status … that the schema does not have
    │   ├── IllegalRelationship           a relationship that the schema does not allow
    │   ├── BadDate, BadNumber            a value that cannot be read
    │   ├── FactRefused                   a fact that a store cannot take
    │   ├── DuplicateFact                 two facts with one id that contradict each other
    │   ├── FileRefused                   a missing file, a folder without tables, a wrong encoding
    │   ├── RowErrors                     wrong rows of a table (loaders/row_errors.py)
    │   ├── ForeignFacts                  the store holds other facts than the demonstration's
    │   ├── GraphTooLarge                 more than a page or a search can take
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
        └── ServerFailed                  the local Neo4j server could not be fetched or started

Each says what happened, with which values (five at most), and what to do next, in Chinese and in English.
"""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import ClassVar

from . import settings
from .wording import MOST_SHOWN, Language, Text, shortened, some, system_reason


class AllianceError(Exception):
    """The root of all errors of this package.

    Parameters
    ----------
    message
        What went wrong, with which values, and what to do next.
    """

    exit_code: ClassVar[int] = 3

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message

    def __str__(self) -> str:
        return self.in_(settings.language())

    def in_(self, language: Language) -> str:
        """The message in one language."""
        return self.message.in_(language)


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
        name, near = shortened(name), some(list(suggestions))
        hint = Text(f"是不是:{near.zh}?", f"Did you mean: {near.en}?")
        if not suggestions:
            hint = Text("请用 alliance find 查找名称的一部分。", "Look for a part of the name with: alliance find")
        short = shortened(name)
        super().__init__(Text(f"没有叫“{short}”的节点。{hint.zh}", f'Nothing is called "{short}". {hint.en}'))


class AmbiguousName(InputRefused, LookupError):
    """Several nodes answer to this name.

    Parameters
    ----------
    name
        What was asked for.
    matches
        "name (id)" of each node that answers to it.
    """

    def __init__(self, name: str, matches: Sequence[str]) -> None:
        self.name, self.matches = name, tuple(matches)
        which = some(list(matches))
        super().__init__(
            Text(
                f"“{name}”对应 {len(matches)} 个节点:{which.zh}。请写全名或 id。",
                f'"{name}" means {len(matches)} nodes: {which.en}. Give the full name or the id.',
            )
        )


class UnknownReference(InputRefused):
    """A cell that names a node, source or census which is not there."""

    kind = Text("指向不存在的内容", "refers to nothing")


class UnknownTerm(InputRefused):
    """A kind, relationship type, status or other term that the schema does not have."""

    kind = Text("不认识的词", "unknown term")

    def __init__(self, what: Text, value: str, known: Sequence[str]) -> None:
        self.value, self.known = value, tuple(known)
        shown = shortened(value)
        from rapidfuzz import fuzz, process  # difflib takes a minute for a million wrong cells

        found = process.extract(value[:MOST_SHOWN], self.known, scorer=fuzz.ratio, limit=3, score_cutoff=60)
        which = some(list(dict.fromkeys([*(term for term, _, _ in found), *self.known])), limit=8)
        super().__init__(
            Text(f"不认识的{what.zh}“{shown}”。可用:{which.zh}。", f'Unknown {what.en} "{shown}". Known: {which.en}.')
        )


class IllegalRelationship(InputRefused):
    """A relationship between two kinds that the schema does not allow; the message names what is allowed."""

    kind = Text("不允许的关系", "relationship that is not allowed")


class BadDate(InputRefused):
    """A date that is neither a day, month, quarter, half-year nor year."""

    kind = Text("不是日期", "not a date")

    def __init__(self, text: str) -> None:
        self.text, shown = text, shortened(text)
        super().__init__(
            Text(
                f"“{shown}”不是日期。可写:2024-05-12、2024-05、2024Q1、2023H2、2023。",
                f'"{shown}" is not a date. Write 2024-05-12, 2024-05, 2024Q1, 2023H2 or 2023.',
            )
        )


class BadNumber(InputRefused):
    """A number that cannot be read, or lies outside its range."""

    kind = Text("不是数", "not a number")

    def __init__(self, text: str, expected: Text) -> None:
        self.text, shown = text, shortened(text)
        super().__init__(
            Text(f"“{shown}”不是数:应为{expected.zh}。", f'"{shown}" is not a number: expected {expected.en}.')
        )


class FactRefused(InputRefused):
    """A fact that a store cannot take; nothing of its batch was written.

    Parameters
    ----------
    message
        What is refused, and why.
    key
        Id of the fact, where it is known.
    """

    def __init__(self, message: Text, key: str = "") -> None:
        self.key = key
        super().__init__(message)

    kind = Text("库存不下", "more than a store takes")


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

    def __init__(self, package: str, extra: str) -> None:
        command, in_a_clone = f'pip install "alliance-graph[{extra}]"', f"uv run --extra {extra} …"
        super().__init__(
            Text(
                f"需要 {package},尚未安装。请运行:{command};在克隆的仓库里:{in_a_clone}",
                f"This needs {package}. Install it with: {command}; in a clone run: {in_a_clone}",
            )
        )


class ResultsNotWritten(AllianceError):
    """Standard output takes nothing more; what was done to stores and files stays done.

    Parameters
    ----------
    error
        What the system raised.
    """

    def __init__(self, error: OSError) -> None:
        reason = Text("它已关闭", "it is closed") if error.errno == errno.EBADF else system_reason(error)
        super().__init__(
            Text(
                f"结果没能写到标准输出:{reason.zh}。库和文件里已完成的改动仍在。请给结果另选去处,再运行一次。",
                f"The results could not be written to standard output: {reason.en}. What was done to stores and files "
                "stays done. Choose another place for the results and run it again.",
            )
        )


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

    def __init__(self, location: str) -> None:
        super().__init__(
            Text(
                f"{location} 还是空的。先运行 alliance demo(示例)或 alliance load 文件夹(加同样的 --store)。",
                f"{location} is still empty. Run alliance demo (sample) or alliance load FOLDER first, "
                "with the same --store.",
            )
        )


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

    def __init__(self, location: str) -> None:
        super().__init__(
            Text(
                f"{location} 由较早的版本写成。请运行一次:alliance store upgrade --store {location}(不丢任何事实)",
                f"{location} was written by an earlier version. Run once: alliance store upgrade --store {location} "
                "(no fact is lost)",
            )
        )


class StoreDamaged(StoreFailed):
    """The store is ours and broken."""


class StoreBusy(StoreFailed):
    """Another load is running in the store."""


class ServerFailed(StoreFailed):
    """The local Neo4j server could not be fetched, started or stopped."""
