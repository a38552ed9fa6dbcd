"""What a file says comes out exactly, whatever its layout, separator and spelling of nothing."""

from __future__ import annotations

import pytest

from intake.check import check
from intake.values import read_period
from intake.values.classes import class_reader
from metrics.periods import parse
from metrics.schema import STATES
from report.text import LANGUAGES, say
from tests.intake.samples import ADMITTED, HEADS, MEMBERS, RATING, VILLAGE_STATE, reference

SIN, SEN = "DB/muong-nhe/sin-thau", "DB/muong-nhe/sen-thuong"
V1 = f"{SIN}/ban-01"
read_class = class_reader(("good",))
Q4 = parse("2019-Q4").key
YEAR = parse("2019").key


def figures(file: str, *, asked: str | None = "2019-Q4", encoding: str = "utf-8") -> list[tuple]:
    found = check(file.encode(encoding), reference(), period=parse(asked) if asked else None)
    assert [each for each in found.problems if each.code != "dash_read"] == []
    return found.figures.rows()


WIDE = "unit,name,members,head_is_member.num,head_is_member.den\n" + f"{SIN},Xã Sín Thầu,135,11,15\n"
WIDE_FIGURES = [(Q4, MEMBERS, 3, 135, None, 0, 0, 2), (Q4, HEADS, 3, 11, 15, 0, 0, 2)]

# period, indicator, unit, num, den, qualifier, state, row
FILES = [
    (WIDE, WIDE_FIGURES),
    ("\ufeff" + WIDE.replace("\n", "\r\n"), WIDE_FIGURES),
    (WIDE.replace(",", ";"), WIDE_FIGURES),
    (WIDE.replace(",", "\t"), WIDE_FIGURES),
    (WIDE.replace("\n", "\r"), WIDE_FIGURES),
    ("sep=;\n" + WIDE.replace(",", ";"), [(*each[:-1], 3) for each in WIDE_FIGURES]),
    (WIDE.replace("Xã Sín Thầu", '"Xã ""Sín"" Thầu,\nMường Nhé"'), WIDE_FIGURES),
    (WIDE.replace("\n", ",,\n"), WIDE_FIGURES),
    ("Mã đơn vị;Đơn vị;Đảng viên;Trưởng thôn là đảng viên\n" + f"{SIN};Xã Sín Thầu; 135 ;11/15\n", WIDE_FIGURES),
    ("STT,đơn vị,members,ghi chú\n" + f"1,{SIN},135,ok\n", WIDE_FIGURES[:1]),
    ("\n\nunit,members\n\n,\n" + f"{SIN},5\n\n{SEN},6\n", [
        (Q4, MEMBERS, 3, 5, None, 0, 0, 6), (Q4, MEMBERS, 4, 6, None, 0, 0, 8)]),
    ("kỳ,đơn vị,chỉ tiêu,giá trị\n" + f"Quý IV/2019,{SIN},Kết nạp,7\n", [(Q4, ADMITTED, 3, 7, None, 0, 0, 2)]),
    ("period,unit,indicator,num,den,qualifier,state\n"
     f"2019-Q4,{SIN},head_is_member,11,15,about,reported\n2019-Q4,{SIN},members,500,,at_least,\n"
     f"2019-Q4,{SEN},members,,,,not_applicable\n2019-Q4,{SEN},new_members,,,,not_reported\n", [
        (Q4, HEADS, 3, 11, 15, 3, 0, 2), (Q4, MEMBERS, 3, 500, None, 1, 0, 3), (Q4, MEMBERS, 4, None, None, 0, 1, 4)]),
]  # fmt: skip


@pytest.mark.parametrize(("file", "expected"), FILES, ids=range(len(FILES)))
def test_figures_come_out(file: str, expected: list[tuple]) -> None:
    assert figures(file) == expected


