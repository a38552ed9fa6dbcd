"""Places that had been out of a bad state and are back in it: a village that had members and has none (tái trắng)."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl
from sqlalchemy import Connection

from db import spells
from metrics.goals import Indicator, Kind
from metrics.periods import Period
from metrics.watch import SPELLS, relapsed


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
