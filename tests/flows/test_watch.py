"""The watch over a small province made to be attacked, and over the packs that ship."""

from __future__ import annotations

import random
from collections import Counter

import polars as pl
import pytest
from sqlalchemy import Engine

from db import audit, figures, goals, models, packs, rollups, spells, store, units
from db.engine import reading, writing
from flows.plans import overdue, plans_of
from flows.watch import WatchRow, Why, counts, suspicious, watch
from flows.watch.rules import BadRule, rules, tune, tuned
from metrics import watch as found_by
from metrics.periods import Period, parse, quarter
from metrics.watch import Rules
from tests.flows.house import COMMUNES, ORGS, VILLAGES, House

NQ04 = {"resolution": "NQ04-DB-2016", "as_of": parse("2019-Q4")}
LEAF_RULES = (Why.RELAPSED, Why.AT_RISK, Why.READY)


def rows(engine: Engine, *, unit: str = "P", resolution: str = "R", as_of: str | Period = "2018-Q4") -> list[WatchRow]:
    when = as_of if isinstance(as_of, Period) else parse(as_of)
    with reading(engine) as conn:
        return list(watch(conn, resolution=resolution, unit=unit, as_of=when))


def of(found: list[WatchRow], why: Why) -> dict[str, WatchRow]:
    return {row.unit.code: row for row in found if row.why is why}


def with_members(house: House) -> House:
    """Villages that also say how many members they have, and whether they have none."""
    words = dict.fromkeys(("name_vi", "name_en", "noun_vi", "noun_en"), "thôn")
    new = [
        models.Indicator(code="own_members", kind="stock", unit_kind="village", **words),
        models.Indicator(
            code="without_member", kind="state", unit_kind="village", falling=True, merge_rule="all", **words
        ),
    ]
    with writing(house.engine) as conn:
        house.indicators |= packs.upsert_indicators(conn, new)
        store.asked_changed(conn)
        store.tree_changed(conn)
        rollups.refresh(conn)
    return house


def say_members(house: House, period: str, numbers: dict[str, int], branches: set[str]) -> None:
    house.report(period, "own_members", numbers)
    house.report(period, "without_member", {code: int(number == 0) for code, number in numbers.items()})
    house.report(period, "without_branch", {code: int(code not in branches) for code in numbers})


def test_a_village_that_fell_back_is_named_however_long_ago(house: House) -> None:
    code = house.goal("eliminate", "without_branch")
    paths = {VILLAGES[0]: (1, 0, 1, 1, 1), VILLAGES[1]: (1, 0, 0, 0, 1), VILLAGES[2]: (1, 1, 1, 1, 1)}
    for at, period in enumerate(("2017-Q4", "2018-Q1", "2018-Q2", "2018-Q3", "2018-Q4")):
        house.report(period, "without_branch", {unit: path[at] for unit, path in paths.items()})
    found = of(rows(house.engine), Why.RELAPSED)
    assert {unit: row.since for unit, row in found.items()} == {
        VILLAGES[0]: quarter(2018, 2),
        VILLAGES[1]: quarter(2018, 4),
    }
    first = found[VILLAGES[0]]
    assert [unit.code for unit in first.above] == ["P/A/a1", "P/A", "P"]
    assert (first.goal, first.indicator, dict(first.said)["out"]) == (code, "without_branch", "2018-Q1")
    assert first.figure("periods") == 3
    assert not of(rows(house.engine, unit="P/B"), Why.RELAPSED)
    assert set(of(rows(house.engine, unit=VILLAGES[1]), Why.RELAPSED)) == {VILLAGES[1]}
    assert set(of(rows(house.engine, as_of="2018-Q2"), Why.RELAPSED)) == {VILLAGES[0]}


def test_a_corrected_fall_is_no_fall(house: House) -> None:
    house.goal("eliminate", "without_branch")
    for period, state in (("2018-Q2", 1), ("2018-Q3", 0), ("2018-Q4", 1)):
        house.report(period, "without_branch", {VILLAGES[0]: state, VILLAGES[1]: state})
    house.report("2018-Q3", "without_branch", {VILLAGES[0]: 1}, reason="gõ nhầm")
    house.take_back("2018-Q4", "without_branch", VILLAGES[1])
    assert not of(rows(house.engine), Why.RELAPSED)


