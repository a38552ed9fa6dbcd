"""A milestone on its line of time: the days in time, the deadline, the steps on the way, and when it was reached.

The soft band holds the days on which reaching it is in time, the deadline included: a milestone inside it is one that
the engine calls met.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import plotly.graph_objects as go

from metrics.goals import Verdict
from report import formats, theme
from report.charts import place
from report.charts.canvas import FULL, Canvas, Sheet, Size, halo, year_ends
from report.charts.stamp import Stamp
from report.text import say

ONE_DAY = timedelta(days=1)
LEVEL, HALF = 0.5, 0.24
"""Where the line lies in the height of the plot, and half the height of the band around it."""


@dataclass(frozen=True, slots=True)
class Milestone:
    """``done`` is the day it was reached, null while it is not; ``steps`` are the days of what is due before."""

    start: date
    deadline: date
    review: date
    done: date | None
    verdict: Verdict | None
    steps: tuple[date, ...] = ()

    @property
    def end(self) -> date:
        """The last day on the axis: a tenth of the way beyond what is shown."""
        last = max(self.deadline, min(self.review, self.done or self.review))
        return last + max((last - self.start) / 10, timedelta(days=20))

    @property
    def at(self) -> date:
        """Where the verdict stands: the day it was reached, else the day it was looked at."""
        return self.done or min(self.review, self.end)

    def in_time(self, on: date) -> bool:
        """True on the days of the soft band."""
        return on <= self.deadline


def milestone_figure(lang: str, found: Milestone, surface: theme.Palette = theme.LIGHT, size: Size = FULL) -> go.Figure:
    """The figure, transparent, as high as the corridor chart of the same size."""
    return milestone_sheet(lang, found, surface, size).figure()


def milestone_sheet(lang: str, found: Milestone, surface: theme.Palette, size: Size) -> Sheet:
    """The same, not yet made into a figure or a picture."""
    sheet = Sheet(Canvas(size, found.start, found.end, 1.0, size.widths[0], 12, 24), surface)
    _band(lang, found, sheet)
    _axis(lang, found, sheet)
    _mark(lang, found, sheet)
    return sheet


def alternative(lang: str, found: Milestone) -> str:
    """The chart in words."""
    due = say(lang, "chart.due", day=formats.day(found.deadline, lang))
    if found.done is None:
        return f"{due}; {say(lang, 'measured.not_done')}"
    return f"{due}; {say(lang, 'measured.done', day=formats.day(found.done, lang))}"


def _band(lang: str, found: Milestone, sheet: Sheet) -> None:
    surface, size = sheet.surface, sheet.canvas.size
    first, edge = found.start.isoformat(), (found.deadline + ONE_DAY).isoformat()
    sheet.shape(
        type="rect",
        x0=first,
        x1=edge,
        y0=LEVEL - HALF,
        y1=LEVEL + HALF,
        line={"width": 0},
        fillcolor=surface.band,
        name="in-time",
    )
    sheet.rule((found.deadline + ONE_DAY, 0, found.deadline + ONE_DAY, 0.98), surface.ink2, size.rule)
    sheet.note(
        say(lang, "chart.due", day=formats.day(found.deadline, lang)),
        found.deadline,
        0.98,
        colour=surface.ink2,
        size=size.text,
        xanchor="right",
        yanchor="bottom",
        shift=(0, 3),
    )
    if not size.full:
        return
    sheet.note(
        say(lang, "chart.in_time"),
        found.start,
        LEVEL - HALF,
        colour=surface.band_ink,
        size=size.text,
        xanchor="left",
        yanchor="bottom",
        shift=(6, 3),
    )
    for step in found.steps:
        sheet.rule((step, LEVEL - HALF, step, LEVEL + HALF), surface.band_ink, 1, "dot")


def _axis(lang: str, found: Milestone, sheet: Sheet) -> None:
    surface, size, canvas = sheet.surface, sheet.canvas.size, sheet.canvas
    sheet.rule((canvas.first, 0, canvas.last, 0), surface.line, 1)
    sheet.note(
        formats.day(found.start, lang),
        canvas.first,
        0,
        colour=surface.ink3,
        size=size.text,
        xanchor="left",
        yanchor="top",
        shift=(0, -size.text * 0.6),
    )
    room = place.text_width("00/00/0000", size.text) * 1.4
    for on in year_ends(canvas.first, canvas.last) if size.full else []:
        if canvas.x(on) > room:
            sheet.note(
                str(on.year),
                on,
                0,
                colour=surface.ink3,
                size=size.text,
                yanchor="top",
                shift=(0, -size.text * 0.6),
            )


def _mark(lang: str, found: Milestone, sheet: Sheet) -> None:
    surface, size, canvas = sheet.surface, sheet.canvas.size, sheet.canvas
    sheet.rule((canvas.first, LEVEL, found.at, LEVEL), surface.ink, size.line)
    day = formats.day(found.at, lang)
    text = say(lang, "measured.done", day=day) if found.done else say(lang, "chart.not_done_on", day=day)
    sheet.stamp(Stamp(found.verdict, found.at, LEVEL, size.symbol, text))
    wide = place.text_width(text, size.text, bold=True) / 2
    spot = canvas.x(found.at)
    anchor = "left" if spot < wide else "right" if canvas.wide - spot < wide else "center"
    sheet.note(
        f"<b>{text}</b>",
        found.at,
        LEVEL + HALF,
        colour=surface.ink,
        size=size.text,
        xanchor=anchor,
        yanchor="bottom",
        shift=(0, 6),
        shadow=halo(surface),
    )
