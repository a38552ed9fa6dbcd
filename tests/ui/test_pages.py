"""Every page opens for everybody who may see it, says why where it stays closed, and shares its view by address."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.house import ROOT
from tests.ui.conftest import PAGES, at, opened, said

ACCOUNTS = (None, "lanh-dao-demo", "can-bo-muong-cha", "quan-tri-demo")


def plain(body: str) -> str:
    """What a reader sees of a piece of HTML."""
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.mark.parametrize("account", ACCOUNTS)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_every_role(demo: str, page: str, account: str | None) -> None:
    app = at(opened(account), page)
    assert not app.exception
    closed = page == "submit" and account in (None, "lanh-dao-demo")
    assert ("Trang này cần đăng nhập" in said(app)) is closed


@pytest.mark.parametrize("page", PAGES)
def test_signed_out_outside_demo_every_page_is_the_sign_in(real: str, page: str) -> None:
    app = opened()
    assert "moc-form" in said(app)
    assert "m-figure" not in said(app)
    assert "Điện Biên" not in said(app)
    alone = AppTest.from_file(str(ROOT / "pages" / f"{page}.py"), default_timeout=60).run()
    assert "moc-form" in said(alone)
    assert "Điện Biên" not in said(alone)


def test_signed_in_outside_demo_sees_the_figures(real: str) -> None:
    assert "328" in said(opened("lanh-dao-demo"))


@pytest.mark.parametrize(
    ("code", "first", "last", "yearly", "verdict"),
    [
        ("01", "95", "8", "30,52 %/năm", "Vượt"),
        ("02", "328", "135", "19,61 %/năm", "Đạt"),
        ("03", "33", "0", "33,33 %/năm", "Vượt"),
        ("04", "88", "21", "25,37 %/năm", "Vượt"),
    ],
)
def test_home_says_the_four_verdicts(demo: str, code: str, first: str, last: str, yearly: str, verdict: str) -> None:
    app = opened(resolution="NQ04-DB-2016", period="2019-Q4")
    card = plain(re.findall(r"<article.*?</article>", said(app), re.DOTALL)[int(code) - 1])
    assert f"{first} → {last}" in card
    assert yearly in card
    assert verdict in card


def test_english_has_no_vietnamese_left_in_the_strip(demo: str) -> None:
    app = opened(lang="en", resolution="NQ04-DB-2016")
    assert "All 4 goals met or exceeded" in said(app)
    assert "mục tiêu" not in said(app)


def test_the_language_goes_there_and_back(demo: str) -> None:
    app = opened(resolution="NQ04-DB-2016")
    app.button_group(key="pick_lang").set_value("en").run()
    assert "All 4 goals" in said(app)
    app.button_group(key="pick_lang").set_value("vi").run()
    assert "Cả 4 mục tiêu" in said(app)
    assert "lang" not in app.query_params


def test_the_address_carries_the_view(demo: str) -> None:
    app = at(opened(resolution="NQ04-DB-2016", period="2018-Q4", unit="DB/muong-nhe"), "overview")
    assert app.query_params["period"] == "2018-Q4"
    assert app.query_params["unit"] == "DB/muong-nhe"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("resolution", "NQ99"),
        ("period", "2199-Q4"),
        ("period", "'; drop table unit"),
        ("unit", "<b>DB</b>"),
        ("boundaries", "yesterday"),
        ("lang", "xx"),
    ],
)
def test_a_bad_address_falls_back_with_a_note(demo: str, name: str, value: str) -> None:
    app = opened(**{name: value})
    assert not app.exception
    assert "Đang mở" in said(app)
    assert "<b>DB</b>" not in said(app)
    assert app.query_params[name] == value


def test_an_unknown_language_is_vietnamese(demo: str) -> None:
    assert "Cả 4 mục tiêu" in said(opened(lang="xx", resolution="NQ04-DB-2016"))


def test_choosing_another_resolution_forgets_the_unit_of_the_old_one(demo: str) -> None:
    app = opened(resolution="NQ04-DB-2016", unit="DB/muong-nhe")
    app.selectbox(key="pick_resolution").set_value("KH49-BS-2017").run()
    assert not app.exception
    assert app.query_params["resolution"] == "KH49-BS-2017"
    assert "unit" not in app.query_params
    assert "moc-missed" not in said(app)


def test_the_why_names_the_file_of_every_figure(demo: str) -> None:
    app = at(opened(resolution="NQ04-DB-2016", goal="NQ04-DB-2016-02", period="2019-Q4"), "goal")
    assert "DB-2019-Q4.csv" in said(app)
    assert "từ 132 đến 180" in said(app)
