"""Published figures beside roll-ups: what agrees, what differs and by how much, what stands alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from sqlalchemy import Engine

from db.engine import reading
from flows.asked import Unknown
from flows.reconcile import Reconciled, Standing, counts, reconcile
from tests.flows.house import COMMUNES, House, villages

Q = "2019-Q4"
DAY = ("2019-12-31", "2019-12-31")


def found(house: House) -> tuple[Reconciled, ...]:
    with reading(house.engine) as conn:
        return reconcile(conn, resolution="R")


@pytest.mark.parametrize(
    ("published", "more", "standing", "difference"),
    [
        ("7", {}, Standing.AGREES, 0),
        ("5", {}, Standing.DIFFERS, 2),
        ("9", {}, Standing.DIFFERS, -2),
        ("5", {"qualifier": "at_least"}, Standing.AGREES, 2),
        ("5", {"qualifier": "at_most"}, Standing.DIFFERS, 2),
        ("5", {"qualifier": "about", "margin": "2"}, Standing.AGREES, 2),
    ],
)
def test_a_figure_stands_to_the_roll_up(
    house: House, published: str, more: dict[str, str], standing: Standing, difference: int
) -> None:
    house.goal("eliminate", "without_branch", {"op": "<=", "value": "0"})
    house.report(Q, "without_branch", villages(7))
    house.publish("without_branch", published, *DAY, **more)
    (one,) = found(house)
    assert (one.standing, one.difference, one.figure.rolled_up) == (standing, Fraction(difference), Fraction(7))
    assert one.goal is not None
    assert one.goal.goal.code == "G1"


def test_without_a_report_of_the_time_a_figure_stands_alone(house: House) -> None:
    house.report("2018-Q4", "without_branch", villages(7))
    house.publish("without_branch", "7", *DAY)
    (one,) = found(house)
    assert (one.standing, one.difference, one.simulated) == (Standing.ALONE, None, False)


def test_differences_come_first_and_are_counted(house: House) -> None:
    house.report(Q, "without_branch", villages(7))
    house.report(Q, "members", dict.fromkeys(COMMUNES, 3))
    house.publish("without_branch", "7", *DAY, on="2020-01-10")
    house.publish("orgs", "4", *DAY, on="2020-01-10")
    house.publish("members", "13", *DAY, on="2020-01-11")
    every = found(house)
    assert [one.standing for one in every] == [Standing.DIFFERS, Standing.AGREES, Standing.ALONE]
    assert counts(every) == {Standing.DIFFERS: 1, Standing.AGREES: 1, Standing.ALONE: 1}


def test_a_roll_up_of_simulated_figures_says_so(house: House) -> None:
    house.report(Q, "members", dict.fromkeys(COMMUNES, 3), simulated=True)
    house.publish("members", "12", *DAY)
    (one,) = found(house)
    assert one.simulated


def test_figures_of_units_below_belong_to_the_resolution(house: House) -> None:
    house.report(Q, "members", dict.fromkeys(COMMUNES, 3))
    house.publish("members", "3", *DAY, unit=COMMUNES[0])
    (one,) = found(house)
    assert (one.unit.code, one.standing) == (COMMUNES[0], Standing.AGREES)


def test_a_resolution_nobody_published_about_has_none(house: House) -> None:
    assert found(house) == ()
    with pytest.raises(Unknown), reading(house.engine) as conn:
        reconcile(conn, resolution="NQ99")


@pytest.mark.parametrize(
    ("resolution", "agrees"), [("NQ04-DB-2016", 20), ("NQ16-KT-2020", 3), ("NQ03-KT-2016", 3), ("KH49-BS-2017", 0)]
)
def test_what_the_shipped_packs_pinned_agrees(demo: Engine, resolution: str, agrees: int) -> None:
    with reading(demo) as conn:
        every = counts(reconcile(conn, resolution=resolution))
    assert (every[Standing.DIFFERS], every[Standing.AGREES]) == (0, agrees)
