"""A judged goal in printed figures: what a card, a scorecard line and a table say. Words come from report/text."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from flows.review import GoalReview, PublishedFigure, SeriesPoint
from metrics.case import Judgement
from metrics.goals import Goal, Indicator, Kind, Op, Qualifier, Rounding, Shape, Source, TargetUnit, Verdict
from report import formats
from report.cards import Foot, Headline
from report.text import has
from ui.enter import Visit

CUTS = (Shape.YEARLY_CUT, Shape.ELIMINATE, Shape.CHANGE_BY)
"""Shapes told as "from → to"."""


def value(visit: Visit, goal: Goal | None, indicator: Indicator, figure: Fraction | None) -> str:
    """A figure of an indicator as printed: a share in per cent, anything else as a number; a dash for none."""
    if figure is None:
        return visit.say("app.none")
    if indicator.kind is Kind.SHARE:
        return _percent(visit, goal, figure * 100)
    return formats.number(figure, visit.lang)


def noun(visit: Visit, indicator: Indicator) -> str:
    return visit.either(indicator.noun_vi, indicator.noun_en)


def name(visit: Visit, goal: Goal) -> str:
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


def headline(visit: Visit, found: GoalReview, *, at: str) -> Headline:
    """The printed figures of a card on the page of the unit ``at``."""
    goal, indicator = found.goal, found.indicator
    told_from = goal.shape in CUTS and found.baseline is not None
    result, strong = result_of(visit, found)
    last = value(visit, goal, indicator, found.actual)
    if goal.shape is Shape.DONE_BY:
        done = found.case.done
        last = formats.day(done, visit.lang) if done else visit.say("measured.not_done")
    elif found.actual is None:
        last = _rated(visit, found) or _as_published(visit, found)
    if found.estimate:
        last = f"{visit.say('app.estimated')} {last}"
    return Headline(
        name=named(visit, found, at),
        verdict=found.judgement.verdict,
        last=last,
        noun=_card_noun(visit, found),
        first=value(visit, goal, indicator, found.baseline) if told_from else None,
        result=result,
        strong=strong,
        target=target(visit, goal),
        banded=goal.shape in (Shape.YEARLY_CUT, Shape.CHANGE_BY),
    )


def _card_noun(visit: Visit, found: GoalReview) -> str:
    """What a card's figure counts: the kind of unit where units are counted, the indicator's own noun otherwise."""
    if found.indicator.kind is Kind.SHARE or found.actual is None:
        return ""
    if found.indicator.kind is Kind.STATE and found.goal.shape is not Shape.DONE_BY:
        return units_of(visit, found.indicator.unit_kind, found.actual)
    return noun(visit, found.indicator)


def units_of(visit: Visit, kind: str, number: Fraction | int) -> str:
    """The word for so many units of a kind."""
    return visit.say(f"unit_kind.{kind}" if number == 1 else f"unit_many.{kind}")


def handed_in_by(visit: Visit, account: str) -> str:
    """An account's name; words where no person but a pack brought the figures."""
    key = f"handed_in_by.{account}"
    return visit.say(key) if has(visit.lang, key) else account


def _as_published(visit: Visit, found: GoalReview) -> str:
    """The latest figure that a source printed where no unit reported one; else that there is none."""
    return found.published[-1].printed if found.published else visit.say("card.no_value")


def _rated(visit: Visit, found: GoalReview) -> str:
    """The class of one rated unit, or how many units each class has; empty for what is not rated."""
    if found.indicator.kind is not Kind.RATING:
        return ""
    held = {name: number for name, number in found.case.classes.items() if number}
    words = {name: visit.say(f"rating.{name}") if has(visit.lang, f"rating.{name}") else name for name in held}
    if sum(held.values()) == 1:
        return next(iter(words.values())).capitalize()
    return ", ".join(f"{formats.number(held[name], visit.lang)} {words[name]}" for name in held)


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
            printed = formats.measure(abs(judged.value), _unit(goal), visit.lang, goal.digits, goal.rounding)
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


def _publication(visit: Visit, found: GoalReview) -> str:
    """Who printed the latest published figure, and when."""
    if not found.published or found.indicator.kind is Kind.RATING:
        return ""
    last = found.published[-1]
    return visit.say("card.published", publisher=last.publisher, day=formats.day(last.published_on, visit.lang))


def foot(visit: Visit, found: GoalReview) -> Foot:
    """The lines below a card's chart: the change, how many reported, the source or the difference from it.

    Nothing where the goal has no reports at all: a published figure names its source above.
    """
    if not any(point.reported for point in found.series):
        return Foot(change="", change_rest="", reported="", source="", simulated=False)
    change, rest = "", visit.say("card.no_previous")
    if found.previous_period is not None and found.change is not None:
        when = formats.period_short(found.previous_period, visit.lang)
        if found.change:
            change = printed_change(visit, found)
            rest = visit.say("card.change", change="", period=when).strip()
        else:
            rest = visit.say("card.no_change", period=when)
    reported, expected = (formats.number(each, visit.lang) for each in (found.reported, found.expected))
    return Foot(
        change=change,
        change_rest=rest,
        reported=visit.say("card.reported", reported=reported, expected=expected) if found.expected else "",
        source=source(visit, found),
        simulated=found.simulated,
    )


