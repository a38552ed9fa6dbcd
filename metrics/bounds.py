"""Best and worst of a roll-up: what the missing units and the qualified figures could still make of it (method §5).

A missing unit's plausible range: a state 0 or 1; a stock its historic extremes; a flow 0 to its largest period;
a share's numerator 0 to its last denominator; a rating any class. Without history nothing above is ruled out; counts
are never below 0.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate

import polars as pl

from metrics.case import Bounds
from metrics.goals import Kind, Qualifier
from metrics.schema import QUALIFIERS

_NOTHING, _BEYOND = Fraction(0), Fraction(10**15)
"""More than any count there is."""


@dataclass(frozen=True, slots=True)
class Loose:
    """What one unit could add to the numerator: from ``low`` to ``high`` (null: any number above)."""

    unit: int
    low: Fraction
    high: Fraction | None


@dataclass(frozen=True, slots=True)
class Span:
    """A roll-up and what is loose in it.

    ``num`` is what is sure. ``den`` is the denominator with every missing unit at its last one, null for
    counts. ``den_open``: some missing unit's denominator is not known, so that a share can be anything
    the sure counts still reach: 0 to 1. ``loose`` are the missing and the qualified units.
    """

    num: Fraction
    den: Fraction | None
    den_open: bool
    loose: tuple[Loose, ...]

    @property
    def range(self) -> Bounds:
        """Best and worst as the case measures it: a count, or a share as a fraction; (null, null): nothing known."""
        if self.den_open:
            return Bounds(Fraction(0), Fraction(1))
        if self.den == 0:
            return Bounds(None, None)
        unit = self.den or Fraction(1)
        low = self.num + _total([one.low for one in self.loose])
        tops = [one.high for one in self.loose if one.high is not None]
        high = None if len(tops) < len(self.loose) else self.num + _total(tops)
        return Bounds(low / unit, None if high is None else high / unit)


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who would decide a verdict that the bounds leave open.

    Reports of ``enough`` of the ``units`` (widest range first) can settle it whatever the others say.
    Units whose range is as wide as that of the last one needed are all named.
    """

    units: tuple[int, ...]
    enough: int


def ranges(kind: Kind, missing: pl.DataFrame) -> pl.DataFrame:
    """Add ``low``, ``high`` (null: unbounded) and ``den`` (null: not known) to missing units, vectorised.

    ``missing`` has one row a unit with its history: last_num, last_den, min_num, max_num (null: none). ``den``
    is what the unit adds to the denominator: its last one for shares, 1 for ratings, else 0.
    """
    zero, one = pl.lit(0, pl.Int64), pl.lit(1, pl.Int64)
    low, high, den = zero, one, zero
    match kind:
        case Kind.STOCK:
            low, high = pl.col("min_num").cast(pl.Int64).fill_null(0), pl.col("max_num").cast(pl.Int64)
        case Kind.FLOW:
            high = pl.col("max_num").cast(pl.Int64)
        case Kind.SHARE:
            high = den = pl.col("last_den").cast(pl.Int64)
        case Kind.RATING:
            den = one
        case Kind.STATE:
            pass
    return missing.with_columns(low=low, high=high, den=den)


def qualified_range(qualifier: Qualifier, value: Fraction, margin: Fraction | None = None) -> Bounds:
    """What a qualified figure may stand for: at least [v, ∞), at most [0, v], about v ± margin.

    Never below 0. ``about`` without a stated margin says nothing: [0, ∞).
    """
    match qualifier:
        case Qualifier.EXACT:
            return Bounds.exact(value)
        case Qualifier.AT_LEAST:
            return Bounds(value, None)
        case Qualifier.AT_MOST:
            return Bounds(Fraction(0), value)
        case Qualifier.ABOUT:
            if margin is None:
                return Bounds(Fraction(0), None)
            return Bounds(max(Fraction(0), value - margin), value + margin)


