"""Files as offices make them: a grid with merges, fonts and formats, written as CSV, XLSX, XLS or ODS.

XLSX is written by openpyxl; XLS and ODS, and XLSX that a second program wrote, by LibreOffice from it. A test's machine
without LibreOffice skips those files, except where ``CI`` is set: there it fails.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.utility import xl_cell_to_rowcol

Cell = str | int | float | date | bool | None


@dataclass(frozen=True)
class Page:
    """A sheet: rows of cells from A1, merged ranges (``"A1:C1"``), and what else a hazard wants of it.

    ``fonts`` and ``formats`` are by range (``"B"`` for a column, ``"B3"`` for a cell); ``hidden_rows`` 1-based.
    """

    rows: Sequence[Sequence[Cell]]
    name: str = "Sheet1"
    merges: Sequence[str] = ()
    fonts: Mapping[str, str] = field(default_factory=dict)
    formats: Mapping[str, str] = field(default_factory=dict)
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[str] = ()
    hidden: bool = False


def xlsx(*pages: Page) -> bytes:
    """A workbook as openpyxl writes it."""
    book = Workbook()
    book.remove(book.active)
    for page in pages:
        sheet = book.create_sheet(page.name)
        for row, cells in enumerate(page.rows, 1):
            for column, cell in enumerate(cells, 1):
                if cell is not None:
                    sheet.cell(row, column).value = cell
        _dress(sheet, page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _dress(sheet: Worksheet, page: Page) -> None:
    for where, name in page.fonts.items():
        for cell in _cells(sheet, where):
            cell.font = Font(name=name)
    for where, form in page.formats.items():
        for cell in _cells(sheet, where):
            cell.number_format = form
    for merged in page.merges:
        sheet.merge_cells(merged)
    for row in page.hidden_rows:
        sheet.row_dimensions[row].hidden = True
    for column in page.hidden_columns:
        sheet.column_dimensions[column].hidden = True
    if page.hidden:
        sheet.sheet_state = "hidden"


def _cells(sheet: Worksheet, where: str) -> list:
    if where.isalpha():
        return list(sheet[where])
    found = sheet[where]
    return [found] if not isinstance(found, tuple) else [cell for row in found for cell in row]


def text(rows: Sequence[Sequence[Cell]], *, separator: str = ",", encoding: str = "utf-8", ends: str = "\r\n") -> bytes:
    """The grid as a text file; cells as they would be typed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=separator, lineterminator=ends)
    writer.writerows([["" if cell is None else str(cell) for cell in row] for row in rows])
    return out.getvalue().encode(encoding)


def converted(book: bytes, kind: str, folder: Path) -> bytes:
    """An XLSX workbook as LibreOffice saves it: ``xls``, ``ods`` or ``xlsx``."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: apt-get install libreoffice-calc")
        pytest.skip("LibreOffice is not installed")
    source, target = folder / "book.xlsx", folder / "out"
    source.write_bytes(book)
    own = f"-env:UserInstallation=file://{folder}/profile"
    asked = ["--headless", "--convert-to", kind, "--outdir", str(target), str(source)]
    subprocess.run([office, own, *asked], check=True, capture_output=True, timeout=120)
    return (target / f"book.{kind}").read_bytes()


def by_xlsxwriter(*pages: Page, formulas: Mapping[str, tuple[str, float]] | None = None) -> bytes:
    """A workbook as XlsxWriter writes it; ``formulas`` of the first page by cell, with their cached results."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        for number, page in enumerate(pages):
            sheet = book.add_worksheet(page.name)
            for row, cells in enumerate(page.rows):
                for column, cell in enumerate(cells):
                    if cell is not None:
                        sheet.write(row, column, cell)
            for where, (formula, result) in ({} if number else formulas or {}).items():
                sheet.write_formula(where, formula, None, result)
            for merged in page.merges:
                first = merged.split(":")[0]
                place = xl_cell_to_rowcol(first)
                sheet.merge_range(merged, page.rows[place[0]][place[1]])
            for hidden in page.hidden_rows:
                sheet.set_row(hidden - 1, None, None, {"hidden": True})
            if page.hidden:
                sheet.hide()
    return out.getvalue()


def converted_together(books: Mapping[str, tuple[bytes, str]], folder: Path) -> dict[str, bytes]:
    """XLSX workbooks by name, each saved again as the kind beside it; LibreOffice is started once a kind."""
    office = shutil.which("soffice")
    if office is None:
        if os.environ.get("CI"):
            pytest.fail("LibreOffice is missing: apt-get install libreoffice-calc")
        return {}
    own = f"-env:UserInstallation=file://{folder}/profile"
    found: dict[str, bytes] = {}
    for kind in sorted({kind for _, kind in books.values()}):
        names = [name for name, (_, wanted) in books.items() if wanted == kind]
        source, target = folder / f"from-{kind}", folder / f"to-{kind}"
        source.mkdir()
        for name in names:
            (source / f"{name}.xlsx").write_bytes(books[name][0])
        files = [str(source / f"{name}.xlsx") for name in names]
        asked = ["--headless", "--convert-to", kind, "--outdir", str(target), *files]
        subprocess.run([office, own, *asked], check=True, capture_output=True, timeout=180)
        found |= {name: (target / f"{name}.{kind}").read_bytes() for name in names}
    return found
