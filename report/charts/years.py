"""Years side by side: each year's figure as a bar against what that year is asked for, a staircase of floors or caps.

The soft zone of a year is that of the engine (:mod:`metrics.floors`, ``cap_share``): a bar ends inside it exactly when
the year reaches the target. Edges of whole counts are drawn half a count beyond the last one that belongs.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import plotly.graph_objects as go

from metrics.goals import Rounding, Verdict
from metrics.shapes.ladder import Zone
from report import formats, theme
from report.charts import place
from report.charts.band import REACHED, edges
from report.charts.canvas import FULL, Canvas, Sheet, Size, halo, nice_ticks
from report.charts.stamp import Stamp
from report.text import say

WIDE = 0.42
"""Width of a bar, as a part of its year."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year. ``zone`` are the values that reach the target, null where nothing is asked; ``closed`` false: running.

    ``verdict`` is null for a year that is running, unknown or not judged on its own.
    """

    year: int
    value: Fraction | None
    zone: Zone | None
    verdict: Verdict | None
    closed: bool = True
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Years:
    """The whole chart. ``whole``: counts; ``share``: fractions printed in per cent; ``asked`` names the edge of a zone.

    ``mean`` is the average of the closed years with the verdict it has, where that is what is judged.
    """

    years: tuple[Year, ...]
    rising: bool
    whole: bool
    share: bool
    deadline: date
    asked: str
    mean: Fraction | None = None
    verdict: Verdict | None = None
    digits: int = 2
    rounding: Rounding = Rounding.HALF_UP

    def number(self, value: Fraction) -> float:
        """A value on the drawing's scale."""
        return float(value * 100 if self.share else value)

    def printed(self, value: Fraction, lang: str) -> str:
        """A value as a label prints it."""
        if self.share:
            return formats.percent(value * 100, lang, self.digits, self.rounding, trim=True)
        return formats.number(value, lang)


def span_of(year: Year, *, whole: bool) -> tuple[Fraction | None, Fraction | None] | None:
    """Where the zone of a year is drawn; null where none is."""
    return None if year.zone is None else edges(year.zone, whole=whole)


def years_figure(lang: str, found: Years, surface: theme.Palette = theme.LIGHT, size: Size = FULL) -> go.Figure:
    """The figure, transparent; ``size`` as of the corridor chart. Without any year it holds one sentence."""
    return years_sheet(lang, found, surface, size).figure()


def years_sheet(lang: str, found: Years, surface: theme.Palette, size: Size) -> Sheet:
    """The same, not yet made into a figure or a picture."""
    numbers = [year.year for year in found.years] or [found.deadline.year]
    first, last = date(numbers[0], 1, 1), date(numbers[-1], 12, 31)
    sheet = Sheet(_canvas(lang, found, size, first, last), surface)
    if not found.years:
        middle = first + (last - first) / 2
        sheet.note(say(lang, "chart.no_data"), middle, sheet.canvas.most / 2, colour=surface.ink3, size=size.text)
        return sheet
    _grid(lang, found, sheet)
    for year in found.years:
        _zone(found, sheet, year)
    for year in found.years:
        _bar(lang, found, sheet, year)
    _asked(lang, found, sheet)
    _mean(lang, found, sheet)
    sheet.rule((last, 0, last, sheet.canvas.most), surface.ink2, size.rule)
    words = say(lang, "chart.deadline", year=found.deadline.year)
    sheet.note(
        words,
        last,
        sheet.canvas.most,
        colour=surface.ink2,
        size=size.text,
        xanchor="center" if size.full else "right",
        yanchor="bottom",
        shift=(0, size.text * 0.2),
    )
    return sheet


def alternative(lang: str, found: Years) -> str:
    """The chart in words, year by year."""
    return "; ".join(_said(lang, found, year) for year in found.years) or say(lang, "chart.no_data")


def _canvas(lang: str, found: Years, size: Size, first: date, last: date) -> Canvas:
    values = [year.value for year in found.years if year.value is not None]
    for year in found.years:
        if year.zone is not None:
            values += [edge for edge in (year.zone.low, year.zone.high) if edge is not None]
    values += [found.mean] if found.mean is not None else []
    most = (max((found.number(value) for value in values), default=1.0) or 1.0) * 1.28
    left, right = size.left, size.right
    if size.full:
        ticks = [_tick(lang, found, tick) for tick in nice_ticks(most / 1.28, size.ticks)]
        left = max([left, *(int(place.text_width(tick, size.text)) + 16 for tick in ticks)])
        right = max(right, int(place.text_width(found.asked, size.text)) + 20)
    return Canvas(size, first, last, most, size.widths[0], left, right)


def _tick(lang: str, found: Years, value: float) -> str:
    exact = Fraction(value).limit_denominator(100)
    return formats.percent(exact, lang, trim=True) if found.share and value else formats.number(exact, lang)


def _grid(lang: str, found: Years, sheet: Sheet) -> None:
    canvas, size, surface = sheet.canvas, sheet.canvas.size, sheet.surface
    sheet.rule((canvas.first, 0, canvas.last, 0), surface.line, size.rule if size.full else 1)
    for tick in nice_ticks(canvas.most / 1.28, size.ticks) if size.full else []:
        if tick:
            sheet.rule((canvas.first, tick, canvas.last, tick), surface.hair, 1)
        sheet.note(
            _tick(lang, found, tick),
            canvas.first,
            tick,
            colour=surface.ink3,
            size=size.text,
            xanchor="right",
            shift=(-12, 0),
            family=theme.TEXT_FONT,
        )


