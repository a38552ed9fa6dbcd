"""Figures of earlier periods, read light enough that a quarter can be held against two years of them."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
from sqlalchemy import Connection

from db import rows
from db.rollups import FEW_UNITS
from metrics.periods import Period
from metrics.schema import PAST, STATES

_READ = pl.Schema({"indicator": pl.Int32, "unit": pl.Int32, "num": pl.Int64, "den": pl.Int64, "said": pl.Int16})
_STATES = len(STATES)
_PLACE = pl.col("indicator").cast(pl.Int64) * 2**32 + pl.col("unit")
_TAKEN_BACK = STATES.index("not_reported")


def past(
    conn: Connection, *, periods: Collection[Period], indicators: Collection[int], units: Collection[int]
) -> pl.DataFrame:
    """Figures in force of some periods, indicators and units, as PAST; those that were taken back are left out.

    The store's key has the figures in order, so each period is read as it stands: nothing of it is sorted, and of the
    versions of a figure the last one counts.
    """
    wanted = pl.DataFrame({"unit": sorted(set(units))}, schema={"unit": pl.Int32})
    where = f"indicator_id IN {rows.integers(sorted(set(indicators)))}"
    if wanted.height <= FEW_UNITS:
        where += f" AND unit_id IN {rows.integers(wanted['unit'])}"
    found = [pl.DataFrame(schema=PAST)]
    for key in sorted(rows.keys([*periods])) if indicators else ():
        query = f"""
            SELECT indicator_id AS indicator, unit_id AS unit, num, den, qualifier * {_STATES} + state AS said
            FROM observation WHERE period = {key} AND {where} ORDER BY indicator_id, unit_id, seq"""
        versions = rows.frame(conn, query, _READ)
        replaced = (pl.col("unit") == pl.col("unit").shift(-1)) & (pl.col("indicator") == pl.col("indicator").shift(-1))
        state = (pl.col("said") % _STATES).cast(PAST["state"])
        now = versions.filter(~replaced.fill_null(False), state != _TAKEN_BACK).select(
            "indicator",
            "unit",
            pl.lit(key, PAST["period"]).alias("period"),
            "num",
            "den",
            (pl.col("said") // _STATES).cast(PAST["qualifier"]).alias("qualifier"),
            state.alias("state"),
        )
        many = wanted.height > FEW_UNITS
        found.append(now.join(wanted, on="unit", how="semi", maintain_order="left") if many else now)
    return pl.concat(found).sort(_PLACE, maintain_order=True)
