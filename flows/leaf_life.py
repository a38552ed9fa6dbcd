"""What a unit that reports itself said over time: since when it has been in which state, and when it fell back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db import goals
from flows import series
from flows.asked import find_unit
from flows.review import SeriesPoint
from metrics.goals import Indicator, Kind
from metrics.periods import Period, PeriodKind
from metrics.schema import AS_REPORTED


@dataclass(frozen=True, slots=True)
class Spell:
    """Consecutive reports of one state (``holds``: the indicator's; null: not reported), ``periods`` of them."""

    holds: bool | None
    first: Period
    last: Period
    periods: int
    simulated: bool


@dataclass(frozen=True, slots=True)
class StateLife:
    """A state over time, oldest spell first."""

    indicator_id: int
    indicator: Indicator
    spells: tuple[Spell, ...]

    @property
    def now(self) -> Spell | None:
        """The last spell in which the state was known."""
        return next((spell for spell in reversed(self.spells) if spell.holds is not None), None)

    @property
    def relapses(self) -> tuple[Spell, ...]:
        """Spells in a bad state after a good one: the place had left it and fell back."""
        if not self.indicator.falling:
            return ()
        left = False
        found = []
        for spell in self.spells:
            if spell.holds and left:
                found.append(spell)
            left = left or spell.holds is False
        return tuple(found)


@dataclass(frozen=True, slots=True)
class LeafLife:
    """States of a reporting unit, and the indicators it gives counts of."""

    states: tuple[StateLife, ...]
    counts: tuple[tuple[int, Indicator], ...]
    periods: tuple[Period, ...]


def leaf_life(conn: Connection, *, unit: str, last: date) -> LeafLife:
    """What the unit reported up to a day. Raises :class:`flows.asked.Unknown`."""
    row = find_unit(conn, unit)
    every = goals.indicators(conn)
    read = series.read(conn, units=[row], indicators=every, boundaries=AS_REPORTED, last=last)
    held = {indicator: _regular(points) for (_, indicator), points in sorted(read.items())}
    held = {indicator: points for indicator, points in held.items() if points}
    return LeafLife(
        states=tuple(
            StateLife(one, every[one], spells(points)) for one, points in held.items() if every[one].kind is Kind.STATE
        ),
        counts=tuple((one, every[one]) for one in held if every[one].kind in (Kind.STOCK, Kind.FLOW, Kind.SHARE)),
        periods=tuple(sorted({point.period for points in held.values() for point in points})),
    )


def _regular(points: Sequence[SeriesPoint]) -> list[SeriesPoint]:
    return [point for point in points if point.period.kind is not PeriodKind.DAY]


def spells(points: Sequence[SeriesPoint]) -> tuple[Spell, ...]:
    """Points in order, those of one state together."""
    found: list[Spell] = []
    for point in points:
        holds = None if point.value is None else point.value > 0
        if found and found[-1].holds is holds:
            one = found.pop()
            found.append(Spell(holds, one.first, point.period, one.periods + 1, one.simulated or point.simulated))
        else:
            found.append(Spell(holds, point.period, point.period, 1, point.simulated))
    return tuple(found)
