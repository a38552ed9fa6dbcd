"""A unit's place among its peers: ties share it, order of reading does not matter, too small or not whole has none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from db import goals
from db.engine import reading
from flows.asked import asked_of, find_resolution, find_unit
from flows.peers import FEWEST, SMALLEST, Entry, Unplaced, peers_of, place, places
from metrics.periods import quarter
from metrics.schema import AS_REPORTED

VALUES = st.dictionaries(st.integers(0, 40), st.fractions(0, 100, max_denominator=6), min_size=FEWEST, max_size=14)


def entries(values: dict[int, Fraction]) -> dict[int, Entry]:
    return {unit: Entry(value, Fraction(50)) for unit, value in values.items()}


@pytest.mark.parametrize(
    ("values", "less", "unit", "first", "last"),
    [
        ([30, 20, 10], False, 0, 1, 1),
        ([30, 20, 10], False, 2, 3, 3),
        ([30, 20, 10], True, 2, 1, 1),
        ([30, 20, 20, 20, 10], False, 2, 2, 4),
        ([20, 20, 20], False, 1, 1, 3),
        ([30, 20, 20, 10], True, 1, 2, 3),
    ],
)
def test_equal_figures_share_a_place(values: list[int], less: bool, unit: int, first: int, last: int) -> None:
    found = place(entries(dict(enumerate(map(Fraction, values)))), unit, less_is_better=less)
    assert (found.first, found.last, found.of, found.shared) == (first, last, len(values), last - first + 1)


@pytest.mark.parametrize(
    ("own", "others", "reason"),
    [
        (Entry(Fraction(10), Fraction(SMALLEST - 1)), 5, Unplaced.SMALL),
        (Entry(Fraction(10), Fraction(SMALLEST)), 5, None),
        (Entry(None, Fraction(0)), 5, Unplaced.SMALL),
        (Entry(None), 5, Unplaced.SILENT),
        (Entry(Fraction(10), Fraction(50), sure=False), 5, Unplaced.UNSURE),
        (Entry(Fraction(10), Fraction(50)), 0, Unplaced.ALONE),
        (Entry(Fraction(10), Fraction(50)), FEWEST - 2, Unplaced.FEW),
        (Entry(Fraction(10), Fraction(50)), FEWEST - 1, None),
    ],
)
def test_a_unit_without_a_place_says_why(own: Entry, others: int, reason: Unplaced | None) -> None:
    found = place({0: own} | {n: Entry(Fraction(n), Fraction(50)) for n in range(1, others + 1)}, 0)
    assert found.unplaced is reason
    assert (found.first is None) is (reason is not None)
    assert (found.distance is None) is (reason is not None)


def test_nobody_gains_or_loses_by_a_peer_that_is_too_small_or_has_not_reported() -> None:
    held = entries({0: Fraction(10), 1: Fraction(20), 2: Fraction(30)})
    alone = place(held, 0)
    beside = place(held | {3: Entry(Fraction(0), Fraction(2)), 4: Entry(Fraction(99), Fraction(50), sure=False)}, 0)
    assert (alone.first, alone.of, alone.median) == (beside.first, beside.of, beside.median) == (3, 3, Fraction(20))
    assert (beside.among, beside.small, beside.unsure) == (5, 1, 1)


@given(VALUES, st.randoms())
def test_the_order_in_which_peers_are_read_does_not_matter(values: dict[int, Fraction], chance: object) -> None:
    shuffled = list(values)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    for unit in values:
        assert place(entries(values), unit) == place(entries({one: values[one] for one in shuffled}), unit)


@given(VALUES, st.booleans())
def test_places_cover_the_ranking_without_gap_or_overlap(values: dict[int, Fraction], less: bool) -> None:
    found = {unit: place(entries(values), unit, less_is_better=less) for unit in values}
    shared = {(each.first, each.last) for each in found.values()}
    covered = [number for first, last in shared if first and last for number in range(first, last + 1)]
    assert sorted(covered) == list(range(1, len(values) + 1))
    for one, mine in values.items():
        for other, theirs in values.items():
            ahead = (mine < theirs) if less else (mine > theirs)
            assert ((found[one].first or 0) < (found[other].first or 0)) is ahead


@given(VALUES)
def test_less_is_better_turns_the_ranking_round(values: dict[int, Fraction]) -> None:
    for unit in values:
        up, down = place(entries(values), unit), place(entries(values), unit, less_is_better=True)
        assert (down.first, down.last) == (len(values) + 1 - (up.last or 0), len(values) + 1 - (up.first or 0))
        assert up.median == down.median


@given(VALUES, st.integers(1, 9))
def test_a_better_figure_never_has_a_worse_place(values: dict[int, Fraction], more: int) -> None:
    unit = min(values)
    better = values | {unit: values[unit] + more}
    assert (place(entries(better), unit).first or 0) <= (place(entries(values), unit).first or 0)


# --- from the store ----------------------------------------------------------------------------------


def asked(engine: Engine, unit: str, resolution: str = "NQ04-DB-2016") -> tuple[list, int]:
    on = quarter(2019, 4).last
    count = [0]

    def seen(*_: object) -> None:
        count[0] += 1

    with reading(engine) as conn:
        row = find_unit(conn, unit)
        rows = asked_of(conn, find_resolution(conn, resolution), row, on)
        every = goals.goals(conn, resolution=resolution)
        event.listen(conn, "before_cursor_execute", seen)
        found = places(conn, rows, every, row, on=on, boundaries=AS_REPORTED)
    return found, count[0]


def test_peers_are_of_one_kind_under_one_parent(demo: Engine) -> None:
    with reading(demo) as conn:
        on = quarter(2019, 4).last
        district = peers_of(conn, find_unit(conn, "DB/muong-nhe"), on, AS_REPORTED)
        assert len(district) == 10
        assert {one.kind for one in district} == {"district"}
        commune = peers_of(conn, find_unit(conn, "DB/muong-nhe/sin-thau"), on, AS_REPORTED)
        assert {one.code.rpartition("/")[0] for one in commune} == {"DB/muong-nhe"}
        assert [one.code for one in peers_of(conn, find_unit(conn, "DB"), on, AS_REPORTED)] == ["DB"]


def test_an_ended_unit_has_the_peers_it_had_last(demo: Engine) -> None:
    with reading(demo) as conn:
        found = peers_of(conn, find_unit(conn, "KT/kon-tum"), quarter(2025, 4).last, AS_REPORTED)
    assert {one.code.count("/") for one in found} == {1}
    assert len(found) == 10


def test_places_of_all_districts_are_one_ranking(demo: Engine) -> None:
    with reading(demo) as conn:
        codes = [
            one.code for one in peers_of(conn, find_unit(conn, "DB/muong-nhe"), quarter(2019, 4).last, AS_REPORTED)
        ]
    second = [asked(demo, code)[0][1] for code in codes]
    ranked = [each for each in second if each.unplaced is None]
    assert ranked
    assert {each.of for each in second} == {len(ranked)}
    assert len({each.median for each in second}) == 1
    first = {each.first for each in ranked}
    assert 1 in first
    assert max(each.last or 0 for each in ranked) == len(ranked)


def test_only_peers_with_a_target_of_their_own_are_compared_on_a_count(demo: Engine) -> None:
    with reading(demo) as conn:
        row = find_unit(conn, "KT/kon-tum/dak-bla")
        on = quarter(2021, 4).last
        rows = asked_of(conn, find_resolution(conn, "NQ16-KT-2020"), row, on)
        every = goals.goals(conn, resolution="NQ16-KT-2020")
        found = places(conn, rows, every, row, on=on, boundaries=AS_REPORTED)
    counts = [each for each in found if each is not None and each.of_target]
    assert counts
    assert {each.unplaced for each in counts} == {Unplaced.ALONE}


def test_the_number_of_queries_does_not_grow_with_the_peers(demo: Engine) -> None:
    for unit in ("DB/muong-nhe", "DB/muong-nhe/sin-thau"):
        asked(demo, unit)
    _, few = asked(demo, "DB")
    _, districts = asked(demo, "DB/muong-nhe")
    _, communes = asked(demo, "DB/muong-nhe/sin-thau")
    assert districts <= few + 4
    assert communes <= districts + 2
