"""Units that need watching, by the rules on their own figures: fallen back, at risk, ready for a branch, weak."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from functools import lru_cache

import polars as pl
from sqlalchemy import Connection

from db import goals, spells
from flows.cases import review_period
from flows.relapses import fallen, is_bad_state
from metrics import watch as found_by
from metrics.goals import Indicator, Kind
from metrics.periods import Period, PeriodKind, between, from_key, latest_ended, previous, year
from metrics.schema import INNER_KINDS
from metrics.watch import RATED, Link, Rules, Why

Figures = tuple[tuple[str, Fraction], ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked through: units ``under`` a unit (column ``unit``) on a day, by which rules.

    ``goals`` are the resolution's, by the id of the indicator they judge; ``periods`` the keys of all that have figures
    up to the day.
    """

    conn: Connection
    on: date
    under: pl.DataFrame
    rules: Rules
    indicators: Mapping[int, Indicator]
    goals: Mapping[int, str]
    periods: Sequence[int]


@dataclass(frozen=True, slots=True)
class Found:
    """A unit that a rule names. ``seq`` is the submission of the figure that does, ``weight`` its place in the rule."""

    why: Why
    unit: int
    indicator: int | None
    since: Period | date | None
    figures: Figures
    weight: int
    seq: int | None = None
    simulated: bool = False
    goal: str | None = None
    said: tuple[tuple[str, str], ...] = ()


def of_leaves(asked: Asked) -> list[Found]:
    """Everything that the figures of units themselves show, in no order."""
    rules = asked.rules
    linked = _links(asked) if {Why.AT_RISK, Why.READY} - rules.off or Why.RELAPSED not in rules.off else ()
    out: list[Found] = []
    if Why.RELAPSED not in rules.off:
        out += _relapsed(asked, linked)
    for link in linked:
        if Why.AT_RISK not in rules.off:
            out += _at_risk(asked, link)
        if Why.READY not in rules.off:
            out += _ready(asked, link)
    if Why.WEAK not in rules.off:
        out += _weak(asked)
    return out


def _bad_states(asked: Asked) -> dict[int, Indicator]:
    return {key: one for key, one in asked.indicators.items() if is_bad_state(one)}


def _links(asked: Asked) -> tuple[Link, ...]:
    """What counts the members of a leaf, and which states say that it has none, or no branch: as the figures show."""
    found: list[Link] = []
    for kind in sorted({one.unit_kind for one in asked.indicators.values()} - set(INNER_KINDS)):
        own = {key: one for key, one in asked.indicators.items() if one.unit_kind == kind}
        stocks = {key for key, one in own.items() if one.kind is Kind.STOCK and not one.falling}
        states = {key for key, one in own.items() if is_bad_state(one)}
        if not stocks or not states:
            continue
        told = (spells.first_told(asked.conn, asked.periods, one) for one in stocks)
        periods = {first for first in told if first is not None}
        periods |= {review_period(own[one], asked.on).key for one in stocks}
        nothing = spells.where(asked.conn, periods=periods, indicators=stocks, num=0)
        if nothing.is_empty():
            continue
        found += found_by.links(nothing, spells.where(asked.conn, periods=periods, indicators=states, num=1))
    return tuple(found)


def _relapsed(asked: Asked, linked: Collection[Link]) -> list[Found]:
    """Of the resolution's states and those that say there is no member; losing all members outweighs the others."""
    none = {link.none for link in linked}
    out = []
    for key, one in _bad_states(asked).items():
        if key not in asked.goals and key not in none:
            continue
        now = review_period(one, asked.on)
        for unit, since, left, seq in fallen(asked.conn, key, now, asked.under, asked.periods).iter_rows():
            ago = _periods_between(since, now)
            weight = (40 if key in none else 0) + max(0, 39 - ago)
            said = (("out", from_key(left).code), ("state", "none" if key in none else "bad"))
            figures = (("periods", Fraction(ago + 1)),)
            out.append(Found(Why.RELAPSED, unit, key, from_key(since), figures, weight, seq, said=said))
    return out


