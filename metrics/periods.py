"""Reporting periods: quarter, half, nine months, year, term and single day.

Written ``2019-Q4 2019-H2 2019-9M 2019 2016..2020 2016-05-23``. Every period has an explicit first and
last day. ``Period.key`` is an integer that sorts by last day and then by kind, and is what the store
keeps: ``yyyymmdd * 10 + kind``; it needs no table to be read back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import lru_cache


class PeriodKind(IntEnum):
    """The digit of a period's key; 6 and above are not used by the keys of regular periods."""

    DAY = 1
    QUARTER = 2
    HALF = 3
    NINE_MONTHS = 4
    YEAR = 5
    TERM = 6


class BadPeriod(ValueError):
    """The text names no period."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A span of days, both ends included. Ordered by last day, then kind, then first day."""

    last: date
    kind: PeriodKind
    first: date

    @property
    def key(self) -> int:
        """Integer key, ``yyyymmdd * 10 + kind``; unique for every kind but ``TERM``."""
        return (self.last.year * 10000 + self.last.month * 100 + self.last.day) * 10 + self.kind

    @property
    def code(self) -> str:
        """The text that :func:`parse` reads back."""
        match self.kind:
            case PeriodKind.DAY:
                return self.last.isoformat()
            case PeriodKind.QUARTER:
                return f"{self.last.year}-Q{self.last.month // 3}"
            case PeriodKind.HALF:
                return f"{self.last.year}-H{self.last.month // 6}"
            case PeriodKind.NINE_MONTHS:
                return f"{self.last.year}-9M"
            case PeriodKind.YEAR:
                return str(self.last.year)
            case PeriodKind.TERM:
                return f"{self.first.year}..{self.last.year}"

    def contains(self, other: Period) -> bool:
        """True where every day of ``other`` is a day of this period."""
        return self.first <= other.first and other.last <= self.last


@lru_cache(4096)
def _span(kind: PeriodKind, year: int, first_month: int, last_month: int) -> Period:
    return Period(last=month_end(year, last_month), kind=kind, first=date(year, first_month, 1))


def month_end(year: int, month: int) -> date:
    """Last day of a month."""
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def quarter(year: int, number: int) -> Period:
    return _span(PeriodKind.QUARTER, year, number * 3 - 2, number * 3)


def half(year: int, number: int) -> Period:
    return _span(PeriodKind.HALF, year, number * 6 - 5, number * 6)


def nine_months(year: int) -> Period:
    return _span(PeriodKind.NINE_MONTHS, year, 1, 9)


def year(number: int) -> Period:
    return _span(PeriodKind.YEAR, number, 1, 12)


def term(first_year: int, last_year: int) -> Period:
    """A term from the first day of its first year to the last day of its last."""
    return Period(date(last_year, 12, 31), PeriodKind.TERM, date(first_year, 1, 1))


def day(on: date) -> Period:
    return Period(last=on, kind=PeriodKind.DAY, first=on)


_FORM = re.compile(
    r"(?P<year>(?:19|20|21)\d\d)"
    r"(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<nine>9M)|(?P<month>\d\d)-(?P<day>\d\d))"
    r"|\.\.(?P<end>(?:19|20|21)\d\d))?",
    re.ASCII,
)


def parse(text: str) -> Period:
    """Read a period's code.

    Raises :class:`BadPeriod` with the accepted forms for anything else, a day that does not exist,
    a year outside 1900–2199 and a term that ends before it starts included.
    """
    found = _FORM.fullmatch(text.strip())
    try:
        if found is None:
            raise ValueError
        number = int(found["year"])
        if found["quarter"]:
            return quarter(number, int(found["quarter"]))
        if found["half"]:
            return half(number, int(found["half"]))
        if found["nine"]:
            return nine_months(number)
        if found["day"]:
            return day(date(number, int(found["month"]), int(found["day"])))
        if found["end"]:
            if int(found["end"]) < number:
                raise ValueError
            return term(number, int(found["end"]))
        return year(number)
    except ValueError:
        raise BadPeriod(
            f"'{text}' is no period: write 2019-Q4, 2019-H2, 2019-9M, 2019, 2016..2020 or 2016-05-23"
        ) from None


@lru_cache(4096)
def from_key(key: int) -> Period:
    """The period of a key; raises :class:`BadPeriod` for a key that no regular period has."""
    kind, stamp = key % 10, key // 10
    try:
        last = date(stamp // 10000, stamp // 100 % 100, stamp % 100)
        match PeriodKind(kind):
            case PeriodKind.DAY:
                found = day(last)
            case PeriodKind.QUARTER:
                found = quarter(last.year, last.month // 3)
            case PeriodKind.HALF:
                found = half(last.year, last.month // 6)
            case PeriodKind.NINE_MONTHS:
                found = nine_months(last.year)
            case PeriodKind.YEAR:
                found = year(last.year)
            case PeriodKind.TERM:
                raise ValueError
    except ValueError:
        raise BadPeriod(f"{key} is no period key") from None
    if found.last != last:
        raise BadPeriod(f"{key} is no period key")
    return found


def quarter_of(on: date) -> Period:
    """The quarter a day lies in."""
    return quarter(on.year, (on.month + 2) // 3)


@lru_cache(4096)
def latest_ended(on: date, kind: PeriodKind) -> Period:
    """The last period of a kind (day, quarter, half, year) that has ended by the evening of ``on``."""
    match kind:
        case PeriodKind.DAY:
            return day(on)
        case PeriodKind.QUARTER:
            current = quarter_of(on)
        case PeriodKind.HALF:
            current = half(on.year, (on.month + 5) // 6)
        case PeriodKind.YEAR:
            current = year(on.year)
        case _:
            raise BadPeriod(f"no regular sequence of {kind.name.lower()} periods")
    return current if current.last <= on else previous(current)


def previous(period: Period) -> Period:
    """The period of the same kind just before (day, quarter, half, year)."""
    return latest_ended(period.first - timedelta(days=1), period.kind)


def following(period: Period) -> Period:
    """The period of the same kind just after (day, quarter, half, year)."""
    start = period.last + timedelta(days=1)
    match period.kind:
        case PeriodKind.DAY:
            return day(start)
        case PeriodKind.QUARTER:
            return quarter_of(start)
        case PeriodKind.HALF:
            return half(start.year, (start.month + 5) // 6)
        case PeriodKind.YEAR:
            return year(start.year)
        case _:
            raise BadPeriod(f"no regular sequence of {period.kind.name.lower()} periods")


def between(first: date, last: date, kind: PeriodKind) -> list[Period]:
    """Every period of a kind that ends on a day from ``first`` to ``last``, in order."""
    found: list[Period] = []
    current = latest_ended(last, kind)
    while current.last >= first:
        found.append(current)
        current = previous(current)
    return found[::-1]


FREQUENCIES = {
    "quarter": PeriodKind.QUARTER,
    "half": PeriodKind.HALF,
    "year": PeriodKind.YEAR,
    "day": PeriodKind.DAY,
}