def _middle(year: Year) -> date:
    return date(year.year, 7, 2)


def _ends(year: Year) -> tuple[str, str]:
    """Left and right edge of a bar."""
    middle, half = _middle(year).toordinal(), round(365 * WIDE / 2)
    return date.fromordinal(middle - half).isoformat(), date.fromordinal(middle + half).isoformat()


def _zone(found: Years, sheet: Sheet, year: Year) -> None:
    span = span_of(year, whole=found.whole)
    if span is None:
        return
    low = 0.0 if span[0] is None else max(found.number(span[0]), 0.0)
    high = sheet.canvas.most if span[1] is None else min(found.number(span[1]), sheet.canvas.most)
    first, last = date(year.year, 1, 1).isoformat(), min(date(year.year + 1, 1, 1), sheet.canvas.last).isoformat()
    sheet.shape(
        type="rect", x0=first, x1=last, y0=low, y1=high, line={"width": 0}, fillcolor=sheet.surface.band, opacity=0.6
    )
    edge = low if found.rising else high
    line = {"color": sheet.surface.band_edge, "width": sheet.canvas.size.edge}
    sheet.shape(type="line", x0=first, x1=last, y0=edge, y1=edge, line=line, name="asked")


def _bar(lang: str, found: Years, sheet: Sheet, year: Year) -> None:
    size, surface, canvas = sheet.canvas.size, sheet.surface, sheet.canvas
    middle, (left, right) = _middle(year), _ends(year)
    text = str(year.year) if year.closed or not size.full else f"{year.year} {say(lang, 'chart.running')}"
    sheet.note(text, middle, 0, colour=surface.ink3, size=size.text, yanchor="top", shift=(0, -size.text * 0.6))
    if year.value is None:
        sheet.note(say(lang, "app.none"), middle, canvas.value(10), colour=surface.ink3, size=size.text)
        return
    value = found.number(year.value)
    tone = surface.bar_strong if year.closed else surface.ink3
    pattern = {"shape": "/", "size": 6, "solidity": 0.3, "fgcolor": tone, "bgcolor": surface.card}
    if year.closed and not year.simulated:
        pattern = {"shape": "", "bgcolor": tone}
    sheet.trace(
        x=[left, left, right, right, left],
        y=[0, value, value, 0, 0],
        mode="lines",
        fill="toself",
        fillcolor=tone,
        fillpattern=pattern,
        line={"color": tone, "width": 1, "dash": "solid" if year.closed else "4px,3px"},
        hoveron="fills",
        text=_said(lang, found, year),
        hovertemplate="%{text}<extra></extra>",
        hoverinfo="text",
        name="bar",
    )
    symbol = size.symbol * (0.8 if size.full else 0.7)
    if year.verdict is not None:
        sheet.stamp(Stamp(year.verdict, middle, value, symbol, _said(lang, found, year)))
    sheet.note(
        f"<b>{found.printed(year.value, lang)}</b>",
        middle,
        value,
        colour=surface.ink,
        size=size.text,
        yanchor="bottom",
        shift=(0, symbol * 0.75 if year.verdict is not None else 4),
        shadow=halo(surface),
    )


def _said(lang: str, found: Years, year: Year) -> str:
    value = say(lang, "app.none") if year.value is None else found.printed(year.value, lang)
    value += f" ({say(lang, 'app.simulated')})" if year.simulated else ""
    value += f", {say(lang, f'verdict_lower.{year.verdict}')}" if year.verdict else ""
    value += "" if year.closed else f", {say(lang, 'chart.running')}"
    return say(lang, "chart.alt_point", period=year.year, value=value)


def _asked(lang: str, found: Years, sheet: Sheet) -> None:
    """Names the edge of the last year's zone at its right."""
    size, spans = sheet.canvas.size, [span_of(year, whole=found.whole) for year in found.years]
    if not size.full or not found.asked or spans[-1] is None:
        return
    edge = spans[-1][0] if found.rising else spans[-1][1]
    if edge is None:
        return
    sheet.note(
        found.asked,
        sheet.canvas.last,
        found.number(edge),
        colour=sheet.surface.band_ink,
        size=size.text,
        xanchor="left",
        shift=(8, 0),
    )


def _mean(lang: str, found: Years, sheet: Sheet) -> None:
    """The average of the closed years as a line, with the verdict it has."""
    closed = [year for year in found.years if year.closed]
    if found.mean is None or not closed:
        return
    size, surface = sheet.canvas.size, sheet.surface
    first, last, value = date(closed[0].year, 1, 1), date(closed[-1].year, 12, 31), found.number(found.mean)
    sheet.rule((first, value, last, value), surface.ink, size.line / 1.5)
    text = say(lang, "chart.mean", value=found.printed(found.mean, lang))
    sheet.stamp(Stamp(found.verdict, last, value, size.symbol, text))
    if size.full:
        sheet.note(
            f"<b>{text}</b>",
            last,
            value,
            colour=surface.ink,
            size=size.text,
            xanchor="left",
            yanchor="bottom",
            shift=(size.symbol * 0.7, 2),
            shadow=halo(surface),
        )


def reached(zones: tuple[Zone, ...]) -> Zone | None:
    """The values that reach the target, as one zone; null where none does."""
    good = [zone for zone in zones if zone.verdict in REACHED]
    if not good:
        return None
    lows, highs = [zone.low for zone in good], [zone.high for zone in good]
    low = None if None in lows else min(edge for edge in lows if edge is not None)
    high = None if None in highs else max(edge for edge in highs if edge is not None)
    return Zone(Verdict.MET, low, high)
