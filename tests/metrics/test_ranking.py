"""Many units judged at once: the same as one by one."""

from datetime import date
from fractions import Fraction

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.goals import Goal, Kind, Op, Path, Shape, Source, Target, TargetUnit, Verdict, Years
from metrics.judge import judge
from metrics.plans import MEASURES
from metrics.ranking import ASKED, JUDGED, asked, judge_many, row_case
from metrics.rollup import SUMS

F = Fraction
BAND = Target(Op.BAND, TargetUnit.PERCENT_PER_YEAR, low=F(15), high=F(20))


def goal(shape: Shape, target: Target | None, **more) -> Goal:
    dates = {"start": date(2016, 5, 23), "baseline_date": date(2016, 5, 23), "deadline": date(2020, 12, 31)}
    return Goal("G", "R", "i", "u", shape, target, Source.OWN, **{**dates, **more})


def rows(*told: tuple[int | None, ...]) -> pl.DataFrame:
    """Rows (value_num, value_den, base_num, base_den[, low_num, low_den, high_num, high_den, ranged[, comparable]])."""
    rest = (None, None, None, None, False, True)
    full = [(i, *row, *rest[len(row) - 4 :]) for i, row in enumerate(told, 1)]
    return pl.DataFrame(full, schema=ASKED, orient="row")


