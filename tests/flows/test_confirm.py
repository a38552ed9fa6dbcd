"""Warnings and reasons: which still want one, and what is written down."""

import pytest

from db.confirmations import Confirmed
from flows.submit.confirm import BadReason, confirmed, key_of, letters, reasons, to_confirm, unconfirmed
from intake.problems import problem

DASH = problem("dash_read", count=2, column="đảng viên")
SAME = [
    problem("repeated_same", row=row, first=2, at=at, sheet=sheet)
    for row, at, sheet in ((3, 1, None), (9, 27, "Biểu 1"))
]
OPEN = problem("period_open", row=4, day=None)
ERROR = problem("not_a_count", row=5)
MORE = problem("more", of="repeated_same", count=40)
ALL = (DASH, *SAME, OPEN, ERROR)


def test_columns_are_named_as_a_spreadsheet_names_them():
    assert [letters(at) for at in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]


def test_a_single_warning_is_named_by_its_place():
    assert [key_of(each) for each in ALL] == [
        "dash_read", "repeated_same@B3", "repeated_same@Biểu 1!AB9", "period_open@4", "not_a_count@5",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("problems", "given", "missing"),
    [
        (ALL, {}, ("dash_read", "repeated_same", "period_open")),
        (ALL, {"dash_read": "x", "repeated_same": "x", "period_open": "x"}, ()),
        (ALL, {"dash_read": "x", "repeated_same": " ", "period_open": "x"}, ("repeated_same",)),
        (SAME, {"repeated_same@B3": "x"}, ("repeated_same",)),
        (SAME, {"repeated_same@B3": "x", "repeated_same@Biểu 1!AB9": "x"}, ()),
        ((SAME[0], MORE), {"repeated_same@B3": "x"}, ("repeated_same",)),
        ((SAME[0], MORE), {"repeated_same": "x"}, ()),
        ((ERROR,), {}, ()),
    ],
)
def test_every_warning_wants_a_reason(problems, given, missing):
    assert unconfirmed(problems, given) == missing


def test_what_is_written_down_covers_every_warning_once():
    given = {
        "repeated_same": "chép hai lần",
        "repeated_same@B3": "hai chi bộ",
        "dash_read": "không có",
        "negative": "?",
    }
    assert to_confirm((*ALL, MORE)) == {"dash_read": 1, "repeated_same": 42, "period_open": 1}
    assert confirmed((*ALL, MORE), given) == (
        Confirmed("repeated_same", "B3", 1, "hai chi bộ"),
        Confirmed("dash_read", None, 1, "không có"),
        Confirmed("repeated_same", None, 41, "chép hai lần"),
    )


def test_reasons_of_a_command_line():
    assert reasons(["dash_read=a=b", "repeated_same@Biểu 1!B3= hai lần "]) == {
        "dash_read": "a=b",
        "repeated_same@Biểu 1!B3": "hai lần",
    }


@pytest.mark.parametrize("word", ["dash_read", "dash_read=", "dash_read= ", "not_a_count=x", "dash=x", "=x", ""])
def test_a_reason_that_confirms_nothing_is_told(word):
    with pytest.raises(BadReason, match=r"write CODE=REASON|is no warning"):
        reasons([word])
