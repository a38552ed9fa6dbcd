"""Plans and findings in the store: every change is noted with what stood before, nobody overwrites another unseen."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError

from db import audit, plan_packs, plan_writes, plans, store
from db.check import check
from db.engine import reading, writing
from tests.db import world as w

PLAN = {"code": "KH-1", "decided_on": date(2019, 1, 10), "body_vi": "Huyện ủy", "problem_vi": "Yếu kém"}
MEASURE = {"number": 1, "name_vi": "Kiện toàn"}
STEP = {"position": 1, "text_vi": "Rà soát", "due_on": date(2019, 6, 30)}


@pytest.fixture
def step(engine) -> int:
    """The only step of a plan that Thu has written."""
    with writing(engine) as conn:
        unit = w.found(conn).units["P/B/b1"]
        plan = plan_writes.add(conn, "plan", {**PLAN, "unit_id": unit}, account="thu")
        measure = plan_writes.add(conn, "measure", {**MEASURE, "plan_id": plan}, account="thu")
        return plan_writes.add(conn, "step", {**STEP, "measure_id": measure}, account="thu")


def the_step(conn):
    [measure] = next(iter(plans.measures(conn, [plans.plan(conn, "KH-1").id]).values()))
    [found] = plans.steps(conn, [measure.id])[measure.id]
    return found


def test_a_plan_is_read_back_whole(engine, step):
    with reading(engine) as conn:
        found = plans.plan(conn, "KH-1")
        assert (found.decided_on, found.body_vi, found.version, found.simulated) == (
            PLAN["decided_on"],
            "Huyện ủy",
            1,
            False,
        )
        assert the_step(conn).text_vi == "Rà soát"
        assert plans.plan(conn, "KH-2") is None


def test_plans_decided_later_are_not_there_yet(engine, step):
    with reading(engine) as conn:
        assert plans.plans(conn, decided_by=date(2019, 1, 9)) == []
        assert [row.code for row in plans.plans(conn, decided_by=date(2019, 1, 10))] == ["KH-1"]


def test_a_change_is_noted_with_what_stood_before(engine, step):
    with writing(engine) as conn:
        plan_writes.change(
            conn, "step", step, version=1, values={"done_on": date(2019, 6, 1), "text_vi": "Rà soát"}, account="lan"
        )
    with reading(engine) as conn:
        newest, *older = plan_writes.history(conn, "plan", plans.plan(conn, "KH-1").id)
        assert (newest.account, newest.what, newest.id, newest.version) == ("lan", "step", step, 2)
        assert (newest.before, newest.after) == ({"done_on": ""}, {"done_on": "2019-06-01"})
        assert [one.what for one in older] == ["step", "measure", "plan"]
        assert all(one.before == {} for one in older)


def test_every_change_raises_the_revision_and_nothing_changed_does_not(engine, step):
    with writing(engine) as conn:
        before = store.revision(conn)
        assert plan_writes.change(conn, "step", step, version=1, values={"text_vi": "Rà soát"}, account="lan") == 1
        assert store.revision(conn) == before
        assert plan_writes.change(conn, "step", step, version=1, values={"text_vi": "Soát"}, account="lan") == 2
        assert store.revision(conn) == before + 1


def test_the_second_of_two_is_told_what_the_first_changed(engine, step):
    with writing(engine) as conn:
        plan_writes.change(conn, "step", step, version=1, values={"due_on": date(2019, 7, 31)}, account="lan")
    with pytest.raises(plan_writes.Stale) as told, writing(engine) as conn:
        plan_writes.change(conn, "step", step, version=1, values={"due_on": date(2019, 8, 31)}, account="thu")
    [quicker] = told.value.since
    assert (told.value.version, quicker.account) == (2, "lan")
    assert (quicker.before, quicker.after) == ({"due_on": "2019-06-30"}, {"due_on": "2019-07-31"})
    with reading(engine) as conn:
        assert the_step(conn).due_on == date(2019, 7, 31)


def test_an_unknown_row_is_not_changed(engine, step):
    with pytest.raises(LookupError), writing(engine) as conn:
        plan_writes.change(conn, "step", 99, version=1, values={"text_vi": "Soát"}, account="lan")


def test_more_than_the_whole_is_not_kept(engine, step):
    with pytest.raises(IntegrityError), writing(engine) as conn:
        plan_writes.change(conn, "step", step, version=1, values={"part": 3, "whole": 2}, account="lan")


def test_a_pack_puts_a_plan_in_the_place_of_its_own_and_notes_it(engine, step):
    with writing(engine) as conn:
        unit = plans.plan(conn, "KH-1").unit_id
        before = plans.plan(conn, "KH-1").id
        again = plan_packs.put_plan(conn, {**PLAN, "unit_id": unit}, [(MEASURE, [STEP, STEP])], account="pack")
        assert again == before
        [measure] = plans.measures(conn, [again])[again]
        assert [one.position for one in plans.steps(conn, [measure.id])[measure.id]] == [1, 2]
        assert audit.about(conn, f"plan {again}")[0].action == "plan_loaded"
        assert [one.what for one in plan_writes.history(conn, "plan", again)] == ["step", "measure", "plan"]


def test_the_check_finds_a_step_due_before_its_plan(engine, step):
    with writing(engine) as conn:
        assert check(conn) == []
        plan_writes.change(conn, "step", step, version=1, values={"due_on": date(2018, 12, 31)}, account="lan")
    with reading(engine) as conn:
        [found] = check(conn)
        assert (found.what, found.stored, found.recomputed) == (
            "plan",
            "plan KH-1: 2018-12-31",
            "2019-01-10 or later",
        )


def withdraw(engine, what, key, reason, version):
    with writing(engine) as conn:
        return plan_writes.change(conn, what, key, version=version, values={"withdrawn": reason}, account="lan")


def test_what_is_withdrawn_is_left_out_unless_asked_for_and_stays_as_it_was(engine, step):
    assert withdraw(engine, "step", step, "Ghi nhầm kế hoạch", 1) == 2
    with reading(engine) as conn:
        measure = plan_writes.top(conn, "step", step)[1]
        [owner] = plans.measures(conn, [measure])[measure]
        assert plans.steps(conn, [owner.id]) == {}
        [kept] = plans.steps(conn, [owner.id], withdrawn=True)[owner.id]
        assert (kept.text_vi, kept.withdrawn) == ("Rà soát", "Ghi nhầm kế hoạch")
        newest = plan_writes.history(conn, "plan", plans.plan(conn, "KH-1").id)[0]
        assert (newest.what, newest.before, newest.after) == (
            "step",
            {"withdrawn": ""},
            {"withdrawn": "Ghi nhầm kế hoạch"},
        )


def test_putting_back_is_one_more_entry(engine, step):
    withdraw(engine, "step", step, "Ghi nhầm", 1)
    assert withdraw(engine, "step", step, None, 2) == 3
    with reading(engine) as conn:
        assert the_step(conn).withdrawn is None
        told = [one.after for one in plan_writes.history(conn, "plan", plans.plan(conn, "KH-1").id)[:2]]
        assert told == [{"withdrawn": ""}, {"withdrawn": "Ghi nhầm"}]


def test_a_withdrawn_plan_is_no_plan_and_nothing_is_written_below_it(engine, step):
    with reading(engine) as conn:
        plan = plans.plan(conn, "KH-1").id
        [measure] = plans.measures(conn, [plan])[plan]
    withdraw(engine, "plan", plan, "Nhầm đơn vị", 1)
    with reading(engine) as conn:
        assert plans.plans(conn) == []
        assert [row.code for row in plans.plans(conn, withdrawn=True)] == ["KH-1"]
    with pytest.raises(plan_writes.Stale) as told, writing(engine) as conn:
        plan_writes.change(conn, "step", step, version=1, values={"text_vi": "Soát"}, account="thu")
    assert [dict(one.after) for one in told.value.since] == [{"withdrawn": "Nhầm đơn vị"}]
    with pytest.raises(plan_writes.Stale), writing(engine) as conn:
        plan_writes.add(conn, "step", {**STEP, "measure_id": measure.id}, account="thu")
    with reading(engine) as conn:
        assert plans.row(conn, "step", step).text_vi == "Rà soát"


def test_withdrawing_what_somebody_has_just_changed_is_told_first(engine, step):
    with writing(engine) as conn:
        plan_writes.change(conn, "step", step, version=1, values={"text_vi": "Soát"}, account="thu")
    with pytest.raises(plan_writes.Stale):
        withdraw(engine, "step", step, "Ghi nhầm", 1)
