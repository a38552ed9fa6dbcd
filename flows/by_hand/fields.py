"""Reading the fields of a request exactly; every refusal is a :class:`BadRequest` that names the field and the fix.

A field that is null is a field that is absent.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

from metrics.exact import BadNumber, InexactNumber, read_exact

AnyCode = TypeVar("AnyCode", bound=StrEnum)


class BadRequest(ValueError):
    """A request that cannot be judged; ``code`` is for programs, the message for people.

    ``key`` is the field that is wrong, where it is one.
    """

    def __init__(self, code: str, message: str, key: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.key = key


def only(given: Mapping[str, Any], known: frozenset[str], name: str) -> None:
    """Raises ``unknown_key`` where there is a key that is not known."""
    unknown = sorted(given.keys() - known)
    if unknown:
        raise BadRequest("unknown_key", f"{name} has no {', '.join(unknown)}: {', '.join(sorted(known))}")


def measure(given: Mapping[str, Any], key: str, *, share: bool) -> Fraction | None:
    """A number in the measure: with ``share`` a plain number is in per cent, ``n/d`` the share itself."""
    value = number(given, key)
    text = given.get(key)
    counted = isinstance(text, str) and "/" in text
    return value / 100 if share and value is not None and not counted else value


def number(
    given: Mapping[str, Any], key: str, *, least: Fraction | None = Fraction(0), most: Fraction | None = None
) -> Fraction | None:
    """An exact number within its limits, or null."""
    if given.get(key) is None:
        return None
    try:
        value = read_exact(given[key])
    except InexactNumber as error:
        raise BadRequest("float", f"{key}: {error}", key) from None
    except BadNumber as error:
        raise BadRequest("bad_value", f"{key}: {error}", key) from None
    if (least is not None and value < least) or (most is not None and value > most):
        limits = f"from {least}" + ("" if most is None else f" to {most}")
        raise BadRequest("bad_value", f"{key} is {value}: give a number {limits}", key)
    return value


def whole(given: Mapping[str, Any], key: str, *, default: int | None = None, most: int | None = None) -> int:
    """A whole number; without a default it has to be there."""
    value = number(given, key, most=None if most is None else Fraction(most))
    if value is None:
        if default is None:
            raise BadRequest("missing", f"{key} is missing", key)
        return default
    if value.denominator != 1:
        raise BadRequest("bad_value", f"{key} is {value}: give a whole number", key)
    return value.numerator


def flag(given: Mapping[str, Any], key: str) -> bool:
    """True or false; false where absent."""
    value = given.get(key, False)
    if not isinstance(value, bool):
        raise BadRequest("bad_value", f"{key} is true or false", key)
    return value


def code(given: Mapping[str, Any], key: str, codes: type[AnyCode], default: AnyCode) -> AnyCode:
    """One of the codes, or the default."""
    value = given.get(key)
    if value is None:
        return default
    try:
        return codes(value)
    except ValueError:
        raise BadRequest("bad_value", f"{key} has no {value!r}: {', '.join(codes)}", key) from None


def day(given: Mapping[str, Any], key: str) -> date | None:
    """A day written 2017-12-31, or null."""
    value = given.get(key)
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise BadRequest("bad_value", f"{key} is {value!r}: write a day as 2017-12-31", key) from None
