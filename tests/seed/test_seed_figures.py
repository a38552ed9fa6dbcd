"""Every row of the published figures is accounted for: in the store and through the engine, or out with a reason."""

import csv
import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from sqlalchemy import Engine

from db import figures, goals, units
from db.engine import reading
from flows.review import GoalReview
from flows.verdicts import review
from metrics.exact import printed, read_exact
from metrics.goals import Op, Rounding, Source
from metrics.periods import parse

TABLE = Path(__file__).parents[1] / "data" / "seed_figures.csv"
with TABLE.open(encoding="utf-8-sig", newline="") as opened:
    ROWS = dict(enumerate(csv.DictReader(opened), start=2))
UNDATED = {"2021 (sau 30/6)": date(2021, 7, 1)}
"""Articles without a day, and the day the pack gives them."""


class Printed(NamedTuple):
    """A published figure of the store. ``share``: what the source's ratio comes to at two digits, half up."""

    indicator: str
    unit: str
    measure: str
    last_day: str
    value: str
    qualifier: str = "exact"
    share: str | None = None
    noted: bool = False


class Asked(NamedTuple):
    """A target of the store."""

    goal: str
    unit: str
    source: Source
    op: Op
    numbers: tuple[int, ...]


class Judged(NamedTuple):
    """A goal as the engine judges it, printed at the resolution's digits and rounding."""

    goal: str
    unit: str
    as_of: str
    verdict: str
    printed: dict[str, str]


class Matches(NamedTuple):
    """The roll-up of a quarter beside the published figure: equal as printed, or on the side its word says."""

    resolution: str
    as_of: str
    indicator: str
    unit: str
    measure: str
    last_day: str


class Decided(NamedTuple):
    """A resolution's number and day."""

    resolution: str
    number: str
    issued_on: date


class Out(NamedTuple):
    reason: str


KT, CITY, NHOONG, BLA = "KT", "KT/kon-tum", "KT/dak-glei/dak-nhoong", "KT/kon-tum/dak-bla"
TAN_CANH, KON_DAO, GROUP = "KT/dak-to/tan-canh", "KT/dak-to/kon-dao", "KT/kon-tum/duy-tan/chi-bo-tdp-2"
CAM, BAC_SON, DONG_Y = "KT/kon-tum/dak-cam", "LS/bac-son", "LS/bac-son/dong-y"
Y17, SEP21, JUN21 = "2017-12-31", "2021-09-15", "2021-06-30"


def cut(code: str, indicator: str, first: int, last: int, percent: str, per_year: str, verdict: str) -> list[object]:
    """A goal of Điện Biên: both totals, the cut and its yearly average as printed, and the verdict in words."""
    found: list[object] = [
        Printed(indicator, "DB", "count", "2016-05-23", str(first)),
        Printed(indicator, "DB", "count", "2019-11-20", str(last)),
        Printed(indicator, "DB", "change", "2019-11-20", str(last - first)),
        Printed(indicator, "DB", "percent", "2019-11-20", percent),
        Printed(indicator, "DB", "per_year", "2019-11-20", per_year),
        Judged(code, "DB", "2019-Q4", verdict, {"baseline": str(first), "actual": str(last)}),
    ]
    return found + [
        Matches("NQ04-DB-2016", "2019-Q4", indicator, "DB", measure, "2019-11-20")
        for measure in ("count", "change", "percent", "per_year")
    ]


