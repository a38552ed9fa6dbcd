"""Rules of the watch as truth tables: a path of figures and what the rule says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.goals import Verdict
from metrics.outlook import Reach
from metrics.watch import (
    EVIDENCE,
    HELD,
    MOST_WITHIN,
    RATED,
    STEPS,
    Link,
    Why,
    at_risk,
    differs,
    links,
    rank,
    ready,
    relapsed,
    spells,
    weak,
)

Path = Sequence[int | None]


def held(paths: Mapping[int, Path]) -> pl.DataFrame:
    """Figures of units in the periods 1, 2, 3 …; null where nobody reported."""
    rows = [(unit, at, num) for unit, path in paths.items() for at, num in enumerate(path, 1) if num is not None]
    return pl.DataFrame(rows, schema=HELD, orient="row")


def present(numbers: Mapping[int, int | None]) -> pl.DataFrame:
    rows = [(unit, number) for unit, number in numbers.items() if number is not None]
    return pl.DataFrame(rows, schema={"unit": pl.Int32, "num": pl.Int64}, orient="row")


RELAPSES: list[tuple[Path, tuple[int, int] | None]] = [
    # the path of a bad state up to now; since when it holds again and when it last did not
    ((1, 1, 1), None),  # never left it
    ((0, 0, 0), None),  # never was in it
    ((1, 0, 0), None),  # left it for good
    ((1, 0, 1), (3, 2)),
    ((1, 0, 1, 1, 1, 1), (3, 2)),  # fell long ago and is still down
    ((1, 0, 1, 0), None),  # fell and rose again
    ((1, 0, 1, 0, 1), (5, 4)),  # the last fall counts
    ((0, 1), (2, 1)),  # out of it when first reported
    ((1, 0, None, 1), (4, 2)),  # a silent period is neither in nor out
    ((1, 0, 1, None), None),  # nothing said of now
    ((None, 1, 1), None),
    ((1, None, 1), None),
]


@pytest.mark.parametrize(("path", "expected"), RELAPSES)
def test_a_place_that_had_been_out_of_a_bad_state_and_is_in_it_has_relapsed(
    path: Path, expected: tuple[int, int] | None
) -> None:
    found = relapsed(held({7: path}), len(path)).rows()
    assert found == ([] if expected is None else [(7, *expected)])


def test_what_comes_after_the_review_is_not_known_yet() -> None:
    assert relapsed(held({7: (1, 0, 0, 1)}), 3).is_empty()


FEW: list[tuple[int | None, int | None, list[tuple[int, int | None]]]] = [
    # members now, a year before; few is up to two
    (0, 5, []),  # it has fallen already
    (1, 3, [(1, 3)]),
    (1, 0, [(1, 0)]),
    (2, 2, [(2, 2)]),
    (2, None, [(2, None)]),
    (3, 9, []),
    (None, 1, []),
]


@pytest.mark.parametrize(("now", "before", "expected"), FEW)
def test_few_members_are_a_risk_and_none_is_none(
    now: int | None, before: int | None, expected: list[tuple[int, int | None]]
) -> None:
    found = at_risk(present({4: now}), present({4: before}), 2)
    assert found.select("num", "before").rows() == expected


@given(st.dictionaries(st.integers(1, 40), st.integers(0, 12)), st.integers(1, 10))
def test_a_unit_is_without_members_at_risk_or_has_more(numbers: dict[int, int], few: int) -> None:
    risky = set(at_risk(present(numbers), present({}), few)["unit"])
    none = {unit for unit, number in numbers.items() if number == 0}
    more = {unit for unit, number in numbers.items() if number > few}
    assert risky | none | more == set(numbers)
    assert not risky & none
    assert not risky & more


READY: list[tuple[Path, Path, tuple[int, int | None] | None]] = [
    # members, without a branch; since when both hold, and when they last did not
    ((3, 3), (1, 1), (1, None)),
    ((2, 3), (1, 1), (2, 1)),
    ((3, 3), (0, 1), (2, 1)),
    ((3, 2), (1, 1), None),
    ((3, 4), (1, 0), None),
    ((3, 2, 3), (1, 1, 1), (3, 2)),
    ((9, 9), (1, None), None),
    ((9, None), (1, 1), None),
]


@pytest.mark.parametrize(("members", "lacking", "expected"), READY)
def test_members_enough_and_no_branch_is_ready(
    members: Path, lacking: Path, expected: tuple[int, int | None] | None
) -> None:
    found = ready(held({2: members}), held({2: lacking}), len(members), 3).rows()
    assert found == ([] if expected is None else [(2, *expected)])


@given(st.dictionaries(st.integers(1, 30), st.integers(0, 9)), st.integers(1, 4), st.integers(1, 5))
def test_nobody_is_both_at_risk_and_ready(numbers: dict[int, int], few: int, more: int) -> None:
    everybody_lacks = held(dict.fromkeys(numbers, (1,)))
    enough = ready(held({unit: (number,) for unit, number in numbers.items()}), everybody_lacks, 1, few + more)
    assert not set(enough["unit"]) & set(at_risk(present(numbers), present({}), few)["unit"])


def rated(years: Mapping[int, tuple[int, bool]], unit: int = 5) -> pl.DataFrame:
    """Ratings of a unit: (scheme, weak) by year."""
    return pl.DataFrame(
        [(unit, year, scheme, bad) for year, (scheme, bad) in years.items()], schema=RATED, orient="row"
    )


WEAK = [
    # (scheme, weak) by year; since, last, years in a row, years in which the scheme changed
    ({2015: (1, False), 2016: (1, True)}, (2016, 2016, 1, ())),
    ({2014: (1, True), 2015: (1, True), 2016: (1, True)}, (2014, 2016, 3, ())),
    ({2014: (1, True), 2015: (1, False), 2016: (1, True)}, (2016, 2016, 1, ())),
    ({2015: (1, True), 2016: (1, False)}, None),
    ({2014: (1, True), 2016: (1, True)}, (2016, 2016, 1, ())),  # a year without a rating ends the row
    ({2016: (1, True), 2017: (1, True), 2018: (2, True)}, (2016, 2018, 3, (2018,))),
    ({2017: (1, False), 2018: (2, True), 2019: (2, True)}, (2018, 2019, 2, ())),
]


@pytest.mark.parametrize(("years", "expected"), WEAK)
def test_years_rated_weak_in_a_row(
    years: dict[int, tuple[int, bool]], expected: tuple[int, int, int, tuple[int, ...]] | None
) -> None:
    found = [(each.since, each.last, each.years, each.breaks) for each in weak(rated(years), 2020)]
    assert found == ([] if expected is None else [expected])


def test_a_rating_not_given_yet_leaves_the_last_one() -> None:
    """Đồng Ý: weak in 2016, not rated yet for 2017."""
    assert [each.last for each in weak(rated({2016: (1, True)}), 2017)] == [2016]


def test_ratings_after_the_review_count_nothing_and_fewer_years_than_asked_are_left_out() -> None:
    years = rated({2015: (1, True), 2016: (1, True), 2017: (1, False)})
    assert [each.years for each in weak(years, 2016)] == [2]
    assert weak(years, 2017) == ()
    assert weak(years, 2016, least=3) == ()


OUTLOOKS = [
    (Verdict.ON_TRACK, Reach.UNLIKELY, True),
    (Verdict.MET, Reach.UNLIKELY, True),
    (Verdict.EXCEEDED, Reach.UNLIKELY, True),
    (Verdict.ON_TRACK, Reach.OPEN, False),
    (Verdict.ON_TRACK, Reach.SURE, False),
    (Verdict.BEHIND, Reach.SURE, True),
    (Verdict.BEHIND, Reach.LIKELY, True),
    (Verdict.BEHIND, Reach.OPEN, False),
    (Verdict.BEHIND, Reach.UNLIKELY, False),
    (Verdict.MISSED, Reach.SURE, False),
    (Verdict.INCONCLUSIVE, Reach.UNLIKELY, False),
    (None, Reach.UNLIKELY, False),
]


@pytest.mark.parametrize(("verdict", "reach", "expected"), OUTLOOKS)
def test_an_outlook_differs_where_it_contradicts(verdict: Verdict | None, reach: Reach, expected: bool) -> None:
    assert differs(verdict, reach) is expected


MEMBERS, HOUSES, NONE, BRANCH, ROAD = 1, 2, 11, 12, 13


def where(places: Mapping[int, Sequence[int]]) -> pl.DataFrame:
    rows = [(indicator, 1, unit) for indicator, units in places.items() for unit in units]
    return pl.DataFrame(rows, schema=EVIDENCE, orient="row")


LINKS = [
    # where stocks are nothing, where states hold; the links
    ({MEMBERS: range(8)}, {NONE: range(8), BRANCH: range(20)}, [Link(MEMBERS, NONE, BRANCH)]),
    ({MEMBERS: range(8)}, {NONE: range(8), BRANCH: range(20), ROAD: range(5, 30)}, [Link(MEMBERS, NONE, BRANCH)]),
    ({MEMBERS: range(8)}, {NONE: range(8)}, [Link(MEMBERS, NONE, None)]),
    ({MEMBERS: range(8)}, {NONE: range(8), BRANCH: range(20), ROAD: range(30)}, [Link(MEMBERS, NONE, None)]),
    ({MEMBERS: range(8)}, {BRANCH: range(20)}, []),
    ({MEMBERS: range(4)}, {NONE: range(4), BRANCH: range(20)}, []),  # too few to tell
    ({HOUSES: range(30, 40)}, {NONE: range(8), BRANCH: range(20)}, []),
    ({MEMBERS: range(40)}, {NONE: range(1, 40), BRANCH: range(60)}, [Link(MEMBERS, NONE, BRANCH)]),  # one slip
    ({MEMBERS: range(40)}, {NONE: range(3, 40), BRANCH: range(60)}, []),
]


@pytest.mark.parametrize(("nothing", "holding", "expected"), LINKS)
def test_indicators_belong_together_where_their_figures_say_the_same(
    nothing: dict[int, range], holding: dict[int, range], expected: list[Link]
) -> None:
    assert list(links(where(nothing), where(holding))) == expected


def test_a_rule_outweighs_all_below_it_and_a_plan_lightens_a_row() -> None:
    for below, above in pairwise(STEPS):
        assert rank(below, 10**6) < rank(above, -5, planned=3)
    assert set(STEPS) == set(Why)
    assert rank(Why.WEAK, 10) > rank(Why.WEAK, 10, planned=1)
    assert rank(Why.WEAK, MOST_WITHIN) - rank(Why.WEAK, 0) == MOST_WITHIN


paths = st.dictionaries(
    st.integers(1, 12), st.lists(st.sampled_from([0, 1, 2, 5, None]), min_size=6, max_size=6), max_size=8
)


@given(paths, st.randoms(use_true_random=False))
def test_the_order_of_figures_does_not_matter(found: dict[int, list[int | None]], chance) -> None:
    frame = held(found)
    order = list(range(frame.height))
    chance.shuffle(order)
    shuffled = frame[order]
    assert spells(frame, 6, low=1, high=2).equals(spells(shuffled, 6, low=1, high=2))
    assert relapsed(frame, 6).equals(relapsed(shuffled, 6))


@given(paths)
def test_a_unit_tells_nothing_of_another(found: dict[int, list[int | None]]) -> None:
    together = relapsed(held(found), 6).rows()
    apart = [row for unit, path in sorted(found.items()) for row in relapsed(held({unit: path}), 6).rows()]
    assert together == apart
