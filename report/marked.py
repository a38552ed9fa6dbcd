"""A workbook that somebody handed in, with what is wrong marked in its cells and told in an added sheet."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from functools import partial
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from report.marks import (
    HEADER,
    MARKED,
    SIGNED,
    WIDTHS,
    Findings,
    Mark,
    comment,
    lines,
    sheet_names,
    worst_first,
    worst_of,
)
from report.text import say
from report.theme import LIGHT, MARKS, OFFICE_FONT

LARGEST = 25 * 1024 * 1024
"""Bytes of XML in the sheets of a workbook that is still opened with all its formats."""


class CannotKeep(ValueError):
    """The workbook cannot be opened with its formats, or is too large for it; its cells can be copied instead."""


def mark_workbook(data: bytes, name: str, findings: Findings, lang: str) -> bytes:
    """The same workbook as XLSX, marked: formats, formulas and their results kept, macros left out.

    Marks of a former time are taken away first. Raises :class:`CannotKeep`; :func:`report.marked_copy.mark_copy` takes
    what it refuses.
    """
    parts = _parts(data)
    try:
        reader = ExcelReader(io.BytesIO(data))
        reader.read()
        book: Workbook = reader.wb
        was = {sheet.name: relation.target for sheet, relation in reader.parser.find_sheets()}
    except Exception as error:  # whatever a stranger's file makes a foreign reader raise
        raise CannotKeep(str(error)) from error
    book.calculation.fullCalcOnLoad = False  # the results are put back, and those that were missing stay missing
    _unmark(book)
    places = _mark(book, findings.marks, lang)
    _list(book, findings, name, places, _lost(parts, lang), lang)
    out = io.BytesIO()
    try:
        book.save(out)
    except Exception as error:  # formats that were read but cannot be written again
        raise CannotKeep(str(error)) from error
    return _with_results(out.getvalue(), data, [each.title for each in book.worksheets], was)


def _parts(data: bytes) -> list[str]:
    """Names of the parts of an XLSX or XLSM; raises :class:`CannotKeep` for anything else."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            size = sum(part.file_size for part in archive.infolist())
            parts = archive.namelist()
    except zipfile.BadZipFile as error:
        raise CannotKeep("no workbook of this kind") from error
    if not any(part.startswith("xl/worksheets/") for part in parts):
        raise CannotKeep("no workbook of this kind")
    if size > LARGEST:
        raise CannotKeep(f"{size} bytes of cells")
    return parts


def _lost(parts: Sequence[str], lang: str) -> list[str]:
    """What the marked file cannot keep, in words."""
    lost = []
    if any(part.endswith("vbaProject.bin") for part in parts):
        lost.append(say(lang, "marked.no_macros"))
    if any(part.startswith(("xl/charts/", "xl/media/", "xl/drawings/drawing")) for part in parts):
        lost.append(say(lang, "marked.no_pictures"))
    return lost


def _unmark(book: Workbook) -> None:
    """Takes the marks of a former time away: the added sheet, its colours, what Mốc said in comments."""
    for name in sheet_names():
        if name not in book.sheetnames:
            continue
        for kept, link in book[name].iter_rows(min_row=HEADER + 1, max_col=2):
            target = link.hyperlink.location if link.hyperlink else None
            found = re.fullmatch(r"#?'?(.*?)'?[!.]([A-Z]+[0-9]+)", (target or "").replace("$", ""))
            if found and (sheet := found[1].replace("''", "'")) in book.sheetnames:
                cell = book[sheet][found[2]]
                if not isinstance(cell, MergedCell) and _is_mark(cell):
                    cell.fill = copy(kept.fill)
        del book[name]
    for page in book.worksheets:
        for cell in page._cells.values():
            if isinstance(cell, Cell) and _signed(cell):
                theirs = cell.comment.text.partition(SIGNED)[0].strip()
                cell.comment = Comment(theirs, cell.comment.author) if theirs else None


def _signed(cell: Cell) -> bool:
    return cell.comment is not None and SIGNED in cell.comment.text


def _is_mark(cell: Cell) -> bool:
    colour = cell.fill.fgColor.rgb if cell.fill and cell.fill.fill_type == "solid" else None
    return isinstance(colour, str) and f"#{colour[-6:]}" in MARKS.values()


