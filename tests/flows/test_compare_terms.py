"""Two resolutions side by side: only the same indicator is paired, and everything else says why it is not."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine

from db.engine import reading
from flows.asked import Unknown
from flows.compare.courses import COUNT, OF_BASELINE, PERCENT, courses
from flows.compare.terms import Terms, Why, side_by_side
from flows.levels import Level
from flows.verdicts import review
from metrics.periods import parse
from tests.flows.house import COMMUNES, House, each


def beside(demo: Engine, one: str, when: str, other: str, then: str) -> Terms:
    with reading(demo) as conn:
        return side_by_side(conn, resolution=one, as_of=parse(when), other=other, other_as_of=parse(then))


DB, KT, OLD, BS = (
    ("NQ04-DB-2016", "2019-Q4"),
    ("NQ16-KT-2020", "2025-Q4"),
    ("NQ03-KT-2016", "2021-Q3"),
    ("KH49-BS-2017", "2017-Q4"),
)


@pytest.mark.parametrize(
    ("one", "other", "pairs"),
    [
        (DB, KT, ["village_without_branch"]),
        (KT, DB, ["village_without_branch"]),
        (OLD, KT, ["secretary_is_head", "villages", "new_members", "head_is_member"]),
        (BS, DB, []),
    ],
)
def test_only_the_same_indicator_is_paired(
    demo: Engine, one: tuple[str, str], other: tuple[str, str], pairs: list[str]
) -> None:
    found = beside(demo, *one, *other)
    assert [pair.indicator.code for pair in found.pairs] == pairs


def test_every_goal_is_paired_or_has_its_reason(demo: Engine) -> None:
    for one, other in ((DB, KT), (OLD, KT), (BS, OLD)):
        found = beside(demo, *one, *other)
        told = {pair.indicator.code for pair in found.pairs} | {each_.goal.indicator.code for each_ in found.apart}
        assert told == {goal.indicator.code for side in (found.left, found.right) for goal in side.goals}
        assert {each_.why for each_ in found.apart} <= set(Why)


def test_two_provinces_are_two_units_and_two_terms_of_a_city_one(demo: Engine) -> None:
    (far,) = beside(demo, *DB, *KT).pairs
    assert not far.same_unit
    assert (far.left.unit.code, far.right.unit.code) == ("DB", "KT")
    near = beside(demo, *OLD, *KT).pairs[0]
    assert near.same_unit
    assert near.left.unit.code == "KT/kon-tum"


def test_verdicts_are_those_of_the_reviews(demo: Engine) -> None:
    found = beside(demo, *DB, *KT)
    with reading(demo) as conn:
        own = review(conn, resolution=DB[0], as_of=parse(DB[1]))
    assert [goal.judgement for goal in found.left.goals] == [goal.judgement for goal in own.goals]


def test_an_unknown_resolution_is_refused(demo: Engine) -> None:
    with pytest.raises(Unknown):
        beside(demo, *DB, "NQ99", "2019-Q4")


def test_what_does_not_survive_the_reform_breaks_there(house: House) -> None:
    house.goal("level_by", "orgs", {"op": ">=", "value": 1}, deadline=date(2026, 12, 31))
    for period in ("2024-Q4", "2025-Q1", "2025-Q2"):
        house.report(period, "orgs", each(2, COMMUNES))
    house.report("2025-Q3", "orgs", each(3, ("P/x", "P/y")))
    with reading(house.engine) as conn:
        found = side_by_side(conn, resolution="R", as_of=parse("2025-Q3"), other="R", other_as_of=parse("2025-Q3"))
    (pair,) = found.pairs
    assert [(one.on, one.code) for one in pair.breaks] == [(date(2025, 7, 1), "reform")]
    assert not pair.reform


# --- courses -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("resolution", "goal", "unit", "as_of", "scale"),
    [
        ("NQ04-DB-2016", "NQ04-DB-2016-02", "DB", "2019-Q4", OF_BASELINE),
        ("NQ16-KT-2020", "NQ16-KT-2020-02", "KT", "2024-Q4", PERCENT),
        ("NQ16-KT-2020", "NQ16-KT-2020-01", "KT", "2024-Q4", COUNT),
    ],
)
def test_a_course_ends_on_the_figure_that_is_judged(
    demo: Engine, resolution: str, goal: str, unit: str, as_of: str, scale: str
) -> None:
    with reading(demo) as conn:
        found = courses(conn, resolution=resolution, goal=goal, unit=unit, as_of=parse(as_of), level=Level.COMMUNES)
    assert found is not None
    assert found.scale == scale
    assert len(found.courses) == len(found.found.rows) > 80
    for row, course in zip(found.found.rows, found.courses, strict=True):
        cell = row.cells[0]
        assert course.unit == row.unit.id
        if cell is None or cell.actual is None or not course.places or course.places[-1].value is None:
            continue
        last = course.places[-1].value
        if scale == OF_BASELINE:
            assert cell.baseline is not None
            last = last * cell.baseline / 100
        elif scale == PERCENT:
            last = last / 100
        assert last == cell.actual


def test_a_line_that_stops_says_when(house: House) -> None:
    house.goal("level_by", "members", {"op": ">=", "value": 1}, {"op": ">=", "value": 1, "at": "P/A"})
    for period in ("2017-Q4", "2018-Q4"):
        house.report(period, "members", each(5, COMMUNES))
    house.report("2019-Q4", "members", each(5, COMMUNES[2:]))
    with reading(house.engine) as conn:
        found = courses(conn, resolution="R", goal="G1", unit="P", as_of=parse("2019-Q4"))
    assert found is not None
    assert [course.stops and course.stops.code for course in found.courses] == ["2018-Q4", None]