def span(
    kind: Kind,
    *,
    num: int | Fraction,
    den: int | Fraction = 0,
    missing: pl.DataFrame,
    qualified: pl.DataFrame | None = None,
) -> Span:
    """What is loose in a roll-up ``num`` (of ``den``; both already divided by the row's scale).

    ``missing``: expected units without a figure, columns unit, last_num, last_den, min_num, max_num; where a unit made
    of several has a part of its figure in the sum already, that part as have_num, have_den (over have_scale, else 1).
    ``qualified``: figures in the sum with a qualifier, columns unit, num, den, qualifier (place in QUALIFIERS) and,
    where stated, margin (in counts). For a rating ``num`` counts one class (or a set of classes) and ``den`` the rated.
    A numerator never exceeds its own unit's denominator. For a sum over periods both hold a row a unit and period.
    """
    loose: list[Loose] = []
    sure, whole, den_open = Fraction(num), Fraction(den), False
    if qualified is not None and qualified.height:
        for row in qualified.iter_rows(named=True):
            if row["num"] is None or row["qualifier"] == 0:
                continue
            value = Fraction(row["num"])
            margin = None if row.get("margin") is None else Fraction(row["margin"])
            around = qualified_range(Qualifier(QUALIFIERS[row["qualifier"]]), value, margin)
            top = {Kind.SHARE: row["den"], Kind.STATE: 1}.get(kind)
            high = around.high
            if top is not None:
                high = Fraction(top) if high is None else min(Fraction(top), high)
            sure -= value
            loose.append(Loose(row["unit"], around.low or Fraction(0), high))
    for row in ranges(kind, missing).iter_rows(named=True):
        low, high, more = Fraction(row["low"]), row["high"], row["den"]
        part = row.get("have_scale") or 1
        have = Fraction(row["have_num"], part) if row.get("have_num") else _NOTHING
        den_open |= more is None
        if kind is Kind.SHARE:
            # What is still out: the last denominator less the part that is there, its numerator from nothing to all.
            there = Fraction(row.get("have_den") or 0, part)
            out = None if more is None else max(_NOTHING, more - there)
            loose.append(Loose(row["unit"], Fraction(0), out))
            whole += out or 0
            continue
        top = None if high is None else Fraction(high)
        if more:
            whole += more
        if have:
            sure, low, top = sure - have, max(low, have), None if top is None else max(top, have)
        loose.append(Loose(row["unit"], low, top))
    measured = kind in (Kind.SHARE, Kind.RATING)
    return Span(sure, whole if measured else None, measured and den_open, tuple(_by_unit(loose)))


def _by_unit(loose: Iterable[Loose]) -> list[Loose]:
    """One entry a unit: what it leaves open in several periods adds up."""
    found: dict[int, Loose] = {}
    for one in loose:
        before = found.get(one.unit)
        if before is not None:
            high = None if one.high is None or before.high is None else one.high + before.high
            one = Loose(one.unit, one.low + before.low, high)
        found[one.unit] = one
    return list(found.values())


def deciding(found: Span, settled: Callable[[Bounds], bool]) -> Deciding | None:
    """The units whose reports could settle a verdict; null where it is settled as it stands.

    ``settled`` says whether a verdict is the same all over some bounds; narrower bounds never unsettle it. Null
    also where even all of them at one end leave it open: then it is not the missing units that keep it open.
    While a denominator is not known, the units without one come first, all of them.
    """
    if settled(found.range):
        return None
    if found.den_open:
        unknown = tuple(one.unit for one in _by_unit(found.loose) if one.high is None)
        return Deciding(unknown, len(unknown))
    wide = [one for one in _by_unit(found.loose) if one.high is None or one.high > one.low]
    order = sorted(wide, key=lambda one: (one.high is not None, -_width(one), one.unit))
    # What the range loses at one end when the first units of the order have reported the other end.
    told = list(accumulate((_width(one) for one in order), initial=Fraction(0)))
    unit = found.den or Fraction(1)
    low = found.num + _total([one.low for one in found.loose])
    high = low + told[-1]
    open_ends = sum(one.high is None for one in order)

    def enough(count: int) -> bool:
        top = None if count < open_ends else (high - told[count]) / unit
        worst = Bounds(low / unit, top)
        # One open end reported as high as one likes carries the whole sum with it.
        beyond = _BEYOND if open_ends and count else Fraction(0)
        best = Bounds((low + told[count] + beyond) / unit, None if open_ends else high / unit)
        return settled(worst) or settled(best)

    need = bisect_left(range(len(order) + 1), True, key=enough)
    if need > len(order):
        return None
    last = order[need - 1]
    named = [one.unit for i, one in enumerate(order) if i < need or _same_width(one, last)]
    return Deciding(tuple(named), need)


def _total(values: Sequence[Fraction]) -> Fraction:
    """The sum; nearly all are whole, and whole numbers add up ten times as fast."""
    parts = [value for value in values if value.denominator != 1]
    return sum(parts, Fraction(sum(value.numerator for value in values if value.denominator == 1)))


def _width(one: Loose) -> Fraction:
    """Distance between the ends; 0 for an open end, which is counted apart."""
    return Fraction(0) if one.high is None else one.high - one.low


def _same_width(one: Loose, other: Loose) -> bool:
    return (one.high is None) == (other.high is None) and _width(one) == _width(other)
