"""A quarter's figures corrected in the browser: the verdict moves, and can be traced to the file and the row."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.browser.conftest import Visitor
from tests.house import served

pytestmark = pytest.mark.browser

HOME = "/?resolution=NQ04-DB-2016&period=2019-Q4"
CARDS = (
    ("95 → 8", "30,52 %/năm", "Vượt"),
    ("328 → 135", "19,61 %/năm", "Đạt"),
    ("33 → 0", "33,33 %/năm", "Vượt"),
    ("88 → 21", "25,37 %/năm", "Vượt"),
)
INDICATOR = "village_without_branch"


def corrected(form: str, villages: int) -> tuple[str, list[str]]:
    """The form with some more villages that have a branch, and the codes of those villages."""
    rows = list(csv.DictReader(io.StringIO(form)))
    chosen = [row for row in rows if row[INDICATOR] == "1"][:villages]
    for row in chosen:
        row[INDICATOR] = "0"
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue(), [row["unit"] for row in chosen]


def test_a_corrected_quarter_moves_a_verdict(demo_copy: str, tmp_path: Path, visitor: Callable[..., Visitor]) -> None:
    with served(demo_copy, demo=True) as address:
        guest = visitor(address)
        guest.go(HOME)
        cards = guest.page.locator(".m-card:has(.m-figure)")
        for place, words in enumerate(CARDS):
            said = " ".join(cards.nth(place).inner_text().split())
            assert all(word in said for word in words), said

        staff = visitor(address)
        staff.sign_in("can-bo-muong-cha")
        staff.go("/submit?unit=DB/muong-cha&period=2019-Q4")
        with staff.page.expect_download() as download:
            staff.page.get_by_role("button", name="Biểu mẫu CSV").click()
        form = Path(download.value.path()).read_text(encoding="utf-8-sig")
        text, villages = corrected(form, 6)
        assert len(villages) == 6
        file = tmp_path / "muong-cha-sua.csv"
        file.write_text(text, encoding="utf-8")

        staff.page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", str(file))
        moved = staff.page.locator("li.moc-moves", has_text="Tỉnh Điện Biên")
        moved.wait_for()
        said = " ".join(moved.inner_text().split())
        assert "135 → 129" in said
        assert "Đạt → Vượt" in said
        assert "6 số đổi" in staff.page.locator(".st-key-box_effect").inner_text()

        staff.page.get_by_label("Lý do").fill("Sáu bản đã lập chi bộ")
        staff.page.get_by_role("button", name="Nhận số liệu").click()
        staff.page.get_by_text("Đã nhận", exact=True).wait_for()
        staff.settle()

        guest.go(HOME)
        said = " ".join(guest.page.locator(".m-card:has(.m-figure)").nth(1).inner_text().split())
        assert "328 → 129" in said
        assert "Vượt" in said

        guest.page.locator(".m-goal[data-goal=NQ04-DB-2016-02]").get_by_role("link", name="Vì sao?").click()
        guest.page.get_by_text("Vì sao vượt?").wait_for()
        guest.settle()
        assert "muong-cha-sua.csv" in guest.page.locator(".st-key-box_why").inner_text()
        guest.page.locator(".st-key-fold_trace summary").first.click()
        trace = guest.page.locator(".st-key-fold_trace table").first.locator("tbody tr", has_text="muong-cha-sua.csv")
        trace.first.wait_for()
        assert trace.count() == 6
        given = list(csv.reader(io.StringIO(text)))
        rows = {int(trace.nth(place).locator("td").nth(4).inner_text()) for place in range(6)}
        assert {given[row - 1][0] for row in rows} == set(villages)

        for each in (guest, staff):
            assert each.outside == []
            assert each.complaints == []


def test_a_broken_file_says_everything_at_once_and_changes_nothing(
    demo_copy: str, tmp_path: Path, visitor: Callable[..., Visitor]
) -> None:
    file = tmp_path / "hong.csv"
    file.write_text(
        "period,unit,indicator,value\n"
        "2019-Q4,DB/muong-cha/khong-co,village_without_branch,1\n"
        "2019-Q4,DB/muong-cha,khong_co,1\n",
        encoding="utf-8",
    )
    with served(demo_copy, demo=True) as address:
        staff = visitor(address)
        staff.sign_in("can-bo-muong-cha")
        staff.go("/submit?unit=DB/muong-cha&period=2019-Q4")
        staff.page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", str(file))
        problems = staff.page.locator(".st-key-box_problems")
        problems.wait_for()
        said = problems.inner_text()
        assert "DB/muong-cha/khong-co" in said
        assert "khong_co" in said
        assert staff.page.get_by_role("button", name="Nhận số liệu").count() == 0
        assert staff.complaints == []


def test_what_changed_since_it_was_shown_is_not_overwritten(
    demo_copy: str, visitor: Callable[..., Visitor], tmp_path: Path
) -> None:
    """One person accepts while another looks at the same figures: the other's button takes nothing unseen."""
    with served(demo_copy, demo=True) as address:
        first, second = visitor(address), visitor(address)
        for someone, account in ((first, "can-bo-muong-cha"), (second, "quan-tri-demo")):
            someone.sign_in(account)
            someone.go("/submit?unit=DB/muong-cha&period=2019-Q4")
        with first.page.expect_download() as download:
            first.page.get_by_role("button", name="Biểu mẫu CSV").click()
        form = Path(download.value.path()).read_text(encoding="utf-8-sig")
        for someone, villages in ((first, 2), (second, 3)):
            text, _ = corrected(form, villages)
            file = {"name": f"../<b>{villages}\u202e.csv", "mimeType": "text/csv", "buffer": text.encode()}
            someone.page.set_input_files("[data-testid=stFileUploaderDropzoneInput]", file)
            someone.page.get_by_text(f"{villages} số đổi").wait_for()
            someone.settle()
        for someone in (first, second):
            someone.page.get_by_label("Lý do").fill("Lập thêm chi bộ")
        first.page.get_by_role("button", name="Nhận số liệu").click()
        first.page.get_by_text("tệp <b>2.csv: 2 số của").wait_for()
        second.page.get_by_role("button", name="Nhận số liệu").click()
        second.page.get_by_text("vừa được người khác cập nhật").wait_for()
        second.page.get_by_text("1 số đổi").wait_for()
        second.page.get_by_role("button", name="Nhận số liệu").click()
        second.page.get_by_text("1 số của").wait_for()
        assert first.complaints == second.complaints == []
