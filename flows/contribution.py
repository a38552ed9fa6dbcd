"""Who holds what is missing: the fewest units with more than half of it, and what each of them needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from sqlalchemy import Connection

from db.goals import GoalRow
from flows.asked import find_unit
from flows.levels import Level
from flows.ranking import ranked
from flows.review import RankedUnit, UnitLabel
from metrics.case import Case
from metrics.contribution import fewest
from metrics.goals import Goal, Kind, Shape, Verdict
from metrics.judge import READ
from metrics.pace import needed
from metrics.periods import Period, day
from metrics.plans import VECTORISED, case_of
from metrics.schema import AS_REPORTED
from metrics.shapes.ladder import asks_more

REACHED = (Verdict.EXCEEDED, Verdict.MET)


class Missing(StrEnum):
    """What a unit's part is a part of.

    What is left of a falling count; what it is short of its own target; or, where one target is set for all together,
    what it has brought in so far.
    """

    LEFT = "left"
    SHORT = "short"
    BROUGHT = "brought"


@dataclass(frozen=True, slots=True)
class Holder:
    """A unit that holds a goal back: ``gap`` is its part in whole counts.

    ``needs`` is how many it must still move to reach its own target as of the review; null where it reaches it or
    has none.
    """

    unit: UnitLabel
    gap: Fraction
    needs: Fraction | None
    verdict: Verdict | None
    simulated: bool
    has_children: bool


@dataclass(frozen=True, slots=True)
class Contribution:
    """The fewest units at a level that hold more than half of what is missing.

    ``holders`` are those, largest first; ``rest`` are the other units with a part, ``none`` those without. ``tied`` of
    the rest hold as much as the last holder. ``total`` is the whole of it: ``held`` and ``rest_gap`` add up to it.
    """

    missing: Missing
    level: Level
    holders: tuple[Holder, ...]
    rest: tuple[Holder, ...]
    none: int
    unknown: int
    held: Fraction
    total: Fraction
    tied: int

    @property
    def rest_gap(self) -> Fraction:
        return self.total - self.held

    @property
    def units(self) -> int:
        """All units at the level whose figure is known."""
        return len(self.holders) + len(self.rest) + self.none

    @property
    def simulated(self) -> bool:
        return any(each.simulated for each in (*self.holders, *self.rest))


def contribution(
    conn: Connection,
    *,
    resolution: str,
    goal: str,
    unit: str,
    as_of: Period | date,
    boundaries: int = AS_REPORTED,
    level: Level = Level.BELOW,
) -> Contribution | None:
    """What is missing at a unit, by the units at a level; null where nobody can be said to hold a part of it.

    Of a falling count each holds what is left there. Of a share, and where units have targets of their own, each holds
    what it is short of that target. A count set for all together is never divided: there each has only what it has
    brought in. A unit without a figure holds nothing that is known. Raises :class:`~flows.asked.Unknown`.
    """
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    find_unit(conn, unit)
    pairs = ranked(conn, resolution=resolution, goal=goal, unit=unit, as_of=as_of, boundaries=boundaries, level=level)
    what = _missing(pairs)
    if what is None:
        return None
    if what is Missing.SHORT:
        pairs = [(row, each) for row, each in pairs if row.goal.target is not None]
    known = [(row, each) for row, each in pairs if each.actual is not None]
    known.sort(key=lambda pair: pair[1].unit.code)
    held = [_holder(row, each, what, on) for row, each in known]
    found = fewest([one.gap for one in held])
    inside = set(found.places)
    rest = [one for place, one in enumerate(held) if place not in inside and one.gap > 0]
    return Contribution(
        missing=what,
        level=level,
        holders=tuple(held[place] for place in found.places),
        rest=tuple(sorted(rest, key=lambda one: -one.gap)),
        none=sum(one.gap <= 0 for one in held),
        unknown=len(pairs) - len(known),
        held=found.held,
        total=found.total,
        tied=found.tied,
    )


def _missing(pairs: Sequence[tuple[GoalRow, RankedUnit]]) -> Missing | None:
    """What parts are parts of; null for shapes that have none, and where no unit is asked for anything."""
    if not pairs:
        return None
    indicator, shape = pairs[0][0].indicator, pairs[0][0].goal.shape
    asked = [row.goal for row, _ in pairs if row.goal.target is not None or row.goal.shape is Shape.ELIMINATE]
    if indicator.kind is Kind.RATING or any(goal.shape not in VECTORISED for goal in asked):
        return None
    if len(asked) * 2 <= len(pairs):
        return Missing.BROUGHT if shape is Shape.CUMULATIVE_FLOW and indicator.kind is Kind.FLOW else None
    return Missing.LEFT if indicator.kind is not Kind.SHARE and _falls(asked[0]) else Missing.SHORT


def _falls(goal: Goal) -> bool:
    if goal.shape in (Shape.YEARLY_CUT, Shape.ELIMINATE):
        return True
    return goal.target is not None and not asks_more(goal.target)


def _holder(row: GoalRow, each: RankedUnit, what: Missing, on: date) -> Holder:
    needs = _needs(row.goal, each, on)
    left = each.actual or Fraction(0)
    return Holder(
        unit=each.unit,
        gap=needs or Fraction(0) if what is Missing.SHORT else left,
        needs=None if each.judgement.verdict in REACHED else needs,
        verdict=each.judgement.verdict,
        simulated=each.simulated,
        has_children=each.has_children,
    )


def _needs(goal: Goal, each: RankedUnit, on: date) -> Fraction | None:
    """Whole counts to the unit's own target as the engine asks for it on the day; null where it is reached."""
    if goal.shape not in VECTORISED or each.actual is None or each.judgement.rule == "leaf":
        return None
    case = _case(goal, each, on)
    reading = READ[goal.shape](case)
    if reading.ladder is None or reading.measure is None or reading.not_due:
        return None
    found = needed(reading.ladder, reading.measure, reading.scale, None)
    return None if found is None else found.total


def _case(goal: Goal, each: RankedUnit, on: date) -> Case:
    case = case_of(goal, on=on, baseline=each.baseline, actual=each.actual)
    if each.counts is None:
        return case
    return replace(case, numerator=each.counts[0], denominator=each.counts[1])
