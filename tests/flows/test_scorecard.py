"""One unit on everything: as each resolution's own review says, and so do the counts of the units below."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import Engine

from db import goals
from db.engine import reading
from flows.asked import Unknown
from flows.below import children
from flows.scorecard import scorecard
from flows.verdicts import review
from metrics.goals import Source
from metrics.periods import Period, quarter
from metrics.schema import AS_REPORTED, TODAY

SAMPLE = [
    ("DB", quarter(2019, 4)),
    ("DB/muong-nhe", quarter(2018, 3)),
    ("DB/muong-nhe/sin-thau", quarter(2019, 4)),
    ("KT", quarter(2025, 4)),
    ("KT/kon-tum", quarter(2021, 4)),
    ("KT/kon-tum/dak-bla", quarter(2021, 4)),
    ("QN/xa-bo-y", quarter(2025, 4)),
    ("LS/bac-son/dong-y/dang-bo", quarter(2017, 4)),
]


@pytest.mark.parametrize("boundaries", [AS_REPORTED, TODAY])
@pytest.mark.parametrize(("unit", "period"), SAMPLE)
def test_every_goal_of_every_resolution_is_judged_as_its_own_review_judges_it(
    demo: Engine, unit: str, period: Period, boundaries: int
) -> None:
    with reading(demo) as conn:
        card = scorecard(conn, unit=unit, as_of=period, boundaries=boundaries)
        expected = []
        for row in goals.resolutions(conn):
            try:
                expected += review(conn, resolution=row.code, as_of=period, unit=unit, boundaries=boundaries).goals
            except Unknown:
                continue

    def named(found: object) -> list[tuple[object, ...]]:
        return sorted(
            (each.goal.resolution, each.goal.code, str(each.goal.source), str(each.judgement.verdict), str(each.actual))
            for each in found  # type: ignore[attr-defined]
        )

    assert named(card.goals) == named(expected)
    assert card.verdicts == Counter(each.judgement.verdict for each in expected if each.judgement.verdict)


def test_own_and_assigned_targets_of_a_goal_are_one_row_the_own_first(demo: Engine) -> None:
    with reading(demo) as conn:
        card = scorecard(conn, unit="KT/kon-tum/dak-bla", as_of=quarter(2021, 4))
    pairs = [row for section in card.sections for row in section.rows if len(row.lines) > 1]
    assert [[line.found.goal.source for line in row.lines] for row in pairs] == [[Source.OWN, Source.ASSIGNED]]
    assert len({line.found.actual for line in pairs[0].lines}) == 1


def test_the_resolution_asked_for_comes_first(demo: Engine) -> None:
    with reading(demo) as conn:
        card = scorecard(conn, unit="KT/kon-tum", as_of=quarter(2021, 4), first="NQ03-KT-2016")
    assert [each.review.resolution.code for each in card.sections] == ["NQ03-KT-2016", "NQ16-KT-2020"]


def test_a_unit_that_nothing_reaches_has_an_empty_scorecard(demo: Engine) -> None:
    with reading(demo) as conn:
        assert scorecard(conn, unit="LS/bac-son/vu-le", as_of=quarter(2017, 4)).sections == ()


@pytest.mark.parametrize(("unit", "period"), [("DB/muong-nhe", quarter(2019, 4)), ("KT/kon-tum", quarter(2025, 2))])
def test_the_verdicts_of_units_below_are_those_of_their_own_pages(demo: Engine, unit: str, period: Period) -> None:
    with reading(demo) as conn:
        found = children(conn, unit=unit, as_of=period)
        assert found.inner
        for child in found.inner[:6]:
            assert child.verdicts == scorecard(conn, unit=child.unit.code, as_of=period).verdicts


def test_reporting_units_below_are_told_by_what_they_reported(demo: Engine) -> None:
    with reading(demo) as conn:
        found = children(conn, unit="DB/muong-nhe/sin-thau", as_of=quarter(2019, 4))
    assert found.inner == ()
    codes = {one.code for _, one in found.asked}
    assert {"village_without_branch", "village_members"} <= codes
    assert found.period == quarter(2019, 4)
    assert all(each.simulated for each in found.leaves)
