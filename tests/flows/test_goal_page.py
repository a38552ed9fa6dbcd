"""What a goal's page asks beside the verdict: ends of the figure, who owes it, both readings, units not asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction

import pytest
from sqlalchemy import Engine, event

from db import goals
from db.engine import reading
from flows.asked import Unknown
from flows.contribution import contribution
from flows.ends import ends, incomplete, not_reported
from flows.levels import Level
from flows.one_goal import one_goal
from flows.ranking import ranking
from flows.readings import readings
from flows.verdicts import review
from metrics.goals import Source, Verdict
from metrics.periods import parse
from tests.flows.house import COMMUNES, House, each


def test_both_ends_and_who_owes_the_figure(house: House) -> None:
    house.goal("level_by", "heads", {"op": ">=", "value": 60, "measure": "percent"})
    house.report("2019-Q4", "heads", each((8, 10)))
    house.report("2020-Q4", "heads", each((8, 10), COMMUNES[:2]))
    found = house.one("2020-Q4")
    both = ends(found)
    assert found.judgement.verdict is Verdict.INCONCLUSIVE
    assert both is not None
    better, worse = both
    assert (better.value, worse.value) == (Fraction(36, 40), Fraction(16, 40))
    assert better.judgement is not None
    assert better.judgement.verdict is Verdict.EXCEEDED
    assert worse.judgement is not None
    assert worse.judgement.verdict is Verdict.MISSED
    assert incomplete(found) == (parse("2020-Q4"),)
    with reading(house.engine) as conn:
        owing = not_reported(conn, unit="P", indicator=found.indicator_id, periods=incomplete(found))
    assert [one.code for one in owing] == ["P/B/b1", "P/B/b2"]


def test_less_is_better_where_a_count_must_fall(house: House) -> None:
    house.goal("level_by", "members", {"op": "<=", "value": 30})
    house.report("2019-Q4", "members", each(8))
    house.report("2020-Q4", "members", each(5, COMMUNES[:1]) | each("at_least 6", COMMUNES[1:]))
    both = ends(house.one("2020-Q4"))
    assert both is not None
    better, worse = both
    assert (better.value, worse.value) == (23, None)
    assert worse.judgement is None


def test_a_certain_figure_has_no_ends(house: House) -> None:
    house.goal("level_by", "members", {"op": ">=", "value": 30})
    house.report("2020-Q4", "members", each(8))
    found = house.one("2020-Q4")
    assert ends(found) is None
    assert incomplete(found) == ()


def test_the_two_readings_differ_in_how_many_report_and_in_nothing_else(demo: Engine) -> None:
    with reading(demo) as conn:
        row = next(one for one in goals.goals(conn) if one.goal.code == "NQ16-KT-2020-01")
        asked = {"indicator": row.indicator_id, "unit_kind": row.indicator.unit_kind}
        found = readings(conn, unit="KT", period=parse("2023-Q2"), **asked)
        after = readings(conn, unit="KT", period=parse("2025-Q4"), **asked)
    assert [(one.what, one.then, one.now) for one in found.differences] == [
        ("reported", "102", "40"),
        ("units", "102", "40"),
    ]
    assert (found.before, found.after, found.moved) == (102, 40, True)
    assert (after.differences, after.moved) == ((), False)


def test_a_unit_that_is_not_asked_has_its_figure_and_no_verdict(demo: Engine) -> None:
    asked = {"resolution": "NQ16-KT-2020", "goal": "NQ16-KT-2020-01", "as_of": parse("2023-Q2")}
    with reading(demo) as conn:
        held = one_goal(conn, unit="KT/dak-ha", with_sources=True, **asked)
        ranked = next(one for one in ranking(conn, unit="KT", **asked) if one.unit.code == "KT/dak-ha")
        with pytest.raises(Unknown):
            one_goal(conn, unit="KT", resolution="NQ16-KT-2020", goal="none", as_of=parse("2023-Q2"))
    (found,) = held.found
    assert held.reached is False
    assert found.judgement.verdict is None
    assert found.actual == ranked.actual == 319
    assert found.sources


@pytest.mark.parametrize(
    ("resolution", "unit", "as_of"),
    [
        ("NQ04-DB-2016", "DB", "2019-Q4"),
        ("NQ04-DB-2016", "DB/muong-nhe/leng-su-sin", "2018-Q2"),
        ("NQ16-KT-2020", "KT/kon-tum/dak-bla", "2023-Q2"),
        ("NQ03-KT-2016", "KT/dak-to/tan-canh", "2021-Q3"),
    ],
)
def test_the_page_of_a_goal_says_what_the_review_of_the_unit_says(
    demo: Engine, resolution: str, unit: str, as_of: str
) -> None:
    with reading(demo) as conn:
        whole = review(conn, resolution=resolution, unit=unit, as_of=parse(as_of), with_sources=True).goals
        for code in {one.goal.code for one in whole}:
            held = one_goal(conn, resolution=resolution, goal=code, unit=unit, as_of=parse(as_of), with_sources=True)
            same = [one for one in whole if one.goal.code == code]
            assert held.reached
            assert sorted(held.found, key=lambda one: one.goal.source) == sorted(same, key=lambda one: one.goal.source)
            assert held.found[0].goal.source is Source.OWN or len(held.found) == 1


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """The statements that are sent while it is open."""
    sent: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


@pytest.mark.parametrize("question", [ranking, contribution])
@pytest.mark.parametrize(
    ("resolution", "goal", "unit", "as_of"),
    [
        ("NQ04-DB-2016", "NQ04-DB-2016-02", "DB", "2019-Q4"),
        ("NQ16-KT-2020", "NQ16-KT-2020-01", "KT", "2022-Q4"),
        ("NQ16-KT-2020", "NQ16-KT-2020-02", "KT", "2022-Q4"),
    ],
)
def test_a_hundred_communes_cost_no_more_queries_than_ten_districts(
    demo: Engine, question, resolution: str, goal: str, unit: str, as_of: str
) -> None:
    asked = {"resolution": resolution, "goal": goal, "unit": unit, "as_of": parse(as_of)}
    costs = {}
    with reading(demo) as conn:
        for level in Level:
            question(conn, level=level, **asked)
            with counted(demo) as sent:
                question(conn, level=level, **asked)
            costs[level] = len(sent)
    assert costs[Level.COMMUNES] <= costs[Level.BELOW] + 8, costs
    assert costs[Level.LEAVES] < 60
