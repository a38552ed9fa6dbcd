"""The verdict's shape on a point of a chart, clear of what lies behind it by a rim in the card's colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from metrics.goals import Verdict
from report import theme

if TYPE_CHECKING:
    from report.charts.canvas import Sheet


@dataclass(frozen=True, slots=True)
class Stamp:
    """Where a verdict stands (null: a value that nothing judges) and how large, px; ``hover`` is what is said there."""

    verdict: Verdict | None
    on: date
    value: float
    size: float
    hover: str = ""


def plot(sheet: Sheet, one: Stamp) -> None:
    """Draw it with Plotly's own symbols, above everything that is on the sheet."""
    surface, found, size = sheet.surface, one.verdict, one.size
    colour = surface.verdicts[found].mark if found else surface.ink
    symbol = theme.SYMBOLS[found] if found else "circle"
    is_open = symbol.endswith(("open", "open-dot"))
    spot = {"x": [one.on.isoformat()], "y": [one.value], "mode": "markers"}
    if is_open:
        ring = {"size": size + 5, "color": surface.card, "symbol": "circle"}
        sheet.trace(**spot, marker=ring, name="ring")
    if found is Verdict.NOT_COMPARABLE:
        sheet.note("<b>≠</b>", one.on, one.value, colour=colour, size=size)
        return
    rim = {"width": max(2, size / 9) if is_open else size / 7, "color": colour if is_open else surface.card}
    marker = {"symbol": symbol, "size": size if is_open else size * 8 / 7, "color": colour, "line": rim}
    said = {"hovertemplate": f"{one.hover}<extra></extra>"} if one.hover else {}
    sheet.trace(**spot, marker=marker, name=f"verdict-{found or 'none'}", **said)
    if found is Verdict.MET:
        sheet.note("<b>✓</b>", one.on, one.value, colour=surface.card, size=size * 0.72)
