"""A yearly floor year by year: what each year is asked for, in whole counts, and what the engine says of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from metrics.case import Case, YearValue
from metrics.goals import Floor, Shape, Verdict
from metrics.judge import READ, judge
from metrics.shapes.ladder import Zone


@dataclass(frozen=True, slots=True)
class YearStand:
    """One year: its value, the zones of values with a verdict each, and the verdict of a closed year that is known.

    Zones are whole counts with both ends included where ``whole``, else shares as exact fractions. They are those of
    the year on its own; by the rule ``average`` no year has a verdict, and the zones say what the mean is asked for.
    """

    year: int
    value: Fraction | None
    closed: bool
    zones: tuple[Zone, ...]
    whole: bool
    verdict: Verdict | None

    def zone_of(self, value: Fraction) -> Verdict | None:
        """The verdict of the zone a value stands in."""
        return next((zone.verdict for zone in self.zones if zone.holds(value)), None)


def years_of(case: Case) -> tuple[YearStand, ...]:
    """The years of a yearly floor in order; empty for other shapes."""
    if case.shape is not Shape.YEARLY_FLOOR:
        return ()
    return tuple(_stand(case, year) for year in case.year_values)


def _stand(case: Case, year: YearValue) -> YearStand:
    alone = replace(
        case,
        year_values=(replace(year, closed=True, value=Fraction(0) if year.value is None else year.value),),
        floor_rule=Floor.ALL,
        closed=True,
        started=True,
        comparable=True,
        range=None,
        otherwise=(),
    )
    reading = READ[case.shape](alone)
    zones: list[Zone] = []
    if reading.ladder is not None:
        for zone in reading.ladder.zones():
            if reading.scale is None:
                zones.append(zone)
                continue
            ends = reading.ladder.whole(zone.verdict, reading.scale, least=0)
            if ends is not None:
                low, high = (None if end is None else Fraction(end) for end in ends)
                zones.append(Zone(zone.verdict, low, high))
    judged = case.floor_rule is Floor.ALL and year.closed and year.value is not None and case.target is not None
    verdict = judge(alone).verdict if judged else None
    return YearStand(year.year, year.value, year.closed, tuple(zones), reading.scale is not None, verdict)
