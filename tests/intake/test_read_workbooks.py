"""Workbooks of every kind give the cells that a person sees in them, and tell what is not seen."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

import openpyxl
import polars as pl
import pytest
import python_calamine
import xlsxwriter
from openpyxl.styles import Font

from flows.submit.problems import told
from intake.cells import Book, Merge
from intake.read import read_file
from intake.workbook.shown import kind_of, plain, shown
from report.text import LANGUAGES
from tests.corpus.sheets import converted
from tests.intake.books import book, by_hand, cells, codes, made, ods, unzipped, zipped

# value, number format, the text it is read as
VALUES: list[tuple[object, str, str | None]] = [
    (1376, "General", "1376"),
    (1376, "#,##0", "1376"),
    (1.376, "General", "1,376"),
    (1.376, "0.0", "1,376"),
    (0.1 + 0.2, "General", "0,3"),
    (58.84 * 100, "General", "5884"),
    (-2, "General", "-2"),
    (-0.5, "0.00;[Red]-0.00", "-0,5"),
    (0, "General", "0"),
    (1e15, "General", "1000000000000000"),
    (123456789012345678, "0", "123456789012346000"),
    (1e-7, "General", "0,0000001"),
    (0.5884, "0.00%", "58,84%"),
    (0.5884, "0%", "58,84%"),
    (0.5, '0.0" "%', "50%"),
    (1, "0%", "100%"),
    (0, "0.00%", "0%"),
    (0.285, "0.0%", "28,5%"),
    (58.84, '0.00"%"', "58,84"),
    (8, "00", "08"),
    (3385, "00000", "03385"),
    (12.5, "00", "12,5"),
    (date(2019, 11, 15), "dd/mm/yyyy", "2019-11-15"),
    (date(2026, 11, 15), "d-mmm", "2026-11-15"),
    (datetime(2019, 11, 15, 8, 30), "dd/mm/yyyy hh:mm", "2019-11-15 08:30:00"),
    (time(8, 30), "h:mm", "08:30:00"),
    (True, "General", "TRUE"),
    (False, "General", "FALSE"),
    ("11/15", "@", "11/15"),
    ("08", "@", "08"),
    ("50,0%", "General", "50,0%"),
    ("  Xã Sín Thầu\u00a0", "General", "Xã Sín Thầu"),
    ("hai\ndòng", "General", "hai\ndòng"),
    ('có "ngoặc", và; dấu', "General", 'có "ngoặc", và; dấu'),
    ("=1+1", "General", "=1+1"),
    ("- Dân tộc thiểu số", "General", "- Dân tộc thiểu số"),
    ("   ", "General", None),
    ("#REF!", "General", "#REF!"),
]


def every_value() -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.title = "Số liệu"
        for row, (value, number_format, _) in enumerate(VALUES, start=1):
            cell = sheet.cell(row, 2, value)
            cell.number_format = number_format
            if isinstance(value, str):
                cell.data_type = "e" if value == "#REF!" else "s"
            sheet.cell(row, 4, f"dòng {row}")

    return made(fill)


@pytest.fixture(scope="session", params=["xlsx", "openpyxl", "xls", "ods"])
def values(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, bytes]:
    """The table above as openpyxl writes it, and as LibreOffice saves it in three kinds."""
    data, kind = every_value(), request.param
    return (kind, data) if kind == "openpyxl" else (kind, converted(data, kind, tmp_path_factory.mktemp("values")))


def test_values_are_read_as_the_sheet_shows_them(values: tuple[str, bytes]) -> None:
    kind, data = values
    found = cells(data)
    assert book(data).kind == kind.replace("openpyxl", "xlsx")
    read = {row: found.get(f"B{row}") for row in range(1, len(VALUES) + 1)}
    expected = {row: text for row, (_, _, text) in enumerate(VALUES, start=1)}
    assert read == expected


def test_the_rows_are_numbered_as_in_the_sheet(values: tuple[str, bytes]) -> None:
    sheet = book(values[1]).sheets[0]
    assert sheet.name == "Số liệu"
    assert sheet.cells.schema == {"row": pl.Int32, **dict.fromkeys("0123", pl.String)}
    assert sheet.cells.select("row", "3").rows() == [(row, f"dòng {row}") for row in range(1, len(VALUES) + 1)]


def test_another_reader_sees_the_same_numbers_and_texts(values: tuple[str, bytes]) -> None:
    kind, data = values
    ours = cells(data)
    grid = python_calamine.CalamineWorkbook.from_object(io.BytesIO(data)).get_sheet_by_index(0)
    compared = 0
    for row, line in enumerate(grid.to_python(skip_empty_area=False), start=1):
        theirs, text = line[1], ours.get(f"B{row}", "")
        if isinstance(theirs, str):
            assert text in (theirs.strip(), "#REF!")
        elif isinstance(theirs, int | float) and text not in ("TRUE", "FALSE"):
            number = float(text.removesuffix("%").replace(",", "."))
            assert number == pytest.approx(theirs * (100 if text.endswith("%") else 1), rel=1e-14), (kind, row)
        compared += theirs != ""
    assert compared > 30


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", ""), ("", ""), ("0", ""), ("#,##0.00", ""), ("0.00E+00", ""), ("@", ""), ("[Red]0", ""),
        ('#,##0\\ "đồng"', ""), ('0 "ngày"', ""), ("_-* #,##0_-;-* #,##0_-", ""), ("[$₫-42A] #,##0", ""),
        ("# ??/??", ""), ("0%", "%"), ("0.00%;[Red]-0.00%", "%"), ('0"%"', ""), ("0\\%", ""),
        ("00", "02"), ("00000", "05"), ("dd/mm/yyyy", "date"), ("[$-42A]dd mmmm yyyy", "date"), ("mmm-yy", "date"),
        ("d-mmm;@", "date"), ("mm", "date"), ("yyyy-mm-dd hh:mm", "date"), ("h:mm AM/PM", "time"), ("mm:ss.0", "time"),
        ("[h]:mm:ss", "elapsed"), ("[mm]:ss", "elapsed"),
    ],
)  # fmt: skip
def test_what_a_number_format_makes_of_a_number(code: str, kind: str) -> None:
    assert kind_of(code) == kind


@pytest.mark.parametrize(
    ("raw", "kind", "from_1904", "text"),
    [
        ("58.840000000000003", "", False, "58,84"),
        ("1.3760000000000001E3", "", False, "1376"),
        ("007", "", False, "7"),
        ("-0", "", False, "0"),
        ("1e999", "", False, "1e999"),
        ("nhiều", "", False, "nhiều"),
        ("-0.015", "%", False, "-1,5%"),
        ("12", "%", False, "1200%"),
        ("59", "date", False, "1900-02-28"),
        ("60", "date", False, "60"),  # Excel's 29 February 1900, which never was
        ("61", "date", False, "1900-03-01"),
        ("43784", "date", False, "2019-11-15"),
        ("42322", "date", True, "2019-11-15"),
        ("43783.99999999", "date", False, "2019-11-15"),
        ("-3", "date", False, "-3"),
        ("99999999", "date", False, "99999999"),
        ("0", "date", False, "1899-12-31"),
        ("0", "time", False, "00:00:00"),
        ("1.5", "elapsed", False, "36:00:00"),
    ],
)
def test_a_stored_number_as_text(raw: str, kind: str, from_1904: bool, text: str) -> None:
    assert shown(raw, kind, from_1904) == text


def test_numbers_never_have_an_exponent() -> None:
    assert [plain(value) for value in (1e22, 1.5e-9, -1e16)] == ["1" + "0" * 22, "0,0000000015", "-1" + "0" * 16]


def hidden_and_merged() -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.title = "Biểu 1"
        for row in range(1, 9):
            for column in range(1, 6):
                sheet.cell(row, column, f"{row}.{column}")
        sheet.merge_cells("A1:C2")
        sheet.merge_cells("E4:E6")
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[4].hidden = True
        sheet.row_dimensions[20].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet.column_dimensions["K"].hidden = True
        other = book.create_sheet("Ẩn")
        other["B2"] = "giấu"
        other.sheet_state = "hidden"
        book.create_sheet("Trống").sheet_state = "hidden"
        book.create_sheet("Ghi chú")["A1"] = "x"

    return made(fill)


@pytest.mark.parametrize("kind", ["openpyxl", "xlsx", "xls", "ods"])
def test_what_is_hidden_is_told_and_what_is_merged_is_known(kind: str, tmp_path: Path) -> None:
    data = hidden_and_merged()
    found = book(data if kind == "openpyxl" else converted(data, kind, tmp_path))
    first = found.sheets[0]
    assert [(each.name, each.number, each.hidden) for each in found.sheets] == [
        ("Biểu 1", 0, False), ("Ẩn", 1, True), ("Trống", 2, True), ("Ghi chú", 3, False)]  # fmt: skip
    assert set(first.merges) == {Merge(1, 0, 2, 2), Merge(4, 4, 6, 4)}
    assert (first.hidden_rows, first.hidden_columns) == ({3, 4}, {3})
    assert first.cells.filter(pl.col("row") == 3)["0"].item() == "3.1"
    seen = [(each.code, each.sheet, each.params) for each in found.problems]
    assert seen == [
        ("hidden_rows", "Biểu 1", {"rows": "3–4"}),
        ("hidden_columns", "Biểu 1", {"columns": "D"}),
        ("hidden_sheet", "Ẩn", {}),
    ]


def test_what_lies_under_a_merged_cell_is_not_seen_and_not_read() -> None:
    row = "".join(f'<c r="{column}{{0}}" t="str"><v>{column}{{0}}</v></c>' for column in "ABC")
    rows = "".join(f'<row r="{number}">{row.format(number)}</row>' for number in (1, 2, 4))
    found = cells(by_hand(f'<sheetData>{rows}</sheetData><mergeCells><mergeCell ref="A1:B3"/></mergeCells>'))
    assert sorted(found) == ["A1", "A4", "B4", "C1", "C2", "C4"]


def formulas() -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet.title = "Tổng"
        sheet.append(["Xã", "Đảng viên"])
        sheet.append(["Sín Thầu", 5])
        sheet.append(["Cộng", "=SUM(B2:B2)"])
        sheet["D3"] = '=IF(B2=5,"","x")'

    return made(fill)


def test_formulas_without_a_result_are_named() -> None:
    found = book(formulas())
    assert found.sheets[0].uncached == ((3, 1), (3, 3))
    assert [(each.code, each.row, each.at, each.sheet, each.params) for each in found.problems] == [
        ("formula_uncached", 3, 1, "Tổng", {"cell": "B3"}),
        ("formula_uncached", 3, 3, "Tổng", {"cell": "D3"}),
    ]
    for lang in LANGUAGES:
        assert "B3" in told(found.problems[0], lang).message


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_formulas_with_a_result_are_read_by_it(kind: str, tmp_path: Path) -> None:
    data = converted(formulas(), kind, tmp_path)
    assert cells(data) == {"A1": "Xã", "B1": "Đảng viên", "A2": "Sín Thầu", "B2": "5", "A3": "Cộng", "B3": "5"}
    assert codes(data) == []


def test_a_nought_that_excel_was_to_replace_is_no_result() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["a", 3, 4])
        sheet.write_formula(0, 3, "=B1+C1")
        sheet.write_formula(0, 4, "=B1*C1", None, 12)
    found = book(out.getvalue())
    assert found.sheets[0].uncached == ((1, 3),)
    assert cells(out.getvalue())["E1"] == "12"


def test_fonts_of_a_column_say_how_its_texts_are_written() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        for row, text in enumerate(["X· SÝn ThÇu", "X· Sen Th­îng", "§¶ng bé"], start=1):
            sheet.cell(row, 1, text).font = Font(name=".VnTime")
            sheet.cell(row, 2, f"Xã {row}").font = Font(name="Times New Roman")

    data = made(fill)
    found = cells(data)
    assert [found[f"A{row}"] for row in (1, 2, 3)] == ["Xã Sín Thầu", "Xã Sen Thượng", "Đảng bộ"]
    assert found["B1"] == "Xã 1"
    assert book(data).encoding == "tcvn3"
    assert {each.sheet for each in book(data).problems} == {"Sheet"}


def test_macros_are_left_alone_and_told() -> None:
    sheet = '<sheetData><row r="1"><c r="A1"><v>5</v></c></row></sheetData>'
    assert codes(by_hand(sheet, more={"xl/vbaProject.bin": "x"})) == ["macros_ignored"]


ROW = '<sheetData><row r="1">{}</row></sheetData>'

# what stands in the first row, the cells it gives
XLSX_CELLS: list[tuple[str, dict[str, str]]] = [
    ('<c r="B1"><v>5</v></c>', {"B1": "5"}),
    ("<c><v>5</v></c><c><v>6</v></c>", {"A1": "5", "B1": "6"}),
    ('<c r="C1"><v>5</v></c><c><v>6</v></c>', {"C1": "5", "D1": "6"}),
    ('<c r="C1"><v>5</v></c><c r="A1"><v>6</v></c>', {"A1": "6", "C1": "5"}),
    ('<c r="A1" t="inlineStr"><is><t>Xã </t></is></c>', {"A1": "Xã"}),
    ('<c r="A1" t="inlineStr"><is><r><t>Sín</t></r><r><t xml:space="preserve"> Thầu</t></r></is></c>', {
        "A1": "Sín Thầu"}),
    ('<c r="A1" t="str"><f>B1</f><v>Xã &amp; phường</v></c>', {"A1": "Xã & phường"}),
    ('<c r="A1" t="str"><f>B1</f><v></v></c><c r="B1"><v>1</v></c>', {"B1": "1"}),
    ('<c r="A1" t="b"><v>1</v></c><c r="B1" t="e"><v>#DIV/0!</v></c>', {"A1": "TRUE", "B1": "#DIV/0!"}),
    ('<c r="A1" t="d"><v>2019-11-15T00:00:00Z</v></c>', {"A1": "2019-11-15"}),
    ('<c r="A1" t="d"><v>2019-11-15T08:30:00.000</v></c>', {"A1": "2019-11-15 08:30:00"}),
    ('<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c>', {"A1": "Xã Sín Thầu", "B1": "a\nb"}),
    ('<c r="A1" s="1"><v>0.25</v></c><c r="B1" s="2"><v>43784</v></c>', {"A1": "25%", "B1": "2019-11-15"}),
]  # fmt: skip
STRINGS = """<sst xmlns="x"><si><r><rPr><b/></rPr><t>Xã </t></r><r><t>Sín Thầu</t></r><rPh><t>đọc</t></rPh></si>
<si><t>a_x000A_b</t></si></sst>"""
STYLES = """<styleSheet xmlns="x"><fonts><font><name val="Arial"/></font></fonts>
<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
<cellXfs><xf numFmtId="0"/><xf numFmtId="10" fontId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"""


@pytest.mark.parametrize(("inside", "expected"), XLSX_CELLS)
@pytest.mark.parametrize("prefixed", [False, True])
def test_every_way_to_write_a_cell(inside: str, expected: Mapping[str, str], prefixed: bool) -> None:
    sheet = ROW.format(inside)
    data = by_hand(sheet, strings=STRINGS, styles=STYLES)
    if prefixed:
        parts = unzipped(data)
        name = "xl/worksheets/sheet1.xml"
        parts[name] = re.sub(r"<(/?)(\w)", r"<\1x:\2", parts[name]).replace("xmlns=", "xmlns:x=")
        data = zipped(parts)
    assert cells(data) == expected


ODS_CELLS: list[tuple[str, dict[str, str]]] = [
    ('<table:table-cell office:value-type="float" office:value="1.376"/>', {"A1": "1,376"}),
    ('<table:table-cell office:value-type="percentage" office:value="0.5884"><text:p>59%</text:p></table:table-cell>', {
        "A1": "58,84%"}),
    ('<table:table-cell office:value-type="float" office:value="8"><text:p>08</text:p></table:table-cell>', {
        "A1": "08"}),
    ('<table:table-cell office:value-type="boolean" office:boolean-value="true"/>', {"A1": "TRUE"}),
    ('<table:table-cell office:value-type="date" office:date-value="2019-11-15"/>', {"A1": "2019-11-15"}),
    ('<table:table-cell office:value-type="date" office:date-value="2019-11-15T08:30:00.5"/>', {
        "A1": "2019-11-15 08:30:00"}),
    ('<table:table-cell office:value-type="time" office:time-value="PT08H30M00S"/>', {"A1": "08:30:00"}),
    ('<table:table-cell office:value-type="string"><text:p>a<text:s text:c="2"/>b</text:p><text:p>c</text:p>'
     "</table:table-cell>", {"A1": "a  b\nc"}),
    ('<table:table-cell office:value-type="string" office:string-value="x"/>', {"A1": "x"}),
    ('<table:table-cell table:number-columns-repeated="2"/><table:table-cell table:number-columns-repeated="2" '
     'office:value-type="float" office:value="7"/>', {"C1": "7", "D1": "7"}),
    ('<table:table-cell office:value-type="string"><office:annotation><text:p>ghi chú</text:p></office:annotation>'
     "<text:p>x</text:p></table:table-cell>", {"A1": "x"}),
    ('<table:table-cell office:value-type="string"><text:p>a</text:p></table:table-cell><table:covered-table-cell '
     'office:value-type="string"><text:p>b</text:p></table:covered-table-cell>', {"A1": "a"}),
]  # fmt: skip


@pytest.mark.parametrize(("inside", "expected"), ODS_CELLS)
def test_every_way_to_write_a_cell_of_an_ods(inside: str, expected: Mapping[str, str]) -> None:
    body = f'<table:table table:name="A"><table:table-row>{inside}</table:table-row></table:table>'
    assert cells(ods(body)) == expected


def test_an_ods_may_name_its_namespaces_as_it_likes() -> None:
    data = ods('<table:table table:name="A"><table:table-row><table:table-cell office:value-type="percentage" '
               'office:value="0.5"/></table:table-row></table:table>')  # fmt: skip
    parts = unzipped(data)
    content = parts["content.xml"].replace("table:", "t:").replace("xmlns:table=", "xmlns:t=")
    parts["content.xml"] = content.replace("xmlns:t:1.0", "xmlns:table:1.0")
    assert "<t:table-cell" in parts["content.xml"]
    assert cells(zipped(parts)) == {"A1": "50%"}


def test_repeated_rows_of_an_ods_are_as_many_rows() -> None:
    cell = '<table:table-cell office:value-type="float" office:value="{}"/>'
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{cell.format(1)}</table:table-row>'
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>'
        f'<table:table-row table:visibility="filter">{cell.format(2)}</table:table-row>'
    )
    found = ods(f'<table:table table:name="A">{rows}</table:table>')
    assert cells(found) == {"A1": "1", "A2": "1", "A6": "2"}
    assert book(found).sheets[0].hidden_rows == {6}


def test_copies_of_other_files_inside_an_ods_are_no_sheets() -> None:
    row = "<table:table-row><table:table-cell office:value-type='float' office:value='1'/></table:table-row>"
    own, other = f'<table:table table:name="A">{row}</table:table>', "<table:table-source/>"
    body = f"{own}<table:table table:name=\"'file:///x.ods'#$B\">{other}{row}</table:table>"
    assert [sheet.name for sheet in book(ods(body)).sheets] == ["A"]


# file, the code it is refused by, and what it is said to be
REFUSED: list[tuple[bytes, str, str | None]] = [
    (b"PK\x03\x04 broken", "corrupt_file", None),
    (zipped({"a.txt": "x"}), "not_a_table", "zip"),
    (zipped({"[Content_Types].xml": "", "_rels/.rels": "<a>"}), "corrupt_file", None),
    (by_hand("<sheetData><row><c><v>1</v></row></sheetData>"), "corrupt_file", None),
    (by_hand(ROW.format('<c t="s"><v>5</v></c>')), "corrupt_file", None),
    (by_hand(ROW.format('<c s="9"><v>5</v></c>')), "corrupt_file", None),
    (by_hand(ROW.format('<c r="5"><v>5</v></c>')), "corrupt_file", None),
    (by_hand('<sheetData><row r="2"><c><v>1</v></c></row><row r="1"><c><v>1</v></c></row></sheetData>'),
     "corrupt_file", None),
    (by_hand(ROW.format("")), "empty_file", None),
    (zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x"}), "not_a_table", "document"),
    (ods("", more={"META-INF/manifest.xml": "<manifest:encryption-data/>"}), "password_protected", None),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password_protected", None),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "not_a_table", "document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "corrupt_file", None),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not_a_table", "binary"),
    (b"%PDF-1.7", "not_a_table", "pdf"),
    (b"\x1f\x8b\x08", "not_a_table", "gzip"),
    (b"\x89PNG\r\n", "not_a_table", "image"),
    (b"\xef\xbb\xbf <html><table>", "not_a_table", "html"),
    (b"<table border=1><tr><td>5", "not_a_table", "html"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "code", "seen"), REFUSED)
def test_what_is_no_workbook_is_refused_by_name(data: bytes, code: str, seen: str | None) -> None:
    found = read_file(data)
    assert not isinstance(found, Book)
    assert [(each.code, each.params.get("seen")) for each in found] == [(code, seen)]


def test_a_document_type_is_never_read() -> None:
    data = by_hand(ROW.format("<c><v>&a;</v></c>"))
    assert codes(data) == ["corrupt_file"]
    evil = '<!DOCTYPE x [<!ENTITY a "5">]><styleSheet/>'
    assert codes(by_hand(ROW.format("<c><v>5</v></c>"), styles=evil)) == ["corrupt_file"]


def test_an_old_workbook_under_a_password(tmp_path: Path) -> None:
    """The record that names the last writer becomes the one that says how the rest is encrypted (FILEPASS)."""
    data = converted(every_value(), "xls", tmp_path)
    writer, password = b"\x5c\x00\x70\x00", b"\x2f\x00\x70\x00"
    assert data.count(writer) == 1
    assert codes(data.replace(writer, password)) == ["password_protected"]
