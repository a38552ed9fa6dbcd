"""Answers of an office about its layout, and warnings confirmed with a submission."""

import pytest

from db import answers, audit, confirmations
from db.confirmations import Confirmed
from db.engine import reading, writing
from tests.db import world as w

DAK_LONG = ("unit", "đăk long")
DOTS = ("thousands", "số đảng viên")


@pytest.fixture
def place(engine):
    with writing(engine) as conn:
        return w.found(conn)


def test_the_newest_answer_of_the_very_office_and_layout_counts(engine, place):
    office, other = place.units["P/A"], place.units["P/B"]
    with writing(engine) as conn:
        for unit, layout, given in (
            (office, "a", {DAK_LONG: "P/A/a1", DOTS: "thousands"}),
            (office, "a", {DAK_LONG: "P/A/a2"}),
            (office, "b", {DAK_LONG: "ignore"}),
            (None, "a", {DAK_LONG: "P/B/b1"}),
        ):
            answers.remember(conn, unit_id=unit, layout=layout, answers=given, account="lan")
    with reading(engine) as conn:
        known = {
            (unit, layout): answers.remembered(conn, unit_id=unit, layout=layout)
            for unit in (office, other, None)
            for layout in "ab"
        }
    assert known == {
        (office, "a"): {DAK_LONG: "P/A/a2", DOTS: "thousands"},
        (office, "b"): {DAK_LONG: "ignore"},
        (other, "a"): {},
        (other, "b"): {},
        (None, "a"): {DAK_LONG: "P/B/b1"},
        (None, "b"): {},
    }


def test_what_is_known_already_is_not_written_again_and_every_answer_is_noted(engine, place):
    with writing(engine) as conn:
        given = {DAK_LONG: "P/A/a1", DOTS: "decimals"}
        counts = [
            answers.remember(conn, unit_id=None, layout="a", answers=some, account="lan")
            for some in (given, given, {**given, DOTS: "thousands"}, {})
        ]
        assert counts == [2, 0, 1, 0]
        assert conn.exec_driver_sql("SELECT count(*) FROM remembered_answer").scalar_one() == 3
        first, second = reversed(audit.audit(conn, account="lan"))
    assert (first.action, first.subject) == ("answers_remembered", "layout a")
    assert second.detail["answers"] == [[*DOTS, "thousands"]]


def test_reasons_stay_with_their_submission(engine, place):
    with writing(engine) as conn:
        one = w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 4))).seq
        two = w.submit(conn, place.figures(("2025-Q3", "a1-3", "members", 5))).seq
        said = (Confirmed("dash_read", None, 3, "không có"), Confirmed("jump", "B7", 1, "sáp nhập thôn"))
        confirmations.keep(conn, two, said)
        confirmations.keep(conn, one, ())
    with reading(engine) as conn:
        assert confirmations.of_submissions(conn, [one, two, 99]) == {two: said}
