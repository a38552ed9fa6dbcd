"""The outlook of a review: only what is open, whole and judged at its deadline has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from db.engine import reading
from flows.outlook import outlook
from flows.review import GoalReview
from flows.verdicts import review
from metrics.case import Bounds
from metrics.goals import Shape, Verdict
from metrics.outlook import Reach
from metrics.periods import parse


def goal(engine: Engine, period: str, code: str = "NQ04-DB-2016-02") -> GoalReview:
    with reading(engine) as conn:
        found = review(conn, resolution="NQ04-DB-2016", as_of=parse(period))
    return next(each for each in found.goals if each.goal.code == code)


def test_the_pace_of_four_quarters_leads_on_to_the_deadline(demo: Engine) -> None:
    found = outlook(goal(demo, "2019-Q4"))
    assert found is not None
    assert (found.periods, found.periods_left) == (4, 4)
    assert found.low <= found.middle <= found.high < 135
    assert found.reach is Reach.SURE
    assert set(found.verdicts) <= {Verdict.MET, Verdict.EXCEEDED}
    assert found.simulated


@pytest.mark.parametrize(
    "changed",
    [
        lambda one: replace(one, actual=None),
        lambda one: replace(one, goal=replace(one.goal, shape=Shape.CAP_SHARE)),
        lambda one: replace(one, case=replace(one.case, pace=None)),
        lambda one: replace(one, case=replace(one.case, range=Bounds(None, None))),
        lambda one: replace(one, judgement=replace(one.judgement, verdict=Verdict.NOT_COMPARABLE)),
        lambda one: replace(one, series=one.series[-3:]),
    ],
)
def test_what_has_no_pace_has_no_outlook(demo: Engine, changed: Callable[[GoalReview], GoalReview]) -> None:
    assert outlook(changed(goal(demo, "2019-Q4"))) is None
