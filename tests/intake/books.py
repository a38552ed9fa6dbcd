"""Workbooks for the tests: made by openpyxl, or put together by hand where no program would write such a file; and what
is read of them.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import openpyxl

from intake.cells import ROW, Book
from intake.problems import has_errors
from intake.read import read_file

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def made(fill: Callable[[openpyxl.Workbook], None]) -> bytes:
    """An XLSX that openpyxl writes."""
    book = openpyxl.Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def unzipped(data: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def by_hand(
    *sheets: str,
    book: str = "",
    strings: str | None = None,
    styles: str | None = None,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """An XLSX of the given sheets (what stands inside ``worksheet``), with nothing else but what it must have."""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="S{each}" sheetId="{each}" r:id="rId{each}"/>' for each in numbers)
    related = "".join(
        f'<Relationship Id="rId{each}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{each}.xml"/>'
        for each in numbers
    )
    parts: dict[str, str] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{book}<sheets>{listed}</sheets></workbook>',
    }
    for name, content in (("sharedStrings", strings), ("styles", styles)):
        if content is not None:
            related += f'<Relationship Id="{name}" Type="{OFFICE}/{name}" Target="/xl/{name}.xml"/>'
            parts[f"xl/{name}.xml"] = content
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE}">{related}</Relationships>'
    for each, sheet in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{each}.xml"] = f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
    return zipped(parts | dict(more or {}))


def ods(body: str, styles: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """An ODS with the given content of ``office:spreadsheet`` and automatic styles."""
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    names = "".join(f' xmlns:{each}="{urn}:{each}:1.0"' for each in ("office", "table", "text", "style"))
    content = (
        f"<office:document-content{names}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    mime = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": mime, "content.xml": content} | dict(more or {}))


def book(data: bytes) -> Book:
    """The file, read; the test fails where it is refused."""
    found = read_file(data)
    assert isinstance(found, Book), found
    return found


def cells(data: bytes, sheet: int = 0) -> dict[str, str]:
    """Texts of a sheet by the names of their cells."""
    frame = book(data).sheets[sheet].cells
    return {
        f"{openpyxl.utils.get_column_letter(int(at) + 1)}{row[ROW]}": text
        for row in frame.iter_rows(named=True)
        for at, text in row.items()
        if at != ROW and text is not None
    }


def codes(data: bytes) -> list[str]:
    """Codes of all that is said of a file, whether it was read or not."""
    found = read_file(data)
    problems = found.problems if isinstance(found, Book) else found
    assert isinstance(found, Book) or has_errors(problems)
    return [each.code for each in problems]
