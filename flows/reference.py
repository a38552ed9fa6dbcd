"""What files are checked against, read from the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from functools import partial

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, past, units
from db.submissions import HANOI
from intake.reference import Reference
from metrics.goals import Kind
from metrics.periods import Period, PeriodKind, from_key

PAST_PERIODS = 8
"""How many earlier periods of each kind a file is held against: all of ten years' figures would take seconds."""


def reference(conn: Connection, *, scope: Iterable[int] | None = None, today: date | None = None) -> Reference:
    """The store's units, indicators, baseline days and terms; ``scope`` limits to these units and all below them.

    ``today`` is the day in Hà Nội unless given. Earlier figures are read from ``conn`` when they are asked for, so they
    can be asked for only while its transaction is open.
    """
    days: dict[int, set[date]] = {}
    for row in goals.goals(conn):
        days.setdefault(row.indicator_id, set()).add(row.goal.baseline_date)
    indicators = goals.indicators(conn)
    return Reference(
        units=units.units(conn),
        placements=units.placements(conn),
        lineage=units.lineage(conn),
        indicators=indicators,
        classes=goals.schemes(conn),
        baseline_days={indicator: frozenset(found) for indicator, found in days.items()},
        scope=None if scope is None else frozenset(scope),
        today=today or datetime.now(HANOI).date(),
        names=units.aliases(conn),
        past=partial(_past, conn, frozenset(key for key, one in indicators.items() if one.kind is Kind.STATE)),
        terms=tuple(sorted({row.term_start for row in goals.resolutions(conn)})),
    )


def _past(
    conn: Connection, states: frozenset[int], indicators: Collection[int], units: Collection[int], on: date
) -> pl.DataFrame:
    """Figures in force of some indicators and units, see `intake.reference.Past`."""
    some = [from_key(key) for key in figures.periods(conn, last=date(on.year, 12, 31))]
    asked = set(indicators)
    found = [
        past.past(conn, periods=_periods_before(some, on, many), indicators=which, units=units)
        for which, many in ((asked - states, PAST_PERIODS), (asked & states, 1))
    ]
    return pl.concat(found).sort("indicator", maintain_order=True)


def _periods_before(some: Collection[Period], on: date, many: int) -> set[Period]:
    """Of each kind the latest ones, so many, that ended before a day, and all that begin in its year."""
    ended = [period for period in some if period.last < on]
    latest = [period for kind in PeriodKind for period in [each for each in ended if each.kind is kind][-many:]]
    return {*latest, *(period for period in some if period.first.year == on.year)}
