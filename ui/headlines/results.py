"""What a judged goal's figures come to, in plain words: the line of a card, and the title of a chart."""

from __future__ import annotations

from fractions import Fraction

from flows.review import GoalReview
from metrics.case import Judgement
from metrics.goals import Goal, Kind, Op, Shape, TargetUnit, Verdict
from report import formats
from report.text import has
from ui.enter import Visit
from ui.headlines.words import name, percent, target, target_unit, value


def result_of(visit: Visit, found: GoalReview) -> tuple[str, str]:
    """What the figures come to: in plain words, and the part that is judged, which stands out."""
    goal, judged = found.goal, found.judgement
    if found.actual is None and goal.shape is not Shape.DONE_BY:
        return _publication(visit, found), ""
    match goal.shape:
        case Shape.YEARLY_CUT:
            return _cut(visit, goal, judged)
        case Shape.ELIMINATE:
            gone = visit.say("measured.none_left") if not found.actual else _left(visit, found)
            return gone, visit.say("measured.relapse") if judged.relapse else ""
        case Shape.CAP_SHARE:
            counts = visit.say("measured.counts", part=found.case.numerator, whole=judged.denominator)
            return counts, visit.say("measured.allowed", number=judged.allowed) if judged.allowed is not None else ""
        case Shape.CHANGE_BY if judged.value is not None:
            printed = formats.measure(abs(judged.value), target_unit(goal), visit.lang, goal.digits, goal.rounding)
            key = "same" if not judged.value else "fell" if judged.value < 0 else "rose"
            return "", visit.say(f"measured.{key}", value=printed)
        case Shape.DONE_BY:
            return visit.say("measured.late") if judged.late else "", ""
        case Shape.YEARLY_FLOOR:
            closed = [year for year in found.case.year_values if year.closed]
            good = sum(1 for year in closed if _meets(goal, year.value))
            return visit.say("measured.of_years", good=good, total=len(closed)), ""
        case _:
            return _completion(visit, found)


def finding(visit: Visit, found: GoalReview) -> str:
    """The title of a chart: what was found, beside what was asked."""
    goal, judged = found.goal, found.judgement
    asked = target(visit, goal)
    if goal.shape is Shape.YEARLY_CUT and judged.per_year is not None and judged.verdict is not None and asked:
        measured_ = formats.measure(abs(judged.per_year), target_unit(goal), visit.lang, goal.digits, goal.rounding)
        way = "rise_behind" if judged.per_year < 0 else f"cut_{judged.verdict}"
        floor = way in ("cut_exceeded", "cut_met") and goal.target is not None and goal.target.op is not Op.BAND
        key = f"finding.{way}_floor" if floor else f"finding.{way}"
        if has(visit.lang, key):
            return visit.say(key, value=measured_, target=asked)
    said = ", ".join(part for part in result_of(visit, found) if part)
    if found.indicator.kind is Kind.SHARE and found.actual is not None:
        said = ": ".join(part for part in (value(visit, goal, found.indicator, found.actual), said) if part)
    return said or name(visit, goal)


def _cut(visit: Visit, goal: Goal, judged: Judgement) -> tuple[str, str]:
    if judged.percent is None:
        return "", ""
    key = "same" if not judged.percent else "fell" if judged.percent > 0 else "rose"
    whole = percent(visit, goal, abs(judged.percent))
    yearly = ""
    if judged.per_year:
        per_year = TargetUnit.PERCENT_PER_YEAR
        yearly = formats.measure(abs(judged.per_year), per_year, visit.lang, goal.digits, goal.rounding)
    return visit.say(f"measured.{key}", value=whole), yearly


def _left(visit: Visit, found: GoalReview) -> str:
    return visit.say("measured.left", value=value(visit, found.goal, found.indicator, found.actual))


def _completion(visit: Visit, found: GoalReview) -> tuple[str, str]:
    judged, goal = found.judgement, found.goal
    share = found.indicator.kind is Kind.SHARE
    over = judged.excess if judged.verdict is Verdict.EXCEEDED and judged.excess else None
    if goal.target is not None and goal.target.op is Op.BAND and over is not None:
        return "", visit.say("measured.excess_band", value=percent(visit, goal, over))
    words = ""
    if share and found.case.denominator is not None:
        part, whole = (formats.number(each or 0, visit.lang) for each in (found.case.numerator, found.case.denominator))
        words = visit.say("measured.counts", part=part, whole=whole)
    elif judged.completion is not None:
        words = visit.say("measured.completion", value=percent(visit, goal, judged.completion))
    strong = ""
    if over is not None:
        printed = formats.points(over, visit.lang, goal.digits, goal.rounding) if share else percent(visit, goal, over)
        strong = visit.say("measured.excess", value=printed)
    elif judged.needed is not None and judged.needed.total > 0:
        # what a share still needs is whole counts where its denominator is known, else percentage points
        total = judged.needed.total
        points = share and found.case.denominator is None
        strong = visit.say(
            "measured.short",
            value=formats.points(total, visit.lang, goal.digits, goal.rounding)
            if points
            else formats.number(total, visit.lang),
        )
    return words, strong


def _meets(goal: Goal, figure: Fraction | None) -> bool:
    return (
        figure is not None and goal.target is not None and goal.target.value is not None and figure >= goal.target.value
    )


def _publication(visit: Visit, found: GoalReview) -> str:
    """Who printed the latest published figure, and when."""
    if not found.published or found.indicator.kind is Kind.RATING:
        return ""
    last = found.published[-1]
    return visit.say("card.published", publisher=last.publisher, day=formats.day(last.published_on, visit.lang))
