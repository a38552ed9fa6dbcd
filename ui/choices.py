"""What can be chosen: resolutions, their goals and review periods, and the units under them, with their labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db import figures, goals, units
from db.goals import GoalRow, ResolutionRow
from metrics.judge import WITHOUT_TARGET
from metrics.periods import Period, PeriodKind, from_key, quarter_of
from metrics.schema import AS_REPORTED, INNER_KINDS
from report import formats


@dataclass(frozen=True, slots=True)
class Offer:
    """A resolution with what can be asked of it; units from the top down, each with the name of the one above."""

    resolution: ResolutionRow
    goals: tuple[GoalRow, ...]
    periods: tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A unit on offer and the unit directly above it (null at the top)."""

    id: int
    code: str
    kind: str
    name: str
    above: str | None


def offers(conn: Connection) -> tuple[Offer, ...]:
    """Every resolution, the one that asks most of its own unit first."""
    found = []
    for resolution in goals.resolutions(conn):
        rows = tuple(goals.goals(conn, resolution=resolution.code))
        found.append(Offer(resolution, rows, _periods(conn, resolution, rows)))
    return tuple(sorted(found, key=lambda offer: -_own(offer)))


def _own(offer: Offer) -> int:
    """How many goals with a target the resolution sets for its own unit."""
    own = [row.goal for row in offer.goals if row.unit_id == offer.resolution.unit_id]
    return sum(1 for goal in own if goal.target is not None or goal.shape in WITHOUT_TARGET)


def _periods(conn: Connection, resolution: ResolutionRow, rows: Sequence[GoalRow]) -> tuple[Period, ...]:
    """Review periods of the term with a figure, newest first; the last quarter of the term where there is none."""
    indicators = {row.indicator_id for row in rows} or set(goals.indicators(conn))
    held = {resolution.unit_id, *(row.unit_id for row in rows)}
    sums = figures.rollup(conn, boundaries=AS_REPORTED, units=held, indicators=indicators)
    found = {from_key(key) for key in sums["period"].unique()}
    end = max([resolution.term_end, *(row.goal.deadline for row in rows)])
    inside = [period for period in found if resolution.term_start <= period.last <= end]
    regular = [period for period in inside if period.kind is not PeriodKind.DAY]
    return tuple(sorted(regular, reverse=True)) or (quarter_of(resolution.term_end),)


def units_under(conn: Connection, top: str, on: date) -> tuple[UnitChoice, ...]:
    """The unit of code ``top`` and every inner unit below it on a day (its last day, where it has ended).

    From the top down, in Vietnamese order of names.
    """
    root = units.unit_by_code(conn, top)
    if root is None:
        return ()
    on = min(on, root.valid_to) if root.valid_to else on
    found = [UnitChoice(root.id, root.code, root.kind, root.name, None)]
    level = [found[0]]
    while level:
        below = [
            UnitChoice(row["unit"], row["code"], row["kind"], row["name"], parent.name)
            for parent in level
            for row in units.children(conn, parent.id, on).iter_rows(named=True)
            if row["kind"] in INNER_KINDS
        ]
        level = sorted(below, key=lambda unit: formats.sort_key(unit.name))
        found += level
    return tuple(found)


def unit_inside(conn: Connection, code: str, top: str, on: date) -> UnitChoice | None:
    """The unit of a code where it lives on a day under the unit ``top``, whatever its kind; null for any other.

    Under a unit that has ended it is its last day that counts, as in :func:`units_under`.
    """
    root, found = units.unit_by_code(conn, top), units.unit_by_code(conn, code)
    if root is None or found is None:
        return None
    on = min(on, root.valid_to) if root.valid_to else on
    if (found.valid_from or on) > on or (found.valid_to or on) < on:
        return None
    path = units.path(conn, found.id, on)
    if root.id not in [row.id for row in path]:
        return None
    above = path[-2].name if len(path) > 1 else None
    return UnitChoice(found.id, found.code, found.kind, found.name, above)
