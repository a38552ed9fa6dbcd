"""The units directly under one: how many goals have which verdict there, or what a unit reported itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import Connection

from db import figures, goals, submissions, units
from db.goals import GoalRow
from db.units import UnitRow
from flows import series
from flows.asked import applies_below, at_unit, find_unit, label, lies_under, nearest
from flows.judging import judge_at, setting
from flows.review import UnitLabel
from flows.standing import standing
from flows.unit_story import below
from metrics.goals import Goal, Indicator, Kind, Verdict
from metrics.judge import WITHOUT_TARGET
from metrics.periods import Period, day, latest_ended
from metrics.schema import AS_REPORTED, INNER_KINDS, STATES, TODAY


@dataclass(frozen=True, slots=True)
class Child:
    """A unit below. ``verdicts`` count the targets that reach it; of a reporting unit ``told`` are its own figures by
    indicator (null: not reported), and ``verdicts`` are empty.
    """

    unit: UnitLabel
    verdicts: Mapping[Verdict, int] = field(default_factory=dict)
    told: Mapping[int, int | None] = field(default_factory=dict)
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Below:
    """Inner units, and reporting units with the indicators they were asked for, each in the order of their codes.

    ``on`` is the day of the verdicts: the review's, or the last day of a unit that had ended. ``period`` is that
    of the reports.
    """

    inner: tuple[Child, ...]
    leaves: tuple[Child, ...]
    asked: tuple[tuple[int, Indicator], ...]
    period: Period | None
    on: date


def children(
    conn: Connection, *, unit: str, as_of: Period | date, boundaries: int = AS_REPORTED, resolution: str | None = None
) -> Below:
    """Units directly under a unit, from few readings however many there are.

    Verdicts are of every resolution, or of one, and those that each unit's own review gives. Raises
    :class:`flows.asked.Unknown`.
    """
    on = (as_of if isinstance(as_of, Period) else day(as_of)).last
    above = find_unit(conn, unit)
    on = min(on, above.valid_to) if above.valid_to else on
    frame = below(conn, above.id, units.today(conn) if boundaries == TODAY else on)
    rows = units.units_by_id(conn, frame["unit"].to_list())
    inner = [row for row in rows.values() if row.kind in INNER_KINDS]
    leaves = [row for row in rows.values() if row.kind not in INNER_KINDS]
    counted = _judged(conn, above, inner, on=on, boundaries=boundaries, resolution=resolution) if inner else {}
    told, asked, period = _told(conn, leaves, on) if leaves else ({}, (), None)
    return Below(
        inner=tuple(
            Child(label(row, on), verdicts=counted.get(row.id, (Counter(), False))[0], simulated=counted[row.id][1])
            if row.id in counted
            else Child(label(row, on))
            for row in inner
        ),
        leaves=tuple(
            Child(label(row, on), told=told.get(row.id, ({}, False))[0], simulated=told.get(row.id, ({}, False))[1])
            for row in leaves
        ),
        asked=asked,
        period=period,
        on=on,
    )


def _judged(
    conn: Connection,
    above: UnitRow,
    inner: Sequence[UnitRow],
    *,
    on: date,
    boundaries: int,
    resolution: str | None,
) -> dict[int, tuple[Counter[Verdict], bool]]:
    """Verdicts of each unit, counted, and whether any of them rests on simulated figures."""
    questions: dict[Goal, tuple[GoalRow, list[int]]] = {}
    places: dict[Goal, int] = {}
    asked: dict[tuple[int, int], GoalRow] = {}
    for row, one in _asked(conn, above, inner, on, resolution):
        if row.goal.target is None and row.goal.shape not in WITHOUT_TARGET:
            continue
        key = replace(row.goal, unit="")
        questions.setdefault(key, (row, []))[1].append(one.id)
        asked[places.setdefault(key, len(places)), one.id] = row
    judged = standing(conn, list(questions.values()), on=on, boundaries=boundaries)
    if not questions or judged.is_empty():
        return {}
    found: dict[int, tuple[Counter[Verdict], bool]] = {}
    slow: list[tuple[GoalRow, int, bool]] = []
    for goal, unit, verdict, plain, simulated in judged.select(
        "goal", "unit", "verdict", "plain", "simulated"
    ).iter_rows():
        if not plain:
            slow.append((asked[goal, unit], unit, bool(simulated)))
            continue
        _count(found, unit, Verdict(verdict) if verdict else None, bool(simulated))
    for row, verdict, simulated in _apart(conn, slow, {one.id: one for one in inner}, on=on, boundaries=boundaries):
        _count(found, row.unit_id, verdict, simulated)
    return found


def _count(
    found: dict[int, tuple[Counter[Verdict], bool]], unit: int, verdict: Verdict | None, simulated: bool
) -> None:
    if verdict is not None:
        counts, before = found.get(unit, (Counter(), False))
        counts[verdict] += 1
        found[unit] = counts, before or simulated


def _asked(
    conn: Connection, above: UnitRow, inner: Sequence[UnitRow], on: date, resolution: str | None
) -> list[tuple[GoalRow, UnitRow]]:
    """What each of the units is asked: its own targets, else the relative ones of the nearest unit above it."""
    over = lies_under(conn, above, on)
    rows = goals.goals(conn, resolution=resolution) if resolution else goals.goals(conn)
    own: dict[int, list[GoalRow]] = {}
    for row in rows:
        own.setdefault(row.unit_id, []).append(row)
    found = []
    for one in inner:
        held = own.get(one.id, [])
        set_for = {row.goal_id for row in held}
        reach = nearest([row for row in rows if row.goal_id not in set_for], over)
        asked = [*held, *(at_unit(row, one) for row in reach if applies_below(row.goal))]
        found += [(row, one) for row in asked]
    return found


def _apart(
    conn: Connection,
    slow: Sequence[tuple[GoalRow, int, bool]],
    inner: Mapping[int, UnitRow],
    *,
    on: date,
    boundaries: int,
) -> list[tuple[GoalRow, Verdict | None, bool]]:
    """Verdicts of what more decides than a value and a baseline, as the units' own reviews give them."""
    if not slow:
        return []
    given = setting(conn, boundaries)
    some = sorted({unit for _, unit, _ in slow})
    indicators = {row.indicator_id: row.indicator for row, _, _ in slow}
    read = series.read(conn, units=[inner[one] for one in some], indicators=indicators, boundaries=boundaries, last=on)
    prints = submissions.published(conn, units=some, indicators=indicators)
    found = []
    for row, unit, simulated in slow:
        at = (unit, row.indicator_id)
        its = [one for one in prints if (one.unit_id, one.indicator_id) == at]
        judged = judge_at(conn, row, inner[unit], read.get(at, []), its, on=on, given=given)
        found.append((row, judged.judgement.verdict, simulated))
    return found


def _told(
    conn: Connection, leaves: Sequence[UnitRow], on: date
) -> tuple[dict[int, tuple[dict[int, int | None], bool]], tuple[tuple[int, Indicator], ...], Period | None]:
    """What reporting units said of the last period that any of them did: their counts by indicator."""
    kinds = {row.kind for row in leaves}
    every = {
        key: one
        for key, one in goals.indicators(conn).items()
        if one.unit_kind in kinds and one.kind in (Kind.STATE, Kind.STOCK)
    }
    last = figures.last_period(conn, every)
    if last is None:
        return {}, (), None
    when = min(last, latest_ended(on, last.kind), key=lambda period: period.last)
    frame = figures.in_force(conn, period=when, indicators=every, units=[row.id for row in leaves])
    if frame.is_empty():
        return {}, (), when
    found: dict[int, tuple[dict[int, int | None], bool]] = {}
    for row in frame.iter_rows(named=True):
        told, before = found.setdefault(row["unit"], ({}, False))
        told[row["indicator"]] = row["num"] if STATES[row["state"]] == "reported" else None
        found[row["unit"]] = told, before or bool(row["simulated"])
    there = set(frame["indicator"].to_list())
    return found, tuple((key, one) for key, one in every.items() if key in there), when
