"""What one cell says, in tables of examples, and that any text says something."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.problems import CODES
from intake.values import LARGEST, Reading, range_ends, read_count, read_yes_no
from intake.values.classes import class_reader
from intake.values.dated import read_date
from intake.values.fractions import negated_counts, read_share, split_percent
from intake.values.percents import read_percentage
from report.text import LANGUAGES, say

OPEN = {"separated", "dated"}

# cell: number, or the code of what is wrong
COUNTS: dict[str, int | str] = {
    "0": 0, "00": 0, "08": 8, "'08": 8, "’08": 8, "không": 0, "+5": 5, "12,0": 12, "12.00": 12,
    "1376": 1376, "1 376": 1376, "1\u00a0376": 1376, "1\u2009376": 1376, "1\u202f376": 1376, "1'376": 1376,
    "1.234.567": 1234567, "1,234,567": 1234567, "1.376,00": 1376, "1,376.0": 1376, "12 345 678": 12345678,
    "1.376": "separated", "1,376": "separated", "hơn 1.376": "separated", "0.376": "fractional", "12,5": "fractional",
    "12.34": "fractional", "1.376,5": "not_a_count", "12 34": "not_a_count", "01.376": "fractional",
    "-3": "negative", "−3": "negative", "(5)": "bracketed", "( 12 )": "bracketed",
    "4 đến 5": "range_given", "90–100": "range_given", "15-20%": "range_given", "từ 4 đến 5": "range_given",
    "4 - 5": "range_given", "4÷5": "range_given", "4 tới 5": "range_given", "3~4": "range_given",
    "2025-11-15": "date_as_count", "2025-11-15 08:30": "date_as_count", "15/11/2025": "date_as_count",
    "15-Nov": "date_as_count", "Nov-15": "date_as_count", "15-thg 11": "date_as_count", "9-Dec": "date_as_count",
    "#REF!": "formula_error", "#DIV/0!": "formula_error", "#N/A": "formula_error", "Err:502": "formula_error",
    "#######": "formula_error",
    "12 người": 12, "3 chi bộ": 3, "1 376 đảng viên": 1376, "hơn 12 người": 12, "08 thôn": 8,
    "12 nghìn": "not_a_count", "3 triệu": "not_a_count", "12 chưa đạt": "not_a_count", "1 O": "not_a_count",
    "12x": "not_a_count", "5²": "not_a_count", "x": "not_a_count", "11/15": "not_a_count", "50%": "not_a_count",
    "=1+1": "not_a_count", "99999999999": "too_large", "1000000001": "too_large",
}  # fmt: skip


@pytest.mark.parametrize("cell", COUNTS)
def test_counts(cell: str) -> None:
    found = read_count(cell)
    assert (found.num if found.code is None else found.code) == COUNTS[cell]


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("1.376", 1376),
        ("1,376", 1376),
        ("1,37", 1370),
        ("2,5", 2500),
        ("85", 85),
        ("hơn 1.376", 1376),
        ("12.345", 12345),
    ],
)
def test_with_thousands_a_sign_parts_them_and_lost_zeros_come_back(cell: str, count: int) -> None:
    assert read_count(cell, thousands=True).num == count


QUALIFIERS = {
    "hơn 500": 1,
    "trên 500": 1,
    "từ 500 trở lên": 1,
    "500 trở lên": 1,
    "≥ 500": 1,
    "ít nhất 500": 1,
    "không dưới 500": 1,
    "gần 500": 2,
    "dưới 500": 2,
    "500 trở xuống": 2,
    "tối đa 500": 2,
    "chưa đến 500": 2,
    "không quá 500": 2,
    "khoảng 500": 3,
    "~500": 3,
    "trên dưới 500": 3,
    "ước đạt 500": 3,
    "xấp xỉ 500 người": 3,
    "500": 0,
}


@pytest.mark.parametrize("cell", QUALIFIERS)
def test_qualifiers_stay_with_their_count(cell: str) -> None:
    found = read_count(cell)
    assert (found.num, found.qualifier) == (500, QUALIFIERS[cell])


def test_four_ways_of_having_none_stay_apart() -> None:
    cells = ("0", "-", "chưa xếp loại", "chưa báo cáo")
    assert [(found.num, found.state) for found in map(read_count, cells)] == [(0, 0), (None, 1), (None, 2), (None, 3)]


def test_what_was_taken_for_granted_is_marked() -> None:
    assert [read_count(cell).told for cell in ("–", "12 người", "12")] == ["dash", "unit_words", None]


def test_both_ends_of_a_range_are_named() -> None:
    assert range_ends("từ 4 đến 5") == ("4", "5")
    assert range_ends("15–20%") == ("15", "20%")
    assert range_ends("45") is None


SHARES: dict[str, tuple[int, int] | str] = {
    "11/15": (11, 15), "11 / 15": (11, 15), "011/015": (11, 15), "588/1.376": (588, 1376), "588/1 376": (588, 1376),
    "1.376/5.000": (1376, 5000), "11/15 thôn": (11, 15), "hơn 11/15": (11, 15), "11⁄15": (11, 15),
    "58,84 %": "percent_only", "50,0%": "percent_only", "0,5884": "percent_only", "58.84": "percent_only",
    "588/1376 chưa": "negated_share", "588/1.376 chưa đạt": "negated_share", "chưa đạt 3/4": "negated_share",
    "không 3/4": "negated_share", "15-20%": "range_given", "90–100": "range_given",
    "2025-11-15": "dated", "15-Nov": "dated", "11/15/2025": "dated", "15/11/2025": "dated",
    "#DIV/0!": "formula_error", "11": "not_a_share", "11/": "not_a_count", "1/2/3 4": "not_a_share",
    "0.500/1.000": "fractional", "-1/5": "negative",
}  # fmt: skip


@pytest.mark.parametrize("cell", SHARES)
def test_shares(cell: str) -> None:
    found = read_share(cell)
    assert (found.code or (found.num, found.den)) == SHARES[cell]


def test_a_negated_share_knows_its_counts_and_a_mixed_cell_its_percentage() -> None:
    assert negated_counts("588/1.376 chưa") == (588, 1376)
    assert negated_counts("588/1376") is None
    assert split_percent("11/15 (73,3%)") == ("11/15", "73,3%")
    assert split_percent("11/15 đạt 73,3 %") == ("11/15", "73,3 %")
    assert split_percent("58,84 %") is None


PERCENTAGES = [  # printed, num, den, agrees
    ("73,33%", 11, 15, True), ("73,34%", 11, 15, True), ("73,3 %", 11, 15, True), ("73%", 11, 15, True),
    ("73,35%", 11, 15, False), ("72%", 11, 15, False), ("74%", 11, 15, True), ("73.33", 11, 15, True),
    ("0,7333", 11, 15, True), ("0.7333333333333333", 11, 15, True), ("73,33333333333333%", 11, 15, True),
    ("0,7333%", 11, 15, False), ("100%", 15, 15, True), ("1", 15, 15, True), ("100", 15, 15, True), ("0", 0, 15, True),
    ("58,84 %", 588, 1376, False), ("42,73%", 588, 1376, True), ("91,57%", 76, 83, True), ("91,56%", 76, 83, True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "num", "den", "agrees"), PERCENTAGES)
def test_percentages_agree_within_a_unit_of_the_last_digit(text: str, num: int, den: int, agrees: bool) -> None:
    found = read_percentage(text)
    assert found is not None
    assert found.agrees(num, den) is agrees


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.integers(0, 4))
def test_truncated_and_rounded_percentages_both_agree(num: int, den: int, digits: int) -> None:
    scaled, over = divmod(min(num, den) * 100 * 10**digits, den)
    for last in (scaled, scaled + (2 * over >= den)):
        whole, decimals = divmod(last, 10**digits)
        text = f"{whole},{decimals:0{digits}}%" if digits else f"{whole}%"
        found = read_percentage(text)
        assert found is not None
        assert found.agrees(min(num, den), den)


NOW = ("excellent", "good", "completed", "not_completed")
BEFORE = ("clean_strong", "good", "completed", "weak")
CLASSES = [  # cell, class since 2018, class until 2017
    ("HTXSNV", "excellent", None),
    ("HTXS", "excellent", None),
    ("HTSXNV", "excellent", None),
    ("Xuất sắc", "excellent", None),
    ("Hoàn thành xuất sắc nhiệm vụ", "excellent", None),
    ("HT xuất sắc NV", "excellent", None),
    ("HTTNV", "good", "good"),
    ("HTT", "good", "good"),
    ("hoàn thành tốt nhiệm vụ", "good", "good"),
    ("tốt", "good", "good"),
    ("HTNV", "completed", "completed"),
    ("HT", "completed", "completed"),
    ("Hoàn thành nhiệm vụ", "completed", "completed"),
    ("KHTNV", "not_completed", None),
    ("KHT", "not_completed", None),
    ("Không hoàn thành nhiệm vụ", "not_completed", None),
    ("TSVM", None, "clean_strong"),
    ("Trong sạch, vững mạnh", None, "clean_strong"),
    ("TSVM tiêu biểu", None, "clean_strong"),
    ("yếu kém", None, "weak"),
    ("YK", None, "weak"),
    ("Loại tốt", "good", "good"),
    ("đạt tốt", "good", "good"),
    ("A", None, None),
    ("khá", None, None),
    ("nv", None, None),
    ("chưa hoàn thành", None, None),
    ("", None, None),
]


@pytest.mark.parametrize(("cell", "now", "before"), CLASSES)
def test_classes_belong_to_their_scheme_only(cell: str, now: str | None, before: str | None) -> None:
    for scheme, expected in ((NOW, now), (BEFORE, before)):
        found = class_reader(scheme)(cell)
        assert (None if found.num is None else scheme[found.num]) == expected
        assert found.code == (None if expected else "unknown_class")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", sorted({*NOW, *BEFORE}))
def test_the_names_we_print_are_read_back(lang: str, code: str) -> None:
    scheme = NOW if code in NOW else BEFORE
    words = say(lang, f"rating.{code}") if lang == "vi" else code
    assert class_reader(scheme)(words).num == scheme.index(code)


def test_not_rated_is_no_class() -> None:
    for words in ("Chưa xếp loại", "chưa đánh giá", "Chưa đánh giá, xếp loại"):
        assert class_reader(NOW)(words).state == 2


DATES = {
    "2025-11-15": (15, 11, 2025),
    "15/11/2025": (15, 11, 2025),
    "11/15/2025": (15, 11, 2025),
    "9-Dec": (9, 12, None),
    "15-Nov-2025": (15, 11, 2025),
    "15-Nov-25": (15, 11, 2025),
    "15-Thg11": (15, 11, None),
    "15 tháng 11": (15, 11, None),
    "Nov-1945": (1, 11, 1945),
    "11/15": None,
    "31/2/2025": None,
    "2025": None,
    "32-Nov": None,
    "15.11": None,
}


@pytest.mark.parametrize("cell", DATES)
def test_dates(cell: str) -> None:
    found = read_date(cell)
    assert (found and (found.day, found.month, found.year)) == DATES[cell]


READERS = [read_count, read_share, read_yes_no, class_reader(NOW)]
PIECES = st.sampled_from(
    [*"0123456789.,/-–%() '’#!x", "Nov", "đến", "hơn", "chưa", "không", "nghìn", "\u00a0", "1.376"]
)


@pytest.mark.parametrize("reader", READERS)
@given(text=st.text() | st.lists(PIECES, max_size=9).map("".join))
def test_any_text_gives_a_reading_of_a_known_code(reader, text: str) -> None:
    found = reader(text)
    assert isinstance(found, Reading)
    assert found.code is None or found.code in OPEN or found.code in CODES
    assert found.num is None or (found.code is None and 0 <= found.num <= LARGEST)


@given(st.integers(0, LARGEST), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "'"]))
def test_a_count_comes_back_however_it_is_written(number: int, blank: str) -> None:
    grouped = f"{number:,}"
    for text in (str(number), f"0{number}", f" {number} ", f"{number},0", grouped.replace(",", blank), f"'{number}"):
        assert read_count(text).num == number
    for sign in ".,":
        assert read_count(grouped.replace(",", sign), thousands=True).num == number
