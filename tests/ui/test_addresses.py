"""What an address asks for and does not get is said by name, with links to the nearest; the rest is default."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest

from report.text import say
from tests.house import build_demo
from tests.ui.conftest import PAGES, at, opened, said
from ui import framework, no_page, state
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


@pytest.mark.parametrize(
    ("page", "asked", "words", "link"),
    [
        ("overview", {"view": "table"}, "cách xem “table”", "view=rows"),
        ("overview", {"since": "2018-Q7"}, "“2018-Q7”", "since=2018-Q"),
        ("goal", {"goal": "NQ04-DB-2016-02", "level": "commune"}, "“commune”", "level=communes"),
        ("goal", {"goal": "NQ04-DB-2016-02", "source": "me"}, "“me”", None),
        ("unit", {"unit": "DB/muong-nhe", "view": "xyz"}, "chỉ tiêu “xyz”", "view="),
        ("compare", {"view": "map"}, "“map”", "view="),
        ("compare", {"sort": "nam"}, "“nam”", "sort=name"),
        ("compare", {"level": "village"}, "“village”", None),
        ("compare", {"view": "terms", "other": "KH49"}, "“KH49”", None),
        ("watch", {"rule": "relapse"}, "luật “relapse”", "rule=relapsed"),
        ("actions", {"view": "late"}, "“late”", None),
        ("actions", {"other": "Ban nào đó"}, "“Ban nào đó”", None),
        ("actions", {"plan": "7"}, "kế hoạch “7”", None),
        ("quality", {"view": "check"}, "“check”", "view=checks"),
        ("quality", {"level": "commune"}, "“commune”", "level=communes"),
        ("quality", {"view": "checks", "rule": "xyz"}, "“xyz”", None),
        ("submit", {"unit": "DB/muong-chaa"}, "“DB/muong-chaa”", "unit=DB/muong-cha"),
        ("submit", {"period": "2199-Q4"}, "“2199-Q4”", "period="),
        ("method", {"lang": "fr"}, "“fr”", "lang=en"),
    ],
)
def test_what_belongs_to_one_page_is_named_there_once(
    demo: str, page: str, asked: dict[str, str], words: str, link: str | None
) -> None:
    account = "can-bo-muong-cha" if page == "submit" else None
    body = said(at(opened(account, **({"resolution": "NQ04-DB-2016", "period": "2019-Q4"} | asked)), page))
    told, links = note(body)
    assert words in told
    assert body.count("moc-missed") == 1
    assert link is None or any(link in where for where in links.values()), links


def test_a_link_of_the_note_mends_the_view_and_keeps_the_rest(demo: str) -> None:
    app = at(opened(resolution="NQ04-DB-2016", period="2018-Q4", rule="relapse", find="muong"), "watch")
    _, links = note(said(app))
    where = next(where for where in links.values() if "rule=relapsed" in where)
    assert "period=2018-Q4" in where
    assert "find=muong" in where


def test_a_choice_of_another_page_means_nothing_and_is_not_spoken_of(demo: str) -> None:
    assert "moc-missed" not in said(opened(rule="xyz", plan="xyz", sort="xyz", level="xyz"))


def test_what_another_choice_took_away_needs_no_note(demo: str) -> None:
    app = at(opened(resolution="NQ04-DB-2016", sort="NQ04-DB-2016-02"), "compare")
    assert "moc-missed" not in said(app)
    app.selectbox(key="pick_resolution").set_value("KH49-BS-2017").run()
    assert app.query_params["sort"] == "NQ04-DB-2016-02"
    assert "moc-missed" not in said(app)
    assert "moc-missed" in said(at(opened(resolution="KH49-BS-2017", sort="NQ04-DB-2016-02"), "compare"))


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


DIEN_BIEN = {"resolution": "NQ04-DB-2016", "period": "2019-Q4"}
SCRIPT, LONG = "'\"><script>alert(1)</script>", "ữ🧨" * 2500
ODD = [
    dict.fromkeys(state.ADDRESS, SCRIPT),
    dict.fromkeys(state.ADDRESS, LONG),
    DIEN_BIEN | dict.fromkeys(("source", "since", "view", "level", "sort", "other", "rule", "plan", "q"), SCRIPT),
    DIEN_BIEN | dict.fromkeys(("source", "since", "view", "level", "sort", "other", "rule", "plan"), "a\x00\u202eb"),
    DIEN_BIEN | {"period": "99999999999-Q1", "plan": "9" * 40, "since": "2031-Q1"},
    DIEN_BIEN | {"period": "2016-Q2", "since": "2019-Q4", "plan": "-1"},
    DIEN_BIEN | {"unit": "DB/nam-po/vang-dan/ban-06", "view": "slopes", "level": "leaves", "lang": "en"},
    DIEN_BIEN | {"unit": "DB/muong-nhe/sin-thau", "view": "points", "level": "communes"},
    DIEN_BIEN | {"unit": "DB/xa-sin-thau", "boundaries": "today", "view": "multiples"},
    DIEN_BIEN | {"other": "NQ04-DB-2016", "view": "terms", "goal": "KH49-BS-2017-01"},
    {"resolution": "KH49-BS-2017", "period": "2017", "unit": "LS/bac-son/dong-y/dang-bo", "goal": "KH49-BS-2017-02"},
    {"resolution": "KH49-BS-2017", "period": "2016", "unit": "LS/bac-son/vu-le", "view": "published", "lang": "en"},
]
"""Addresses that nobody should write: odd text in every choice, and choices that do not go together."""


@pytest.mark.parametrize("page", PAGES)
def test_no_address_breaks_a_page(demo: str, page: str) -> None:
    app = at(opened("can-bo-muong-cha" if page in ("submit", "actions") else None), page)
    for asked in ODD:
        app.query_params.clear()
        for name, value in asked.items():
            app.query_params[name] = value
        app.run()
        told = {name: value[:60] for name, value in asked.items()}
        body = said(app)
        assert not app.exception, told
        assert body.count("<h1") == 1, told
        assert "<script>alert" not in body, told
        assert len(body) < 800_000, told


@pytest.mark.parametrize("page", [page for page in PAGES if page != "submit"])
def test_a_house_without_a_resolution_says_on_every_page_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", build_demo(tmp_path / "moc.db", ()))
    monkeypatch.setenv("MOC_DEMO", "1")
    app = at(opened(), page)
    assert not app.exception
    assert said(app).count("<h1") == 1
    assert ("pack load" in said(app)) is (page != "method")


def test_todays_units_open_where_figures_stand_on_todays_boundaries(demo: str) -> None:
    for page in ("overview", "goal", "compare"):
        app = at(opened(**DIEN_BIEN, unit="DB/xa-sin-thau", boundaries="today"), page)
        assert "moc-missed" not in said(app)
        assert app.selectbox(key="pick_unit").value == "DB/xa-sin-thau"
        assert "Huyện Mường Nhé" not in app.selectbox(key="pick_unit").options
