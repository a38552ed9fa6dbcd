"""Words of the watch list: why a row is here, since when, and what is planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import ceil, floor

from db.goals import GoalRow
from flows.review import UnitLabel
from flows.watch import WatchRow, Why
from metrics.goals import Indicator, Kind
from metrics.periods import Period, parse
from report import formats
from report.text import has
from report.watchlist import Cell, Row
from ui import headlines
from ui.enter import Visit
from ui.places import href

NUMBERS = {
    Why.RELAPSED: "periods",
    Why.AT_RISK: "members",
    Why.READY: "members",
    Why.WEAK: "years",
    Why.LATE: "days",
    Why.OVERDUE: "days",
}
"""The figure of each rule that stands in a column of its own."""


def told(
    visit: Visit, row: WatchRow, *, home: str, goals: Mapping[str, GoalRow], indicators: Mapping[str, Indicator]
) -> Row:
    """A row as it is read on the page of the unit ``home``."""
    goal = goals.get(row.goal or "")
    why, more = _reason(visit, row, goal, indicators)
    of_goal = row.why is Why.OUTLOOK
    named = visit.either(goal.goal.name_vi, goal.goal.name_en) if goal else ""
    where = href("goal", goal=row.goal, unit=row.unit.code if of_goal else home) if goal else None
    return Row(
        unit=Cell(row.unit.name, href("unit", unit=row.unit.code)),
        place=", ".join(unit.name for unit in _between(row, home)),
        why=why,
        more=more,
        number=_number(visit, row, NUMBERS[row.why]) if row.why in NUMBERS else "",
        since=since(visit, row.since),
        planned=_planned(visit, row),
        goal=Cell(named, where),
        simulated=row.simulated,
    )


def _between(row: WatchRow, home: str) -> list[UnitLabel]:
    """The units between a row's and the page's, nearest first."""
    chain = [unit.code for unit in row.above]
    if row.unit.code == home:
        return []
    return list(row.above[: chain.index(home)] if home in chain else row.above)


def head_of(visit: Visit, why: Why) -> str:
    """What the figure of a rule counts; empty for rules that have none."""
    return visit.say(f"watch_head.{NUMBERS[why]}") if why in NUMBERS else ""


def since(visit: Visit, when: Period | date | None) -> str:
    """The first period, or the day; a dash where it is not known."""
    if when is None:
        return visit.say("app.none")
    return formats.period(when, visit.lang) if isinstance(when, Period) else formats.day(when, visit.lang)


def _reason(visit: Visit, row: WatchRow, goal: GoalRow | None, indicators: Mapping[str, Indicator]) -> tuple[str, str]:
    """Why a row is here in one sentence, and what stands below it."""
    said = dict(row.said)
    indicator = indicators.get(row.indicator or "")
    noun = headlines.noun(visit, indicator) if indicator else ""
    match row.why:
        case Why.RELAPSED:
            until = formats.period(parse(said["out"]), visit.lang)
            key = "none" if said["state"] == "none" else "bad"
            return visit.say(f"watch_row.relapsed_{key}", noun=noun), visit.say("watch_row.relapsed_until", until=until)
        case Why.AT_RISK:
            return visit.say("watch_row.at_risk", number=_number(visit, row, "members")), _trend(visit, row)
        case Why.READY:
            return visit.say("watch_row.ready", number=_number(visit, row, "members"), noun=noun), ""
        case Why.WEAK:
            return _weak(visit, row, said["class"])
        case Why.OUTLOOK:
            return _outlook(visit, row, goal, said)
        case Why.LATE:
            params = {name: _number(visit, row, name) for name in ("units", "expected")}
            return visit.say(f"watch_row.{said['arrival']}"), visit.say("watch_row.late_units", **params)
        case Why.OVERDUE:
            text = visit.either(said["text_vi"], said["text_en"])
            body = visit.either(said["body_vi"], said["body_en"])
            return visit.say(f"watch_row.{said['kind']}", text=text), body
        case Why.SUSPICIOUS if "sum" in said:
            return visit.say("watch_row.unequal", noun=noun), ""
        case Why.SUSPICIOUS:
            return visit.either(said["text_vi"], said["text_en"]), ""


def _number(visit: Visit, row: WatchRow, name: str) -> str:
    figure = row.figure(name)
    return "" if figure is None else formats.number(figure, visit.lang)


def _trend(visit: Visit, row: WatchRow) -> str:
    now, before = row.figure("members"), row.figure("before")
    if now is None or before is None:
        return visit.say("watch_row.trend_unknown")
    way = "fell" if now < before else "rose" if now > before else "same"
    return visit.say(f"watch_row.trend_{way}", before=formats.number(before, visit.lang))


def _weak(visit: Visit, row: WatchRow, name: str) -> tuple[str, str]:
    word = visit.say(f"rating.{name}") if has(visit.lang, f"rating.{name}") else name
    years, last = row.figure("years") or Fraction(1), row.figure("last") or Fraction(0)
    key = "weak_one" if years == 1 else "weak_years"
    first = visit.say(f"watch_row.{key}", rating=word, years=formats.number(years, visit.lang), last=int(last))
    more = [
        visit.say(f"watch_row.weak_{name}", year=int(value))
        for name, value in row.figures
        if name in ("break", "unrated")
    ]
    return first, " ".join(more)


def _outlook(visit: Visit, row: WatchRow, goal: GoalRow | None, said: Mapping[str, str]) -> tuple[str, str]:
    verdict = visit.say(f"verdict.{said['verdict']}")
    reach = visit.say(f"outlook.{said['reach']}")
    if goal is None:
        return visit.say("watch_row.outlook", verdict=verdict, reach=reach), ""
    low, high = row.figure("low") or Fraction(0), row.figure("high") or Fraction(0)
    if goal.indicator.kind is not Kind.SHARE:
        low, high = Fraction(floor(low)), Fraction(ceil(high))
    ends = [headlines.value(visit, goal.goal, goal.indicator, end) for end in (low, high)]
    span = ends[0] if ends[0] == ends[1] else visit.say("outlook.range", low=ends[0], high=ends[1])
    periods = visit.say(f"outlook.periods.{goal.indicator.frequency}", number=_number(visit, row, "periods"))
    words = visit.say(
        "outlook.said",
        periods=periods,
        range=span,
        day=formats.day(goal.goal.deadline, visit.lang),
        reach=reach,
    )
    return visit.say("watch_row.outlook", verdict=verdict, reach=reach), words


def _planned(visit: Visit, row: WatchRow) -> Cell:
    """Open plans of the unit, or of the commune it lies in; for what no plan mends, where it is seen to."""
    if row.why in (Why.LATE, Why.SUSPICIOUS):
        return Cell(visit.say("watch_row.remind"), href("quality", unit=row.unit.code))
    plan = dict(row.said).get("plan")
    if plan is not None:
        return Cell(visit.say("watch_row.plan"), href("actions", unit=row.unit.code, plan=plan))
    if row.planned_by is not None:
        number = formats.number(row.planned, visit.lang)
        key = "planned" if row.planned_by == row.unit else "planned_by"
        told = visit.say(f"watch_row.{key}", number=number, unit=row.planned_by.name)
        return Cell(told, href("actions", unit=row.planned_by.code))
    return Cell(visit.say("watch_row.unplanned"))
