"""What is loose in a figure, as it is read from the store."""

from __future__ import annotations

from fractions import Fraction

import pytest

from db.engine import reading
from flows import series
from flows.asked import find_unit
from flows.missing import absent, loose_over
from metrics.bounds import Span
from metrics.case import Bounds
from metrics.periods import parse
from tests.flows.house import COMMUNES, VILLAGES, House, each, villages


def loose(house: House, indicator: str, unit: str, *periods: str, boundaries: int = 0) -> Span | None:
    from db import goals

    number = house.indicators[indicator]
    with reading(house.engine) as conn:
        at, kind = find_unit(conn, unit), goals.indicators(conn)[number]
        points = series.read(conn, units=[at], indicators={number: kind}, boundaries=boundaries)
        spans = [parse(period) for period in periods]
        return loose_over(conn, kind, number, at, points.get((at.id, number), []), spans, boundaries=boundaries)


def between(low: int | Fraction, high: int | Fraction | None) -> Bounds:
    return Bounds(Fraction(low), None if high is None else Fraction(high))


def test_nothing_is_loose_where_all_reported_exactly(house: House) -> None:
    house.report("2019-Q4", "without_branch", villages(3))
    assert loose(house, "without_branch", "P", "2019-Q4") is None


@pytest.mark.parametrize(
    ("indicator", "before", "now", "bounds"),
    [
        ("without_branch", villages(3), {VILLAGES[0]: 1}, between(1, 20)),
        ("members", each(7), each(9, COMMUNES[:3]), between(34, 34)),  # 7 is all it ever was
        ("members", {}, each(9, COMMUNES[:3]), between(27, None)),
        ("new_members", each(7), each(9, COMMUNES[:3]), between(27, 34)),
        ("heads", each((2, 10)), each((5, 10), COMMUNES[:3]), between(Fraction(15, 40), Fraction(25, 40))),
        ("heads", {}, each((5, 10), COMMUNES[:3]), between(0, 1)),
        ("members", each(7), each("at_least 9"), between(36, None)),
        ("members", each(7), each(9, COMMUNES[:3]) | {"P/B/b2": "at_most 4"}, between(27, 31)),
    ],
)
def test_ranges(house: House, indicator: str, before: dict, now: dict, bounds: Bounds) -> None:  # type: ignore[type-arg]
    if before:
        house.report("2019-Q3", indicator, before)
    house.report("2019-Q4", indicator, now)
    found = loose(house, indicator, "P", "2019-Q4")
    assert found is not None
    assert found.range == bounds


def test_what_is_loose_in_several_periods_adds_up(house: House) -> None:
    house.report("2019-Q2", "new_members", each(5))
    for period in ("2019-Q3", "2019-Q4"):
        house.report(period, "new_members", each(5, COMMUNES[:3]))
    found = loose(house, "new_members", "P", "2019-Q2", "2019-Q3", "2019-Q4")
    assert found is not None
    assert found.range == between(50, 60)


def test_a_reporting_unit_that_said_nothing_of_a_flow(house: House) -> None:
    house.report("2019-Q3", "new_members", {"P/A/a1": 5})
    found = loose(house, "new_members", "P/A/a1", "2019-Q3", "2019-Q4")
    assert found is not None
    assert found.range == between(5, 10)


def test_who_is_absent(house: House) -> None:
    house.report("2019-Q4", "members", each(1, COMMUNES[:3]))
    with reading(house.engine) as conn:
        number = house.indicators["members"]
        found = {
            code: absent(conn, number, find_unit(conn, code), parse("2019-Q4"), boundaries=0)
            for code in ("P", "P/A", "P/B", VILLAGES[0])
        }
    assert found == {"P": (house.ids["P/B/b2"],), "P/A": (), "P/B": (house.ids["P/B/b2"],), VILLAGES[0]: ()}
