"""Who is asked what: resolutions and units by code, and the goals that reach a unit from above."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from db import goals, units
from db.goals import GoalRow, ResolutionRow
from db.units import UnitRow
from flows.review import UnitLabel
from metrics.goals import Goal, Shape, TargetUnit


class Unknown(LookupError):
    """A resolution or unit that the store does not have, or a unit that the goals do not reach."""


def find_resolution(conn: Connection, code: str) -> ResolutionRow:
    """The resolution of a code; raises :class:`Unknown` listing those there are."""
    every = goals.resolutions(conn)
    for row in every:
        if row.code == code:
            return row
    there = ", ".join(row.code for row in every) or "none"
    raise Unknown(f"no resolution '{code}'; there are: {there}")


def find_unit(conn: Connection, code: str) -> UnitRow:
    """The unit of a code; raises :class:`Unknown`."""
    row = units.unit_by_code(conn, code)
    if row is None:
        raise Unknown(f"no unit '{code}'")
    return row


def label(unit: UnitRow, on: date) -> UnitLabel:
    """The unit as a review of a day names it."""
    ended = unit.valid_to is not None and unit.valid_to < on
    return UnitLabel(unit.id, unit.code, unit.kind, unit.name, ended, unit.simulated)


def applies_below(goal: Goal) -> bool:
    """True where a goal asks of every unit what it asks of its own: shares, yearly cuts, none left."""
    if goal.shape is Shape.ELIMINATE:
        return True
    return goal.target is not None and goal.target.unit is not TargetUnit.COUNT


def at_unit(row: GoalRow, unit: UnitRow) -> GoalRow:
    """The goal asked of a unit below its own: same target, the unit's own baseline."""
    goal = replace(row.goal, unit=unit.code, baseline_value=None)
    return replace(row, goal=goal, unit_id=unit.id)


def asked_of(conn: Connection, resolution: ResolutionRow, unit: UnitRow, on: date) -> list[GoalRow]:
    """Targets set for a unit, and the relative ones of the nearest unit above it, as asked of it; in order.

    Raises :class:`Unknown` where the unit neither has a target nor lies under the resolution's unit.
    """
    rows = goals.goals(conn, resolution=resolution.code)
    own = [row for row in rows if row.unit_id == unit.id]
    above = lies_under(conn, unit, on)
    set_for = {row.goal_id for row in own}
    reach = nearest([row for row in rows if row.goal_id not in set_for], above)
    below = [at_unit(row, unit) for row in reach if applies_below(row.goal)]
    if not own and resolution.unit_id not in above:
        raise Unknown(f"'{unit.code}' does not lie under '{resolution.unit}', the unit of {resolution.code}")
    return sorted([*own, *below], key=lambda row: (row.position, row.goal.code, row.goal.source))


def nearest(rows: Iterable[GoalRow], above: dict[int, int]) -> list[GoalRow]:
    """Of each goal's targets those of the nearest unit of ``above`` (:func:`lies_under`) that has any."""
    reach = [row for row in rows if row.unit_id in above]
    close = {row.goal_id: min(above[one.unit_id] for one in reach if one.goal_id == row.goal_id) for row in reach}
    return [row for row in reach if above[row.unit_id] == close[row.goal_id]]


def lies_under(conn: Connection, unit: UnitRow, on: date) -> dict[int, int]:
    """Ids of the units that a unit counts in on a day, with how far up they are: 0 is the unit itself.

    Ended units that live on as regions are included, furthest of all.
    """
    path = units.path(conn, unit.id, on)
    found = {row.id: len(path) - place for place, row in enumerate(path, start=1)}
    for region in units.members(conn, on).filter(unit=unit.id)["ancestor"].to_list():
        found.setdefault(region, len(path))
    return found
