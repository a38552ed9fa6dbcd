"""Old → new: what a file's figures are beside the figures in force."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection

from db import figures as figures_in
from metrics.goals import Indicator, Kind
from metrics.periods import from_key
from metrics.schema import FIGURES, HISTORY, STATES

KEY = ("period", "indicator", "unit")
VALUE = ("num", "den", "qualifier", "state")

NEW, CHANGED, SAME = "new", "changed", "same"

CHANGES = pl.Schema(
    [
        *FIGURES.items(),
        ("old_num", pl.Int64()),
        ("old_den", pl.Int64()),
        ("old_qualifier", pl.Int8()),
        ("old_state", pl.Int8()),
        ("old_seq", pl.Int32()),
        ("change", pl.String()),
    ]
)
"""FIGURES with what was in force before (null where nothing was) and ``change``: new, changed or same."""

TOTALS = pl.Schema(
    {
        "period": pl.Int64,
        "indicator": pl.Int32,
        "before_num": pl.Int64,
        "before_den": pl.Int64,
        "before_units": pl.Int64,
        "after_num": pl.Int64,
        "after_den": pl.Int64,
        "after_units": pl.Int64,
    }
)
"""Sums over the submitter's units before and after, and of how many units; null for ratings, which have no sum."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many figures of a file are new, changed, the same as in force; of how many units."""

    new: int
    changed: int
    same: int
    units: int

    @property
    def moved(self) -> int:
        return self.new + self.changed


def changes(conn: Connection, figures: pl.DataFrame) -> pl.DataFrame:
    """Figures of a file beside those in force, as CHANGES, in the file's order."""
    old = _in_force(conn, figures, figures["unit"].unique().to_list())
    old = old.select(*KEY, *(pl.col(name).alias(f"old_{name}") for name in (*VALUE, "seq")))
    both = figures.join(old, on=KEY, how="left", maintain_order="left")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"old_{name}")) for name in VALUE)
    change = (
        pl.when(pl.col("old_seq").is_null()).then(pl.lit(NEW)).when(same).then(pl.lit(SAME)).otherwise(pl.lit(CHANGED))
    )
    return both.with_columns(change.alias("change")).select(CHANGES.names())


def moved(found: pl.DataFrame) -> pl.DataFrame:
    """The new and changed figures of CHANGES, as FIGURES: what an acceptance writes."""
    return found.filter(pl.col("change") != SAME).select(FIGURES.names())


def counts(found: pl.DataFrame) -> Counts:
    number = dict(found["change"].value_counts().iter_rows())
    return Counts(number.get(NEW, 0), number.get(CHANGED, 0), number.get(SAME, 0), found["unit"].n_unique())


def differing(seen: pl.DataFrame, now: pl.DataFrame) -> int:
    """How many figures had another value in force when they were looked at than they have now (both CHANGES)."""
    old = [f"old_{name}" for name in VALUE]
    both = seen.select(*KEY, *old).join(now.select(*KEY, *old), on=KEY, how="inner", suffix="_now")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_now")) for name in old)
    return both.filter(~same).height + abs(seen.height - now.height)


def totals(
    conn: Connection, found: pl.DataFrame, indicators: Mapping[int, Indicator], units: Collection[int] | None
) -> pl.DataFrame:
    """Sums of the file's periods and indicators over ``units`` (null: all), before and after, as TOTALS."""
    before = _in_force(conn, found, None if units is None else list(units))
    after = pl.concat(
        [before.join(found, on=KEY, how="anti").select(*KEY, *VALUE), found.select(*KEY, *VALUE)], how="vertical"
    )
    rated = [number for number, each in indicators.items() if each.kind is Kind.RATING]

    def summed(frame: pl.DataFrame, name: str) -> pl.DataFrame:
        num = pl.when(~pl.col("indicator").is_in(rated)).then("num")
        return frame.group_by("period", "indicator").agg(
            _sum(num).alias(f"{name}_num"),
            _sum(pl.col("den")).alias(f"{name}_den"),
            pl.len().cast(pl.Int64).alias(f"{name}_units"),
        )

    both = summed(after, "after").join(summed(before, "before"), on=["period", "indicator"], how="left")
    both = both.with_columns(pl.col("before_units").fill_null(0))
    return both.select(pl.col(name).cast(dtype) for name, dtype in TOTALS.items()).sort("period", "indicator")


def _sum(column: pl.Expr) -> pl.Expr:
    return pl.when(column.is_not_null().any()).then(column.sum())


def _in_force(conn: Connection, figures: pl.DataFrame, units: list[int] | None) -> pl.DataFrame:
    """Figures in force, as HISTORY, in the periods and of the indicators of some figures; none taken back."""
    found = [pl.DataFrame(schema=HISTORY)]
    for (period,), some in figures.partition_by("period", as_dict=True).items():
        indicators = some["indicator"].unique().to_list()
        now = figures_in.in_force(conn, period=from_key(period), indicators=indicators, units=units)
        found.append(now.select(HISTORY.names()))
    return pl.concat(found).filter(pl.col("state") != STATES.index("not_reported"))
