"""The last quarter of a year that outweighs the other three: often the whole year's number in the wrong place."""

from __future__ import annotations

import polars as pl

from intake.cells import ROW
from intake.problems import Problem, problem
from intake.reference import Reference
from metrics.goals import Kind
from metrics.periods import Period, PeriodKind, quarter

LEAST = 10
"""The smallest figure that stands out by itself, and the fewest units that do so together."""

_UNIT = ("indicator", "unit")


def _by_year(past: pl.DataFrame) -> pl.DataFrame:
    """Of each indicator, unit and year: the last quarter, the sum of the three before it, and how many are known."""
    month = pl.col("period") // 1000 % 100
    return past.group_by(*_UNIT, (pl.col("period") // 100000).alias("year")).agg(
        pl.col("num").filter(month == 12).sum().alias("fourth"),
        pl.col("num").filter(month < 12).sum().alias("others"),
        (month < 12).sum().alias("quarters"),
        (month == 12).sum().alias("ended"),
    )


def last_quarters(now: pl.DataFrame, past: pl.DataFrame, period: Period) -> pl.DataFrame:
    """Flows of a last quarter beside the other three of its year, with ``usual``: it was so in an earlier year too."""
    if period != quarter(period.last.year, 4) or period.kind is not PeriodKind.QUARTER:
        return now.head(0).with_columns(pl.lit(0).alias("others"), pl.lit(False).alias("usual"))
    flows = now.filter(pl.col("kind") == Kind.FLOW.value)
    if flows.is_empty():
        return flows.with_columns(pl.lit(0).alias("others"), pl.lit(False).alias("usual"))
    years = _by_year(past.filter(pl.col("indicator").is_in(flows["indicator"].unique().implode())))
    here = years.filter(pl.col("year") == period.last.year, pl.col("quarters") == 3).select(*_UNIT, "others")
    usual = years.filter(pl.col("quarters") == 3, pl.col("ended") == 1, pl.col("fourth") > pl.col("others"))
    usual = usual.select(_UNIT).unique().with_columns(pl.lit(True).alias("usual"))
    return (
        flows.join(here, on=_UNIT, how="inner", maintain_order="left")
        .join(usual, on=_UNIT, how="left", maintain_order="left")
        .with_columns(pl.col("usual").fill_null(False))
    )


def spikes(quarters: pl.DataFrame) -> pl.DataFrame:
    """Last quarters of 10 or more above the other three together, where no earlier year was like that."""
    return quarters.filter(pl.col("num") >= LEAST, pl.col("num") > pl.col("others"), ~pl.col("usual"))


def spike_together(quarters: pl.DataFrame, told: pl.DataFrame, reference: Reference) -> list[Problem]:
    """The same of units that are too small to stand out one by one, at least 10 of them with 30 in all."""
    rows = quarters.join(told.select(_UNIT), on=_UNIT, how="anti")
    summed = rows.group_by("indicator").agg(
        pl.col("num").sum(), pl.col("others").sum(), pl.len().alias("count"), pl.col("usual").sum(), pl.col(ROW).min()
    )
    odd = summed.filter(
        pl.col("count") >= LEAST,
        pl.col("num") >= 3 * LEAST,
        pl.col("num") > pl.col("others"),
        pl.col("usual") * 4 < pl.col("count"),
    )
    return [
        problem(
            "spike_together",
            row=row["row"],
            indicator=reference.indicators[row["indicator"]].code,
            count=row["count"],
            value=row["num"],
            others=row["others"],
        )
        for row in odd.sort("indicator").iter_rows(named=True)
    ]
