"""The page on the quality of figures: who reported when, whom to remind, what stands out, what was published."""

from __future__ import annotations

from datetime import date
from html import unescape

import pytest
from streamlit.testing.v1 import AppTest

from flows.review import UnitLabel
from flows.timeliness import Arrival, LateUnit
from tests.ui.conftest import at, opened, said
from ui.enter import identify
from ui.quality import late as quality_late

DB, BS = "NQ04-DB-2016", "KH49-BS-2017"


def shown(**address: str) -> AppTest:
    app = at(opened(**address), "quality")
    assert not app.exception
    return app


def reminder(app: AppTest) -> str:
    found = said(app).partition('<pre class="moc-reminder"')[2].partition(">")[2].partition("</pre>")[0]
    return unescape(found)


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(
    ("address", "finding"),
    [
        ({"period": "2019-Q4"}, "Quý IV/2019: đủ 1.957 đơn vị, 161 nộp muộn"),
        ({"period": "2018-Q2"}, "Quý II/2018: đủ 1.957 đơn vị, đúng hạn; 5 đơn vị có số liệu sửa lại về sau"),
        ({"period": "2016-Q4", "unit": "DB/muong-cha"}, "Quý IV/2016: đủ 176 đơn vị, tất cả đúng hạn"),
        ({"period": "2016-Q3"}, "Quý III/2016: 9 trong 1.957 đơn vị chưa báo cáo, 175 nộp muộn"),
        ({"period": "2016-Q3", "lang": "en"}, "Q3 2016: 9 of 1,957 units have not reported, 175 were late"),
        ({"resolution": BS, "period": "2017"}, "Năm 2017: đủ 1 đơn vị; chưa quy định hạn nộp"),
    ],
)
def test_the_title_is_the_finding_of_the_period(address: dict[str, str], finding: str) -> None:
    assert finding in said(shown(**{"resolution": DB, **address}))


@pytest.mark.usefixtures("demo")
def test_cells_say_how_many_of_how_many_and_what_is_not_in_order() -> None:
    words = said(shown(resolution=DB, period="2019-Q4"))
    assert "<b>161/161</b><span>161 muộn</span>" in words
    assert "<b>289/289</b><span>3 đã sửa</span>" in words
    assert 'title="Huyện Tuần Giáo, Quý IV/2019: 286 đúng hạn, 3 đã sửa (mô phỏng)"' in words
    assert "m-sim" in words


@pytest.mark.usefixtures("demo")
def test_a_click_leads_down_to_the_leaves() -> None:
    assert "/quality?resolution=NQ04-DB-2016&amp;period=2016-Q3&amp;unit=DB/tua-chua" in said(
        shown(resolution=DB, period="2016-Q3")
    )
    district = said(shown(resolution=DB, period="2016-Q3", unit="DB/tua-chua"))
    assert "unit=DB/tua-chua/huoi-so" in district
    commune = said(shown(resolution=DB, period="2016-Q3", unit="DB/tua-chua/huoi-so"))
    assert "Bản 4" in commune
    assert "<b>thiếu</b>" in commune


@pytest.mark.usefixtures("demo")
def test_all_communes_of_a_province_stand_side_by_side() -> None:
    words = said(shown(resolution=DB, period="2016-Q3", level="communes"))
    assert "Xã Huổi Só" in words
    assert "đơn vị khác: không có gì phải xem lại" in words


@pytest.mark.usefixtures("demo")
def test_a_reminder_names_the_unit_the_period_what_is_missing_and_where_to_hand_in() -> None:
    text = reminder(shown(resolution=DB, period="2016-Q3"))
    assert text.startswith("Kính gửi: Huyện Tủa Chùa\nV/v nộp số liệu Quý III/2016")
    assert "còn 9 trong 184 đơn vị chưa có số liệu" in text
    assert "Hạn nộp: 15/10/2016." in text
    assert "/submit?unit=DB/tua-chua&period=2016-Q3" in text
    assert text.count("\n- ") >= 3
    english = reminder(shown(resolution=DB, period="2016-Q3", lang="en"))
    assert english.startswith("To: Huyện Tủa Chùa")


