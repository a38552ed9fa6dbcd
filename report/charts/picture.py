"""A chart as a still picture of our own: HTML in the page's text, for charts that need not answer the mouse.

A page of a dozen cards then needs none of the code that draws charts in the browser, which is most of what such a page
loads and does. Lines and areas are an SVG that stretches with its box; labels and marks are HTML above it, so that they
keep their size, speak in the page's fonts and print as text. It is made of the same sheet as the figure.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from html import escape
from typing import Any

from metrics.goals import Verdict
from report import theme
from report.charts.canvas import Sheet
from report.charts.stamp import Stamp

SCALE = 1000
"""Units of the drawing from the first day to the last."""

ROOM = 8
"""Room above and below for strokes that lie on the edge, px; beside, a hundredth of the width."""

DASHES = {"dot": "1 4", "dash": "6 4"}
POINT = re.compile(r"([ML])?\s*(\d{4}-\d\d-\d\d),(-?[\d.]+(?:e[-+]?\d+)?)(Z)?")
ACROSS = {"left": "0", "center": "-50%", "right": "-100%"}
DOWN = {"top": "0", "middle": "-50%", "bottom": "-100%"}


def picture(sheet: Sheet, said: str) -> str:
    """The sheet as one block as wide as its place and as high as its size; ``said`` is its text alternative.

    What can be hovered over in the figure is not in it. Bars and strips with a pattern must be upright boxes.
    """
    canvas = sheet.canvas
    height = canvas.size.height - canvas.size.top
    place = f"left:{canvas.left}px;right:{canvas.right}px;top:{canvas.size.top}px;height:{height}px"
    drawn = [*_shapes(sheet), *_lines(sheet)]
    above = "".join([*_boxes(sheet), *_dots(sheet), *map(_Place(sheet).stamp, sheet.stamps), *_notes(sheet)])
    return (
        f'<div class="m-path" role="img" aria-label="{escape(said)}" style="height:{canvas.size.height}px">'
        f'<div style="{place}">{_image(drawn, height)}{theme.by_role(sheet.surface, above)}</div></div>'
    )


class _Place:
    """Days and values as places in the picture: units across for the drawing, per cent for what stands above it."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def share(self, on: str | date) -> float:
        """How far along the axis, 0 to 1."""
        canvas, day = self.sheet.canvas, on if isinstance(on, date) else date.fromisoformat(on)
        return (day - canvas.first).days / max((canvas.last - canvas.first).days, 1)

    def down(self, value: float) -> float:
        """Pixels below the top of the plot."""
        return self.sheet.canvas.high - self.sheet.canvas.y(value)

    def point(self, on: str, value: float) -> str:
        """A point of the drawing."""
        return f"{self.share(on) * SCALE:.1f} {self.down(value):.1f}"

    def at(self, on: str, value: float, *, up: float = 0) -> str:
        """The same as a place in CSS, ``up`` px higher."""
        return f"left:{self.share(on) * 100:.2f}%;top:{self.down(value) - up:.1f}px"

    def stamp(self, one: Stamp) -> str:
        """The verdict's shape, clear of what lies behind it by a rim in the card's colour."""
        surface, size = self.sheet.surface, round(one.size)
        where = self.at(one.on.isoformat(), one.value)
        rim = _round(where, size + 5, surface.card)
        if one.verdict is None:
            return rim + _round(where, size, surface.ink)
        if one.verdict is Verdict.NOT_COMPARABLE:
            return f'{rim}<b class="v-{one.verdict}" style="{where};color:var(--mark);font-size:{size}px">≠</b>'
        return f'{rim}<i class="m-shape v-{one.verdict}" style="{where};width:{size}px;height:{size}px"></i>'


def _shapes(sheet: Sheet) -> Iterator[str]:
    """Rules, areas and boxes below the line."""
    to = _Place(sheet)
    for shape in sheet.shapes:
        look = _look(shape.get("line", {}), shape.get("fillcolor"), shape.get("opacity", 1))
        if shape["type"] == "path":
            ways = [f"{go}{to.point(on, float(y))}{end}" for go, on, y, end in POINT.findall(shape["path"])]
            yield f'<path d="{"".join(ways)}" {look}/>'
        elif shape["type"] == "rect":
            left, right, low, high = (shape[name] for name in ("x0", "x1", "y0", "y1"))
            corners = ((left, low), (right, low), (right, high), (left, high))
            yield f'<path d="M{"L".join(to.point(*corner) for corner in corners)}Z" {look}/>'
        else:
            ends = to.point(shape["x0"], shape["y0"]), to.point(shape["x1"], shape["y1"])
            yield f'<path d="M{ends[0]}L{ends[1]}" {look}/>'


