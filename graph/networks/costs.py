"""Costs of links as whole numbers, whose sums are equal wherever the products of the links are.

A value is the decimal number that was written. It is taken apart into powers of 2, 5 and the other small primes, and
what is left over; the cost of each of these is its logarithm, rounded once. The cost of a value is the sum over its
parts, so 0.1 × 0.9 and 0.3 × 0.3 cost the same to the last digit, which logarithms of the values themselves would not.
Unequal products can only be mistaken for one another where they are nearer than the rounding, which is known (some
10⁻¹¹ of their logarithm): who orders paths compares the products of such neighbours themselves.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ..columns import Floats, Integers

MOST_STEPS = 255
STEP = 256
"""A key is so many times the cost, and 1 for the step: a sum of keys orders by cost, then by steps."""
_MOST_COST = 2**61 // (STEP * MOST_STEPS)
_COARSE = 10_000
_ROUNDING = 0.52
"""By how much one rounded logarithm may be off: a half, and the last bits of a double."""
_PRIMES = [number for number in range(2, 1000) if all(number % factor for factor in range(2, math.isqrt(number) + 1))]


@dataclass(frozen=True, slots=True)
class Costs:
    """What links cost.

    Parameters
    ----------
    costs
        For each link, int64: 0 for the value 1, and the more the less the value is.
    error
        By how much a cost may at most differ from the logarithm of the value in the same unit.
    fine
        Whether some factor has more than four significant digits: then unequal products may well cost the same.
    unit
        The cost of a value of 1/e.
    """

    costs: Integers
    error: int
    fine: bool
    unit: float


def costs_of(confidences: Floats, strengths: Floats) -> Costs:
    """The costs of links, in the finest unit that lets the keys of 255 steps be added in 64 bits.

    Parameters
    ----------
    confidences, strengths
        The factors of each link, each above 0 and at most 1, shape (m,): its value is their product.
    """
    distinct = [np.unique(factors, return_inverse=True) for factors in (confidences, strengths)]
    dearest = max(1.0, sum(-math.log(known.min(initial=1.0)) for known, _ in distinct))
    unit = 2.0 ** math.floor(math.log2(_MOST_COST / dearest))
    (first, one_error), (second, other_error) = (_taken_apart(known, unit) for known, _ in distinct)
    fine = any(_digits(known)[0].max(initial=1) >= _COARSE for known, _ in distinct)
    return Costs(first[distinct[0][1]] + second[distinct[1][1]], math.ceil(one_error + other_error), fine, unit)


def _taken_apart(values: Floats, unit: float) -> tuple[Integers, float]:
    """The cost of each value, and by how much one may be off at most."""
    left, tens = _digits(values)
    costs, errors = np.zeros(len(values), np.int64), np.zeros(len(values))
    for prime in _PRIMES:
        which = np.flatnonzero(left % prime == 0)
        if prime > 5 and not len(which):
            if left.max(initial=1) == 1:
                break
            continue
        power = tens.copy() if prime in (2, 5) else np.zeros(len(values), np.int64)
        while len(which):
            left[which] //= prime
            power[which] += 1
            which = which[left[which] % prime == 0]
        costs -= power * round(math.log(prime) * unit)
        errors += np.abs(power) * _ROUNDING
    costs -= np.rint(np.log(left) * unit).astype(np.int64)
    errors += (left > 1) * _ROUNDING
    return np.maximum(costs, 0), float(errors.max(initial=0.0))


def _digits(values: Floats) -> tuple[Integers, Integers]:
    """The digits of the shortest writing of each value as a whole number, and the power of ten that they stand for."""
    digits, tens = [], []
    for value in values.tolist():
        number, _, power = repr(value).partition("e")
        whole, _, fraction = number.partition(".")
        digits.append(int(whole + fraction))
        tens.append(int(power or 0) - len(fraction))
    return np.array(digits, np.int64), np.array(tens, np.int64)
