"""Slopes: where every unit stood at the start and where it stands now, the few that stand out in ink, the rest grey.

Labels stand beside the ends they name and never on each other; one that had to move is tied to its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import plotly.graph_objects as go

from metrics.goals import Verdict
from report import theme
from report.charts.canvas import CLEAR
from report.charts.place import text_width

ROW = 22
"""Least distance of two labels, px."""


@dataclass(frozen=True, slots=True)
class Slope:
    """One unit at both ends; ``strong`` lines are drawn in ink and labelled, ``named`` grey ones labelled too."""

    name: str
    first: Fraction
    last: Fraction
    first_label: str
    last_label: str
    verdict: Verdict | None = None
    strong: bool = False
    named: bool = False
    hover: str = ""


@dataclass(frozen=True, slots=True)
class Breadth:
    """Margins of one version, px: a phone has no room for names at the left."""

    name: str
    left: int
    right: int
    names_left: bool
    most: int


WIDE = Breadth("wide", 280, 280, names_left=True, most=16)
NARROW = Breadth("narrow", 54, 196, names_left=False, most=10)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places as near as can be to those wanted, at least ``gap`` apart, in the same order, inside the ends.

    Where there is not room for all they stand ``gap`` apart from ``low`` on. Ties keep the order given.
    """
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    blocks: list[list[float]] = []
    for at in order:
        blocks.append([min(max(wanted[at], low), high), 1])
        while len(blocks) > 1 and blocks[-1][0] - blocks[-2][0] < gap * (blocks[-1][1] + blocks[-2][1]) / 2:
            (one, count), (two, more) = blocks[-2], blocks[-1]
            blocks[-2:] = [[(one * count + two * more) / (count + more), count + more]]
        middle, count = blocks[-1]
        blocks[-1][0] = max(min(middle, high - gap * (count - 1) / 2), low + gap * (count - 1) / 2)
    placed: list[float] = []
    for middle, count in blocks:
        start = middle - gap * (count - 1) / 2
        if placed:
            start = max(start, placed[-1] + gap)
        placed += [start + gap * step for step in range(int(count))]
    limit = max(high, low + gap * (len(placed) - 1))
    for at in reversed(range(len(placed))):
        placed[at] = min(placed[at], limit)
        limit = placed[at] - gap
    found = [0.0] * len(wanted)
    for at, place in zip(order, placed, strict=True):
        found[at] = place
    return found


def slopes_figure(
    lines: Sequence[Slope], heads: tuple[str, str], surface: theme.Palette = theme.LIGHT, breadth: Breadth = WIDE
) -> go.Figure:
    """The figure, for ``st.plotly_chart(…, theme=None)``: one scale, from zero unless all values lie far above it."""
    labelled = [line for line in lines if line.strong or line.named][: breadth.most * 2]
    high = max(360, min(720, ROW * (len(labelled) + 3)))
    low, top = _ends(lines)

    def y(value: Fraction) -> float:
        return (float(value) - low) / (top - low) * (high - 2 * ROW) + ROW / 2

    traces: list[dict[str, Any]] = []
    grey = [line for line in lines if not line.strong]
    traces += [_trace(line, y, surface.bar, 1.25, surface) for line in grey]
    strong = [line for line in lines if line.strong]
    traces += [_trace(line, y, surface.ink, 2.5, surface) for line in strong]
    notes = [_note(head, at, high - 8, surface.ink2, side) for head, at, side in _heads(heads, breadth)]
    shapes: list[dict[str, Any]] = [
        {
            "type": "line",
            "layer": "below",
            "x0": at,
            "x1": at,
            "y0": 0,
            "y1": high - ROW,
            "line": {"color": surface.line, "width": 1},
        }
        for at in (0, 1)
    ]
    for at in (0, 1):
        shown = _shown(labelled, at)
        wanted = [y(line.first if at == 0 else line.last) for line in shown]
        for line, want, place in zip(shown, wanted, spread(wanted, ROW, ROW / 2, high - ROW * 1.5), strict=True):
            notes.append(_label(line, at, place, surface, breadth))
            if abs(place - want) > 4:
                ends = {"x0": at, "x1": at + (0.028 if at else -0.028), "y0": want, "y1": place}
                shapes.append({"type": "line", "layer": "below", **ends, "line": {"color": surface.line, "width": 1}})
    axis = {"visible": False, "fixedrange": True, "zeroline": False, "showgrid": False}
    layout = {
        "template": {},
        "height": high,
        "margin": {"l": breadth.left, "r": breadth.right, "t": 4, "b": 4, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": theme.DISPLAY_FONT, "size": theme.SMALL, "color": surface.ink2},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "hoverlabel": {
            "font": {"family": theme.TEXT_FONT, "size": theme.SMALL, "color": surface.ink},
            "bgcolor": surface.card,
            "bordercolor": surface.line,
        },
        "xaxis": axis | {"range": [-0.03, 1.03]},
        "yaxis": axis | {"range": [0, high]},
        "shapes": shapes,
        "annotations": notes,
    }
    return go.Figure(data=traces, layout=layout)


