"""The labels of a lifeline: last figures at the ends of their lines, names of events above, none over another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from report import theme
from report.charts.lifeline_parts import NARROW, Frame, Happening, Knot, Thread

LINE = 18
"""Least distance of two labels in a column, px."""


def ends(
    threads: Sequence[Thread],
    surface: theme.Palette,
    frame: Frame,
    printed: Callable[[Fraction], str],
    factor: int,
    high: float,
    *,
    room: float,
) -> list[dict[str, Any]]:
    """The last figure of the unit's lines at their end, the names of its predecessors at the beginning of theirs.

    ``high`` is the value at the top of the plot, ``room`` its height, px.
    """
    last, first = [], []
    for thread in threads:
        end, start = thread.last, thread.start
        if end is None or start is None:
            continue
        if thread.role == "before":
            first.append((_height(start, factor, high, room) + LINE * 0.7, thread, start))
        elif thread.role == "own" or not _ends_with(threads, end):
            last.append((_height(end, factor, high, room), thread, end))
    notes = []
    for held, at_end in ((last, True), (first, False)):
        held.sort(key=lambda each: (each[0], each[1].name))
        for height, (_, thread, knot) in zip(_spread([each[0] for each in held], room), held, strict=True):
            own = thread.role == "own"
            figure = printed(knot.value or Fraction(0))
            name = "" if frame is NARROW else f" {thread.name}"
            notes.append(
                {
                    "x": knot.on.isoformat(),
                    "y": 0,
                    "yshift": height,
                    "xshift": 10 if at_end else 0,
                    "text": f"<b>{figure}</b>" if own else f"{figure}{name}" if at_end else thread.name,
                    "showarrow": False,
                    "xanchor": "left",
                    "yanchor": "middle",
                    "font": {
                        "family": theme.DISPLAY_FONT,
                        "size": (theme.BODY if frame is NARROW else theme.TITLE) if own else theme.SMALL,
                        "shadow": f"0 0 3px {surface.card}, 0 0 3px {surface.card}",
                        "color": surface.ink if own else surface.ink2,
                    },
                }
            )
    return notes


def _height(knot: Knot, factor: int, high: float, room: float) -> float:
    """Pixels above zero."""
    return float((knot.value or 0) * factor) / high * room


def _ends_with(threads: Sequence[Thread], knot: Knot) -> bool:
    """True where the unit's own line ends in the same figure on the same day."""
    return any(
        each.role == "own" and each.last and each.last.value == knot.value and each.last.on == knot.on
        for each in threads
    )


def _spread(heights: Sequence[float], room: float) -> list[float]:
    """Heights in order, moved apart to at least a line, upwards from the lowest."""
    found: list[float] = []
    for height in heights:
        found.append(max(height, found[-1] + LINE) if found else max(height, 4))
    over = found[-1] - room if found else 0
    if over > 0:
        found = [height - over for height in found]
    return found


def names(
    shown: Sequence[Happening], surface: theme.Palette, frame: Frame, first: date, last: date
) -> list[dict[str, Any]]:
    """Names of events above the plot, left of their rule where there is no room at its right, in rows if need be."""
    days = max((last - first).days, 1)
    wide = frame.width - frame.left - frame.right
    notes = []
    rows: list[float] = []
    for each in sorted(shown, key=lambda one: one.on):
        at = (each.on - first).days / days * wide
        size = len(each.label) * 7.4
        left = at + size > wide + frame.right - 8
        start = at - size if left else at
        row = next((place for place, end in enumerate(rows) if start >= end + 12), len(rows))
        rows[row : row + 1] = [start + size]
        notes.append(
            {
                "x": each.on.isoformat(),
                "y": 1,
                "yref": "paper",
                "yshift": 14 + 18 * min(row, 2),
                "text": each.label,
                "hovertext": each.said,
                "showarrow": False,
                "xanchor": "right" if left else "left",
                "xshift": -3 if left else 3,
                "font": {"size": theme.SMALL, "color": surface.ink2},
            }
        )
    return notes
