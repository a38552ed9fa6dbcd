"""The formulas that a form prints under its headings: ``4(=2*100/3)``, ``(2)+(3)``, ``1+2-3``, ``5=6+…+9``.

Numbers stand for columns. In a formula of products and quotients 100 and 1000 stand for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from intake.words import folded

_TOKEN = re.compile(r"\s*(\d{1,4}|[-+*/():x×÷%])")
_OWN = re.compile(r"\(?(\d{1,3})\)?\s*(?:\(\s*=?\s*(?P<inner>.+?)\)|=\s*(?P<rest>.+?))?\s*%?\s*")
_HEADING = re.compile(r".*?(\(\d+\)(?:\s*[-+]\s*\(\d+\))*)\s*")
_SERIES = re.compile(r"(\d+)\s*\+\s*(?:\.{2,}|…)[\s+.…]*(\d+)")
_LONGEST = 200
_ITSELF = frozenset((100, 1000))

Amounts = Mapping[int, Fraction | int | None]


@dataclass(frozen=True, slots=True)
class Formula:
    """``text`` as printed; ``columns`` are the numbers that it names; ``divides`` where it has a quotient."""

    text: str
    columns: frozenset[int]
    divides: bool
    _tokens: tuple[str, ...]

    def of(self, amounts: Amounts) -> Fraction | None:
        """The exact result for a row's amounts by column number; null where one that matters is missing.

        Nothing counts as 0 beside something; a quotient by 0 or by nothing is null.
        """
        if all(amounts.get(number) is None for number in self.columns):
            return None
        if self.divides and any(amounts.get(number) is None for number in self.columns):
            return None
        try:
            return _Reader(self._tokens, lambda n: _amount(n, self.columns, amounts)).whole()
        except (ZeroDivisionError, _Wrong):
            return None


class _Wrong(ValueError):
    """No formula."""


def _amount(number: int, columns: frozenset[int], amounts: Amounts) -> Fraction:
    return Fraction(number) if number not in columns else Fraction(amounts.get(number) or 0)


def read_formula(text: str) -> Formula | None:
    """The formula of a text with nothing else in it; null where it is none, or only the number of a column."""
    plain = _SERIES.sub(_spelled, folded(text).replace("(%)", "").strip("= "))[:_LONGEST]
    tokens = tuple(_TOKEN.findall(plain))
    if _TOKEN.sub("", plain).strip():
        return None
    swaps = {"x": "*", "×": "*", ":": "/", "÷": "/"}
    tokens = tuple(swaps.get(token, token) for token in tokens if token != "%")
    divides = "/" in tokens
    scaled = divides or "*" in tokens
    numbers = frozenset(int(token) for token in tokens if token.isdigit())
    columns = frozenset(number for number in numbers if not (scaled and number in _ITSELF))
    if not columns or not set(tokens) & set("+-*/"):
        return None
    try:
        _Reader(tokens, lambda n: Fraction(1)).whole()
    except ZeroDivisionError:
        pass
    except _Wrong:
        return None
    return Formula(text.strip(), columns, divides, tokens)


def _spelled(found: re.Match[str]) -> str:
    first, last = int(found[1]), int(found[2])
    return "+".join(map(str, range(first, last + 1))) if first < last <= first + 60 else found[0]


class _Reader:
    """Sums of products of numbers, signs and brackets, from left to right."""

    def __init__(self, tokens: Sequence[str], value: Callable[[int], Fraction]) -> None:
        self._tokens = tokens
        self._value = value
        self._at = 0

    def whole(self) -> Fraction:
        found = self._sum()
        if self._at != len(self._tokens):
            raise _Wrong
        return found

    def _next(self, *wanted: str) -> str | None:
        if self._at < len(self._tokens) and (token := self._tokens[self._at]) in wanted:
            self._at += 1
            return token
        return None

    def _sum(self) -> Fraction:
        found = -self._product() if self._next("-") else self._product()
        while sign := self._next("+", "-"):
            found = found + self._product() if sign == "+" else found - self._product()
        return found

    def _product(self) -> Fraction:
        found = self._one()
        while sign := self._next("*", "/"):
            found = found * self._one() if sign == "*" else found / self._one()
        return found

    def _one(self) -> Fraction:
        if self._next("("):
            found = self._sum()
            if not self._next(")"):
                raise _Wrong
            return found
        if self._at < len(self._tokens) and self._tokens[self._at].isdigit():
            self._at += 1
            return self._value(int(self._tokens[self._at - 1]))
        raise _Wrong


def column_formulas(
    numbers: Sequence[str], levels: Sequence[Sequence[str]]
) -> tuple[dict[int, int], dict[int, Formula]]:
    """Places of columns by their printed number, and the formulas by the place of their column.

    ``numbers`` is the row of column numbers; where there is none, numbers and formulas at the end of headings count
    ("Đảng bộ cơ sở (2)", "Tổng số (2)+(3)").
    """
    places: dict[int, int] = {}
    formulas: dict[int, Formula] = {}
    for at, heading in enumerate(levels):
        printed = numbers[at] if at < len(numbers) else ""
        last = _HEADING.fullmatch(heading[-1]) if heading else None
        for text in filter(None, (printed, last[1] if last else "")):
            found = _OWN.fullmatch(folded(text).replace("(%)", ""))
            formula = read_formula(text)
            if formula is None and found:
                places.setdefault(int(found[1]), at)
                formula = read_formula(found["inner"] or found["rest"] or "")
            if formula:
                formulas.setdefault(at, formula)
    return places, {
        at: formula
        for at, formula in formulas.items()
        if formula.columns <= set(places) and at not in {places[number] for number in formula.columns}
    }
