"""Sums over inner units, kept exact: counts are integers, a weighted split is ``num/scale``.

:func:`sum_up` adds figures in force over the members of a day; :func:`change` gives what a submission adds or takes
away and :func:`apply_change` puts it on stored rows, so that ``sum_up(after) == apply_change(sum_up(before), change)``.
:func:`metrics.restate.restate` moves figures onto the units of another day, so that the same :func:`sum_up` gives
the series on those boundaries.
"""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from metrics.goals import Kind
from metrics.restate import KEY, NOT_RATED, NOT_REPORTED, REPORTED, Restated, differences, expected_restated, restate
from metrics.schema import FIGURES, ROLLUP, conform

__all__ = [
    "CHANGES",
    "SUMS",
    "UNRATED",
    "Restated",
    "TooFine",
    "apply_change",
    "change",
    "differences",
    "expected_restated",
    "restate",
    "sum_up",
]

UNRATED = -1
"""``rating_class`` of the row that counts units not rated yet; every rating has it, also with 0."""

SUMS = pl.Schema({name: dtype for name, dtype in ROLLUP.items() if name != "boundaries"})
"""ROLLUP without its boundaries; unique in (unit, indicator, period, rating_class)."""

CHANGES = pl.Schema({name: dtype for name, dtype in SUMS.items() if name not in ("scale", "expected")})
"""Differences of sums. For a rating, ``den`` and the counts of units are those of the whole rating, on every row."""

_COUNTS = ("den", "reported", "simulated", "qualified")
_LARGEST_SCALE = 10**9


class TooFine(ArithmeticError):
    """The shares of splits have no common scale that counts fit into."""


def sum_up(
    figures: pl.DataFrame, members: pl.DataFrame, kinds: Mapping[int, Kind], expected: pl.DataFrame
) -> pl.DataFrame:
    """Sums of figures in force (FIGURES and ``simulated``; what :func:`restate` answers too) over members: SUMS.

    ``figures`` has one figure a (period, indicator, unit), any periods whose members are ``members`` (pairs unique,
    weights 1/1). ``expected`` is :func:`metrics.tree.expected`. A row comes for every inner unit that holds a row of
    ``figures``, whatever its state:

    * stock, flow: ``num`` the sum; share: ``num`` and ``den`` the sums; state: ``num`` units in the state;
    * rating: a row a class given (``rating_class``), ``den`` the number rated; row UNRATED counts those not rated.

    ``not_applicable`` and ``not_rated`` count as reported and add nothing; ``not_reported`` counts as nothing.
    Rows are sorted by unit, indicator, period, class. Figures of units that are nobody's members are left out.
    """
    sums = _sums(figures.with_columns(pl.lit(1, pl.Int64).alias("sign")), members, kinds)
    if "scale" in figures.columns and (figures["scale"] != 1).any():
        sums = _with_parts(sums, figures, members)
    else:
        sums = sums.with_columns(pl.lit(1, pl.Int64).alias("scale"))
    return _finished(sums, expected)


def change(before: pl.DataFrame, after: pl.DataFrame, members: pl.DataFrame, kinds: Mapping[int, Kind]) -> pl.DataFrame:
    """What replacing the figures ``before`` by ``after`` does to the sums: CHANGES, exact.

    ``after`` are the figures of a submission, ``before`` those in force until now with the same keys (FIGURES and
    ``simulated`` both). Only for boundaries on which nothing is restated; a row comes for every inner unit touched,
    so stocks, flows, shares and states may be added to stored rows column by column.
    """
    signed = [
        frame.select(*FIGURES.names(), "simulated", pl.lit(sign, pl.Int64).alias("sign"))
        for frame, sign in ((before, -1), (after, 1))
    ]
    return conform(_sums(pl.concat(signed), members, kinds), CHANGES)


