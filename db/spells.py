"""Reading figures by their value, and of a history only what says since when a figure has been within bounds.

All of it is of figures in force: the newest version counts, and one that was taken back hides those before it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import polars as pl
from sqlalchemy import Connection

from db import rows
from metrics.periods import Period, PeriodKind
from metrics.schema import STATES
from metrics.watch import EVIDENCE, HELD, RATED

WITHIN = pl.Schema({"indicator": pl.Int32, "unit": pl.Int32, "num": pl.Int64, "seq": pl.Int32})
"""Figures of one period with the submission that brought each."""

_REPORTED = STATES.index("reported")
_NEWEST = """NOT EXISTS (SELECT 1 FROM observation AS newer WHERE newer.period = o.period
    AND newer.indicator_id = o.indicator_id AND newer.unit_id = o.unit_id AND newer.seq > o.seq)"""
_IN_FORCE = f"o.state = {_REPORTED} AND o.num IS NOT NULL AND {_NEWEST}"
_TURN = pl.Schema({"unit": pl.Int32, "period": pl.Int64})


def within(
    conn: Connection,
    *,
    period: Period,
    indicators: Iterable[int],
    low: int,
    high: int | None = None,
    units: Collection[int] | None = None,
) -> pl.DataFrame:
    """Figures of a period from ``low`` to ``high`` (open where null), as WITHIN; of some units where given."""
    only = "" if units is None else f"AND unit_id IN {rows.integers(sorted(set(units)))}"
    query = f"""
        SELECT indicator_id AS indicator, unit_id AS unit, num, seq FROM observation AS o
        WHERE period = {period.key} AND indicator_id IN {rows.integers(indicators)} {only}
          AND {_between(low, high)} AND {_IN_FORCE}
        ORDER BY indicator_id, unit_id"""
    return rows.frame(conn, query, WITHIN)


def turning(
    conn: Connection,
    *,
    indicator: int,
    present: pl.DataFrame,
    periods: Sequence[int],
    now: Period,
    low: int,
    high: int | None = None,
    only_turned: bool = False,
) -> pl.DataFrame:
    """Of each unit's history what :func:`metrics.watch.spells` needs, as HELD: the same answer, less read.

    ``periods`` are the keys of all that have figures; ``present`` holds ``unit`` and ``num`` of ``now``, within the
    bounds. The rows are these, the last figure outside
    and the first inside after it; of units that were never outside the first of all, or nothing with ``only_turned``.
    """
    wanted, keys = present["unit"].unique().sort(), earlier(periods, now)
    before = f"period IN {rows.integers(keys)} AND unit_id IN {rows.integers(wanted)}"
    last = _select(indicator, f"{before} AND NOT ({_between(low, high)})", "max(period)")
    out = rows.frame(conn, last, _TURN)
    parts = [_at(conn, indicator, out.rows()), _firsts(conn, indicator, out, [*keys, now.key])]
    if not only_turned:
        parts.append(_at(conn, indicator, rows.frame(conn, _select(indicator, before, "min(period)"), _TURN).rows()))
    staying = present.join(out, on="unit", how="semi") if only_turned else present
    parts.append(staying.select("unit", pl.lit(now.key, pl.Int64).alias("period"), "num"))
    return pl.concat(parts).unique(["unit", "period"]).sort("unit", "period")


def where(conn: Connection, *, periods: Iterable[int], indicators: Iterable[int], num: int) -> pl.DataFrame:
    """Which units had exactly ``num`` in some periods, as EVIDENCE."""
    query = f"""
        SELECT indicator_id AS indicator, period, unit_id AS unit FROM observation AS o
        WHERE period IN {rows.integers(sorted(periods))} AND indicator_id IN {rows.integers(sorted(indicators))}
          AND num = {int(num)} AND {_IN_FORCE}"""
    return rows.frame(conn, query, EVIDENCE)


def history(conn: Connection, *, indicator: int, units: Collection[int], keys: Sequence[int]) -> pl.DataFrame:
    """Every figure of some units in some periods, as HELD."""
    query = f"""
        SELECT unit_id AS unit, period, num FROM observation AS o
        WHERE indicator_id = {int(indicator)} AND period IN {rows.integers(keys)}
          AND unit_id IN {rows.integers(sorted(set(units)))} AND {_IN_FORCE}"""
    return rows.frame(conn, query, HELD)


def earlier(periods: Iterable[int], now: Period) -> list[int]:
    """Of some periods those before one that can be set beside it: of its kind, and single days (baselines)."""
    return [key for key in periods if key < now.key and key % 10 in (now.kind, PeriodKind.DAY)]


def first_told(conn: Connection, periods: Iterable[int], indicator: int) -> int | None:
    """The first of some periods in which anybody reported an indicator, or null."""
    for key in periods:
        there = f"SELECT 1 FROM observation WHERE period = {int(key)} AND indicator_id = {int(indicator)} LIMIT 1"
        if conn.exec_driver_sql(there).first():
            return key
    return None


def _firsts(conn: Connection, indicator: int, out: pl.DataFrame, keys: Sequence[int]) -> pl.DataFrame:
    """The first figures after those in ``out``: most units report in the very next period, which is looked at first."""
    place = {key: at for at, key in enumerate(keys)}
    waiting = {unit: place[period] + 1 for unit, period in out.select("unit", "period").iter_rows()}
    found = [pl.DataFrame(schema=HELD)]
    while waiting:
        seen = _at(conn, indicator, [(unit, keys[at]) for unit, at in waiting.items()])
        found.append(seen)
        told = set(seen["unit"])
        waiting = {unit: at + 1 for unit, at in waiting.items() if unit not in told and at + 1 < len(keys)}
    return pl.concat(found)


def _at(conn: Connection, indicator: int, places: Sequence[tuple[int, int]]) -> pl.DataFrame:
    """Figures of exactly these (unit, period), as HELD."""
    if not places:
        return pl.DataFrame(schema=HELD)
    values = ", ".join(f"({int(unit)}, {int(key)})" for unit, key in places)
    query = f"""
        WITH asked(unit, key) AS (VALUES {values})
        SELECT o.unit_id AS unit, o.period AS period, o.num AS num FROM asked CROSS JOIN observation AS o
        WHERE o.period = asked.key AND o.indicator_id = {int(indicator)} AND o.unit_id = asked.unit
          AND {_IN_FORCE}"""
    return rows.frame(conn, query, HELD)


def _select(indicator: int, where: str, which: str) -> str:
    """One period of each unit: the first or the last of those that fit."""
    return f"""
        SELECT unit_id AS unit, {which} AS period FROM observation AS o
        WHERE indicator_id = {int(indicator)} AND {where} AND {_IN_FORCE} GROUP BY unit_id"""


def _between(low: int, high: int | None) -> str:
    return f"num >= {int(low)}" if high is None else f"num BETWEEN {int(low)} AND {int(high)}"


def ratings(conn: Connection, *, indicator: int, periods: Iterable[int], lowest: int) -> pl.DataFrame:
    """Ratings in force of an indicator in some periods: RATED, and the ``seq`` of each; not rated is no rating."""
    query = f"""
        SELECT unit_id AS unit, period AS year, indicator_id AS scheme,
               CASE WHEN num = {int(lowest)} THEN 1 ELSE 0 END AS weak, seq
        FROM observation AS o
        WHERE period IN {rows.integers(periods)} AND indicator_id = {int(indicator)} AND {_IN_FORCE}"""
    found = rows.frame(conn, query, pl.Schema([*{**RATED, "year": pl.Int64()}.items(), ("seq", pl.Int32())]))
    return found.with_columns((pl.col("year") // 100000).cast(RATED["year"]))


def simulated(conn: Connection, seqs: Iterable[int]) -> set[int]:
    """Those of some submissions that were simulated."""
    query = f"SELECT id FROM submission WHERE id IN {rows.integers(sorted(set(seqs)))} AND simulated"
    return {row[0] for row in conn.exec_driver_sql(query)}
