"""Text files of any encoding and separator are one sheet of all their rows, whatever stands above the table."""

from __future__ import annotations

import pytest

from intake.cells import Book
from intake.limits import Limits
from intake.read import read_file
from tests.intake.books import book, cells, codes

TABLE = {"A1": "Đơn vị", "B1": "Đảng viên", "A2": "Xã Sín Thầu", "B2": "1.376"}

# what the file says, the cells it gives
FILES: list[tuple[str, dict[str, str]]] = [
    ("Đơn vị,Đảng viên\nXã Sín Thầu,1.376\n", TABLE),
    ("Đơn vị;Đảng viên\nXã Sín Thầu;1.376\n", TABLE),
    ("Đơn vị\tĐảng viên\nXã Sín Thầu\t1.376", TABLE),
    ("Đơn vị,Đảng viên\r\nXã Sín Thầu,1.376\r\n", TABLE),
    ("Đơn vị,Đảng viên\rXã Sín Thầu,1.376\r", TABLE),
    ("\ufeffĐơn vị,Đảng viên\nXã Sín Thầu,1.376\n", TABLE),
    ("\ufeff\ufeffĐơn vị,Đảng viên\nXã Sín Thầu,1.376\n", TABLE),
    ('"Đơn vị","Đảng viên"\n"Xã Sín Thầu","1.376"\n', TABLE),
    ("  Đơn vị , Đảng viên\u00a0\nXã Sín Thầu,1.376,,\n", TABLE),
    ("sep=;\nĐơn vị;Đảng viên\nXã Sín Thầu;1.376\n", {f"{at[0]}{int(at[1]) + 1}": text for at, text in TABLE.items()}),
    # nothing is a header, and rows may be of any length
    ("TỈNH ỦY ĐIỆN BIÊN\n\nxã;số;tỷ lệ\nSín Thầu;5;12,5\nSen Thượng;7;13,5\n", {
        "A1": "TỈNH ỦY ĐIỆN BIÊN", "A3": "xã", "B3": "số", "C3": "tỷ lệ",
        "A4": "Sín Thầu", "B4": "5", "C4": "12,5", "A5": "Sen Thượng", "B5": "7", "C5": "13,5"}),
    ("a,b\n1\n2,3,4\n", {"A1": "a", "B1": "b", "A2": "1", "A3": "2", "B3": "3", "C3": "4"}),
    ('xã,số\n"Sín\nThầu",5\n', {"A1": "xã", "B1": "số", "A2": "Sín\nThầu", "B2": "5"}),
    ("a,b\n=1+1,-\n", {"A1": "a", "B1": "b", "A2": "=1+1", "B2": "-"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FILES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-16-le"])
def test_all_rows_of_a_text_file(text: str, expected: dict[str, str], encoding: str) -> None:
    data = text.encode(encoding)
    assert cells(data) == expected
    found = book(data)
    assert (found.kind, found.encoding, found.sheets[0].name) == ("csv", None, None)


def test_the_encoding_is_told() -> None:
    found = book("xã,số\nĐảng ủy xã Sín Thầu,5\nĐảng ủy phường Mường Thanh,6\n".encode("cp1258", "replace"))
    assert found.encoding is None or found.problems  # every sign that was lost on the way is told
    legacy = "§¬n vÞ,sè\nX· SÝn ThÇu,5\n§¶ng bé x· Sen Th­îng,6\n".encode("cp1252")
    assert cells(legacy)["A3"] == "Đảng bộ xã Sen Thượng"
    assert book(legacy).encoding == "tcvn3"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", ["empty_file"]),
        (b" \n\n,,\n", ["empty_file"]),
        ("Kính gửi các đồng chí\nSố liệu quý IV\n".encode(), ["not_a_table"]),
        (b'a,b\n"c,d\n', ["open_quote"]),
        (b"a,b\nc," + b"x" * 140_000, ["cell_too_long"]),
        (b"a,b\n" + b"c," * 1_200, ["too_many_columns"]),
        (bytes(range(256)) * 9, ["not_a_table"]),
    ],
)
def test_texts_that_are_refused(data: bytes, expected: list[str]) -> None:
    assert codes(data) == expected


def test_text_files_have_bounds() -> None:
    small = Limits(size=2000, rows=200, cells=1000)
    for data, code in (
        (b"a,b\n" * 400, "too_many_rows"),
        (b"," * 30 + b"\n" + b"a,b\n" * 100, "too_many_cells"),
        (b"a,b\n" * 600, "file_too_large"),
    ):
        found = read_file(data, small)
        assert not isinstance(found, Book)
        assert [each.code for each in found] == [code]
