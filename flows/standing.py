"""Goals judged for many inner units at once, from few reads of their sums."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import figures
from db.goals import GoalRow
from flows import cases
from metrics.breaks import breaks_of
from metrics.goals import Judged, Kind
from metrics.judge import WITHOUT_TARGET
from metrics.periods import Period, day
from metrics.plans import VECTORISED
from metrics.ranking import ASKED, judge_all
from metrics.schema import AS_REPORTED

_COUNTS = ("reported", "expected", "simulated", "plain", "scale")
_PLANS = pl.Schema(
    {"goal": pl.UInt32, "part": pl.String, "indicator": pl.Int32, "period": pl.Int64, "periods": pl.UInt32}
)
_VALUE, _ON_DAY, _IN_PERIOD = "value", "day", "period"


def standing(
    conn: Connection,
    questions: Sequence[tuple[GoalRow, Sequence[int]]],
    *,
    on: date,
    boundaries: int = AS_REPORTED,
) -> pl.DataFrame:
    """Goals judged for many inner units: JUDGED, ``goal`` (place in ``questions``) and the sums judged on.

    The sums are ``value_num``, ``value_den``, ``base_num``, ``base_den``, ``reported`` and ``expected`` (of the last
    period), ``simulated``, and the ``scale`` that the value's counts are multiplied by. Units of which no report is
    expected are absent. What is missing or qualified in a sum is not looked at here: where ``plain`` says so the
    verdict is the unit's own, elsewhere more decides.
    """
    if not questions:
        return pl.DataFrame()
    asked = _asked(conn, questions, on, boundaries)
    rows = [row for row, _ in questions]
    empty = asked.clear()
    parts = asked.partition_by("goal", as_dict=True)
    frames = [(row.goal, parts.get((place,), empty)) for place, row in enumerate(rows)]
    judged = judge_all(frames, on=on)
    sums = asked.select("value_num", "value_den", "base_num", "base_den", *_COUNTS)
    taken = [name for name in judged.columns if name in ("value_num", "value_den")]
    return pl.concat(
        [judged.rename({name: f"measure{name.removeprefix('value')}" for name in taken}), sums], how="horizontal"
    )


def _asked(
    conn: Connection, questions: Sequence[tuple[GoalRow, Sequence[int]]], on: date, boundaries: int
) -> pl.DataFrame:
    """``goal``, ASKED and _COUNTS for each goal and unit, by goal and unit."""
    plans = [plan for place, (row, _) in enumerate(questions) for plan in _plans(place, row, on)]
    people = pl.DataFrame(
        [(place, unit) for place, (_, ids) in enumerate(questions) for unit in ids],
        schema={"goal": pl.UInt32, "unit": pl.Int32},
        orient="row",
    )
    sums = _sums(conn, plans, people, boundaries)
    of = ["goal", "unit"]
    value = pl.concat([sums.filter(part=_VALUE), _silent(conn, questions, people, sums, on, boundaries)])
    on_day, in_period = sums.filter(part=_ON_DAY), sums.filter(part=_IN_PERIOD)
    start = pl.concat([on_day, in_period.join(on_day, on=of, how="anti")]).select(
        *of, "plain", "simulated", base_num="num", base="den", base_scale="scale"
    )
    facts = pl.DataFrame(
        [_facts(place, row, on) for place, (row, _) in enumerate(questions)],
        schema={"goal": pl.UInt32, "of_den": pl.Boolean, "comparable": pl.Boolean, "simple": pl.Boolean},
        orient="row",
    )
    found = value.join(start, on=of, how="left", suffix="_base").join(facts, on="goal")
    told = pl.col("reported") > 0
    none = [pl.lit(None, pl.Int64).alias(f"{end}_{part}") for end in ("low", "high") for part in ("num", "den")]
    return (
        found.select(
            *of,
            pl.when(told).then("num").alias("value_num"),
            pl.when(told).then(pl.when("of_den").then("den").otherwise("scale")).alias("value_den"),
            "base_num",
            pl.when("of_den").then("base").otherwise("base_scale").alias("base_den"),
            *none,
            pl.lit(False).alias("ranged"),
            "comparable",
            "reported",
            "expected",
            "scale",
            pl.col("simulated") | pl.col("simulated_base").fill_null(False),
            (pl.col("plain") & pl.col("plain_base").fill_null(True) & pl.col("simple")).alias("plain"),
        )
        .select("goal", *(pl.col(name).cast(dtype) for name, dtype in ASKED.items()), *_COUNTS)
        .sort(of)
    )


def _facts(place: int, row: GoalRow, on: date) -> tuple[int, bool, bool, bool]:
    """Of a goal: its place, whether it is of a denominator, comparable, and judged on a value and a baseline alone."""
    goal, indicator = row.goal, row.indicator
    whole = goal.bridges_breaks or not breaks_of(indicator, goal.baseline_date, cases.judged_on(goal, on))
    # Without a target there are figures only; of a share they need its two counts.
    asked = goal.target is not None or goal.shape in WITHOUT_TARGET or indicator.kind is not Kind.SHARE
    simple = goal.shape in VECTORISED and asked
    simple = simple and indicator.kind is not Kind.RATING and goal.judged is not Judged.PUBLISHED
    return place, indicator.kind in (Kind.SHARE, Kind.RATING), whole, simple


def _plans(place: int, row: GoalRow, on: date) -> list[tuple[int, str, int, list[Period]]]:
    """Periods whose sums a goal needs: of its value (a flow's since its start), of a baseline read from figures.

    A baseline is the figure of its day, else of a period that ends on it.
    """
    last = cases.judged_on(row.goal, on)
    if row.indicator.kind is Kind.FLOW:
        return [(place, _VALUE, row.indicator_id, cases.summed_periods(row.goal, row.indicator, last))]
    found = [(place, _VALUE, row.indicator_id, [cases.review_period(row.indicator, last)])]
    if row.goal.baseline_value is None and row.goal.baseline_date <= last:
        start = day(row.goal.baseline_date)
        found.append((place, _ON_DAY, row.indicator_id, [start]))
        ending = cases.review_period(row.indicator, start.last)
        if ending.last == start.last and ending != start:
            found.append((place, _IN_PERIOD, row.indicator_id, [ending]))
    return found


def _sums(
    conn: Connection, plans: Sequence[tuple[int, str, int, list[Period]]], people: pl.DataFrame, boundaries: int
) -> pl.DataFrame:
    """One row a goal, part and unit that has reported: num, den, scale and _COUNTS; of a rating the classes together.

    ``plain`` where every unit reported an exact figure of every period.
    """
    ranges: dict[tuple[date, date], set[int]] = {}
    for _, _, indicator, spans in plans:
        if spans:
            ranges.setdefault((spans[0].last, spans[-1].last), set()).add(indicator)
    units = people["unit"].unique().to_list()
    read = [
        figures.rollup(conn, boundaries=boundaries, units=units, indicators=sorted(some), first=first, last=last)
        for (first, last), some in ranges.items()
    ] or [figures.rollup(conn, boundaries=boundaries, units=[], indicators=[])]
    wanted = pl.DataFrame(
        [(goal, part, one, span.key, len(spans)) for goal, part, one, spans in plans for span in spans],
        schema=_PLANS,
        orient="row",
    )
    every = pl.concat(read).unique(["unit", "indicator", "period", "rating_class"]).filter(pl.col("reported") > 0)
    found = every.lazy().join(wanted.lazy(), on=["indicator", "period"])
    found = found.join(people.lazy(), on=["goal", "unit"], how="semi").sort("period")
    of = ["goal", "part", "unit"]
    common = pl.lit(1, pl.Int64)
    if (every["scale"] != 1).any():
        largest = pl.col("scale").max()
        divides = (largest % pl.col("scale") == 0).all()
        common = pl.when(divides).then(largest).otherwise(pl.col("scale").product()).over(of)
    # A rating has several rows a period; it is never plain (:func:`_facts`), so rows stand for periods.
    return (
        found.with_columns(common=common)
        .with_columns(pl.col("num", "den") * (pl.col("common") // pl.col("scale")))
        .with_columns(complete=(pl.col("reported") >= pl.col("expected")) & (pl.col("qualified") == 0))
        .group_by(of)
        .agg(
            pl.col("num", "den").sum(),
            pl.col("common").first().alias("scale"),
            pl.col("reported", "expected").last(),
            (pl.col("simulated").max() > 0).alias("simulated"),
            (pl.col("complete").min() & (pl.len() == pl.col("periods").first())).alias("plain"),
        )
        .collect()
    )


def _silent(
    conn: Connection,
    questions: Sequence[tuple[GoalRow, Sequence[int]]],
    people: pl.DataFrame,
    sums: pl.DataFrame,
    on: date,
    boundaries: int,
) -> pl.DataFrame:
    """Rows without a value, as of :func:`_sums`, for units that should have reported at the review and have not."""
    rows = [row for row, _ in questions]
    at = [cases.review_period(row.indicator, cases.judged_on(row.goal, on)) for row in rows]
    asked = pl.DataFrame(
        [(place, row.indicator_id, when.key) for place, (row, when) in enumerate(zip(rows, at, strict=True))],
        schema={"goal": pl.UInt32, "indicator": pl.Int32, "period": pl.Int64},
        orient="row",
    )
    should = pl.concat(
        figures.expected_of_all(conn, period=when, boundaries=boundaries).with_columns(period=pl.lit(when.key))
        for when in dict.fromkeys(at)
    )
    silent = (
        should.join(asked, on=["indicator", "period"])
        .join(people, on=["goal", "unit"], how="semi")
        .join(sums.filter(part=_VALUE), on=["goal", "unit"], how="anti")
    )
    blank = silent.with_columns(
        pl.lit(None, pl.Int64).alias("num"),
        pl.lit(None, pl.Int64).alias("den"),
        part=pl.lit(_VALUE),
        scale=pl.lit(1, pl.Int64),
        reported=pl.lit(0, pl.Int32),
        simulated=pl.lit(False),
        plain=pl.lit(True),
    )
    return blank.select(sums.columns)