def same(frame: pl.DataFrame, what: Goal, on: date) -> pl.DataFrame:
    """Judged at once; every row is checked against the judge."""
    found = judge_many(frame, what, on=on)
    assert found.schema == JUDGED
    for asked_for, answer in zip(frame.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        one = judge(row_case(asked_for, what, on=on))
        codes = [getattr(one, name) for name in ("verdict", "reason", "best", "worst")]
        assert [answer[name] for name in ("verdict", "reason", "best", "worst")] == codes, asked_for
        for name in MEASURES:
            num, den = answer[f"{name}_num"], answer[f"{name}_den"]
            assert getattr(one, name) == (None if num is None else F(num, den)), (name, asked_for)
    return found


def test_the_published_cut_and_its_neighbours():
    """From 328 after three whole years: 132–180 left are met, 131 exceeds."""
    frame = rows(
        *((left, 1, 328, 1) for left in (131, 132, 135, 180, 181, 0, 328, 400)),
        (3, 1, 0, 1),
        (0, 1, 0, 1),
        (5, 1, None, None),
    )
    found = same(frame, goal(Shape.YEARLY_CUT, BAND), date(2019, 6, 30))
    assert found["verdict"].to_list()[:5] == [Verdict.EXCEEDED, *[Verdict.MET] * 3, Verdict.BEHIND]
    row = found.row(2, named=True)
    assert F(row["per_year_num"], row["per_year_den"]) == F(4825, 246)


def test_a_share_of_nobody_has_no_value():
    found = same(
        rows((0, 0, None, None)), goal(Shape.LEVEL_BY, Target(Op.ABOVE, TargetUnit.PERCENT, F(90))), date(2021, 1, 1)
    )
    assert found.row(0)[1:3] == ("inconclusive", "zero_denominator")


def test_a_relapse_is_named():
    found = same(rows((2, 1, 0, 1), (0, 1, 0, 1), (2, 1, 5, 1)), goal(Shape.ELIMINATE, None), date(2019, 12, 31))
    assert found["reason"].to_list()[:2] == ["relapse", None]


def test_other_shapes_are_judged_row_by_row():
    change = goal(Shape.CHANGE_BY, Target(Op.AT_LEAST, TargetUnit.PERCENT, F(30)))
    same(rows((130, 1, 100, 1), (1, 1, 100, 1), (5, 1, None, None)), change, date(2020, 12, 31))


def test_numbers_too_large_for_128_bits_are_still_exact():
    big = 2**61
    found = same(
        rows((big, big - 1, big, big - 3)),
        goal(Shape.LEVEL_BY, Target(Op.ABOVE, TargetUnit.PERCENT, F(100))),
        date(2020, 12, 31),
    )
    assert found["verdict"].to_list() == ["met"]


def test_no_rows_no_answers():
    assert judge_many(ASKED.to_frame(), goal(Shape.ELIMINATE, None), on=date(2020, 1, 1)).schema == JUDGED


@pytest.mark.parametrize(("kind", "value", "base"), [(Kind.STOCK, (7, 2), (9, 1)), (Kind.SHARE, (7, 10), (9, 20))])
def test_sums_become_questions(kind, value, base):
    def sums(num, den, scale, reported):
        told = [(unit, 1, 20, 0, num, den, scale, reported if unit == 1 else 0, 3, 0, 0) for unit in (1, 2)]
        return pl.DataFrame(told, schema=SUMS, orient="row")

    found = asked(sums(7, 10, 2, 3), sums(9, 20, 1, 3), kind)
    assert found.schema == ASKED
    assert found.row(0)[1:5] == (*value, *base)
    assert found.row(1)[1:5] == (None,) * 4
    assert asked(sums(7, 10, 2, 3), None, kind).row(0)[3:5] == (None, None)


# --- against the judge -------------------------------------------------------------------------------

numbers = st.builds(F, st.integers(0, 60), st.integers(1, 4))


@st.composite
def targets(draw, units: list[TargetUnit]) -> Target:
    op, unit = draw(st.sampled_from(list(Op))), draw(st.sampled_from(units))
    if op is Op.BAND:
        low, more = draw(numbers), draw(numbers)
        return Target(op, unit, low=low, high=low + more)
    return Target(op, unit, value=draw(numbers))


@st.composite
def goals(draw) -> Goal:
    shape = draw(st.sampled_from([Shape.YEARLY_CUT, Shape.CUMULATIVE_FLOW, Shape.LEVEL_BY, Shape.ELIMINATE]))
    units = {
        Shape.YEARLY_CUT: [TargetUnit.PERCENT_PER_YEAR, TargetUnit.PERCENT],
        Shape.CUMULATIVE_FLOW: [TargetUnit.COUNT],
    }.get(shape, [TargetUnit.COUNT, TargetUnit.PERCENT])
    target = None if shape is Shape.ELIMINATE else draw(targets(units))
    path = draw(
        st.sampled_from(
            [
                Path(),
                Path(milestones=((date(2018, 1, 1), F(30)), (date(2019, 6, 30), F(7, 2)))),
                Path(profile=(F(1, 2), F(1, 6), F(1, 6), F(1, 6))),
            ]
        )
    )
    return goal(
        shape,
        target,
        path=path,
        years=draw(st.sampled_from(list(Years))),
        declared_years=draw(st.sampled_from([None, 3])),
        tolerance=draw(st.sampled_from([F(1, 20), F(0), F(1, 3)])),
        baseline_value=draw(st.sampled_from([None, None, None, F(0), F(40)])),
        start=draw(st.sampled_from([date(2016, 5, 23), date(2017, 1, 1)])),
    )


small = st.integers(0, 70)
fraction = st.tuples(small, st.sampled_from([1, 1, 2, 3, 70]))
nothing = st.just((None, None))


@st.composite
def questions(draw) -> tuple[int | None, ...]:
    value, base = draw(st.one_of(fraction, nothing, st.just((0, 0)))), draw(st.one_of(fraction, fraction, nothing))
    low, high = draw(st.one_of(fraction, nothing)), draw(st.one_of(fraction, nothing))
    if None not in (*low, *high) and F(*low) > F(*high):
        low, high = high, low
    return (*value, *base, *low, *high, draw(st.booleans()), draw(st.sampled_from([True, True, True, False])))


days = st.one_of(
    st.dates(date(2016, 1, 1), date(2021, 12, 31)), st.sampled_from([date(2019, 12, 31), date(2020, 12, 31)])
)


@given(goals(), st.lists(questions(), min_size=1, max_size=12), days)
@settings(max_examples=250, deadline=None)
def test_judged_at_once_is_judged_one_by_one(what, told, on):
    same(rows(*told), what, on)