def _mark(book: Workbook, marks: Sequence[Mark], lang: str) -> dict[int, tuple[str, str]]:
    """Colours and comments in the cells; the sheet and cell of each problem that has one, by its place."""
    places: dict[int, tuple[str, str]] = {}
    filled: dict[str, dict[int, int]] = {}
    said: dict[tuple[str, str], list[Mark]] = {}
    for place, mark in enumerate(marks):
        found = _cell(book, mark, filled)
        if found is None:
            continue
        where = found.parent.title, found.coordinate
        places[place] = where
        if where in said or len(said) < MARKED:
            said.setdefault(where, []).append(mark)
    for (sheet, at), about in said.items():
        cell, about = book[sheet][at], worst_first(about)
        theirs = cell.comment
        text = comment(about, lang)
        cell.comment = Comment(
            f"{theirs.text.strip()}\n\n{text}" if theirs else text,
            theirs.author if theirs else say(lang, "app.name"),
            width=320,
            height=min(60 + 18 * (text.count("\n") + len(text) // 45), 400),
        )
    return places


def _cell(book: Workbook, mark: Mark, filled: dict[str, dict[int, int]]) -> Cell | None:
    """The cell of a problem: of merged ones the first, of a whole row the first that is filled.

    ``filled`` keeps the first filled column of each row, by sheet.
    """
    page = book[mark.sheet] if mark.sheet in book.sheetnames else next(iter(book.worksheets), None)
    if page is None or mark.row is None or not isinstance(page, Worksheet):
        return None
    at = mark.at
    if at is None:
        if page.title not in filled:
            columns = sorted(
                ((row, at) for (row, at), cell in page._cells.items() if cell.value is not None), reverse=True
            )
            filled[page.title] = dict(columns)
        at = filled[page.title].get(mark.row, 1) - 1
    cell = page.cell(mark.row, at + 1)
    if not isinstance(cell, MergedCell):
        return cell
    merged = next(area for area in page.merged_cells.ranges if cell.coordinate in area)
    return page.cell(merged.min_row, merged.min_col)


def _list(
    book: Workbook, findings: Findings, name: str, places: Mapping[int, tuple[str, str]], notes: list[str], lang: str
) -> None:
    """The added sheet, before all others; its narrow first column keeps how the marked cells looked."""
    page = book.create_sheet(say(lang, "marked.sheet"), 0)
    styles = _styles(page)
    _text(page.cell(1, 1), findings.aside).font = Font(name=OFFICE_FONT, size=7, color=_argb(LIGHT.line))
    coloured: set[tuple[str, str]] = set()
    worst = worst_of(findings.marks, places)
    for row, line in enumerate(lines(findings, name, places, notes, lang), start=2):
        for (first, last), text in zip(line.areas, line.texts, strict=True):
            _text(page.cell(row, first + 1), text)
            for at in range(first, last + 1):
                page.cell(row, at + 1)._style = copy(styles[line.style])
            if last > first:
                page.merge_cells(start_row=row, start_column=first + 1, end_row=row, end_column=last + 1)
        if line.height:
            page.row_dimensions[row].height = line.height
        if line.style == "level":
            page.cell(row, 2)._style = copy(styles[line.level])
        if line.link:
            sheet, at_cell = line.link
            quoted = sheet.replace("'", "''")
            page.cell(row, 2).hyperlink = Hyperlink(
                ref=f"B{row}", location=f"'{quoted}'!{at_cell}", display=line.texts[0]
            )
            target = book[sheet][at_cell]
            if line.link in worst and line.link not in coloured and _signed(target):
                coloured.add(line.link)
                page.cell(row, 1).fill = copy(target.fill)
                target.fill = _solid(MARKS[worst[line.link]])
    for at, width in enumerate(WIDTHS, start=1):
        page.column_dimensions[get_column_letter(at)].width = width
    page.freeze_panes = page.cell(HEADER + 1, 1)
    page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", 9
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.print_title_rows = f"{HEADER}:{HEADER}"
    for each in book.worksheets:
        each.sheet_view.tabSelected = each is page
    book.active = 0


def _styles(page: Worksheet) -> dict[str, Any]:
    """Styles of the list by name, put together once: given part by part to each cell they take most of the time."""
    side = Side(style="thin", color=_argb(LIGHT.line))
    frame, wrapped = Border(left=side, right=side, top=side, bottom=side), Alignment(wrap_text=True, vertical="top")
    grounds = {"head": LIGHT.active, **MARKS}
    found = {}
    for style in ("title", "note", "none", "plain", "level", *grounds):
        cell = Cell(page)
        size, bold = (14, True) if style == "title" else (10, style == "head")
        cell.font = Font(name=OFFICE_FONT, size=size, bold=bold, color=_argb(LIGHT.ink))
        if style not in ("title", "note", "none"):
            cell.border, cell.alignment = frame, wrapped
        if style in grounds:
            cell.fill = _solid(grounds[style])
        found[style] = cell._style
    return found


def _text(cell: Any, text: str) -> Any:
    """Writes a text as text: it never runs as a formula. Signs that XML has no place for are left out."""
    cell.value = _UNWRITABLE.sub("", text)[:32_000]
    cell.data_type = "s"
    return cell


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _solid(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=_argb(colour))


def _argb(colour: str) -> str:
    return f"FF{colour.removeprefix('#')}"


_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*(?:/>|>[^<]*</f>))<v ?(?:/>|></v>)</c>')
_RESULT = re.compile(rb"<c ([^>]*)>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*<v[^>]*?(?:/>|>([^<]*)</v>)\s*</c>")
_PLACE = re.compile(rb'\br="([A-Z]+[0-9]+)"')
_TYPE = re.compile(rb'\bt="([a-z]+)"')


def _with_results(saved: bytes, data: bytes, sheets: Sequence[str], was: Mapping[str, str]) -> bytes:
    """The saved workbook with the results of its formulas put back, which its writer leaves out.

    Without them whoever reads the file before a spreadsheet has computed it anew would find those cells empty. ``was``:
    the part of each sheet in ``data``.
    """
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(saved)) as archive,
        zipfile.ZipFile(io.BytesIO(data)) as first,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for part in archive.infolist():
            body = archive.read(part)
            number = re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", part.filename)
            source = was.get(sheets[int(number[1]) - 1]) if number else None
            if source and _FORMULA.search(body):
                results = dict(_results(first.read(source)))
                body = _FORMULA.sub(partial(_filled, results=results), body)
            made.writestr(part, body)
    return out.getvalue()


def _results(body: bytes) -> Iterator[tuple[bytes, tuple[bytes, bytes]]]:
    """Of each formula with a result its cell, and the result's type and text as they stand in the file."""
    for found in _RESULT.finditer(body):
        place, kind = _PLACE.search(found[1]), _TYPE.search(found[1])
        text = found[2] or b""
        if place and (text or kind):
            yield place[1], (kind[1] if kind else b"n", text)


def _filled(found: re.Match[bytes], results: Mapping[bytes, tuple[bytes, bytes]]) -> bytes:
    if found[1] not in results:
        return found[0]
    kind, text = results[found[1]]
    return b'<c r="%b"%b t="%b">%b<v>%b</v></c>' % (found[1], found[2], kind, found[3], text)
