"""Where a unit stands among its peers: units of the same kind under the same parent, on the day of the review.

A place is told only where it means something. Units too small for one more or less to be told from chance, and units
whose figures are not whole, have none and stand in nobody's way: nobody gains a place by not reporting.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from statistics import median
from typing import Any

import polars as pl
from sqlalchemy import Connection

from db import units
from db.goals import GoalRow
from db.units import UnitRow
from flows.asked import applies_below, at_unit
from flows.standing import standing
from metrics.goals import Goal, Judged, Kind, Op, Shape, TargetUnit
from metrics.judge import WITHOUT_TARGET
from metrics.plans import VECTORISED
from metrics.schema import TODAY

SMALLEST = 5
"""A unit that counts fewer than this has no place: one of them more or less would move its figure by a fifth."""

FEWEST = 3
"""Fewer units than this are not ranked."""


class Unplaced(StrEnum):
    """Why a unit has no place."""

    ALONE = "alone"
    SILENT = "silent"
    UNSURE = "unsure"
    SMALL = "small"
    FEW = "few"


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit as it enters a ranking: what is compared, of how many, and whether the figure is whole.

    ``value`` is null where nothing was reported; ``size`` is what it is a part of (null: of nothing, never too small).
    """

    value: Fraction | None
    size: Fraction | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Place:
    """A unit's place: ``first``–``last`` of ``of`` units that are ranked; equal where nobody shares it.

    Both are null where it has none, for the reason ``unplaced``. ``among`` are all its peers, itself included;
    ``small`` and ``unsure`` of them are not ranked. ``values`` are those of the ranked units, the best first, with
    their ``median``. Values are in the measure ``unit``; a count's is what it reached of its own target, in per cent
    (``of_target``: only peers with a target of their own are compared).
    """

    first: int | None
    last: int | None
    of: int
    among: int
    small: int
    unsure: int
    value: Fraction | None
    median: Fraction | None
    values: tuple[Fraction, ...]
    unplaced: Unplaced | None
    kind: str = ""
    unit: TargetUnit = TargetUnit.PERCENT
    of_target: bool = False
    simulated: bool = False

    @property
    def shared(self) -> int:
        """How many units share the place, this one included; 0 without a place."""
        return 0 if self.first is None or self.last is None else self.last - self.first + 1

    @property
    def distance(self) -> Fraction | None:
        """How far above the median, in the measure; null without a place."""
        return self.value - self.median if self.shared and self.value is not None and self.median is not None else None


def place(entries: Mapping[int, Entry], unit: int, *, less_is_better: bool = False) -> Place:
    """The place of one of the entries. Equal values share places; the order of the entries does not matter."""
    ranked: dict[int, Fraction] = {}
    small = unsure = 0
    for one, entry in entries.items():
        if not entry.sure:
            unsure += 1
        elif _too_small(entry):
            small += 1
        elif entry.value is not None:
            ranked[one] = entry.value
    values = tuple(sorted(ranked.values(), reverse=not less_is_better))
    own = entries[unit]
    reason = _unplaced(own, ranked=len(values), among=len(entries))
    first = last = None
    if reason is None:
        before = sum(_better(value, ranked[unit], less_is_better) for value in values)
        first, last = before + 1, before + values.count(ranked[unit])
    return Place(
        first=first,
        last=last,
        of=len(values),
        among=len(entries),
        small=small,
        unsure=unsure,
        value=own.value,
        median=Fraction(median(values)) if len(values) >= FEWEST else None,
        values=values,
        unplaced=reason,
    )


def _too_small(entry: Entry) -> bool:
    return entry.size is not None and entry.size < SMALLEST


def _better(one: Fraction, other: Fraction, less_is_better: bool) -> bool:
    return one < other if less_is_better else one > other


def _unplaced(own: Entry, *, ranked: int, among: int) -> Unplaced | None:
    if among < 2:
        return Unplaced.ALONE
    if not own.sure:
        return Unplaced.UNSURE
    if _too_small(own):
        return Unplaced.SMALL
    if own.value is None:
        return Unplaced.SILENT
    return Unplaced.FEW if ranked < FEWEST else None


def places(
    conn: Connection,
    rows: Sequence[GoalRow],
    every: Iterable[GoalRow],
    unit: UnitRow,
    *,
    on: date,
    boundaries: int,
) -> list[Place | None]:
    """The place of a unit on each of its ``rows`` (goals as asked of it), from one reading of all peers' sums.

    ``every`` are all targets of the rows' resolutions. Null for goals whose figures have no order (ratings,
    milestones), that ask nothing, or that are judged on a publication.
    """
    beside = [one for one in peers_of(conn, unit, on, boundaries) if one.id != unit.id]
    set_for: dict[int, dict[int, list[GoalRow]]] = {}
    for row in every:
        set_for.setdefault(row.goal_id, {}).setdefault(row.unit_id, []).append(row)
    questions: dict[Goal, tuple[GoalRow, list[int]]] = {}
    asked: list[dict[int, Goal]] = []
    for row in rows:
        of: dict[int, Goal] = {}
        for found in _asked_of_all(row, unit, beside, set_for.get(row.goal_id, {})) if _has_order(row) else ():
            key = replace(found.goal, unit="")
            people = questions.setdefault(key, (found, []))[1]
            if found.unit_id not in people:
                people.append(found.unit_id)
            of[found.unit_id] = key
        asked.append(of)
    order = {key: number for number, key in enumerate(questions)}
    judged = standing(conn, list(questions.values()), on=on, boundaries=boundaries)
    sums = {(one["goal"], one["unit"]): one for one in judged.iter_rows(named=True)} if questions else {}
    return [_placed(row, unit, of, order, sums, alone=not beside) for row, of in zip(rows, asked, strict=True)]


