"""What an address asks for and does not get is said by name, with links to the nearest; the rest is default."""

from __future__ import annotations

import re
from html import unescape

import pytest

from report.text import say
from tests.ui.conftest import at, opened, said
from ui import framework, no_page
from ui.places import NAMES


def note(body: str) -> tuple[str, dict[str, str]]:
    """The words of the notes above a page, and their links by label."""
    found = "".join(re.findall(r'<div class="m moc-said moc-missed".*?</div>', body, re.DOTALL))
    links = re.findall(r'<a href="([^"]*)"[^>]*>([^<]*)</a>', found)
    return unescape(re.sub(r"<ul>.*?</ul>|<[^>]+>", " ", found)), {label: unescape(where) for where, label in links}


@pytest.mark.parametrize(
    ("page", "asked", "words", "link"),
    [
        ("overview", {"resolution": "NQ04-DB"}, "“NQ04-DB”", None),
        ("overview", {"resolution": "KH49-BS"}, "“KH49-BS”", "resolution=KH49-BS-2017"),
        ("goal", {"goal": "NQ04-DB-2016-2"}, "“NQ04-DB-2016-2”", "goal=NQ04-DB-2016-02"),
        ("goal", {"goal": "KH49-BS-2017-01"}, "thuộc 49-KH/HU", "resolution=KH49-BS-2017"),
        ("overview", {"unit": "DB/muong-nhee"}, "“DB/muong-nhee”", "unit=DB/muong-nhe"),
        ("overview", {"unit": "LS/bac-son"}, "không thuộc phạm vi của 04-NQ/TU", "resolution=KH49-BS-2017"),
        ("overview", {"unit": "DB/xa-sin-thau"}, "có từ 01/07/2025, sau Quý IV/2019", None),
        ("overview", {"period": "2199-Q4"}, "Quý IV/2199 chưa có số liệu", None),
        ("overview", {"period": "2010-Q1"}, "trước khi nghị quyết bắt đầu", "period=2016"),
        ("overview", {"period": "hôm nay"}, "không phải là một kỳ", None),
        ("overview", {"boundaries": "mai"}, "“mai”", "boundaries=today"),
        ("overview", {"lang": "fr"}, "“fr”", "lang=en"),
    ],
)
def test_what_is_not_there_is_named_and_the_nearest_offered(
    demo: str, page: str, asked: dict[str, str], words: str, link: str | None
) -> None:
    app = at(opened(**({"resolution": "NQ04-DB-2016"} | asked)), page)
    assert not app.exception
    told, links = note(said(app))
    assert words in told
    assert "Đang mở" in told
    assert link is None or any(link in where for where in links.values()), links


def test_the_default_needs_no_note_and_is_not_written_into_the_address(demo: str) -> None:
    app = opened()
    assert "moc-missed" not in said(app)
    assert not app.query_params


def test_a_choice_is_written_whole_so_that_it_can_be_sent(demo: str) -> None:
    app = opened(resolution="NQ04-DB-2016")
    app.selectbox(key="pick_period").set_value("2018-Q4").run()
    assert app.query_params["period"] == "2018-Q4"
    assert app.query_params["resolution"] == "NQ04-DB-2016"
    assert app.query_params["unit"] == "DB"


def test_what_was_chosen_before_does_not_stand_against_the_address(demo: str) -> None:
    app = opened(resolution="NQ04-DB-2016")
    app.selectbox(key="pick_period").set_value("2018-Q4").run()
    app.query_params.clear()
    app.query_params["resolution"] = "NQ04-DB-2016"
    app.run()
    assert app.selectbox(key="pick_period").value == "2019-Q4"


def test_a_village_that_the_address_names_stands_in_the_picker(demo: str) -> None:
    asked = {"resolution": "NQ04-DB-2016", "period": "2019-Q4"}
    village = "DB/nam-po/vang-dan/ban-06"
    app = opened(**asked, unit=village)
    assert not app.exception
    assert app.selectbox(key="pick_unit").value == village
    assert "moc-missed" not in said(app)
    every = opened(**asked).selectbox(key="pick_unit").options
    assert app.selectbox(key="pick_unit").options == [*every, "Bản 6, Xã Vàng Đán"]


@pytest.mark.parametrize(
    ("lang", "asked", "words"),
    [
        ("vi", "muong nhe", ("Đơn vị", "Huyện Mường Nhé", "Đã kết thúc 30/06/2025")),
        ("vi", "chưa có chi bộ", ("Mục tiêu", "goal=NQ04-DB-2016-02")),
        ("vi", "49-KH/HU", ("Văn bản", "resolution=KH49-BS-2017")),
        ("vi", "canh bao", ("Trang", "/watch")),
        ("vi", "xzqwv", ("không thấy gì", "tên cũ")),
        ("vi", "Sín Thầuu", ("Gần giống", "Sín Thầu")),
        ("en", "muong nhe", ("Units", "Ended on 30 June 2025")),
        ("en", "<b>x</b>", ("nothing found",)),
    ],
)
def test_the_search_says_what_was_found(demo: str, lang: str, asked: str, words: tuple[str, ...]) -> None:
    found = "".join(re.findall(r'<section class="moc-hits".*?</section>', said(opened(lang=lang, q=asked)), re.DOTALL))
    assert "<b>x</b>" not in found
    for each in words:
        assert each in unescape(found)


def test_links_of_the_search_leave_the_words_behind(demo: str) -> None:
    found = re.findall(r'class="moc-hit" href="([^"]*)"', said(opened(q="muong nhe")))
    assert found
    assert not [each for each in found if "q=" in each]


def test_the_navigation_keeps_the_choices_and_marks_the_page(demo: str) -> None:
    body = said(at(opened(resolution="NQ04-DB-2016", period="2018-Q4", view="rows"), "goal"))
    links = dict(re.findall(r'class="moc-to-([\w-]+)" href="([^"]*)"', body))
    assert set(links) == {*NAMES, "sign-in"}
    assert all("period=2018-Q4" in each for each in links.values())
    assert [name for name, where in links.items() if "view=" in where] == ["goal"]
    assert re.findall(r'class="moc-to-([\w-]+)"[^>]*aria-current="page"', body) == ["goal"]


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ("/muc-tieu", ["goal"]),
        ("/M%E1%BB%A5c%20ti%C3%AAu", ["goal"]),
        ("/goals", ["goal"]),
        ("/overveiw", ["overview"]),
        ("/canh-bao", ["watch"]),
        ("/xyz", []),
    ],
)
def test_an_unknown_page_offers_the_nearest(asked: str, names: list[str]) -> None:
    assert list(no_page.nearest(asked)) == names


def test_words_of_the_framework_are_ours_in_both_languages() -> None:
    said_ = framework.words()
    assert "</" not in said_
    assert all(say("vi", f"frame.said.{key}") in said_ for key in framework.SAID.values())
