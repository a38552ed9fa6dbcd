"""The cells of a file that is no XLSX (or too large to be opened as one) as a workbook, marked in the same way."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from report.marks import HEADER, MARKED, WIDTHS, Findings, Mark, comment, lines, worst_first
from report.new_workbook import new_workbook
from report.text import say
from report.theme import LIGHT, MARKS, OFFICE_FONT

PLAIN = re.compile(r"0|[1-9]\d{0,14}")
"""Texts that are written as numbers: nothing is lost, and spreadsheets can add them up."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A sheet to copy: its 1-based row numbers, ascending, with the texts of its cells. ``merged``: areas shown as one,
    first row and 0-based column, last row and column.
    """

    name: str
    rows: Iterable[tuple[int, Sequence[str | None]]]
    merged: Sequence[tuple[int, int, int, int]] = ()


def mark_copy(sheets: Sequence[Copied], name: str, findings: Findings, lang: str) -> bytes:
    """A workbook of the texts of a file, marked. Digits alone become numbers, everything else stays text."""
    out = io.BytesIO()
    made = new_workbook(out)
    titles = _titles(sheets, lang)
    kept = [(title, [*sheet.rows], sheet.merged) for title, sheet in zip(titles, sheets, strict=True)]
    cells = _cells(kept, {sheet.name: title for sheet, title in zip(sheets, titles, strict=True)}, findings.marks)
    places = {place: (sheet, xl_rowcol_to_cell(row, at)) for place, (sheet, row, at) in cells.items()}
    top = made.add_worksheet(say(lang, "marked.sheet"))
    _list(made, top, findings, name, places, [say(lang, "marked.copied")] if sheets else [], lang)
    base = made.add_format({"font_name": OFFICE_FONT, "font_size": 10})
    coloured = {
        level: made.add_format({"font_name": OFFICE_FONT, "font_size": 10, "bg_color": MARKS[level]}) for level in MARKS
    }
    about: dict[tuple[str, int, int], list[Mark]] = {}
    for place, where in cells.items():
        if where in about or len(about) < MARKED:
            about.setdefault(where, []).append(findings.marks[place])
    for title, rows, merged in kept:
        page = made.add_worksheet(title)
        here = {(row, at): worst_first(marks) for (sheet, row, at), marks in about.items() if sheet == title}
        page.set_column(0, max((len(texts) for _, texts in rows), default=1), 16, base)
        for area in merged:
            page.merge_range(area[0] - 1, area[1], area[2] - 1, area[3], "", base)
        for number, texts in rows:
            for at, text in enumerate(texts):
                if text is not None:
                    marks = here.get((number - 1, at))
                    _write(page, number - 1, at, text, coloured[marks[0].level] if marks else base)
        filled = {(number - 1, at) for number, texts in rows for at, text in enumerate(texts) if text is not None}
        for (row, at), marks in here.items():
            if (row, at) not in filled:
                page.write_blank(row, at, None, coloured[marks[0].level])
            text = comment(marks, lang)
            page.write_comment(row, at, text, {"author": say(lang, "app.name"), "x_scale": 2.4, "y_scale": 1.6})
    made.close()
    return out.getvalue()


def _titles(sheets: Sequence[Copied], lang: str) -> list[str]:
    """Names that a workbook may carry, all different, none of them that of the added sheet."""
    taken = {say(lang, "marked.sheet").casefold()}
    titles = []
    for place, sheet in enumerate(sheets, start=1):
        title = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", sheet.name).strip("' ")[:31]
        if not title or title.casefold() in taken or title.casefold() == "history":
            title = say(lang, "marked.copy_of", number=place)
        taken.add(title.casefold())
        titles.append(title)
    return titles


def _cells(
    kept: Sequence[tuple[str, list[tuple[int, Sequence[str | None]]], Sequence[tuple[int, int, int, int]]]],
    names: Mapping[str, str],
    marks: Sequence[Mark],
) -> dict[int, tuple[str, int, int]]:
    """Sheet, row and column (0-based) of each problem that has a row, by its place."""
    if not kept:
        return {}
    first = kept[0][0]
    filled = {
        title: {number: next((at for at, text in enumerate(texts) if text is not None), 0) for number, texts in rows}
        for title, rows, _ in kept
    }
    areas = {title: merged for title, _, merged in kept}
    found = {}
    for place, mark in enumerate(marks):
        if mark.row is None:
            continue
        title = names.get(mark.sheet or "", first)
        at = mark.at if mark.at is not None else filled[title].get(mark.row, 0)
        area = next((one for one in areas[title] if one[0] <= mark.row <= one[2] and one[1] <= at <= one[3]), None)
        found[place] = (title, mark.row - 1, at) if area is None else (title, area[0] - 1, area[1])
    return found


def _write(page: Any, row: int, at: int, text: str, style: Format) -> None:
    if PLAIN.fullmatch(text):
        page.write_number(row, at, int(text), style)
    else:
        page.write_string(row, at, text[:32_000], style)


def _list(
    made: xlsxwriter.Workbook,
    page: Any,
    findings: Findings,
    name: str,
    places: Mapping[int, tuple[str, str]],
    notes: Sequence[str],
    lang: str,
) -> None:
    base = {"font_name": OFFICE_FONT, "font_size": 10, "font_color": LIGHT.ink}
    lined = {**base, "border": 1, "border_color": LIGHT.line, "text_wrap": True, "valign": "top"}
    styles = {
        "title": made.add_format({**base, "font_size": 14, "bold": True}),
        "note": made.add_format(base),
        "head": made.add_format({**lined, "bold": True, "bg_color": LIGHT.active}),
        "plain": made.add_format(lined),
        **{level: made.add_format({**lined, "bg_color": colour}) for level, colour in MARKS.items()},
    }
    page.write_string(0, 0, findings.aside, made.add_format({**base, "font_size": 7, "font_color": LIGHT.line}))
    for row, line in enumerate(lines(findings, name, places, notes, lang), start=1):
        for (first, last), text in zip(line.areas, line.texts, strict=True):
            style = styles["plain" if line.style == "level" else line.style]
            if last > first:
                page.merge_range(row, first, row, last, "", style)
            if line.style == "level" and first == 1:
                style = styles[line.level]
            page.write_string(row, first, text[:32_000], style)
        if line.height:
            page.set_row(row, line.height)
        if line.link:
            sheet, cell = line.link
            quoted = sheet.replace("'", "''")
            page.write_url(row, 1, f"internal:'{quoted}'!{cell}", styles[line.level], line.texts[0])
    for at, width in enumerate(WIDTHS):
        page.set_column(at, at, width)
    page.freeze_panes(HEADER, 0)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(HEADER - 1)
    page.activate()
