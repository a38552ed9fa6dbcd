"""A text is taken for a unit where it can only be that one; otherwise it is a question with the right candidates."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from intake.reference import NAMES
from intake.units import MATCHED, Match, UnitIndex
from metrics.schema import UNITS
from tests.intake.places import AFTER, BEFORE, in_villages, shipped

REFERENCE = in_villages(shipped(), 3)
CODES: dict[int, str] = dict(REFERENCE.units.select("unit", "code").iter_rows())
IDS = {code: unit for unit, code in CODES.items()}
HAZARDS = Path(__file__).parents[1] / "data" / "hazard_strings.csv"


@cache
def index(on: date, kinds: frozenset[str] = frozenset()) -> UnitIndex:
    return UnitIndex(REFERENCE, on, kinds=kinds)


def match(text: str, within: str | None = None, on: date = BEFORE, *kinds: str) -> Match:
    return index(on, frozenset(kinds)).match(text, within=within)


def code(found: Match) -> str | None:
    return None if found.unit is None else CODES[found.unit]


def candidates(found: Match) -> list[str]:
    return [CODES[unit] for unit, _score in found.candidates]


@pytest.mark.parametrize(
    ("text", "within", "unit", "how"),
    [
        ("KT/dak-ha", None, "KT/dak-ha", "code"),
        # the word before the name decides
        ("Huyện Đăk Hà", None, "KT/dak-ha", "name"),
        ("TT. Đăk Hà", None, "KT/dak-ha/dak-ha", "name"),
        ("Xã Đăk Hà", None, "KT/tu-mo-rong/dak-ha", "name"),
        ("H. Đắk Hà", None, "KT/dak-ha", "spelling"),
        ("Huyện ủy Đăk Hà", None, "KT/dak-ha", "name"),
        ("Đảng ủy xã Kon Đào", None, "KT/dak-to/kon-dao", "name"),
        ("ĐB xã Kon Đào", None, "KT/dak-to/kon-dao", "name"),
        ("Đảng bộ xã Đồng Ý", None, "LS/bac-son/dong-y/dang-bo", "name"),
        ("Xã Đồng ý", None, "LS/bac-son/dong-y", "name"),
        ("Chi bộ TDP 2", "Duy Tân", "KT/kon-tum/duy-tan/chi-bo-tdp-2", "name"),
        ("Chi bộ tổ dân phố số 2, phường Duy Tân", None, "KT/kon-tum/duy-tan/chi-bo-tdp-2", "name"),
        # so does the parent, in a column of its own or in the text
        ("Đăk Hà", "Huyện Đăk Hà", "KT/dak-ha/dak-ha", "name"),
        ("Đăk Hà", "Tu Mơ Rông", "KT/tu-mo-rong/dak-ha", "name"),
        ("Huyện Đăk Hà", "Huyện Đăk Hà", "KT/dak-ha", "name"),
        ("Đăk Long", "H. Đắk Glei", "KT/dak-glei/dak-long", "name"),
        ("Đăk Long", "Dak Ha", "KT/dak-ha/dak-long", "name"),
        ("xã Đăk Long, huyện Đăk Glei", None, "KT/dak-glei/dak-long", "name"),
        ("huyện Đăk Glei, xã Đăk Long", None, "KT/dak-glei/dak-long", "name"),
        ("Đăk Long (Đăk Glei)", None, "KT/dak-glei/dak-long", "name"),
        ("Đăk Long - Đăk Hà", None, "KT/dak-ha/dak-long", "name"),
        ("Đăk Long", "KT/dak-ha", "KT/dak-ha/dak-long", "name"),
        ("Đăk Long", "Đảng bộ huyện Đăk Hà", "KT/dak-ha/dak-long", "name"),
        ("Bản 1", "xã Sín Thầu, huyện Mường Nhé", "DB/muong-nhe/sin-thau/ban-01", "name"),
        ("Bản số 01", "Sen Thượng", "DB/muong-nhe/sen-thuong/ban-01", "name"),
        ("Kon Đào", "I. Khối các xã", "KT/dak-to/kon-dao", "name"),
        # spelling families, marks left out, numbering and notes
        ("Bơ Y", None, "KT/ngoc-hoi/po-y", "spelling"),
        ("Măng Buk", None, "KT/kon-plong/mang-but", "spelling"),
        ("Xá Tổng", None, "DB/muong-cha/sa-tong", "spelling"),
        ("kon dao", None, "KT/dak-to/kon-dao", "bare"),
        ("Na Tong", "Tuần Giáo", "DB/tuan-giao/na-tong", "bare"),
        ("1. Xã Kon Đào", None, "KT/dak-to/kon-dao", "name"),
        ("- Xã Kon Đào (*)", None, "KT/dak-to/kon-dao", "name"),
        ("Kroong", None, "KT/kon-tum/kroong", "name"),
        ("Krông", None, "KT/kon-tum/kroong", "spelling"),
        ("Đăk Krông", None, "KT/dak-glei/dak-kroong", "spelling"),
        # exact marks before others
        ("Na Tông", None, "DB/dien-bien/na-tong", "name"),
        ("Nà Tòng", None, "DB/tuan-giao/na-tong", "name"),
        # slips
        ("Mường Phăg", None, "DB/dien-bien-phu/muong-phang", "near"),
        ("Luân Giới", None, "DB/dien-bien-dong/luan-gioi", "near"),
    ],
)  # fmt: skip
def test_certain(text: str, within: str | None, unit: str, how: str) -> None:
    found = match(text, within)
    assert (code(found), found.how) == (unit, how)
    assert found.score >= MATCHED
    assert (found.score == 100) is (how in ("code", "name") and not text.startswith(("Đảng ủy", "ĐB", "Huyện ủy")))


@pytest.mark.parametrize(
    ("text", "within", "first"),
    [
        ("Đăk Hà", None, ["KT/dak-ha", "KT/dak-ha/dak-ha", "KT/tu-mo-rong/dak-ha"]),
        ("Đăk Long", None, ["KT/dak-glei/dak-long", "KT/dak-ha/dak-long"]),
        ("Xã Đăk Long", None, ["KT/dak-glei/dak-long", "KT/dak-ha/dak-long"]),
        ("Đăk Long", "Kon Plông", ["KT/dak-glei/dak-long", "KT/dak-ha/dak-long"]),
        ("Đăk Long (Kon Plông)", None, ["KT/dak-glei/dak-long", "KT/dak-ha/dak-long"]),
        ("Tuần Giáo", None, ["DB/tuan-giao", "DB/tuan-giao/tuan-giao"]),
        ("Na Tong", None, ["DB/tuan-giao/na-tong", "DB/dien-bien/na-tong"]),
        ("Nà Tông", None, ["DB/tuan-giao/na-tong", "DB/dien-bien/na-tong"]),
        ("Đăk là", None, ["KT/dak-ha/dak-la"]),
        ("Thị trấn Kon Đào", None, ["KT/dak-to/kon-dao"]),
        ("Xã Sáng Nhè", None, ["DB/tua-chua/xa-nhe", "DB/tua-chua/muong-dun", "DB/tuan-giao/phinh-sang"]),
        ("Kon Đào", "Ngọc Hồi", ["KT/dak-to/kon-dao"]),
        ("Na Tông", "Tuần Giáo", ["DB/tuan-giao/na-tong", "DB/dien-bien/na-tong"]),
        ("Thôn 1", "Sín Thầu, Mường Nhé", ["DB/muong-nhe/sin-thau/ban-01"]),
    ],
)  # fmt: skip
def test_asked(text: str, within: str | None, first: list[str]) -> None:
    found = match(text, within)
    assert found.unit is None
    assert candidates(found)[: len(first)] == first


def test_a_village_number_without_its_commune_is_a_question() -> None:
    assert match("Bản 1").unit is None
    assert match("Bản 1", "Mường Nhé").unit is None


@pytest.mark.parametrize(
    "text", ["", " ", "2", "abcdef", "Tổng cộng", "Toàn tỉnh", "KT/dak-haa", "Bản 4", "Thôn 1A", "???"]
)
def test_nothing_is_alike(text: str) -> None:
    assert match(text, "Sín Thầu, Mường Nhé") == Match(None, 0, "none")


@pytest.mark.parametrize(
    ("text", "within", "unit"),
    [
        ("Xã Ngọk Bay", None, "QN/xa-ngok-bay"),
        ("Pơ Y", None, "QN/xa-bo-y"),
        ("Xã Đăk Blô", None, "QN/xa-dak-plo"),
        ("Đăk Long", "Đăk Glei", "QN/xa-dak-long"),
        ("Đăk Hà", "Đăk Hà", "QN/xa-dak-ha"),
        ("Mường Chà", "Nậm Pồ", "DB/xa-muong-cha"),
        ("Na Sang", "Mường Chà", "DB/xa-na-sang"),
        ("Bản 1", "xã Sen Thượng", "DB/muong-nhe/sen-thuong/ban-01"),
        ("Chi bộ TDP 2", "phường Duy Tân", "KT/kon-tum/duy-tan/chi-bo-tdp-2"),
        ("Chi bộ TDP 2", "P. Đăk Cấm", "KT/kon-tum/duy-tan/chi-bo-tdp-2"),
        ("Huyện Đăk Hà", None, "KT/dak-ha"),
        ("Sáng Nhè", None, "DB/xa-sang-nhe"),
    ],
)
def test_after_the_reform(text: str, within: str | None, unit: str) -> None:
    assert code(match(text, within, AFTER)) == unit


@pytest.mark.parametrize(
    ("text", "within", "first"),
    [
        ("Xã Đăk Blà", None, ["QN/xa-dak-ro-wa"]),
        ("Xã Sen Thượng", None, ["DB/xa-sin-thau"]),
        ("TT Đăk Hà", None, ["QN/xa-dak-ha"]),
        ("Đăk Long", "Đăk Hà", ["QN/xa-dak-pxi"]),
        ("Đăk Long (cũ)", "Đăk Hà", ["QN/xa-dak-pxi"]),
        ("Đăk Hà", "Tu Mơ Rông", ["QN/xa-tu-mo-rong"]),
        ("Dak Bla", None, ["QN/phuong-dak-bla", "QN/xa-dak-ro-wa"]),
        ("Tỉnh Kon Tum", None, ["QN"]),
        # the name of a living unit was another's before
        ("Phường Mường Thanh", None, ["DB/phuong-muong-thanh", "DB/phuong-dien-bien-phu"]),
        ("Xã Sam Mứn", None, ["DB/xa-sam-mun", "DB/xa-thanh-an"]),
        ("Mường Chà", None, ["DB/xa-muong-cha", "DB/xa-na-sang"]),
        # three villages of one new commune
        ("Bản 1", "Xã Sín Thầu", ["DB/muong-nhe/sin-thau/ban-01"]),
    ],
)
def test_names_of_before_the_reform_are_asked_for_with_their_successors(
    text: str, within: str | None, first: list[str]
) -> None:
    found = match(text, within, AFTER)
    assert found.unit is None
    assert candidates(found)[: len(first)] == first


def test_a_commune_that_only_changed_its_place_is_matched() -> None:
    for name in ("Đăk Long", "Rờ Kơi", "Mô Rai", "Ia Đal"):
        assert candidates(match(f"Xã {name}", "Quảng Ngãi", AFTER))[0].startswith("QN/xa-")


@pytest.mark.parametrize(
    ("kind", "unit"), [("district", "KT/dak-ha"), ("commune", None), ("village", None), ("school", None)]
)
def test_what_the_figures_are_of_settles_equal_names_but_not_those_of_a_district_and_its_communes(
    kind: str, unit: str | None
) -> None:
    assert code(match("Đăk Hà", None, BEFORE, kind)) == unit
    assert code(match("Huyện Đăk Hà", None, BEFORE, kind)) == "KT/dak-ha"


def test_a_party_organisation_stands_for_its_commune_where_that_reports() -> None:
    org, commune = "LS/bac-son/dong-y/dang-bo", "LS/bac-son/dong-y"
    assert code(match("Đảng ủy xã Đồng Ý", None, BEFORE, "grassroots_org")) == org
    assert code(match("Đảng ủy xã Đồng Ý", None, BEFORE, "commune")) == commune
    assert code(match("xã Đồng Ý")) == commune
    both = match("Đồng Ý", None, BEFORE, "grassroots_org")
    assert both.unit is None
    assert set(candidates(both)) == {org, commune}


def test_units_that_the_file_may_speak_of_settle_equal_names_and_hide_no_other() -> None:
    glei = IDS["KT/dak-glei"]
    below = REFERENCE.placements.filter(parent=glei)["unit"].to_list()
    some = UnitIndex(REFERENCE, BEFORE, inside=frozenset([glei, *below]))
    assert code(some.match("Đăk Long")) == "KT/dak-glei/dak-long"
    assert code(some.match("Huyện Đăk Hà")) == "KT/dak-ha"
    assert code(some.match("Đăk Long", within="Đăk Hà")) == "KT/dak-ha/dak-long"


def test_a_former_name_of_a_living_unit() -> None:
    units = pl.DataFrame([(1, "A", "commune", "Xã Mới", None, None, False)], schema=UNITS, orient="row")
    rows = [
        (1, "Xã Cổ Lũng", "official", None, date(2019, 12, 31)),
        (1, "Xã Mới", "official", date(2020, 1, 1), None),
    ]
    reference = replace(REFERENCE, units=units, names=pl.DataFrame(rows, schema=NAMES, orient="row"))
    before, after = UnitIndex(reference, date(2019, 6, 30)), UnitIndex(reference, date(2020, 6, 30))
    assert [(found.score, found.how) for found in (before.match("Xã Cổ Lũng"), after.match("Xã Cổ Lũng"))] == [
        (100, "name"),
        (97, "former"),
    ]
    assert after.match("Xã Mới").how == "name"


@pytest.mark.parametrize("text", ["Bản Noong B", "Bản Noong", "Bản Noong A 1", "Bản Nà Pên 2", "Xã Đăk Mar"])
def test_another_word_letter_or_number_is_no_slip(text: str) -> None:
    rows = [(1, "Bản Noong A"), (2, "Bản Nà Pên 1"), (3, "Xã Đăk Man")]
    units = pl.DataFrame(
        [(unit, str(unit), "village", name, None, None, False) for unit, name in rows], UNITS, orient="row"
    )
    reference = replace(REFERENCE, units=units, names=pl.DataFrame(schema=NAMES))
    assert UnitIndex(reference, BEFORE).match(text).unit is None


def test_an_organisation_is_not_meant_by_the_name_of_its_place_alone() -> None:
    rows = [("Trạm y tế Na Tông", "health_station"), ("Xã Pa Thơm", "commune"), ("Trường số 1 Pa Thơm", "school")]
    units = pl.DataFrame(
        [(place, str(place), kind, name, None, None, False) for place, (name, kind) in enumerate(rows)],
        schema=UNITS,
        orient="row",
    )
    reference = replace(REFERENCE, units=units, names=pl.DataFrame(schema=NAMES))
    every, stations = UnitIndex(reference, BEFORE), UnitIndex(reference, BEFORE, kinds=frozenset(["health_station"]))
    assert (every.match("Na Tông").unit, stations.match("Na Tông").unit) == (None, 0)
    assert every.match("Trạm y tế xã Na Tông").unit == 0
    assert every.match("TYT Na Tong").unit == 0
    assert (every.match("Pa Thơm").unit, every.match("Trường 1 Pa Thơm").unit) == (1, 2)


def test_every_spelling_of_the_survey() -> None:
    with HAZARDS.open(encoding="utf-8-sig", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["outcome"] == "match"]
    expected = {
        "Huyện Đăk Tô": ("KT/dak-to", "district"),
        "Ia H'Drai": ("KT/ia-hdrai", "district"),
        "Bờ Y / Pờ Y": ("KT/ngoc-hoi/po-y", "commune"),
    }
    assert {row["expected"] for row in rows} == set(expected)
    for row in rows:
        unit, kind = expected[row["expected"]]
        for text in row["raw"].split("|"):
            assert code(match(text.strip(), None, BEFORE, kind)) == unit
