"""What changed since an earlier period is what the engine says of both, and what matters most comes first."""

from __future__ import annotations

from fractions import Fraction

import pytest

from db.engine import reading
from flows.asked import Unknown
from flows.moves import furthest, goal_moves, is_worse, unit_moves
from flows.verdicts import review
from metrics.goals import Verdict
from metrics.periods import parse
from tests.flows.house import COMMUNES, House, each, villages

CUT = {"op": "band", "low": 15, "high": 20, "measure": "percent_per_year"}
NINETY = {"op": ">", "value": 70, "measure": "percent"}


@pytest.mark.parametrize(
    ("was", "now", "worse"),
    [
        (Verdict.MET, Verdict.BEHIND, True),
        (Verdict.EXCEEDED, Verdict.MET, True),
        (Verdict.BEHIND, Verdict.MISSED, True),
        (Verdict.BEHIND, Verdict.MET, False),
        (Verdict.ON_TRACK, Verdict.INCONCLUSIVE, False),
        (Verdict.NOT_DUE, Verdict.BEHIND, False),
    ],
)
def test_a_verdict_slips_only_where_both_were_drawn_from_a_value(was: Verdict, now: Verdict, worse: bool) -> None:
    assert is_worse((was, now)) is worse


def two_quarters(house: House) -> None:
    """A share that falls below its target, a cut that goes well, a flow that stands still."""
    house.goal("yearly_cut", "without_branch", CUT)
    house.goal("level_by", "heads", NINETY)
    house.goal("cumulative_flow", "new_members", {"op": ">=", "value": 10})
    house.report("2016-12-31", "without_branch", villages(12))
    house.report("2018-Q3", "without_branch", villages(9))
    house.report("2018-Q4", "without_branch", villages(6))
    house.report("2016-12-31", "heads", each((60, 100)))
    house.report("2018-Q3", "heads", each((80, 100)))
    house.report("2018-Q4", "heads", each((80, 100)) | each((40, 100), COMMUNES[:2]))
    house.report("2018-Q3", "new_members", each(3))
    house.report("2018-Q4", "new_members", each(0))


def test_what_slipped_comes_first_and_what_stood_still_last(house: House) -> None:
    two_quarters(house)
    now, before = house.review("2018-Q4"), house.review("2018-Q3")
    moves = goal_moves(now, before)
    assert [each.now.goal.code for each in moves] == ["G2", "G1", "G3"]
    slipped, _, still = moves
    assert slipped.slipped
    assert slipped.against
    assert slipped.change == Fraction(60, 100) - Fraction(80, 100)
    assert still.change == 0


def test_a_goal_that_was_not_there_has_no_change(house: House) -> None:
    two_quarters(house)
    now, before = house.review("2018-Q4"), house.review("2017-Q1")
    assert {each.change for each in goal_moves(now, before) if each.now.goal.code != "G3"} == {None}


def test_units_moved_as_their_own_reviews_say(house: House) -> None:
    two_quarters(house)
    ends = [parse("2018-Q4"), parse("2018-Q3")]
    with reading(house.engine) as conn:
        found = unit_moves(conn, resolution="R", unit="P", as_of=ends[0], since=ends[1])
        assert found.moved
        for move in found.moved:
            own = [
                next(
                    one
                    for one in review(conn, resolution="R", as_of=end, unit=move.unit.code).goals
                    if one.goal.code == move.goal[0]
                )
                for end in ends
                if move.goal[0] != "G3"
            ]
            if own:
                assert [one.actual for one in own] == [move.now, move.before]
                assert [one.judgement.verdict for one in own] == [move.verdict, move.was]


def test_the_unit_that_moved_furthest_against_a_goal_is_the_one_that_did(house: House) -> None:
    two_quarters(house)
    with reading(house.engine) as conn:
        found = unit_moves(conn, resolution="R", unit="P", as_of=parse("2018-Q4"), since=parse("2018-Q3"))
    goal = next(each for each in house.review("2018-Q4").goals if each.goal.code == "G2")
    (worst,) = furthest(found, goal, bad=True)
    assert (worst.unit.code, worst.change) == ("P/A", Fraction(40, 100) - Fraction(80, 100))
    assert furthest(found, goal, bad=False) == ()
    assert ("G2", "P", "own") in {key for key, unit in found.behind if unit.code == "P/A"}


def test_a_unit_with_figures_missing_gets_no_verdict(house: House) -> None:
    two_quarters(house)
    house.report("2019-Q1", "heads", each((80, 100), COMMUNES[1:]))
    with reading(house.engine) as conn:
        found = unit_moves(conn, resolution="R", unit="P", as_of=parse("2019-Q1"), since=parse("2018-Q3"))
    assert "P/A" in {unit.code for unit in found.unsure}
    assert {each.verdict for each in found.moved if each.unit.code == "P/A" and each.goal[0] == "G2"} <= {None}


def test_an_unknown_unit_is_refused(house: House) -> None:
    with reading(house.engine) as conn, pytest.raises(Unknown):
        unit_moves(conn, resolution="R", unit="XX", as_of=parse("2019-Q4"), since=parse("2019-Q3"))
