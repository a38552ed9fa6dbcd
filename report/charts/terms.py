"""One indicator in two terms or at two units on one time axis, with markers at breaks and no line across one.

The earlier mentioned side is drawn wide and grey, the other in ink on top; both are named where they end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

import plotly.graph_objects as go

from report import formats, theme
from report.charts import canvas
from report.charts.canvas import FULL, NARROW, Canvas, Sheet, Size
from report.charts.place import text_width
from report.charts.slopes import spread

HOLE = timedelta(days=400)
"""Figures further from each other than this are not joined: nobody reported in between."""

WIDE = replace(FULL, name="terms", height=260, foot=34, top=30)
PHONE = replace(NARROW, name="terms-narrow", height=260, foot=34, top=30)


@dataclass(frozen=True, slots=True)
class Figure:
    """A value at the end of a period, on the drawing's scale."""

    on: date
    value: Fraction
    simulated: bool = False
    hover: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One side: its figures in order, and what stands at its end (in full, and as short as a phone needs)."""

    figures: tuple[Figure, ...]
    label: str
    short: str


@dataclass(frozen=True, slots=True)
class Marker:
    """A day the axis marks; ``gap`` where no line may cross it."""

    on: date
    label: str
    gap: bool


def terms_figure(
    lang: str,
    lines: tuple[Line, Line],
    markers: Sequence[Marker],
    surface: theme.Palette = theme.LIGHT,
    size: Size = WIDE,
) -> go.Figure:
    """The figure, transparent, for ``st.plotly_chart(…, theme=None)``."""
    figures = [figure for line in lines for figure in line.figures]
    narrow = size.name == PHONE.name
    first, last = min(figure.on for figure in figures), max(figure.on for figure in figures)
    labels = [line.short if narrow else line.label for line in lines]
    right = int(max(text_width(label, size.text) for label in labels)) + 24
    most = max([float(figure.value) for figure in figures] + [1.0]) * 1.08
    sheet = Sheet(Canvas(size, first, max(last, first + timedelta(days=30)), most, size.widths[-1], 52, right), surface)
    _axes(sheet, lang)
    for marker in markers:
        _mark(sheet, marker)
    for line, colour, width in zip(lines, (surface.bar, surface.ink), (5.0, 2.25), strict=True):
        for run in runs(line.figures, [marker.on for marker in markers if marker.gap]):
            _draw(sheet, run, colour, width)
    _names(sheet, lines, labels)
    return sheet.figure()


def runs(figures: Sequence[Figure], gaps: Sequence[date]) -> list[list[Figure]]:
    """Stretches of a line: none crosses a gap or a hole in the reports."""
    found: list[list[Figure]] = []
    for figure in figures:
        before = found[-1][-1].on if found else None
        cut = before is None or figure.on - before > HOLE or any(before < gap <= figure.on for gap in gaps)
        if cut:
            found.append([])
        found[-1].append(figure)
    return found


def _axes(sheet: Sheet, lang: str) -> None:
    board, surface, text = sheet.canvas, sheet.surface, sheet.canvas.size.text
    for tick in canvas.nice_ticks(board.most, 4):
        sheet.rule((board.first, tick, board.last, tick), surface.hair if tick else surface.line, 1)
        said = formats.number(Fraction(tick), lang)
        place = {"xanchor": "right", "shift": (-8, 0), "family": theme.TEXT_FONT}
        sheet.note(said, board.first, tick, colour=surface.ink3, size=text, **place)  # type: ignore[arg-type]
    years = canvas.year_ends(board.first, board.last) or [board.last]
    room = board.wide / max(len(years), 1)
    every = max(1, round(56 / room)) if room < 56 else 1
    for on in years[::-1][::every]:
        sheet.rule((on, 0.0, on, -board.value(4)), surface.line, 1)
        sheet.note(str(on.year), on, 0, colour=surface.ink3, size=text, yanchor="top", shift=(0, -8))


def _mark(sheet: Sheet, marker: Marker) -> None:
    """A dashed rule with its name at the top, on the side that has room."""
    board, surface = sheet.canvas, sheet.surface
    if not board.first < marker.on <= board.last:
        return
    sheet.rule((marker.on, 0, marker.on, board.most), surface.ink2 if marker.gap else surface.ink3, 1, "dash")
    after = board.wide - board.x(marker.on) > text_width(marker.label, board.size.text)
    sheet.note(
        marker.label,
        marker.on,
        board.most,
        colour=surface.ink2,
        size=board.size.text,
        xanchor="left" if after else "right",
        yanchor="bottom",
        shift=(0, 4),
    )


def _draw(sheet: Sheet, run: Sequence[Figure], colour: str, width: float) -> None:
    simulated = all(figure.simulated for figure in run)
    sheet.trace(
        x=[figure.on.isoformat() for figure in run],
        y=[float(figure.value) for figure in run],
        mode="lines+markers",
        line={"color": colour, "width": width, "dash": "4px,3px" if simulated and width < 4 else "solid"},
        marker={
            "size": [max(5.0, width + 2)] * len(run),
            "color": [sheet.surface.card if figure.simulated else colour for figure in run],
            "line": {"color": colour, "width": 1.25},
        },
        text=[figure.hover for figure in run],
        hovertemplate="%{text}<extra></extra>",
    )


def _names(sheet: Sheet, lines: Sequence[Line], labels: Sequence[str]) -> None:
    board = sheet.canvas
    wanted = [board.y(float(line.figures[-1].value)) for line in lines]
    places = spread(wanted, board.size.text * 1.45, 4, board.high)
    for line, label, want, place in zip(lines, labels, wanted, places, strict=True):
        end = line.figures[-1]
        inside = board.wide - board.x(end.on) > 8
        # A line that ends in the middle is named below its end (above it near the ground), clear of the other one.
        drop = -18.0 if want > 28 else 18.0
        shift = (0.0, drop) if inside else (10.0, place - want)
        strong = line is lines[1]
        colour = sheet.surface.ink if strong else sheet.surface.ink2
        shadow = canvas.halo(sheet.surface) if inside else None
        sheet.note(
            label,
            end.on,
            float(end.value),
            colour=colour,
            size=board.size.text,
            xanchor="center" if inside and board.x(end.on) > text_width(label, board.size.text) / 2 else "left",
            shift=shift,
            shadow=shadow,
        )