ACCOUNTED: dict[int, list[object]] = {
    2: [Decided("NQ03-KT-2016", "03-NQ/TU", date(2016, 8, 8))],
    3: [Printed("branches_clean_strong", TAN_CANH, "share", Y17, "11/15", share="73.33")],
    4: [Printed("members_good_or_better", TAN_CANH, "percent", Y17, "93", "at_least", noted=True)],
    5: [Printed("village_without_party_org", TAN_CANH, "count", Y17, "0", noted=True)],
    6: [Printed("branches_clean_strong", KON_DAO, "share", Y17, "9/12", share="75.00")],
    7: [Printed("members_excellent", KON_DAO, "percent", Y17, "25", "at_least", noted=True)],
    8: [Printed("members_good", KON_DAO, "percent", Y17, "72", "at_least", noted=True)],
    9: [Printed("members_in_charge_of_households", KON_DAO, "percent", Y17, "97", "at_least", noted=True)],
    10: [Printed("new_members", KON_DAO, "count", Y17, "4")],
    11: [Out("the day of publication: every figure of the article carries it")],
    12: [Printed("members", GROUP, "count", SEP21, "56")],
    13: [Printed("party_groups", GROUP, "count", SEP21, "4")],
    14: [Printed("branches", "KT/kon-tum/duy-tan", "count", SEP21, "17")],
    15: [Printed("branches", CAM, "count", SEP21, "13"), Printed("members", CAM, "count", SEP21, "139")],
    16: [Printed("grassroots_orgs", CITY, "change", SEP21, "-10", noted=True)],
    17: [Printed("subordinate_branches", CITY, "change", SEP21, "-45", noted=True)],
    18: [
        Printed("villages", CITY, "count", "2016-08-08", "183", noted=True),
        Printed("villages", CITY, "count", SEP21, "154", noted=True),
        Printed("villages", CITY, "change", SEP21, "-29"),
        Matches("NQ03-KT-2016", "2021-Q3", "villages", CITY, "count", SEP21),
    ],
    19: [
        Printed("secretary_is_head", CITY, "share", SEP21, "115/154", share="74.68", noted=True),
        Printed("secretary_is_head", CITY, "share", "2021-03-31", "102/154", noted=True),
        Matches("NQ03-KT-2016", "2021-Q3", "secretary_is_head", CITY, "share", SEP21),
        Matches("NQ03-KT-2016", "2021-Q3", "secretary_is_head", CITY, "share", "2021-03-31"),
        Judged("NQ03-KT-2016-01", CITY, "2021-Q3", "", {"percent": "74.68"}),
    ],
    20: [Printed("members", CITY, "count", SEP21, "5800", "at_least")],
    21: [Asked("NQ16-KT-2020-01", CITY, Source.OWN, Op.AT_LEAST, (600,))],
    22: [Printed("organisations_inspected", CITY, "count", "2021-12-31", "358", noted=True)],
    23: [Out("members inspected: about persons, not about units")],
    24: [
        Printed("supervision_rounds", CITY, "count", "2021-12-31", "75"),
        Printed("organisations_supervised", CITY, "count", "2021-12-31", "139", noted=True),
    ],
    25: [Asked("NQ16-KT-2020-01", KT, Source.OWN, Op.ABOVE, (5000,))],
    26: [Asked("NQ16-KT-2020-02", KT, Source.OWN, Op.ABOVE, (90,))],
    27: [Out("ethnic share of the population: context, and a breakdown that is not kept")],
    28: [
        Printed("new_members", NHOONG, "count", "2021-12-31", "19"),
        Printed("new_members", NHOONG, "percent", "2021-12-31", "146", noted=True),
        Asked("NQ16-KT-2020-03", NHOONG, Source.OWN, Op.AT_LEAST, (13,)),
        Judged(
            "NQ16-KT-2020-03",
            NHOONG,
            "2021-Q4",
            "exceeded",
            {"actual": "19", "completion": "146.15", "excess": "46.15"},
        ),
        Matches("NQ16-KT-2020", "2021-Q4", "new_members", NHOONG, "count", "2021-12-31"),
    ],
    29: [
        Printed("new_members", KT, "count", JUN21, "500", "at_least", noted=True),
        Matches("NQ16-KT-2020", "2021-Q2", "new_members", KT, "count", JUN21),
    ],
    30: [Printed("new_members", KT, "percent", JUN21, "56", "at_least", noted=True)],
    31: [Printed("members", KT, "count", JUN21, "29590", "at_most", noted=True)],
    32: [
        Asked("NQ16-KT-2020-01", BLA, Source.OWN, Op.AT_LEAST, (20,)),
        Asked("NQ16-KT-2020-01", BLA, Source.ASSIGNED, Op.AT_LEAST, (25,)),
    ],
    33: [
        Asked("NQ16-KT-2020-04", BLA, Source.OWN, Op.BAND, (4, 5)),
        Judged("NQ16-KT-2020-04", BLA, "2021-Q4", "exceeded", {}),
    ],
    34: [Out("board members in charge of an area: about persons")],
    35: [
        Printed("head_is_member", KT, "percent", JUN21, "78", "at_most", noted=True),
        Matches("NQ16-KT-2020", "2021-Q2", "head_is_member", KT, "percent", JUN21),
        Judged("NQ16-KT-2020-02", KT, "2021-Q2", "on_track", {"percent": "77.91"}),
    ],
    36: [Printed("head_is_member", KT, "change_points", JUN21, "41", "at_least", noted=True)],
    37: [Out("the day of publication: every figure of the article carries it")],
    38: [Printed("grassroots_orgs", BAC_SON, "count", "2016-12-31", "55")],
    39: [
        Printed("weak_orgs", BAC_SON, "share", "2016-12-31", "1/55", share="1.82", noted=True),
        Printed("org_rating", DONG_Y + "/dang-bo", "class", "2016-12-31", "weak", noted=True),
    ],
    40: [Decided("KH49-BS-2017", "49-KH/HU", date(2017, 5, 4))],
    41: [Out("groups of measures in the plan: told in the resolution's note, no indicator of a unit")],
    42: [Out("people in the task force: told in the resolution's note, no indicator of a unit")],
    43: [
        Printed("new_rural_commune", DONG_Y, "date", "2017-12-31", "2017-12-19", "at_most", noted=True),
        Judged("KH49-BS-2017-01", DONG_Y, "2017-Q4", "met", {}),
        Printed("org_rating", DONG_Y + "/dang-bo", "class", Y17, "not_rated", noted=True),
    ],
    44: [Judged("NQ04-DB-2016-02", "DB", "2019-Q4", "met", {"years": "3"})],
    45: [
        *cut("NQ04-DB-2016-01", "village_without_member", 95, 8, "91.57", "30.52", "exceeded"),
        Judged("NQ04-DB-2016-01", "DB", "2019-Q4", "exceeded", {"percent": "91.57", "per_year": "30.52"}),
    ],
    46: [
        *cut("NQ04-DB-2016-02", "village_without_branch", 328, 135, "58.84", "19.61", "met"),
        Judged("NQ04-DB-2016-02", "DB", "2019-Q4", "met", {"percent": "58.84", "per_year": "19.61"}),
    ],
    47: [
        *cut("NQ04-DB-2016-03", "school_without_branch", 33, 0, "100", "33.3", "exceeded"),
        Judged("NQ04-DB-2016-03", "DB", "2019-Q4", "exceeded", {"percent": "100.00", "per_year": "33.33"}),
    ],
    48: [
        *cut("NQ04-DB-2016-04", "health_station_without_branch", 88, 21, "76.13", "25.37", "exceeded"),
        Judged("NQ04-DB-2016-04", "DB", "2019-Q4", "exceeded", {"percent": "76.13", "per_year": "25.37"}),
    ],
}


