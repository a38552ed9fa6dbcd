"""Places that had left a bad state and fell back into it: a village that had members and has none again (tái trắng)."""

from __future__ import annotations

from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, units
from flows.asked import find_unit, label
from flows.cases import review_period
from flows.review import UnitLabel
from metrics.goals import Kind
from metrics.periods import Period, day, previous
from metrics.schema import STATES


def relapses(conn: Connection, *, unit: str, indicator: int, as_of: Period | date) -> tuple[UnitLabel, ...]:
    """Units under ``unit`` in a falling state at the review that were out of it in the period before, by code.

    Empty for indicators that are no state, or of which more is better. Raises :class:`~flows.asked.Unknown`.
    """
    asked = goals.indicators(conn)[indicator]
    if asked.kind is not Kind.STATE or not asked.falling:
        return ()
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    now = review_period(asked, on)
    current, before = (
        figures.in_force(conn, period=when, indicators=[indicator]).filter(
            pl.col("state") == STATES.index("reported"), pl.col("num") == state
        )
        for when, state in ((now, 1), (previous(now), 0))
    )
    under = units.members(conn, now.last).filter(pl.col("ancestor") == find_unit(conn, unit).id)
    back = current.join(before, on="unit", how="semi").join(under, on="unit", how="semi")["unit"].to_list()
    found = units.units_by_id(conn, back)
    return tuple(sorted((label(row, now.last) for row in found.values()), key=lambda each: each.code))
