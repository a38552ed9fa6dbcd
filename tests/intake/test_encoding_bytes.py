"""Bytes of a text file: which encoding they are in, and what is refused."""

from __future__ import annotations

import codecs
import random
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from intake.problems import has_errors
from intake.text import clean_cells, decode
from tests.intake.typed import SURE, WORDS, cp1258, tcvn3, unit_names, vni

TEXT = "STT;Tên đơn vị;Số đảng viên\r\n1;Xã Đăk Nhoong;12\r\n2;Phường Duy Tân;30\r\n3;Thôn Hoà Bình, chi bộ;4\r\n"
UNICODE = {
    "utf-8": TEXT.encode(),
    "with a mark": codecs.BOM_UTF8 + TEXT.encode(),
    "with two marks": codecs.BOM_UTF8 * 2 + TEXT.encode(),
    "utf-16 little": codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
    "utf-16 big": codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
    "utf-16 little without a mark": TEXT.encode("utf-16-le"),
    "utf-16 big without a mark": TEXT.encode("utf-16-be"),
}


@pytest.mark.parametrize("name", UNICODE)
def test_unicode_in_every_form(name: str) -> None:
    found = decode(UNICODE[name])
    assert (found.text, found.encoding, found.problems) == (TEXT, None, ())


def test_cp1258_is_composed() -> None:
    found = decode(cp1258(TEXT))
    assert (found.text, found.encoding, found.problems) == (TEXT, "cp1258", ())


@pytest.mark.parametrize("name", unit_names())
def test_a_name_alone_in_cp1258(name: str) -> None:
    assert decode(cp1258(name)).text == name


@pytest.mark.parametrize("typed", [tcvn3, vni])
def test_text_of_old_fonts_comes_through_for_the_columns_to_read(typed: Callable[[str], str]) -> None:
    saved = typed(TEXT)
    found = decode(saved.encode("latin-1"))
    assert (found.text, found.encoding, found.problems) == (saved, "cp1252", ())


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join), max_size=20))
def test_a_file_of_the_field_comes_back_from_each_page(lines: list[str]) -> None:
    texts = [*lines, *SURE]
    assert decode(cp1258("\n".join(texts))).text.split("\n") == texts
    for typed in (tcvn3, vni):
        found = decode(typed("\n".join(texts)).encode("latin-1"))
        cells, encoding, _ = clean_cells(pl.DataFrame({"0": found.text.split("\n")}))
        assert cells["0"].to_list() == texts
        assert encoding == typed.__name__


@pytest.mark.parametrize("text", ["école;été;Nom\n1;2;3", "25°C;m²;–", "Orléans;12\nSaint-Étienne;13"])
def test_western_text_is_taken(text: str) -> None:
    found = decode(text.encode("cp1252"))
    assert (found.text, found.encoding, found.problems) == (text, "cp1252", ())


def test_damaged_utf8_keeps_all_but_the_damage() -> None:
    found = decode(TEXT.encode().replace("ơ".encode(), b"\xc6", 1))
    assert found.problems == ()
    assert found.text == TEXT.replace("ơ", "\ufffd", 1)


REFUSED = {
    "noise": random.Random(1).randbytes(4000),
    "high noise": bytes(random.Random(2).choices(range(128, 256), k=400)),
    "japanese": "日本語テスト;データ".encode("shift_jis"),
    "chinese": "中文数据;测试".encode("gbk"),
    "russian": "Привет;мир".encode("cp1251"),
    "czech": "Žluťoučký kůň;příliš".encode("cp1250"),
    "odd utf-16": codecs.BOM_UTF16_LE + b"a\0b",
    "zeros": b"\0" * 100,
    "zero in utf-8": "Đảng\0".encode(),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_makes_no_sense_is_refused(name: str) -> None:
    found = decode(REFUSED[name])
    assert [each.code for each in found.problems] in (["not_utf8"], ["not_a_table"])
    assert (found.text, found.encoding) == ("", None)


def test_the_row_of_the_first_foreign_byte_is_named() -> None:
    [problem] = decode("a;b\nПривет;мир".encode("cp1251")).problems
    assert (problem.code, problem.row) == ("not_utf8", 2)


@given(st.binary(max_size=300))
@example(b"")
@example(b"\xff")
@example(b"\xff\xfe")
@example(b"\xfe\xff\xd8")
@example(b"\xef\xbb\xbf\xef\xbb")
@example(b"\0")
def test_any_bytes_give_text_or_a_problem(data: bytes) -> None:
    found = decode(data)
    assert not (has_errors(found.problems) and found.text)
    found.text.encode("utf-8")