def apply_change(stored: pl.DataFrame, changes: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """Stored sums (SUMS: all rows with the keys (unit, indicator, period) of ``changes``) after the change: SUMS.

    The answer takes the place of every stored row with those keys; classes nobody has any more have no row.
    Raises ``ValueError`` where a stored sum is scaled: estimates are summed anew.
    """
    if (stored["scale"] != 1).any():
        raise ValueError("scaled sums cannot be changed in place: sum them up anew")
    touched = changes.select(KEY).unique()
    both = pl.concat([stored.join(touched, on=list(KEY), how="semi").select(CHANGES.names()), changes])
    # A class that only one side has still needs the totals of the other: they are the same on all rows of a side.
    side = pl.concat([pl.repeat(0, both.height - changes.height, eager=True), pl.repeat(1, changes.height, eager=True)])
    both = both.with_columns(side.alias("side"))
    totals = both.group_by(*KEY, "side").agg(pl.col(*_COUNTS).first()).group_by(KEY).agg(pl.col(*_COUNTS).sum())
    sums = both.group_by(*KEY, "rating_class").agg(pl.col("num").sum()).join(totals, on=list(KEY))
    gone = (pl.col("num") == 0) & (pl.col("rating_class") != UNRATED) & pl.col("rated")
    sums = (
        sums.with_columns((pl.col("rating_class") == UNRATED).any().over(KEY).alias("rated"))
        .filter(~gone)
        .with_columns(pl.lit(1, pl.Int64).alias("scale"))
    )
    return _finished(sums, expected)


def _sums(figures: pl.DataFrame, members: pl.DataFrame, kinds: Mapping[int, Kind]) -> pl.DataFrame:
    """Signed sums a (unit, indicator, period, class), without scale and expected."""
    if ((members["weight_num"] != 1) | (members["weight_den"] != 1)).any():
        raise ValueError("members weigh 1/1 in a sum; restate the figures instead")
    cells, above = _cells(members)
    ratings = [indicator for indicator, kind in kinds.items() if kind is Kind.RATING]
    shares = [indicator for indicator, kind in kinds.items() if kind is Kind.SHARE]
    sign, given = pl.col("sign"), pl.col("state") == REPORTED
    counts = pl.col("counts") if "counts" in figures.columns else pl.lit(True)
    whole = pl.col("scale") == 1 if "scale" in figures.columns else pl.lit(True)
    rating = pl.col("indicator").is_in(ratings)
    adds = pl.when(given & whole).then(sign)
    placed = figures.join(cells, on="unit").select(
        "cell",
        "indicator",
        "period",
        "sign",
        pl.when(rating & given)
        .then(pl.col("num"))
        .when(rating)
        .then(UNRATED)
        .otherwise(0)
        .cast(pl.Int8)
        .alias("rating_class"),
        pl.when(rating)
        .then(sign * (given | (pl.col("state") == NOT_RATED)))
        .otherwise(adds * pl.col("num"))
        .alias("num"),
        pl.when(rating & given)
        .then(sign)
        .when(pl.col("indicator").is_in(shares))
        .then(adds * pl.col("den"))
        .alias("den"),
        (sign * (counts & (pl.col("state") != NOT_REPORTED))).alias("reported"),
        (sign * (pl.col("simulated") & (pl.col("state") != NOT_REPORTED))).alias("simulated"),
        (sign * ((pl.col("qualifier") != 0) & given)).alias("qualified"),
    )
    values = ("num", *_COUNTS)
    key = ("indicator", "period", "rating_class")
    small = placed.group_by("cell", *key).agg(pl.col(*values).sum())
    sums = small.join(above, on="cell").group_by("unit", *key).agg(pl.col(*values).sum())
    return _rated(sums, ratings) if ratings else sums


def _cells(members: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Units with the same ancestors share a cell: (unit, cell) and (cell, unit above). Sums then cost small joins."""
    sets = members.sort("ancestor").group_by("unit").agg("ancestor").group_by("ancestor").agg("unit")
    sets = sets.with_row_index("cell")
    cells = sets.select("cell", "unit").explode("unit", empty_as_null=False)
    return cells, sets.select("cell", pl.col("ancestor").alias("unit")).explode("unit", empty_as_null=False)


def _rated(sums: pl.DataFrame, ratings: list[int]) -> pl.DataFrame:
    """Give every row of a rating the counts of the whole rating, and every rating its UNRATED row."""
    rated = sums.filter(pl.col("indicator").is_in(ratings))
    totals = rated.group_by(KEY).agg(pl.col(*_COUNTS).sum())
    classes = (
        pl.concat(
            [
                rated.select(*KEY, "rating_class", "num"),
                totals.select(*KEY, pl.lit(UNRATED, pl.Int8).alias("rating_class"), pl.lit(0, pl.Int64).alias("num")),
            ]
        )
        .group_by(*KEY, "rating_class")
        .agg(pl.col("num").sum())
        .join(totals, on=list(KEY))
    )
    others = sums.filter(~pl.col("indicator").is_in(ratings))
    return pl.concat([others, classes.select(others.columns)])


def _with_parts(sums: pl.DataFrame, figures: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Add the parts of split figures. Where all parts of a figure meet again its whole is added, and is no estimate."""
    key = list(KEY)
    parts = (
        figures.filter((pl.col("scale") != 1) & (pl.col("state") == REPORTED))
        .join(members.select("unit", "ancestor"), on="unit")
        .drop("unit")
        .rename({"ancestor": "unit"})
    )
    scales = parts.group_by(key).agg(pl.col("scale").unique().alias("scales"))
    common = [math.lcm(*row) for row in scales["scales"].to_list()]
    if any(scale > _LARGEST_SCALE for scale in common):
        raise TooFine(f"splits need a common scale above {_LARGEST_SCALE}")
    scales = scales.with_columns(pl.Series("common", common, dtype=pl.Int64))
    times = pl.col("common") // pl.col("scale")
    met = (
        parts.join(scales, on=key)
        .group_by(*key, "origin", "common")
        .agg((pl.col("num", "den").fill_null(0) * times).sum(), (pl.col("part") * times).sum())
        .with_columns((pl.col("part") == pl.col("common")).alias("whole"))
        .group_by(*key, "common")
        .agg(
            pl.col("whole").all(),
            pl.col("num", "den").sum().name.suffix("_parts"),
        )
        .with_columns(pl.when("whole").then(1).otherwise("common").alias("scale"))
    )
    added = sums.join(met, on=key, how="left").with_columns(
        pl.col("scale", "common").fill_null(1), pl.col("num_parts", "den_parts").fill_null(0)
    )
    # Whole: the parts divide by the common scale without a rest.
    return added.with_columns(
        (pl.col(name) * pl.col("scale") + pl.col(f"{name}_parts") // (pl.col("common") // pl.col("scale"))).alias(name)
        for name in ("num", "den")
    )


def _finished(sums: pl.DataFrame, expected: pl.DataFrame) -> pl.DataFrame:
    """With ``expected`` (0 where none is), in the schema's columns and a fixed order."""
    asked = expected.select(pl.col("ancestor").alias("unit"), "indicator", "expected")
    sums = sums.join(asked, on=["unit", "indicator"], how="left").with_columns(pl.col("expected").fill_null(0))
    return conform(sums, SUMS).sort(*KEY, "rating_class")
