"""Days on which a series stops being comparable with itself (method §6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from metrics.goals import Indicator

REFORM = date(2025, 7, 1)
"""Districts abolished, provinces and communes merged, commune organisations moved up a level."""


@dataclass(frozen=True, slots=True)
class Break:
    """A series breaks between the day before ``on`` and ``on``; ``code`` is ``reform`` or ``rating_scheme``."""

    on: date
    code: str


@dataclass(frozen=True, slots=True)
class SchemeSpan:
    """First and last day a rating scheme was in force; null where open."""

    first: date | None
    last: date | None


def breaks_of(indicator: Indicator, first: date, last: date, scheme: SchemeSpan | None = None) -> tuple[Break, ...]:
    """Every break of an indicator's series after ``first`` and up to ``last``, in order.

    The reform breaks what does not survive it (numbers of grassroots organisations and shares of them);
    a rating scheme breaks on the day it starts and on the day after it ends.
    """
    found: list[Break] = []
    if not indicator.survives_reform and first < REFORM <= last:
        found.append(Break(REFORM, "reform"))
    if scheme is not None:
        edges = [scheme.first, scheme.last + timedelta(days=1) if scheme.last else None]
        found.extend(Break(edge, "rating_scheme") for edge in edges if edge is not None and first < edge <= last)
    return tuple(sorted(found, key=lambda each: each.on))
