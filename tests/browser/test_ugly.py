"""An office's own workbook, handed in as it is: asked about, corrected, mended, accepted and taken back."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Locator, TimeoutError

from tests.browser.conftest import Visitor
from tests.corpus.sheets import Cell, Page, xlsx
from tests.house import served

pytestmark = pytest.mark.browser

DROP = "[data-testid=stFileUploaderDropzoneInput]"
PAGE = "/submit?unit=DB/muong-cha&period=2019-Q4"
BODY: tuple[tuple[Cell, ...], ...] = (
    ("I", "Xã Mường Tùng", None, None, None),
    (1, "Bản 6", 0, 3, None),
    (2, "bản số 7", "hai", 4, None),
    ("II", "X. Huổi Mí", None, None, None),
    (1, "Ban 2", "không", 3, None),
    (2, "Bản 10", 0, 5, "mới lập"),
    (3, "Bản 11", 0, 4, None),
    ("III", "Xã Pa Ham", None, None, None),
    (1, "Bản 1", 0, 3, None),
    (2, "Bản 5", 0, 3, None),
)


def office_file(body: Sequence[Sequence[Cell]] = BODY) -> bytes:
    """Letterhead, a header of two rows with merges, column numbers, sections, a total and signatures."""
    head = [
        ("HUYỆN ỦY MƯỜNG CHÀ", None, None, None, "Biểu số 3"),
        (None, "RÀ SOÁT CHI BỘ Ở THÔN, BẢN, QUÝ IV NĂM 2019"),
        (),
        ("TT", "Thôn, bản, tổ dân phố", "Chưa lập chi bộ", "Đảng viên", "Ghi chú"),
        (None, None, "(1: chưa có)", "(người)", None),
        (1, 2, 3, 4, 5),
    ]
    foot = [(None, "Tổng cộng", 0, 25, None), (), (None, "Người lập biểu", None, "T/M BAN TỔ CHỨC")]
    return xlsx(Page([*head, *body, *foot], merges=("A4:A5", "B4:B5", "E4:E5", "B2:E2")))


def unfold(someone: Visitor, box: Locator) -> None:
    """Open the list of columns where the box in it is not to be seen; late drawing may have closed it."""
    someone.settle()
    if not box.is_visible():
        someone.page.get_by_text("Cột và chỉ tiêu (").click()
        box.wait_for()


def choose(someone: Visitor, label: str, typed: str) -> None:
    """Choose in a select box by typing the beginning of an answer; once more where a late drawing closed the list."""
    box = someone.page.get_by_role("combobox", name=label)
    option = someone.page.get_by_role("option", name=typed).first
    for patience in (5_000, 30_000):
        unfold(someone, box)
        box.fill("")
        box.click()
        box.press_sequentially(typed)
        with suppress(TimeoutError):
            option.click(timeout=patience)
            break
    someone.settle()


def test_from_an_ugly_file_to_a_verdict_and_back(
    demo_copy: str, tmp_path: Path, visitor: Callable[..., Visitor]
) -> None:
    file = tmp_path / "Ra soat chi bo.xlsx"
    file.write_bytes(office_file())
    with served(demo_copy, demo=True) as address:
        staff = visitor(address, height=2400)
        page = staff.page
        staff.sign_in("can-bo-muong-cha")
        staff.go(PAGE)
        page.set_input_files(DROP, str(file))

        asked = page.locator(".st-key-box_questions")
        asked.wait_for()
        assert "“Chưa lập chi bộ › (1: chưa có)” là chỉ tiêu nào?" in asked.inner_text()
        choose(staff, "“Chưa lập chi bộ", "Thôn, bản chưa có chi bộ")
        page.get_by_role("button", name="Ghi câu trả lời").click()
        asked.wait_for(state="detached")
        staff.settle()

        assert "“hai”" in page.locator(".st-key-box_problems").inner_text()
        page.get_by_text("Đã hiểu 13 số của 7 đơn vị.").wait_for()
        staff.settle()
        choose(staff, "Trong tệp", "Đảng viên")
        choose(staff, "Hiểu là", "Bỏ qua, không nhận")
        page.get_by_role("button", name="Sửa", exact=True).first.click()
        staff.settle()
        page.get_by_text("Đã hiểu 6 số của 6 đơn vị.").wait_for()

        with page.expect_download() as download:
            page.get_by_role("button", name="Tải tệp đã đánh dấu chỗ sai").click()
        book = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes()))
        sheet = book["Sheet1"]
        assert sheet["C9"].value == "hai"
        assert sheet["C9"].comment is not None
        sheet["C9"] = 0
        mended = tmp_path / download.value.suggested_filename
        book.save(mended)

        page.get_by_role("button", name="Bỏ").first.click()
        page.locator(".st-key-box_understood").wait_for(state="detached")
        staff.settle()
        page.set_input_files(DROP, str(mended))
        moved = page.locator("li.moc-moves", has_text="Tỉnh Điện Biên")
        moved.wait_for()
        assert "Đạt → Vượt" in " ".join(moved.inner_text().split())
        assert page.locator(".st-key-box_questions").count() == 0

        page.get_by_label("Lý do").fill("Rà soát của huyện ủy")
        page.get_by_role("button", name="Nhận số liệu").click()
        page.get_by_text("7 số của 7 đơn vị đã có hiệu lực").wait_for()
        staff.settle()

        page.get_by_role("button", name="Rút lại lần nộp này").click()
        page.get_by_label("Vì sao rút lại").fill("Nộp nhầm kỳ")
        page.get_by_role("button", name="Rút lại", exact=True).click()
        page.get_by_text("7 số trở về như trước").wait_for()
        staff.settle()

        page.get_by_role("button", name="Nộp tệp khác").click()
        staff.settle()
        page.set_input_files(DROP, {"name": "lan-sau.xlsx", "mimeType": "", "buffer": mended.read_bytes()})
        moved.wait_for()
        assert page.locator(".st-key-box_questions").count() == 0
        assert staff.outside == []
        assert staff.complaints == []
