"""The canonical long CSV: one row a figure, the same bytes for the same figures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

COLUMNS = ("period", "unit", "indicator", "num", "den", "qualifier", "state")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure by codes. ``num`` is text: a count, 0 or 1 of a state, a class of a rating; or empty."""

    period: str
    unit: str
    indicator: str
    num: str
    den: str = ""
    qualifier: str = ""
    state: str = ""


def canonical_csv(figures: Iterable[Figure]) -> bytes:
    """UTF-8 bytes, sorted by period, unit and indicator; columns after ``num`` that no figure uses are left out."""
    rows = [
        (one.period, one.unit, one.indicator, one.num, one.den, one.qualifier, one.state)
        for one in sorted(figures, key=lambda one: (one.period, one.unit, one.indicator))
    ]
    used = [place for place in range(len(COLUMNS)) if place < 4 or any(row[place] for row in rows)]
    lines = [",".join(COLUMNS[place] for place in used)]
    lines += [",".join([row[place] for place in used]) for row in rows]
    return ("\n".join(lines) + "\n").encode()
