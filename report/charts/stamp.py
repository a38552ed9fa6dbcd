"""The verdict's shape on a point of a chart, clear of what lies behind it by a rim in the card's colour."""

from __future__ import annotations

from datetime import date

from metrics.goals import Verdict
from report import theme
from report.charts.canvas import Sheet


def stamp(sheet: Sheet, found: Verdict | None, on: date, value: float, size: float, hover: str = "") -> None:
    """Draw it; ``hover`` is what is said there, as Plotly writes it."""
    surface = sheet.surface
    colour = surface.verdicts[found].mark if found else surface.ink
    symbol = theme.SYMBOLS[found] if found else "circle"
    is_open = symbol.endswith(("open", "open-dot"))
    spot = {"x": [on.isoformat()], "y": [value], "mode": "markers"}
    if is_open:
        ring = {"size": size + 5, "color": surface.card, "symbol": "circle"}
        sheet.trace(**spot, marker=ring, name="ring")
    if found is Verdict.NOT_COMPARABLE:
        sheet.note("<b>≠</b>", on, value, colour=colour, size=size)
        return
    rim = {"width": max(2, size / 9) if is_open else size / 7, "color": colour if is_open else surface.card}
    marker = {"symbol": symbol, "size": size if is_open else size * 8 / 7, "color": colour, "line": rim}
    said = {"hovertemplate": f"{hover}<extra></extra>"} if hover else {}
    sheet.trace(**spot, marker=marker, name=f"verdict-{found or 'none'}", **said)
    if found is Verdict.MET:
        sheet.note("<b>✓</b>", on, value, colour=surface.card, size=size * 0.72)