def test_reading_only_the_turns_gives_the_same_answer_as_the_whole_history(house: House) -> None:
    draw = random.Random(7)
    periods = [f"{year}-Q{number}" for year in (2017, 2018) for number in (1, 2, 3, 4)]
    for period in periods:
        house.report(period, "without_branch", {unit: draw.randint(0, 1) for unit in VILLAGES if draw.random() < 0.8})
    for period in periods[2:5]:
        house.report(period, "without_branch", {unit: draw.randint(0, 1) for unit in VILLAGES[::3]}, reason="sửa")
    house.take_back(periods[4], "without_branch", VILLAGES[2])
    indicator, now = house.indicators["without_branch"], parse(periods[-1])
    with reading(house.engine) as conn:
        keys = figures.periods(conn, last=now)
        whole = spells.history(conn, indicator=indicator, units=house.ids.values(), keys=keys)
        for value in (0, 1):
            present = spells.within(conn, period=now, indicators=[indicator], low=value, high=value)
            asked = {"indicator": indicator, "present": present, "periods": keys, "now": now, "low": value}
            expected = found_by.spells(whole, now.key, low=value, high=value)
            turning = spells.turning(conn, **asked, high=value)
            assert found_by.spells(turning, now.key, low=value, high=value).equals(expected)
            turned = spells.turning(conn, **asked, high=value, only_turned=True)
            assert found_by.spells(turned, now.key, low=value, high=value).equals(
                expected.filter(pl.col("out").is_not_null())
            )
            assert expected["out"].null_count() < expected.height > 3


def test_few_members_and_members_enough(house: House) -> None:
    with_members(house)
    many = dict.fromkeys(VILLAGES, 9)
    start = many | dict.fromkeys(VILLAGES[:6], 0) | {VILLAGES[6]: 4, VILLAGES[7]: 2, VILLAGES[8]: 2}
    say_members(house, "2017-Q4", start, set(VILLAGES[9:]))
    now = start | {VILLAGES[0]: 1, VILLAGES[6]: 2, VILLAGES[7]: 3}
    say_members(house, "2018-Q4", now, set(VILLAGES[9:]))
    found = rows(house.engine)
    risky = of(found, Why.AT_RISK)
    assert {unit: (row.figure("members"), row.figure("before")) for unit, row in risky.items()} == {
        VILLAGES[0]: (1, 0),
        VILLAGES[6]: (2, 4),
        VILLAGES[8]: (2, 2),
    }
    assert [row.unit.code for row in found if row.why is Why.AT_RISK][0] == VILLAGES[6]
    assert risky[VILLAGES[8]].since == quarter(2017, 4)
    ready = of(found, Why.READY)
    assert {unit: row.since for unit, row in ready.items()} == {VILLAGES[7]: quarter(2018, 4)}


def test_years_rated_weak_go_on_across_the_schemes_and_the_break_is_said(house: House) -> None:
    for period in ("2016", "2017"):
        house.report(period, "class_old", {ORGS[0]: "not_completed", ORGS[1]: "good"}, on=parse("2018-Q1").last)
    house.report("2018", "class_new", {ORGS[0]: "not_completed", ORGS[1]: "not_completed"}, on=parse("2019-Q1").last)
    found = of(rows(house.engine, as_of="2019-Q4"), Why.WEAK)
    assert {unit: (row.since, row.figures[:1]) for unit, row in found.items()} == {
        ORGS[0]: (parse("2016"), (("years", 3),)),
        ORGS[1]: (parse("2018"), (("years", 1),)),
    }
    assert found[ORGS[0]].figure("break") == 2018
    assert found[ORGS[0]].figure("unrated") == 2019
    assert found[ORGS[0]].rank > found[ORGS[1]].rank


