"""What files are checked against, read from the store."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import Connection

from db import goals, units
from db.submissions import HANOI
from intake.reference import Reference


def reference(conn: Connection, *, scope: Iterable[int] | None = None, today: date | None = None) -> Reference:
    """The store's units, indicators and baseline days; ``scope`` limits to these units and all below them.

    ``today`` is the day in Hà Nội unless given.
    """
    days: dict[int, set[date]] = {}
    for row in goals.goals(conn):
        days.setdefault(row.indicator_id, set()).add(row.goal.baseline_date)
    return Reference(
        units=units.units(conn),
        placements=units.placements(conn),
        lineage=units.lineage(conn),
        indicators=goals.indicators(conn),
        classes=goals.schemes(conn),
        baseline_days={indicator: frozenset(found) for indicator, found in days.items()},
        scope=None if scope is None else frozenset(scope),
        today=today or datetime.now(HANOI).date(),
    )
