"""From bytes to verdicts in a real store: examined without a trace, accepted whole, by two people at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import confirmations, figures, goals, packs, submissions, units
from db.confirmations import Confirmed
from db.engine import open_store, reading, writing
from db.migrate import upgrade
from db.models import Goal, Indicator, Lineage, Placement, Resolution, Target, Unit, UnitName
from flows import submit
from flows.reference import reference
from flows.submit import BadFile, NotAccepted, Stale, Unanswered, Unconfirmed, mapping
from flows.submit.problems import told
from flows.submit.templates import template
from intake.questions import Question
from metrics.goals import Verdict
from metrics.periods import from_key, parse

START, END, REVIEW = parse("2016-05-23"), date(2020, 12, 31), parse("2019-Q4")
TODAY = date(2020, 1, 15)
A, B = "DB/muong-nhe", "DB/tua-chua"
VILLAGES = 20


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """Two communes of ten villages each, all without a branch at first, 9 of them by the end of 2019."""
    engine = open_store(f"sqlite:///{tmp_path / 'moc.db'}")
    upgrade(engine)
    codes = [
        ("DB", "province"),
        (A, "district"),
        (B, "district"),
        (f"{A}/sin-thau", "commune"),
        (f"{B}/xa-nhe", "commune"),
    ]
    villages = [f"{A}/sin-thau/ban-{n:02d}" for n in range(1, 11)] + [f"{B}/xa-nhe/ban-{n:02d}" for n in range(1, 11)]
    with writing(engine) as conn:
        ids = packs.upsert_units(
            conn, [Unit(code=c, kind=k) for c, k in codes] + [Unit(code=c, kind="village") for c in villages]
        )
        packs.upsert_names(conn, [UnitName(unit_id=number, name=_name(code)) for code, number in ids.items()])
        packs.upsert_placements(
            conn,
            [
                Placement(unit_id=number, parent_id=ids[code.rpartition("/")[0]])
                for code, number in ids.items()
                if "/" in code
            ],
        )
        packs.upsert_lineage(conn, list[Lineage]())
        (indicator,) = packs.upsert_indicators(
            conn, [_indicator("village_without_branch", "state", "village")]
        ).values()
        packs.upsert_indicators(conn, [_indicator("head_is_member", "share", "commune")])
        resolution = packs.upsert_resolution(conn, _resolution(ids["DB"]))
        (goal,) = packs.upsert_goals(conn, [_goal(resolution, indicator)]).values()
        packs.upsert_targets(conn, [_target(goal, ids["DB"])])
    with writing(engine) as conn:
        rows = ["period,unit,indicator,value"]
        rows += [f"2016-05-23,{code},village_without_branch,1" for code in villages]
        rows += [f"2019-Q4,{code},village_without_branch,{int(n < 9)}" for n, code in enumerate(villages)]
        data = "\n".join(rows).encode()
        submit.load(conn, data=data, file_name="first.csv", account="pack", simulated=True, today=TODAY)
    yield engine
    engine.dispose()


def _name(code: str) -> str:
    return {"DB": "Tỉnh Điện Biên", A: "Huyện Mường Nhé", B: "Huyện Tủa Chùa"}.get(
        code, code.rpartition("/")[2].title()
    )


def _indicator(code: str, kind: str, unit_kind: str) -> Indicator:
    return Indicator(
        code=code, kind=kind, unit_kind=unit_kind, name_vi=code, name_en=code, noun_vi="thôn", noun_en="villages"
    )


def _resolution(unit: int) -> Resolution:
    texts = dict.fromkeys(("issuer_vi", "issuer_en", "title_vi", "title_en"), "x")
    day = {"issued_on": START.last, "term_start": START.last, "term_end": END}
    return Resolution(code="NQ04", number="04-NQ/TU", unit_id=unit, rounding="truncate", **texts, **day)


def _goal(resolution: int, indicator: int) -> Goal:
    return Goal(
        code="NQ04-02", resolution_id=resolution, indicator_id=indicator, shape="yearly_cut", name_vi="x", name_en="x",
        start=START.last, baseline_date=START.last, deadline=END,
    )  # fmt: skip


def _target(goal: int, unit: int) -> Target:
    return Target(goal_id=goal, unit_id=unit, op="band", low="15", high="20", unit_of_measure="percent_per_year")


def examine(engine: Engine, file: bytes | str, **more: object) -> submit.Examined:
    data = file.encode() if isinstance(file, str) else file
    given = {"period": REVIEW, "file_name": "quy4.csv", "today": TODAY, **more}
    return submit.examine(engine, data=data, **given)  # type: ignore[arg-type]  # by name


def villages(*states: int, under: str = f"{A}/sin-thau") -> str:
    rows = [f"{under}/ban-{n:02d},{state}" for n, state in enumerate(states, start=1)]
    return "unit,village_without_branch\n" + "\n".join(rows) + "\n"


def without_branch(engine: Engine) -> int:
    with reading(engine) as conn:
        (number,) = [key for key, each in goals.indicators(conn).items() if each.code == "village_without_branch"]
        home = units.unit_by_code(conn, "DB")
        assert home is not None
        found = figures.rollup(conn, boundaries=0, units=[home.id], indicators=[number], first=REVIEW, last=REVIEW)
    return found["num"].item()


def test_a_look_changes_nothing_and_says_what_would_move(engine: Engine) -> None:
    found = examine(engine, villages(1, 1, 1, 0, 0, 0), unit=A)
    assert found.acceptable
    assert (found.counts.new, found.counts.changed, found.counts.same, found.counts.units) == (0, 3, 3, 6)
    assert found.totals.select("before_num", "after_num").row(0) == (9, 6)
    province = next(each for each in found.effect if each.unit.code == "DB")
    assert province.verdicts == (Verdict.MET, Verdict.EXCEEDED)
    assert (province.before.actual, province.after.actual) == (9, 6)
    assert province.moves
    assert {each.unit.code for each in found.effect} == {"DB", A}
    assert without_branch(engine) == 9
    with reading(engine) as conn:
        assert len(submissions.submissions(conn)) == 1


def test_accepted_whole_and_traceable_to_file_and_row(engine: Engine) -> None:
    file = villages(1, 1, 1, 0, 0, 0)
    receipt = submit.accept(engine, examine(engine, file, unit=A), account="lan", reason="có chi bộ mới")
    assert (receipt.figures, receipt.units, receipt.unchanged, receipt.already) == (3, 3, 3, False)
    assert without_branch(engine) == 6
    with reading(engine) as conn:
        village = units.unit_by_code(conn, f"{A}/sin-thau/ban-04")
        assert village is not None
        history = figures.figure_history(conn, period=REVIEW, indicator=1, unit=village.id)
        assert [(old.num, brought.file_name) for old, brought in history] == [(0, "quy4.csv"), (1, "first.csv")]
        assert history[0][0].row == 5
        assert (history[0][1].account, history[0][1].reason) == ("lan", "có chi bộ mới")
        assert submissions.submission_file(conn, receipt.seq) == ("quy4.csv", file.encode())


def test_a_file_with_one_error_is_refused_whole(engine: Engine) -> None:
    found = examine(engine, villages(0, 0, 7), unit=A)
    assert not found.acceptable
    assert found.effect == ()
    with pytest.raises(BadFile) as refusal:
        submit.accept(engine, found, account="lan")
    assert [each.code for each in refusal.value.problems] == ["not_yes_no"]
    assert without_branch(engine) == 9


DASHES = f"unit,head_is_member\n{A}/sin-thau,-\n{B}/xa-nhe,-\n"


def test_a_warning_is_confirmed_with_a_reason_that_stays_with_the_submission(engine: Engine) -> None:
    found = examine(engine, DASHES)
    assert (found.acceptable, found.to_confirm) == (True, {"dash_read": 1})
    for given in ({}, {"dash_read": " "}, {"period_open": "x"}):
        with pytest.raises(Unconfirmed) as refusal:
            submit.accept(engine, found, account="lan", confirmed=given)
        assert refusal.value.codes == ("dash_read",)
    receipt = submit.accept(engine, found, account="lan", confirmed={"dash_read": "hai xã không có trưởng thôn"})
    with reading(engine) as conn:
        assert len(submissions.submissions(conn)) == 2
        assert confirmations.of_submissions(conn, [receipt.seq]) == {
            receipt.seq: (Confirmed("dash_read", None, 1, "hai xã không có trưởng thôn"),)
        }
    assert submit.accept(engine, examine(engine, DASHES), account="lan").already


def test_a_warning_by_itself(engine: Engine) -> None:
    found = examine(engine, villages(0) + f"{A}/sin-thau/ban-01,0\n{A}/sin-thau/ban-01,0\n", unit=A)
    keys = [found.place_of(each) for each in found.problems]
    assert len(set(keys)) == 2
    assert found.unconfirmed({keys[0]: "x"}) == ("repeated_same",)
    receipt = submit.accept(engine, found, account="lan", confirmed=dict.fromkeys(keys, "chép lại"))
    with reading(engine) as conn:
        kept = confirmations.of_submissions(conn, [receipt.seq])[receipt.seq]
    assert [(each.code, each.place, each.count) for each in kept] == [
        ("repeated_same", key.partition("@")[2], 1) for key in keys
    ]


def test_an_open_question_stops_the_file_but_is_no_error(engine: Engine) -> None:
    found = examine(engine, villages(0), unit=A)
    asked = Question("unit", "ban-01", "Ban-01", (f"{A}/sin-thau/ban-01",), row=2)
    found = replace(found, clean=replace(found.clean, questions=(asked,)))
    assert (found.clean.sound, found.acceptable, found.questions) == (True, False, (asked,))
    with pytest.raises(Unanswered) as refusal:
        submit.accept(engine, found, account="lan")
    assert refusal.value.questions == (asked,)
    answer = submit.to_json(found)["questions"]
    assert [(each["code"], each["row"], each["candidates"]) for each in answer] == [
        ("unit", 2, [f"{A}/sin-thau/ban-01"])
    ]
    entry = json.loads(mapping.write(found))["answers"][0]
    assert (entry["key"], entry["candidates"], entry["answer"]) == ("ban-01", [f"{A}/sin-thau/ban-01"], None)
    assert mapping.read(mapping.write(found)) == {}


def named(*states: int) -> str:
    """Villages by their names alone, which both communes have."""
    return "Tên thôn,village_without_branch\n" + "".join(f"Ban-{n:02d},{state}\n" for n, state in enumerate(states, 1))


def filled_in(examined: submit.Examined, under: str) -> bytes:
    """The mapping file as a person fills it in: of the candidates the one of a commune."""
    whole = json.loads(mapping.write(examined))
    for entry in whole["answers"]:
        entry["answer"] = next(each for each in entry["candidates"] if each.startswith(under))
    return json.dumps(whole).encode()


def test_what_was_asked_once_is_never_asked_again_of_that_layout(engine: Engine) -> None:
    first = examine(engine, named(0, 0), scope=["DB"])
    assert [(each.code, each.text, len(each.candidates)) for each in first.questions] == [
        ("unit", "Ban-01", 2),
        ("unit", "Ban-02", 2),
    ]
    assert (first.clean.sound, first.acceptable, first.clean.figures.height, first.effect) == (True, False, 0, ())
    answers = mapping.read(filled_in(first, B))
    half = examine(engine, named(0, 0), scope=["DB"], answers=dict([*answers.items()][:1]))
    assert [each.text for each in half.questions] == ["Ban-02"]
    whole = examine(engine, named(0, 0), scope=["DB"], answers=answers)
    assert (whole.acceptable, whole.counts.same) == (True, 2)
    submit.accept(engine, whole, account="lan")
    again = examine(engine, named(1, 1), scope=["DB"])
    assert (again.questions, again.counts.changed) == ((), 2)
    assert set(again.changes["unit"]) == set(whole.changes["unit"])
    assert [each.code for each in examine(engine, named(1), scope=[A]).problems] == []  # another office: its own Ban-01
    other = examine(engine, named(1, 1), scope=["DB"], answers=mapping.read(filled_in(first, A)))
    assert set(other.changes["unit"]).isdisjoint(whole.changes["unit"])


def test_an_answer_reaches_no_unit_that_the_account_does_not_report_for(engine: Engine) -> None:
    answers = {("unit", "ban-01"): f"{B}/xa-nhe/ban-01"}
    found = examine(engine, named(0), scope=[A], answers=answers)
    assert not found.acceptable
    assert found.clean.figures.is_empty()


def test_an_answer_that_says_nothing_leaves_its_question_open(engine: Engine) -> None:
    found = examine(engine, named(0), scope=["DB"], answers={("unit", "ban-01"): "DB/none"})
    assert [each.key for each in found.questions] == ["ban-01"]
    assert json.loads(mapping.write(found))["answers"][0]["answer"] is None


ANSWER, OTHER = {("unit", "bản một"): "DB/x"}, {("unit", "bản hai"): "ignore"}


def test_answers_are_remembered_for_the_office_and_the_layout(engine: Engine) -> None:
    found = examine(engine, villages(0), unit=A)
    assert submit.remember(engine, found, ANSWER, account="lan") == 1
    assert examine(engine, villages(1), unit=A).remembered == ANSWER
    assert examine(engine, villages(1), scope=[A]).remembered == ANSWER
    for other in (
        examine(engine, villages(0, under=f"{B}/xa-nhe"), unit=B),
        examine(engine, villages(0), scope=[A, B]),
        examine(engine, villages(0)),
        examine(engine, villages(0).replace("unit,", "mã,"), unit=A),
    ):
        assert other.remembered == {}
    again = examine(engine, villages(0), unit=A, answers={**OTHER, ("unit", "bản một"): "DB/y"})
    assert again.answers == {**OTHER, ("unit", "bản một"): "DB/y"}
    assert mapping.read(mapping.write(again)) == again.answers


def test_accepting_remembers_what_was_answered(engine: Engine) -> None:
    submit.accept(engine, examine(engine, villages(0), unit=A, answers=ANSWER), account="lan")
    assert examine(engine, villages(1), unit=A).remembered == ANSWER


def test_who_was_answered_for_meanwhile_must_look_again(engine: Engine) -> None:
    lan, minh = examine(engine, villages(0), unit=A), examine(engine, villages(1), unit=A, answers=ANSWER)
    submit.remember(engine, lan, {("unit", "bản một"): "ignore"}, account="lan")
    with pytest.raises(Stale) as stale:
        submit.accept(engine, lan, account="lan")
    assert stale.value.count == 0
    submit.accept(engine, minh, account="minh")  # its own answers stand before what is remembered
    with reading(engine) as conn:
        assert len(submissions.submissions(conn)) == 2


def test_progress_moves_to_its_end(engine: Engine) -> None:
    told: list[tuple[str, float]] = []
    examine(engine, villages(0), unit=A, progress=lambda step, part: told.append((step, part)))
    assert [part for _, part in told] == sorted(part for _, part in told)
    assert (told[0][0], told[-1]) == ("read", ("judged", 1.0))
    assert {"compared", "judged"} <= {step for step, _ in told}


def test_what_came_before_is_read_when_it_is_asked_for(engine: Engine) -> None:
    with reading(engine) as conn:
        known = reference(conn, today=TODAY)
        assert known.past is not None
        (village,) = known.units.filter(code=f"{A}/sin-thau/ban-01")["unit"]
        asked = ([1], [village])
        seen = {day: known.past(*asked, date.fromisoformat(day))["period"].to_list() for day in PAST}
    assert {day: [from_key(key).code for key in keys] for day, keys in seen.items()} == PAST
    assert examine(engine, villages(0)).reference.past is None


PAST = {
    "2016-05-23": ["2016-05-23"],
    "2018-03-31": ["2016-05-23"],
    "2019-03-31": ["2016-05-23", "2019-Q4"],
    "2020-03-31": ["2016-05-23", "2019-Q4"],
}


def test_the_same_file_twice_is_recognised_and_harmless(engine: Engine) -> None:
    file = villages(0, 0)
    first = submit.accept(engine, examine(engine, file, unit=A), account="lan")
    again = examine(engine, file, unit=A)
    assert again.already is not None
    assert again.already.seq == first.seq
    receipt = submit.accept(engine, again, account="lan")
    assert receipt.already
    assert (receipt.seq, receipt.figures, receipt.revision) == (first.seq, 0, first.revision)


def test_a_button_pressed_twice_accepts_once(engine: Engine) -> None:
    found = examine(engine, villages(0, 0), unit=A)
    first = submit.accept(engine, found, account="lan")
    assert submit.accept(engine, found, account="lan").seq == first.seq


def test_the_same_file_is_a_correction_once_its_figures_were_replaced(engine: Engine) -> None:
    submit.accept(engine, examine(engine, villages(0, 0), unit=A), account="lan")
    submit.accept(engine, examine(engine, villages(1, 1), unit=A), account="minh")
    back = examine(engine, villages(0, 0), unit=A)
    assert back.already is None
    assert not submit.accept(engine, back, account="lan").already
    assert without_branch(engine) == 7


def test_two_people_at_once_the_second_must_look_again(engine: Engine) -> None:
    lan, minh = examine(engine, villages(0, 0, 0), unit=A), examine(engine, villages(1, 1, 0, 0), unit=A)
    submit.accept(engine, lan, account="lan")
    with pytest.raises(Stale) as stale:
        submit.accept(engine, minh, account="minh")
    assert stale.value.count == 3
    assert without_branch(engine) == 6
    again = examine(engine, villages(1, 1, 0, 0), unit=A)
    assert again.changes["old_num"].to_list() == [0, 0, 0, 1]
    submit.accept(engine, again, account="minh")
    assert without_branch(engine) == 7


def test_two_people_at_once_in_different_places_do_not_meet(engine: Engine) -> None:
    lan = examine(engine, villages(0, 0), unit=A)
    minh = examine(engine, villages(1, 1, under=f"{B}/xa-nhe"), unit=B)
    submit.accept(engine, lan, account="lan")
    submit.accept(engine, minh, account="minh")
    assert without_branch(engine) == 9


def test_units_that_end_between_look_and_acceptance_make_it_stale(engine: Engine) -> None:
    found = examine(engine, villages(0), unit=A)
    with writing(engine) as conn:
        village = units.unit_by_code(conn, f"{B}/xa-nhe/ban-10")
        assert village is not None
        packs.upsert_units(conn, [Unit(code=village.code, kind=village.kind, valid_to=date(2019, 6, 30))])
    with pytest.raises(Stale):
        submit.accept(engine, found, account="lan")


@pytest.mark.parametrize(
    ("unit", "scope", "codes"),
    [
        (B, None, {"out_of_scope"}),
        (None, [B], {"out_of_scope"}),
        (A, [B], {"out_of_scope"}),
        (A, [A], set()),
        (None, [A, B], set()),
        (None, ["DB"], set()),
        (A, ["DB"], set()),
    ],
)
def test_only_the_accounts_own_units(
    engine: Engine, unit: str | None, scope: list[str] | None, codes: set[str]
) -> None:
    found = examine(engine, villages(0), unit=unit, scope=scope)
    assert {each.code for each in found.problems} == codes
    assert found.acceptable is not bool(codes)


def test_an_unknown_unit_to_report_for(engine: Engine) -> None:
    with pytest.raises(LookupError, match="no unit 'DB/x'"):
        examine(engine, villages(0), unit="DB/x")


def test_a_file_about_persons_is_not_held(engine: Engine) -> None:
    found = examine(engine, "unit,Họ tên,village_without_branch\nDB,Lò Văn A,1\n")
    assert found.data == b""
    assert "Lò Văn A" not in repr(found)
    with pytest.raises(NotAccepted):
        submit.accept(engine, found, account="lan")


def test_unchanged_figures_keep_the_mark_of_where_they_came_from(engine: Engine) -> None:
    submit.accept(engine, examine(engine, villages(1, 1, 1, 1, 1, 1, 1, 1, 0, 1), unit=A), account="lan")
    with reading(engine) as conn:
        home = units.unit_by_code(conn, A)
        assert home is not None
        sums = figures.rollup(conn, boundaries=0, units=[home.id], indicators=[1], first=REVIEW, last=REVIEW)
    assert sums.select("num", "reported", "simulated").row(0) == (9, 10, 8)


def test_the_template_comes_back_without_a_problem_and_changes_nothing(engine: Engine) -> None:
    with reading(engine) as conn:
        file = template(conn, unit=A, period=REVIEW)
    text = file.decode("utf-8-sig")
    assert file.startswith(b"\xef\xbb\xbf")
    assert text.splitlines()[:2] == ["unit,name,village_without_branch", f"{A}/sin-thau/ban-01,Ban-01 (Sin-Thau),1"]
    assert len(text.splitlines()) == 11
    found = examine(engine, file, unit=A)
    assert found.problems == ()
    assert (found.counts.same, found.counts.moved) == (10, 0)
    mended = examine(engine, file.replace(b"ban-01 (", b"x").replace(b"(Sin-Thau),1", b"(Sin-Thau),0", 2), unit=A)
    assert mended.counts.changed == 2


def test_a_correction_long_after_moves_the_verdict_of_the_latest_period(engine: Engine) -> None:
    file = "period,unit,indicator,value\n" + "".join(
        f"2016-05-23,{A}/sin-thau/ban-{n:02d},village_without_branch,0\n" for n in range(1, 11)
    )
    found = examine(engine, file, period=None)
    assert [(each.unit.code, each.period.code, each.before.baseline, each.after.baseline) for each in found.effect] == [
        ("DB", "2019-Q4", 20, 10)
    ]


def test_as_json(engine: Engine) -> None:
    answer = submit.to_json(examine(engine, villages(1, 1, 1, 0, 0, 0), unit=A))
    assert json.loads(json.dumps(answer)) == answer
    assert answer["table"] == {"sheet": None, "header_rows": [1], "first_row": 2, "last_row": 7}
    assert answer["columns"][1] == {
        "text": "village_without_branch", "indicator": "village_without_branch", "part": "value", "score": 100,
    }  # fmt: skip
    assert answer["count"] == 6
    assert answer["figures"][3] == {
        "row": 5, "unit": f"{A}/sin-thau/ban-04", "indicator": "village_without_branch", "period": "2019-Q4",
        "num": "0", "den": None, "qualifier": "exact", "state": "reported",
    }  # fmt: skip
    moved = next(each for each in answer["effect"] if each["unit"] == "DB")
    assert (moved["goal"], moved["before"], moved["after"]) == ("NQ04-02", "met", "exceeded")
    assert (moved["figure_before"], moved["figure_after"]) == ("9", "6")


def test_problems_as_json_with_words(engine: Engine) -> None:
    answer = submit.to_json(examine(engine, "unit,village_without_brnch\nDB/x,1\n"), "en")
    assert [(each["code"], each["row"], each["text"]) for each in answer["problems"]] == [
        ("unknown_indicator", 1, "village_without_brnch"),
        ("unknown_unit", 2, "DB/x"),
    ]
    assert answer["problems"][0]["fix"] == "Is it village_without_branch?"
    assert answer["count"] == 0


def test_old_and_new_as_people_read_them(engine: Engine) -> None:
    found = examine(engine, villages(1, 0), unit=A)
    assert found.old_and_new("vi").rows() == [
        (3, "Quý IV/2019", f"{A}/sin-thau/ban-02", "Ban-02", "village_without_branch", "1", "0", "changed")
    ]
    assert found.old_and_new("en", with_same=True).height == 2


def test_a_suggested_code_is_said_with_its_name(engine: Engine) -> None:
    found = examine(engine, f"unit,head_is_member\n{A}/sin-thua,1/2\n", unit=A)
    assert told(found.problems[0], "vi", found.names("vi")).fix == f"Có phải là {A}/sin-thau (Sin-Thau)?"


def test_the_template_of_shares_has_two_columns_and_says_how_sure_a_figure_is(engine: Engine) -> None:
    rows = f"unit,head_is_member\n{A}/sin-thau,hơn 11/15\n{B}/xa-nhe,không áp dụng\n"
    submit.accept(engine, examine(engine, rows), account="lan")
    with reading(engine) as conn:
        file = template(conn, unit="DB", period=REVIEW, indicators=["head_is_member"])
    assert file.decode("utf-8-sig").splitlines() == [
        "unit,name,head_is_member.num,head_is_member.den",
        f"{A}/sin-thau,Sin-Thau (Huyện Mường Nhé),≥11,15",
        f"{B}/xa-nhe,Xa-Nhe (Huyện Tủa Chùa),không áp dụng,không áp dụng",
    ]
    again = examine(engine, file)
    assert (again.problems, again.counts.same, again.counts.moved) == ((), 2, 0)
