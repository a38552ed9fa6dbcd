"""Indicators that a table has beside those that its units report for its period: told once each, and left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.layout import PARTS, Layout
from intake.listing import listed
from intake.problems import Problem
from intake.reference import Reference
from intake.table import Table
from metrics.periods import from_key

FIRST_PART = pl.coalesce(f"{part}_at" for part in PARTS)
"""Place of the first column that an entry has anything in."""


def of_this_frequency(
    frame: pl.DataFrame, table: Table, layout: Layout, reference: Reference, problems: list[Problem]
) -> pl.DataFrame:
    """The frame without indicators of another frequency that stand beside those of this one: the totals that a yearly
    form repeats from the quarterly ones. Where nothing fits the period, it is the period that is wrong.
    """
    if layout.kind == "long":
        return frame
    marked = frame.with_columns(untaken(frame, reference).alias("untaken"))
    if not marked["untaken"].any():
        return frame
    fit = marked.filter(~pl.col("untaken"), pl.col("indicator").is_not_null())["period"].unique()
    aside = pl.col("untaken") & pl.col("period").is_in(fit.implode())
    told = marked.filter(aside).unique(("period", "indicator"), keep="first", maintain_order=True)
    if layout.kind == "wide":
        told = told.with_columns(pl.lit(table.header_row, pl.Int32).alias(ROW))
    problems += listed(
        told.with_columns(FIRST_PART.alias("header_at")),
        "other_frequency",
        table,
        at="header_at",
        needs=("period", "indicator"),
        params=frequency_of(reference),
    )
    return marked.filter(~aside).drop("untaken")


def of_these_units(frame: pl.DataFrame, table: Table, layout: Layout, problems: list[Problem]) -> pl.DataFrame:
    """The frame without indicators that other kinds of unit report, beside those of these units: what a commune counts
    of its villages. Where no indicator fits, or one fits some of the units, each unit is an error by itself.
    """
    if layout.kind == "long":
        return frame
    wrong = (pl.col("kind") != pl.col("reported_by")).fill_null(False)
    if not frame.select(wrong.any()).item():
        return frame
    known = frame.filter(pl.col("kind").is_not_null(), pl.col("indicator").is_not_null())
    fits = known.group_by("indicator").agg((~wrong).any().alias("fits"))
    if not fits["fits"].any():
        return frame
    others = fits.filter(~pl.col("fits"))["indicator"]
    aside = pl.col("indicator").is_in(others.implode())
    told = frame.filter(aside, wrong).unique("indicator", keep="first", maintain_order=True)
    if layout.kind == "wide":
        told = told.with_columns(pl.lit(table.header_row, pl.Int32).alias(ROW))
    problems += listed(
        told.with_columns(FIRST_PART.alias("header_at")),
        "other_kind",
        table,
        at="header_at",
        needs=("kind", "reported_by", "indicator_code"),
        params=kinds_of,
    )
    return frame.filter(~aside.fill_null(False))


def kinds_of(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"kind": row["kind"], "expected": row["reported_by"], "indicator": row["indicator_code"]}


def frequency_of(reference: Reference) -> Any:
    return lambda row: {
        "indicator": reference.indicators[row["indicator"]].code,
        "frequency": reference.indicators[row["indicator"]].frequency,
        "period": from_key(row["period"]),
    }


def untaken(frame: pl.DataFrame, reference: Reference) -> pl.Series:
    """True where the indicator is not reported for such a period."""
    pairs = frame.select("period", "indicator")
    known = pairs.drop_nulls().unique()
    refused = [not reference.takes(indicator, from_key(key)) for key, indicator in known.iter_rows()]
    if not any(refused):
        return pl.repeat(False, frame.height, dtype=pl.Boolean, eager=True)
    told = known.with_columns(pl.Series("untaken", refused, dtype=pl.Boolean))
    return pairs.join(told, on=["period", "indicator"], how="left", maintain_order="left")["untaken"].fill_null(False)
