"""The workbook to fill in: one unit and period, a sheet for each kind of reporting unit, checked while it is typed.

A row of codes under the headings says which column is what, so that the file is read back without a question. Sheets
are protected without a password: only the cells to fill in can be changed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from metrics.goals import Kind
from report import formats
from report.form import (
    CHECK_AT,
    CODE_AT,
    CODES,
    FIGURES_AT,
    FIRST,
    HEADS,
    NAME_AT,
    NAMES,
    PERIOD,
    STANDING,
    TITLE,
    UNIT,
    Cells,
    Form,
    FormIndicator,
    FormRow,
    FormSheet,
    Held,
    places,
)
from report.form_styles import form_styles
from report.guide import write_guide
from report.new_workbook import new_workbook, wrapped
from report.text import say
from report.typing_checks import check_formulas, groups, refuse, state_of, wrong_formulas

PAGE, SCALE = 190, 75
"""Widths of columns, in letters, that fit the breadth of a printed page; and its scale in per cent."""


def workbook(form: Form, lang: str) -> bytes:
    """The workbook as XLSX. What stands in it is text or number, never a formula of its data."""
    out = io.BytesIO()
    made = new_workbook(out)
    made.calc_on_load = False  # every formula is written with its result
    made.set_properties({"title": f"{form.unit}, {formats.period(form.period, lang)}", "author": say(lang, "app.name")})
    styles = form_styles(made)
    names = [_sheet_name(form, sheet, lang) for sheet in form.sheets]
    lists = write_guide(made, form, names, lang)
    for name, sheet in zip(names, form.sheets, strict=True):
        page = made.add_worksheet(name)
        _Page(page, form, sheet, styles, lang, lists).write()
    if names:
        first = made.get_worksheet_by_name(names[0])
        first.activate()
    made.close()
    return out.getvalue()


def _sheet_name(form: Form, sheet: FormSheet, lang: str) -> str:
    name = say(lang, "template.sheet")
    return name if len(form.sheets) == 1 else f"{name} - {sheet.kind}"[:31]


class _Page:
    """One sheet while it is written."""

    def __init__(
        self,
        page: Worksheet,
        form: Form,
        sheet: FormSheet,
        styles: dict[str, Format],
        lang: str,
        lists: dict[str, str],
    ) -> None:
        self.page, self.form, self.sheet, self.styles, self.lang, self.lists = page, form, sheet, styles, lang, lists
        self.last = FIRST + len(sheet.rows) - 1
        self.places = places(sheet)
        self.width = self.places[-1].last + 1 if self.places else FIGURES_AT
        together = groups(self.places, sheet.indicators, self._nothing)
        self.further = range(self.width, self.width + len(together) - 1)
        self.typed = {key: say(lang, f"template.typed.{key}", **_LATER) for key in _TYPED}

    def write(self) -> None:
        self._headings()
        for place, row in enumerate(self.sheet.rows):
            self._row(FIRST + place, row)
        self._total()
        for place, indicator in zip(self.places, self.sheet.indicators, strict=True):
            self._while_typing(place, indicator)
        self._marks()
        self._simulated()
        self._paper()

    def _say(self, key: str, **params: object) -> str:
        return say(self.lang, f"template.{key}", **params)

    def _headings(self) -> None:
        page, styles = self.page, self.styles
        now = formats.period(self.form.period, self.lang)
        kept = now.replace(" ", formats.SPACE)  # a heading is broken before its period, not within
        page.set_row(TITLE, 24)
        page.write_string(TITLE, 0, self._say("title"), styles["title"])
        page.write_string(UNIT, 0, self._say("unit_is", unit=self.form.unit), styles["line"])
        page.write_string(PERIOD, 0, self._say("period_is", period=now), styles["line"])
        for at, text in ((CODE_AT, "unit_code"), (NAME_AT, "unit_name")):
            page.merge_range(NAMES, at, CODES, at, self._say(text), styles["head"])
        page.merge_range(NAMES, CHECK_AT, HEADS, CHECK_AT, self._say("check"), styles["head"])
        page.write_string(CODES, CHECK_AT, "note", styles["machine"])
        for at in self.further:
            page.merge_range(NAMES, at, HEADS, at, self._say("check_further"), styles["head"])
            page.write_string(CODES, at, "note", styles["machine"])
        for place, indicator in zip(self.places, self.sheet.indicators, strict=True):
            first = place.first
            if first == place.last:
                page.write_string(NAMES, first, indicator.name, styles["head"])
            else:
                page.merge_range(NAMES, first, NAMES, place.last, indicator.name, styles["head"])
            this = self._say("now", period=kept)
            if place.before is not None and self.sheet.before is not None:
                text = self._say(
                    "before", period=formats.period(self.sheet.before, self.lang).replace(" ", formats.SPACE)
                )
                page.write_string(HEADS, place.before, text, styles["subhead_still"])
                page.write_blank(CODES, place.before, None, styles["machine"])
            if place.den is None:
                page.write_string(HEADS, place.now, this, styles["subhead"])
                page.write_string(CODES, place.now, indicator.code, styles["machine"])
                continue
            for at, part in ((place.now, "num"), (place.den, "den"), (place.last, "percent")):
                style = "subhead_still" if part == "percent" else "subhead"
                page.write_string(HEADS, at, self._say(f"part_{part}", period=kept), styles[style])
                page.write_string(CODES, at, f"{indicator.code}.{part}", styles["machine"])
        page.set_row(NAMES, 13.5 * max((self._lines(place) for place in self.places), default=1) + 6)
        page.set_row(HEADS, 40)
        page.set_row(CODES, 11)

    def _once(texts: Sequence[str]) -> Sequence[str]:
    """A word that stands for both counts of a share is said once."""
    return texts[:1] if len(set(texts)) == 1 and not texts[0].isdigit() else texts


def _numbers(held: Held) -> tuple[int | None, ...]:
    return tuple(int(text) if text.isascii() and text.isdigit() else None for text in held.texts)


def _added(counts: Iterable[int | None]) -> int | None:
    """The sum of those that are there; null where none is."""
    some = [count for count in counts if count is not None]
    return sum(some) if some else None