def _lines(sheet: Sheet) -> Iterator[str]:
    to = _Place(sheet)
    for trace in sheet.traces:
        if trace["mode"] == "lines" and "fill" not in trace:
            way = "L".join(to.point(on, value) for on, value in zip(trace["x"], trace["y"], strict=True))
            yield f'<path d="M{way}" {_look(trace["line"], None, trace.get("opacity", 1))}/>'


def _look(line: Mapping[str, Any], fill: str | None, opacity: float) -> str:
    said = f'fill="{fill or "none"}"'
    if line.get("width"):
        said += f' stroke="{line["color"]}" stroke-width="{line["width"]}" vector-effect="non-scaling-stroke"'
        dash = line.get("dash", "solid")
        if dash != "solid":
            said += f' stroke-dasharray="{DASHES.get(dash) or dash.replace("px", "").replace(",", " ")}"'
    return said + (f' opacity="{opacity}"' if opacity != 1 else "")


def _image(drawn: Sequence[str], height: int) -> str:
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" preserveAspectRatio="none" stroke-linejoin="round" '
        f'viewBox="{-SCALE / 100:g} {-ROOM} {SCALE * 1.02:g} {height + 2 * ROOM}">{"".join(drawn)}</svg>'
    )
    place = f"left:-1%;width:102%;top:{-ROOM}px;height:{height + 2 * ROOM}px"
    return f'<img alt="" src="data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" style="{place}">'


def _boxes(sheet: Sheet) -> Iterator[str]:
    """Bars, and strips that are hatched."""
    to = _Place(sheet)
    for trace in sheet.traces:
        if "fill" not in trace:
            continue
        days, values = sorted(trace["x"]), sorted(trace["y"])
        left, right = to.share(days[0]) * 100, to.share(days[-1]) * 100
        top, foot = to.down(values[-1]), to.down(values[0])
        pattern, line = trace["fillpattern"], trace.get("line", {})
        ground = pattern.get("bgcolor", "transparent")
        if pattern.get("shape"):
            ink, gap = pattern["fgcolor"], pattern["size"] * 0.7
            ground = f"repeating-linear-gradient(135deg,{ink} 0 1.2px,transparent 1.2px {gap:g}px),{ground}"
        edge = ""
        if line.get("width"):
            edge = f";outline:{line['width']}px {'solid' if line.get('dash') == 'solid' else 'dashed'} {line['color']}"
        size = f"left:{left:.2f}%;width:{right - left:.2f}%;top:{top:.1f}px;height:{foot - top:.1f}px"
        yield f'<i class="box" style="{size};background:{ground}{edge}"></i>'


def _dots(sheet: Sheet) -> Iterator[str]:
    to = _Place(sheet)
    for trace in sheet.traces:
        if trace["mode"] != "markers":
            continue
        marker = trace["marker"]
        for on, value in zip(trace["x"], trace["y"], strict=True):
            where, line = to.at(on, value), marker.get("line", {})
            if marker.get("symbol") == "line-ew":
                thick = line["width"]
                yield f'<i style="{where};width:{marker["size"]}px;height:{thick}px;background:{line["color"]}"></i>'
            else:
                yield _round(where, marker["size"], marker["color"])


def _round(where: str, size: float, colour: str) -> str:
    return f'<i style="{where};width:{size:g}px;height:{size:g}px;border-radius:50%;background:{colour}"></i>'


def _notes(sheet: Sheet) -> Iterator[str]:
    to = _Place(sheet)
    for note in sheet.notes:
        font = note["font"]
        where = to.at(note["x"], note["y"], up=note["yshift"])
        look = f"margin-left:{note['xshift']:g}px;color:{font['color']}"
        look += f";font:400 {font['size']:g}px/1.25 {font['family']}"
        look += f";transform:translate({ACROSS[note['xanchor']]},{DOWN[note['yanchor']]})"
        look += f";text-shadow:{font['shadow']}" if "shadow" in font else ""
        text = escape(note["text"]).replace("&lt;b&gt;", "<b>").replace("&lt;/b&gt;", "</b>")
        yield f'<span style="{escape(where + ";" + look)}">{text}</span>'
