"""How far a value is from the next better verdict, and what would do at the deadline, in the engine's own counts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from metrics.case import Case
from metrics.goals import Verdict
from metrics.judge import READ
from metrics.shapes.ladder import REACHED, Ladder
from metrics.shapes.reading import Reading


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest count with a better verdict: the count itself, and how many more (or fewer) it takes."""

    verdict: Verdict
    count: Fraction
    away: Fraction
    rising: bool


def next_better(case: Case) -> Nearest | None:
    """The next better verdict of a case as it stands on its day; null at the best one, and where there are no counts.

    A verdict that no whole count gets is passed over.
    """
    reading = READ[case.shape](case)
    ladder, scale = reading.ladder, reading.scale
    if ladder is None or scale is None or reading.measure is None or reading.not_due:
        return None
    now = reading.measure * scale
    better: list[Verdict] = []
    for zone in ladder.zones():
        if zone.holds(reading.measure):
            break
        better.append(zone.verdict)
    for verdict in reversed(better):
        edge = _easiest(ladder, verdict, reading)
        if edge is not None:
            return Nearest(verdict, edge, abs(edge - now), ladder.rising)
    return None


def enough_at_deadline(case: Case) -> Nearest | None:
    """The easiest count that reaches the target at the deadline; ``away`` is 0 where it is there already."""
    closed = replace(case, closed=True, years=case.total_years or case.years, expected=None, range=None, otherwise=())
    reading = READ[case.shape](closed)
    ladder, scale = reading.ladder, reading.scale
    if ladder is None or scale is None or reading.measure is None:
        return None
    edges = [(verdict, _easiest(ladder, verdict, reading)) for verdict in reversed(REACHED)]
    verdict, edge = next(((one, edge) for one, edge in edges if edge is not None), (None, None))
    if verdict is None or edge is None:
        return None
    short = edge - reading.measure * scale if ladder.rising else reading.measure * scale - edge
    return Nearest(verdict, edge, max(short, Fraction(0)), ladder.rising)


def _easiest(ladder: Ladder, verdict: Verdict, reading: Reading) -> Fraction | None:
    """The whole count of a verdict that is nearest to the worse ones."""
    ends = ladder.whole(verdict, reading.scale or 1, least=0, most=reading.most)
    if ends is None:
        return None
    edge = ends[0] if ladder.rising else ends[1]
    return None if edge is None else Fraction(edge)
