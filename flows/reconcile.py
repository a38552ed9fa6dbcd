"""Every published figure of a resolution beside the roll-up of the same thing: what agrees, what differs, how far."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

import polars as pl
from sqlalchemy import Connection

from db import goals, units
from db.goals import GoalRow
from db.submissions import PublishedRow, published
from db.units import UnitRow
from flows import series
from flows.asked import applies_below, at_unit, find_resolution, label
from flows.published import beside
from flows.review import PublishedFigure, SeriesPoint, UnitLabel
from metrics.goals import Indicator, Rounding, Source
from metrics.schema import AS_REPORTED


class Standing(StrEnum):
    """How a published figure stands to the roll-up; ``alone``: there is none of the same thing to hold it against."""

    DIFFERS = "differs"
    AGREES = "agrees"
    ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A published figure with what the roll-up gives for it, and the difference (roll-up less published).

    ``goal`` judges the indicator at the unit, where one does. ``simulated``: figures of the roll-up are.
    """

    standing: Standing
    figure: PublishedFigure
    indicator: Indicator
    unit: UnitLabel
    goal: GoalRow | None
    simulated: bool

    @property
    def difference(self) -> Fraction | None:
        return self.figure.difference


def reconcile(conn: Connection, *, resolution: str, boundaries: int = AS_REPORTED) -> tuple[Reconciled, ...]:
    """Every published figure of the resolution's units: those that differ first, then those that agree, then the rest.

    The units are the resolution's own and those that ever lay under it; the indicators those of its goals, and those
    that no goal of any resolution judges. A figure that states no number (a class, a day) stands alone. Raises
    :class:`~flows.asked.Unknown`.
    """
    row = find_resolution(conn, resolution)
    every = goals.goals(conn)
    own = [one for one in every if one.goal.resolution == resolution]
    known = goals.indicators(conn)
    judged = {one.indicator_id for one in every} - {one.indicator_id for one in own}
    wanted = [number for number in known if number not in judged]
    home = _ever_under(conn, row.unit_id)
    prints = published(conn, units=home, indicators=wanted)
    at = units.units_by_id(conn, sorted({one.unit_id for one in prints}))
    read = series.read(
        conn,
        units=at.values(),
        indicators={number: known[number] for number in {one.indicator_id for one in prints}},
        boundaries=boundaries,
    )
    position = {one.indicator_id: place for place, one in reversed(list(enumerate(own)))}
    found = [
        _held(
            one,
            known[one.indicator_id],
            at[one.unit_id],
            read.get((one.unit_id, one.indicator_id), ()),
            _goal(own, one, at[one.unit_id], row.unit_id),
            row.rounding,
        )
        for one in sorted(prints, key=lambda one: (position.get(one.indicator_id, len(own)), one.indicator_id))
    ]
    order = list(Standing)
    return tuple(sorted(found, key=lambda one: order.index(one.standing)))


def counts(rows: Iterable[Reconciled]) -> dict[Standing, int]:
    """How many figures stand how."""
    found = dict.fromkeys(Standing, 0)
    for one in rows:
        found[one.standing] += 1
    return found


def _held(
    row: PublishedRow,
    indicator: Indicator,
    unit: UnitRow,
    points: Sequence[SeriesPoint],
    goal: GoalRow | None,
    rounding: Rounding,
) -> Reconciled:
    figure = beside(row, indicator, unit.code, points, rounding=rounding, goal=goal.goal if goal else None)
    by_answer = {None: Standing.ALONE, True: Standing.AGREES, False: Standing.DIFFERS}
    return Reconciled(
        standing=by_answer[figure.agrees],
        figure=figure,
        indicator=indicator,
        unit=label(unit, row.last_day),
        goal=goal,
        simulated=figure.rolled_up is not None and any(_within(point, row) for point in points if point.simulated),
    )


def _within(point: SeriesPoint, row: PublishedRow) -> bool:
    return point.period.last >= row.first_day and point.period.first <= row.last_day


def _goal(own: Sequence[GoalRow], row: PublishedRow, unit: UnitRow, home: int) -> GoalRow | None:
    """The goal that judges the indicator at the unit: its own target, else what the resolution asks of all units."""
    judging = [one for one in own if one.indicator_id == row.indicator_id]
    there = sorted(
        (one for one in judging if one.unit_id == unit.id), key=lambda one: one.goal.source is not Source.OWN
    )
    if there:
        return there[0]
    above = [one for one in judging if one.unit_id == home and applies_below(one.goal)]
    return at_unit(above[0], unit) if above else None


def _ever_under(conn: Connection, unit: int) -> list[int]:
    """A unit and all that lay under it on any day."""
    placed = units.placements(conn).select("unit", "parent").unique()
    found = {unit}
    level = [unit]
    while level:
        below = set(placed.filter(pl.col("parent").is_in(level))["unit"]) - found
        found |= below
        level = list(below)
    return sorted(found)
