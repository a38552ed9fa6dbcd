"""A ranking gives each unit the verdict of its own page: for every goal of the packs, and where there are gaps."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from db import goals
from db.engine import reading
from flows.asked import Unknown
from flows.ranking import ranking
from flows.review import GoalReview, RankedUnit
from flows.verdicts import review
from metrics.goals import Verdict
from metrics.periods import parse
from tests.flows.house import COMMUNES, VILLAGES, House, each, villages

REVIEWS = [
    ("NQ04-DB-2016", "2019-Q4", 0),
    ("NQ04-DB-2016", "2017-Q1", 0),
    ("NQ04-DB-2016", "2019-Q4", 1),
    ("NQ04-DB-2016", "2025-Q4", 0),
    ("NQ16-KT-2020", "2021-Q4", 0),
    ("NQ16-KT-2020", "2025-Q4", 0),
    ("NQ16-KT-2020", "2023-Q2", 1),
    ("NQ16-KT-2020", "2020-Q3", 0),
    ("NQ03-KT-2016", "2021-Q3", 0),
    ("KH49-BS-2017", "2017-Q4", 0),
]


def everything(
    conn: Connection, resolution: str, goal: str, home: str, as_of: str, boundaries: int
) -> Iterator[RankedUnit]:
    """The rankings of a goal from its resolution's unit down."""
    waiting = [home]
    while waiting:
        at = waiting.pop()
        for one in ranking(conn, resolution=resolution, goal=goal, unit=at, as_of=parse(as_of), boundaries=boundaries):
            yield one
            if one.unit.kind == "district":
                waiting.append(one.unit.code)


def own_page(conn: Connection, resolution: str, goal: str, unit: str, as_of: str, boundaries: int) -> GoalReview | None:
    asked = review(conn, resolution=resolution, as_of=parse(as_of), unit=unit, boundaries=boundaries).goals
    return next((one for one in asked if one.goal.code == goal), None)


def compared(one: RankedUnit | GoalReview) -> tuple[object, ...]:
    judged = one.judgement
    figures = (judged.value, judged.percent, judged.per_year, judged.completion)
    counts = (one.reported, one.expected, one.simulated)
    return (judged.verdict, judged.reason, one.actual, one.baseline, *figures, *counts)


@pytest.mark.parametrize(("resolution", "as_of", "boundaries"), REVIEWS)
def test_every_unit_of_the_packs_is_ranked_as_it_is_judged(
    demo: Engine, resolution: str, as_of: str, boundaries: int
) -> None:
    """Every district, and of the communes every fifth one (all of them take a minute)."""
    with reading(demo) as conn:
        home = next(row.unit for row in goals.resolutions(conn) if row.code == resolution)
        seen = 0
        for goal in dict.fromkeys(row.goal.code for row in goals.goals(conn, resolution=resolution)):
            for place, one in enumerate(everything(conn, resolution, goal, home, as_of, boundaries)):
                if one.unit.kind == "commune" and place % 5:
                    continue
                page = own_page(conn, resolution, goal, one.unit.code, as_of, boundaries)
                seen += 1
                if page is None:
                    assert one.judgement.verdict is None, one
                else:
                    assert compared(one) == compared(page), (goal, one.unit.code)
    assert seen > 4


CUT = {"op": "band", "low": 15, "high": 20, "measure": "percent_per_year"}
CAP = {"op": "<=", "value": 20, "measure": "percent"}


def gaps(house: House, indicator: str) -> None:
    """Quarters of which a commune says nothing, half, or not exactly; and a baseline with a hole."""
    if indicator == "without_branch":
        house.report("2016-12-31", indicator, villages(10, VILLAGES[:18]))
        house.report("2019-Q4", indicator, villages(6, VILLAGES[1:14]))
    house.report("2016-Q4", "heads", each((5, 10)))
    house.report("2019-Q4", "heads", each((7, 10), COMMUNES[1:]))
    for place in range(12):
        told = COMMUNES if place % 4 else COMMUNES[:3]
        house.report(f"{2017 + place // 4}-Q{place % 4 + 1}", "new_members", each(2, told))
    house.report("2016-Q4", "members", each(8))
    house.report("2019-Q3", "members", each(9))
    house.report("2019-Q4", "members", each("at_least 8", COMMUNES[:1]) | each(9, COMMUNES[1:3]))


