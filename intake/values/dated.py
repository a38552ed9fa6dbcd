"""The date that a spreadsheet makes of a fraction: 11/15 becomes 15 November, 9/12 9 December, 11/45 November 1945.

Which way round it happened hangs on the country that the spreadsheet was set to. Only a column can tell: the order in
which every numerator fits below its denominator. Where that leaves more than one reading, a person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from intake.words import folded

ORDERS = ("day_month", "month_day", "month_year")
"""Which part of the date is the numerator, which the denominator; ``month_year`` reads other days as ``day_month``."""

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: place for place, name in enumerate(_NAMES, 1)}
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|(?:thg|tháng|th) ?\.?(?:1[0-2]|0?[1-9]))[a-z]*\.?"
_ISO = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?:[t ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?)?")
_SLASHES = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d\d)")
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})[ -]{_MONTH}(?:[ -](?P<year>\d{{4}}|\d\d))?")
_MONTH_FIRST = re.compile(rf"{_MONTH}[ -](?P<other>\d{{4}}|\d\d?)")


@dataclass(frozen=True, slots=True)
class Dated:
    """Day, month and year of a cell; ``year`` null where it does not say. ``loose``: written ``Nov-15``, where 15 may
    be the day or the year.
    """

    day: int
    month: int
    year: int | None = None
    loose: bool = False

    def share(self, order: str, years: frozenset[int]) -> tuple[int, int]:
        """Numerator and denominator in one of :data:`ORDERS`. ``years`` are those in which the cell may have been
        typed: a first of the month in any other year can only be a month and a year.
        """
        if self.loose:
            return (self.day, self.month) if order == "day_month" else (self.month, self.day)
        first = self.day == 1 and self.year is not None
        if first and (order == "month_year" or self.year not in years):
            return self.month, (self.year or 0) % 100
        return (self.month, self.day) if order == "month_day" else (self.day, self.month)


def read_date(text: str) -> Dated | None:
    """The date that a cell shows, as a workbook gives it (2025-11-15) or as text; null for anything else."""
    word = folded(text)
    if found := _ISO.fullmatch(word) or _SLASHES.fullmatch(word):
        day, month, year = int(found["day"]), int(found["month"]), int(found["year"])
        if month > 12:
            day, month = month, day
        return _real(day, month, year if year > 99 else year + (2000 if year < 30 else 1900))
    if found := _DAY_FIRST.fullmatch(word):
        said = int(found["year"]) if found["year"] else None
        return _real(int(found["day"]), _month(found["month"]), said if said is None or said > 99 else said + 2000)
    if found := _MONTH_FIRST.fullmatch(word):
        other, month = int(found["other"]), _month(found["month"])
        if other > 99:
            return _real(1, month, other)
        return Dated(other, month, loose=True) if other else None
    return None


def orders(dates: list[Dated], years: frozenset[int]) -> list[str]:
    """The orders in which every numerator fits below its denominator, one of each that read the same, in order."""
    found: dict[tuple[tuple[int, int], ...], str] = {}
    for order in ORDERS:
        shares = tuple(each.share(order, years) for each in dates)
        if all(num <= den for num, den in shares):
            found.setdefault(shares, order)
    return list(found.values())


def _month(text: str) -> int:
    return _MONTHS.get(text[:3]) or int(re.sub(r"\D", "", text))


def _real(day: int, month: int, year: int | None) -> Dated | None:
    try:
        date(year or 2000, month, day)
    except ValueError:
        return None
    return Dated(day, month, year)
