"""An indicator through time without a target: one line, or the same unit on two boundaries, labelled at the ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from metrics.goals import TargetUnit
from report import formats, theme
from report.charts import place
from report.charts.canvas import CARD, FULL, Canvas, Sheet, Size, halo, nice_ticks, year_ends
from report.charts.path import Break, Point
from report.text import say


@dataclass(frozen=True, slots=True)
class Series:
    """A named line; ``points`` in order, ``quiet`` draws it thin and grey behind the others."""

    name: str
    points: tuple[Point, ...]
    quiet: bool = False

    @property
    def known(self) -> list[Point]:
        """Points that have a value."""
        return [point for point in self.points if point.value is not None]


def series_figure(
    lang: str,
    lines: Sequence[Series],
    surface: theme.Palette = theme.LIGHT,
    size: Size = FULL,
    *,
    share: bool = False,
    breaks: Sequence[Break] = (),
    most: Fraction | None = None,
) -> go.Figure:
    """The lines from zero on one scale; ``most`` gives small multiples a shared one. ``share``: print per cent."""
    known = [point for line in lines for point in line.known]
    if not known:
        today = date(2000, 1, 1)
        sheet = Sheet(Canvas(size, today, date(2000, 1, 2), 1, size.widths[0], 0, 0), surface)
        sheet.note(say(lang, "chart.no_data"), today, 0.5, colour=surface.ink3, size=size.text, xanchor="left")
        return sheet.figure()
    sheet = Sheet(_canvas(lang, lines, known, size, share, most), surface)
    _frame(sheet, lang, share)
    for brk in breaks:
        if sheet.canvas.first < brk.on < sheet.canvas.last:
            sheet.rule((brk.on, 0, brk.on, sheet.canvas.most), surface.ink3, 1, "dash")
            left = sheet.canvas.x(brk.on) > sheet.canvas.wide / 2
            anchor, shift = ("right", -6) if left else ("left", 6)
            where: dict[str, Any] = {"xanchor": anchor, "yanchor": "bottom"}
            text = brk.label if size.full else ""
            sheet.note(text, brk.on, sheet.canvas.most, colour=surface.ink3, size=size.text, shift=(shift, 2), **where)
    taken: list[place.Box] = []
    for line in sorted(lines, key=lambda line: not line.quiet):
        _line(sheet, lang, line, share, breaks)
    for line in sorted(lines, key=lambda line: line.quiet):
        _end(sheet, lang, line, share, taken, named=len(lines) > 1)
    return sheet.figure()


def _number(value: Fraction, share: bool) -> float:
    return float(value * 100 if share else value)


def _printed(value: Fraction, lang: str, share: bool) -> str:
    return formats.percent(value * 100, lang, trim=True) if share else formats.number(value, lang)


def _canvas(
    lang: str, lines: Sequence[Series], known: Sequence[Point], size: Size, share: bool, most: Fraction | None
) -> Canvas:
    values = [point.value for point in known if point.value is not None] + ([most] if most is not None else [])
    top = (max(_number(value, share) for value in values) or 1.0) * 1.15
    days = [point.on for point in known]
    first, last = min(days), max(days)
    ends = [_printed(line.known[-1].value or Fraction(0), lang, share) for line in lines if line.known]
    wide = max(place.text_width(text, size.text * 1.3, bold=True) for text in ends)
    if len(lines) > 1:
        wide = max([wide, *(place.text_width(line.name, size.text) for line in lines)])
    left = size.left
    if size.full:
        ticks = nice_ticks(top / 1.15, size.ticks)
        left = max([left, *(int(place.text_width(_tick(tick, lang, share), size.text)) + 16 for tick in ticks)])
    start = first if first < last else first.replace(month=1, day=1)
    return Canvas(replace(size, top=24, foot=30), start, last, top, size.widths[0], left, int(wide) + size.text + 4)


def _tick(value: float, lang: str, share: bool) -> str:
    text = formats.number(Fraction(value).limit_denominator(100), lang)
    return text + (formats.unit_suffix(TargetUnit.PERCENT, lang) if share and value else "")


def _frame(sheet: Sheet, lang: str, share: bool) -> None:
    canvas, surface = sheet.canvas, sheet.surface
    size = canvas.size
    for tick in nice_ticks(canvas.most / 1.15, size.ticks) if size.full else ():
        if tick:
            sheet.rule((canvas.first, tick, canvas.last, tick), surface.hair, 1)
        text = _tick(tick, lang, share)
        where: dict[str, Any] = {"xanchor": "right", "shift": (-12, 0), "family": theme.TEXT_FONT}
        sheet.note(text, canvas.first, tick, colour=surface.ink3, size=size.text, **where)
    sheet.rule((canvas.first, 0, canvas.last, 0), surface.line, size.rule)
    ends = year_ends(canvas.first - timedelta(days=45), canvas.last) or [canvas.last]
    every = max(1, round(len(ends) * place.text_width("00000", size.text) / max(canvas.wide, 1)) or 1)
    half = place.text_width("0000", size.text) / 2
    for on in ends[::-1][::every]:
        anchor = "left" if canvas.x(on) + canvas.left < half else "center"
        shift = (-canvas.left if anchor == "left" else 0, -8)
        sheet.note(str(on.year), on, 0, colour=surface.ink3, size=size.text, xanchor=anchor, yanchor="top", shift=shift)


def _line(sheet: Sheet, lang: str, line: Series, share: bool, breaks: Sequence[Break]) -> None:
    size, surface = sheet.canvas.size, sheet.surface
    colour = surface.bar if line.quiet else surface.ink
    runs: list[list[Point]] = [[]]
    for point in line.points:
        before = runs[-1][-1].on if runs[-1] else None
        cut = before is not None and any(brk.gap and before < brk.on <= point.on for brk in breaks)
        if point.value is None or cut:
            runs.append([])
        if point.value is not None:
            runs[-1].append(point)
    for run in filter(None, runs):
        sheet.trace(
            x=[point.on.isoformat() for point in run],
            y=[_number(point.value, share) for point in run if point.value is not None],
            mode="lines+markers",
            name=line.name,
            line={"color": colour, "width": 1.5 if line.quiet else size.line},
            marker={
                "size": max(size.point, 4),
                "color": [surface.card if point.simulated else colour for point in run],
                "line": {"color": colour, "width": 1.5},
            },
            text=[f"{point.label}: {_printed(point.value, lang, share)}" for point in run if point.value is not None],
            hovertemplate="%{text}<extra></extra>",
        )


def _end(sheet: Sheet, lang: str, line: Series, share: bool, taken: list[place.Box], *, named: bool) -> None:
    """The last figure, and the line's name where there are several, moved away until it covers no other."""
    if not line.known:
        return
    canvas, surface, size = sheet.canvas, sheet.surface, sheet.canvas.size
    last = line.known[-1]
    value = last.value or Fraction(0)
    big = size.text * (1.0 if line.quiet else 1.3)
    colour = surface.ink2 if line.quiet else surface.ink
    text = f"<b><span style='font-size:{big:.0f}px;color:{colour}'>{_printed(value, lang, share)}</span></b>"
    tall = big * 1.3 + (size.text * 1.3 if named else 0)
    text += f"<br>{line.name}" if named else ""
    lift, at = 0.0, canvas.y(_number(value, share))
    away = 2 if not taken or at >= (taken[0].bottom + taken[0].top) / 2 else -2
    while any(place.Box(0, at + lift - tall / 2, 1, at + lift + tall / 2).overlap(box) for box in taken):
        lift += away
    taken.append(place.Box(0, at + lift - tall / 2, 1, at + lift + tall / 2))
    where: dict[str, Any] = {"xanchor": "left", "shift": (size.text * 0.7, lift), "shadow": halo(surface)}
    sheet.note(text, last.on, _number(value, share), colour=surface.ink2, size=size.text, **where)


SMALL = replace(CARD, left=12, foot=26)
"""The size of a small multiple."""