# cell, (num, qualifier, state); none where the cell gives no figure
COUNTS = {
    "0": (0, 0, 0), "00": (0, 0, 0), "08": (8, 0, 0), "+5": (5, 0, 0), "12.0": (12, 0, 0), "không": (0, 0, 0),
    "1 376": (1376, 0, 0), "1\u00a0376": (1376, 0, 0), "1\u202f376": (1376, 0, 0), " 7\u00a0": (7, 0, 0),
    "hơn 500": (500, 1, 0), "trên 500": (500, 1, 0), "từ 500 trở lên": (500, 1, 0), "500 trở lên": (500, 1, 0),
    "≥500": (500, 1, 0), ">= 1 500": (1500, 1, 0), "gần 78": (78, 2, 0), "khoảng 30": (30, 3, 0), "~30": (30, 3, 0),
    "-": (None, 0, 1), "–": (None, 0, 1), "không áp dụng": (None, 0, 1), "N/A": (None, 0, 1),
    "": None, "   ": None, "...": None, "…": None, "chưa báo cáo": None,
}  # fmt: skip


@pytest.mark.parametrize("cell", COUNTS)
def test_counts(cell: str) -> None:
    found = figures(f"unit,new_members,members\n{SEN},1,\n{SIN},,{cell}\n")[1:]
    assert [(row[3], row[5], row[6]) for row in found] == ([] if COUNTS[cell] is None else [COUNTS[cell]])


YES_NO = {"1": 1, "0": 0, "có": 1, "Không": 0, "x": 1, "X": 1, "yes": 1, "No": 0, "CÓ": 1}


@pytest.mark.parametrize("cell", YES_NO)
def test_states(cell: str) -> None:
    (found,) = figures(f"unit,village_without_branch\n{V1},{cell}\n")
    assert found == (Q4, VILLAGE_STATE, 5, YES_NO[cell], None, 0, 0, 2)


RATINGS = {"excellent": (0, 0), "Good": (1, 0), "not_completed": (3, 0), "Chưa xếp loại": (None, 2), "n/a": (None, 1)}


@pytest.mark.parametrize("cell", RATINGS)
def test_ratings_are_places_in_their_scheme(cell: str) -> None:
    (found,) = figures(f"unit,org_rating\n{SIN},{cell}\n", asked="2019")
    assert found == (YEAR, RATING, 3, RATINGS[cell][0], None, 0, RATINGS[cell][1], 2)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_we_write_for_no_figure_are_read_back(lang: str) -> None:
    words = {state: read_class(say(lang, f"state.{state}")).state for state in STATES[1:]}
    assert words == {state: STATES.index(state) for state in STATES[1:]}


@pytest.mark.parametrize("cell", ["11/15", " 11 / 15 ", "011/015"])
def test_shares_in_one_cell(cell: str) -> None:
    assert figures(f"unit,head_is_member\n{SIN},{cell}\n") == [(Q4, HEADS, 3, 11, 15, 0, 0, 2)]


def test_a_baseline_day_is_a_period_of_its_goal() -> None:
    found = figures(f"period,unit,indicator,value\n2016-05-23,{V1},village_without_branch,1\n", asked=None)
    assert found == [(parse("2016-05-23").key, VILLAGE_STATE, 5, 1, None, 0, 0, 2)]


def test_a_unit_is_reported_by_whoever_it_lies_under_on_that_day() -> None:
    file = "period,unit,indicator,value\n" + f"2025-Q3,{V1},village_without_branch,1\n"
    assert check(file.encode(), reference(9)).sound
    assert not check(file.encode(), reference(2)).sound
    assert check(file.replace("2025-Q3", "2025-Q2").encode(), reference(2)).sound


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2019-q4", "2019-Q4"),
        ("Quý IV/2019", "2019-Q4"),
        ("Quý 4 năm 2019", "2019-Q4"),
        ("Q.III-2019", "2019-Q3"),
        ("2019Q1", "2019-Q1"),
        ("6 tháng đầu năm 2019", "2019-H1"),
        ("9 tháng năm 2019", "2019-9M"),
        ("Năm 2019", "2019"),
        ("23/5/2016", "2016-05-23"),
        ("23.05.2016", "2016-05-23"),
        ("31/2/2016", None),
        ("quý V/2019", None),
        ("4/2019", None),
    ],
)
def test_periods_as_offices_write_them(text: str, code: str | None) -> None:
    found = read_period(text)
    assert (found.code if found else None) == code
