"""A staff member marks a step of a plan as done, by keyboard alone, and the next visitor sees it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.browser.conftest import Visitor
from tests.house import served

pytestmark = pytest.mark.browser

PLAN = "/actions?resolution=NQ04-DB-2016&period=2019-Q4&plan=MP-DB-2019-03"


def test_a_step_is_marked_done(demo_copy: str, visitor: Callable[..., Visitor]) -> None:
    with served(demo_copy, demo=True) as address:
        staff = visitor(address)
        staff.sign_in("can-bo-muong-cha")
        staff.go(PLAN)
        assert "2/5 bước xong, 2 quá hạn" in staff.page.locator(".st-key-box_far").inner_text()
        form = staff.page.locator(".st-key-box_edit")
        form.locator("summary", has_text="Ghi tiến độ một bước").focus()
        staff.page.keyboard.press("Enter")
        form.get_by_label("Ngày hoàn thành").first.fill("20/12/2019")
        staff.page.keyboard.press("Tab")
        staff.page.keyboard.type("Quyết định kết nạp của Huyện ủy")
        form.get_by_role("button", name="Ghi", exact=True).first.focus()
        staff.page.keyboard.press("Enter")
        staff.page.get_by_text("Đã ghi: Kết nạp đủ 3 đảng viên").wait_for()
        staff.settle()
        assert "3/5 bước xong, 1 quá hạn" in staff.page.locator(".st-key-box_far").inner_text()

        guest = visitor(address, width=390, height=844)
        guest.go(PLAN)
        said = " ".join(guest.page.locator(".st-key-box_measures").inner_text().split())
        assert "Xong muộn 35 ngày" in said
        assert "Quyết định kết nạp của Huyện ủy" in said
        assert guest.page.locator(".st-key-box_edit").count() == 0
        for each in (staff, guest):
            assert each.outside == []
            assert each.complaints == []
