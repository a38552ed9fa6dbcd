"""A file that cannot be taken comes back marked; mended in its cells and handed in again, it can."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from sqlalchemy import Engine

from db.engine import reading
from flows import submit
from flows.submit.examined import Examined
from flows.submit.marked import marked
from flows.submit.templates import workbook
from metrics.periods import parse
from report.marks import SIGNED
from tests.corpus.sheets import Page, converted, text, xlsx

QUARTER = parse("2019-Q4")
UGLY = (
    ("TỈNH ỦY ĐIỆN BIÊN", None, "Biểu số 2"),
    ("Kết quả quý IV/2019", None, None),
    ("TT", "Tên xã", "Số đảng viên kết nạp"),
    (1, "Xã Sín Thầu", 5),
    (2, "Xã Sen Thượng", "nhiều"),
    (3, "Xã Đăk Long", 4),
    (None, "Cộng", 9),
)


def handed_in(demo: Engine, data: bytes, unit: str = "DB", name: str = "Báo cáo.xlsx") -> Examined:
    return submit.examine(demo, data=data, file_name=name, unit=unit, period=QUARTER, with_effect=False)


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(data))


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def comments(book: Workbook) -> dict[str, str]:
    """What Mốc says in the cells of the sheets that were handed in."""
    return {
        cell.coordinate: cell.comment.text
        for sheet in book.worksheets[1:]
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment and SIGNED in cell.comment.text
    }


def codes(found: Examined) -> list[str]:
    return [*(each.code for each in found.problems), *(each.code for each in found.questions)]


@pytest.mark.parametrize("kind", ["xlsx", "csv", "xls", "ods"])
def test_problems_and_questions_stand_in_their_cells_whatever_the_file(demo: Engine, kind: str, tmp_path: Path) -> None:
    page = Page(rows=UGLY, name="Biểu 2")
    data = {"xlsx": xlsx, "csv": lambda page: text(page.rows)}.get(
        kind, lambda page: converted(xlsx(page), kind, tmp_path)
    )(page)
    found = handed_in(demo, data, name=f"Báo cáo.{kind}")
    name, made = marked(found, "vi")
    assert name == "Báo cáo - đã kiểm tra.xlsx"
    book = opened(made)
    assert book.sheetnames == ["Kiểm tra Mốc", "Bản chép 1" if kind == "csv" else "Biểu 2"]
    said = comments(book)
    assert "Lỗi: “nhiều” không phải một số đếm." in said["C5"]
    assert "“Xã Đăk Long” là đơn vị nào?" in said["B6"]
    listed = {str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row}
    assert {each.message for each in found.told("vi")} <= listed
    assert "Số đảng viên kết nạp" in listed


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_marked_file_is_read_like_the_one_it_was_made_of(demo: Engine, kind: str) -> None:
    page = Page(rows=UGLY, name="Biểu 2")
    first = handed_in(demo, xlsx(page) if kind == "xlsx" else text(page.rows))
    name, made = marked(first, "vi")
    again = handed_in(demo, made, name=name)
    assert codes(again) == codes(first)
    assert again.clean.figures.drop("row").equals(first.clean.figures.drop("row"))
    assert marked(again, "en")[0] == "Báo cáo - checked.xlsx"
    assert comments(opened(marked(again, "vi")[1])) == comments(opened(made))


@pytest.mark.parametrize("office", [False, True], ids=["as typed", "saved by LibreOffice"])
def test_mended_in_its_cells_it_is_taken(demo: Engine, office: bool, tmp_path: Path) -> None:
    _, made = marked(handed_in(demo, xlsx(Page(rows=UGLY))), "vi")
    book = opened(made)
    sheet = book.worksheets[1]
    sheet["C5"], sheet["B6"], sheet["C7"] = 4, "Xã Leng Su Sìn", 13
    mended = converted(saved(book), "xlsx", tmp_path) if office else saved(book)
    found = handed_in(demo, mended)
    assert codes(found) == []
    assert found.clean.figures["num"].to_list() == [5, 4, 4]
    assert comments(opened(marked(found, "vi")[1])) == {}


def test_a_template_filled_wrongly_is_marked_and_stays_a_template(demo: Engine) -> None:
    with reading(demo) as conn:
        book = opened(workbook(conn, unit="DB/muong-nhe", period=QUARTER, lang="vi"))
    sheet = book["Số liệu - thôn, bản"]
    was = sheet["G9"].value
    sheet["G9"] = "chưa rõ"
    found = handed_in(demo, saved(book), "DB/muong-nhe")
    _, made = marked(found, "vi")
    book = opened(made)
    assert list(comments(book)) == ["G9"]
    assert book.sheetnames[:2] == ["Kiểm tra Mốc", "Hướng dẫn"]
    assert book["Số liệu - thôn, bản"].protection.sheet
    book["Số liệu - thôn, bản"]["G9"] = was
    again = handed_in(demo, saved(book), "DB/muong-nhe")
    assert codes(again) == []
    assert again.counts.moved == 0


def test_a_file_about_persons_comes_back_without_anything_of_it(demo: Engine) -> None:
    rows = [("Họ và tên", "Ngày sinh", "Đơn vị"), ("Nguyễn Văn A", "01/02/1980", "Xã Sín Thầu")]
    _, made = marked(handed_in(demo, xlsx(Page(rows=rows))), "vi")
    book = opened(made)
    assert book.sheetnames == ["Kiểm tra Mốc"]
    assert "Nguyễn Văn A" not in {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert any("mô tả cá nhân" in str(cell.value) for cell in book.worksheets[0]["B"])


@pytest.mark.parametrize("data", [b"", b"\x00" * 50, b"%PDF-1.4", b"PK\x03\x04broken"], ids=range(4))
def test_a_file_that_cannot_be_read_comes_back_as_the_reason(demo: Engine, data: bytes) -> None:
    found = handed_in(demo, data)
    book = opened(marked(found, "en")[1])
    assert book.sheetnames == ["Mốc check"]
    texts = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {each.message for each in found.told("en")} <= texts
