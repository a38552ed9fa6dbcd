"""The comparison page: five views by address, the same verdicts in each, words where there is nothing to show."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest

from report.charts.slopes import Slope
from tests.ui.conftest import at, opened, said
from tests.ui.test_goal import kon_tum, kon_tum_url  # noqa: F401
from ui.compare.slopes import fitting, shortened

DB = {"resolution": "NQ04-DB-2016", "period": "2019-Q4"}
VIEWS = ("heat", "multiples", "slopes", "points", "terms")


def compared(**address: str) -> object:
    app = at(opened(**{**DB, **address}), "compare")
    assert not app.exception
    return app


def text(app: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", said(app)).split())  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_from_its_address_with_a_finding_and_a_download(demo: str, view: str, lang: str) -> None:
    app = compared(view=view, lang=lang, goal="NQ04-DB-2016-02")
    assert app.query_params["view"] == view  # type: ignore[attr-defined]
    assert re.search(r'<h2 class="m-title">[^<]{12,}</h2>', said(app))  # type: ignore[arg-type]
    assert app.get("download_button")  # type: ignore[attr-defined]
    assert ("simulated" if lang == "en" else "mô phỏng") in text(app)


def test_the_heat_map_says_what_it_comes_to(demo: str) -> None:
    words = text(compared())
    assert "37 trong 40 ô đạt hoặc vượt; 3 ô chậm" in words
    assert words.index("Huyện Mường Nhé") < words.index("Huyện Nậm Pồ") < words.index("Huyện Tủa Chùa")
    assert "62 → 36" in words
    assert "328 → 135" in words
    assert "19,61" in words


@pytest.mark.parametrize(
    ("sort", "first"),
    [("trouble", "Mường Nhé"), ("name", "Điện Biên"), ("alike", "Mường Nhé"), ("NQ04-DB-2016-04", "Nậm Pồ")],
)
def test_the_order_stands_in_the_address(demo: str, sort: str, first: str) -> None:
    names = re.findall(r'role="rowheader"><a[^>]*>([^<]+)</a>', said(compared(sort=sort)))  # type: ignore[arg-type]
    assert names[0].endswith(first)


def test_units_alike_are_named_by_what_they_share(demo: str) -> None:
    words = text(compared(sort="alike", level="communes"))
    assert "Chậm hoặc không đạt: Thôn, bản chưa có chi bộ" in words
    assert "69 đơn vị còn lại" in words


def test_a_cell_leads_to_the_goal_at_that_unit(demo: str) -> None:
    links = re.findall(r'href="/goal\?([^"]*)"', said(compared()))  # type: ignore[arg-type]
    assert any({"unit=DB/muong-nhe", "goal=NQ04-DB-2016-02"} <= set(re.split("&amp;|&", link)) for link in links)


@pytest.mark.parametrize("view", ["heat", "multiples", "slopes", "points"])
def test_a_commune_without_communes_below_says_so(demo: str, view: str) -> None:
    words = text(compared(view=view, unit="DB/muong-nhe/sin-thau"))
    assert "không có đơn vị nào bên dưới" in words


def test_what_two_resolutions_do_not_share_is_listed_with_its_reason(demo: str) -> None:
    words = text(compared(view="terms", other="KH49-BS-2017"))
    assert "Không có chỉ tiêu chung" in words
    assert "không đặt mục tiêu và không có số của chỉ tiêu này" in words


@pytest.mark.parametrize(("name", "value"), [("view", "pie"), ("sort", "<b>"), ("level", "moon"), ("other", "NQ99")])
def test_a_choice_that_is_not_there_falls_back(demo: str, name: str, value: str) -> None:
    view = {"view": "terms"} if name == "other" else {}
    words = said(compared(**{**view, name: value}))  # type: ignore[arg-type]
    assert "m-title" in words
    assert "<b></h" not in words


def test_units_without_a_slope_are_named_with_the_reason(demo: str) -> None:
    text = said(at(opened(resolution="NQ04-DB-2016", period="2019-Q4", view="slopes"), "compare"))
    assert re.search(r"Không vẽ, vì [^<]*Thành phố Điện Biên Phủ", text)


def test_the_list_under_the_points_leads_to_every_unit(demo: str) -> None:
    text = said(at(opened(resolution="NQ04-DB-2016", period="2019-Q4", view="points"), "compare"))
    assert len(re.findall(r'<td data-head="Đơn vị"><a href="/unit[?]', text)) == 129


NQ16 = {"resolution": "NQ16-KT-2020", "goal": "NQ16-KT-2020-01", "period": "2025-Q3", "boundaries": "today"}


def test_one_unit_with_a_target_is_called_by_its_name(kon_tum: str) -> None:  # noqa: F811
    assert "Thành phố Kon Tum vượt; đơn vị khác không có mức riêng" in text(compared(view="multiples", **NQ16))


def test_units_without_any_cell_are_named_below_the_map_not_left_blank_in_it(kon_tum: str) -> None:  # noqa: F811
    words = text(compared(resolution="NQ03-KT-2016", period="2021-Q3"))
    assert "Không có mục tiêu hay số liệu nào của nghị quyết này: Huyện Đăk Glei" in words
    assert words.count("Huyện Đăk Glei") == 1


def lines(*names: str) -> list[Slope]:
    return [Slope(name, Fraction(9), Fraction(1), "9", "1", named=True) for name in names]


@pytest.mark.parametrize(
    ("names", "short"),
    [
        # a kind that several share is left out
        (("Huyện Nậm Pồ", "Huyện Mường Chà"), ["Nậm Pồ", "Mường Chà"]),
        # a kind of its own stays
        (("Huyện Nậm Pồ", "Huyện Tủa Chùa", "Thị xã Mường Lay"), ["Nậm Pồ", "Tủa Chùa", "Thị xã Mường Lay"]),
        # two that would be called alike keep their kinds
        (("Xã Tân Cảnh", "Xã Đăk Hà", "Huyện Đăk Hà", "Huyện Đăk Tô"),
         ["Tân Cảnh", "Xã Đăk Hà", "Huyện Đăk Hà", "Đăk Tô"]),
    ],
)  # fmt: skip
def test_names_on_a_phone_are_as_short_as_they_can_be_told_apart(names: tuple[str, ...], short: list[str]) -> None:
    assert [line.name for line in shortened(lines(*names))] == short


def test_short_names_leave_room_to_the_lines() -> None:
    assert fitting(lines("Nậm Pồ")).right < fitting(lines("Thành phố Điện Biên Phủ")).right