@pytest.mark.parametrize("boundaries", [0, 1])
@pytest.mark.parametrize(
    ("shape", "indicator", "targets", "more"),
    [
        ("yearly_cut", "without_branch", [CUT], {}),
        ("eliminate", "without_branch", [], {}),
        ("level_by", "heads", [{"op": ">=", "value": 60, "measure": "percent"}], {}),
        ("level_by", "orgs", [{"op": ">=", "value": 60, "measure": "percent"}], {}),
        ("change_by", "members", [{"op": ">=", "value": 10, "measure": "percent"}], {}),
        ("cumulative_flow", "new_members", [{"op": ">=", "value": 30}, {"op": ">=", "value": 20, "at": "P/A"},
                                            {"op": ">=", "value": 25, "at": "P/B"}], {"baseline_value": "0"}),
        ("yearly_floor", "new_members", [{"op": ">=", "value": 8, "at": "P/A"}, {"op": ">=", "value": 15, "at": "P/B"}],
         {"baseline_value": "0"}),
        ("level_by", "members", [{"op": ">=", "value": 18, "at": "P/A"}, {"op": ">=", "value": 17, "at": "P/B"}], {}),
    ],
)  # fmt: skip
def test_gaps_are_ranked_as_they_are_judged(
    house: House, shape: str, indicator: str, targets: list[dict[str, object]], more: dict[str, str], boundaries: int
) -> None:
    goal = house.goal(shape, indicator, *targets, **more)
    gaps(house, indicator)
    with reading(house.engine) as conn:
        found = list(everything(conn, "R", goal, "P", "2019-Q4", boundaries))
        assert {one.unit.code for one in found} >= ({"P/A", "P/B"} if not boundaries else {"P/x", "P/y"})
        for one in found:
            page = own_page(conn, "R", goal, one.unit.code, "2019-Q4", boundaries)
            if page is None:
                assert one.judgement.verdict is None
            else:
                assert compared(one) == compared(page), one.unit.code


def test_worst_first_and_the_silent_are_there(house: House) -> None:
    goal = house.goal("level_by", "members", *({"op": ">=", "value": 10, "at": code} for code in COMMUNES))
    house.report("2020-Q4", "members", {"P/A/a1": 12, "P/A/a2": 7})
    with reading(house.engine) as conn:
        above = {
            code: ranking(conn, resolution="R", goal=goal, unit=code, as_of=parse("2020-Q4")) for code in ("P/A", "P/B")
        }
    assert [(one.unit.code, one.judgement.verdict) for one in above["P/A"]] == [
        ("P/A/a2", Verdict.MISSED),
        ("P/A/a1", Verdict.EXCEEDED),
    ]
    assert [(one.judgement.verdict, one.reported, one.expected) for one in above["P/B"]] == [
        (Verdict.INCONCLUSIVE, 0, 1),
        (Verdict.INCONCLUSIVE, 0, 1),
    ]


def test_a_count_set_for_the_province_is_not_asked_of_districts(house: House) -> None:
    goal = house.goal("level_by", "members", {"op": ">=", "value": 40})
    house.report("2020-Q4", "members", each(10))
    with reading(house.engine) as conn:
        found = ranking(conn, resolution="R", goal=goal, unit="P", as_of=parse("2020-Q4"))
    assert [(one.judgement.verdict, one.actual) for one in found] == [(None, 20), (None, 20)]


def test_a_milestone_of_one_commune_is_not_asked_of_its_neighbours(house: House) -> None:
    goal = house.goal("done_by", "milestone", unit="P/A/a1")
    house.report("2020-Q4", "milestone", each(1))
    with reading(house.engine) as conn:
        found = ranking(conn, resolution="R", goal=goal, unit="P/A", as_of=parse("2020-Q4"))
    assert {one.unit.code: one.judgement.verdict for one in found} == {"P/A/a1": Verdict.MET, "P/A/a2": None}


def test_an_unknown_goal(house: House) -> None:
    with reading(house.engine) as conn, pytest.raises(Unknown, match="no goal 'G9' in R"):
        ranking(conn, resolution="R", goal="G9", unit="P", as_of=parse("2020-Q4"))
