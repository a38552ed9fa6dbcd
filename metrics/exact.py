"""Exact numbers in and out: read without floats, judged exactly, rounded once when printed (method §1, §4)."""

from __future__ import annotations

import re
from fractions import Fraction

from metrics.goals import Rounding

LONGEST = 500
"""Digits of the longest number taken: what is worked out of a few of them can still be printed."""

_FORM = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+|/[0-9]+)?")

_TOO_LONG = 10**LONGEST


class InexactNumber(TypeError):
    """A float was offered where only exact numbers are taken."""


class BadNumber(ValueError):
    """The text is not a number that can be read exactly."""


def read_exact(value: object) -> Fraction:
    """The exact number of ``20``, ``"20"``, ``"3.8"`` or ``"193/328"``.

    Raises :class:`InexactNumber` for a float and :class:`BadNumber` for anything else that is not such
    a number: other forms, more than :data:`LONGEST` digits, a zero denominator, true and false.
    """
    if isinstance(value, float):
        raise InexactNumber(f'{value!r} is a float: write it as a string, "{value!r}"')
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= _TOO_LONG:
        raise BadNumber(f"a number has at most {LONGEST} digits")
    if isinstance(value, str) and len(value) > LONGEST:
        raise BadNumber(f"a number has at most {LONGEST} digits")
    if isinstance(value, Fraction | int) and not isinstance(value, bool):
        return Fraction(value)
    if isinstance(value, str) and _FORM.fullmatch(text := value.strip()):
        try:
            return Fraction(text)
        except (ZeroDivisionError, ValueError):
            pass
    raise BadNumber(f'{value!r} is not an exact number: write 20, "20", "3.8" or "193/328"')


def rounded(value: Fraction, digits: int, rounding: Rounding) -> int:
    """The value in units of its last printed digit: 19,6138 with two digits is 1961.

    ``truncate`` cuts towards zero; ``half_up`` rounds halves away from zero, so that a fall and a rise
    of the same size are printed alike.
    """
    scaled = abs(value) * 10**digits
    whole = int(scaled + Fraction(1, 2)) if Rounding(rounding) is Rounding.HALF_UP else int(scaled)
    return -whole if value < 0 else whole


def printed(value: Fraction, digits: int, rounding: Rounding) -> str:
    """Machine format with exactly ``digits`` decimals, a point, no grouping: ``58.84``; zero has no sign."""
    units = rounded(value, digits, rounding)
    sign = "-" if units < 0 else ""
    text = str(abs(units)).rjust(digits + 1, "0")
    return f"{sign}{text[:-digits]}.{text[-digits:]}" if digits else f"{sign}{text}"


def decimals(value: Fraction) -> int | None:
    """How many decimals print a value without loss; null where no number of them does (1/3)."""
    left, digits = value.denominator, 0
    while left > 1:
        for prime in (10, 5, 2):
            if left % prime == 0:
                left //= prime
                digits += 1
                break
        else:
            return None
    return digits
