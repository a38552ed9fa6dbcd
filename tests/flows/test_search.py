"""What people type finds what they mean: units by any spelling, goals and resolutions by their words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from db.engine import reading
from flows.search import HitKind, Index, index, look_up, search

ON = date(2025, 12, 31)
LAST_DAY = date(2025, 6, 30)


@pytest.fixture(scope="module")
def known(demo: Engine) -> Index:
    with reading(demo) as conn:
        return index(conn, ON)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Xã Đăk Nhoong", "KT/dak-glei/dak-nhoong"),
        ("dak nhoong", "KT/dak-glei/dak-nhoong"),
        ("ĐẮK NHONG", "KT/dak-glei/dak-nhoong"),
        ("X. Đắc Nhoong", "KT/dak-glei/dak-nhoong"),
        ("KT/dak-glei/dak-nhoong", "KT/dak-glei/dak-nhoong"),
        ("kt/DAK-GLEI/dak-nhoong", "KT/dak-glei/dak-nhoong"),
        ("H. Dak Glei", "KT/dak-glei"),
        ("huyện ủy Đăk Glei", "KT/dak-glei"),
        ("TP Kon Tum", "KT/kon-tum"),
        ("tinh dien bien", "DB"),
        ("Kroong", "KT/kon-tum/kroong"),
        ("trạm y tế Sín Thầu", None),
    ],
)
def test_any_spelling_of_a_name_finds_its_unit_first(known: Index, text: str, code: str | None) -> None:
    first = look_up(known, text)[0]
    assert first.kind is HitKind.UNIT
    assert not first.near
    if code is None:
        assert first.unit is not None
        assert first.unit.kind == "health_station"
    else:
        assert first.code == code


@pytest.mark.parametrize(
    "text",
    ["Đăk Long, huyện Đăk Glei", "dak long dak glei", "đăk glei đăk long", "Xã Đăk Long (huyện Đăk Glei)"],
)
def test_a_name_under_another_is_the_one_that_lies_there(known: Index, text: str) -> None:
    codes = [hit.code for hit in look_up(known, text)]
    assert "KT/dak-glei/dak-long" in codes
    assert "KT/dak-ha/dak-long" not in codes


def test_equal_names_are_told_apart_by_where_they_lie(known: Index) -> None:
    found = {hit.code: hit.unit for hit in look_up(known, "Đăk Long")}
    glei, ha = found["KT/dak-glei/dak-long"], found["KT/dak-ha/dak-long"]
    assert glei is not None
    assert ha is not None
    assert glei.above == ("Huyện Đăk Glei", "Tỉnh Kon Tum")
    assert ha.above == ("Huyện Đăk Hà", "Tỉnh Kon Tum")
    assert glei.codes == ("KT/dak-glei", "KT")


def test_an_ended_unit_says_since_when_and_what_it_became(known: Index) -> None:
    found = look_up(known, "xã đăk nhoong")[0].unit
    assert found is not None
    assert found.ended == LAST_DAY
    assert [each.name for each in found.became] == ["Xã Đăk Plô"]


def test_a_living_unit_has_not_ended(known: Index) -> None:
    found = look_up(known, "tỉnh Điện Biên")[0].unit
    assert found is not None
    assert (found.ended, found.became) == (None, ())


def test_before_the_reform_nothing_has_ended(demo: Engine) -> None:
    with reading(demo) as conn:
        found = search(conn, "xã đăk nhoong", on=date(2024, 12, 31))[0].unit
    assert found is not None
    assert found.ended is None


@pytest.mark.parametrize(
    ("text", "begins"), [("dak nho", "Xã Đăk Nhoong"), ("chải", "Xã Sín Chải"), ("leng su", "Xã Leng Su Sìn")]
)
def test_the_beginning_of_a_word_of_a_name_is_enough(known: Index, text: str, begins: str) -> None:
    assert any(hit.name_vi == begins for hit in look_up(known, text))


@pytest.mark.parametrize(
    ("text", "kind", "code"),
    [
        ("thôn chưa có chi bộ", HitKind.GOAL, "NQ04-DB-2016-02"),
        ("TRAM Y TE CHUA CO CHI BO", HitKind.GOAL, "NQ04-DB-2016-04"),
        ("NQ04-DB-2016-03", HitKind.GOAL, "NQ04-DB-2016-03"),
        ("04-NQ/TU", HitKind.DOCUMENT, "NQ04-DB-2016"),
        ("NQ16-KT-2020", HitKind.DOCUMENT, "NQ16-KT-2020"),
        ("nghi quyet dai hoi kon tum", HitKind.DOCUMENT, "NQ16-KT-2020"),
    ],
)
def test_goals_and_resolutions_by_their_words(known: Index, text: str, kind: HitKind, code: str) -> None:
    assert (kind, code) in [(hit.kind, hit.code) for hit in look_up(known, text)]


def test_what_only_resembles_a_name_is_a_suggestion(known: Index) -> None:
    found = look_up(known, "Đăk Nhoog")
    assert found
    assert all(hit.near for hit in found)
    assert "KT/dak-glei/dak-nhoong" in [hit.code for hit in found]


@pytest.mark.parametrize("text", ["", "   ", "?!", "xzqwvw", "—", "'; drop table unit"])
def test_nothing_is_found_where_nothing_is_called_so(known: Index, text: str) -> None:
    assert look_up(known, text) == ()


def test_no_more_than_asked_for(known: Index) -> None:
    assert len(look_up(known, "bản", limit=5)) <= 5


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_answered(known: Index, text: str) -> None:
    found = look_up(known, text)
    assert len(found) <= 12
    assert [hit.score for hit in found] == sorted((hit.score for hit in found), reverse=True)


def test_every_unit_is_found_by_its_full_name_under_its_parent(known: Index) -> None:
    lost = []
    for unit, code in list(known.units.tree.codes.items())[::37]:
        itself = known.units.found(unit)
        text = ", ".join((itself.name, *itself.above))
        if code not in [hit.code for hit in look_up(known, text, limit=100)]:
            lost.append(text)
    assert lost == []
