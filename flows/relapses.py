"""Places that had left a bad state and are back in it: a village that had members and has none again (tái trắng)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, spells, units
from flows.asked import find_unit, label
from flows.cases import review_period
from flows.review import UnitLabel
from metrics.goals import Indicator, Kind
from metrics.periods import Period, day
from metrics.watch import SPELLS, relapsed


def relapses(conn: Connection, *, unit: str, indicator: int, as_of: Period | date) -> tuple[UnitLabel, ...]:
    """Units under ``unit`` that are in a falling state at the review and had been out of it, by code.

    However long ago they fell: who is still down is still named. Empty for indicators that are no state, or of which
    more is better. Raises :class:`~flows.asked.Unknown`.
    """
    asked = goals.indicators(conn)[indicator]
    if not is_bad_state(asked):
        return ()
    now = review_period(asked, (as_of if isinstance(as_of, Period) else day(as_of)).last)
    under = units.members(conn, now.last).filter(ancestor=find_unit(conn, unit).id).select("unit")
    found = units.units_by_id(
        conn, fallen(conn, indicator, now, under, figures.periods(conn, last=now))["unit"].to_list()
    )
    return tuple(sorted((label(row, now.last) for row in found.values()), key=lambda each: each.code))


def is_bad_state(asked: Indicator) -> bool:
    """True for a state that is better left: the one of which there can be a relapse."""
    return asked.kind is Kind.STATE and asked.falling


def fallen(conn: Connection, indicator: int, now: Period, under: pl.DataFrame, periods: Sequence[int]) -> pl.DataFrame:
    """Units of ``under`` that fell back into a state and are in it now: SPELLS, ``seq`` of the present figure.

    ``periods`` are the keys of all that have figures.
    """
    present = spells.within(conn, period=now, indicators=[indicator], low=1, high=1).join(under, on="unit", how="semi")
    if present.is_empty():
        return pl.DataFrame(schema={**SPELLS, "seq": pl.Int32})
    held = spells.turning(
        conn, indicator=indicator, present=present, periods=periods, now=now, low=1, high=1, only_turned=True
    )
    return relapsed(held, now.key).join(present.select("unit", "seq"), on="unit")
