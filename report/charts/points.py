"""Places as points on their coordinates: plain axes in the right proportion, no map behind, nothing from outside.

The area of a point is its figure, its shape and colour are its verdict; the worst few are named. Places far from all
others (islands) stand in a frame at the edge they lie beyond, so that they do not press the others together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, hypot, radians, sqrt
from typing import Any

import plotly.graph_objects as go

from metrics.goals import Verdict
from report import theme
from report.charts.canvas import CLEAR, halo
from report.charts.place import Box, anchored, cost, text_width

KM = 111.2
"""One degree of latitude, km."""
FAR = 60.0
"""A place further than this from its nearest neighbour, km, and four times as far as is usual, lies apart."""
LEAST, MOST = 7.0, 30.0
"""Diameters of points, px."""
SIDES = ("right", "left", "above", "below", "above right", "below right", "above left", "below left")


@dataclass(frozen=True, slots=True)
class Dot:
    """A place: ``size`` at least 0; ``named`` ones are labelled; ``key`` comes back when it is clicked."""

    key: str
    name: str
    latitude: float
    longitude: float
    size: float
    verdict: Verdict | None = None
    label: str = ""
    hover: str = ""
    named: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """The picture's plot: width and the most height, px."""

    name: str
    width: int
    height: int


WIDE, NARROW = Sheet("wide", 1040, 620), Sheet("narrow", 326, 520)


def apart(dots: Sequence[Dot]) -> list[int]:
    """Places in ``dots`` that lie apart from the main group: islands."""
    if len(dots) < 4:
        return []
    flat = [_flat(dot, dots) for dot in dots]
    near = [min(hypot(a[0] - b[0], a[1] - b[1]) for j, b in enumerate(flat) if j != i) for i, a in enumerate(flat)]
    usual = sorted(near)[len(near) // 2]
    far = {i for i, distance in enumerate(near) if distance > max(FAR, 4 * usual)}
    # Two islands close to each other lie apart all the same: the main group is the largest within reach.
    reach = max(FAR, 4 * usual)
    groups: list[set[int]] = []
    left = set(range(len(dots))) - far
    while left:
        group, edge = set(), {left.pop()}
        while edge:
            one = edge.pop()
            group.add(one)
            close = {j for j in left if hypot(flat[one][0] - flat[j][0], flat[one][1] - flat[j][1]) <= reach}
            left -= close
            edge |= close
        groups.append(group)
    main = max(groups, key=len, default=set())
    return sorted(set(range(len(dots))) - main)


def _flat(dot: Dot, dots: Sequence[Dot]) -> tuple[float, float]:
    """East and north in km, true at the middle latitude."""
    middle = sum(each.latitude for each in dots) / len(dots)
    return dot.longitude * cos(radians(middle)) * KM, dot.latitude * KM


def points_figure(dots: Sequence[Dot], surface: theme.Palette = theme.LIGHT, sheet: Sheet = WIDE) -> go.Figure:
    """The figure, for ``st.plotly_chart(…, theme=None)``. One km east is as long as one km north."""
    away = set(apart(dots))
    flat = [_flat(dot, [one for at, one in enumerate(dots) if at not in away]) for dot in dots]
    inside = [at for at in range(len(dots)) if at not in away]
    xs, ys = [flat[at][0] for at in inside], [flat[at][1] for at in inside]
    pad = 34.0
    wide, high = max(max(xs) - min(xs), 8.0), max(max(ys) - min(ys), 8.0)
    scale = min((sheet.width - 2 * pad) / wide, (sheet.height - 2 * pad) / high)
    height = int(max(high * scale + 2 * pad, 280))
    across, up = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2

    def px(at: int) -> tuple[float, float]:
        x, y = flat[at]
        return sheet.width / 2 + (x - across) * scale, height / 2 + (y - up) * scale

    spots = {at: px(at) for at in inside}
    shapes: list[dict[str, Any]] = []
    for place, at in enumerate(sorted(away, key=lambda one: -flat[one][1])):
        spots[at] = (sheet.width - 70.0 if sheet.width > 600 else sheet.width - 40.0, height - 46.0 - place * 56)
        x, y = spots[at]
        frame = {"x0": x - 34, "x1": x + 34, "y0": y - 24, "y1": y + 24}
        shapes.append({"type": "rect", **frame, "line": {"color": surface.line, "width": 1, "dash": "dot"}})
    largest = max((dot.size for dot in dots), default=0.0) or 1.0
    order = sorted(range(len(dots)), key=lambda at: -dots[at].size)
    sizes = {at: LEAST + (MOST - LEAST) * sqrt(dots[at].size / largest) for at in order}
    small = 0.7 if sheet.width < 600 else 1.0
    sizes = {at: size * small for at, size in sizes.items()}
    traces = [_trace(verdict, dots, order, spots, sizes, surface) for verdict in _verdicts(dots)]
    layout = {
        "template": {},
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0, "pad": 0},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
        "font": {"family": theme.TEXT_FONT, "size": theme.SMALL, "color": surface.ink2},
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": False,
        "clickmode": "event+select",
        "hoverlabel": {
            "font": {"family": theme.TEXT_FONT, "size": theme.SMALL, "color": surface.ink},
            "bgcolor": surface.card,
            "bordercolor": surface.line,
        },
        "xaxis": _AXIS | {"range": [0, sheet.width], "scaleanchor": "y", "scaleratio": 1},
        "yaxis": _AXIS | {"range": [0, height]},
        "shapes": shapes,
        "annotations": _labels(dots, spots, sizes, sheet, height, surface),
    }
    return go.Figure(data=traces, layout=layout)