def _ends(lines: Sequence[Slope]) -> tuple[float, float]:
    values = [float(value) for line in lines for value in (line.first, line.last)]
    low, top = min(values, default=0.0), max(values, default=1.0)
    low = 0.0 if low < top * 0.6 else low - (top - low) * 0.08
    return low, top if top > low else low + 1


def _trace(line: Slope, y: Any, colour: str, width: float, surface: theme.Palette) -> dict[str, Any]:
    mark = surface.verdicts[line.verdict].mark if line.verdict else colour
    symbol = theme.SYMBOLS[line.verdict] if line.verdict and line.strong else "circle"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [0, 1],
        "y": [y(line.first), y(line.last)],
        "line": {"color": colour, "width": width},
        "marker": {
            "size": [8, 13] if line.strong else [5, 5],
            "symbol": ["circle", symbol],
            "color": [colour, mark] if line.strong else colour,
            "line": {"width": 1.5 if line.strong else 0, "color": surface.card},
            "opacity": 1,
        },
        "cliponaxis": False,
        "name": line.name,
        "hovertemplate": f"{line.hover}<extra></extra>",
    }


def _heads(heads: tuple[str, str], breadth: Breadth) -> list[tuple[str, int, str]]:
    return [(heads[0][-4:] if not breadth.names_left else heads[0], 0, "right"), (heads[1], 1, "left")]


def _shown(labelled: Sequence[Slope], at: int) -> list[Slope]:
    """Labels of one side; at the left one number is said once however many lines begin there without a name."""
    return list(labelled) if at else sorted(labelled, key=lambda line: not line.strong)


def _label(line: Slope, at: int, place: float, surface: theme.Palette, breadth: Breadth) -> dict[str, Any]:
    figure = f"<b>{line.last_label if at else line.first_label}</b>"
    name = _cut(line.name, breadth.right - 58 if at else breadth.left - 58)
    if at:
        text = f"{figure}  {name}"
        if line.verdict and line.strong:
            mark = surface.verdicts[line.verdict].mark
            text = f"<span style='color:{mark}'>{theme.GLYPHS[line.verdict]}</span> {text}"
    else:
        text = f"{name}  {figure}" if breadth.names_left else figure
    colour = surface.ink if line.strong else surface.ink3
    return _note(text, at, place, colour, "left" if at else "right")


def _cut(name: str, room: float) -> str:
    """A name that fits, shortened with an ellipsis."""
    if text_width(name, theme.SMALL) <= room:
        return name
    most = max(int(room / text_width("n", theme.SMALL)) - 1, 4)
    return f"{name[:most].rstrip()}…"


def _note(text: str, at: int, place: float, colour: str, side: str) -> dict[str, Any]:
    return {
        "x": at,
        "y": place,
        "text": text,
        "showarrow": False,
        "xanchor": side,
        "yanchor": "middle",
        "xshift": 14 if side == "left" else -14,
        "font": {"color": colour, "size": theme.SMALL, "family": theme.TEXT_FONT},
        "align": side,
    }
