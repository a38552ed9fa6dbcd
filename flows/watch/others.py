"""What else needs watching: goals whose pace leads elsewhere than their verdict, late reports, overdue steps."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import polars as pl

from db import figures, goals
from db.units import UnitRow
from flows import plans, timeliness
from flows.asked import find_unit
from flows.cases import review_period
from flows.outlook import outlook
from flows.stored_checks import checked
from flows.submit.problems import told
from flows.timeliness import Arrival
from flows.verdicts import review
from flows.watch.leaves import Asked, Found
from intake.problems import Level
from metrics.periods import Period, previous
from metrics.watch import GOOD, MOST_WITHIN, Why, differs
from report.text import LANGUAGES


def of_others(asked: Asked, *, resolution: str, unit: str, as_of: Period, boundaries: int) -> list[Found]:
    """What the rules on goals, reports and plans name, in no order."""
    off = asked.rules.off
    out: list[Found] = []
    if Why.OUTLOOK not in off:
        out += _outlooks(asked, resolution, unit, as_of, boundaries)
    if Why.LATE not in off:
        out += _late(asked, unit, as_of, boundaries)
    if Why.OVERDUE not in off:
        out += _overdue(asked, unit)
    return out


def _outlooks(asked: Asked, resolution: str, unit: str, as_of: Period, boundaries: int) -> Iterator[Found]:
    only = _complete(asked, resolution, unit, boundaries)
    found = review(asked.conn, resolution=resolution, unit=unit, as_of=as_of, boundaries=boundaries, only=only)
    for each in found.goals:
        ahead, verdict = outlook(each), each.judgement.verdict
        if ahead is None or verdict is None or not differs(verdict, ahead.reach):
            continue
        since = review_period(each.indicator, asked.on)
        for _ in range(ahead.periods - 1):
            since = previous(since)
        figures = (("low", ahead.low), ("high", ahead.high), ("periods", Fraction(ahead.periods)))
        yield Found(
            why=Why.OUTLOOK,
            unit=each.unit.id,
            indicator=each.indicator_id,
            since=since,
            figures=figures,
            weight=60 if verdict in GOOD else 10,
            simulated=ahead.simulated,
            goal=each.goal.code,
            said=(("verdict", verdict), ("reach", ahead.reach)),
        )


def _complete(asked: Asked, resolution: str, unit: str, boundaries: int) -> set[str]:
    """Goals whose figure everybody reported in the period: where some are missing there is no outlook.

    Goals of other units than the one asked about, and those that no sum is kept for, are left to the outlook itself.
    """
    at = find_unit(asked.conn, unit)
    sums = figures.rollup(
        asked.conn, boundaries=boundaries, units=[at.id], indicators=asked.goals, first=asked.on, last=asked.on
    )
    open_ = set(sums.filter(pl.col("reported") < pl.col("expected"))["indicator"])
    every = goals.goals(asked.conn, resolution=resolution)
    return {row.goal.code for row in every if row.indicator_id not in open_}


def _late(asked: Asked, unit: str, as_of: Period, boundaries: int) -> Iterator[Found]:
    for each in timeliness.late_units(asked.conn, unit=unit, as_of=as_of, boundaries=boundaries):
        days = each.days or 0
        if each.arrival is Arrival.LATE and days < asked.rules.late_days:
            continue
        figures = [("units", Fraction(each.units)), ("expected", Fraction(each.expected))]
        figures += [("days", Fraction(days))] if each.arrival is Arrival.LATE else []
        yield Found(
            why=Why.LATE,
            unit=each.unit.id,
            indicator=None,
            since=each.deadline,
            figures=tuple(figures),
            weight=60 if each.arrival is Arrival.MISSING else min(59, days),
            simulated=each.simulated,
            said=(("arrival", each.arrival),),
        )


def _overdue(asked: Asked, unit: str) -> Iterator[Found]:
    for each in plans.overdue(asked.conn, unit=unit, on=asked.on):
        days = (asked.on - each.due_on).days
        yield Found(
            why=Why.OVERDUE,
            unit=each.unit.id,
            indicator=None,
            since=each.due_on,
            figures=(("days", Fraction(days)),),
            weight=days // 30,
            simulated=each.simulated,
            said=(
                ("kind", each.kind),
                ("text_vi", each.text_vi),
                ("text_en", each.text_en),
                ("body_vi", each.body_vi),
                ("body_en", each.body_en),
                *([("plan", each.plan)] if each.plan else []),
            ),
        )


NAMED_BY_OTHERS = "relapsed"
"""What the checks of a file call a relapse, which has a rule of its own."""


def of_figures(asked: Asked, *, unit: UnitRow, as_of: Period) -> Iterator[Found]:
    """Figures that look wrong and that nobody has explained, and stored sums that their figures do not give."""
    if Why.SUSPICIOUS in asked.rules.off:
        return
    found = checked(asked.conn, unit=unit.code, as_of=as_of)
    ids = {one.code: number for number, one in asked.indicators.items()}
    for each in found.remarks:
        if each.reason or NAMED_BY_OTHERS in (each.problem.code, each.problem.params.get("of")):
            continue
        names = {each.unit.code: each.unit.name} if each.unit else {}
        texts = {lang: told(each.problem, lang, names | _indicator_names(asked, lang)).message for lang in LANGUAGES}
        yield Found(
            why=Why.SUSPICIOUS,
            unit=each.unit.id if each.unit else unit.id,
            indicator=ids.get(each.indicator.code) if each.indicator else None,
            since=as_of,
            figures=(),
            weight=WEIGHTS[each.level],
            simulated=each.simulated,
            said=tuple((f"text_{lang}", text) for lang, text in texts.items()),
        )
    for one in found.unequal:
        number = ids[one.indicator.code]
        yield Found(Why.SUSPICIOUS, one.unit.id, number, as_of, (), MOST_WITHIN, said=(("sum", one.indicator.code),))


WEIGHTS = {Level.ERROR: 60, Level.WARNING: 30, Level.INFO: 0}


def _indicator_names(asked: Asked, lang: str) -> dict[str, str]:
    return {one.code: one.name_vi if lang == "vi" else one.name_en for one in asked.indicators.values()}