@pytest.mark.usefixtures("demo")
def test_on_its_own_page_a_district_is_reminded_of_all_its_communes_at_once() -> None:
    app = shown(resolution=DB, period="2016-Q3", unit="DB/tua-chua")
    text = reminder(app)
    assert text.startswith("Kính gửi: Huyện Tủa Chùa\n")
    assert "- Thị trấn Tủa Chùa: 3 đơn vị (Tổ dân phố" in text
    (whom,) = [box for box in app.selectbox if box.label == "Nhắc đơn vị"]
    whom.select("DB/tua-chua/huoi-so").run()
    assert reminder(app).startswith("Kính gửi: Xã Huổi Só, Huyện Tủa Chùa\n")


@pytest.mark.usefixtures("demo")
def test_where_all_have_reported_nobody_is_reminded() -> None:
    words = said(shown(resolution=DB, period="2018-Q2"))
    assert "moc-reminder" not in words
    assert "Không cần nhắc ai trong kỳ này" in words


@pytest.mark.usefixtures("demo")
def test_what_stands_out_is_listed_with_its_source_and_can_be_narrowed_down() -> None:
    app = shown(resolution=DB, period="2019-Q3", view="checks")
    words = said(app)
    assert "3 điểm cần xem lại" in words
    assert "khớp cả" in words
    assert "Thôn, bản chưa có đảng viên: Bản 6, Xã Vàng Đán trở lại như trước khi đạt." in words
    assert "DB-2019-Q3.csv, dòng" in words
    assert "village_without" not in words
    assert "/unit?" in words


@pytest.mark.usefixtures("demo")
def test_a_quiet_year_says_so() -> None:
    words = said(shown(resolution=DB, period="2016-Q4", view="checks", unit="DB/muong-lay"))
    assert "Không thấy số liệu nào bất thường" in words


@pytest.mark.usefixtures("demo")
def test_published_figures_stand_beside_roll_ups_and_agreement_of_invented_ones_proves_nothing() -> None:
    words = said(shown(resolution=DB, view="published"))
    assert "20 trong 20 số đã công bố khớp với số tổng hợp" in words
    assert "135 (mô phỏng)" in words
    assert "khớp không phải là bằng chứng" in words
    alone = said(shown(resolution=BS, view="published"))
    assert "Chưa có số tổng hợp để đối chiếu" in alone


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize("view", ["arrivals", "checks", "published"])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("boundaries", ["reported", "today"])
def test_every_view_opens_in_both_languages_and_readings(view: str, lang: str, boundaries: str) -> None:
    app = shown(resolution=DB, view=view, lang=lang, boundaries=boundaries, period="2018-Q3")
    assert "h1" in said(app)
    assert app.get("download_button")


@pytest.mark.usefixtures("demo")
def test_a_view_that_is_not_there_shows_the_arrivals() -> None:
    assert "m-arrivals" in said(shown(resolution=DB, view="nowhere"))


DAYS = [
    # days late, deadline, today; what the list prints
    (3, date(2019, 4, 15), date(2020, 1, 1), "3 ngày"),
    (None, date(2019, 4, 15), date(2019, 4, 16), "1 ngày"),
    (None, date(2019, 4, 15), date(2019, 4, 15), "–"),
    (None, date(2019, 4, 15), date(2020, 4, 20), "hơn 1 năm"),
    (None, date(2019, 4, 15), date(2022, 6, 1), "hơn 3 năm"),
    (None, None, date(2022, 6, 1), "–"),
]


@pytest.mark.usefixtures("demo")
@pytest.mark.parametrize(("days", "deadline", "today", "printed"), DAYS)
def test_how_long_something_is_overdue(days: int | None, deadline: date | None, today: date, printed: str) -> None:
    opened()
    unit = UnitLabel(1, "X", "district", "Huyện X")
    late = Arrival.LATE if days else Arrival.MISSING
    one = LateUnit(unit, late, days, deadline, 1, 1, simulated=False)
    assert quality_late.overdue(identify(), one, today) == printed
