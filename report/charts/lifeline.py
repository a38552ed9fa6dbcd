"""A unit's figure over its whole life: lines that end where they stop being comparable, events on the axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import floor, log10
from typing import Any

import plotly.graph_objects as go

from report import theme
from report.charts.lifeline_labels import ends, names
from report.charts.lifeline_parts import Frame, Happening, Thread

CLEAR = "rgba(0,0,0,0)"


def lifeline_figure(
    threads: Sequence[Thread],
    happenings: Sequence[Happening],
    surface: theme.Palette,
    frame: Frame,
    *,
    printed: Callable[[Fraction], str],
    factor: int = 1,
) -> go.Figure:
    """The drawing. ``printed`` writes a value, ``factor`` makes per cent of shares for the axis; it starts at zero."""
    known = [knot for thread in threads for knot in thread.knots if knot.value is not None]
    if not known:
        return go.Figure()
    first = min(knot.on for knot in known) - timedelta(days=20)
    last = max(knot.on for knot in known) + timedelta(days=10)
    top = float(max(knot.value for knot in known if knot.value is not None) * factor) or 1.0
    ticks = _ticks(top, whole=factor == 1)
    high = max(top * 1.06, ticks[-1])
    traces: list[dict[str, Any]] = []
    for thread in sorted(threads, key=lambda each: ("before", "today", "own").index(each.role)):
        traces += _lines(thread, surface, frame, factor)
    shown = [each for each in happenings if first <= each.on <= last]
    named = [each for each in shown if each.kind != "correction"]
    notes = ends(threads, surface, frame, printed, factor, high, room=frame.height - top_of(frame, named) - frame.foot)
    notes += names(named, surface, frame, first, last)
    traces += _corrections([each for each in shown if each.kind == "correction"], surface)
    rules = [_rule(each, surface) for each in named]
    return go.Figure(
        {
            "data": traces,
            "layout": {
                "width": frame.width if frame.name == "narrow" else None,
                "height": frame.height,
                "margin": {
                    "l": frame.left,
                    "r": right_of(frame, threads),
                    "t": top_of(frame, named),
                    "b": frame.foot,
                    "pad": 0,
                },
                "paper_bgcolor": CLEAR,
                "plot_bgcolor": CLEAR,
                "showlegend": False,
                "font": {"family": theme.TEXT_FONT, "size": theme.SMALL, "color": surface.ink2},
                "hoverlabel": {
                    "bgcolor": surface.card,
                    "bordercolor": surface.line,
                    "font": {"family": theme.TEXT_FONT, "size": theme.SMALL, "color": surface.ink},
                },
                "hovermode": "closest",
                "xaxis": {
                    "range": [first.isoformat(), last.isoformat()],
                    "showgrid": False,
                    "linecolor": surface.line,
                    "ticks": "outside",
                    "tickcolor": surface.line,
                    "tickvals": [date(year, 1, 1).isoformat() for year in _years(first, last, frame)],
                    "ticktext": [str(year) for year in _years(first, last, frame)],
                    "ticklabelposition": "outside right",
                    "fixedrange": True,
                },
                "yaxis": {
                    "range": [0, high],
                    "tickvals": ticks,
                    "ticktext": [printed(Fraction(tick).limit_denominator(1000) / factor) for tick in ticks],
                    "gridcolor": surface.hair,
                    "zeroline": True,
                    "zerolinecolor": surface.line,
                    "fixedrange": True,
                },
                "shapes": rules,
                "annotations": notes,
            },
        }
    )


def top_of(frame: Frame, named: Sequence[Happening]) -> int:
    """Room above the plot, px: for the names of events where there are any."""
    return frame.top if named else 16


def right_of(frame: Frame, threads: Sequence[Thread]) -> int:
    """Room at the right, px: for a name where a second line of the unit ends apart from its own."""
    return frame.right if any(thread.role == "today" for thread in threads) else min(frame.right, 84)


def _ticks(top: float, *, whole: bool) -> list[float]:
    """Three or four round values from zero; of counts whole ones."""
    raw = top / 3
    size = 10 ** floor(log10(raw))
    steps = (1, 2, 5, 10) if whole and size < 10 else (1, 2, 2.5, 5, 10)
    step = next(each * size for each in steps if each * size >= raw)
    step = max(step, 1) if whole else step
    return [round(step * place, 6) for place in range(int(top / step) + 2) if step * (place - 1) < top]


def _years(first: date, last: date, frame: Frame) -> list[int]:
    every = [year for year in range(first.year, last.year + 1) if date(year, 1, 1) >= first]
    room = frame.width - frame.left - frame.right
    step = max(1, -(-len(every) * 48 // max(room, 1)))
    return every[::step]


def _lines(thread: Thread, surface: theme.Palette, frame: Frame, factor: int) -> list[dict[str, Any]]:
    """Its stretches, then its points: solid where reported, hollow where simulated."""
    colour = {"own": surface.ink, "today": surface.ink2, "before": surface.bar}[thread.role]
    width = {"own": frame.line, "today": 1.5, "before": 1.5}[thread.role]
    return [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "x": [knot.on.isoformat() for knot in run],
            "y": [float((knot.value or 0) * factor) for knot in run],
            "line": {"color": colour, "width": width, "dash": "dot" if thread.role == "today" else "solid"},
            "marker": {
                "size": 8 if thread.role == "own" else 5,
                "color": [surface.card if knot.simulated else colour for knot in run],
                "line": {"color": colour, "width": 1.5},
            },
            "text": [knot.said for knot in run],
            "hovertemplate": f"{thread.name}<br>%{{text}}<extra></extra>",
            "cliponaxis": False,
        }
        for run in thread.runs()
    ]


def _rule(each: Happening, surface: theme.Palette) -> dict[str, Any]:
    """An upright rule; a break has a double one."""
    return {
        "type": "rect" if each.breaks else "line",
        "x0": each.on.isoformat(),
        "x1": (each.on + timedelta(days=12) if each.breaks else each.on).isoformat(),
        "y0": 0,
        "y1": 1.06,
        "yref": "paper",
        "layer": "below",
        "line": {"color": surface.ink3, "width": 1, "dash": "solid" if each.breaks else "dot"},
        "fillcolor": surface.card,
    }


def _corrections(shown: Sequence[Happening], surface: theme.Palette) -> list[dict[str, Any]]:
    if not shown:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [each.on.isoformat() for each in shown],
            "y": [0] * len(shown),
            "marker": {
                "symbol": "diamond",
                "size": 11,
                "color": surface.card,
                "line": {"color": surface.ink, "width": 1.5},
            },
            "text": [each.said for each in shown],
            "hovertemplate": "%{text}<extra></extra>",
            "cliponaxis": False,
        }
    ]
