"""Who has not reported, and what they reported before: what the bounds of a sum are made of."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import polars as pl
from sqlalchemy import Connection

from db import rollups, rows, trees
from db.trees import Tree
from metrics.goals import Kind
from metrics.periods import Period, from_key
from metrics.schema import AS_REPORTED, STATES, conform

MISSING = pl.Schema(
    {
        "unit": pl.Int32,
        "last_period": pl.Int64,
        "last_num": pl.Int64,
        "last_den": pl.Int64,
        "min_num": pl.Int64,
        "max_num": pl.Int64,
        "have_num": pl.Int64,
        "have_den": pl.Int64,
        "have_scale": pl.Int64,
    }
)
"""Units that have not reported, with what they reported in earlier periods (null: never).

Only what bounds are made of is read: of a share the latest figure, of a state or a rating nothing.
On today's boundaries a unit made of several may miss only some of them: ``have_num/have_scale`` (and ``have_den``)
is what the sum has of it already, 0 where nothing.
"""

MISSING_OVER = pl.Schema([("period", pl.Int64()), *MISSING.items()])
"""MISSING of several periods."""

MISSING_UNDER = pl.Schema([("ancestor", pl.Int32()), *MISSING_OVER.items()])
"""MISSING of several periods and of several units asked about."""

_WITHOUT_HISTORY = (Kind.STATE, Kind.RATING)


def missing(
    conn: Connection,
    *,
    unit: int,
    indicator: int,
    period: Period,
    boundaries: int = AS_REPORTED,
    upto: int | None = None,
) -> pl.DataFrame:
    """Units under ``unit`` that should have reported an indicator and have not, as MISSING, by unit.

    As many as ``expected`` less ``reported`` of the sum. ``last_*`` is the latest earlier figure of the same kind of
    period, ``min_num`` and ``max_num`` the extremes of all of them, on the same boundaries; estimates from splits are
    widened to whole counts.
    """
    found = missing_over(conn, unit=unit, indicator=indicator, periods=[period], boundaries=boundaries, upto=upto)
    return found.drop("period")


def missing_over(
    conn: Connection,
    *,
    unit: int,
    indicator: int,
    periods: Sequence[Period],
    boundaries: int = AS_REPORTED,
    upto: int | None = None,
) -> pl.DataFrame:
    """:func:`missing` of several periods of one kind at once, as MISSING_OVER, by period and unit."""
    found = missing_under(conn, units=[unit], indicator=indicator, periods=periods, boundaries=boundaries, upto=upto)
    return found.drop("ancestor")


def missing_under(
    conn: Connection,
    *,
    units: Sequence[int],
    indicator: int,
    periods: Sequence[Period],
    boundaries: int = AS_REPORTED,
    upto: int | None = None,
) -> pl.DataFrame:
    """:func:`missing_over` of several units in one look: MISSING_OVER and ``ancestor``, the unit asked about."""
    tree = trees.current(conn)
    leaves = tree.units.filter(kind=tree.unit_kinds[indicator]).select("unit")
    should = pl.concat(
        rollups.members_asked(tree, period, indicator, boundaries)
        .filter(pl.col("ancestor").is_in(list(units)))
        .select("unit", "ancestor", period=pl.lit(period.key, pl.Int64))
        for period in periods
    ).join(leaves, on="unit", how="semi")
    asked = should["unit"].unique().to_list()
    keys = [period.key for period in periods]
    now = _told(conn, tree, keys, indicator, asked, boundaries, upto, only_whether=True)
    under = should.join(now.filter("counts"), on=["unit", "period"], how="anti")
    if under.is_empty():
        return pl.DataFrame(schema=MISSING_UNDER)
    absent = under.select("unit", "period").unique().sort("period", "unit")
    history = _history(conn, tree, absent, indicator, boundaries, upto)
    parts = now.filter("given").select("unit", "period", have_num="num", have_den="den", have_scale="scale")
    both = ["unit", "period"]
    found = under.join(history, on=both, how="left").join(parts, on=both, how="left")
    none = [pl.col("have_num").fill_null(0), pl.col("have_den").fill_null(0), pl.col("have_scale").fill_null(1)]
    return conform(found.with_columns(none), MISSING_UNDER).sort("ancestor", "period", "unit")


def _history(
    conn: Connection, tree: Tree, absent: pl.DataFrame, indicator: int, boundaries: int, upto: int | None
) -> pl.DataFrame:
    """What the absent reported before: unit, period (in which they are absent) and MISSING's ``last_`` to ``max_``."""
    kind = tree.kinds[indicator]
    last = int(absent["period"].max())  # type: ignore[arg-type]  # a frame with rows has a maximum
    before = [] if kind in _WITHOUT_HISTORY else rollups.periods(conn, f"period < {last}")
    earlier = [key for key in before if key % 10 == last % 10]
    # The latest share is all that counts of it: look back only until everybody has been found.
    latest = kind is Kind.SHARE and absent["period"].n_unique() == 1
    seen = [_told(conn, tree, [], indicator, [], boundaries, upto)]
    left = set(absent["unit"].to_list())
    for some in _backwards(earlier) if latest else [earlier]:
        told = _told(conn, tree, some, indicator, sorted(left), boundaries, upto).filter("counts", "given")
        seen.append(told)
        if latest and not (left := left.difference(told["unit"])):
            break
    found = pl.concat(seen).rename({"period": "before"}).join(absent, on="unit")
    up = (pl.col("num") + pl.col("scale") - 1) // pl.col("scale")
    return (
        found.filter(pl.col("before") < pl.col("period"))
        .sort("before")
        .group_by("unit", "period")
        .agg(
            last_period=pl.col("before").last(),
            last_num=up.last(),
            last_den=((pl.col("den") + pl.col("scale") - 1) // pl.col("scale")).last(),
            min_num=(pl.col("num") // pl.col("scale")).min(),
            max_num=up.max(),
        )
    )


def _backwards(keys: Sequence[int]) -> Iterator[list[int]]:
    """The last one, the two before it, the four before those …"""
    end, count = len(keys), 1
    while end > 0:
        yield list(keys[max(0, end - count) : end])
        end, count = end - count, count * 2


def _told(
    conn: Connection,
    tree: Tree,
    keys: Sequence[int],
    indicator: int,
    units: Sequence[int],
    boundaries: int,
    upto: int | None,
    *,
    only_whether: bool = False,
) -> pl.DataFrame:
    """What units have said of an indicator in some periods: unit, period, num, den, scale, counts, given.

    ``counts``: it has said all it has to say; ``given``: there is a number. One row a unit and period. With
    ``only_whether`` numbers are given only where they may be a part of one.
    """
    turns = {key: tree.turn(from_key(key).last) for key in keys}
    moved = [key for key in keys if boundaries != AS_REPORTED and turns[key] != tree.today]
    plain = [key for key in keys if key not in set(moved)]
    found = [_as_said(conn, plain, indicator, units, upto, only_whether=only_whether)]
    if moved:
        wanted = pl.DataFrame({"new": units}, schema={"new": pl.Int32})
        went = pl.concat(tree.successors(turn) for turn in {turns[key] for key in moved})
        sources = went.join(wanted, on="new", how="semi")["old"].unique().to_list()
        figures = rollups.in_force(conn, moved, [indicator], units=sources, upto=upto)
        restated = _whole_units(rollups.on_boundaries(tree, figures, boundaries))
        found.append(restated.join(wanted, left_on="unit", right_on="new", how="semi"))
    return pl.concat(found)


_SAID = pl.Schema({"unit": pl.Int32, "period": pl.Int64, "state": pl.Int8, "seq": pl.Int32})


def _as_said(
    conn: Connection,
    keys: Sequence[int],
    indicator: int,
    units: Sequence[int],
    upto: int | None,
    *,
    only_whether: bool,
) -> pl.DataFrame:
    """:func:`_told` on the boundaries of the time: nothing comes in parts."""
    where = f"period IN {rows.integers(keys)} AND indicator_id = {int(indicator)}"
    if len(keys) > 1 or len(units) <= rollups.FEW_UNITS:
        where += f" AND unit_id IN {rows.integers(units)}"
    if upto is not None:
        where += f" AND seq <= {int(upto)}"
    numbers = {} if only_whether else {"num": pl.Int64(), "den": pl.Int64()}
    schema = pl.Schema({**_SAID, **numbers})
    query = f"SELECT {', '.join(schema)} FROM (SELECT *, unit_id AS unit FROM observation) AS said WHERE {where}"
    newest = rows.frame(conn, query, schema).sort("seq").unique(["unit", "period"], keep="last")
    none = [pl.lit(None, pl.Int64).alias(name) for name in ("num", "den") if only_whether]
    return _whole_units(newest.with_columns(none))


def _whole_units(figures: pl.DataFrame) -> pl.DataFrame:
    """Figures in force, one row a unit and period, also where they come in parts: columns of :func:`_told`."""
    reported = pl.col("state") == STATES.index("reported")
    said = pl.col("state") != STATES.index("not_reported")
    if "scale" not in figures.columns:
        return figures.select("unit", "period", "num", "den", scale=pl.lit(1, pl.Int64), counts=said, given=reported)
    figures = figures.with_columns(
        scale=pl.col("scale").fill_null(1),
        counts=pl.col("counts").fill_null(True) & said,
        given=reported,
    )
    common = figures.group_by("unit", "period").agg("scale")
    common = common.with_columns(pl.Series("common", [math.lcm(*some) for some in common["scale"]], dtype=pl.Int64))
    figures = figures.join(common.drop("scale"), on=["unit", "period"])
    times = pl.col("common") // pl.col("scale")
    given = pl.col("given")
    return figures.group_by("unit", "period").agg(
        num=(pl.col("num").fill_null(0) * times).filter(given).sum(),
        den=pl.when(pl.col("den").is_not_null().any()).then((pl.col("den").fill_null(0) * times).filter(given).sum()),
        scale=pl.col("common").first(),
        counts=pl.col("counts").any(),
        given=given.any(),
    )
