"""Any bytes give a table or problems; the quick reader and the careful one agree."""

from __future__ import annotations

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from intake.check import check
from intake.problems import CODES
from intake.read import read_csv_bytes
from intake.read import text as read_text
from intake.table import Table
from metrics.periods import parse
from tests.intake.samples import reference

REFERENCE = reference()
PIECES = st.sampled_from(
    [
        "unit", "members", "head_is_member", "period", "indicator", "value", "num", "den", "state", "qualifier",
        "name", "DB", "DB/muong-nhe/sin-thau",
        "DB/muong-nhe/sin-thau/ban-01", "village_without_branch", "2019-Q4", "2019",
        ",", ",", ",", ";", "\t",
        "\n", "\n", "\n", "\r\n", "\r", '"', '""', " ", "\u00a0", "\ufeff", "-", "=", "/", ".",
        "0", "1", "08", "11/15", "1.376", "hơn 5", "58,84 %", "²", "٣", "\x00", "\x1a", "Họ tên", "chưa xếp loại", "x",
    ]
)  # fmt: skip


@given(st.binary(max_size=400))
@example(b"sep=")
@example(b"sep=\t")
@example(b"sep=;")
@example(b"sep=;\n\n")
@example(b'"')
@example(b"\xef\xbb\xbf")
@example(b"a,b\n1")
def test_any_bytes(data: bytes) -> None:
    assert all(each.code in CODES for each in check(data, REFERENCE).problems)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_text_in_the_words_of_a_file(text: str) -> None:
    found = check(text.encode(), REFERENCE, period=parse("2019-Q4"))
    assert found.problems or found.figures.height
    assert found.figures.select("period", "indicator", "unit").is_unique().all()


@given(st.lists(PIECES, max_size=30).map("".join), st.sampled_from(read_text.SEPARATORS))
@example("\ufeff,", ",")
def test_the_two_readers_agree(text: str, separator: str) -> None:
    body = text.encode()
    plain = read_text._read_plain(body, text, separator) if text.strip() else None
    if plain is not None:
        careful = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
        assert [list(row) for row in plain.drop("row").rows()] == careful
        assert plain["row"].to_list() == list(range(1, len(careful) + 1))


@given(st.lists(st.lists(st.text(alphabet='ab"\n\r;, ', max_size=4), min_size=3, max_size=3), min_size=1, max_size=6))
def test_whatever_a_csv_writer_wrote_is_read_back_at_its_row(rows: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["unit", "name", "members"], *rows])
    found = read_csv_bytes(out.getvalue().encode())
    assert isinstance(found, Table)
    expected = [
        (number, *(cell.strip() or None for cell in row))
        for number, row in enumerate(rows, start=2)
        if any(cell.strip() for cell in row)
    ]
    assert found.cells.rows() == expected
