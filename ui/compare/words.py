"""A cell of the comparison in printed figures: what it measures, where it came from, how it stands."""

from __future__ import annotations

from fractions import Fraction

from db.goals import GoalRow
from flows.compare.cells import Cell
from metrics.goals import Goal, Indicator, Kind, Shape, TargetUnit, Verdict
from report import formats
from ui import headlines
from ui.enter import Visit


def figure(visit: Visit, row: GoalRow, cell: Cell) -> str:
    """The figure that is judged, without what its column says already; a dash where there is none."""
    goal, judged = cell.goal, cell.judgement
    if judged.verdict is Verdict.INCONCLUSIVE and cell.ends is not None:
        return span(visit, goal, row.indicator, cell.ends)
    match goal.shape:
        case Shape.YEARLY_CUT:
            value = judged.per_year if judged.per_year is not None else judged.percent
            return visit.say("app.none") if value is None else _number(visit, goal, value)
        case Shape.DONE_BY if cell.case is not None:
            done = cell.case.done
            return formats.day(done, visit.lang) if done else visit.say("measured.not_done")
        case Shape.YEARLY_FLOOR if cell.case is not None:
            closed = [year for year in cell.case.year_values if year.closed and year.value is not None]
            return visit.say("heat.years", number=len(closed))
        case Shape.CHANGE_BY if judged.value is not None:
            unit = goal.target.unit if goal.target else TargetUnit.COUNT
            sign = "+" if judged.value > 0 else ""
            return sign + formats.measure(judged.value, unit, visit.lang, goal.digits, goal.rounding)
    return headlines.value(visit, goal, row.indicator, cell.actual)


def measured(visit: Visit, row: GoalRow, cell: Cell) -> str:
    """:func:`figure` with the unit that a column would say."""
    printed = figure(visit, row, cell)
    if cell.goal.shape is Shape.YEARLY_CUT and cell.judgement.value is not None:
        unit = cell.goal.target.unit if cell.goal.target else TargetUnit.PERCENT_PER_YEAR
        return printed + formats.unit_suffix(unit, visit.lang)
    return printed


def detail(visit: Visit, row: GoalRow, cell: Cell) -> str:
    """What stands behind the figure: from where to where, of how many, how much of the target."""
    goal, judged = cell.goal, cell.judgement
    if judged.verdict is Verdict.INCONCLUSIVE and cell.ends is not None:
        return ""
    if goal.shape in headlines.CUTS and cell.baseline is not None and cell.actual is not None:
        first, last = (headlines.value(visit, goal, row.indicator, one) for one in (cell.baseline, cell.actual))
        return f"{first} → {last}"
    if cell.counts is not None:
        return "/".join(formats.number(one, visit.lang) for one in cell.counts)
    if goal.target is not None and judged.completion is not None and row.indicator.kind is not Kind.SHARE:
        return formats.percent(judged.completion, visit.lang, 0, goal.rounding)
    return ""


def span(visit: Visit, goal: Goal, indicator: Indicator, ends: tuple[Fraction | None, Fraction | None]) -> str:
    """The least and the most that a judged value can be: ``20,00–23,33``."""
    low, high = (None if end is None else _number(visit, goal, end, indicator) for end in ends)
    if low is None or high is None:
        return visit.say("heat.from", value=low) if low else visit.say("heat.to", value=high or "")
    return low if low == high else visit.say("heat.span", low=low, high=high)


def word(visit: Visit, cell: Cell) -> str:
    """The verdict, or that nothing is asked."""
    verdict = cell.judgement.verdict
    return visit.say(f"verdict.{verdict}") if verdict else visit.say("verdict.unjudged")


def spoken(visit: Visit, row: GoalRow, cell: Cell, unit: str) -> str:
    """The whole cell in words."""
    parts = [f"{unit}, {headlines.name(visit, row.goal)}", word(visit, cell)]
    if cell.judgement.verdict is Verdict.INCONCLUSIVE and cell.judgement.reason:
        parts.append(visit.say(f"reason.{cell.judgement.reason}"))
    if cell.reported < cell.expected:
        counts = {"reported": cell.reported, "expected": cell.expected}
        parts.append(
            visit.say("card.reported", **{name: formats.number(one, visit.lang) for name, one in counts.items()})
        )
    if cell.simulated:
        parts.append(visit.say("app.simulated"))
    return ", ".join(parts)


def target(visit: Visit, row: GoalRow) -> str:
    """What a column asks, as its second line."""
    return headlines.target(visit, row.goal) or visit.say("card.no_target")


def _number(visit: Visit, goal: Goal, value: Fraction, indicator: Indicator | None = None) -> str:
    counted = goal.shape in (Shape.ELIMINATE, Shape.CUMULATIVE_FLOW) or (
        goal.target is not None and goal.target.unit is TargetUnit.COUNT
    )
    if indicator is not None and counted:
        return formats.number(value, visit.lang)
    return formats.number(value, visit.lang, goal.digits, goal.rounding)
