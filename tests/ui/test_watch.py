"""The watch page: filtered by rule and by words, counted by place, taken along, tuned by an administrator alone."""

from __future__ import annotations

import re
import shutil
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import at, opened, said
from ui.table import as_csv

NQ04 = {"resolution": "NQ04-DB-2016", "period": "2019-Q4"}


@pytest.fixture
def own(demo_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A demo house to write into."""
    source = Path(demo_url.removeprefix("sqlite:///"))
    url = f"sqlite:///{shutil.copy(source, tmp_path / 'moc.db')}"
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setenv("MOC_DEMO", "1")
    return url


def headings(app: AppTest) -> list[str]:
    return re.findall(r"<h2[^>]*>([^<]+)</h2>", said(app))


def test_the_page_says_why_since_when_and_what_is_planned(demo: str) -> None:
    app = at(opened(**NQ04), "watch")
    assert not app.exception
    text = said(app)
    assert headings(app)[:3] == ["Tái trắng: 4", "Việc quá hạn: 5", "Ít đảng viên: 107"]
    assert "Tái trắng đảng viên" in text
    assert "Đến hết Quý II/2019 đã ra khỏi diện này." in text
    assert "Quý III/2019" in text
    assert "kế hoạch đang làm" in text
    assert re.search(r'href="/unit\?[^"]*unit=DB/nam-po/', text)
    assert re.search(r'href="/goal\?[^"]*goal=NQ04-DB-2016-01', text)
    assert "mô phỏng" in text


def test_rules_that_found_nothing_offer_no_choice_and_say_so_in_one_line(demo: str) -> None:
    app = at(opened(**NQ04), "watch")
    options = " ".join(app.button_group(key="pick_rule").options)
    assert "Tái trắng 4" in options
    assert "Yếu kém" not in options
    assert "Không có tổ chức nào xếp loại yếu kém." in said(app)


def test_where_all_rows_are_simulated_the_heading_says_it_once(demo: str) -> None:
    blocks = re.split("<h2", said(at(opened(**NQ04, rule="relapsed"), "watch")))
    block = next(each for each in blocks if "Tái trắng: 4" in each)
    assert block.count("m-sim") == 1


def test_a_rule_in_the_address_shows_that_rule_alone(demo: str) -> None:
    app = at(opened(**NQ04, rule="ready"), "watch")
    assert headings(app)[0].startswith("Lập được chi bộ: 20")
    assert "Tái trắng: 4" not in headings(app)


def test_choosing_a_rule_writes_the_address_and_words_narrow_the_list(demo: str) -> None:
    app = at(opened(**NQ04), "watch")
    app.button_group(key="pick_rule").set_value("at_risk").run()
    assert app.query_params["rule"] == "at_risk"
    assert headings(app)[0] == "Ít đảng viên: 107"
    app.text_input(key="pick_find").set_value("muong lay").run()
    assert headings(app)[0] == "Ít đảng viên: 0"
    assert "Không có dòng nào khớp" in said(app)
    app.text_input(key="pick_find").set_value("sin chai dang giam").run()
    assert headings(app)[0] == "Ít đảng viên: 1"
    assert app.query_params["find"] == "sin chai dang giam"


def test_words_of_the_address_narrow_the_list_and_going_back_widens_it(demo: str) -> None:
    app = at(opened(**NQ04, rule="at_risk", find="sin chai dang giam"), "watch")
    assert app.text_input(key="pick_find").value == "sin chai dang giam"
    assert headings(app)[0] == "Ít đảng viên: 1"
    assert "find=" not in "".join(re.findall(r'class="moc-to-goal" href="([^"]*)"', said(app)))
    del app.query_params["find"]
    app.run()
    assert app.text_input(key="pick_find").value == ""
    assert headings(app)[0] == "Ít đảng viên: 107"


def test_an_overdue_step_leads_to_its_plan_and_a_village_to_that_of_its_commune(demo: str) -> None:
    text = unescape(said(at(opened(**NQ04, unit="DB/muong-cha"), "watch")))
    where = dict(parse_qsl(urlsplit(re.findall(r'href="(/actions[^"]*plan=[^"]*)"', text)[0]).query))
    assert "MP-DB-2019-03" in where["plan"]
    assert "moc-missed" not in said(at(opened(**where), "actions"))
    assert re.search(r'href="/actions[^"]*unit=DB/muong-cha/muong-tung"[^>]*>Xã Mường Tùng: 1 kế hoạch', text)


@pytest.mark.parametrize(
    ("rule", "words"),
    [("weak", "Không có tổ chức nào xếp loại yếu kém."), ("outlook", "Không có mục tiêu nào có triển vọng")],
)
def test_a_rule_that_names_nobody_says_so_and_leads_back(demo: str, rule: str, words: str) -> None:
    text = said(at(opened(**NQ04, rule=rule), "watch"))
    assert words in text
    assert "Xem tất cả cảnh báo" in text


def test_districts_are_counted_and_their_sum_is_the_total(demo: str) -> None:
    text = said(at(opened(**NQ04), "watch"))
    table = text[text.index("m-watch-counts") :]
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", table)[1:]
    numbers = [[int(cell) for cell in re.findall(r'class="num[^"]*">(?:<a[^>]*>)?(\d+)', row)] for row in rows]
    *parts, total = [row for row in numbers if row]
    assert len(parts) >= 8
    assert [sum(column) for column in zip(*parts, strict=True)] == total
    assert total[-1] == sum(total[:-1])


def test_a_district_and_a_village_have_their_own_watch(demo: str) -> None:
    text = said(at(opened(**NQ04, unit="DB/muong-nhe"), "watch"))
    assert re.search("Huyện Mường Nhé: [^.]*2 nơi tái trắng", text)
    village = re.search(r"unit=(DB/muong-nhe/[^&\"]+ban[^&\"]+)", text)
    assert village is not None
    own = said(at(opened(**NQ04, unit=village[1]), "watch"))
    assert "Tái trắng đảng viên" in own


def test_in_english_no_vietnamese_words_are_left(demo: str) -> None:
    text = said(at(opened(**NQ04, lang="en"), "watch"))
    assert "No member left, again" in text
    assert "Had been out of it up to the end of Q2 2019." in text
    assert not re.search(r"đảng viên|Tái trắng|Quý", re.sub(r"Bản \d+", "", text))


def test_the_file_marks_simulated_figures(demo: str) -> None:
    app = at(opened(**NQ04), "watch")
    assert len(app.get("download_button")) == 1
    assert as_csv(["a"], [["=1+1"]]).decode("utf-8-sig") == "a\r\n'=1+1\r\n"


@pytest.mark.parametrize("account", [None, "lanh-dao-demo", "can-bo-muong-cha"])
def test_everybody_reads_the_rules_and_only_an_administrator_changes_them(demo: str, account: str | None) -> None:
    app = at(opened(account, **NQ04), "watch")
    assert "Còn từ 1 đến 2 đảng viên" in said(app)
    assert not [each for each in app.selectbox if each.key == "tune_rule"]


def test_an_administrator_changes_a_rule_and_everybody_sees_who_and_why(own: str) -> None:
    app = at(opened("quan-tri-demo", **NQ04), "watch")
    app.selectbox(key="tune_rule").set_value("at_risk").run()
    app.text_input(key="tune_value_at_risk").set_value("1")
    app.text_input(key="tune_reason_at_risk").set_value("theo kết luận tháng 12")
    app.button(key="tune_save_at_risk").click().run()
    assert not app.exception
    assert "Đã đổi luật “Ít đảng viên”." in said(app)
    seen = said(at(opened(**NQ04), "watch"))
    assert "Còn từ 1 đến 1 đảng viên" in seen
    assert "quan-tri-demo đổi ngày" in seen
    assert "theo kết luận tháng 12" in seen
    assert "Ít đảng viên: 107" not in seen


@pytest.mark.parametrize(
    ("value", "reason", "words"),
    [
        ("hai", "thử", "số nguyên từ 1 đến 20"),
        ("-1", "thử", "số nguyên từ 1 đến 20"),
        ("9" * 400, "thử", "số nguyên từ 1 đến 20"),
        ("3", "thử", "không thể vừa ít vừa đủ lập chi bộ"),
        ("1", "", "ghi lý do"),
        ("2", "thử", "vẫn như cũ"),
    ],
)
def test_a_bad_change_is_refused_in_words(demo: str, value: str, reason: str, words: str) -> None:
    app = at(opened("quan-tri-demo", **NQ04), "watch")
    app.selectbox(key="tune_rule").set_value("at_risk").run()
    app.text_input(key="tune_value_at_risk").set_value(value)
    app.text_input(key="tune_reason_at_risk").set_value(reason)
    app.button(key="tune_save_at_risk").click().run()
    assert not app.exception
    assert words in said(app)