def test_no_row_is_unaccounted_for() -> None:
    assert sorted(ACCOUNTED) == sorted(ROWS)
    assert all(ACCOUNTED.values())


def test_rows_out_of_scope_say_why() -> None:
    out = {number for number, checks in ACCOUNTED.items() if any(isinstance(one, Out) for one in checks)}
    assert out == {11, 23, 27, 34, 37, 41, 42}
    assert all(one.reason for number in out for one in ACCOUNTED[number] if isinstance(one, Out))


EVERY = [(number, check) for number, checks in ACCOUNTED.items() for check in checks if not isinstance(check, Out)]


@pytest.mark.parametrize(("number", "check"), EVERY, ids=lambda value: str(value)[:70])
def test_a_published_figure_comes_out(store: Engine, number: int, check: object) -> None:
    CHECKS[type(check)](store, ROWS[number], check)


def _published(store: Engine, row: dict[str, str], check: Printed) -> None:
    with reading(store) as conn:
        unit = units.unit_by_code(conn, check.unit)
        indicator = next(key for key, one in goals.indicators(conn).items() if one.code == check.indicator)
        assert unit is not None
        found = figures.published(conn, units=[unit.id], indicators=[indicator])
    (one,) = [one for one in found if (one.measure, one.last_day.isoformat(), one.value) == (*check[2:4], check.value)]
    assert one.qualifier == check.qualifier
    if check.value != "102/154":
        assert one.origin.publisher == row["publisher"]
        assert one.origin.title == row["title"]
        assert one.origin.published_on == (UNDATED.get(row["published_on"]) or date.fromisoformat(row["published_on"]))
    if check.noted:
        assert one.note_vi
        assert one.note_en
    if check.share is not None:
        assert printed(read_exact(check.value) * 100, 2, Rounding.HALF_UP) == check.share
    digits = re.findall(r"[\d.,]*\d", one.printed)
    told = " ".join(row.values())
    assert all(number in told for number in digits), (one.printed, told)


