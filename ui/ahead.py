"""The outlook in plain words, beside the verdict and never part of it."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from flows.outlook import Outlook, outlook
from flows.review import GoalReview
from metrics.goals import Kind
from report import formats
from ui import headlines
from ui.enter import Visit


def said(visit: Visit, found: GoalReview) -> str:
    """Where the pace of the last periods leads, as one sentence; empty where there is nothing to say."""
    ahead = outlook(found)
    if ahead is None:
        return ""
    periods = visit.say(f"outlook.periods.{found.indicator.frequency}", number=ahead.periods)
    day = formats.day(ahead.deadline, visit.lang)
    words = visit.say(f"outlook.{ahead.reach}")
    return visit.say("outlook.said", periods=periods, range=span(visit, found, ahead), day=day, reach=words)


def span(visit: Visit, found: GoalReview, ahead: Outlook) -> str:
    """``4.630–4.890``: the ends rounded outwards to whole counts, a share at its goal's digits; one figure if equal."""
    low, high = ahead.low, ahead.high
    if found.indicator.kind is not Kind.SHARE:
        low, high = Fraction(floor(low)), Fraction(ceil(high))
    ends = [headlines.value(visit, found.goal, found.indicator, end) for end in (low, high)]
    return ends[0] if ends[0] == ends[1] else visit.say("outlook.range", low=ends[0], high=ends[1])
