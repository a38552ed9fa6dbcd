"""The corridor chart: the path a goal's value has taken against the range the engine asks for, day by day.

The soft range is the engine's own (:mod:`metrics.corridor`), a staircase where years are counted whole; the
straight guide through the anniversaries is a faint line only. Labels stand beside what they name.
"""

from __future__ import annotations

import plotly.graph_objects as go

from report import formats, theme
from report.charts import backdrop, foreground, labels
from report.charts.board import Board
from report.charts.canvas import CARD, FULL, HALL, NARROW, Sheet, Size
from report.charts.path import Ahead, Also, Break, Path, Point
from report.text import say

__all__ = [
    "CARD",
    "FULL",
    "HALL",
    "NARROW",
    "Ahead",
    "Also",
    "Break",
    "Path",
    "Point",
    "alternative",
    "corridor_figure",
    "corridor_sheet",
]


def corridor_figure(lang: str, path: Path, surface: theme.Palette = theme.LIGHT, size: Size = FULL) -> go.Figure:
    """The figure, transparent, for ``st.plotly_chart(…, theme=None)``; nothing in it is loaded from outside.

    ``size`` is ``FULL``, ``NARROW`` (phones), ``CARD`` or ``HALL``. Without any value it holds one sentence.
    """
    return corridor_sheet(lang, path, surface, size).figure()


def corridor_sheet(lang: str, path: Path, surface: theme.Palette, size: Size) -> Sheet:
    """The same, not yet made into a figure or a picture."""
    board = Board(lang, path, surface, size)
    if path.last is None and path.baseline is None:
        middle = board.canvas.first + (board.canvas.last - board.canvas.first) / 2
        words = board.words("no_data")
        board.sheet.note(words, middle, board.canvas.most / 2, colour=surface.ink3, size=size.text)
        return board.sheet
    if size.full:
        backdrop.grid(board)
    backdrop.target_range(board)
    backdrop.guide(board)
    axis = backdrop.axis(board)
    backdrop.deadline(board)
    backdrop.breaks(board)
    backdrop.rug(board, axis)
    if size.full:
        foreground.review(board)
        foreground.ahead(board)
        foreground.needed(board)
    foreground.line(board)
    foreground.bounds(board)
    foreground.verdict(board)
    labels.baseline(board)
    labels.last(board)
    if size.full:
        labels.review_range(board)
        labels.zones(board)
        labels.unknown_baseline(board)
    return board.sheet


def alternative(lang: str, path: Path) -> str:
    """The chart in words, period by period: its text alternative."""
    board = Board(lang, path, theme.LIGHT, FULL)
    parts = []
    if path.baseline is not None:
        when = formats.day(path.goal.baseline_date, lang)
        parts.append(say(lang, "chart.alt_point", period=when, value=path.printed(path.baseline, lang)))
    parts += [foreground.spoken(board, point) for point in path.points]
    return "; ".join(parts) if parts else say(lang, "chart.no_data")
