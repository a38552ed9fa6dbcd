"""More round figures than chance gives: estimates handed in as counts."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

from intake.cells import ROW
from intake.problems import Problem, problem
from metrics.goals import Indicator, Kind

STEPS = (100, 10)
SIZE = 5
"""Only figures of at least so many steps count: the last digits of small counts are not spread evenly."""

FIGURES = 10
"""Figures that it takes."""

RARE = 1 / 100_000
"""Chance below which so many round figures are no chance."""

_KINDS = (Kind.STOCK.value, Kind.FLOW.value, Kind.SHARE.value)


def round_figures(figures: pl.DataFrame, indicators: Mapping[int, Indicator]) -> list[Problem]:
    """At most one warning an indicator and period: exact figures (with ``kind``) of which too many are multiples of
    100, or else of 10. Of evenly spread figures one in 100, or in 10, would be.
    """
    exact = figures.filter(pl.col("kind").is_in(_KINDS), pl.col("qualifier") == 0, pl.col("num") >= SIZE * STEPS[-1])
    if exact.height < FIGURES:
        return []
    counted = exact.group_by("period", "indicator", maintain_order=True).agg(
        pl.col(ROW).min(),
        *(((pl.col("num") >= SIZE * step).sum()).alias(f"of_{step}") for step in STEPS),
        *(((pl.col("num") >= SIZE * step) & (pl.col("num") % step == 0)).sum().alias(f"by_{step}") for step in STEPS),
    )
    found: list[Problem] = []
    for row in counted.iter_rows(named=True):
        for step in STEPS:
            count, figures_of = row[f"by_{step}"], row[f"of_{step}"]
            if figures_of >= FIGURES and count * step > figures_of and chance(figures_of, count, 1 / step) < RARE:
                code = indicators[row["indicator"]].code
                found.append(
                    problem("round_figures", row=row[ROW], indicator=code, count=count, figures=figures_of, step=step)
                )
                break
    return found


def chance(tries: int, hits: int, each: float) -> float:
    """The chance of at least so many hits in independent tries."""
    logs = [
        math.lgamma(tries + 1) - math.lgamma(k + 1) - math.lgamma(tries - k + 1)
        + k * math.log(each) + (tries - k) * math.log1p(-each)
        for k in range(hits, tries + 1)
    ]  # fmt: skip
    return math.fsum(map(math.exp, logs))