def peers_of(conn: Connection, unit: UnitRow, on: date, boundaries: int) -> list[UnitRow]:
    """Units of the same kind under the same parent, itself included; alone at the top. An ended unit's as it lay last.

    On today's boundaries those of today.
    """
    when = units.today(conn) if boundaries == TODAY else on
    when = min(when, unit.valid_to) if unit.valid_to else when
    when = max(when, unit.valid_from) if unit.valid_from else when
    path = units.path(conn, unit.id, when)
    if len(path) < 2:
        return [unit]
    ids = units.children(conn, path[-2].id, when).filter(pl.col("kind") == unit.kind)["unit"].to_list()
    return list(units.units_by_id(conn, sorted({unit.id, *ids})).values())


def _has_order(row: GoalRow) -> bool:
    goal = row.goal
    judged = goal.target is not None or goal.shape in WITHOUT_TARGET
    return (
        judged
        and goal.shape in VECTORISED
        and row.indicator.kind is not Kind.RATING
        and goal.judged is not Judged.PUBLISHED
    )


def _asked_of_all(
    row: GoalRow, unit: UnitRow, beside: Sequence[UnitRow], set_for: Mapping[int, Sequence[GoalRow]]
) -> Iterable[GoalRow]:
    """The goal as asked of the unit and of its peers: a relative one of all, a count of those with a target of it."""
    yield row
    for one in beside:
        if applies_below(row.goal):
            yield at_unit(row, one)
        elif held := set_for.get(one.id, ()):
            same = [each for each in held if each.goal.source is row.goal.source]
            yield (same or list(held))[0]


def _placed(
    row: GoalRow,
    unit: UnitRow,
    of: Mapping[int, Goal],
    order: Mapping[Goal, int],
    sums: Mapping[tuple[int, int], Mapping[str, Any]],
    *,
    alone: bool,
) -> Place | None:
    if not of:
        return None
    told = {one: sums.get((order[goal], one)) for one, goal in of.items()}
    entries = {one: _entry(row, of[one], each) for one, each in told.items() if each is not None or one == unit.id}
    goal = row.goal
    found = place(entries, unit.id, less_is_better=less_is_better(goal))
    counted = goal.target is not None and goal.target.unit is TargetUnit.COUNT and goal.shape is not Shape.ELIMINATE
    share = goal.shape is Shape.ELIMINATE or counted or goal.target is None
    return replace(
        found,
        kind=unit.kind,
        unit=TargetUnit.PERCENT if share else goal.target.unit,  # type: ignore[union-attr]  # share holds without one
        of_target=counted and not alone,
        simulated=any(each["simulated"] for each in told.values() if each is not None),
    )


def less_is_better(goal: Goal) -> bool:
    """True where a goal asks for little: none left, at most."""
    return goal.shape is Shape.ELIMINATE or (goal.target is not None and goal.target.op in (Op.AT_MOST, Op.BELOW))


def _entry(row: GoalRow, goal: Goal, sums: Mapping[str, Any] | None) -> Entry:
    """What is compared of a unit, from its sums."""
    if sums is None:
        return Entry(None)
    sure = bool(sums["plain"]) and sums["reported"] >= sums["expected"]
    actual = _fraction(sums, "value")
    match goal.shape:
        case Shape.ELIMINATE:
            size = Fraction(sums["reported"])
            return Entry(actual * 100 / size if actual is not None and size else None, size, sure)
        case Shape.YEARLY_CUT:
            base = goal.baseline_value if goal.baseline_value is not None else _fraction(sums, "base")
            return Entry(_fraction(sums, "measure"), base or Fraction(0), sure)
    if goal.target is not None and goal.target.unit is TargetUnit.COUNT:
        wanted = goal.target.value if goal.target.value is not None else goal.target.low
        return Entry(_fraction(sums, "completion"), wanted, sure)
    whole = Fraction(sums["value_den"] or 0) if row.indicator.kind is Kind.SHARE else None
    return Entry(_fraction(sums, "measure"), whole, sure)


def _fraction(row: Mapping[str, Any], name: str) -> Fraction | None:
    num, den = row[f"{name}_num"], row[f"{name}_den"]
    return None if num is None or not den else Fraction(int(num), int(den))
