"""Strengthening on the page: what is late first, one plan whole, and forms that lose nothing of what was typed."""

from __future__ import annotations

import csv
import io
import re
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from db.engine import reading
from flows.plans import Plan, edit, plans_of
from metrics.periods import parse
from tests.ui.conftest import at, opened, said
from ui import enter
from ui.actions import listed
from ui.house import house

PERIOD = {"resolution": "NQ04-DB-2016", "period": "2019-Q4"}
STAFF, PLAN = "can-bo-muong-cha", "MP-DB-2019-03"


@pytest.fixture
def written(demo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo house of the test's own."""
    copy = tmp_path / "moc.db"
    shutil.copy(demo_url.removeprefix("sqlite:///"), copy)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{copy}")
    monkeypatch.setenv("MOC_DEMO", "1")


def page(account: str | None = None, **address: str) -> AppTest:
    app = at(opened(account, **{**PERIOD, **address}), "actions")
    assert not app.exception
    return app


def words(app: AppTest) -> str:
    """What a reader sees."""
    return " ".join(re.sub(r"<[^>]+>", " ", said(app)).split())


def plan(code: str = PLAN) -> Plan:
    with reading(house().engine) as conn:
        return next(one for one in plans_of(conn, unit="DB", on=parse("2019-Q4").last) if one.code == code)


def test_the_title_is_the_finding_and_what_is_late_stands_first(demo: str) -> None:
    found = words(page())
    assert "2/4 kế hoạch có bước quá hạn" in found
    assert "Quý IV/2019: tính đến hết ngày 31/12/2019" in found
    order = [found.index(name) for name in ("Xã Mường Tùng", "Bản 2, Xã Pá Mỳ", "Bản 6, Xã Vàng Đán", "Xã Huổi Só")]
    assert order == sorted(order)
    assert "2/5 bước xong, 2 quá hạn" in found


def test_everything_invented_is_marked(demo: str) -> None:
    body = said(page(resolution="KH49-BS-2017", period="2017", plan="KH49-BS-2017-KH"))
    rows = [re.sub(r"<[^>]+>", " ", row) for row in re.findall(r"<tr>(.*?)</tr>", body) if "data-head" in row]
    assert len(rows) == 12
    assert [row for row in rows if "(mô phỏng)" not in row] == [row for row in rows if "đạt chuẩn nông thôn mới" in row]
    heads = re.findall(r'<tr class="group">(.*?)</tr>', body)
    assert len(heads) == 9
    assert all("mô phỏng" in head for head in heads)


def test_the_bac_son_plan_waits_for_its_rating(demo: str) -> None:
    found = words(page(resolution="KH49-BS-2017", period="2017", plan="KH49-BS-2017-KH"))
    assert "Củng cố Đảng bộ xã Đồng Ý" in found
    assert "2016: yếu kém → 2017: chưa xếp loại" in found
    assert "49-KH/HU" in found
    assert "10 thành viên" in found
    assert "Nguồn: Báo Lạng Sơn" in found
    english = words(page(resolution="KH49-BS-2017", period="2017", plan="KH49-BS-2017-KH", lang="en"))
    assert "2016: weak → 2017: not yet rated" in english


@pytest.mark.parametrize(("view", "shown"), [("overdue", 2), ("open", 1), ("done", 1), ("nothing", 4)])
def test_the_list_is_filtered_by_state(demo: str, view: str, shown: int) -> None:
    assert len(re.findall(r'class="act-what"', said(page(view=view)))) == shown


def test_a_filter_that_leaves_nothing_says_so_and_offers_the_way_out(demo: str) -> None:
    found = page(view="done", other="Đảng ủy xã Pá Mỳ")
    assert "Không kế hoạch nào khớp bộ lọc" in words(found)
    assert "đủ 4 kế hoạch" in words(found)


def test_a_unit_without_plans_says_what_to_do(demo: str) -> None:
    assert "Chưa có kế hoạch củng cố nào ở Thị xã Mường Lay" in words(page(unit="DB/muong-lay"))
    assert "Không có kết luận kiểm tra nào" in words(page(unit="DB/muong-lay"))


def test_an_unknown_plan_is_named_and_the_list_stands_instead(demo: str) -> None:
    found = words(page(plan="KH-99"))
    assert "Địa chỉ ghi kế hoạch “KH-99”" in found
    assert "2/4 kế hoạch" in found


@pytest.mark.parametrize("account", [None, "lanh-dao-demo", "can-bo-tp-kon-tum"])
def test_whoever_is_not_in_charge_only_reads(demo: str, account: str | None) -> None:
    app = page(account, plan=PLAN)
    assert "Quá hạn 46 ngày" in words(app)
    assert not [each for each in app.button if (each.key or "").startswith("save_")]


def test_the_files_say_what_the_page_says(demo: str) -> None:
    app = page()
    assert {"save_plans", "save_steps", "save_findings"} <= {
        each.proto.id.split("-")[-1] for each in app.get("download_button")
    }


def test_files_carry_the_mark_in_every_row(demo: str, monkeypatch: pytest.MonkeyPatch) -> None:
    visit = enter.Visit(house(), enter.Role.GUEST, None, (), "vi", 0, False)
    monkeypatch.setattr(listed.actions, "named", lambda _, unit: unit.name)
    heads, *rows = listed.step_rows(visit, [plan(), plan("MP-DB-2018-01")])
    assert len(rows) == 8
    assert all(row[heads.index("Loại số liệu")] == "mô phỏng" for row in rows)
    text = io.StringIO()
    csv.writer(text).writerows([heads, *rows])
    assert "2019-11-15" in text.getvalue()


def test_a_step_is_marked_done_with_its_evidence(written: None) -> None:
    app = page(STAFF, plan=PLAN)
    step = plan().steps[1]
    app.text_input(key=f"report_{step.id}_done_on_0").set_value("20/12/2019")
    app.text_area(key=f"report_{step.id}_evidence_0").set_value("Quyết định kết nạp")
    app.button(key=f"save_report_{step.id}").click().run()
    assert not app.exception
    found = words(app)
    assert "Đã ghi: Kết nạp đủ 3 đảng viên" in found
    assert "3/5 bước xong, 1 quá hạn" in found
    assert "Xong muộn 35 ngày" in found
    assert "ngày hoàn thành (trống) → 20/12/2019" in found
    assert "can-bo-muong-cha" in found
    assert "Đã ghi: Kết nạp đủ 3 đảng viên" in words(app.run())
    app.query_params["period"] = "2019-Q3"
    assert "Đã ghi" not in words(app.run())


def test_a_day_after_the_period_is_kept_and_said_not_to_count_yet(written: None) -> None:
    app = page(STAFF, plan=PLAN)
    step = plan().steps[1]
    app.text_input(key=f"report_{step.id}_done_on_0").set_value("15/1/2020")
    app.text_area(key=f"report_{step.id}_evidence_0").set_value("Quyết định kết nạp")
    app.button(key=f"save_report_{step.id}").click().run()
    assert "chọn kỳ muộn hơn để thấy" in words(app)
    assert "2/5 bước xong, 2 quá hạn" in words(app)


def test_faults_stand_under_their_fields_and_what_was_typed_stays(written: None) -> None:
    app = page(STAFF, plan=PLAN)
    step = plan().steps[1]
    app.text_input(key=f"report_{step.id}_done_on_0").set_value("31/2/2019")
    app.text_area(key=f"report_{step.id}_evidence_0").set_value("Nguyễn Văn An xác nhận")
    app.button(key=f"save_report_{step.id}").click().run()
    found = words(app)
    assert "Sửa 2 chỗ dưới đây" in found
    assert "“31/2/2019” không phải một ngày" in found
    assert "Mốc chỉ ghi cơ quan" in found
    assert app.text_input(key=f"report_{step.id}_done_on_0").value == "31/2/2019"
    assert app.text_area(key=f"report_{step.id}_evidence_0").value == "Nguyễn Văn An xác nhận"
    assert plan().steps[1] == step


def test_the_second_of_two_is_told_keeps_what_was_typed_and_overwrites_nothing(written: None) -> None:
    app = page(STAFF, plan=PLAN)
    step = plan().steps[1]
    edit.change(
        house().engine,
        "step",
        step.id,
        {"due_on": "31/01/2020"},
        version=step.version,
        account="lan",
        scope=None,
        today=parse("2019-Q4").last,
    )
    app.text_area(key=f"report_{step.id}_evidence_0").set_value("Đã đủ hồ sơ")
    app.button(key=f"save_report_{step.id}").click().run()
    assert not app.exception
    found = words(app)
    assert "có người vừa sửa chỗ này" in found
    assert "thời hạn 15/11/2019 → 31/01/2020 (lan)" in found
    assert plan().steps[1].evidence_vi == ""
    [area] = [each for each in app.text_area if (each.key or "").startswith(f"report_{step.id}_evidence")]
    assert area.value == "Đã đủ hồ sơ"
    app.button(key=f"save_report_{step.id}").click().run()
    kept = plan().steps[1]
    assert (kept.evidence_vi, kept.due_on) == ("Đã đủ hồ sơ", parse("2020-01-31").last)


def test_a_plan_is_begun_at_the_chosen_unit(written: None) -> None:
    app = page(STAFF, unit="DB/muong-cha/sa-tong")
    assert "Lập kế hoạch đầu tiên" in words(app)
    app.text_area(key="add_plan_problem_0").set_value("Sinh hoạt không đều")
    app.text_input(key="add_plan_body_0").set_value("Đảng ủy xã Sá Tổng")
    app.text_input(key="add_plan_decided_on_0").set_value("1/12/2019")
    app.button(key="save_add_plan").click().run()
    assert not app.exception
    found = words(app)
    assert "Đã ghi: Sinh hoạt không đều" in found
    assert "1 kế hoạch, không bước nào quá hạn" in found


def test_a_mistaken_step_is_withdrawn_and_put_back_on_the_page(written: None) -> None:
    app = page(STAFF, plan=PLAN)
    late = next(one for one in plan().steps if one.state == "overdue")
    app.selectbox(key=f"which_withdraw_{plan().id}").set_value(f"step_{late.id}").run()
    app.button(key=f"save_withdraw_step_{late.id}").click().run()
    assert "Cần điền" in words(app) or "bắt buộc" in words(app)
    app.text_area(key=f"withdraw_step_{late.id}_reason_0").set_value("Ghi nhầm chi bộ")
    app.button(key=f"save_withdraw_step_{late.id}").click().run()
    found = words(app)
    assert f"Đã rút: Bước: {late.text_vi}" in found
    assert "2/4 bước xong, 1 quá hạn" in found
    assert f"Bước “{late.text_vi}”: đã rút. Lý do: Ghi nhầm chi bộ" in found
    assert "rút ngày" in found
    app.button(key=f"save_put_back_step_{late.id}").click().run()
    found = words(app)
    assert "2/5 bước xong, 2 quá hạn" in found
    assert f"Bước “{late.text_vi}”: đưa trở lại" in found


def test_a_withdrawn_plan_leaves_the_list_without_a_note_about_its_address(written: None) -> None:
    app = page(STAFF, plan=PLAN)
    key = f"plan_{plan().id}"
    app.selectbox(key=f"which_withdraw_{plan().id}").set_value(key).run()
    app.text_area(key=f"withdraw_{key}_reason_0").set_value("Lập trùng")
    app.button(key=f"save_withdraw_{key}").click().run()
    found = words(app)
    assert "Đã rút: Kế hoạch: Xã Mường Tùng" in found
    assert "1/3 kế hoạch có bước quá hạn" in found
    assert "moc-missed" not in said(app)
    app = page(STAFF, unit="DB/muong-cha")
    assert "Lý do: Lập trùng" in words(app)
    app.button(key=f"save_put_back_{key}").click().run()
    assert plan().code == PLAN


def test_whoever_is_not_in_charge_is_not_offered_to_withdraw(demo: str) -> None:
    assert "Rút nội dung" not in words(page(plan=PLAN))
    assert not [each for each in page(plan=PLAN).selectbox if str(each.key).startswith("which_withdraw")]
