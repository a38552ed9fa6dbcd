"""Published figures: beside the roll-up, in its stead, and whether the two agree."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import Engine

from db.engine import reading
from flows.published import agree
from flows.verdicts import review
from metrics.exact import read_exact
from metrics.goals import Qualifier, Rounding
from metrics.periods import parse
from tests.flows.house import COMMUNES, House, each, villages

CUT = {"op": "band", "low": 15, "high": 20, "measure": "percent_per_year"}
LEVEL = {"op": ">=", "value": 40}


@pytest.mark.parametrize(
    ("rolled", "printed", "qualifier", "digits", "rounding", "margin", "alike"),
    [
        ("135", "135", "exact", 0, "truncate", None, True),
        ("136", "135", "exact", 0, "truncate", None, False),
        ("8700/95", "91.57", "exact", 2, "truncate", None, True),  # 91,5789…
        ("8700/95", "91.57", "exact", 2, "half_up", None, False),
        ("100/3", "33.3", "exact", 1, "half_up", None, True),
        ("5033", "5000", "at_least", 0, "half_up", None, True),
        ("4999", "5000", "at_least", 0, "half_up", None, False),
        ("589/756", "0.78", "at_most", 2, "half_up", None, True),
        ("96", "90", "about", 0, "half_up", "5", False),
        ("95", "90", "about", 0, "half_up", "5", True),
        ("85", "90", "about", 0, "half_up", "5", True),
        ("91", "90", "about", 0, "half_up", None, False),
    ],
)
def test_agree(
    rolled: str, printed: str, qualifier: str, digits: int, rounding: str, margin: str | None, alike: bool
) -> None:
    around = None if margin is None else Fraction(margin)
    found = agree(Fraction(rolled), read_exact(printed), Qualifier(qualifier), digits, Rounding(rounding), around)
    assert found is alike


def test_both_are_kept_once_they_differ(house: House) -> None:
    house.goal("yearly_cut", "without_branch", CUT)
    house.report("2016-12-31", "without_branch", villages(10))
    house.report("2019-Q4", "without_branch", villages(5))
    house.publish("without_branch", "10", "2016-12-31", "2016-12-31")
    house.publish("without_branch", "4", "2019-12-31", "2019-12-31")
    house.publish("without_branch", "50", "2016-12-31", "2019-12-31", measure="percent")
    found = house.one("2019-Q4")
    assert [(one.measure, one.value, one.agrees, one.rolled_up, one.difference) for one in found.published] == [
        ("count", "10", True, 10, 0),
        ("count", "4", False, 5, 1),
        ("percent", "50", True, 50, 0),
    ]
    assert (found.actual, found.judgement.verdict) == (5, "met")
    assert [(line.role, line.kind) for line in found.sources] == [
        ("baseline", "published"),
        ("baseline", "submitted"),
        ("actual", "submitted"),
    ]


def test_judged_on_what_was_published(house: House) -> None:
    house.goal("yearly_cut", "without_branch", CUT, judged="published")
    house.report("2016-12-31", "without_branch", villages(10), simulated=True)
    house.report("2019-Q4", "without_branch", villages(5), simulated=True)
    house.publish("without_branch", "12", "2016-12-31", "2016-12-31")
    house.publish("without_branch", "3", "2019-12-31", "2019-12-31")
    house.publish("without_branch", "58", "2016-12-31", "2019-12-31", measure="percent", on="2021-02-01")
    found = house.one("2019-Q4")
    assert (found.baseline, found.actual, found.judgement.percent) == (12, 3, 75)
    assert not found.simulated
    assert [(line.role, line.kind, line.printed) for line in found.sources] == [
        ("baseline", "published", "12"),
        ("actual", "published", "3"),
    ]
    assert (house.one("2019-Q3").actual, house.one("2018-Q4").judgement.reason) == (None, "no_value")


@pytest.mark.parametrize(
    ("value", "more", "actual", "verdict"),
    [
        ("41", {}, 41, "exceeded"),
        ("40", {"qualifier": "at_least"}, 40, "inconclusive"),  # 40 is met, more is exceeded
        ("41", {"qualifier": "at_least"}, 41, "exceeded"),
        ("45", {"qualifier": "about", "margin": "4"}, 45, "exceeded"),
        ("45", {"qualifier": "about", "margin": "5"}, 45, "inconclusive"),
        ("91", {"measure": "percent"}, 10, "missed"),  # a cut is no count
        ("5", {"measure": "change"}, 10, "missed"),
    ],
)
def test_judged_on_a_published_count(house: House, value: str, more: dict[str, str], actual: int, verdict: str) -> None:
    house.goal("level_by", "members", LEVEL, judged="published")
    house.report("2020-Q4", "members", each(3, COMMUNES[:2]) | each(2, COMMUNES[2:]))
    house.publish("members", value, "2020-12-31", "2020-12-31", **more)
    found = house.one("2020-Q4")
    assert (found.actual, found.judgement.verdict) == (actual, verdict)


def test_a_published_sum_counts_only_where_it_spans_the_goal(house: House) -> None:
    house.goal("cumulative_flow", "new_members", LEVEL, judged="published", baseline_value="0")
    for quarter in range(1, 5):
        house.report(f"2020-Q{quarter}", "new_members", each(1))
    house.publish("new_members", "99", "2020-01-01", "2020-12-31")
    assert house.one("2020-Q4").actual == 16
    house.publish("new_members", "77", "2017-01-01", "2020-12-31")
    assert house.one("2020-Q4").actual == 77


def test_a_later_publication_of_the_same_day_is_judged_and_earlier_knowledge_is_kept(house: House) -> None:
    house.goal("level_by", "members", LEVEL, judged="published")
    house.publish("members", "39", "2020-12-31", "2020-12-31", on="2021-01-10")
    house.publish("members", "41", "2020-12-31", "2020-12-31", on="2021-03-10")
    assert house.one("2020-Q4").actual == 41
    assert house.one("2020-Q4", known=date(2021, 2, 1)).actual == 39
    assert house.one("2020-Q4", known=date(2021, 1, 1)).actual is None


@pytest.mark.parametrize(
    ("resolution", "as_of"), [("NQ04-DB-2016", "2019-Q4"), ("NQ16-KT-2020", "2025-Q4"), ("NQ03-KT-2016", "2021-Q3")]
)
def test_the_packs_agree_with_every_figure_they_pin(demo: Engine, resolution: str, as_of: str) -> None:
    with reading(demo) as conn:
        found = review(conn, resolution=resolution, as_of=parse(as_of))
    prints = [one for each in found.goals for one in each.published if one.agrees is not None]
    assert len(prints) >= 2
    assert [one for one in prints if not one.agrees] == []
