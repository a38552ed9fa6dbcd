"""A unit's page: every goal with its place, its life over a merger, villages by their states, each emptiness said."""

from __future__ import annotations

import re

import pytest

from report.text import say
from tests.ui.conftest import at, opened, said


def page(**address: str) -> str:
    app = at(opened(**address), "unit")
    assert not app.exception
    return said(app)


DIEN_BIEN = {"resolution": "NQ04-DB-2016", "period": "2019-Q4"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_district_shows_its_goals_with_paths_places_and_the_way_up(demo: str, lang: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/muong-nhe", lang=lang)
    assert words.count('class="goal"') == 4
    assert words.count('class="m-spark"') >= 4
    assert 'aria-label="' + say(lang, "unit_page.way") in words
    assert "unit=DB&" in words or 'unit=DB"' in words
    assert say(lang, "app.simulated") in words
    assert say(lang, "unit_page.place_note", smallest=5) in words


def test_a_district_that_has_ended_says_so_and_what_happened(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/muong-nhe")
    assert "01/07/2025" in words
    assert say("vi", "event.dissolve") in words


def test_a_village_is_told_by_its_states_without_a_table_of_goals(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/muong-nhe/sin-thau/ban-02")
    assert 'class="m u-state"' in words
    assert "u-score" not in words
    assert say("vi", "unit_page.simulated_name") in words


def test_units_below_lead_down(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/muong-nhe")
    assert "unit=DB/muong-nhe/sin-thau" in words
    words = page(**DIEN_BIEN, unit="DB/muong-nhe/sin-thau")
    assert "unit=DB/muong-nhe/sin-thau/ban-02" in words


def test_a_new_commune_opens_by_its_address_and_links_to_what_it_was(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/xa-sin-thau")
    assert "01/07/2025" in words
    assert "unit=DB/muong-nhe/sin-thau" in words


def test_a_unit_that_nothing_reaches_says_so_and_offers_the_one_above(demo: str) -> None:
    words = page(resolution="KH49-BS-2017", unit="LS/bac-son/vu-le")
    assert say("vi", "unit_page.nothing", unit="Xã Vũ Lễ") in words
    assert "unit=LS/bac-son" in words


def test_no_kind_of_unit_breaks_the_page(demo: str) -> None:
    for code in ("LS/bac-son/dong-y/dang-bo", "LS/bac-son", "LS"):
        assert "<h1" in page(resolution="KH49-BS-2017", unit=code)


def test_the_same_name_is_not_said_of_every_file(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/muong-nhe")
    assert words.count(say("vi", "handed_in_by.pack")) == 1


def test_a_province_without_peers_has_no_column_of_places(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB")
    assert words.count('class="goal"') == 4
    assert say("vi", "unit_page.place") not in words


def test_a_figure_that_comes_back_to_where_it_began_is_not_called_unchanged(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/nam-po/vang-dan/ban-06")
    assert "0 đảng viên ở thôn, bản vào Quý IV/2019; từng lên 2 (Quý II/2019)" in words


def test_a_village_is_titled_by_its_state_and_leads_back_to_the_goal(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/muong-nhe/pa-my/ban-02")
    assert ">Bản 2: chưa có đảng viên, chưa có chi bộ</h2>" in words
    assert "Mục tiêu “Thôn, bản chưa có chi bộ” ở Xã Pá Mỳ" in words
    assert re.search(r'href="/goal\?[^"]*goal=NQ04-DB-2016-02["&]', words)


def test_what_needs_looking_at_is_counted_in_its_title(demo: str) -> None:
    assert ">6 điều cần chú ý</h2>" in page(**DIEN_BIEN, unit="DB/muong-nhe")
    assert ">Không có gì cần chú ý trong kỳ này</h2>" in page(**DIEN_BIEN, unit="DB/tuan-giao/chieng-dong/ban-09")


def test_a_correction_is_told_in_words_below_the_chart(demo: str) -> None:
    words = page(**DIEN_BIEN, unit="DB/tuan-giao", view="village_without_branch")
    marks = words.split("u-marks", 1)[1].split("</ul>", 1)[0]
    assert "sửa số của 3 đơn vị ngày 27/01/2020" in marks