def test_a_goal_on_track_whose_pace_has_gone_is_named(house: House) -> None:
    target = {"op": ">=", "value": "160"}
    code = house.goal("cumulative_flow", "new_members", target)
    for number, value in enumerate((30, 30, 30, 0, 0, 0, 0)):
        period = quarter(2017 + number // 4, number % 4 + 1).code
        house.report(period, "new_members", dict.fromkeys(COMMUNES, 0) | {COMMUNES[0]: value})
    (row,) = of(rows(house.engine, as_of="2018-Q3"), Why.OUTLOOK).values()
    assert (row.goal, dict(row.said)) == (code, {"verdict": "on_track", "reach": "unlikely"})
    assert (row.figure("low"), row.figure("high")) == (90, 90)
    assert row.since == quarter(2017, 4)


def test_a_figure_that_jumps_is_suspicious_until_it_is_explained(house: House) -> None:
    for number in (1, 2, 3, 4):
        house.report(f"2018-Q{number}", "members", {COMMUNES[0]: 4000 if number == 4 else 100 + number})
    with reading(house.engine) as conn:
        asked = {"resolution": "R", "unit": "P", "as_of": parse("2018-Q4")}
        assert Why.SUSPICIOUS not in {row.why for row in watch(conn, **asked)}
        (row,) = suspicious(conn, **asked)
        assert (row.why, row.unit.code, row.indicator) == (Why.SUSPICIOUS, COMMUNES[0], "members")
        assert "4.000" in dict(row.said)["text_vi"]
        assert suspicious(conn, **asked | {"unit": "P/B"}) == ()


def test_the_packs_are_counted_as_their_figures_say(demo: Engine) -> None:
    with reading(demo) as conn:
        found = list(watch(conn, unit="DB", **NQ04))
        ids = {one.code: number for number, one in goals.indicators(conn).items()}
        held = {
            name: dict(
                figures.in_force(conn, period=NQ04["as_of"], indicators=[ids[name]]).select("unit", "num").iter_rows()
            )
            for name in ("village_members", "village_without_branch")
        }
        late = overdue(conn, unit="DB", on=NQ04["as_of"].last)
    members, lacking = held.values()
    numbers = counts(found)
    assert numbers[Why.AT_RISK] == sum(number in (1, 2) for number in members.values()) > 50
    assert numbers[Why.READY] == sum(number >= 3 and lacking[unit] for unit, number in members.items()) > 10
    assert numbers[Why.OVERDUE] == len(late)
    relapsed = [row for row in found if row.why is Why.RELAPSED]
    assert Counter(row.indicator for row in relapsed) == {"village_without_member": 2, "village_without_branch": 2}
    assert [dict(row.said)["state"] for row in relapsed] == ["none", "none", "bad", "bad"]
    assert all(row.simulated for row in relapsed)


def test_rows_come_by_consequence_and_the_districts_have_what_the_province_has(demo: Engine) -> None:
    with reading(demo) as conn:
        whole = watch(conn, unit="DB", **NQ04)
        below = units.children(conn, units.unit_by_code(conn, "DB").id, NQ04["as_of"].last)["code"].to_list()
        parts = [row for code in below for row in watch(conn, unit=code, **NQ04)]
    assert [row.rank for row in whole] == sorted((row.rank for row in whole), reverse=True)
    for why in LEAF_RULES:
        assert Counter(row.unit.code for row in whole if row.why is why) == Counter(
            row.unit.code for row in parts if row.why is why
        )


def test_the_weak_organisation_of_bac_son_is_weak_while_it_is_not_rated_again(demo: Engine) -> None:
    (row,) = of(rows(demo, unit="LS/bac-son", resolution="KH49-BS-2017", as_of="2017-Q4"), Why.WEAK).values()
    assert (row.unit.code, row.since, row.planned) == ("LS/bac-son/dong-y/dang-bo", parse("2016"), 1)
    assert row.figure("unrated") == 2017
    assert not row.simulated


def test_the_open_plan_of_a_commune_counts_for_its_villages_and_for_no_others(demo: Engine) -> None:
    commune = "DB/muong-cha/muong-tung"
    found = [row for row in rows(demo, unit="DB", **NQ04) if row.why in LEAF_RULES]
    inside = [row for row in found if row.above[0].code == commune]
    assert inside
    assert {(row.planned_by.code if row.planned_by else None, row.planned) for row in inside} == {(commune, 1)}
    with reading(demo) as conn:
        held = {one.unit.code for one in plans_of(conn, unit="DB", on=NQ04["as_of"].last)}
    others = [row for row in found if not {row.above[0].code, row.unit.code} & held]
    assert {(row.planned_by, row.planned) for row in others} == {(None, 0)}
    before = rows(demo, unit=commune, **{**NQ04, "as_of": parse("2018-Q4")})
    assert not [row for row in before if row.planned_by]


def test_what_is_overdue_names_its_plan_by_code(demo: Engine) -> None:
    found = of(rows(demo, unit="DB/muong-cha", **NQ04), Why.OVERDUE)
    assert {dict(row.said)["plan"] for row in found.values()} == {"MP-DB-2019-03"}


def test_a_rule_is_tuned_with_a_reason_that_everybody_can_read(demo_copy: Engine) -> None:
    before = counts(rows(demo_copy, unit="DB", **NQ04))
    with reading(demo_copy) as conn:
        revision = store.revision(conn)
        assert rules(conn) == Rules()
    tune(demo_copy, why=Why.AT_RISK, value=1, on=True, account="lan", reason=" chỉ nêu nơi còn một ")
    tune(demo_copy, why=Why.READY, value=None, on=False, account="lan", reason="để sau đại hội")
    after = counts(rows(demo_copy, unit="DB", **NQ04))
    assert 0 < after[Why.AT_RISK] < before[Why.AT_RISK]
    assert after[Why.READY] == 0
    assert {why: after[why] for why in (Why.RELAPSED, Why.OVERDUE)} == {
        why: before[why] for why in (Why.RELAPSED, Why.OVERDUE)
    }
    with reading(demo_copy) as conn:
        assert store.revision(conn) == revision + 2
        risk = next(one for one in tuned(conn) if one.why is Why.AT_RISK)
        assert (risk.value, risk.on, risk.changes[0].account, risk.changes[0].reason) == (
            1,
            True,
            "lan",
            "chỉ nêu nơi còn một",
        )
        noted = audit.audit(conn, limit=2)
    assert [(one.action, one.subject, one.detail["before"], one.detail["value"]) for one in noted] == [
        ("watch_rule", "watch:ready:on", 1, 0),
        ("watch_rule", "watch:at_risk:few", 2, 1),
    ]


@pytest.mark.parametrize(
    ("why", "value", "on", "reason", "code"),
    [
        (Why.AT_RISK, 1, True, "", "reason"),
        (Why.AT_RISK, 1, True, "   ", "reason"),
        (Why.AT_RISK, 1, True, "x" * 501, "reason"),
        (Why.AT_RISK, 0, True, "thử", "range"),
        (Why.AT_RISK, 21, True, "thử", "range"),
        (Why.READY, 1, True, "thử", "range"),
        (Why.LATE, 366, True, "thử", "range"),
        (Why.AT_RISK, 3, True, "thử", "order"),
        (Why.READY, 2, True, "thử", "order"),
        (Why.WEAK, 1, True, "thử", "same"),
        (Why.RELAPSED, None, True, "thử", "same"),
    ],
)
def test_a_bad_change_is_refused_and_nothing_is_written(
    demo: Engine, why: Why, value: int | None, on: bool, reason: str, code: str
) -> None:
    with pytest.raises(BadRule) as refused:
        tune(demo, why=why, value=value, on=on, account="lan", reason=reason)
    assert refused.value.code == code
    with reading(demo) as conn:
        assert rules(conn) == Rules()


def test_two_administrators_at_once_are_told_of_each_other(demo_copy: Engine) -> None:
    with reading(demo_copy) as conn:
        seen = next(one for one in tuned(conn) if one.why is Why.LATE)
    tune(demo_copy, why=Why.LATE, value=20, on=True, account="lan", reason="quý này", seen=seen)
    with pytest.raises(BadRule, match="quicker"):
        tune(demo_copy, why=Why.LATE, value=seen.value, on=False, account="minh", reason="tạm nghỉ", seen=seen)
    with reading(demo_copy) as conn:
        now = next(one for one in tuned(conn) if one.why is Why.LATE)
    assert (now.value, now.on, [one.account for one in now.changes]) == (20, True, ["lan"])
    tune(demo_copy, why=Why.LATE, value=20, on=False, account="minh", reason="tạm nghỉ", seen=now)
    with reading(demo_copy) as conn:
        assert Why.LATE in rules(conn).off
        assert rules(conn).late_days == 20
