"""Tables as offices lay them out, and what each column and row was taken for."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from intake.table import LINES
from intake.understand import layout_key
from metrics.goals import Kind
from tests.corpus.sheets import Page, xlsx
from tests.intake import samples
from tests.intake.asked import named, reference
from tests.intake.tables import codes, figures, roles, table, understood, whole_way

SIN, SEN = "Xã Sín Thầu", "Xã Sen Thượng"


def lines(*rows: tuple[object, ...]) -> pl.DataFrame:
    """Row, role, label, depth and parent of each line."""
    full = [(row, role, label, 1, None, depth, parent) for row, role, label, depth, parent in rows]
    return pl.DataFrame(full, schema=LINES, orient="row")


# --- a unit a row -------------------------------------------------------------------------------------


def test_a_table_of_units_with_every_kind_of_column():
    one = understood(
        table(
            [
                *("STT", "Đơn vị", "Tổng số đảng viên", "Kết nạp ĐV › Trong kỳ", "Kết nạp ĐV › Luỹ kế"),
                *("Kết nạp ĐV › Cùng kỳ năm trước", "Tổng số trưởng thôn", "Là đảng viên", "Tỷ lệ %", "Ghi chú"),
            ],
            [
                ["1", SIN, "100", "3", "8", "2", "9", "7", "77,78", None],
                ["2", SEN, "80", "2", "5", "2", "8", "4", "50", "x"],
            ],
        )
    )
    assert one.layout.kind == "wide"
    assert roles(one) == [
        ("order", None, None),
        ("unit", None, None),
        ("figure", "members", "value"),
        ("figure", "new_members", "value"),
        ("figure", "new_members", "cumulative"),
        ("comparison", "new_members", None),
        ("figure", "head_is_member", "den"),
        ("figure", "head_is_member", "num"),
        ("figure", "head_is_member", "percent"),
        ("note", None, None),
    ]
    assert one.questions == one.problems == ()
    assert figures(one, "unit", "nth", "indicator", "value", "num", "den", "percent", "cumulative")[:3] == [
        (SIN, 1, "members", "100", None, None, None, None),
        (SIN, 1, "new_members", "3", None, None, None, "8"),
        (SIN, 1, "head_is_member", None, "7", "9", "77,78", None),
    ]
    assert figures(one, "unit_row", "unit_at", "value_at", "num_at", "den_at", "percent_at")[2] == (5, 1, None, 7, 6, 8)


TRIPLES = [
    ("Trưởng thôn là đảng viên › Tổng số", "Trưởng thôn là đảng viên › Số lượng", "Trưởng thôn là đảng viên › Tỷ lệ %"),
    ("Thôn trưởng › Tổng số", "Thôn trưởng › Là đảng viên › Số lượng", "Thôn trưởng › Là đảng viên › Tỷ lệ %"),
    ("Số trưởng thôn", "Trong đó: là đảng viên", "Tỷ lệ (%)"),
    ("Tổng số thôn trưởng, tổ trưởng TDP", "Thôn trưởng, tổ trưởng TDP là ĐV", "Tỉ lệ"),
]


@pytest.mark.parametrize("triple", TRIPLES)
def test_a_share_by_its_three_columns(triple):
    one = understood(table(["Đơn vị", *triple], [[SIN, "9", "7", "77,78"]]))
    assert roles(one)[1:] == [("figure", "head_is_member", part) for part in ("den", "num", "percent")]
    assert one.questions == one.problems == ()


def test_a_total_that_is_an_indicator_and_a_denominator():
    head = ["Đơn vị", "Tổng số đảng viên", "Đảng viên được phân công phụ trách hộ", "Tỷ lệ"]
    one = understood(table(head, [[SIN, "80", "40", "50"]]))
    assert figures(one, "indicator", "value", "num", "den") == [
        ("members", "80", None, None),
        ("members_in_charge_of_households", None, "40", "80"),
    ]


def test_one_denominator_of_several_shares():
    group = "Đảng viên được đánh giá, xếp loại"
    head = ["Đơn vị", f"{group} › Tổng số", f"{group} › HTXSNV", f"{group} › HTTNV"]
    one = understood(table(head, [[SIN, "80", "10", "40"]]))
    assert figures(one, "indicator", "num", "den") == [("members_excellent", "10", "80"), ("members_good", "40", "80")]
    assert one.questions == one.problems == ()


def test_a_total_that_may_be_the_denominator_is_asked_about():
    head = ["Đơn vị", "Tổng số thôn", "Trưởng thôn là đảng viên", "Tỷ lệ (%)"]
    one = understood(table(head, [[SIN, "9", "7", "77,78"]]))
    (question,) = one.questions
    assert (question.text, question.candidates) == ("Tổng số thôn", ("head_is_member.den", "villages"))
    again = understood(
        table(head, [[SIN, "9", "7", "77,78"]]), answers={("indicator", question.key): "head_is_member.den"}
    )
    assert figures(again, "indicator", "num", "den", "percent") == [("head_is_member", "7", "9", "77,78")]


def test_what_is_near_is_asked_and_what_is_not_is_told():
    one = understood(table(["Đơn vị", "Kết nạp đảng viên là DTTS", "Số hộ nghèo"], [[SIN, "1", "2"]]))
    (question,) = one.questions
    assert (question.code, question.key, question.at) == ("indicator", "kết nạp đảng viên là dtts", 1)
    assert question.candidates == ("new_members",)
    assert codes(one) == [("ignored_column", "Số hộ nghèo")]
    assert figures(one) == []


def test_an_answer_corrects_any_column():
    head = ["Đơn vị", "Kết nạp đảng viên là DTTS", "Số hộ nghèo", "Đảng viên"]
    answers = {
        ("indicator", "kết nạp đảng viên là dtts"): "new_members",
        ("indicator", "số hộ nghèo"): "head_is_member.den",
        ("indicator", "đảng viên"): "ignore",
    }
    one = understood(table(head, [[SIN, "1", "2", "3"]]), answers=answers)
    assert one.questions == one.problems == ()
    assert roles(one)[1:] == [
        ("figure", "new_members", "value"),
        ("figure", "head_is_member", "den"),
        ("ignored", None, None),
    ]
    assert {column.how for column in one.layout.columns[1:]} == {"answer"}


def test_headings_are_read_for_the_units_of_the_table():
    head = ["Tên gọi", "Chưa có đảng viên", "Chưa có chi bộ", "Số đảng viên"]
    villages = understood(table(head, [["Bản A Pa Chải", "x", "x", "0"], ["Bản Tá Miếu", None, "x", "2"]]))
    assert [indicator for _, indicator, _ in roles(villages)[1:]] == [
        "village_without_member",
        "village_without_branch",
        "village_members",
    ]
    assert villages.questions == villages.problems == ()
    communes = understood(table(["Đơn vị", "Số đảng viên"], [[SIN, "9"]]))
    assert roles(communes)[1] == ("figure", "members", "value")


def test_two_columns_of_one_meaning_are_an_error():
    one = understood(table(["Đơn vị", "Đảng viên", "Tổng số đảng viên"], [[SIN, "1", "2"]]))
    assert codes(one) == [("duplicate_column", "Tổng số đảng viên")]


def test_names_that_come_twice_are_numbered():
    one = understood(table(["Đơn vị", "Đảng viên"], [[SIN, "1"], [SEN, "2"], [SIN, "3"]]))
    assert figures(one, "row", "unit", "nth") == [(5, SIN, 1), (6, SEN, 1), (7, SIN, 2)]


def test_codes_are_taken_before_names():
    one = understood(
        table(
            ["Mã", "Tên đơn vị", "Số đảng viên"],
            [["DB/muong-nhe/sin-thau", SIN, "1"], ["DB/muong-nhe/sen-thuong", SEN, "2"]],
        )
    )
    assert [role for role, *_ in roles(one)] == ["unit", "name", "figure"]
    assert figures(one, "unit", "nth") == [("DB/muong-nhe/sin-thau", None), ("DB/muong-nhe/sen-thuong", None)]


# --- what rows stand under ----------------------------------------------------------------------------


def test_a_column_of_districts_says_what_units_stand_under():
    rows = [["Huyện Mường Nhé", SIN, "1"], ["Huyện Mường Nhé", SEN, "2"], ["Huyện Tủa Chùa", "Xã Xá Nhè", "3"]]
    one = understood(table(["Huyện", "Xã", "Đảng viên"], rows))
    assert figures(one, "unit", "within") == [
        (SIN, "Huyện Mường Nhé"),
        (SEN, "Huyện Mường Nhé"),
        ("Xã Xá Nhè", "Huyện Tủa Chùa"),
    ]


def test_sections_say_what_units_stand_under_and_are_left_out():
    rows = [["Huyện Mường Nhé", "3"], [SIN, "1"], [SEN, "2"], ["Tổng cộng", "3"]]
    outline = lines(
        (5, "section", "Huyện Mường Nhé", 0, None),
        (6, "entry", SIN, 1, 5),
        (7, "entry", SEN, 1, 5),
        (8, "total", "Tổng cộng", 0, None),
    )
    one = understood(table(["Đơn vị", "Đảng viên"], rows, lines=outline))
    assert figures(one, "row", "within") == [(6, "Huyện Mường Nhé"), (7, "Huyện Mường Nhé")]
    assert [(left.row, left.why) for left in one.left_out] == [(5, "section"), (8, "total")]


def test_a_district_among_its_communes_is_their_subtotal():
    rows = [["Huyện Mường Nhé", "3"], [SIN, "1"], [SEN, "2"], ["Huyện Tủa Chùa", "4"], ["Xã Xá Nhè", "4"]]
    one = understood(table(["Đơn vị", "Đảng viên"], rows))
    assert figures(one, "row", "within") == [(6, "Huyện Mường Nhé"), (7, "Huyện Mường Nhé"), (9, "Huyện Tủa Chùa")]
    assert [(left.row, left.why) for left in one.left_out] == [(5, "section"), (8, "section")]
    assert one.table.lines.filter(pl.col("role") == "section")["row"].to_list() == [5, 8]
    assert one.table.lines.select("row", "parent").rows()[1:3] == [(6, 5), (7, 5)]


def test_a_district_that_reports_itself_is_no_subtotal():
    base = reference(named("orgs", "Tổ chức cơ sở đảng", unit_kind="district"))
    one = understood(table(["Đơn vị", "TCCSĐ"], [["Huyện Mường Nhé", "3"], ["Huyện Tủa Chùa", "2"]]), base)
    assert figures(one) == [(5, "Huyện Mường Nhé", "orgs", "3"), (6, "Huyện Tủa Chùa", "orgs", "2")]


def test_a_commune_above_its_villages_reports_too():
    base = reference(named("members", "Đảng viên"), named("village_members", "Đảng viên ở thôn", unit_kind="village"))
    rows = [["Xã Sín Thầu", "9", None], ["Bản A Pa Chải", None, "4"], ["Bản Tá Miếu", None, "5"]]
    outline = lines(
        (5, "section", SIN, 0, None), (6, "entry", "Bản A Pa Chải", 1, 5), (7, "entry", "Bản Tá Miếu", 1, 5)
    )
    one = understood(table(["Đơn vị", "Đảng viên", "Đảng viên ở thôn"], rows, lines=outline), base)
    assert figures(one, "row", "unit", "within", "indicator") == [
        (5, SIN, None, "members"),
        (6, "Bản A Pa Chải", SIN, "village_members"),
        (7, "Bản Tá Miếu", SIN, "village_members"),
    ]


def test_the_letterhead_settles_names_that_several_places_share():
    base = samples.reference()
    twin = pl.DataFrame(
        [(80, "DB/tua-chua/sin-thau", "commune", "Xã Sín Thầu", None, None, False)],
        schema=base.units.schema,
        orient="row",
    )
    under = pl.DataFrame([(80, 10, None, None)], schema=base.placements.schema, orient="row")
    base = reference(
        base=replace(base, units=pl.concat([base.units, twin]), placements=pl.concat([base.placements, under]))
    )
    two = table(["Đơn vị", "Đảng viên"], [[SIN, "1"], ["Xã Xá Nhè", "2"]], above=["HUYỆN ỦY TỦA CHÙA"])
    assert figures(understood(two, base), "unit", "within") == [(SIN, "HUYỆN ỦY TỦA CHÙA"), ("Xã Xá Nhè", None)]
    mixed = table(["Đơn vị", "Đảng viên"], [[SIN, "1"], [SEN, "2"]], above=["HUYỆN ỦY TỦA CHÙA"])
    assert figures(understood(mixed, base), "unit", "within") == [(SIN, None), (SEN, None)]


@pytest.mark.parametrize("answer", ["members.xyz", "..", ".num", "value", "banana"])
def test_an_answer_that_means_nothing_is_none(answer):
    drawn = table(["Đơn vị", "Đảng viên", "Số khác"], [[SIN, "1", "5"], [SEN, "2", "6"]])
    one = understood(drawn, answers={("indicator", "số khác"): answer})
    assert [code for code, _ in codes(one)] == ["ignored_column"]


def test_what_was_admitted_until_now_is_a_running_total():
    one = understood(table(["Đơn vị", "Đảng viên mới kết nạp đến nay", "Đảng viên đến nay"], [[SIN, "1", "5"]]))
    assert roles(one)[1:] == [("figure", "new_members", "cumulative"), *roles(one)[2:]]


# --- periods ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["BÁO CÁO Quý IV/2019", "Q.IV năm 2019", "số liệu quý 4-2019", "(Kèm NQ 12) QUÝ IV"])
def test_the_period_of_the_title_is_the_one_asked_for(title):
    one = understood(table(["Đơn vị", "Đảng viên"], [[SIN, "1"]], above=[title]))
    assert one.problems == one.questions == ()
    assert figures(one, "period") == [(None,)]


def test_another_period_in_the_title_is_told_once():
    one = understood(table(["Đơn vị", "Đảng viên"], [[SIN, "1"]], above=["Quý III/2019"]))
    assert codes(one) == [("period_differs", "quý iii/2019")]


def test_without_a_period_asked_for_the_title_says_it():
    one = understood(table(["Đơn vị", "Đảng viên"], [[SIN, "1"]], above=["9 tháng năm 2019"]), period=None)
    assert figures(one, "period") == [("2019-9M",)]
    sheet = understood(table(["Đơn vị", "Đảng viên"], [[SIN, "1"]], sheet="Quy III-2019"), period=None)
    assert figures(sheet, "period") == [("2019-Q3",)]


def test_a_day_of_signing_a_term_and_a_number_are_no_period():
    above = ["Ngày 05 tháng 10 năm 2018", "nhiệm kỳ 2015-2020", "Nghị quyết số 04-NQ/TU năm 2016"]
    one = understood(table(["Đơn vị", "Đảng viên"], [[SIN, "1"]], above=above))
    assert one.problems == ()


def test_periods_side_by_side():
    head = ["Đơn vị", "Quý III/2019 › Kết nạp ĐV", "Quý IV/2019 › Kết nạp ĐV", "Năm 2019 › Kết nạp ĐV"]
    rows = [[SIN, "1", "2", "9"]]
    every = understood(table(head, rows), period=None)
    assert figures(every, "period", "value") == [("2019-Q3", "1"), ("2019-Q4", "2"), ("2019", "9")]
    asked = understood(table(head, rows))
    assert figures(asked, "period", "value", "cumulative") == [(None, "2", "9")]
    assert roles(asked)[1] == ("comparison", "new_members", None)


def test_periods_stacked():
    rows = [["Quý III/2019", None], [SIN, "1"], ["Quý IV/2019", None], [SIN, "2"]]
    outline = lines(
        (5, "section", "Quý III/2019", 0, None),
        (6, "entry", SIN, 0, None),
        (7, "section", "Quý IV/2019", 0, None),
        (8, "entry", SIN, 0, None),
    )
    stacked = table(["Đơn vị", "Đảng viên"], rows, lines=outline)
    assert figures(understood(stacked, period=None), "row", "period", "nth") == [
        (6, "2019-Q3", 1),
        (8, "2019-Q4", 1),
    ]
    asked = understood(stacked)
    assert figures(asked, "row", "value") == [(8, "2")]
    assert (6, "other_period") in [(left.row, left.why) for left in asked.left_out]


def test_a_column_of_periods():
    rows = [[SIN, "Quý III/2019", "1"], [SIN, "Quý IV/2019", "2"]]
    one = understood(table(["Đơn vị", "Kỳ", "Đảng viên"], rows), period=None)
    assert figures(one, "period", "value") == [("Quý III/2019", "1"), ("Quý IV/2019", "2")]


# --- the other ways to lie ----------------------------------------------------------------------------


def test_indicators_in_rows_and_units_in_columns():
    head = ["TT", "Chỉ tiêu", "Huyện Mường Nhé › Xã Sín Thầu", "Huyện Mường Nhé › Xã Sen Thượng"]
    rows = [
        ["1", "Đảng viên", "25", "20"],
        ["2", "Tổng số trưởng thôn", "9", "8"],
        ["3", "Trong đó là đảng viên", "7", "4"],
        ["4", "Tỷ lệ %", "77,7", "50"],
    ]
    one = understood(table(head, rows))
    assert one.layout.kind == "turned"
    assert figures(one, "row", "unit", "within", "indicator", "value", "num", "den", "percent") == [
        (5, SIN, "Huyện Mường Nhé", "members", "25", None, None, None),
        (5, SEN, "Huyện Mường Nhé", "members", "20", None, None, None),
        (7, SIN, "Huyện Mường Nhé", "head_is_member", None, "7", "9", "77,7"),
        (7, SEN, "Huyện Mường Nhé", "head_is_member", None, "4", "8", "50"),
    ]
    assert figures(one, "unit_row", "unit_at")[:2] == [(4, 2), (4, 3)]


def test_one_unit_with_indicators_in_rows():
    above = ["TỈNH ỦY ĐIỆN BIÊN", "ĐẢNG ỦY XÃ SÍN THẦU", "Quý IV/2019"]
    rows = [["Đảng viên", "25"], ["Đảng viên mới kết nạp", "2"], ["Số hộ nghèo", "3"]]
    one = understood(table(["Nội dung", "Kết quả"], rows, above=above))
    assert one.layout.kind == "rows"
    assert figures(one, "unit", "unit_row", "unit_at", "indicator", "value") == [
        ("ĐẢNG ỦY XÃ SÍN THẦU", 2, 0, "members", "25"),
        ("ĐẢNG ỦY XÃ SÍN THẦU", 2, 0, "new_members", "2"),
    ]
    assert [line.indicator for line in one.lines] == ["members", "new_members"]
    assert codes(one) == [("ignored_row", "Số hộ nghèo")]


def test_without_a_letterhead_the_unit_is_left_to_who_hands_it_in():
    one = understood(table(["Nội dung", "Kết quả"], [["Đảng viên", "25"]], above=["TỈNH ỦY ĐIỆN BIÊN"]))
    assert figures(one) == [(5, None, "members", "25")]
    assert one.questions == ()


def test_two_units_above_are_a_question():
    above = ["Xã Sín Thầu", "Xã Sen Thượng"]
    one = understood(table(["Nội dung", "Kết quả"], [["Đảng viên", "25"]], above=above))
    (question,) = one.questions
    assert (question.code, question.candidates) == (
        "context_unit",
        ("DB/muong-nhe/sin-thau", "DB/muong-nhe/sen-thuong"),
    )
    again = understood(
        table(["Nội dung", "Kết quả"], [["Đảng viên", "25"]], above=above),
        answers={("context_unit", question.key): "DB/muong-nhe/sen-thuong"},
    )
    assert figures(again) == [(5, "DB/muong-nhe/sen-thuong", "members", "25")]


def test_one_figure_a_row():
    rows = [
        [SIN, "Tổng số ĐV", "100"],
        [SIN, "ĐV mới kết nạp", "3"],
        [SEN, "Tổng số ĐV", "80"],
        [SEN, "Số hộ nghèo", "1"],
    ]
    one = understood(table(["Tên đơn vị", "Nội dung chỉ tiêu", "Số liệu"], rows))
    assert one.layout.kind == "long"
    assert figures(one) == [
        (5, SIN, "members", "100"),
        (6, SIN, "new_members", "3"),
        (7, SEN, "members", "80"),
    ]
    assert codes(one) == [("ignored_row", "Số hộ nghèo")]


def test_the_layout_that_the_program_writes_is_read_by_its_codes():
    one = understood(table(["unit", "members", "head_is_member.num", "head_is_member.den"], [[SIN, "1", "2", "3"]]))
    assert figures(one, "unit", "nth", "indicator", "value", "num", "den") == [
        (SIN, None, "members", "1", None, None),
        (SIN, None, "head_is_member", None, "2", "3"),
    ]


def test_a_table_of_nothing_known():
    one = understood(table(["A", "B"], [["x", "1"], ["y", "2"]]))
    assert [code for code, _ in codes(one)] == ["unknown_layout"]


# --- persons ------------------------------------------------------------------------------------------

PERSONS = [
    (["Đơn vị", "Họ và tên", "Đảng viên"], [SIN, "x", "1"], "person_column"),
    (["Đơn vị", "Bí thư › Năm sinh", "Đảng viên"], [SIN, "1", "1"], "person_column"),
    (["Đơn vị", "Bí thư", "Đảng viên"], [SIN, "Nguyễn Văn An", "1"], "person_cells"),
    (["Đơn vị", "Thông tin", "Đảng viên"], [SIN, "12/03/1985", "1"], "person_cells"),
    (["Đơn vị", "Liên hệ", "Đảng viên"], [SIN, "0912345678", "1"], "person_cells"),
    (["Đơn vị", "Số hiệu", "Đảng viên"], [SIN, "034085001234", "1"], "person_cells"),
]


@pytest.mark.parametrize(("head", "row", "code"), PERSONS)
def test_tables_about_persons_are_refused_whole(head, row, code):
    other = [SEN, row[1].replace("An", "Bình").replace("85", "79").replace("12345", "54321"), "2"]
    one = understood(table(head, [row, other]))
    assert [problem.code for problem in one.problems] == [code]
    assert one.entries.is_empty()
    assert one.table.cells.is_empty()


DISGUISED = [
    "Đ/c Nguyễn Văn An",
    "A Thái",
    "Y Blang",
    "Tran Thi Binh",
    "051 080 001234",
    "+84912345678",
    "0912-345-678",
]


@pytest.mark.parametrize("text", DISGUISED)
def test_persons_in_other_spellings_are_persons(text):
    other = text[:-1] + ("9" if text[-1].isdigit() else "k")
    one = understood(table(["Đơn vị", "Phụ trách", "Đảng viên"], [[SIN, text, "1"], [SEN, other, "2"]]))
    assert [code for code, _ in codes(one)] == ["person_cells"]


NOTES = ["Lò Văn An, CCCD 051080001234", "kết nạp ông An sinh ngày 01/02/1980", "liên hệ SĐT: 0912 345 678"]


@pytest.mark.parametrize("note", NOTES)
def test_one_note_about_a_person_is_enough(note):
    one = understood(table(["Đơn vị", "Đảng viên", "Ghi chú"], [[SIN, "1", None], [SEN, "2", note]]))
    assert [code for code, _ in codes(one)] == ["person_cells"]


@pytest.mark.parametrize("note", ["chi bộ sinh hoạt ghép", "sinh hoạt từ năm 2019", "Công văn 123456789", "ĐT 2019"])
def test_other_notes_are_no_persons(note):
    one = understood(table(["Đơn vị", "Đảng viên", "Ghi chú"], [[SIN, "1", None], [SEN, "2", note]]))
    assert codes(one) == []


def test_persons_in_place_of_units_or_headings_are_persons():
    rows = understood(table(["Đơn vị", "Đảng viên"], [[SIN, "3"], ["Nguyễn Văn An", "1"], ["Y Blang", "2"]]))
    heads = understood(table(["Chỉ tiêu", "Nguyễn Văn An", "Y Blang"], [["Đảng viên", "1", "2"], ["Chi bộ", "1", "2"]]))
    for one in (rows, heads):
        assert {problem.code for problem in one.problems} == {"person_cells"}
        assert "Blang" not in repr((one.problems, one.questions, one.entries))


def test_counts_broken_down_by_sex_are_no_persons():
    one = understood(table(["Đơn vị", "Đảng viên", "Giới tính › Nữ", "Tuổi đời › Dưới 30"], [[SIN, "9", "4", "2"]]))
    assert {code for code, _ in codes(one)} == {"ignored_column"}


def test_units_named_after_persons_are_units():
    base = samples.reference()
    wards = pl.DataFrame(
        [
            (90 + at, f"DB/p{at}", "commune", f"Phường {name}", None, None, False)
            for at, name in enumerate(("Lê Lợi", "Trần Phú"))
        ],
        schema=base.units.schema,
        orient="row",
    )
    base = reference(base=replace(base, units=pl.concat([base.units, wards])))
    one = understood(table(["Phường", "Đảng viên"], [["Lê Lợi", "1"], ["Trần Phú", "2"]]), base)
    assert one.problems == ()
    assert len(figures(one)) == 2


# --- the whole ----------------------------------------------------------------------------------------


def test_the_key_of_a_layout_is_that_of_its_headings():
    one = table(["Đơn vị", "Đảng viên  quý III/2019"], [[SIN, "1"]])
    same = table(["ĐƠN VỊ", "Đảng viên quý IV/2019"], [[SEN, "2"]])
    other = table(["Đơn vị", "Chi bộ"], [[SIN, "1"]])
    assert layout_key([one]) == layout_key([same]) != layout_key([other])


def test_a_workbook_with_a_letterhead_and_totals():
    rows = [
        ["HUYỆN ỦY MƯỜNG NHÉ", None, None, "Biểu 03"],
        ["BÁO CÁO SỐ LIỆU ĐẢNG VIÊN QUÝ IV NĂM 2019"],
        [],
        ["STT", "Tên đơn vị", "Đảng viên", None, "Thôn trưởng, tổ trưởng TDP", None, None],
        [None, None, "Tổng số", "Kết nạp mới", "Tổng số", "Là ĐV", "Tỷ lệ %"],
        ["1", "2", "3", "4", "5", "6", "7(=6*100/5)"],
        [1, "Xã Sín Thầu", "1.376", 3, 9, 7, "77,78"],
        [2, "Xã Sen Thượng", 80, 2, 8, 4, "50"],
        [None, "Tổng cộng", 1456, 5, 17, 11, "64,7"],
        [],
        [None, "NGƯỜI LẬP BIỂU", None, None, "T/M BAN THƯỜNG VỤ"],
    ]
    merges = ["A4:A5", "B4:B5", "C4:D4", "E4:G4"]
    (one,) = whole_way(xlsx(Page(rows, merges=merges)))
    assert one.questions == one.problems == ()
    assert figures(one, "row", "indicator", "value", "num", "den") == [
        (7, "members", "1.376", None, None),
        (7, "new_members", "3", None, None),
        (7, "head_is_member", None, "7", "9"),
        (8, "members", "80", None, None),
        (8, "new_members", "2", None, None),
        (8, "head_is_member", None, "4", "8"),
    ]
    assert [(left.row, left.why) for left in one.left_out if left.why == "total"] == [(9, "total")]


def test_a_flow_may_come_as_running_totals_only():
    base = reference(named("new_members", "Đảng viên mới kết nạp", Kind.FLOW))
    one = understood(table(["Đơn vị", "Luỹ kế ĐV mới kết nạp từ đầu năm"], [[SIN, "9"]]), base)
    assert figures(one, "indicator", "value", "cumulative") == [("new_members", None, "9")]
