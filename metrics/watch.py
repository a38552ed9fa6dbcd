"""What needs watching, found in figures: places that fell back, that may fall, that could form a branch, that are weak.

Every rule is a pure function of frames, and says of each unit since when it holds. The numbers that a rule turns on are
those of :class:`Rules`; docs/method.md §9 says every rule in words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from metrics.goals import Verdict
from metrics.outlook import Reach
from metrics.schema import conform

HELD = pl.Schema({"unit": pl.Int32, "period": pl.Int64, "num": pl.Int64})
"""Figures in force of one indicator, only those that were reported: one row a (unit, period)."""

SPELLS = pl.Schema({"unit": pl.Int32, "since": pl.Int64, "out": pl.Int64})
"""Since when a unit has been where it is, and the last period before that in which it was not (null: none)."""

AT_RISK = pl.Schema({"unit": pl.Int32, "num": pl.Int64, "before": pl.Int64})
"""Units of few members: how many they have, and how many they had a year earlier (null: not known)."""

RATED = pl.Schema({"unit": pl.Int32, "year": pl.Int32, "scheme": pl.Int32, "weak": pl.Boolean})
"""Ratings in force: whether the class is the lowest of its scheme; units not rated yet are absent."""

EVIDENCE = pl.Schema({"indicator": pl.Int32, "period": pl.Int64, "unit": pl.Int32})
"""Where a stock is nothing and where a falling state holds."""


class Why(StrEnum):
    """The rule that puts a unit or a goal on the list."""

    RELAPSED = "relapsed"
    AT_RISK = "at_risk"
    READY = "ready"
    WEAK = "weak"
    OUTLOOK = "outlook"
    LATE = "late"
    SUSPICIOUS = "suspicious"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of the rules: up to ``few`` members are few, ``ready`` form a branch; rules in ``off`` rest."""

    few: int = 2
    ready: int = 3
    weak_years: int = 1
    late_days: int = 1
    off: frozenset[Why] = frozenset()


def spells(held: pl.DataFrame, now: int, *, low: int, high: int | None = None) -> pl.DataFrame:
    """Units whose figure of the period ``now`` lies from ``low`` to ``high`` (open where null), as SPELLS, by unit.

    A period without a figure neither ends a spell nor begins one. ``held`` is HELD; later periods count nothing.
    """
    inside = pl.col("num") >= low if high is None else pl.col("num").is_between(low, high)
    known = conform(held, HELD).filter(pl.col("period") <= now).with_columns(inside=inside)
    there = known.filter("inside", period=now).select("unit")
    known = known.join(there, on="unit", how="semi")
    out = known.filter(~pl.col("inside")).group_by("unit").agg(pl.col("period").max().alias("out"))
    run = known.filter("inside").join(out, on="unit", how="left")
    run = run.filter(pl.col("out").is_null() | (pl.col("period") > pl.col("out")))
    found = run.group_by("unit").agg(pl.col("period").min().alias("since"), pl.col("out").first())
    return conform(found, SPELLS).sort("unit")


def relapsed(held: pl.DataFrame, now: int) -> pl.DataFrame:
    """Units in a bad state (1) that had been out of it, however long ago they fell: SPELLS, ``out`` never null."""
    return spells(held, now, low=1, high=1).filter(pl.col("out").is_not_null())


def at_risk(now: pl.DataFrame, before: pl.DataFrame, few: int) -> pl.DataFrame:
    """Units with members, but no more than ``few``: AT_RISK, by unit. Both frames hold ``unit`` and ``num``.

    A unit without any member is not at risk: it has fallen already.
    """
    low = now.filter(pl.col("num").is_between(1, few)).select("unit", "num")
    found = low.join(before.select("unit", pl.col("num").alias("before")), on="unit", how="left")
    return conform(found, AT_RISK).sort("unit")


def ready(members: pl.DataFrame, lacking: pl.DataFrame, now: int, least: int) -> pl.DataFrame:
    """Units with ``least`` members or more that lack a branch (1), as SPELLS: since both hold at once, by unit."""
    enough, without = spells(members, now, low=least), spells(lacking, now, low=1, high=1)
    both = enough.join(without, on="unit", suffix="_without")
    return both.select(
        "unit",
        pl.max_horizontal("since", "since_without").alias("since"),
        pl.max_horizontal("out", "out_without").alias("out"),
    ).sort("unit")


@dataclass(frozen=True, slots=True)
class WeakSpell:
    """A unit rated weak in its last rated year, ``years`` rating years in a row from ``since`` to ``last``.

    ``breaks`` are the years in which another scheme began within them: only "weak" itself is read across.
    """

    unit: int
    since: int
    last: int
    years: int
    breaks: tuple[int, ...]


