"""The workbook to fill in checks what is typed, holds what is in force, and lets nothing else be changed."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from metrics.goals import Kind
from metrics.periods import quarter
from report.form import FIRST, Form, FormIndicator, FormRow, FormSheet, Held
from report.text import LANGUAGES
from report.workbook import workbook
from tests.corpus.sheets import converted

MEMBERS = FormIndicator("members", "Đảng viên", Kind.STOCK)
HEADS = FormIndicator("head_is_member", "Thôn trưởng là đảng viên", Kind.SHARE)
WITHOUT = FormIndicator("village_without_branch", "Thôn, bản chưa có chi bộ", Kind.STATE)
RATED = FormIndicator("org_rating", "Xếp loại", Kind.RATING, ("trong sạch, vững mạnh", "yếu kém", "chưa xếp loại"))
EVERY = (MEMBERS, HEADS, WITHOUT, RATED)
NOTHING = (Held(("",)), Held(("", "")), Held(("",)), Held(("",)))
MEMBERS_AT, NUM_AT, DEN_AT, WITHOUT_AT, RATED_AT = "E", "G", "H", "K", "M"
"""Columns to fill in, where each indicator has its period before beside it."""


def held(members: str, heads: tuple[str, str] = ("", ""), state: str = "", rating: str = "") -> tuple[Held, ...]:
    return Held((members,)), Held(heads), Held((state,)), Held((rating,))


def form(*rows: FormRow, indicators: Sequence[FormIndicator] = EVERY) -> Form:
    sheet = FormSheet("xã", tuple(indicators), rows, quarter(2019, 3))
    return Form("Huyện Mường Nhé", quarter(2019, 4), (sheet,), "moc:aside")


def opened(data: bytes, *, results: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=results)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SOUND = {MEMBERS_AT: 40, NUM_AT: 11, DEN_AT: 15, WITHOUT_AT: 0, RATED_AT: "yếu kém"}
TYPED: list[tuple[dict[str, object], str]] = [
    (SOUND, "Đủ"),
    ({}, "Chưa điền"),
    ({MEMBERS_AT: 45}, "Còn 3 ô trống"),
    ({**SOUND, MEMBERS_AT: "abc"}, "Sửa E{row}: cần số nguyên từ 0"),
    ({**SOUND, MEMBERS_AT: -1}, "Sửa E{row}: cần số nguyên từ 0"),
    ({**SOUND, MEMBERS_AT: 1.5}, "Sửa E{row}: cần số nguyên từ 0"),
    ({**SOUND, MEMBERS_AT: "không áp dụng"}, "Đủ"),
    ({**SOUND, MEMBERS_AT: "-"}, "Đủ"),
    ({**SOUND, MEMBERS_AT: "≥500"}, "Đủ"),
    ({**SOUND, NUM_AT: 16}, "Sửa G{row}: tử số lớn hơn mẫu số"),
    ({**SOUND, DEN_AT: None}, "Sửa H{row}: thiếu mẫu số"),
    ({**SOUND, NUM_AT: None}, "Sửa G{row}: thiếu tử số"),
    ({**SOUND, NUM_AT: "x", DEN_AT: 15}, "Sửa G{row}: cần số nguyên từ 0"),
    ({**SOUND, WITHOUT_AT: 2}, "Sửa K{row}: chỉ ghi 1 hoặc 0"),
    ({**SOUND, WITHOUT_AT: "1"}, "Đủ"),
    ({**SOUND, RATED_AT: "giỏi"}, "Sửa M{row}: chọn mức trong danh sách"),
    ({**SOUND, RATED_AT: "chưa xếp loại"}, "Đủ"),
    ({**SOUND, MEMBERS_AT: 61}, "Xem lại E{row}: khác nhiều so với kỳ trước"),
    ({**SOUND, MEMBERS_AT: 60}, "Đủ"),
    ({**SOUND, DEN_AT: 14}, "Xem lại H{row}: mẫu số khác kỳ trước"),
    ({**SOUND, MEMBERS_AT: 61, WITHOUT_AT: 7}, "Sửa K{row}: chỉ ghi 1 hoặc 0"),
]


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    """The form with TYPED in its rows, computed by LibreOffice."""
    before = held("40", ("10", "15"), "1", "yếu kém")
    rows = [FormRow(f"u{place}", f"Xã {place}", NOTHING, before) for place in range(len(TYPED))]
    book = opened(workbook(form(*rows), "vi"))
    sheet = book["Số liệu"]
    for place, (cells, _) in enumerate(TYPED):
        for column, value in cells.items():
            sheet[f"{column}{FIRST + 1 + place}"] = value
    return opened(converted(saved(book), "xlsx", tmp_path_factory.mktemp("typed")), results=True)["Số liệu"]


@pytest.mark.parametrize("place", range(len(TYPED)), ids=[f"{cells} {says}" for cells, says in TYPED])
def test_each_row_says_what_is_wrong_with_it(typed: Worksheet, place: int) -> None:
    row = FIRST + 1 + place
    assert typed[f"C{row}"].value == TYPED[place][1].format(row=row)


def test_the_top_counts_the_rows_that_are_left(typed: Worksheet) -> None:
    starts = [says.split()[0] for _, says in TYPED]
    left = starts.count("Còn") + starts.count("Chưa")
    assert typed["A4"].value == (
        f"Cần sửa: {starts.count('Sửa')} dòng; nên xem lại: {starts.count('Xem')} dòng; chưa điền đủ: {left} dòng."
    )


def test_totals_and_percentages_are_computed(typed: Worksheet) -> None:
    row = FIRST + 1 + len(TYPED)
    assert typed[f"B{row}"].value == "Tổng cộng"
    assert typed[f"D{row}"].value == 40 * len(TYPED)
    counts = [cells.get(DEN_AT) for cells, _ in TYPED]
    assert typed[f"{DEN_AT}{row}"].value == sum(count for count in counts if isinstance(count, int))
    assert typed[f"I{FIRST + 1}"].value == pytest.approx(11 / 15)
    assert typed[f"F{row}"].value == f"{10 * len(TYPED)}/{15 * len(TYPED)}"


NOT_APPLICABLE = {"vi": "không áp dụng", "en": "not applicable"}

FILLED = [
    FormRow("a", "Xã A", held("61", ("11", "15"), "0", "yếu kém"), held("40", ("10", "15"), "1", "yếu kém")),
    FormRow("b", "Xã B", held("", ("11", "14"), "0", "yếu kém"), held("40", ("10", "15"), "1")),
    FormRow("c", "Xã C", held("5", ("≥1", "3"), "không áp dụng"), held("", ("≥1", "3"))),
    FormRow("d", "Xã D", NOTHING, NOTHING),
]


def shown(value: object) -> str:
    return "" if value is None else (f"{value:.12f}" if isinstance(value, float) else str(value).strip())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_file_holds_unopened_is_what_a_spreadsheet_computes(lang: str, tmp_path: Path) -> None:
    swap = {"không áp dụng": NOT_APPLICABLE[lang]}
    rows = [
        replace(row, now=tuple(Held(tuple(swap.get(text, text) for text in each.texts)) for each in row.now))
        for row in FILLED
    ]
    fresh = workbook(form(*rows), lang)
    given, computed = (
        opened(data, results=True).worksheets[1] for data in (fresh, converted(saved(opened(fresh)), "xlsx", tmp_path))
    )
    differing = {
        cell.coordinate: (cell.value, computed[cell.coordinate].value)
        for row in given.iter_rows()
        for cell in row
        if shown(cell.value) != shown(computed[cell.coordinate].value)
    }
    assert differing == {}
    assert not [cell.value for row in computed.iter_rows() for cell in row if str(cell.value).startswith("#")]


def test_the_row_of_codes_says_what_each_column_is() -> None:
    sheet = opened(workbook(form(*FILLED), "vi"))["Số liệu"]
    codes = [cell.value for cell in sheet[FIRST]]
    assert codes == [
        None, None, "note", None, "members", None, "head_is_member.num", "head_is_member.den",
        "head_is_member.percent", None, "village_without_branch", None, "org_rating",
    ]  # fmt: skip
    assert [sheet.cell(row, 7).value for row in (6, 7)] == [None, "Kỳ này: tử số (Quý\N{NO-BREAK SPACE}IV/2019)"]
    assert sheet["F6"].value == "Thôn trưởng là đảng viên"
    assert sheet["F7"].value == "Kỳ trước (Quý\N{NO-BREAK SPACE}III/2019)"


def test_only_the_cells_to_fill_in_can_be_changed_and_no_password_is_needed() -> None:
    sheet = opened(workbook(form(*FILLED), "vi"))["Số liệu"]
    rows = range(FIRST + 1, FIRST + 1 + len(FILLED))
    wanted = {f"{at}{row}" for at in (MEMBERS_AT, NUM_AT, DEN_AT, WITHOUT_AT, RATED_AT) for row in rows}
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked} == wanted
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert sheet.freeze_panes == "D9"
    assert sheet.print_title_rows == "$6:$8"
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_to_fill_in_refuses_what_it_cannot_take(lang: str) -> None:
    book = opened(workbook(form(*FILLED), lang))
    rules = book.worksheets[1].data_validations.dataValidation
    assert {str(rule.sqref)[0] for rule in rules} == {MEMBERS_AT, NUM_AT, DEN_AT, WITHOUT_AT, RATED_AT}
    assert all(rule.error and len(rule.formula1) <= 255 and len(rule.error) <= 255 for rule in rules)
    classes = next(rule.formula1 for rule in rules if str(rule.sqref).startswith(RATED_AT))
    (first,), *_, (last,) = book.worksheets[0][classes.split("!")[1].replace("$", "")]
    assert (first.value, last.value) == (RATED.classes[0], NOT_APPLICABLE[lang])


def test_the_instructions_begin_with_the_mark_that_keeps_them_from_being_read() -> None:
    guide = opened(workbook(form(*FILLED), "vi")).worksheets[0]
    texts = {cell.value for row in guide.iter_rows() for cell in row}
    assert (guide.title, guide["A1"].value) == ("Hướng dẫn", "moc:aside")
    assert {"Đơn vị: Huyện Mường Nhé", "0", "(để trống)", "không áp dụng", "chưa xếp loại"} <= texts


def test_nothing_that_a_unit_is_called_runs_as_a_formula() -> None:
    row = FormRow("=1+1", "=HYPERLINK(1)", held("=2", ("@x", "+1")), NOTHING)
    sheet = opened(workbook(form(row), "vi"))["Số liệu"]
    cells = [sheet.cell(FIRST + 1, at) for at in (1, 2, 5, 7, 8)]
    assert [(cell.value, cell.data_type) for cell in cells] == [
        (text, "s") for text in ("=1+1", "=HYPERLINK(1)", "=2", "@x", "+1")
    ]


def test_simulated_figures_are_told_apart() -> None:
    row = FormRow("a", "Xã A", (Held(("7",), simulated=True), *NOTHING[1:]), NOTHING)
    sheet = opened(workbook(form(row), "vi"))["Số liệu"]
    rules = [rule for area in sheet.conditional_formatting for rule in area.rules if rule.operator == "equal"]
    assert [rule.formula for rule in rules] == [["7"]]
    assert rules[0].dxf.fill.patternType == "lightUp"
    assert "mô phỏng" in sheet["A5"].value


def test_many_indicators_are_checked_in_formulas_that_a_spreadsheet_takes() -> None:
    many = [FormIndicator(f"share_{place}", f"Tỷ lệ {place}", Kind.SHARE) for place in range(40)]
    nothing = (Held(("", "")),) * 40
    sheet = opened(workbook(form(FormRow("a", "Xã A", nothing, nothing), indicators=many), "vi"))["Số liệu"]
    formulas = [cell.value for cell in sheet[FIRST + 1] if str(cell.value).startswith("=IF")]
    assert max(map(len, formulas)) < 8192
    assert max(map(nested, formulas)) <= 64
    assert [cell.value for cell in sheet[FIRST]].count("note") > 1


def nested(formula: str) -> int:
    """How deep the brackets of a formula go, texts left out."""
    depth = deepest = 0
    for sign in re.sub('"[^"]*"', "", formula):
        depth += (sign == "(") - (sign == ")")
        deepest = max(deepest, depth)
    return deepest
