"""Plans on a day: states follow from dates alone, outcomes from ratings; what is typed is checked and kept."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from db.engine import reading
from flows.plans import Plan, edit, overdue, planned_for, plans_of
from flows.plans.edit import NotWritten, Outside, Stale
from flows.plans.findings import findings_of
from flows.plans.states import DONE, PlanState, State, days_over, progress, state_of, state_on
from flows.plans.withdrawn import Withdrawn, withdrawn_at

ON = date(2019, 12, 31)
TODAY = date(2020, 1, 15)
MUONG_TUNG, STAFF = "DB/muong-cha/muong-tung", ("DB/muong-cha",)

#    due          done         on                 state            days
STATES = [
    (None, None, ON, State.OPEN, 0),
    (None, date(2019, 5, 1), ON, State.DONE, 0),
    (date(2020, 1, 1), None, ON, State.OPEN, 0),
    (date(2019, 12, 31), None, ON, State.OPEN, 0),  # the last day is in time
    (date(2019, 12, 30), None, ON, State.OVERDUE, 1),
    (date(2019, 12, 30), date(2019, 12, 30), ON, State.DONE, 0),
    (date(2019, 12, 30), date(2019, 12, 31), ON, State.DONE_LATE, 1),
    (date(2019, 12, 30), date(2020, 1, 5), ON, State.OVERDUE, 1),  # done after the day it is seen from
    (date(2020, 3, 1), date(2020, 1, 5), ON, State.OPEN, 0),
    (date(2020, 3, 1), date(2019, 12, 31), ON, State.DONE, 0),
]


@pytest.mark.parametrize(("due_on", "done_on", "on", "state", "days"), STATES)
def test_the_state_of_a_step_follows_from_its_dates(
    due_on: date | None, done_on: date | None, on: date, state: State, days: int
) -> None:
    assert state_on(on, due_on=due_on, done_on=done_on) is state
    assert days_over(on, due_on=due_on, done_on=done_on) == days


@pytest.mark.parametrize(
    ("states", "of", "share"),
    [
        ((), PlanState.OPEN, Fraction(0)),
        ((State.OPEN,), PlanState.OPEN, Fraction(0)),
        ((State.DONE, State.OPEN), PlanState.OPEN, Fraction(1, 2)),
        ((State.DONE, State.DONE_LATE), PlanState.DONE, Fraction(1)),
        ((State.DONE, State.DONE_LATE, State.OVERDUE), PlanState.OVERDUE, Fraction(2, 3)),
    ],
)
def test_a_plan_is_overdue_while_any_step_is_and_done_once_all_are(
    states: tuple[State, ...], of: PlanState, share: Fraction
) -> None:
    assert state_of(states) is of
    assert progress(states) == share


days = st.dates(date(2016, 1, 1), date(2026, 12, 31))
steps = st.tuples(st.none() | days, st.none() | days)


@given(st.lists(steps), days)
def test_progress_lies_between_none_and_all_and_what_is_overdue_is_not_done(
    given_steps: list[tuple[date | None, date | None]], on: date
) -> None:
    states = [state_on(on, due_on=due, done_on=done) for due, done in given_steps]
    assert 0 <= progress(states) <= 1
    assert (progress(states) == 1) is (state_of(states) is PlanState.DONE)
    for (due, done), state in zip(given_steps, states, strict=True):
        late = days_over(on, due_on=due, done_on=done)
        assert (state in (State.OVERDUE, State.DONE_LATE)) is (late > 0)
        if state is State.OVERDUE:
            assert state not in DONE
            assert done is None or done > on


@given(steps, days, st.integers(0, 400))
def test_what_is_done_stays_done_on_every_later_day(step: tuple[date | None, date | None], on: date, more: int) -> None:
    due, done = step
    if state_on(on, due_on=due, done_on=done) in DONE:
        later = on + timedelta(days=more)
        assert state_on(later, due_on=due, done_on=done) is state_on(on, due_on=due, done_on=done)


def plan(engine: Engine, code: str, *, unit: str = "DB", on: date = ON) -> Plan:
    with reading(engine) as conn:
        return next(one for one in plans_of(conn, unit=unit, on=on) if one.code == code)


def test_the_bac_son_plan_is_as_published_and_what_was_not_is_marked(demo: Engine) -> None:
    found = plan(demo, "KH49-BS-2017-KH", unit="LS/bac-son", on=date(2017, 12, 31))
    assert (found.document, found.decided_on) == ("49-KH/HU", date(2017, 5, 4))
    assert (found.groups, found.task_force, len(found.measures)) == (9, 10, 9)
    assert found.origin is not None
    assert found.origin.published_on == date(2017, 12, 19)
    assert found.rated_before is not None
    assert (found.rated_before.year, found.rated_before.rating) == (2016, "weak")
    assert found.outcome is None
    assert not found.simulated
    assert all(measure.simulated for measure in found.measures)
    [published] = [step for step in found.steps if not step.simulated]
    assert "nông thôn mới" in published.text_vi
    assert published.state is State.DONE


def test_a_rating_of_the_year_after_is_not_seen_before_that_year_has_ended(demo: Engine) -> None:
    found = plan(demo, "KH49-BS-2017-KH", unit="LS/bac-son", on=date(2017, 6, 30))
    assert found.rated_before is not None
    assert found.outcome is None
    assert found.done == 1


def test_plans_of_units_below_count_where_they_lie_and_those_decided_later_are_not_there(demo: Engine) -> None:
    with reading(demo) as conn:
        assert len(plans_of(conn, unit="DB", on=ON)) == 4
        assert plans_of(conn, unit="DB", on=ON, below=False) == ()
        assert [one.code for one in plans_of(conn, unit="DB/muong-cha", on=ON)] == ["MP-DB-2019-03"]
        assert plans_of(conn, unit="DB/muong-cha", on=date(2019, 2, 19)) == ()
        assert [one.unit.code for one in findings_of(conn, unit="DB/muong-cha", on=ON)] == [MUONG_TUNG]


def test_plans_of_a_commune_that_was_merged_stay_with_the_province_it_lay_in(demo: Engine) -> None:
    with reading(demo) as conn:
        codes = {one.code for one in plans_of(conn, unit="KT", on=date(2025, 12, 31))}
    assert codes == {"MP-KT-2021-01", "MP-KT-2024-01", "MP-KT-2025-01"}


def test_overdue_lists_steps_and_recommendations_the_oldest_first(demo: Engine) -> None:
    with reading(demo) as conn:
        found = overdue(conn, unit="DB/muong-cha", on=ON)
        assert [(one.kind, one.due_on) for one in found] == [
            ("step", date(2019, 11, 15)),
            ("recommendation", date(2019, 12, 10)),
            ("step", date(2019, 12, 20)),
        ]
        assert all(one.simulated and one.body_vi and one.body_en for one in found)
        assert overdue(conn, unit="DB/tua-chua", on=ON) == ()


def test_only_plans_not_yet_done_are_planned(demo: Engine) -> None:
    with reading(demo) as conn:
        every = {one.unit.code: one.unit.id for one in plans_of(conn, unit="DB", on=ON)}
        found = planned_for(conn, list(every.values()), ON)
        assert found == {key: 1 for code, key in every.items() if code != "DB/tua-chua/huoi-so"}
        assert planned_for(conn, list(every.values()), date(2018, 4, 1)) == {every["DB/tua-chua/huoi-so"]: 1}


# --- changing --------------------------------------------------------------------------------------


def add(engine: Engine, what: str, texts: dict[str, str], **more: object) -> str:
    words = {"account": "thu", "scope": STAFF, "today": TODAY, "unit": MUONG_TUNG, **more}
    return edit.add(engine, what, texts, **words)  # type: ignore[arg-type]  # a test's words


NEW = {
    "problem": "Sinh hoạt chi bộ không đều",
    "body": "Đảng ủy xã Mường Tùng",
    "document": "12-KH/ĐU",
    "decided_on": "10/12/2019",
    "rated_year": "",
}


def test_a_new_plan_is_there_with_who_made_it(demo_copy: Engine) -> None:
    code = add(demo_copy, "plan", NEW)
    found = plan(demo_copy, code)
    assert (found.problem_vi, found.decided_on, found.state) == (NEW["problem"], date(2019, 12, 10), PlanState.OPEN)
    assert not found.simulated
    with reading(demo_copy) as conn:
        [made] = edit.history(conn, "plan", found.id)
    assert (made.account, made.before) == ("thu", {})
    assert add(demo_copy, "plan", NEW) != code


@pytest.mark.parametrize(
    ("field", "typed", "code"),
    [
        ("problem", "  ", "missing"),
        ("problem", "x" * 2001, "long"),
        ("body", "Nguyễn Văn An", "person"),
        ("body", "Đồng chí Lò Văn Páo", "person"),
        ("problem", "Bí thư chi bộ sinh năm 1975", "person"),
        ("decided_on", "31/2/2019", "day"),
        ("decided_on", "hôm qua", "day"),
        ("decided_on", "16/1/2020", "future"),
        ("rated_year", "2021", "year"),
        ("rated_year", "hai nghìn", "count"),
    ],
)
def test_what_cannot_be_kept_is_told_by_its_field_and_nothing_is_written(
    demo_copy: Engine, field: str, typed: str, code: str
) -> None:
    with pytest.raises(NotWritten) as told:
        add(demo_copy, "plan", {**NEW, field: typed})
    assert [(one.field, one.code) for one in told.value.wrong] == [(field, code)]
    with reading(demo_copy) as conn:
        assert len(plans_of(conn, unit=MUONG_TUNG, on=TODAY)) == 1


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        ({"done_on": "20/12/2019", "evidence": ""}, [("evidence", "no_evidence")]),
        ({"done_on": "1/1/2019", "evidence": "Biên bản"}, [("done_on", "before")]),
        ({"part": "5", "whole": "4"}, [("part", "part")]),
        ({"part": "5", "whole": ""}, [("whole", "both")]),
        ({"part": "0", "whole": "0"}, [("part", "part")]),
        ({"due_on": "", "text": ""}, [("text", "missing"), ("due_on", "missing")]),
    ],
)
def test_a_step_is_told_all_that_is_wrong_with_it(
    demo_copy: Engine, texts: dict[str, str], wrong: list[tuple[str, str]]
) -> None:
    step = plan(demo_copy, "MP-DB-2019-03").steps[0]
    with pytest.raises(NotWritten) as told:
        change(demo_copy, step.id, texts, version=step.version)
    assert [(one.field, one.code) for one in told.value.wrong] == wrong


def change(engine: Engine, step: int, texts: dict[str, str], *, version: int, **more: object) -> int:
    words = {"account": "thu", "scope": STAFF, "today": TODAY, **more}
    return edit.change(engine, "step", step, texts, version=version, **words)  # type: ignore[arg-type]


def late_step(engine: Engine) -> tuple[int, int]:
    step = next(one for one in plan(engine, "MP-DB-2019-03").steps if one.state is State.OVERDUE)
    return step.id, step.version


def test_a_step_marked_done_with_evidence_is_done_and_no_longer_overdue(demo_copy: Engine) -> None:
    step, version = late_step(demo_copy)
    change(demo_copy, step, {"done_on": "20/12/2019", "evidence": "Quyết định kết nạp"}, version=version)
    found = plan(demo_copy, "MP-DB-2019-03")
    done = next(one for one in found.steps if one.id == step)
    assert (done.state, done.days, done.evidence_vi) == (State.DONE_LATE, 35, "Quyết định kết nạp")
    assert found.done == 3


def test_two_people_at_once_lose_nothing(demo_copy: Engine) -> None:
    step, version = late_step(demo_copy)
    now = change(demo_copy, step, {"due_on": "31/01/2020"}, version=version, account="lan")
    with pytest.raises(Stale) as told:
        change(demo_copy, step, {"evidence": "Đã có hồ sơ"}, version=version)
    assert [(one.account, dict(one.after)) for one in told.value.since] == [("lan", {"due_on": "2020-01-31"})]
    change(demo_copy, step, {"evidence": "Đã có hồ sơ"}, version=now)
    found = next(one for one in plan(demo_copy, "MP-DB-2019-03").steps if one.id == step)
    assert (found.due_on, found.evidence_vi) == (date(2020, 1, 31), "Đã có hồ sơ")


@pytest.mark.parametrize("scope", [(), ("DB/tua-chua",), ("DB/muong-cha/sa-tong",)])
def test_whoever_is_not_in_charge_of_the_unit_writes_nothing(demo_copy: Engine, scope: tuple[str, ...]) -> None:
    step, version = late_step(demo_copy)
    with pytest.raises(Outside):
        change(demo_copy, step, {"evidence": "Đã có hồ sơ"}, version=version, scope=scope)
    with pytest.raises(Outside):
        add(demo_copy, "plan", NEW, scope=scope)


def test_a_changed_text_takes_its_translation_with_it_and_english_is_changed_by_itself(demo_copy: Engine) -> None:
    first, second = plan(demo_copy, "MP-DB-2019-03").steps[:2]
    change(demo_copy, first.id, {"text": "Giao chỉ tiêu mới"}, version=1)
    change(demo_copy, second.id, {"text": "Admit three"}, version=1, lang="en")
    one, other = plan(demo_copy, "MP-DB-2019-03").steps[:2]
    assert (one.text_vi, one.text_en) == ("Giao chỉ tiêu mới", "")
    assert (other.text_vi, other.text_en) == (second.text_vi, "Admit three")


def test_a_finding_its_recommendation_and_what_came_of_it(demo_copy: Engine) -> None:
    about = plan(demo_copy, "MP-DB-2019-03").id
    texts = {"text": "Thiếu biên bản", "body": "Ủy ban Kiểm tra Huyện ủy", "document": "", "found_on": "2/12/2019"}
    code = add(demo_copy, "finding", texts, plan=about)

    def finding() -> object:
        with reading(demo_copy) as conn:
            return next(one for one in findings_of(conn, unit=MUONG_TUNG, on=TODAY) if one.code == code)

    made = finding()
    assert (made.plan, made.state) == (about, PlanState.OPEN)  # type: ignore[attr-defined]
    asked = {"text": "Ghi biên bản đầy đủ", "body": "Đảng ủy xã", "due_on": "10/1/2020"}
    add(demo_copy, "recommendation", asked, owner=made.id)  # type: ignore[attr-defined]
    [one] = finding().recommendations  # type: ignore[attr-defined]
    assert one.state is State.OVERDUE
    with pytest.raises(NotWritten):
        add(demo_copy, "recommendation", {**asked, "due_on": "1/12/2019"}, owner=made.id)  # type: ignore[attr-defined]
    edit.change(
        demo_copy,
        "recommendation",
        one.id,
        {"done_on": "9/1/2020", "follow_up": "Đã ghi đủ"},
        version=one.version,
        account="thu",
        scope=None,
        today=TODAY,
    )
    [one] = finding().recommendations  # type: ignore[attr-defined]
    assert (one.state, one.follow_up_vi) == (State.DONE, "Đã ghi đủ")


# --- withdrawing -----------------------------------------------------------------------------------

WHO = {"account": "thu", "scope": STAFF, "today": TODAY}


def gone(engine: Engine, unit: str = "DB") -> list[Withdrawn]:
    with reading(engine) as conn:
        return list(withdrawn_at(conn, unit=unit, on=ON))


def test_a_mistaken_step_is_withdrawn_with_a_reason_and_counts_no_more(demo_copy: Engine) -> None:
    before = plan(demo_copy, "MP-DB-2019-03")
    step, version = late_step(demo_copy)
    with reading(demo_copy) as conn:
        late = len(overdue(conn, unit="DB", on=ON))
    edit.withdraw(demo_copy, "step", step, {"reason": "Ghi nhầm chi bộ"}, version=version, **WHO)
    after = plan(demo_copy, "MP-DB-2019-03")
    assert len(after.steps) == len(before.steps) - 1
    assert after.done == before.done
    with reading(demo_copy) as conn:
        assert len(overdue(conn, unit="DB", on=ON)) == late - 1
        told = edit.history(conn, "plan", after.id)[0]
    assert (told.account, told.what, told.id, told.after) == ("thu", "step", step, {"withdrawn": "Ghi nhầm chi bộ"})
    [one] = gone(demo_copy)
    assert (one.what, one.id, one.plan, one.reason, one.account) == ("step", step, after.id, "Ghi nhầm chi bộ", "thu")
    assert not gone(demo_copy, "DB/tua-chua")
    edit.put_back(demo_copy, "step", step, version=one.version, **WHO)
    back = plan(demo_copy, "MP-DB-2019-03")
    assert [(each.id, each.state) for each in back.steps] == [(each.id, each.state) for each in before.steps]
    assert not gone(demo_copy)


@pytest.mark.parametrize(("reason", "code"), [("  ", "missing"), ("Đồng chí Lò Văn Páo ghi nhầm", "person")])
def test_nothing_is_withdrawn_without_a_fit_reason(demo_copy: Engine, reason: str, code: str) -> None:
    step, version = late_step(demo_copy)
    with pytest.raises(NotWritten) as told:
        edit.withdraw(demo_copy, "step", step, {"reason": reason}, version=version, **WHO)
    assert [(one.field, one.code) for one in told.value.wrong] == [("reason", code)]
    assert not gone(demo_copy)


def test_only_who_is_in_charge_withdraws_and_puts_back(demo_copy: Engine) -> None:
    step, version = late_step(demo_copy)
    stranger = {**WHO, "scope": ("DB/tua-chua",)}
    with pytest.raises(Outside):
        edit.withdraw(demo_copy, "step", step, {"reason": "Ghi nhầm"}, version=version, **stranger)
    now = edit.withdraw(demo_copy, "step", step, {"reason": "Ghi nhầm"}, version=version, **WHO)
    with pytest.raises(Outside):
        edit.put_back(demo_copy, "step", step, version=now, **stranger)


def test_with_a_plan_goes_all_of_it_and_its_code_is_never_given_again(demo_copy: Engine) -> None:
    code = add(demo_copy, "plan", NEW)
    mine = plan(demo_copy, code)
    edit.withdraw(demo_copy, "plan", mine.id, {"reason": "Lập trùng"}, version=mine.version, **WHO)
    with reading(demo_copy) as conn:
        assert code not in {one.code for one in plans_of(conn, unit="DB", on=TODAY)}
        assert planned_for(conn, [mine.unit.id], ON) == {mine.unit.id: 1}
    assert [one.what for one in gone(demo_copy)] == ["plan"]
    assert add(demo_copy, "plan", NEW) != code
    with pytest.raises(Stale):
        add(demo_copy, "measure", {"number": "1", "name": "Kiện toàn", "text": "", "body": ""}, owner=mine.id)


def test_a_withdrawn_finding_and_a_withdrawn_recommendation_are_asked_for_no_more(demo_copy: Engine) -> None:
    with reading(demo_copy) as conn:
        [finding] = findings_of(conn, unit=MUONG_TUNG, on=ON)
    one = finding.recommendations[0]
    edit.withdraw(demo_copy, "recommendation", one.id, {"reason": "Ghi nhầm"}, version=one.version, **WHO)
    with reading(demo_copy) as conn:
        [left] = findings_of(conn, unit=MUONG_TUNG, on=ON)
        assert one.id not in {each.id for each in left.recommendations}
    edit.withdraw(demo_copy, "finding", finding.id, {"reason": "Ghi nhầm xã"}, version=finding.version, **WHO)
    with reading(demo_copy) as conn:
        assert findings_of(conn, unit=MUONG_TUNG, on=ON) == ()
        assert not [each for each in overdue(conn, unit=MUONG_TUNG, on=ON) if each.kind == "recommendation"]
    assert [each.what for each in gone(demo_copy)] == ["finding"]
