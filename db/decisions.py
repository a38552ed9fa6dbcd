"""Reading lineage as it was decided: what became of units, by whose decision; and which figures were changed later."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl
from sqlalchemy import Connection

from db import rollups, rows
from metrics.periods import Period
from metrics.schema import LINEAGE

DECIDED = pl.Schema([*LINEAGE.items(), ("decided_by", pl.String()), ("simulated", pl.Boolean())])
"""LINEAGE with who decided it, as the sources name the document."""

CHANGED = pl.Schema({"period": pl.Int64, "seq": pl.Int32, "units": pl.Int32})
"""How many units' figures of a period are in force in another version than their first, by the submission of it."""


def decided(conn: Connection) -> pl.DataFrame:
    """Every step of lineage, as DECIDED, by day."""
    query = """SELECT old_id AS old, new_id AS new, event, share_num, share_den, "on", decided_by,
                      CASE WHEN simulated THEN 1 ELSE 0 END AS simulated
               FROM lineage ORDER BY "on", id"""
    return rows.frame(conn, query, DECIDED)


def changed(conn: Connection, *, indicator: int, units: Iterable[int], periods: Iterable[Period]) -> pl.DataFrame:
    """Figures of an indicator that a later submission changed, as CHANGED, by period and submission."""
    wanted = list(units)
    some = rows.integers(sorted({period.key for period in periods}))
    where = f"period IN {some} AND indicator_id = {int(indicator)}"
    if len(wanted) <= rollups.FEW_UNITS:
        where += f" AND unit_id IN {rows.integers(wanted)}"
    differ = " OR ".join(
        f"min(coalesce({name}, -1)) <> max(coalesce({name}, -1))" for name in ("num", "den", "qualifier", "state")
    )
    query = f"""SELECT period, unit_id AS unit, max(seq) AS seq FROM observation WHERE {where}
                GROUP BY period, unit_id HAVING count(*) > 1 AND ({differ})"""
    found = rows.frame(conn, query, pl.Schema({"period": pl.Int64, "unit": pl.Int32, "seq": pl.Int32}))
    held = found.filter(pl.col("unit").is_in(wanted))
    return held.group_by("period", "seq").agg(pl.len().cast(pl.Int32).alias("units")).sort("period", "seq")
