"""What a chart of years shows: yearly floors and caps, each year with the zone and the verdict the engine gives it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from db import goals
from flows.review import GoalReview, SeriesPoint
from metrics.floors import years_of
from metrics.goals import Floor, Op, Verdict
from metrics.judge import READ, judge
from metrics.periods import PeriodKind
from metrics.shapes.ladder import Zone
from report import formats
from report.charts.years import Year, Years, reached
from ui.cache import ask
from ui.enter import Visit


def floored(visit: Visit, found: GoalReview) -> Years:
    """The years of a yearly floor: its staircase, and each closed year judged."""
    goal, case = found.goal, found.case
    stands = years_of(case)
    whole = all(stand.whole for stand in stands)
    simulated = {each.period.last.year for each in found.series if each.simulated}
    average = goal.floor_rule is Floor.AVERAGE
    zones = [reached(stand.zones) for stand in stands]
    asked = "" if goal.target is None else formats.target(goal.target, visit.lang)
    mean = found.judgement.value if average else None
    rate = case.baseline if whole and goal.target is not None and goal.target.unit.value != "count" else None
    if mean is not None:
        mean = mean / 100 * rate if rate else mean / 100 if not whole else mean
    return Years(
        years=tuple(
            Year(stand.year, stand.value, zone, stand.verdict, stand.closed, stand.year in simulated)
            for stand, zone in zip(stands, zones, strict=True)
        ),
        rising=goal.target is None or goal.target.op in (Op.AT_LEAST, Op.ABOVE, Op.BAND),
        whole=whole,
        share=not whole,
        deadline=goal.deadline,
        asked=asked,
        mean=mean,
        verdict=found.judgement.verdict if average else None,
        digits=goal.digits,
        rounding=goal.rounding,
    )


def capped(visit: Visit, found: GoalReview) -> Years:
    """The years of a cap: how many are in the top class, and how many each year allowed."""
    goal = found.goal
    names = ask(visit, goals.schemes).get(found.indicator.scheme or "", ())
    yearly = [each for each in found.series if each.classes and each.period.kind is not PeriodKind.DAY]
    at = {each.period.last.year: each for each in yearly if each.period.last <= found.review_date}
    every = tuple(_capped(found, names, at.get(number), number) for number in range(min(at), max(at) + 1)) if at else ()
    return Years(
        years=every,
        rising=False,
        whole=True,
        share=False,
        deadline=goal.deadline,
        asked="" if goal.target is None else formats.target(goal.target, visit.lang),
    )


def _capped(found: GoalReview, names: tuple[str, ...], point: SeriesPoint | None, number: int) -> Year:
    if point is None:
        return Year(number, None, None, None)
    classes = {"not_rated" if place < 0 else names[place]: count for place, count in point.classes}
    case = replace(found.case, classes=classes, range=None, otherwise=(), comparable=True, started=True)
    reading = READ[case.shape](case)
    zone = None if reading.allowed is None else Zone(Verdict.MET, Fraction(0), Fraction(reading.allowed))
    return Year(number, reading.measure, zone, judge(case).verdict, simulated=point.simulated)
