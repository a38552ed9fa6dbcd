"""The places that report a figure themselves, where they hold a goal back: villages without a branch, by name."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
from sqlalchemy import Connection

from db import figures, units
from db.goals import GoalRow
from db.units import UnitRow
from flows import cases, series
from flows.asked import label
from flows.review import RankedUnit
from metrics.case import Judgement
from metrics.goals import Kind
from metrics.schema import STATES
from report.formats import sort_key

WITHOUT_VERDICT = Judgement(verdict=None, rule="leaf")
"""One place is no rate: it is named with its figure, and not judged."""


def leaves_of(conn: Connection, row: GoalRow, above: UnitRow, *, on: date, boundaries: int) -> tuple[RankedUnit, ...]:
    """Reporting units under ``above`` that hold a goal back at its review, those without a figure after them.

    Of a state those that are in the wrong one; of other kinds all, the worst first. One read of the figures in force;
    on today's boundaries, too, units are those that reported.
    """
    indicator = row.indicator
    last = cases.judged_on(row.goal, on)
    points = series.read(
        conn, units=[above], indicators={row.indicator_id: indicator}, boundaries=boundaries, last=last
    ).get((above.id, row.indicator_id), [])
    spans = cases.judged_periods(row.goal, indicator, points, last)
    told = [
        figures.trace(conn, unit=above.id, indicator=row.indicator_id, period=span, boundaries=boundaries)
        for span in spans
    ]
    if not told:
        return ()
    reported = pl.col("state") == STATES.index("reported")
    sums = (
        pl.concat(told)
        .group_by("unit", maintain_order=True)
        .agg(
            num=pl.col("num").filter(reported).sum(),
            den=pl.col("den").filter(reported).last(),
            given=reported.any(),
            simulated=pl.col("simulated").any(),
        )
    )
    if indicator.kind is Kind.STATE:
        wrong = 1 if indicator.falling else 0
        sums = sums.filter(pl.col("given") & (pl.col("num") == wrong))
    named = units.units_by_id(conn, sums["unit"].to_list())
    parents = set(units.placements(conn)["parent"].to_list())
    found = [_leaf(named[line["unit"]], line, row, parents, on) for line in sums.iter_rows(named=True)]
    return tuple(sorted(found, key=lambda each: _order(each, falling=indicator.falling)))


def _leaf(unit: UnitRow, line: dict[str, Any], row: GoalRow, parents: set[int], on: date) -> RankedUnit:
    value: Fraction | None = None
    if line["given"] and row.indicator.kind is Kind.SHARE:
        value = Fraction(line["num"], line["den"]) if line["den"] else None
    elif line["given"]:
        value = Fraction(line["num"])
    counted = row.indicator.kind is Kind.SHARE and line["given"] and line["den"]
    return RankedUnit(
        unit=label(unit, on),
        judgement=WITHOUT_VERDICT,
        baseline=None,
        actual=value,
        reported=int(line["given"]),
        expected=1,
        simulated=line["simulated"],
        has_children=unit.id in parents,
        counts=(line["num"], line["den"]) if counted else None,
    )


def _order(each: RankedUnit, *, falling: bool) -> tuple[Any, ...]:
    value = each.actual or Fraction(0)
    above = each.unit.code.rpartition("/")[0]
    return each.actual is None, -value if falling else value, above, sort_key(each.unit.name)
