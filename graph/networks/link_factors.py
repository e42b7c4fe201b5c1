"""What the value of a link comes from: confidence and strength, their own or declared, and how that is written."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal, Protocol

from ...wording import Language
from ..schema import schema

ConfidenceOrigin = Literal["stated", "prior"]
StrengthOrigin = Literal["stated", "default"]
_ORIGINS = {"zh": ("(先验)", "(默认)"), "en": (" (prior)", " (default)")}
_DIGITS = 6


class Stated(Protocol):
    """A relationship, or the row of an answer that shows it: its type, and what it states."""

    @property
    def type(self) -> str:
        """Its type."""

    @property
    def confidence(self) -> float | None:
        """Its own confidence; None when it states none."""

    @property
    def strength(self) -> float | None:
        """Its own strength; None when it states none."""


@dataclass(frozen=True, slots=True)
class LinkFactors:
    """The factors of a link; every output that shows one of them writes both, by `reckoning`.

    Parameters
    ----------
    confidence, confidence_origin
        Its own confidence (`stated`), or the declared prior where it states none (`prior`).
    strength, strength_origin
        Its own strength (`stated`), or the declared default of its type (`default`); None where it does not count.
    """

    confidence: float
    confidence_origin: ConfidenceOrigin
    strength: float | None
    strength_origin: StrengthOrigin | None

    @classmethod
    def of(cls, link: Stated, *, influence: bool) -> LinkFactors:
        """The factors of a relationship.

        Parameters
        ----------
        link
            What it states.
        influence
            Whether its strength counts.
        """
        prior, default = schema().prior_confidence, schema().type(link.type).strength
        return cls(
            confidence=prior if link.confidence is None else link.confidence,
            confidence_origin="prior" if link.confidence is None else "stated",
            strength=(default if link.strength is None else link.strength) if influence else None,
            strength_origin=("default" if link.strength is None else "stated") if influence else None,
        )

    @property
    def value(self) -> float:
        """Confidence × strength, or the confidence alone."""
        return significant(float(exact_value(self.confidence, 1.0 if self.strength is None else self.strength)))

    def reckoning(self, language: Language) -> str:
        """How the value comes about: `0.75 × 0.6 (default) = 0.45`."""
        prior, default = _ORIGINS[language]
        confidence = f"{self.confidence:g}{prior if self.confidence_origin == 'prior' else ''}"
        if self.strength is None:
            return confidence
        strength = f"{self.strength:g}{default if self.strength_origin == 'default' else ''}"
        return f"{confidence} × {strength} = {self.value:g}"


@lru_cache(maxsize=10_000)
def exact_value(confidence: float, strength: float) -> Fraction:
    """Confidence × strength, each read as the decimal number that its shortest writing shows."""
    return Fraction(str(confidence)) * Fraction(str(strength))


def significant(value: float) -> float:
    """To significant digits: a long path of weak links is weak and not zero."""
    return float(f"{value:.{_DIGITS}g}")
