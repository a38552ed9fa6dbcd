"""A file comes back with its problems marked, and with everything else as it was."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook import Workbook

from report import marked, marks
from report.marked import CannotKeep, mark_workbook
from report.marked_copy import Copied, mark_copy
from report.marks import HEADER, LEVELS, SIGNED, Findings, Mark
from report.text import LANGUAGES
from report.theme import LIGHT, MARKS, contrast
from tests.corpus.sheets import Page, converted, xlsx

SHEET = "Biểu 1"
NAMES = {"vi": "Kiểm tra Mốc", "en": "Mốc check"}


def office_book() -> Workbook:
    """A workbook as an office makes it: merged headings, colours of its own, a comment, a formula."""
    page = Page(
        rows=[["Đơn vị", "Số liệu", None], [None, "Đảng viên", "Chi bộ"], ["Xã A", "abc", 3], ["Xã B", 12, 4]],
        name=SHEET,
        merges=["A1:A2", "B1:C1"],
        fonts={"A3": ".VnTime"},
        formats={"B4": "#,##0"},
    )
    book = openpyxl.load_workbook(io.BytesIO(xlsx(page, Page(rows=[["khác"]], name="Tờ 2"))))
    sheet = book[SHEET]
    sheet["B4"].fill = PatternFill("solid", fgColor="FF00FF00")
    sheet["B4"].comment = Comment("xem lại với xã", "Lan")
    sheet["C5"] = "=SUM(C3:C4)"
    sheet["A1"].font = Font(name="Times New Roman", size=13, bold=True)
    sheet.column_dimensions["A"].width = 31
    return book


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(data: bytes, *, results: bool = False) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data), data_only=results)


def is_marked(cell: Cell) -> bool:
    return cell.comment is not None and SIGNED in cell.comment.text


def findings(*found: Mark, understood: tuple[tuple[str, str, str], ...] = ()) -> Findings:
    return Findings(found, understood, (("dòng 5", "Cộng", "dòng tổng"),), (), "moc:aside")


WRONG = Mark("error", "“abc” không phải là số.", "Ghi số nguyên.", SHEET, 3, 1, "Đảng viên", "abc")
ODD = Mark("warning", "Khác xa kỳ trước.", "", SHEET, 4, 1, "Đảng viên", "12")
ASKED = Mark("question", "“Xã A” là đơn vị nào?", "Trả lời.", SHEET, 3, None, "Đơn vị", "Xã A")
WHOLE = Mark("info", "=HYPERLINK(1)", "", None, None)


def test_the_cells_are_coloured_and_say_why_the_rest_stays_as_it_was() -> None:
    sheet = opened(mark_workbook(saved(office_book()), "a.xlsx", findings(WRONG, ODD, ASKED, WHOLE), "vi"))[SHEET]
    grounds = {at: f"#{sheet[at].fill.fgColor.rgb[-6:]}" for at in ("B3", "B4", "A3")}
    assert grounds == {"B3": MARKS["error"], "B4": MARKS["warning"], "A3": MARKS["question"]}
    assert sheet["B3"].comment.text == f"{SIGNED}\nLỗi: “abc” không phải là số.\n→ Ghi số nguyên."
    assert sheet["B4"].comment.text == f"xem lại với xã\n\n{SIGNED}\nCần xem lại: Khác xa kỳ trước."
    assert sheet["A3"].comment.text.startswith(f"{SIGNED}\nCần trả lời: “Xã A” là đơn vị nào?")
    assert (sheet["A3"].font.name, sheet["B4"].number_format, sheet["C5"].value) == (".VnTime", "#,##0", "=SUM(C3:C4)")
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:A2", "B1:C1"}
    assert sheet.column_dimensions["A"].width == 31
    assert sheet["C3"].comment is None
    assert sheet["C3"].fill.fill_type is None


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_added_sheet_lists_everything_and_leads_to_the_cells(lang: str) -> None:
    told = findings(WRONG, ASKED, WHOLE, understood=(("Số liệu › Đảng viên", "Đảng viên", "100"),))
    book = opened(mark_workbook(saved(office_book()), "a.xlsx", told, lang))
    page = book.worksheets[0]
    assert (page.title, page["A1"].value, book.active.title) == (NAMES[lang], "moc:aside", NAMES[lang])
    rows = [[cell.value or "" for cell in row[1:]] for row in page.iter_rows(min_row=HEADER + 1)]
    assert [row[1:] for row in rows[:3]] == [
        [SHEET, "3", "B · Đảng viên", "abc", WRONG.message, WRONG.fix],
        [SHEET, "3", "A · Đơn vị", "Xã A", ASKED.message, ASKED.fix],
        ["", "", "", "", "=HYPERLINK(1)", ""],
    ]
    assert page[f"B{HEADER + 1}"].hyperlink.location == f"'{SHEET}'!B3"
    assert page[f"G{HEADER + 3}"].data_type == "s"
    texts = {value for row in rows for value in row}
    assert {"Số liệu › Đảng viên", "Cộng", "dòng tổng"} <= texts


@pytest.mark.parametrize("lang", LANGUAGES)
def test_marking_again_takes_the_former_marks_away(lang: str) -> None:
    first = mark_workbook(saved(office_book()), "a.xlsx", findings(WRONG, ODD, ASKED), lang)
    again = opened(mark_workbook(first, "a.xlsx", findings(), "vi"))
    assert again.sheetnames == ["Kiểm tra Mốc", SHEET, "Tờ 2"]
    sheet = again[SHEET]
    assert [sheet[at].fill.fill_type for at in ("B3", "A3")] == [None, None]
    assert sheet["B4"].fill.fgColor.rgb == "FF00FF00"
    assert [sheet[at].comment and sheet[at].comment.text for at in ("B3", "A3", "B4")] == [None, None, "xem lại với xã"]


def test_former_marks_go_after_a_second_program_saved_the_file(tmp_path: Path) -> None:
    first = mark_workbook(saved(office_book()), "a.xlsx", findings(WRONG, ODD), "vi")
    sheet = opened(mark_workbook(converted(first, "xlsx", tmp_path), "a.xlsx", findings(), "vi"))[SHEET]
    assert sheet["B3"].fill.fill_type is None
    assert sheet["B3"].comment is None
    assert sheet["B4"].fill.fgColor.rgb == "FF00FF00"


def test_results_of_formulas_are_kept_and_missing_ones_stay_missing(tmp_path: Path) -> None:
    book = office_book()
    book[SHEET]["C6"] = '=IF(C3>0,"","x")'
    without = saved(book)
    assert opened(mark_workbook(without, "a.xlsx", findings(WRONG), "vi"), results=True)[SHEET]["C5"].value is None
    with_results = converted(without, "xlsx", tmp_path)
    made = mark_workbook(with_results, "a.xlsx", findings(WRONG), "vi")
    sheet = opened(made, results=True)[SHEET]
    assert sheet["C5"].value == 7
    assert opened(made)[SHEET]["C5"].value == "=SUM(C3:C4)"
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert b'<c r="C6"' in (body := archive.read("xl/worksheets/sheet2.xml"))
        assert b't="str"><f>IF(C3&gt;0,"","x")</f><v></v>' in body


def test_a_merged_cell_is_marked_at_its_first_one_and_a_row_at_its_first_text() -> None:
    inside = Mark("error", "x", "", SHEET, 1, 2)
    bare = Mark("error", "y", "", SHEET, 2, None)
    sheet = opened(mark_workbook(saved(office_book()), "a.xlsx", findings(inside, bare), "vi"))[SHEET]
    assert {cell.coordinate for row in sheet.iter_rows() for cell in row if is_marked(cell)} == {"B1", "B2"}


def test_a_cell_wears_its_worst_and_says_everything() -> None:
    worse = Mark("error", "Sai.", "", SHEET, 4, 1)
    sheet = opened(mark_workbook(saved(office_book()), "a.xlsx", findings(ODD, worse), "vi"))[SHEET]
    assert f"#{sheet['B4'].fill.fgColor.rgb[-6:]}" == MARKS["error"]
    said = sheet["B4"].comment.text
    assert said.index("Sai.") < said.index("Khác xa kỳ trước.")


def test_only_so_many_cells_are_marked_all_problems_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "MARKED", 5)
    many = [Mark("error", f"số {row}", "", SHEET, row, 0) for row in range(10, 30)]
    book = opened(mark_workbook(saved(office_book()), "a.xlsx", findings(*many), "vi"))
    assert sum(is_marked(cell) for row in book[SHEET].iter_rows() for cell in row) == 5
    texts = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {f"số {row}" for row in range(10, 30)} <= texts


def test_macros_are_left_out_and_that_is_said() -> None:
    data = io.BytesIO(saved(office_book()))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"macro")
    made = mark_workbook(data.getvalue(), "a.xlsm", findings(WRONG), "vi")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not [part for part in archive.namelist() if "vba" in part]
    assert any("Macro" in str(cell.value) for cell in opened(made).worksheets[0]["B"])


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n1,2\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", saved(office_book())[:900]], ids=range(5)
)
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(CannotKeep):
        mark_workbook(data, "a.xlsx", findings(), "vi")


def test_a_workbook_with_a_broken_part_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(saved(office_book()))) as archive, zipfile.ZipFile(out, "w") as broken:
        for part in archive.namelist():
            broken.writestr(part, b"<x" if part == "xl/workbook.xml" else archive.read(part))
    with pytest.raises(CannotKeep):
        mark_workbook(out.getvalue(), "a.xlsx", findings(), "vi")


def test_a_workbook_too_large_for_its_formats_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(marked, "LARGEST", 100)
    with pytest.raises(CannotKeep):
        mark_workbook(saved(office_book()), "a.xlsx", findings(), "vi")


ROWS = [(1, ("Đơn vị", "Số", None)), (3, ("=1+1", "08", "12")), (4, ("- Dân tộc", None, "1,376"))]


def test_the_cells_of_another_file_are_copied_as_text_and_marked_in_the_same_way() -> None:
    found = [Mark("error", "xấu", "sửa", None, 3, 1), Mark("warning", "lạ", "", None, 4, None)]
    book = opened(mark_copy([Copied("", ROWS, [(1, 1, 1, 2)])], "a.csv", findings(*found), "vi"))
    page, sheet = book.worksheets
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert cells == {
        "A1": "Đơn vị", "B1": "Số", "A3": "=1+1", "B3": "08", "C3": 12, "A4": "- Dân tộc", "C4": "1,376",
    }  # fmt: skip
    assert sheet["A3"].data_type == "s"
    assert {str(area) for area in sheet.merged_cells.ranges} == {"B1:C1"}
    assert f"#{sheet['B3'].fill.fgColor.rgb[-6:]}" == MARKS["error"]
    assert "Lỗi: xấu\n→ sửa" in sheet["B3"].comment.text
    assert "lạ" in sheet["A4"].comment.text
    assert page["A1"].value == "moc:aside"
    assert page[f"B{HEADER + 1}"].hyperlink.location == f"'{sheet.title}'!B3"


def test_a_marked_copy_is_marked_again_like_any_workbook() -> None:
    wrong = Mark("error", "xấu", "sửa", None, 3, 1)
    first = mark_copy([Copied("Tờ 1", ROWS)], "a.csv", findings(wrong), "vi")
    book = opened(mark_workbook(first, "a.xlsx", findings(), "en"))
    assert book.sheetnames == ["Mốc check", "Tờ 1"]
    assert book["Tờ 1"]["B3"].comment is None
    assert book["Tờ 1"]["B3"].fill.fill_type is None


@pytest.mark.parametrize("name", ["a/b:c", "x" * 60, "Kiểm tra Mốc", "", "History", "'q'"])
def test_copies_of_sheets_get_names_that_a_workbook_may_carry(name: str) -> None:
    book = opened(mark_copy([Copied(name, ROWS), Copied(name, ROWS)], "a.ods", findings(), "vi"))
    assert len({title.casefold() for title in book.sheetnames}) == 3
    assert all(len(title) <= 31 for title in book.sheetnames)


def test_a_file_that_nothing_is_kept_of_comes_back_as_the_list_alone() -> None:
    book = opened(mark_copy([], "a.csv", findings(Mark("error", "xấu", "sửa", None, 3, 1)), "vi"))
    assert book.sheetnames == ["Kiểm tra Mốc"]


def test_every_level_has_a_colour_on_which_text_can_be_read() -> None:
    assert set(MARKS) == set(LEVELS)
    assert all(contrast(LIGHT.ink, ground) >= 7 for ground in MARKS.values())
    assert len(marks.SPREAD) == 3
