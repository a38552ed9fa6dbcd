"""What missing units and qualified figures could still make of a sum."""

from dataclasses import replace
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.bounds import deciding, qualified_range, span
from metrics.case import Bounds
from metrics.goals import Kind, Qualifier
from metrics.schema import QUALIFIERS

HISTORY = dict.fromkeys(("unit", "last_num", "last_den", "min_num", "max_num"), pl.Int64)
NONE = (None, None, None, None)


def missing(*rows: tuple[int | None, ...]) -> pl.DataFrame:
    """Rows (last_num, last_den, min_num, max_num), units 1, 2, …"""
    return pl.DataFrame([(i, *row) for i, row in enumerate(rows, 1)], schema=HISTORY, orient="row")


def qualified(*rows: tuple[object, ...]) -> pl.DataFrame:
    """Rows (num, den, qualifier, margin), units 101, 102, …"""
    schema = {"unit": pl.Int32, "num": pl.Int64, "den": pl.Int64, "qualifier": pl.Int8, "margin": pl.Int64}
    told = [(100 + i, num, den, QUALIFIERS.index(q), margin) for i, (num, den, q, margin) in enumerate(rows, 1)]
    return pl.DataFrame(told, schema=schema, orient="row")


F = Fraction
SPANS = [
    # kind, num, den, missing units, low, high
    (Kind.STATE, 130, 0, [NONE] * 5, 130, 135),
    (Kind.STATE, 130, 0, [], 130, 130),
    (Kind.STOCK, 10, 0, [(4, None, 2, 9), (5, None, 5, 5)], 17, 24),
    (Kind.STOCK, 10, 0, [(4, None, 2, 9), NONE], 12, None),
    (Kind.FLOW, 10, 0, [(4, None, 2, 9)], 10, 19),
    (Kind.FLOW, 10, 0, [NONE], 10, None),
    (Kind.SHARE, 90, 100, [(3, 20, 1, 9)], F(90, 120), F(110, 120)),
    (Kind.SHARE, 90, 100, [(3, 20, 1, 9), NONE], 0, 1),
    (Kind.SHARE, 0, 0, [(0, 0, 0, 0)], None, None),
    (Kind.RATING, 2, 8, [NONE] * 2, F(2, 10), F(4, 10)),
]


@pytest.mark.parametrize(("kind", "num", "den", "rows", "low", "high"), SPANS)
def test_missing_units_span(kind, num, den, rows, low, high):
    assert span(kind, num=num, den=den, missing=missing(*rows)).range == Bounds(low, high)


QUALIFIED = [
    (Kind.STOCK, 50, 0, (30, None, "at_least", None), 50, None),
    (Kind.STOCK, 50, 0, (30, None, "at_most", None), 20, 50),
    (Kind.STOCK, 50, 0, (30, None, "about", 5), 45, 55),
    (Kind.STOCK, 50, 0, (3, None, "about", 5), 47, 55),
    (Kind.STOCK, 50, 0, (30, None, "about", None), 20, None),
    (Kind.STOCK, 50, 0, (30, None, "exact", None), 50, 50),
    (Kind.SHARE, 50, 100, (30, 40, "at_least", None), F(50, 100), F(60, 100)),
    (Kind.SHARE, 50, 100, (0, 40, "at_most", None), F(50, 100), F(50, 100)),
    (Kind.STATE, 5, 0, (0, None, "at_least", None), 5, 6),
]


@pytest.mark.parametrize(("kind", "num", "den", "row", "low", "high"), QUALIFIED)
def test_qualified_figures_span(kind, num, den, row, low, high):
    assert span(kind, num=num, den=den, missing=missing(), qualified=qualified(row)).range == Bounds(low, high)


def test_a_unit_missing_in_several_periods_counts_with_all_of_them():
    rows = pl.concat([missing((4, None, 2, 9)), missing((4, None, 2, 9))])
    found = span(Kind.FLOW, num=100, missing=rows)
    assert found.range == Bounds(F(100), F(118))
    assert len(found.loose) == 1


PARTLY = [
    # a unit made of two of which one reported: history of the whole, what the sum already holds, low, high
    (Kind.STOCK, 105, 0, (9, None, 8, 9), (5, None), 108, 109),
    (Kind.STOCK, 105, 0, (9, None, 2, 3), (5, None), 105, 105),
    (Kind.FLOW, 105, 0, (9, None, 2, 9), (5, None), 105, 109),
    (Kind.STOCK, 105, 0, NONE, (5, None), 105, None),
    (Kind.SHARE, 50, 100, (9, 30, 1, 9), (5, 10), F(50, 120), F(70, 120)),
]


