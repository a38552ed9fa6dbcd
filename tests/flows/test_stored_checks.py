"""Stored figures looked at again: by the rules of files, with the reasons given, and added up anew."""

from __future__ import annotations

from fractions import Fraction

import pytest

from db.confirmations import Confirmed, keep
from db.engine import reading, writing
from flows.stored_checks import Checked, checked
from intake.problems import Level
from metrics.periods import parse
from tests.flows.house import COMMUNES, VILLAGES, House, villages

A1, A2, B1, B2 = COMMUNES
QUARTERS = ("2018-Q3", "2018-Q4", "2019-Q1", "2019-Q2", "2019-Q3")
Q = "2019-Q4"


def look(house: House, unit: str = "P", period: str = Q) -> Checked:
    with reading(house.engine) as conn:
        return checked(conn, unit=unit, as_of=parse(period))


def codes(found: Checked) -> list[tuple[str, str | None]]:
    return [(one.problem.code, one.unit.code if one.unit else None) for one in found.remarks]


def grown(house: House, last: int) -> int:
    """Members of two years, and what A1 has in the last quarter; the submission's number."""
    for place, quarter in enumerate(QUARTERS):
        house.report(quarter, "members", {A1: 100 + place, A2: 50 + place})
    return house.report(Q, "members", {A1: last, A2: 55})


def test_a_figure_that_moved_more_than_ever_stands_out(house: House) -> None:
    seq = grown(house, 400)
    found = look(house)
    assert codes(found) == [("jump", A1)]
    (one,) = found.remarks
    assert one.brought is not None
    assert (one.brought.seq, one.row, one.level, one.reason) == (seq, 2, Level.WARNING, "")
    assert one.indicator is not None
    assert (one.indicator.code, one.problem.params["value"], one.problem.params["before"]) == ("members", 400, 104)


@pytest.mark.parametrize("value", [101, 105, 110])
def test_what_moves_as_it_always_did_does_not(house: House, value: int) -> None:
    grown(house, value)
    assert codes(look(house)) == []


def test_a_corrected_figure_is_looked_at_as_it_stands(house: House) -> None:
    grown(house, 400)
    house.report(Q, "members", {A1: 105})
    assert codes(look(house)) == []


def test_a_state_lost_again_stands_out_where_it_was_lost(house: House) -> None:
    house.report("2019-Q3", "without_branch", villages(0))
    house.report(Q, "without_branch", villages(1))
    assert codes(look(house)) == [("relapsed", VILLAGES[0])]
    assert codes(look(house, "P/A")) == [("relapsed", VILLAGES[0])]
    assert codes(look(house, VILLAGES[0])) == [("relapsed", VILLAGES[0])]
    assert codes(look(house, "P/B")) == []


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Confirmed("jump", None, 1, "sáp nhập"), "sáp nhập"),
        (Confirmed("jump", "B2", 1, "đúng thế"), "đúng thế"),
        (Confirmed("jump", "B3", 1, "dòng khác"), ""),
        (Confirmed("relapsed", None, 1, "chuyện khác"), ""),
    ],
)
def test_a_reason_given_when_the_file_was_accepted_explains_it(house: House, given: Confirmed, reason: str) -> None:
    seq = grown(house, 400)
    with writing(house.engine) as conn:
        keep(conn, seq, [given])
    assert [one.reason for one in look(house).remarks] == [reason]


def test_what_is_explained_comes_after_what_is_not(house: House) -> None:
    for quarter in QUARTERS:
        house.report(quarter, "members", {A1: 100, B1: 100})
    first = house.report(Q, "members", {A1: 400})
    house.report(Q, "members", {B1: 500})
    with writing(house.engine) as conn:
        keep(conn, first, [Confirmed("jump", None, 1, "sáp nhập")])
    assert codes(look(house)) == [("jump", B1), ("jump", A1)]


def test_sums_are_added_up_again(house: House) -> None:
    house.report(Q, "members", dict.fromkeys(COMMUNES, 3))
    found = look(house)
    assert (found.figures, found.unequal) == (4, ())
    assert found.sums == 7  # the province, two districts, four communes
    with writing(house.engine) as conn:
        conn.exec_driver_sql(f"UPDATE rollup SET num = 13 WHERE unit_id = {house.ids['P']} AND boundaries = 0")
    (one,) = look(house).unequal
    assert (one.unit.code, one.indicator.code, one.stored, one.added) == (
        "P",
        "members",
        (Fraction(13), Fraction(0)),
        (Fraction(12), Fraction(0)),
    )
    assert look(house, "P/A").unequal == ()


def test_without_figures_there_is_nothing_to_look_at(house: House) -> None:
    found = look(house)
    assert (found.figures, found.sums, found.remarks, found.unequal) == (0, 0, (), ())
