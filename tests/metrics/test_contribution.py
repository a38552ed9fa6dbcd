"""The fewest units that hold most of a gap: exact, no more than needed, and always the same ones."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.contribution import HALF, fewest

GAPS = st.lists(st.one_of(st.integers(0, 40), st.fractions(0, 9, max_denominator=7)).map(Fraction), max_size=9)
SHARES = st.sampled_from([Fraction(0), HALF, Fraction(7, 10), Fraction(99, 100)])

EXAMPLES = [
    ([29, 27, 19, 12, 10, 9, 8, 8, 7, 6], (0, 1, 2), 75, 135, 0),
    ([1, 1, 1, 1], (0, 1, 2), 3, 4, 1),
    ([5, 5], (0, 1), 10, 10, 0),
    ([0, 0], (), 0, 0, 0),
    ([], (), 0, 0, 0),
    ([-3, 4, 0], (1,), 4, 4, 0),
]


@pytest.mark.parametrize(("gaps", "places", "held", "total", "tied"), EXAMPLES)
def test_examples(gaps: list[int], places: tuple[int, ...], held: int, total: int, tied: int) -> None:
    found = fewest([Fraction(gap) for gap in gaps])
    assert (found.places, found.held, found.total, found.tied) == (places, held, total, tied)


@given(GAPS, SHARES)
def test_they_hold_more_than_the_share_and_without_the_smallest_of_them_they_would_not(
    gaps: list[Fraction], share: Fraction
) -> None:
    found = fewest(gaps, share)
    if not found.total:
        assert found.places == ()
        return
    assert found.held == sum(gaps[place] for place in found.places) > share * found.total
    assert found.held - gaps[found.places[-1]] <= share * found.total


@given(GAPS, SHARES)
def test_no_smaller_set_holds_as_much(gaps: list[Fraction], share: Fraction) -> None:
    found = fewest(gaps, share)
    fewer = combinations(gaps, max(len(found.places) - 1, 0))
    assert not found.total or all(sum(some) <= share * found.total for some in fewer)


@given(GAPS)
def test_the_parts_add_up_to_the_whole_gap(gaps: list[Fraction]) -> None:
    found = fewest(gaps)
    rest = sum(gap for place, gap in enumerate(gaps) if place not in found.places)
    assert found.held + rest == found.total == sum(gaps)
    assert found.total == 0 or found.share + Fraction(rest) / found.total == 1


@given(GAPS)
def test_equal_parts_keep_their_order(gaps: list[Fraction]) -> None:
    found = fewest(gaps)
    pairs = [(-gaps[place], place) for place in found.places]
    assert pairs == sorted(pairs)
    last = gaps[found.places[-1]] if found.places else None
    assert found.tied == sum(gap == last for place, gap in enumerate(gaps) if place not in found.places)
