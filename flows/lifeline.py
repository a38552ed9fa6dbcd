"""One indicator of a unit over its whole life: on both boundaries, with the units it was made of and what was changed.

Lines end where figures stop being comparable: at a change of the unit itself on the boundaries of the time, and at a
break of the indicator (:mod:`metrics.breaks`) on either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import decisions, figures, goals, timeliness, units
from db.units import UnitRow
from flows import series
from flows.asked import find_unit
from flows.review import SeriesPoint, UnitLabel
from flows.unit_story import story as story_of
from metrics.breaks import breaks_of
from metrics.goals import Indicator, Kind
from metrics.periods import Period, PeriodKind, from_key
from metrics.schema import AS_REPORTED, INNER_KINDS, TODAY

MOST = 6
"""So many predecessors have a line of their own; of more the largest."""

UNMOVED = ("rename", "reparent")
"""Events after which a unit is still made of the same places."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A line: whose figures, on which boundaries; a predecessor's ends the day before ``until``."""

    unit: UnitLabel
    boundaries: int
    points: tuple[SeriesPoint, ...]
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """A later submission (``seq``, accepted on the day ``on``) changed figures of ``units`` units in a period."""

    period: Period
    on: date
    seq: int
    units: int


@dataclass(frozen=True, slots=True)
class Lifeline:
    """``own`` is on the boundaries of the time, ``today`` on today's (null where it says the same).

    No line of ``own`` may cross a day of ``cuts``, none at all one of ``breaks``. ``unseen`` predecessors have no line.
    """

    unit: UnitLabel
    indicator: Indicator
    indicator_id: int
    own: Strand
    today: Strand | None
    before: tuple[Strand, ...]
    unseen: int
    cuts: tuple[date, ...]
    breaks: tuple[date, ...]
    corrections: tuple[Correction, ...]

    @property
    def empty(self) -> bool:
        strands = [self.own, *self.before, *([self.today] if self.today else [])]
        return not any(point.value is not None for strand in strands for point in strand.points)


def indicators_of(conn: Connection, *, unit: str) -> tuple[tuple[int, Indicator], ...]:
    """The indicators a unit has figures of on either boundaries, by id; those of ratings apart (they have no line)."""
    row = find_unit(conn, unit)
    every = goals.indicators(conn)
    if row.kind in INNER_KINDS:
        frames = [
            figures.rollup(conn, boundaries=one, units=[row.id], indicators=every).filter(pl.col("reported") > 0)
            for one in (AS_REPORTED, TODAY)
        ]
        held = pl.concat(frames)["indicator"].unique().to_list()
    else:
        held = figures.leaf_series(conn, units=[row.id], indicators=every)["indicator"].unique().to_list()
    return tuple((one, every[one]) for one in sorted(held) if every[one].kind is not Kind.RATING)


def lifeline(conn: Connection, *, unit: str, indicator: int, last: date) -> Lifeline:
    """An indicator of a unit up to a day, from two readings of sums however many predecessors there are.

    Raises :class:`flows.asked.Unknown`.
    """
    story = story_of(conn, unit=unit, on=last)
    asked = goals.indicators(conn)[indicator]
    old = {one.id: one for one in story.predecessors if one.kind == story.unit.kind}
    rows = units.units_by_id(conn, [story.unit.id, *old])
    row = rows[story.unit.id]
    wanted = {indicator: asked}
    then = series.read(conn, units=rows.values(), indicators=wanted, boundaries=AS_REPORTED, last=last)
    now = series.read(conn, units=[row], indicators=wanted, boundaries=TODAY, last=last)
    own = _shown(then.get((row.id, indicator), ()), asked)
    today = _shown(now.get((row.id, indicator), ()), asked)
    ends = {turn.old.id: turn.on for turn in story.came_from}
    strands = [
        Strand(one, AS_REPORTED, points, ends[one.id])
        for one in old.values()
        if (points := _until(_shown(then.get((one.id, indicator), ()), asked), ends[one.id]))
    ]
    strands.sort(key=lambda strand: (-(strand.points[-1].value or 0), strand.unit.code))
    every = (*own, *today, *(point for strand in strands for point in strand.points))
    first = min((point.period.last for point in every), default=last)
    scheme = goals.scheme_spans(conn).get(asked.scheme or "")
    return Lifeline(
        unit=story.unit,
        indicator=asked,
        indicator_id=indicator,
        own=Strand(story.unit, AS_REPORTED, own),
        today=Strand(story.unit, TODAY, today)
        if row.kind in INNER_KINDS and _values(today) not in ([], _values(own))
        else None,
        before=tuple(strands[:MOST]),
        unseen=max(len(strands) - MOST, 0),
        cuts=tuple(sorted({turn.on for turn in story.turns if turn.event not in UNMOVED})),
        breaks=tuple(each.on for each in breaks_of(asked, first, last, scheme)),
        corrections=_corrections(conn, row, indicator, [point.period for point in own]),
    )


def _shown(points: Iterable[SeriesPoint], asked: Indicator) -> tuple[SeriesPoint, ...]:
    """All points, a baseline's single day among them; of a flow none of a day, which says how many there are."""
    return tuple(point for point in points if asked.kind is not Kind.FLOW or point.period.kind is not PeriodKind.DAY)


def _until(points: Sequence[SeriesPoint], end: date) -> tuple[SeriesPoint, ...]:
    return tuple(point for point in points if point.period.last < end)


def _values(points: Sequence[SeriesPoint]) -> list[tuple[Period, object]]:
    return [(point.period, point.value) for point in points if point.value is not None]


def _corrections(conn: Connection, row: UnitRow, indicator: int, periods: Sequence[Period]) -> tuple[Correction, ...]:
    """Changes of the unit's figures after they were first given; periods that were handed in once are not looked at."""
    brought = timeliness.brought(conn)
    twice = _twice(conn, row, brought.values(), periods)
    if not twice:
        return ()
    under = units.members(conn, max(period.last for period in twice)).filter(ancestor=row.id)["unit"].to_list()
    found = decisions.changed(conn, indicator=indicator, units=[*under, row.id], periods=twice)
    return tuple(
        Correction(from_key(period), brought[seq].day, seq, number)
        for period, seq, number in found.iter_rows()
        if seq in brought
    )


def _twice(
    conn: Connection, row: UnitRow, brought: Iterable[timeliness.Brought], periods: Sequence[Period]
) -> list[Period]:
    """Periods for which two submissions speak of the same places of the unit: one unit, or one above the other."""
    found = []
    by_period: dict[int | None, set[int]] = {}
    more: set[int] = set()
    for one in brought:
        if one.unit_id is None:
            continue
        seen = by_period.setdefault(one.period, set())
        if one.unit_id in seen and one.period is not None:
            more.add(one.period)
        seen.add(one.unit_id)
    for period in periods:
        given = by_period.get(period.key, set()) | by_period.get(None, set())
        if period.key in more:
            found.append(period)
        elif len(given) > 1:
            pairs = units.members(conn, period.last).filter(
                pl.col("unit").is_in(list(given)) & pl.col("ancestor").is_in(list(given))
            )
            if (pairs["unit"] != pairs["ancestor"]).any():
                found.append(period)
    return found
