"""The goal's page says why, shows who, and goes down to the village and back; every odd state has its own words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from flows.review import SourceLine
from tests.house import build_demo, built
from tests.ui.conftest import at, opened, said
from ui.goal.why import in_order

DB = {"resolution": "NQ04-DB-2016", "goal": "NQ04-DB-2016-02", "period": "2019-Q4"}
KT = {"resolution": "NQ16-KT-2020", "goal": "NQ16-KT-2020-01", "period": "2023-Q2"}


@pytest.fixture(scope="module")
def kon_tum_url(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{built(tmp_path_factory, 'kon-tum', lambda file: build_demo(file, ('kon-tum',)))}"


@pytest.fixture
def kon_tum(kon_tum_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A demo house with the Kon Tum pack."""
    monkeypatch.setenv("DATABASE_URL", kon_tum_url)
    monkeypatch.setenv("MOC_DEMO", "1")
    return kon_tum_url


def goal(**address: str) -> AppTest:
    app = at(opened(**address), "goal")
    assert not app.exception
    return app


def plain(app: AppTest) -> str:
    """What a reader sees of the page's own HTML."""
    return " ".join(re.sub(r"<[^>]+>", " ", said(app)).split())


def test_who_holds_it_and_how_far_it_is(demo: str) -> None:
    text = plain(goal(**DB))
    assert "3/10 huyện giữ 80/135, tức 59 %" in text
    assert "Huyện Mường Nhé cần giảm 2 để đạt" in text
    assert "Tỉnh Điện Biên còn cách mức Vượt 4 thôn, bản chưa có chi bộ (131 thay vì 135)." in text
    assert "Đến 31/12/2020 còn không quá 131 thì đạt." in text
    assert "Triển vọng, không phải kết luận:" in text


def test_the_level_is_in_the_address_and_a_name_goes_further_down(demo: str) -> None:
    app = goal(**DB, level="communes")
    text = said(app)
    assert "35/129 đơn vị chậm" in text
    assert "16 đơn vị không còn gì để giảm (0 → 0)" in text
    assert text.index("Xã Nậm Tin") < text.index("không còn gì để giảm")
    assert "unit=DB/nam-po/nam-tin" in text
    app.button_group(key="pick_level").set_value("leaves").run()
    assert app.query_params["level"] == "leaves"
    assert "Còn 135 thôn, bản" in said(app)
    assert re.search(r'href="/unit\?[^"]*unit=DB/nam-po/nam-tin/[^"]+"', said(app))


def test_the_way_back_up_stands_above_the_ranking(demo: str) -> None:
    app = goal(**DB, unit="DB/muong-nhe/leng-su-sin")
    crumbs = next(body for body in said(app).split("\n") if "moc-crumbs" in body)
    assert re.sub(r"<[^>]+>", "", crumbs) == "Tỉnh Điện Biên › Huyện Mường Nhé › Xã Leng Su Sìn"
    assert 'aria-current="page"' in crumbs
    assert "Còn 5 thôn, bản" in said(app)


def test_own_and_assigned_target_stand_side_by_side(kon_tum: str) -> None:
    text = plain(goal(**KT, unit="KT/kon-tum/dak-bla"))
    assert "Nghị quyết đề ra từ 20 Đúng tiến độ Đạt 70 % mức đề ra, còn thiếu 6" in text
    assert "Cấp trên giao từ 25 Đúng tiến độ Đạt 56 % mức đề ra, còn thiếu 11" in text
    assert "Cấp trên giao: Cộng dồn được 14 đảng viên mới" in text


def test_a_unit_that_the_goal_does_not_reach_shows_its_figure_and_goes_on_down(kon_tum: str) -> None:
    text = plain(goal(**KT, unit="KT/dak-ha"))
    assert "Mục tiêu này không đặt mức cho Huyện Đăk Hà" in text
    assert "Không xét" in text
    assert "4/11 xã góp 164/319" in text
    assert "Mức đặt chung, không chia cho từng đơn vị" in text


def test_the_two_readings_are_told_where_they_differ(kon_tum: str) -> None:
    text = plain(goal(**KT))
    assert "Nay 40 thay cho 102 xã" in text
    assert "Do sáp nhập; tổng không đổi." in text
    assert "Nay 40 thay cho" not in plain(goal(**{**KT, "period": "2025-Q4"}))


def test_a_milestone_and_a_rating_have_a_form_of_their_own(demo: str) -> None:
    done = goal(resolution="KH49-BS-2017", goal="KH49-BS-2017-01")
    assert "Hoàn thành ngày 19/12/2017" in plain(done)
    assert len(done.get("plotly_chart")) == 2
    rated = goal(resolution="KH49-BS-2017", goal="KH49-BS-2017-02")
    assert "Chưa xếp loại" in plain(rated)
    assert not rated.get("plotly_chart")


def test_figures_that_only_a_paper_printed_stand_as_published(kon_tum: str) -> None:
    text = plain(goal(resolution="NQ03-KT-2016", goal="NQ03-KT-2016-03"))
    assert "giảm 10 theo số công bố" in text
    assert "1 số công bố; chưa có số của đơn vị để so." in text


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_chart_is_told_in_words(demo: str, lang: str) -> None:
    app = goal(**DB, lang=lang)
    told = [chart.proto.alt for chart in app.get("plotly_chart")]
    assert len(told) == 2
    for words in told:
        assert "328" in words
        assert "135" in words
        assert ("mô phỏng" if lang == "vi" else "simulated") in words


def test_the_trace_reads_nothing_until_it_is_opened(demo: str) -> None:
    app = goal(**DB)
    assert "Từng số và nơi nó đứng" not in said(app)
    app.session_state["fold_trace"] = True
    app.run()
    assert not app.exception
    assert "1.441 số có hiệu lực" in said(app)
    assert said(app).count("DB-2019-Q4.csv (mô phỏng)") <= 14


def test_a_period_before_the_first_full_year_says_that_it_is_not_due(demo: str) -> None:
    text = plain(goal(**{**DB, "period": "2016-Q4"}))
    assert "Vì sao chưa xét?" in text
    assert "Chưa đến kỳ" in text


@pytest.mark.parametrize(
    ("name", "value"), [("level", "galaxy"), ("period", "2099-Q4"), ("unit", "XX"), ("goal", "NO")]
)
def test_a_bad_address_opens_the_nearest_page(demo: str, name: str, value: str) -> None:
    text = plain(goal(**{**DB, name: value}))
    assert "Vì sao" in text


def test_pages_stay_tables_of_contents() -> None:
    folder = Path(__file__).resolve().parents[2] / "ui"
    assert all(len(file.read_text().splitlines()) <= 300 for file in folder.glob("goal*.py"))


def test_sources_come_in_the_order_of_their_use() -> None:
    def file(seq: int, role: str) -> SourceLine:
        return SourceLine("submitted", role, f"{seq}.csv", date=date(2019, 12, 31), seq=seq)

    def print_(role: str) -> SourceLine:
        return SourceLine("published", role, role)

    given = [print_("baseline"), file(9, "baseline"), file(3, "actual"), file(12, "actual"), print_("actual")]
    assert [(each.title, each.role) for each in in_order(given)] == [
        ("actual", "actual"),
        ("baseline", "baseline"),
        ("12.csv", "actual"),
        ("3.csv", "actual"),
        ("9.csv", "baseline"),
    ]