_AXIS = {"visible": False, "fixedrange": True, "zeroline": False, "showgrid": False}


def _verdicts(dots: Sequence[Dot]) -> list[Verdict | None]:
    """Those there are, the good ones first so that trouble lies on top."""
    found = {dot.verdict for dot in dots}
    last = [Verdict.INCONCLUSIVE, Verdict.BEHIND, Verdict.MISSED]
    return [one for one in (None, *(v for v in Verdict if v not in last), *last) if one in found]


def _trace(
    verdict: Verdict | None,
    dots: Sequence[Dot],
    order: Sequence[int],
    spots: dict[int, tuple[float, float]],
    sizes: dict[int, float],
    surface: theme.Palette,
) -> dict[str, Any]:
    here = [at for at in order if dots[at].verdict is verdict]
    colour = surface.verdicts[verdict].mark if verdict else surface.bar
    loud = verdict in (Verdict.BEHIND, Verdict.MISSED)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [spots[at][0] for at in here],
        "y": [spots[at][1] for at in here],
        "customdata": [[dots[at].key] for at in here],
        "text": [dots[at].hover for at in here],
        "hovertemplate": "%{text}<extra></extra>",
        "cliponaxis": False,
        "marker": {
            "symbol": theme.SYMBOLS[verdict] if verdict else "circle",
            "size": [sizes[at] for at in here],
            "color": colour,
            "opacity": 1 if loud else 0.55,
            "line": {"width": 1, "color": surface.card},
        },
        "selected": {"marker": {"opacity": 1}},
        "unselected": {"marker": {"opacity": 1 if loud else 0.55}},
        "name": str(verdict or ""),
    }


def _labels(
    dots: Sequence[Dot],
    spots: dict[int, tuple[float, float]],
    sizes: dict[int, float],
    sheet: Sheet,
    height: int,
    surface: theme.Palette,
) -> list[dict[str, Any]]:
    """Labels of the named, each on the side where it covers least; one that would cover too much is left out."""
    frame = Box(0, 0, sheet.width, height)
    marks = {at: Box(x - sizes[at] / 2, y - sizes[at] / 2, x + sizes[at] / 2, y + sizes[at] / 2)
             for at, (x, y) in spots.items()}  # fmt: skip
    taken: list[Box] = []
    notes = []
    for at, dot in enumerate(dots):
        if not dot.named:
            continue
        x, y = spots[at]
        wide = text_width(dot.label, theme.SMALL)
        others = [box for other, box in marks.items() if other != at and sizes[other] > LEAST]
        choices = [anchored(x, y, wide, 18, side, sizes[at] / 2 + 3) for side in SIDES]
        best = min(range(len(SIDES)), key=lambda place: cost(choices[place], frame, [*taken, *taken, *others], []))
        if sum(choices[best].overlap(box) for box in taken) > 40:
            continue
        box, side = choices[best], SIDES[best]
        taken.append(box)
        across = "left" if "right" in side else "right" if "left" in side else "center"
        notes.append(
            {
                "x": {"left": box.left, "right": box.right}.get(across, x),
                "y": (box.bottom + box.top) / 2,
                "xanchor": across,
                "text": dot.label,
                "showarrow": False,
                "font": {
                    "color": surface.ink,
                    "size": theme.SMALL,
                    "family": theme.TEXT_FONT,
                    "shadow": halo(surface),
                },
            }
        )
    return notes