def _asked(store: Engine, row: dict[str, str], check: Asked) -> None:
    with reading(store) as conn:
        rows = goals.goals(conn, unit=check.unit)
    (target,) = [one.goal.target for one in rows if (one.goal.code, one.goal.source) == (check.goal, check.source)]
    assert target is not None
    assert target.op is check.op
    numbers = tuple(int(one) for one in (target.value, target.low, target.high) if one is not None)
    assert numbers == check.numbers
    told = " ".join(row.values()).replace(".", "")
    assert all(str(number) in told for number in numbers)


def _goal(store: Engine, code: str, unit: str, as_of: str) -> GoalReview:
    with reading(store) as conn:
        found = review(conn, resolution=code.rsplit("-", 1)[0], as_of=parse(as_of)).goals
    return next(one for one in found if (one.goal.code, one.unit.code) == (code, unit))


def _judged(store: Engine, row: dict[str, str], check: Judged) -> None:
    found = _goal(store, check.goal, check.unit, check.as_of)
    assert (found.judgement.verdict or "") == check.verdict
    exact: dict[str, Fraction | None] = {
        "baseline": found.baseline,
        "actual": found.actual,
        "years": found.case.years,
        "percent": found.judgement.percent,
        "per_year": found.judgement.per_year,
        "completion": found.judgement.completion,
        "excess": found.judgement.excess,
    }
    for name, text in check.printed.items():
        value = exact[name]
        assert value is not None, name
        digits = len(text.partition(".")[2])
        assert printed(value, digits, found.goal.rounding) == text, name
    words = {"vượt mục tiêu": "exceeded", "đạt mục tiêu": "met"}
    for word, verdict in words.items():
        if word in row["note"]:
            assert found.judgement.verdict == verdict
            break


def _matches(store: Engine, row: dict[str, str], check: Matches) -> None:
    with reading(store) as conn:
        asked = review(conn, resolution=check.resolution, as_of=parse(check.as_of)).goals
    shown = [
        one
        for goal in asked
        if (goal.indicator.code, goal.unit.code) == (check.indicator, check.unit)
        for one in goal.published
        if (one.measure, one.last_day.isoformat()) == (check.measure, check.last_day)
    ]
    assert shown
    assert all(one.rolled_up is not None and one.agrees for one in shown)


def _decided(store: Engine, row: dict[str, str], check: Decided) -> None:
    with reading(store) as conn:
        found = next(one for one in goals.resolutions(conn) if one.code == check.resolution)
    assert (found.number, found.issued_on) == (check.number, check.issued_on)
    assert f"{found.issued_on.day}/{found.issued_on.month}/{found.issued_on.year}" in row["value"]


CHECKS: dict[type, Callable[[Engine, dict[str, str], Any], None]] = {
    Printed: _published,
    Asked: _asked,
    Judged: _judged,
    Matches: _matches,
    Decided: _decided,
}