def weak(rated: pl.DataFrame, until: int, least: int = 1) -> tuple[WeakSpell, ...]:
    """Units whose last rating by the year ``until`` is weak, for ``least`` years in a row or more; by unit.

    ``rated`` is RATED. A year without a rating ends the row; in a year rated by two schemes, weak in one is weak.
    """
    years: dict[int, dict[int, tuple[bool, int]]] = {}
    known = conform(rated, RATED).filter(pl.col("year") <= until).sort("unit", "year", "weak", "scheme")
    for unit, year, scheme, is_weak in known.iter_rows():
        years.setdefault(unit, {})[year] = (is_weak, scheme)
    found = (_weak_spell(unit, held) for unit, held in years.items())
    return tuple(each for each in found if each is not None and each.years >= least)


def _weak_spell(unit: int, held: Mapping[int, tuple[bool, int]]) -> WeakSpell | None:
    last = first = max(held)
    if not held[last][0]:
        return None
    while held.get(first - 1, (False, 0))[0]:
        first -= 1
    breaks = tuple(year for year in range(first + 1, last + 1) if held[year][1] != held[year - 1][1])
    return WeakSpell(unit, first, last, last - first + 1, breaks)


ENOUGH = 5
"""Places that say the same before two indicators are taken to belong together."""

NEARLY_ALL = (19, 20)
"""So many of those places must agree: a slip of the pen does not part what belongs together."""


@dataclass(frozen=True, slots=True)
class Link:
    """Ids of indicators that speak of the same units.

    ``members`` is a stock that is nothing exactly where the state ``none`` holds; ``lacking`` another state that holds
    wherever there is nothing and elsewhere too (no member, so no branch). It is null where there is no such state, or
    more than one.
    """

    members: int
    none: int
    lacking: int | None


def links(nothing: pl.DataFrame, holding: pl.DataFrame) -> tuple[Link, ...]:
    """Which stocks and falling states of one kind of unit belong together, as their figures show; by stock.

    Both are EVIDENCE over the same periods: where the stocks are nothing, and where the states hold. No code and no
    name of an indicator decides.
    """
    zeros, holds = (
        dict(conform(each, EVIDENCE).group_by("indicator").len().iter_rows()) for each in (nothing, holding)
    )
    pairs = nothing.join(holding, on=["period", "unit"], suffix="_state").group_by("indicator", "indicator_state").len()
    both = {(stock, state): number for stock, state, number in pairs.iter_rows()}
    found = []
    for stock in sorted(zeros):
        common = {state: both.get((stock, state), 0) for state in sorted(holds)}
        same = [one for one, number in common.items() if _alike(number, zeros[stock], holds[one])]
        if same:
            none = max(same, key=lambda one: (common[one], -one))
            wider = [one for one in common if one not in same and _holds_in(common[one], zeros[stock], holds[one])]
            found.append(Link(stock, none, wider[0] if len(wider) == 1 else None))
    return tuple(found)


def _alike(common: int, one: int, other: int) -> bool:
    part, whole = NEARLY_ALL
    every = one + other - common
    return every >= ENOUGH and common * whole >= every * part


def _holds_in(common: int, inner: int, outer: int) -> bool:
    part, whole = NEARLY_ALL
    return outer > inner and common * whole >= inner * part


GOOD = (Verdict.EXCEEDED, Verdict.MET, Verdict.ON_TRACK)
"""Verdicts that nobody would ask about."""


def differs(verdict: Verdict | None, reach: Reach) -> bool:
    """True where the pace leads elsewhere than the verdict: good now and hardly reached, or behind and reached.

    An outlook that is open contradicts nothing.
    """
    if verdict in GOOD:
        return reach is Reach.UNLIKELY
    return verdict is Verdict.BEHIND and reach in (Reach.SURE, Reach.LIKELY)


STEPS = (
    Why.READY,
    Why.LATE,
    Why.SUSPICIOUS,
    Why.AT_RISK,
    Why.OVERDUE,
    Why.WEAK,
    Why.RELAPSED,
    Why.OUTLOOK,
)
"""Rules by what is at stake, least first: a chance, doubtful figures, a danger, a promise, a weakness, a fall, a goal.
"""

STEP, WITHOUT_PLAN, MOST_WITHIN = 100, 20, 79
"""A rule outweighs all below it; within one, a row without a plan goes before the same with one."""


def rank(why: Why, weight: int = 0, *, planned: int = 0) -> int:
    """Consequence of a row, higher first. ``weight`` (0 to 79) tells rows of one rule apart."""
    within = max(0, min(MOST_WITHIN, weight))
    return (STEPS.index(why) + 1) * STEP + within + (0 if planned else WITHOUT_PLAN)
