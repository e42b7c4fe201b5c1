"""Terms and the numbers that stand for them in a column: kinds, relationship types, classes of ties, statuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import UnknownTerm
from ..wording import Text

if TYPE_CHECKING:
    from numpy.typing import NDArray

_MOST_TERMS = 256  # a code takes one byte in a column


@dataclass(frozen=True)
class Vocabulary:
    """Some terms in a fixed order; the code of a term is its position.

    Parameters
    ----------
    what
        What one of the terms is called in a message: "node kind".
    terms
        The terms, each once.

    Raises
    ------
    ValueError
        More terms than a column tells apart, or one term twice.
    """

    what: Text
    terms: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.terms) > _MOST_TERMS or len(set(self.terms)) < len(self.terms):
            raise ValueError(f"{self.what.en}: {len(self.terms)} terms are too many, or one of them stands twice")

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[str]:
        return iter(self.terms)

    def __contains__(self, term: object) -> bool:
        return term in self._codes

    def check(self, term: str) -> str:
        """The term itself; `UnknownTerm` names the known ones when it is none of them."""
        if term not in self._codes:
            raise UnknownTerm(self.what, term, self.terms)
        return term

    def code(self, term: str) -> int:
        """The code of a term; `UnknownTerm` when it is none of these."""
        return self._codes[self.check(term)]

    def codes(self, terms: Collection[str]) -> NDArray[np.uint8]:
        """The codes of many terms, in their order; `UnknownTerm` for the first that is none of these."""
        try:
            return np.fromiter(map(self._codes.__getitem__, terms), np.uint8, len(terms))
        except KeyError as error:
            raise UnknownTerm(self.what, error.args[0], self.terms) from error

    def term(self, code: int) -> str:
        """The term that a code stands for."""
        return self.terms[code]

    def terms_of(self, codes: NDArray[np.integer[Any]]) -> list[str]:
        """The terms that the codes of a column stand for."""
        terms: list[str] = self._by_code[codes].tolist()
        return terms

    def mask(self, column: NDArray[np.integer[Any]], terms: Iterable[str]) -> NDArray[np.bool_]:
        """Where the codes of a column stand for one of some terms; `UnknownTerm` for a term that is none of these."""
        chosen = np.zeros(len(self.terms), np.bool_)
        chosen[self.codes(list(terms))] = True
        return np.asarray(chosen[column], np.bool_)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {term: code for code, term in enumerate(self.terms)}

    @cached_property
    def _by_code(self) -> NDArray[Any]:
        return np.array(self.terms, object)
