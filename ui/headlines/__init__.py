"""A judged goal in printed figures: what a card, a scorecard line and a table say. Words come from report/text."""

from __future__ import annotations

from fractions import Fraction

from flows.review import GoalReview
from metrics.goals import Kind, Shape
from metrics.periods import Period
from report import formats
from report.goal_cards import Foot, Headline
from report.text import has
from ui.enter import Visit
from ui.headlines.results import finding, result_of
from ui.headlines.words import (
    credit,
    document,
    handed_in_by,
    measured,
    name,
    named,
    noun,
    point,
    printed_change,
    qualified,
    span,
    target,
    units_of,
    value,
)

__all__ = [
    "CUTS",
    "credit",
    "document",
    "finding",
    "foot",
    "handed_in_by",
    "headline",
    "measured",
    "name",
    "named",
    "noun",
    "point",
    "printed_change",
    "qualified",
    "reported",
    "result_of",
    "source",
    "span",
    "target",
    "units_of",
    "value",
    "when_short",
]

CUTS = (Shape.YEARLY_CUT, Shape.ELIMINATE, Shape.CHANGE_BY)
"""Shapes told as "from → to"."""


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
        wordy=goal.shape is Shape.DONE_BY or found.actual is None,
    )


def _card_noun(visit: Visit, found: GoalReview) -> str:
    """What a card's figure counts: the kind of unit where units are counted, the indicator's own noun otherwise."""
    if found.indicator.kind is Kind.SHARE or found.actual is None or found.goal.shape is Shape.DONE_BY:
        return ""
    if found.indicator.kind is Kind.STATE:
        return units_of(visit, found.indicator.unit_kind, found.actual)
    return noun(visit, found.indicator)


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


def foot(visit: Visit, found: GoalReview, *, change: Fraction | None, since: Period | None, outlook: str = "") -> Foot:
    """The lines below a card's chart: what it moved by since a period, how many reported, which source, the outlook.

    Nothing where the goal has no reports at all: a published figure names its source above.
    """
    if not any(point.reported for point in found.series):
        return Foot(outlook=outlook)
    moved, rest = "", visit.say("card.no_previous")
    if since is not None and change is not None:
        when = when_short(visit, since, found.period)
        moved = printed_change(visit, found, change) if change else ""
        rest = visit.say("card.change" if change else "card.no_change", change="", period=when).strip()
    return Foot(
        change=moved,
        change_rest=rest,
        reported=reported(visit, found),
        source=source(visit, found),
        outlook=outlook,
        simulated=found.simulated,
    )


def when_short(visit: Visit, earlier: Period, now: Period) -> str:
    """An earlier period beside a later one: without its year where they share it."""
    if earlier.last.year == now.last.year:
        return formats.period_short(earlier, visit.lang)
    return formats.period(earlier, visit.lang)


def reported(visit: Visit, found: GoalReview) -> str:
    """How many units have reported of how many, or why nobody reports any more; empty where nobody should."""
    if not found.expected:
        return ""
    if found.unit.ended and not found.reported:
        return visit.say("card.ended", unit=found.unit.name)
    counts = [formats.number(each, visit.lang) for each in (found.reported, found.expected)]
    return visit.say("card.reported", reported=counts[0], expected=counts[1])


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
