"""The sheet of a workbook that says how to fill it in: whom it is for, what goes into a cell, what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter

from metrics.goals import Kind
from report import formats
from report.form import Form, FormIndicator
from report.text import say
from report.theme import LIGHT, OFFICE_FONT

TO_WRITE = {Kind.STOCK: "count", Kind.FLOW: "count", Kind.SHARE: "share", Kind.STATE: "state", Kind.RATING: "rating"}
"""The last part of the key that says what is written for a kind of indicator."""


def write_guide(made: xlsxwriter.Workbook, form: Form, sheets: Sequence[str], lang: str) -> dict[str, str]:
    """Adds the instructions as the workbook's next sheet; its first cell marks it as one that is not read.

    Gives, by the code of each rating, the cells that list what may be chosen, as a formula.
    """
    page = made.add_worksheet(say(lang, "template.guide.sheet"))
    base: dict[str, Any] = {
        "font_name": OFFICE_FONT,
        "font_size": 10,
        "font_color": LIGHT.ink,
        "valign": "top",
        "text_wrap": True,
    }
    lined = {**base, "border": 1, "border_color": LIGHT.line}
    plain, cell = made.add_format({**base, "text_wrap": False}), made.add_format(lined)
    title = made.add_format({**base, "bold": True, "font_size": 14, "text_wrap": False})
    head = made.add_format({**base, "bold": True, "font_size": 11, "text_wrap": False})
    column_head = made.add_format({**lined, "bold": True, "bg_color": LIGHT.active})
    strong = made.add_format({**lined, "bold": True})
    page.write_string(
        0, 0, form.aside, made.add_format({**base, "text_wrap": False, "font_size": 7, "font_color": LIGHT.line})
    )
    page.write_string(1, 1, say(lang, "template.guide.title"), title)
    page.set_row(1, 22)
    first, last = (formats.day(on, lang) for on in (form.period.first, form.period.last))
    page.write_string(2, 1, say(lang, "template.unit_is", unit=form.unit), plain)
    when = say(lang, "template.guide.span", period=formats.period(form.period, lang), first=first, last=last)
    page.write_string(3, 1, when, plain)
    row = 5
    steps = ("fill", "check", "hand_in")
    for place, step in enumerate(steps, start=1):
        text = say(lang, f"template.guide.step_{step}", sheets=", ".join(f"“{name}”" for name in sheets))
        page.merge_range(row, 1, row, 3, f"{place}. {text}", made.add_format(base))
        page.set_row(row, 14 * (1 + len(text) // 120) + 4)
        row += 1
    row += 1
    page.write_string(row, 1, say(lang, "template.guide.words"), head)
    row += 1
    for written, meaning in _words(form, lang):
        page.write_string(row, 1, written, strong)
        page.merge_range(row, 2, row, 3, meaning, cell)
        page.set_row(row, 14 * (1 + len(meaning) // 96) + 4)
        row += 1
    row += 1
    page.write_string(row, 1, say(lang, "template.guide.asked"), head)
    row += 1
    for at, key in enumerate(("indicator", "to_write", "note"), start=1):
        page.write_string(row, at, say(lang, f"template.guide.{key}"), column_head)
    row += 1
    for each in _asked(form):
        note = each.note
        what = say(lang, f"template.guide.of_{TO_WRITE[each.kind]}")
        page.write_string(row, 1, each.name, cell)
        page.write_string(row, 2, what, cell)
        page.write_string(row, 3, note, cell)
        page.set_row(row, 14 * max(1 + len(each.name) // 33, 1 + len(what) // 31, 1 + len(note) // 64) + 4)
        row += 1
    lists: dict[str, str] = {}
    for each in _asked(form):
        if not each.classes:
            continue
        row += 1
        page.write_string(row, 1, say(lang, "template.guide.classes", indicator=each.name), head)
        first_row = row + 2
        for word in (*each.classes, say(lang, "state.not_applicable")):
            row += 1
            page.write_string(row, 1, word, cell)
        lists[each.code] = f"='{page.get_name()}'!$B${first_row}:$B${row + 1}"
        row += 1
    page.set_column(0, 0, 2)
    page.set_column(1, 1, 34)
    page.set_column(2, 2, 32)
    page.set_column(3, 3, 60)
    page.hide_gridlines(2)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.protect("", {"format_columns": True, "format_rows": True})
    return lists


def _words(form: Form, lang: str) -> Iterator[tuple[str, str]]:
    """What may stand in a cell, and what it means."""
    kinds = {each.kind for each in _asked(form)}
    yield "0", say(lang, "template.guide.zero")
    yield say(lang, "template.guide.empty"), say(lang, "template.guide.empty_means")
    yield say(lang, "state.not_applicable"), say(lang, "template.guide.not_applicable_means")
    if Kind.RATING in kinds:
        yield say(lang, "state.not_rated"), say(lang, "template.guide.not_rated_means")
    if Kind.STATE in kinds:
        yield "1 / 0", say(lang, "template.guide.yes_no_means")
    if Kind.SHARE in kinds:
        yield say(lang, "template.guide.parts"), say(lang, "template.guide.parts_mean")
    if kinds & {Kind.STOCK, Kind.FLOW, Kind.SHARE}:
        yield "≥500  ≤500  ~500", say(lang, "template.guide.about_means")


def _asked(form: Form) -> list[FormIndicator]:
    return list({each.code: each for sheet in form.sheets for each in sheet.indicators}.values())
