"""What a workbook to fill in is made of: units, indicators, the figures in force; and where they stand in a sheet."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.goals import Kind
from metrics.periods import Period

TITLE, UNIT, PERIOD, STANDING, NAMES, HEADS, CODES, FIRST = 0, 1, 2, 3, 5, 6, 7, 8
"""0-based rows of a sheet; the reporting units begin at ``FIRST``, their total follows the last."""

CODE_AT, NAME_AT, CHECK_AT, FIGURES_AT = 0, 1, 2, 3
"""0-based columns of a sheet."""


@dataclass(frozen=True, slots=True)
class Held:
    """A figure in force as it is typed: one text, of a share two (numerator, denominator); empty where there is none.

    Digits alone are a number.
    """

    texts: tuple[str, ...]
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class FormIndicator:
    """A column to fill in. ``classes``: what may be written for a rating, best first, not rated included."""

    code: str
    name: str
    kind: Kind
    classes: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class FormRow:
    """A reporting unit with its figures of this period and of the one before, one for each indicator."""

    code: str
    name: str
    now: tuple[Held, ...]
    before: tuple[Held, ...]


@dataclass(frozen=True, slots=True)
class FormSheet:
    """``kind``: the units' kind in words. ``before``: the period before, null where there is none."""

    kind: str
    indicators: tuple[FormIndicator, ...]
    rows: tuple[FormRow, ...]
    before: Period | None


@dataclass(frozen=True, slots=True)
class Form:
    """``aside`` is the text that marks a sheet which is not read; it stands in the first cell of the instructions."""

    unit: str
    period: Period
    sheets: tuple[FormSheet, ...]
    aside: str


@dataclass(frozen=True, slots=True)
class Cells:
    """The columns of one indicator: the period before (null where there is none), this period or its numerator, and of
    a share the denominator. A share's percentage stands in ``last``. ``counts``: a number that may grow and shrink.
    """

    before: int | None
    now: int
    den: int | None
    last: int
    counts: bool

    @property
    def first(self) -> int:
        return self.now if self.before is None else self.before


_COUNTS = (Kind.STOCK, Kind.FLOW)


def places(sheet: FormSheet) -> tuple[Cells, ...]:
    """Where each indicator stands: the period before, then this one."""
    found, at = [], FIGURES_AT
    for indicator in sheet.indicators:
        before = at if sheet.before is not None else None
        now = at + (before is not None)
        share = indicator.kind is Kind.SHARE
        found.append(
            Cells(before, now, now + 1 if share else None, now + 2 if share else now, indicator.kind in _COUNTS)
        )
        at = found[-1].last + 1
    return tuple(found)
