"""Cells of a sheet: decided by column and sheet, fonts as evidence, problems told with their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.cells import ROW
from intake.problems import Level, Problem
from intake.text import clean_cells
from tests.intake.typed import SURE, WORDS, mojibake, tcvn3, unit_names, viqr, vni

ENCODERS: dict[str, Callable[[str], str]] = {"tcvn3": tcvn3, "vni": vni, "viqr": viqr, "mojibake": mojibake}
LINES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


def sheet(*columns: Sequence[str | None]) -> pl.DataFrame:
    rows = pl.int_range(1, len(columns[0]) + 1, dtype=pl.Int32, eager=True).alias(ROW)
    return pl.DataFrame([rows, *(pl.Series(str(at), cells, pl.String) for at, cells in enumerate(columns))])


def cleaned(*columns: Sequence[str | None], fonts: dict[int, str] | None = None) -> list[list[str | None]]:
    cells, _, _ = clean_cells(sheet(*columns), fonts)
    return [cells[name].to_list() for name in cells.columns if name != ROW]


@pytest.mark.parametrize("encoding", ENCODERS)
def test_every_name_of_a_unit_comes_back_in_its_column(encoding: str) -> None:
    """TCVN3 has no capital with a tone, so that a name beginning with one comes back small: Mường ảng."""
    bare = [name.split(" ", 1)[-1] for name in unit_names()]
    for names in (list(unit_names()), bare):
        [back] = cleaned([ENCODERS[encoding](name) for name in names])
        wrong = [(name, found) for name, found in zip(names, back, strict=True) if found != name]
        assert [name.casefold() for name, _ in wrong] == [(found or "").casefold() for _, found in wrong]
        assert len(wrong) <= (7 if encoding == "tcvn3" else 0)


@pytest.mark.parametrize("encoding", ENCODERS)
@given(lines=st.lists(LINES, min_size=1, max_size=12))
def test_any_text_of_the_field_comes_back_beside_a_sure_one(encoding: str, lines: list[str]) -> None:
    texts = [*lines, *SURE]
    [back] = cleaned([ENCODERS[encoding](text) for text in texts])
    assert back == texts


@given(st.lists(LINES, min_size=1, max_size=12))
def test_clean_unicode_is_never_converted(lines: list[str]) -> None:
    cells = sheet([*lines, None, "12"], [*reversed(lines), "1.376", None])
    found, encoding, problems = clean_cells(cells)
    assert found.equals(cells)
    assert (encoding, problems) == (None, ())


def test_short_cells_follow_their_column() -> None:
    assert cleaned(["X· §¨k Nhoong", "Pê Y", "bé", "Vò LÔ", "Ia Chim", "12", None]) == [
        ["Xã Đăk Nhoong", "Pờ Y", "bộ", "Vũ Lễ", "Ia Chim", "12", None]
    ]


def test_a_column_that_tells_nothing_follows_its_sheet() -> None:
    assert cleaned(["X· §¨k Nhoong", "HuyÖn §¨k T«"], ["Pê Y", "Bê Y"])[1] == ["Pờ Y", "Bờ Y"]
    assert cleaned(["Xã Đăk Nhoong", "Huyện Đăk Tô"], ["Pê Y", "Bê Y"])[1] == ["Pê Y", "Bê Y"]


def test_columns_are_decided_each_by_itself() -> None:
    texts = ["Chi bộ trong sạch", "Xã Đăk Nhoong", "Đảng viên"]
    columns = (
        [tcvn3(text) for text in texts],
        [vni(text) for text in texts],
        texts,
        [mojibake(text) for text in texts],
    )
    found, encoding, problems = clean_cells(sheet(*columns))
    assert [found[str(at)].to_list() for at in range(4)] == [texts] * 4
    assert {each.params["encoding"]: each.params["count"] for each in problems} == {"tcvn3": 3, "vni": 3, "mojibake": 3}
    assert encoding in ("tcvn3", "vni", "mojibake")


def test_a_unicode_heading_over_typed_cells_stays() -> None:
    assert cleaned(["Tên xã", "X· §¨k Nhoong", "T©n C¶nh"]) == [["Tên xã", "Xã Đăk Nhoong", "Tân Cảnh"]]
    assert cleaned(["Tên đơn vị", "X· §¨k Nhoong", "Pê Y"]) == [["Tên đơn vị", "Xã Đăk Nhoong", "Pờ Y"]]


@pytest.mark.parametrize(
    ("font", "raw", "text"),
    [
        (".VnTime", "bê y", "bờ y"),
        (".VnArial", "Pê Y", "Pờ Y"),
        (".VnTimeH", "bê y", "BỜ Y"),  # a font of capitals
        (".VnTimeH", "Ia Chim", "IA CHIM"),
        ("VNI-Times", "Hoà", "Hồ"),
        ("VNI Times", "Ia Tôi", "Ia Tơi"),
        ("Times New Roman", "Hoà", "Hoà"),
        ("Times New Roman", "bê y", "bê y"),
        (".VnTime", "Xã Đăk Nhoong", "Xã Đăk Nhoong"),  # Unicode under an old font's name
        (".VnTimeH", "Đảng bộ", "Đảng bộ"),
        (".VnTime", "12", "12"),
    ],
)
def test_fonts_are_evidence(font: str, raw: str, text: str) -> None:
    assert cleaned([raw], fonts={0: font}) == [[text]]
    assert cleaned(["1"], [raw], fonts={1: font})[1] == [text]


def test_problems_have_their_place() -> None:
    cells = sheet(["Thôn 1", "b?n", "b?n", "Hộí nghị"], ["1", "Đảng", "Xã \ufffdăk", "4"])
    found, encoding, problems = clean_cells(cells)
    assert {(each.code, each.row, each.at, each.text) for each in problems} == {
        ("accents_lost", 2, 0, "b?n"),
        ("accents_lost", 3, 0, "b?n"),
        ("accents_doubled", 4, 0, "Hộí nghị"),
        ("accents_lost", 3, 1, "Xã \ufffdăk"),
    }
    assert all(each.level is Level.ERROR for each in problems)
    assert found.equals(cells)
    assert encoding is None


def test_what_was_converted_is_told_once() -> None:
    _, encoding, problems = clean_cells(sheet(["Tên", "X· A", "X· B", "X· B"], ["1", "§¶ng", None, None]))
    assert encoding == "tcvn3"
    assert problems == (
        Problem(
            Level.INFO,
            "encoding_converted",
            row=2,
            text="X· A",
            at=0,
            params={"encoding": "tcvn3", "result": "Xã A", "count": 4},
        ),
    )


def test_a_text_that_reads_well_in_both_encodings_of_its_column_is_told() -> None:
    cells, _, problems = clean_cells(sheet(["Đặng Mỹ", "X· §¨k", "X· §«ng", "Mó", "Tân"]))
    assert cells["0"].to_list() == ["Đặng Mỹ", "Xã Đăk", "Xã Đông", "Mú", "Tân"]
    [unclear] = [each for each in problems if each.code == "encoding_unclear"]
    assert (unclear.level, unclear.row, unclear.at, unclear.text) == (Level.WARNING, 4, 0, "Mó")
    assert unclear.params == {"result": "Mú"}


@pytest.mark.parametrize("encoding", ENCODERS)
def test_a_long_column_is_read_as_a_short_one(encoding: str) -> None:
    """Beyond some length texts are read together; no text may fare otherwise."""
    odd = ["Tên xã", "Pê Y", "b?n", "Word®", "école", "Hộí nghị", "Xã\u00a0Đăk\u200b", "Ðăk", "1.376", "Ã\u00a0", "XÃ£"]
    names = [name for name in unit_names() if name.isascii() is False]
    short = [*odd, *(ENCODERS[encoding](name) for name in names)]
    long = [*short, *(ENCODERS[encoding](f"{name} thôn {at}") for at in range(5) for name in names)]
    assert len(set(long)) > 2400
    (few, one, _), (many, other, problems) = clean_cells(sheet(short)), clean_cells(sheet(long))
    assert many["0"].to_list()[: len(short)] == few["0"].to_list()
    assert one == other == encoding
    assert {(each.code, each.text) for each in problems if each.level is Level.ERROR} == {
        ("accents_lost", "b?n"),
        ("accents_doubled", "Hộí nghị"),
    }


def test_a_long_column_of_unicode_is_only_tidied() -> None:
    texts = [f"{name} {at}" for at in range(5) for name in unit_names()]
    cells, encoding, problems = clean_cells(sheet([text.replace(" ", "\u00a0") for text in texts]))
    assert cells["0"].to_list() == texts
    assert (encoding, problems) == (None, ())


def test_blanks_are_trimmed_and_nothing_is_null() -> None:
    assert cleaned(["  a ", "\u00a0", "", "b\u00a0", "\u00a0 Đăk\u00a0Tô \u200b"]) == [["a", None, None, "b", "Đăk Tô"]]


def test_other_columns_and_rows_without_numbers_are_taken() -> None:
    cells = pl.DataFrame({"0": ["b?n"], "n": [1]})
    found, _, problems = clean_cells(cells)
    assert found.equals(cells)
    assert [(each.row, each.at) for each in problems] == [(1, 0)]


def test_no_cells() -> None:
    assert clean_cells(sheet([]))[1:] == (None, ())
    assert clean_cells(pl.DataFrame())[1:] == (None, ())


@given(st.lists(st.lists(st.one_of(st.none(), st.text(max_size=20)), min_size=3, max_size=3), min_size=1, max_size=4))
def test_any_cells_keep_their_shape(columns: list[list[str | None]]) -> None:
    cells = sheet(*columns)
    found, _, _ = clean_cells(cells, {0: ".VnTimeH"})
    assert found.shape == cells.shape
    assert found.schema == cells.schema
    assert not any(text == "" for column in found.iter_columns() for text in column)
