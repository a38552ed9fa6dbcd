"""The workbook to fill in: one unit and period, a sheet for each kind of reporting unit, checked while it is typed.

A row of codes under the headings says which column is what, so that the file is read back without a question. Sheets
are protected without a password: only the cells to fill in can be changed.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

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
        for number, row in enumerate(self.sheet.rows, FIRST):
            self._row(number, row)
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

    def _lines(self, place: Cells) -> int:
        """Lines that an indicator's name takes over its columns."""
        name = self.sheet.indicators[self.places.index(place)].name
        room = sum(_width(place, at) for at in range(place.first, place.last + 1)) - 2
        return wrapped(name, room)

    def _row(self, number: int, row: FormRow) -> None:
        page, styles = self.page, self.styles
        page.write_string(number, CODE_AT, row.code, styles["code"])
        page.write_string(number, NAME_AT, row.name, styles["name"])
        state = state_of(number, row, self.places, self.typed)
        formulas = check_formulas(
            number, self.places, self.sheet.indicators, self.typed, self._nothing, tuple(self.further)
        )
        for at, formula in zip((CHECK_AT, *self.further), formulas, strict=True):
            page.write_formula(number, at, formula, styles["check"], state)
        for place, now, before in zip(self.places, row.now, row.before, strict=True):
            if place.before is not None:
                style = styles["before_simulated" if before.simulated else "before"]
                self._cell(number, place.before, "/".join(filter(None, _once(before.texts))), style)
            self._cell(number, place.now, now.texts[0], styles["input"])
            if place.den is None:
                continue
            self._cell(number, place.den, now.texts[1], styles["input"])
            num, den = xl_rowcol_to_cell(number, place.now), xl_rowcol_to_cell(number, place.den)
            part, whole = (int(text) if text.isdigit() else 0 for text in now.texts)
            page.write_formula(
                number,
                place.last,
                f'=IF(AND(ISNUMBER({num}),ISNUMBER({den})),IF({den}>0,{num}/{den},""),"")',
                styles["percent"],
                part / whole if whole and now.texts[0].isdigit() else _NO_RESULT,
            )

    def _cell(self, row: int, at: int, text: str, style: Format) -> None:
        if text.isascii() and text.isdigit():
            self.page.write_number(row, at, int(text), style)
        elif text:
            self.page.write_string(row, at, text, style)
        else:
            self.page.write_blank(row, at, None, style)

    @property
    def _nothing(self) -> str:
        return say(self.lang, "state.not_applicable")

    def _total(self) -> None:
        page, styles, row = self.page, self.styles, self.last + 1
        page.write_blank(row, CODE_AT, None, styles["total_name"])
        page.write_string(row, NAME_AT, self._say("total"), styles["total_name"])
        page.write_blank(row, CHECK_AT, None, styles["total_name"])
        for index, (place, indicator) in enumerate(zip(self.places, self.sheet.indicators, strict=True)):
            if indicator.kind is Kind.RATING:
                for at in range(place.first, place.last + 1):
                    page.write_blank(row, at, None, styles["total"])
                continue
            before = [_numbers(each.before[index]) for each in self.sheet.rows]
            now = [_numbers(each.now[index]) for each in self.sheet.rows]
            if place.before is not None and place.den is not None:
                parts = [_added(each[part] for each in before) for part in (0, 1)]
                self._cell(row, place.before, "" if None in parts else "/".join(map(str, parts)), styles["total"])
            elif place.before is not None:
                self._sum(row, place.before, _added(each[0] for each in before))
            self._sum(row, place.now, _added(each[0] for each in now))
            if place.den is None:
                continue
            part, whole = (_added(each[side] for each in now) for side in (0, 1))
            self._sum(row, place.den, whole)
            num, den = xl_rowcol_to_cell(row, place.now), xl_rowcol_to_cell(row, place.den)
            share = f'=IF(AND(ISNUMBER({num}),ISNUMBER({den})),IF({den}>0,{num}/{den},""),"")'
            page.write_formula(
                row,
                place.last,
                share,
                styles["total_percent"],
                part / whole if whole and part is not None else _NO_RESULT,
            )
        self._standing()

    def _sum(self, row: int, at: int, value: int | None) -> None:
        column = xl_col_to_name(at)
        area = f"{column}{FIRST + 1}:{column}{self.last + 1}"
        formula = f'=IF(COUNT({area})=0,"",SUM({area}))'
        self.page.write_formula(row, at, formula, self.styles["total"], _NO_RESULT if value is None else value)

    def _standing(self) -> None:
        """How many rows are left to mend, to look at and to fill in, kept up by the spreadsheet."""
        column = xl_col_to_name(CHECK_AT)
        area = f"${column}${FIRST + 1}:${column}${self.last + 1}"
        counts = {key: f'COUNTIF({area},"{self._start(key)}*")' for key in _LEFT}
        left = f"({counts['some_left']}+{counts['none_filled']})"
        parts = {"mend": counts["mend"], "look": counts["look"], "left": left}
        marked = self._say("standing", **{name: f"\0{name}\0" for name in parts})
        pieces = [parts.get(piece) or f'"{piece}"' for piece in marked.split("\0") if piece]
        states = [state_of(0, row, self.places, self.typed) for row in self.sheet.rows]
        seen = {key: sum(state.startswith(self._start(key)) for state in states) for key in _LEFT}
        value = self._say("standing", mend=0, look=seen["look"], left=seen["some_left"] + seen["none_filled"])
        self.page.write_formula(STANDING, 0, "=" + "&".join(pieces), self.styles["standing"], value)

    def _start(self, key: str) -> str:
        """What a row's check begins with, by which it is known."""
        return self.typed[key].partition("{")[0].strip()

    def _while_typing(self, place: Cells, indicator: FormIndicator) -> None:
        for at, rule in refuse(FIRST, place, indicator, self._nothing, self.lists):
            rule["error_title"] = self._say("refused")
            text = f"template.refuse.{rule.pop('code')}"
            rule["error_message"] = say(self.lang, text, nothing=self._nothing)
            self.page.data_validation(FIRST, at, self.last, at, rule)
        for at, formula, level in wrong_formulas(FIRST, place, indicator, self._nothing):
            self.page.conditional_format(
                FIRST, at, self.last, at, {"type": "formula", "criteria": formula, "format": self.styles[level]}
            )

    def _marks(self) -> None:
        for key, level in (("mend", "error"), ("look", "warning")):
            self.page.conditional_format(
                FIRST,
                CHECK_AT,
                self.last,
                CHECK_AT,
                {"type": "text", "criteria": "begins with", "value": self._start(key), "format": self.styles[level]},
            )

    def _simulated(self) -> None:
        """Simulated figures of this period are hatched as long as they stand as they came."""
        cells: dict[str, list[str]] = {}
        for number, row in enumerate(self.sheet.rows, start=FIRST):
            for place, held in zip(self.places, row.now, strict=True):
                ats = (place.now,) if place.den is None else (place.now, place.den)
                for at, text in zip(ats, held.texts, strict=True):
                    if held.simulated and text:
                        value = text if text.isdigit() else f'"{text}"'
                        cells.setdefault(value, []).append(xl_rowcol_to_cell(number, at))
        for value, found in cells.items():
            for start in range(0, len(found), 400):
                some = found[start : start + 400]
                rule = {"type": "cell", "criteria": "==", "value": value, "format": self.styles["simulated"]}
                self.page.conditional_format(some[0], {**rule, "multi_range": " ".join(some)})
        if cells or any(held.simulated for row in self.sheet.rows for held in row.before):
            self.page.write_string(STANDING + 1, 0, self._say("simulated"), self.styles["standing"])

    def _pages(self, widths: Mapping[int, float]) -> None:
        """One page broad where that can be read; else broken between indicators, with the names on every page."""
        if sum(widths.values()) <= PAGE:
            self.page.fit_to_pages(1, 0)
            return
        breaks, named = [], widths[CODE_AT] + widths[NAME_AT]
        used = named + widths[CHECK_AT]
        for place in self.places:
            broad = sum(widths[at] for at in range(place.first, place.last + 1))
            if used + broad > PAGE and used > named:
                breaks.append(place.first)
                used = named
            used += broad
        self.page.set_print_scale(SCALE)
        self.page.set_v_pagebreaks(breaks)

    def _paper(self) -> None:
        page, rows = self.page, self.sheet.rows
        widths = {
            CODE_AT: min(max((len(row.code) * 0.8 for row in rows), default=0) + 2, 26),
            NAME_AT: min(max((len(row.name) for row in rows), default=0) + 2, 36),
            CHECK_AT: 31,
        }
        widths |= {at: _width(place, at) for place in self.places for at in range(place.first, place.last + 1)}
        widths |= dict.fromkeys(self.further, 31)
        for at, width in widths.items():
            page.set_column(at, at, max(width, 12 if at <= NAME_AT else 0))
        page.freeze_panes(FIRST, FIGURES_AT)
        page.autofilter(CODES, 0, max(self.last, CODES), max(self.width - 1, CHECK_AT, *self.further))
        page.hide_gridlines(2)
        page.set_landscape()
        page.set_paper(9)
        page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        page.repeat_rows(NAMES, CODES)
        page.repeat_columns(CODE_AT, NAME_AT)
        self._pages(widths)
        page.set_footer(f"&L&8{self.form.unit.replace('&', '&&')}&R&8&P/&N")
        page.protect("", {"format_columns": True, "format_rows": True, "autofilter": True, "sort": True})
        if self.places and rows:
            page.set_selection(FIRST, self.places[0].now, FIRST, self.places[0].now)


_TYPED = (
    "fine", "mend", "look", "some_left", "none_filled", "whole", "yes_no", "class", "num_missing", "den_missing",
    "above", "far", "den_moved",
)  # fmt: skip


_LATER = {name: f"{{{name}}}" for name in ("cell", "what", "number")}
"""Places of a text that are filled in row by row."""

_LEFT = ("mend", "look", "some_left", "none_filled")


_NO_RESULT = " "
"""The result of a formula that shows nothing; an empty one would be taken for a result that is missing."""


def _width(place: Cells, at: int) -> float:
    return 13.5 if place.den is None or at == place.before else 12


def _once(texts: Sequence[str]) -> Sequence[str]:
    """A word that stands for both counts of a share is said once."""
    return texts[:1] if len(set(texts)) == 1 and not texts[0].isdigit() else texts


def _numbers(held: Held) -> tuple[int | None, ...]:
    return tuple(int(text) if text.isascii() and text.isdigit() else None for text in held.texts)


def _added(counts: Iterable[int | None]) -> int | None:
    """The sum of those that are there; null where none is."""
    some = [count for count in counts if count is not None]
    return sum(some) if some else None
