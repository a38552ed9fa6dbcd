"""One name in many spellings has equal keys; different names keep theirs."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.units.kinds import readings
from intake.units.likeness import likeness
from intake.units.spelling import Keys, keys, marks_apart, pieces, splits, words


def of(text: str) -> Keys:
    return keys(tuple(words(text)))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà Bình", "Hòa Bình"),
        ("uỷ ban", "ủy ban"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("ĐĂK  HÀ", "Đăk Hà"),
        ("Ðăk Tô", "Đăk Tô"),
        (unicodedata.normalize("NFD", "Đăk Nhoong"), "Đăk Nhoong"),
        ("Đăk-Tô", "ĐăkTô"),
        ("Ia H' Drai", "Ia H’Drai"),
        ("Ia H`Drai", "Ia HDrai"),
        ("Bản số 01", "Bản 1"),
        ("Thôn02", "Thôn 2"),
    ],
)
def test_signs_case_blanks_and_the_place_of_the_tone_make_no_difference(one: str, other: str) -> None:
    assert of(one) == of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đắk Tô", "Đăk Tô"),
        ("Đak Tô", "Đăk Tô"),
        ("Đắc Tô", "Đăk Tô"),
        ("ĐắkTô", "Đăk Tô"),
        ("đắctô", "Đăk Tô"),
        ("Bờ Y", "Pờ Y"),
        ("Bơ Y", "Pơ Y"),
        ("Rờ Kơi", "Rơ Kơi"),
        ("Ngok Réo", "Ngọc Réo"),
        ("Măng Buk", "Măng Bút"),
        ("Đắk KRoong", "Đăk Krông"),
        ("Noọng Hẹt", "Nọng Hẹt"),
        ("Ya Tăng", "Ia Tăng"),
        ("Pá Mỳ", "Pá Mì"),
        ("Xá Tổng", "Sá Tổng"),
        ("Nậm Lịch", "Nặm Lịch"),
        ("Đăk Côi", "Đăk Kôi"),
    ],
)
def test_spellings_of_a_family(one: str, other: str) -> None:
    assert of(one).exact != of(other).exact
    assert of(one).spelled == of(other).spelled
    assert likeness(of(one), of(other)) == (95, "spelling")


@pytest.mark.parametrize(
    ("one", "other"),
    [("Na Tông", "Nà Tòng"), ("Kroong", "Đăk Kroong"), ("Đăk Bla", "Đăk Blà"), ("Pu Nhi", "Pú Nhung"), ("12", "1 2")],
)
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert of(one).spelled != of(other).spelled


@pytest.mark.parametrize(
    ("text", "name", "score"),
    [
        ("Na Tông", "Na Tông", 100),
        ("Đắk Tô", "Đăk Tô", 95),
        ("dak to", "Đăk Tô", 90),
        ("DakTo", "Đăk Tô", 90),
        ("Đăk To", "Đăk Tô", 90),
        ("dac to", "Đăk Tô", 85),
        ("ngoc reo", "Ngọk Réo", 85),
        ("Nà Tông", "Na Tông", 82),
        ("Nà Tông", "Nà Tòng", 82),
        ("Ná Tong", "Nà Tòng", 82),
        ("Ná Tống", "Nà Tòng", 70),
        ("Na Ú", "Na Ư", 78),
    ],
)
def test_marks_that_are_left_out_contradict_nothing(text: str, name: str, score: int) -> None:
    assert likeness(of(text), of(name))[0] == score


def test_marks_apart_counts_what_contradicts() -> None:
    assert [marks_apart(text, "nàtòng") for text in ("natong", "natòng", "nátòng", "nátóng")] == [0, 0, 1, 2]


@pytest.mark.parametrize(
    ("text", "body", "place", "name"),
    [
        ("Xã Đăk Long", None, "commune", "Đăk Long"),
        ("Xã xã Đăk Long", None, "commune", "Đăk Long"),
        ("x. đăk long", None, "commune", "Đăk Long"),
        ("P2", None, "ward", "2"),
        ("P. 2", None, "ward", "2"),
        ("TT.Đăk Hà", None, "town", "Đăk Hà"),
        ("T.P Kon Tum", None, "city", "Kon Tum"),
        ("TX Mường Lay", None, "district_town", "Mường Lay"),
        ("H. Ia H'Drai", None, "district", "Ia HDrai"),
        ("TDP 02", None, "neighbourhood", "2"),
        ("Tổ dân phố số 2", None, "neighbourhood", "2"),
        ("KDC 3", None, "residential_area", "3"),
        ("Đảng uỷ xã Đồng Ý", "party", "commune", "Đồng Ý"),
        ("ĐB xã Đồng Ý", "party", "commune", "Đồng Ý"),
        ("Huyện ủy Đăk Tô", "party", "district", "Đăk Tô"),
        ("Chi bộ TDP 2", "branch", "neighbourhood", "2"),
        ("Đặc khu Lý Sơn", None, "special_zone", "Lý Sơn"),
    ],
)
def test_words_before_the_name(text: str, body: str | None, place: str | None, name: str) -> None:
    first = readings(words(text))[0]
    assert (first.body, first.place, first.keys) == (body, place, of(name))


def test_a_name_that_begins_like_a_kind_is_read_both_ways() -> None:
    found = [(each.place, each.keys.plain) for each in readings(words("Xa Dung"))]
    assert found == [("commune", "dung"), (None, "xadung")]
    assert [each.place for each in readings(words("Xá Nhè"))] == [None]


def test_a_mere_number_is_no_name() -> None:
    assert readings(words("2")) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Đăk Long (Kon Plông)", ("Đăk Long", "Kon Plông")),
        ("xã Đăk Long, huyện Đăk Glei", ("xã Đăk Long", "huyện Đăk Glei")),
        ("Đăk Long - Kon Plông", ("Đăk Long", "Kon Plông")),
        ("Tổ dân phố 2 phường Duy Tân", ("Tổ dân phố 2", "phường Duy Tân")),
        ("thôn 1 thuộc Đăk Long", ("thôn 1", "Đăk Long")),
    ],
)
def test_a_parent_inside_the_text(text: str, first: tuple[str, str]) -> None:
    assert next(iter(splits(text))) == first


def test_parents_in_one_text() -> None:
    assert pieces("xã Sín Thầu, huyện Mường Nhé") == ["xã Sín Thầu", "huyện Mường Nhé"]


@given(st.text(max_size=40))
def test_any_text_has_words_and_readings(text: str) -> None:
    for reading in readings(words(text)):
        assert reading.keys.exact == reading.keys.exact.casefold()
    assert words(" ".join(words(text))) == words(text) or not text.isascii()