def source(visit: Visit, found: GoalReview) -> str:
    """The published total of the review period: its source while it agrees with the roll-up, else both and the gap."""
    held = [each for each in found.published if each.measure in ("count", "share") and each.rolled_up is not None]
    beside = [each for each in held if found.period.first <= each.last_day <= found.period.last]
    for each in beside:
        if each.agrees is False and each.difference is not None:
            return visit.say(
                "card.differs",
                published=each.printed,
                rolled=value(visit, found.goal, found.indicator, each.rolled_up),
                difference=formats.signed(each.difference, visit.lang),
            )
    if beside:
        day = formats.day(beside[0].published_on, visit.lang)
        return visit.say("card.published", publisher=beside[0].publisher, day=day)
    return ""


def change(visit: Visit, found: GoalReview, *, at: str) -> str:
    """The change in words, with what it is a change of, and where that is another unit than ``at``."""
    named = name(visit, found.goal)
    of = named[:1].lower() + named[1:] if found.indicator.kind is Kind.SHARE else noun(visit, found.indicator)
    where = "" if found.unit.code == at else f", {found.unit.name}"
    return f"{printed_change(visit, found)} {of}{where}"


def finding(visit: Visit, found: GoalReview) -> str:
    """The title of a chart: what was found, beside what was asked."""
    goal, judged = found.goal, found.judgement
    asked = target(visit, goal)
    if goal.shape is Shape.YEARLY_CUT and judged.per_year is not None and judged.verdict is not None and asked:
        measured_ = formats.measure(abs(judged.per_year), _unit(goal), visit.lang, goal.digits, goal.rounding)
        way = "rise_behind" if judged.per_year < 0 else f"cut_{judged.verdict}"
        floor = way in ("cut_exceeded", "cut_met") and goal.target is not None and goal.target.op is not Op.BAND
        key = f"finding.{way}_floor" if floor else f"finding.{way}"
        if has(visit.lang, key):
            return visit.say(key, value=measured_, target=asked)
    said = ", ".join(part for part in result_of(visit, found) if part)
    if found.indicator.kind is Kind.SHARE and found.actual is not None:
        said = ": ".join(part for part in (value(visit, goal, found.indicator, found.actual), said) if part)
    return said or name(visit, goal)


def measured(visit: Visit, goal: Goal | None, measure: str, figure: Fraction | None, *, signed: bool = False) -> str:
    """A figure in the measure that a source published, at its goal's digits where it has one; a dash for none."""
    if figure is None:
        return visit.say("app.none")
    lang = visit.lang
    digits, rounding = (goal.digits, goal.rounding) if goal else (None, Rounding.HALF_UP)
    sign = "+" if figure > 0 and (signed or measure.startswith("change")) else ""
    match measure:
        case "share":
            return sign + _percent(visit, goal, figure * 100)
        case "percent":
            return sign + _percent(visit, goal, figure)
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


def printed_change(visit: Visit, found: GoalReview) -> str:
    """The change since the period before, with its sign."""
    change = found.change or Fraction(0)
    if found.indicator.kind is Kind.SHARE:
        sign = "+" if change > 0 else ""
        return sign + formats.points(change * 100, visit.lang, found.goal.digits, found.goal.rounding)
    return formats.signed(change, visit.lang)


def _cut(visit: Visit, goal: Goal, judged: Judgement) -> tuple[str, str]:
    if judged.percent is None:
        return "", ""
    key = "same" if not judged.percent else "fell" if judged.percent > 0 else "rose"
    whole = _percent(visit, goal, abs(judged.percent))
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
        return "", visit.say("measured.excess_band", value=_percent(visit, goal, over))
    words = ""
    if share and found.case.denominator is not None:
        part, whole = (formats.number(each or 0, visit.lang) for each in (found.case.numerator, found.case.denominator))
        words = visit.say("measured.counts", part=part, whole=whole)
    elif judged.completion is not None:
        words = visit.say("measured.completion", value=_percent(visit, goal, judged.completion))
    strong = ""
    if over is not None:
        printed = formats.points(over, visit.lang, goal.digits, goal.rounding) if share else _percent(visit, goal, over)
        strong = visit.say("measured.excess", value=printed)
    elif judged.needed is not None and judged.needed.total > 0:
        strong = visit.say("measured.short", value=value(visit, goal, found.indicator, judged.needed.total))
    return words, strong


def _meets(goal: Goal, figure: Fraction | None) -> bool:
    return (
        figure is not None and goal.target is not None and goal.target.value is not None and figure >= goal.target.value
    )


def _percent(visit: Visit, goal: Goal | None, figure: Fraction) -> str:
    if goal is None:
        return formats.percent(figure, visit.lang)
    return formats.percent(figure, visit.lang, goal.digits, goal.rounding, trim=True)


def _unit(goal: Goal) -> TargetUnit:
    return goal.target.unit if goal.target else TargetUnit.COUNT
