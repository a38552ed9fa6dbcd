"""A reminder reads as an office would write it, in both languages, and copies as plain text."""

from __future__ import annotations

import pytest

from report.reminder import Line, reminder
from report.text import LANGUAGES

ASKED = {
    "to": "Huyện Mường Nhé",
    "period": "Quý IV/2019",
    "deadline": "15/01/2020",
    "missing": "3",
    "expected": "161",
    "lines": (
        Line("Xã Sín Thầu", "2", ("Bản 1", "Bản 2")),
        Line("Xã Mường Toong", "12", whole=True),
        Line("Xã Nậm Kè", "1"),
    ),
    "figures": ("Thôn, bản chưa có chi bộ", "Đảng viên ở thôn, bản"),
    "address": "http://moc.vi-du/submit?unit=DB/muong-nhe&period=2019-Q4",
}


def test_it_says_who_what_by_when_and_how() -> None:
    assert reminder("vi", **ASKED).splitlines()[:8] == [  # type: ignore[arg-type]  # the words above
        "Kính gửi: Huyện Mường Nhé",
        "V/v nộp số liệu Quý IV/2019",
        "",
        "Đến nay Huyện Mường Nhé còn 3 trong 161 đơn vị chưa có số liệu Quý IV/2019:",
        "- Xã Sín Thầu: 2 đơn vị (Bản 1, Bản 2)",
        "- Xã Mường Toong: cả 12 đơn vị",
        "- Xã Nậm Kè",
        "Số liệu cần nộp: Thôn, bản chưa có chi bộ; Đảng viên ở thôn, bản.",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_address_stands_on_a_line_of_its_own(lang: str) -> None:
    assert ASKED["address"] in reminder(lang, **ASKED).splitlines()  # type: ignore[arg-type]  # the words above


@pytest.mark.parametrize(
    ("lang", "deadline", "said"),
    [
        ("vi", "15/01/2020", "Hạn nộp: 15/01/2020."),
        ("vi", None, "Hạn nộp: chưa quy định hạn."),
        ("en", "15 January 2020", "Due by: 15 January 2020."),
        ("en", None, "Due by: no deadline set."),
    ],
)
def test_a_deadline_nobody_set_is_said_to_be_none(lang: str, deadline: str | None, said: str) -> None:
    assert said in reminder(lang, **{**ASKED, "deadline": deadline}).splitlines()  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("expected", "said"),
    [
        ("1", "Đến nay chưa nhận được số liệu Quý IV/2019 của Huyện Mường Nhé."),
        ("161", "Đến nay chưa nhận được số liệu Quý IV/2019 của Huyện Mường Nhé (161 đơn vị báo cáo)."),
    ],
)
def test_a_unit_that_owes_all_is_not_told_its_parts(expected: str, said: str) -> None:
    asked = {**ASKED, "lines": (), "missing": expected, "expected": expected}
    assert said in reminder("vi", **asked).splitlines()  # type: ignore[arg-type]  # as above
