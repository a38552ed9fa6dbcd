"""Paper, axes and pixels of a chart over time: what every chart of a goal's path shares."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from math import floor, log10
from typing import Any

import plotly.graph_objects as go

from report import theme
from report.charts.place import Box
from report.charts.stamp import Stamp, plot

CLEAR = "rgba(0,0,0,0)"


@dataclass(frozen=True, slots=True)
class Size:
    """Sizes of one version, px. ``widths`` are the widths it must look right at, the usual one first.

    ``left`` and ``right`` are the least margins: long figures get more.
    """

    name: str
    height: int
    widths: tuple[int, ...]
    left: int
    right: int
    top: int
    foot: int
    text: int
    figure: int
    line: float
    edge: float
    rule: float
    needed: float
    point: int
    start: int
    symbol: int
    ticks: int

    @property
    def full(self) -> bool:
        """False for the card, which leaves out grid, zones and the label of the review."""
        return self.name != "card"


FULL = Size("full", 392, (680, 1056), 44, 84, 34, 62, 14, 32, 3.5, 1.5, 1.5, 2.25, 7, 13, 22, 4)
NARROW = Size("narrow", 360, (326,), 36, 66, 34, 62, 14, 28, 3, 1.5, 1.5, 2.25, 6, 12, 20, 4)
CARD = Size("card", 142, (232, 326), 6, 6, 28, 30, 14, 16, 2.5, 1, 1, 0, 0, 8, 15, 0)
HALL = Size("hall", 700, (1150,), 84, 150, 64, 130, 28, 64, 7, 3, 3, 4.5, 13, 24, 40, 4)


@dataclass(frozen=True, slots=True)
class Canvas:
    """The plot's two scales: days and values to pixels and back, at one width; ``left`` and ``right`` its margins."""

    size: Size
    first: date
    last: date
    most: float
    width: int
    left: int
    right: int

    @property
    def wide(self) -> float:
        """Width of the plot without its margins, px."""
        return self.width - self.left - self.right

    @property
    def high(self) -> float:
        """Height from the zero line to the top of the plot, px."""
        return self.size.height - self.size.top - self.size.foot

    def x(self, on: date) -> float:
        """Pixels from the left end of the axis."""
        return (on - self.first).days / max((self.last - self.first).days, 1) * self.wide

    def y(self, value: float) -> float:
        """Pixels above zero."""
        return value / self.most * self.high

    def value(self, pixels: float) -> float:
        """The value that stands so many pixels above zero."""
        return pixels / self.high * self.most

    @property
    def frame(self) -> Box:
        """Where labels may stand: the plot above zero, and the margins beside and above it."""
        return Box(-self.left, 2, self.wide + self.right, self.high + self.size.top)


class Sheet:
    """Traces, shapes, annotations and verdicts as plain data, made once into a figure or a picture.

    Adding to a figure one by one is slow.
    """

    def __init__(self, canvas: Canvas, surface: theme.Palette) -> None:
        self.canvas, self.surface = canvas, surface
        self.traces: list[dict[str, Any]] = []
        self.shapes: list[dict[str, Any]] = []
        self.notes: list[dict[str, Any]] = []
        self.stamps: list[Stamp] = []

    def trace(self, **scatter: Any) -> None:
        """A scatter trace; nothing is said on hover unless it has a template."""
        quiet = {} if "hovertemplate" in scatter else {"hoverinfo": "skip"}
        self.traces.append({"type": "scatter", "cliponaxis": False} | quiet | scatter)

    def shape(self, **shape: Any) -> None:
        """A shape below every trace."""
        self.shapes.append({"layer": "below"} | shape)

    def rule(self, ends: tuple[date, float, date, float], colour: str, width: float, dash: str = "solid") -> None:
        """A straight line between two (day, value) points."""
        x0, y0, x1, y1 = ends
        line = {"color": colour, "width": width, "dash": dash}
        self.shape(type="line", x0=x0.isoformat(), y0=y0, x1=x1.isoformat(), y1=y1, line=line)

    def note(
        self,
        text: str,
        on: date,
        value: float,
        *,
        colour: str,
        size: float,
        xanchor: str = "center",
        yanchor: str = "middle",
        shift: tuple[float, float] = (0, 0),
        shadow: str | None = None,
        family: str = theme.DISPLAY_FONT,
    ) -> None:
        """A text at a (day, value) point, moved by pixels."""
        font = {"color": colour, "size": size, "family": family} | ({"shadow": shadow} if shadow else {})
        self.notes.append(
            {
                "x": on.isoformat(),
                "y": value,
                "text": text,
                "showarrow": False,
                "xanchor": xanchor,
                "yanchor": yanchor,
                "xshift": shift[0],
                "yshift": shift[1],
                "font": font,
                "align": xanchor,
                "borderpad": 0,
            }
        )

    def stamp(self, one: Stamp) -> None:
        """A verdict's shape above everything else."""
        self.stamps.append(one)

    def figure(self) -> go.Figure:
        """The figure: transparent, in our type, no legend, no axes of Plotly's own, nothing that moves.

        It uses the sheet up: nothing is drawn on it afterwards.
        """
        for one in self.stamps:
            plot(self, one)
        canvas, size, surface = self.canvas, self.canvas.size, self.surface
        axis = {"visible": False, "fixedrange": True, "zeroline": False, "showgrid": False}
        layout = {
            "template": {},
            "height": size.height,
            "margin": {"l": canvas.left, "r": canvas.right, "t": size.top, "b": 0, "pad": 0},
            "paper_bgcolor": CLEAR,
            "plot_bgcolor": CLEAR,
            "font": {"family": theme.DISPLAY_FONT, "size": size.text, "color": surface.ink2},
            "showlegend": False,
            "hovermode": "closest",
            "dragmode": False,
            "hoverlabel": {
                "font": {"family": theme.TEXT_FONT, "size": size.text, "color": surface.ink},
                "bgcolor": surface.card,
                "bordercolor": surface.line,
            },
            "xaxis": axis | {"range": [canvas.first.isoformat(), canvas.last.isoformat()], "type": "date"},
            "yaxis": axis | {"range": [-canvas.value(size.foot), canvas.most]},
            "shapes": self.shapes,
            "annotations": self.notes,
        }
        return go.Figure(data=self.traces, layout=layout)


def halo(surface: theme.Palette, width: int = 2) -> str:
    """A shadow in the card's colour on all sides, so that text stays readable on a line."""
    reach = (-width, 0, width)
    return ", ".join(f"{x}px {y}px 1px {surface.card}" for x in reach for y in reach if x or y)


def nice_ticks(most: float, about: int) -> list[float]:
    """Round values from zero up to ``most``, about so many; whole ones where ``most`` leaves room for them."""
    if most <= 0 or about < 1:
        return [0.0]
    raw = most / about
    power = 10 ** floor(log10(raw))
    steps = [factor * power for factor in (1, 2, 2.5, 5, 10)]
    step = next(step for step in steps if step >= raw and (most < about or step == int(step)))
    return [place * step for place in range(int(most / step) + 1)]


def year_ends(first: date, last: date) -> list[date]:
    """31 December of every year in between: a tick names the year that ends there."""
    days = [date(year, 12, 31) for year in range(first.year, last.year + 1)]
    return [day for day in days if first + timedelta(days=45) <= day <= last]