def _at_risk(asked: Asked, link: Link) -> list[Found]:
    one, few = asked.indicators[link.members], asked.rules.few
    now = review_period(one, asked.on)
    present = _within(asked, link.members, now, 1, few)
    if present.is_empty():
        return []
    before = spells.within(
        asked.conn, period=year_before(now), indicators=[link.members], low=0, units=present["unit"].to_list()
    )
    rows = found_by.at_risk(present, before, few)
    held = spells.turning(
        asked.conn, indicator=link.members, present=present, periods=asked.periods, now=now, low=1, high=few
    )
    since = {unit: first for unit, first, _ in found_by.spells(held, now.key, low=1, high=few).iter_rows()}
    seqs = dict(present.select("unit", "seq").iter_rows())
    out = []
    for unit, number, earlier in rows.iter_rows():
        falling = earlier is not None and earlier > number
        figures = [("members", Fraction(number))]
        figures += [("before", Fraction(earlier))] if earlier is not None else []
        weight = (40 if falling else 0) + max(0, 20 - 5 * number)
        goal = asked.goals.get(link.none)
        found = Found(Why.AT_RISK, unit, link.members, from_key(since[unit]), tuple(figures), weight, seqs[unit])
        out.append(replace(found, goal=goal))
    return out


def _ready(asked: Asked, link: Link) -> list[Found]:
    if link.lacking is None:
        return []
    least = asked.rules.ready
    one = asked.indicators[link.members]
    now = review_period(one, asked.on)
    if review_period(asked.indicators[link.lacking], asked.on) != now:
        return []
    lacking = _within(asked, link.lacking, now, 1, 1)
    members = _within(asked, link.members, now, least, None).join(lacking, on="unit", how="semi")
    if members.is_empty():
        return []
    lacking = lacking.join(members, on="unit", how="semi")
    enough = spells.turning(
        asked.conn, indicator=link.members, present=members, periods=asked.periods, now=now, low=least
    )
    without = spells.turning(
        asked.conn, indicator=link.lacking, present=lacking, periods=asked.periods, now=now, low=1, high=1
    )
    numbers = {unit: (number, seq) for unit, number, seq in members.select("unit", "num", "seq").iter_rows()}
    return [
        Found(
            Why.READY,
            unit,
            link.lacking,
            from_key(since),
            (("members", Fraction(numbers[unit][0])),),
            numbers[unit][0],
            numbers[unit][1],
        )
        for unit, since, _ in found_by.ready(enough, without, now.key, least).iter_rows()
    ]


def _weak(asked: Asked) -> list[Found]:
    """Schemes follow one another; of the classes of two only the lowest may be read as one series."""
    schemes = goals.schemes(asked.conn)
    rated = {key: one for key, one in asked.indicators.items() if one.kind is Kind.RATING}
    out: list[Found] = []
    for kind in sorted({one.unit_kind for one in rated.values()}):
        own = {key: one for key, one in rated.items() if one.unit_kind == kind}
        years = [key for key in asked.periods if key % 10 == PeriodKind.YEAR]
        frames = [
            spells.ratings(asked.conn, indicator=key, periods=years, lowest=len(schemes[one.scheme or ""]) - 1)
            for key, one in own.items()
            if schemes.get(one.scheme or "")
        ]
        if not frames:
            continue
        every = pl.concat(frames).join(asked.under, on="unit", how="semi")
        seqs = {(unit, told): (scheme, seq) for unit, told, scheme, _, seq in every.iter_rows()}
        for spell in found_by.weak(every.select(list(RATED)), asked.on.year, asked.rules.weak_years):
            scheme, seq = seqs[spell.unit, spell.last]
            figures = [("years", Fraction(spell.years)), ("last", Fraction(spell.last))]
            figures += [("break", Fraction(on)) for on in spell.breaks]
            ended = latest_ended(asked.on, PeriodKind.YEAR).last.year
            figures += [("unrated", Fraction(ended))] if ended > spell.last else []
            said = (("class", schemes[own[scheme].scheme or ""][-1]),)
            found = Found(Why.WEAK, spell.unit, scheme, year(spell.since), tuple(figures), 10 * spell.years, seq)
            out.append(replace(found, said=said))
    return out


def year_before(now: Period) -> Period:
    """The period of the same kind that ended a year before."""
    before = previous(now)
    while before.last.year == now.last.year or before.last.month != now.last.month:
        before = previous(before)
    return before


def _within(asked: Asked, indicator: int, now: Period, low: int, high: int | None) -> pl.DataFrame:
    found = spells.within(asked.conn, period=now, indicators=[indicator], low=low, high=high)
    return found.join(asked.under, on="unit", how="semi")


@lru_cache(1024)
def _periods_between(since: int, now: Period) -> int:
    """How many periods of its kind after one the other is."""
    return len(between(from_key(since).last, now.last, now.kind)) - 1
