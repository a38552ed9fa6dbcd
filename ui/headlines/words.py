"""Goals, units and figures in words: what every page calls them and how it prints them."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from flows.review import GoalReview, PublishedFigure, SeriesPoint
from metrics.goals import Goal, Indicator, Kind, Qualifier, Rounding, Shape, Source, TargetUnit
from report import formats
from report.text import has
from ui.enter import Visit


def value(visit: Visit, goal: Goal | None, indicator: Indicator, figure: Fraction | None) -> str:
    """A figure of an indicator as printed: a share in per cent, anything else as a number; a dash for none."""
    if figure is None:
        return visit.say("app.none")
    if indicator.kind is Kind.SHARE:
        return percent(visit, goal, figure * 100)
    return formats.number(figure, visit.lang)


def noun(visit: Visit, indicator: Indicator) -> str:
    """What an indicator counts."""
    return visit.either(indicator.noun_vi, indicator.noun_en)


def name(visit: Visit, goal: Goal) -> str:
    """A goal in plain words."""
    return visit.either(goal.name_vi, goal.name_en)


def document(visit: Visit, number: str, title: str) -> str:
    """``Nghị quyết 04-NQ/TU`` for a numbered document, its title for any other."""
    for mark in ("NQ", "KH", "CTr", "KL"):
        if f"-{mark}/" in number:
            return visit.say(f"document.{mark}", number=number)
    return title


def target(visit: Visit, goal: Goal) -> str | None:
    """What the goal asks for, in words; null where nothing is asked."""
    if goal.shape is Shape.ELIMINATE:
        return visit.say("target.eliminate")
    if goal.shape is Shape.DONE_BY:
        return visit.say("target.done_by", day=formats.day(goal.deadline, visit.lang))
    return formats.target(goal.target, visit.lang) if goal.target else None


def named(visit: Visit, found: GoalReview, at: str) -> str:
    """The goal's name; with its unit where that is another than ``at``, and with who set the target from above."""
    parts = [name(visit, found.goal)]
    if found.unit.code != at and found.unit.name not in parts[0]:
        parts.append(found.unit.name)
    if found.goal.source is Source.ASSIGNED:
        parts.append(visit.say("target_source.assigned"))
    return " · ".join(parts)


def units_of(visit: Visit, kind: str, number: Fraction | int) -> str:
    """The word for so many units of a kind."""
    return visit.say(f"unit_kind.{kind}" if number == 1 else f"unit_many.{kind}")


def handed_in_by(visit: Visit, account: str) -> str:
    """An account's name; words where no person but a pack brought the figures."""
    key = f"handed_in_by.{account}"
    return visit.say(key) if has(visit.lang, key) else account


def measured(visit: Visit, goal: Goal | None, measure: str, figure: Fraction | None, *, signed: bool = False) -> str:
    """A figure in the measure that a source published, at its goal's digits where it has one; a dash for none."""
    if figure is None:
        return visit.say("app.none")
    lang = visit.lang
    digits, rounding = (goal.digits, goal.rounding) if goal else (None, Rounding.HALF_UP)
    sign = "+" if figure > 0 and (signed or measure.startswith("change")) else ""
    match measure:
        case "share":
            return sign + percent(visit, goal, figure * 100)
        case "percent":
            return sign + percent(visit, goal, figure)
        case "per_year":
            unit = TargetUnit.PERCENT_PER_YEAR
            return sign + formats.measure(figure, unit, lang, digits, rounding)
        case "change_points":
            return sign + formats.points(figure, lang, digits, rounding)
    return sign + formats.number(figure, lang)


def credit(visit: Visit, found: PublishedFigure) -> str:
    """Who printed a figure and when, and how it is read where its source leaves that open."""
    source = f"{found.publisher}, {formats.day(found.published_on, visit.lang)}"
    note = visit.either(found.note_vi, found.note_en)
    return f"{source}. {note}" if note else source


def span(visit: Visit, first: date, last: date) -> str:
    """A day, a whole year, or from one day to another."""
    if first == last:
        return formats.day(last, visit.lang)
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(last.year)
    return f"{formats.day(first, visit.lang)} – {formats.day(last, visit.lang)}"


def point(visit: Visit, found: GoalReview, at: SeriesPoint) -> str:
    return value(visit, found.goal, found.indicator, at.value)


def qualified(visit: Visit, printed: str, qualifier: str) -> str:
    return formats.qualified(printed, Qualifier(qualifier), visit.lang)


def printed_change(visit: Visit, found: GoalReview, change: Fraction | None = None) -> str:
    """A change of a goal's figure with its sign; without ``change`` that since the period before."""
    change = (found.change or Fraction(0)) if change is None else change
    if found.indicator.kind is Kind.SHARE:
        sign = "+" if change > 0 else ""
        return sign + formats.points(change * 100, visit.lang, found.goal.digits, found.goal.rounding)
    return formats.signed(change, visit.lang)


def percent(visit: Visit, goal: Goal | None, figure: Fraction) -> str:
    """A figure in per cent at its goal's digits, whole ones without decimals."""
    if goal is None:
        return formats.percent(figure, visit.lang)
    return formats.percent(figure, visit.lang, goal.digits, goal.rounding, trim=True)


def target_unit(goal: Goal) -> TargetUnit:
    """The unit of what a goal asks for; a count where nothing is asked."""
    return goal.target.unit if goal.target else TargetUnit.COUNT