@pytest.mark.parametrize(("kind", "num", "den", "row", "have", "low", "high"), PARTLY)
def test_a_part_that_is_there_is_not_counted_twice(kind, num, den, row, have, low, high):
    rows = missing(row).with_columns(have_num=pl.lit(have[0], pl.Int64), have_den=pl.lit(have[1], pl.Int64))
    assert span(kind, num=num, den=den, missing=rows).range == Bounds(low, high)


def test_a_unit_listed_once_a_period_is_named_once():
    one = span(Kind.FLOW, num=0, missing=missing((0, None, 0, 9)))
    both = replace(one, loose=one.loose * 2)
    found = deciding(both, at_most(10))
    assert found is not None
    assert (found.units, found.enough) == ((1,), 1)


def test_a_published_figure_with_a_qualifier_spans_alone():
    assert qualified_range(Qualifier.AT_LEAST, F(5000)) == Bounds(F(5000), None)
    assert qualified_range(Qualifier.ABOUT, F(3), F(5)) == Bounds(F(0), F(8))


def at_most(limit: int):
    """Settled for a goal ``≤ limit``."""
    return lambda b: (b.high is not None and b.high <= limit) or (b.low is not None and b.low > limit)


def test_equal_units_are_all_named_with_how_many_are_enough():
    found = deciding(span(Kind.STATE, num=130, missing=missing(*[NONE] * 5)), at_most(132))
    assert found is not None
    assert (found.units, found.enough) == ((1, 2, 3, 4, 5), 3)


def test_nobody_decides_what_is_settled():
    assert deciding(span(Kind.STATE, num=130, missing=missing(*[NONE] * 5)), at_most(135)) is None


def test_the_widest_units_decide():
    found = deciding(
        span(Kind.FLOW, num=0, missing=missing((0, None, 0, 2), (0, None, 0, 90), (0, None, 0, 3))), at_most(10)
    )
    assert found is not None
    assert (found.units, found.enough) == ((2,), 1)


def test_a_unit_without_history_decides_first():
    found = deciding(span(Kind.STOCK, num=0, missing=missing((5, None, 0, 50), NONE)), at_most(20))
    assert found is not None
    assert (found.units, found.enough) == ((2,), 1)


def test_units_without_a_denominator_come_first():
    found = deciding(span(Kind.SHARE, num=9, den=10, missing=missing((1, 2, 0, 0), NONE)), lambda b: b.low == b.high)
    assert found is not None
    assert found.units == (2,)


def test_what_the_missing_cannot_settle_has_no_deciders():
    assert deciding(span(Kind.STATE, num=1, missing=missing(NONE)), lambda _: False) is None


history = st.tuples(st.integers(0, 9), st.integers(0, 9)).map(lambda p: (min(p), max(p), min(p), max(p)))


@given(st.sampled_from(list(Kind)), st.integers(0, 20), st.lists(history, max_size=5), st.data())
def test_every_plausible_outcome_lies_within(kind, extra, rows, data):
    """Fill in the missing units in any plausible way: the sum lies in the range."""
    num, den = extra, extra + 7
    total_num, total_den = num, den
    for last_num, last_den, low, high in rows:
        top = {Kind.STATE: 1, Kind.RATING: 1, Kind.SHARE: last_den}.get(kind, high)
        total_num += data.draw(st.integers(low if kind is Kind.STOCK else 0, top))
        total_den += {Kind.SHARE: last_den, Kind.RATING: data.draw(st.sampled_from([1]))}.get(kind, 0)
        assert last_num <= high
    found = span(kind, num=num, den=den, missing=missing(*rows)).range
    actual = F(total_num, total_den) if kind in (Kind.SHARE, Kind.RATING) else total_num
    assert found.low <= actual <= found.high


@given(st.lists(st.integers(1, 6), min_size=1, max_size=6), st.integers(0, 40))
def test_enough_is_the_least_number_that_can_settle(widths, limit):
    found = span(Kind.FLOW, num=5, missing=missing(*((0, None, 0, w) for w in widths)))
    who = deciding(found, at_most(limit))
    widest = sorted(widths, reverse=True)
    can = [k for k in range(len(widths) + 1) if 5 + sum(widest[k:]) <= limit or 5 + sum(widest[:k]) > limit]
    assert (who.enough if who else 0) == min(can)
