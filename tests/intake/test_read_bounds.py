"""No file takes more time or memory than it may: what is too much, endless or broken ends in a problem."""

from __future__ import annotations

import io
import random
import time
import zipfile

import pytest
import xlsxwriter

from intake.cells import Book
from intake.limits import DEFAULT, Limits
from intake.problems import Problem
from intake.read import read_file
from tests.intake.books import book, by_hand, cells, codes, ods, zipped

CELL = '<c r="{}"><v>5</v></c>'


def only(found: Book | tuple[Problem, ...]) -> tuple[str, dict[str, object]]:
    assert not isinstance(found, Book)
    (problem,) = found
    return problem.code, problem.params


def bomb() -> bytes:
    """Half a megabyte that unpacks to 600."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (600 * 2**20))
    packed = io.BytesIO(by_hand("<sheetData/>"))
    with zipfile.ZipFile(packed) as whole, zipfile.ZipFile(out, "a") as archive:
        for name in whole.namelist():
            if name not in archive.namelist():
                archive.writestr(name, whole.read(name))
    return out.getvalue()


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    data = bomb()
    assert len(data) < 2**20
    started = time.monotonic()
    assert only(read_file(data)) == ("file_unpacks_too_large", {"limit": 512})
    assert time.monotonic() - started < 10


def test_strings_that_are_repeated_without_end_are_not_written_out() -> None:
    long = "x" * 30_000
    row = "".join('<c t="s"><v>0</v></c>' for _ in range(100))
    sheet = "<sheetData>" + f"<row>{row}</row>" * 200 + "</sheetData>"
    data = by_hand(sheet, strings=f"<sst><si><t>{long}</t></si></sst>")
    assert len(data) < 2**16
    assert only(read_file(data)) == ("file_unpacks_too_large", {"limit": 128})


@pytest.mark.parametrize("last", ["XFD1", "XFD1048576", "AMJ7"])
def test_a_cell_far_to_the_right_is_too_far(last: str) -> None:
    row = "".join(each for each in last if each.isdigit())
    sheet = f'<sheetData><row r="{row}">{CELL.format(last)}</row></sheetData>'
    assert only(read_file(by_hand(sheet))) == ("too_many_columns", {"limit": 1000})


def test_a_cell_far_below_is_one_row_like_any_other() -> None:
    sheet = (
        f'<sheetData><row r="1">{CELL.format("A1")}</row><row r="1048576">{CELL.format("B1048576")}</row></sheetData>'
    )
    assert cells(by_hand(sheet)) == {"A1": "5", "B1048576": "5"}


def test_cells_without_text_do_not_count() -> None:
    empty = "".join(f'<row r="{row}"><c r="XFD{row}" s="0"/></row>' for row in range(2, 2000))
    sheet = f'<sheetData><row r="1">{CELL.format("A1")}</row>{empty}</sheetData>'
    assert cells(by_hand(sheet)) == {"A1": "5"}


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(rows=50), "too_many_rows"),
        (Limits(columns=8), "too_many_columns"),
        (Limits(cells=2_000), "too_many_cells"),
        (Limits(size=1000), "file_too_large"),
        (Limits(sheets=1), "too_many_sheets"),
        (Limits(unpacked=8_000), "file_unpacks_too_large"),
        (Limits(seconds=0.01), "reading_took_too_long"),
    ],
)
@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_each_limit_has_its_code(kind: str, limits: Limits, code: str) -> None:
    if kind == "xlsx":
        sheet = "<sheetData>" + f"<row>{'<c><v>5</v></c>' * 10}</row>" * 300 + "</sheetData>"
        data = by_hand(sheet, sheet)
    else:
        cell = '<table:table-cell office:value-type="float" office:value="5"/>'
        sheet = "<table:table>" + f"<table:table-row>{cell * 10}</table:table-row>" * 300 + "</table:table>"
        data = ods(sheet * 2)
    assert isinstance(read_file(data), Book)
    assert only(read_file(data, limits))[0] == code


def test_an_ods_that_repeats_a_row_a_million_times() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="5"/>'
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'
    assert codes(ods(f"<table:table>{row}</table:table>")) == ["too_many_rows"]
    wide = cell.replace("office:value-type", 'table:number-columns-repeated="16384" office:value-type')
    assert codes(ods(f"<table:table><table:table-row>{wide}</table:table-row></table:table>")) == ["too_many_columns"]
    empty = '<table:table-row table:number-rows-repeated="99999999999"/>'
    assert codes(ods(f"<table:table>{empty}</table:table>")) == ["corrupt_file"]


def test_little_memory_is_a_refusal_and_no_crash() -> None:
    strings = "".join(f"<si><t>{number:0300}</t></si>" for number in range(200_000))
    data = by_hand("<sheetData/>", strings=f"<sst>{strings}</sst>")
    found = only(read_file(data, Limits(memory=64 * 2**20)))
    assert found[0] in ("file_unpacks_too_large", "corrupt_file")


def test_merged_cells_that_overlap_without_end() -> None:
    rows = "".join(f'<row r="{row}">{CELL.format(f"A{row}")}</row>' for row in range(1, 500))
    merges = '<mergeCell ref="A1:XFD1048576"/>' * 500
    assert codes(by_hand(f"<sheetData>{rows}</sheetData><mergeCells>{merges}</mergeCells>")) == ["corrupt_file"]


def test_entries_that_are_named_twice_or_lie_about_their_size() -> None:
    data = by_hand(f'<sheetData><row r="1">{CELL.format("A1")}</row></sheetData>')
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02"))
    size = at - 46 + 24
    assert codes(data[:size] + b"\x05\x00\x00\x00" + data[size + 4 :]) == ["corrupt_file"]
    assert codes(data[:size] + b"\xff\xff\xff\x7f" + data[size + 4 :]) == ["file_unpacks_too_large"]


def test_what_a_reader_writes_to_the_log_is_no_answer() -> None:
    """A part that is missing ends the process's work, not its answer."""
    assert codes(zipped({"[Content_Types].xml": "x"})) == ["corrupt_file"]


def test_twenty_thousand_rows_are_read_within_seconds() -> None:
    out = io.BytesIO()
    chance = random.Random(1)
    with xlsxwriter.Workbook(out, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet()
        for row in range(20_000):
            sheet.write_row(row, 0, [f"Xã số {row}", *(chance.randint(0, 99_999) for _ in range(9))])
    started = time.monotonic()
    found = book(out.getvalue())
    assert found.sheets[0].cells.shape == (20_000, 11)
    assert time.monotonic() - started < DEFAULT.seconds / 3


@pytest.mark.parametrize("line", [b";\n", b";\r", b'"a\n"\n'])
def test_a_text_of_endless_lines_is_not_read_cell_by_cell(line: bytes) -> None:
    started = time.monotonic()
    assert only(read_file(line * 3_000_000)) == ("too_many_rows", {"limit": DEFAULT.rows})
    assert time.monotonic() - started < 20
