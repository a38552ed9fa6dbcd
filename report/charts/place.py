"""Where a label may stand so that it covers neither a line nor another label. Pixels, y upwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import hypot

REGULAR, BOLD = 0.58, 0.64
"""Average width of a character of Be Vietnam Pro, in sizes."""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    def overlap(self, other: Box) -> float:
        """Area the two share."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide * high if wide > 0 and high > 0 else 0.0

    def outside(self, frame: Box) -> float:
        """Area that lies outside a frame."""
        return (self.right - self.left) * (self.top - self.bottom) - self.overlap(frame)

    def grown(self, by: float) -> Box:
        """The box with a margin around it."""
        return Box(self.left - by, self.bottom - by, self.right + by, self.top + by)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Estimated width of a text in px."""
    return len(text) * size * (BOLD if bold else REGULAR)


def anchored(x: float, y: float, width: float, height: float, side: str, gap: float) -> Box:
    """The box of a label beside a point: ``above``, ``below``, ``left``, ``right`` and the four corners."""
    left = {"left": x - gap - width, "right": x + gap}
    across = next((left[word] for word in left if word in side), x - width / 2)
    if "above" in side:
        bottom = y + gap
    elif "below" in side:
        bottom = y - gap - height
    else:
        bottom = y - height / 2
    return Box(across, bottom, across + width, bottom + height)


def crossed(box: Box, line: Sequence[tuple[float, float]]) -> float:
    """Length of a line inside a box, in px."""
    total = 0.0
    for (x0, y0), (x1, y1) in pairwise(line):
        if max(x0, x1) < box.left or min(x0, x1) > box.right or max(y0, y1) < box.bottom or min(y0, y1) > box.top:
            continue
        first, last = 0.0, 1.0
        for start, end, low, high in ((x0, x1, box.left, box.right), (y0, y1, box.bottom, box.top)):
            if start != end:
                near, far = sorted(((low - start) / (end - start), (high - start) / (end - start)))
                first, last = max(first, near), min(last, far)
        if last > first:
            total += (last - first) * hypot(x1 - x0, y1 - y0)
    return total


def cost(box: Box, frame: Box, labels: Sequence[Box], lines: Sequence[Sequence[tuple[float, float]]]) -> float:
    """How badly a label would stand there; 0 is free."""
    near = box.grown(3)
    covered = sum(near.overlap(other) for other in labels)
    return 3 * box.outside(frame) + 2 * covered + sum(20 * crossed(near, line) for line in lines)
