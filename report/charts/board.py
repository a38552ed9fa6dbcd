"""A chart in the making: the figure, its scales at every width it must survive, and the places already taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from metrics.goals import Op, Shape, TargetUnit
from report import formats, theme
from report.charts import band, canvas, place
from report.charts.canvas import Canvas, Size
from report.charts.path import Path
from report.text import say

ROOMY = 600
"""Width from which a chart has room for all that can stand beside its deadline, px."""

SIDES = ("below", "above", "right", "left", "below right", "below left", "above right", "above left")


class Board:
    """What the steps of drawing share; labels ask it for the side on which they are least in the way."""

    def __init__(self, lang: str, path: Path, surface: theme.Palette, size: Size) -> None:
        self.lang, self.path, self.surface, self.size = lang, path, surface, size
        found = band.steps(path.corridor, path.goal, path.end)
        days = [point.on for point in path.points] + [path.review]
        self.steps = band.thinned(found, days, 200 if size.full else 100)
        self.scales = [self._scale(width) for width in size.widths]
        self.canvas = self.scales[0]
        self.sheet = canvas.Sheet(self.canvas, surface)
        self.taken: list[list[place.Box]] = [[] for _ in self.scales]
        self.lines = [self._lines(scale) for scale in self.scales]

    def _scale(self, width: int) -> Canvas:
        path, size = self.path, self.size
        values = [point.value for point in path.points if point.value is not None]
        values += [value for value in (path.baseline, path.aim) if value is not None]
        values += [value for step in self.steps for value in (step.low, step.high) if value is not None]
        values += [each.value for each in path.also]
        values += [path.ahead.high] if path.ahead and size.full else []
        found = path.judgement.range if path.judgement and size.full else None
        values += [end for end in (found.low, found.high) if end is not None] if found else []
        most = max((path.number(value) for value in values), default=1.0) or 1.0
        above = 1.3 * size.figure + size.symbol  # a rising line ends at the top: its figure stands above it
        most *= 1.12 if path.falling else 1 + above / (size.height - size.top - size.foot)
        left, right = size.left, size.right
        if size.full:
            left = max([left, *(int(place.text_width(self.tick(tick), size.text)) + 16 for tick in self.ticks(most))])
            right = max([right, *(int(self.mark_width(mark) + size.text * 1.4) for mark in self.marks())])
        if path.last is not None and path.last.on >= path.end:
            right += size.symbol // 2 + (0 if size.full else 6)
        return Canvas(size, min(path.goal.baseline_date, path.end), path.end, most, width, left, right)

    def _lines(self, scale: Canvas) -> list[list[tuple[float, float]]]:
        path = self.path
        runs = [
            [(scale.x(point.on), scale.y(path.number(point.value))) for point in run if point.value is not None]
            for run in path.runs()
        ]
        deadline = scale.x(path.goal.deadline)
        return [*runs, [(deadline, 0.0), (deadline, scale.high)]]

    # values

    def low(self, step: band.Step) -> float:
        """Lower edge of the drawn range on the drawing's scale."""
        return 0.0 if step.low is None else max(self.path.number(step.low), 0.0)

    def high(self, step: band.Step) -> float:
        """Upper edge of the drawn range on the drawing's scale; an open one ends with the paper."""
        return self.canvas.most if step.high is None else self.path.number(step.high)

    def at(self, on: date) -> band.Step | None:
        """The drawn range of a day."""
        return next((step for step in self.steps if step.first <= on <= step.last), None)

    def ticks(self, most: float) -> list[float]:
        """Round values of the upright axis."""
        ticks = canvas.nice_ticks(most / 1.12, self.size.ticks)
        return [tick for tick in ticks if not self.path.share or tick <= 100]

    def tick(self, value: float) -> str:
        """A round value as the axis prints it."""
        text = formats.number(Fraction(value).limit_denominator(100), self.lang)
        return text + (formats.unit_suffix(TargetUnit.PERCENT, self.lang) if self.path.share and value else "")

    def marks(self) -> list[tuple[float, str, str]]:
        """What stands at the right of the deadline: the value, as printed, and what it is the count of.

        Last, where there is one and room beside it, the range that the present pace leads to: no count of the goal's.
        """
        found, ahead = self._asked_marks(), self.path.ahead
        if ahead is not None and self.size.full and self.size.widths[0] >= ROOMY:
            middle = self.path.number((ahead.low + ahead.high) / 2)
            found.append((middle, ahead.label, self.words("ahead")))
        return found

    def _asked_marks(self) -> list[tuple[float, str, str]]:
        goal, target = self.path.goal, self.path.goal.target
        stretches = self.path.corridor.stretches
        if target is None or not stretches:
            return []
        if goal.shape is not Shape.YEARLY_CUT:
            if self.path.aim is None:
                return []
            own = (self.path.number(self.path.aim), self.asked(), self.path.source or self.words("aim"))
            return [own, *((self.path.number(each.value), each.printed, each.source) for each in self.path.also)]
        zone = band.merged(stretches[-1], band.verdicts_of(goal))
        if zone is None or zone.high is None:
            return []
        found = [(zone.high, target.low if target.op is Op.BAND else target.value)]
        if target.op is Op.BAND and zone.low:
            found.append((zone.low, target.high))
        return [
            (float(edge), formats.number(edge, self.lang), formats.measure(rate, target.unit, self.lang))
            for edge, rate in found
            if rate is not None
        ]

    def mark_width(self, mark: tuple[float, str, str]) -> float:
        """Width of one of :meth:`marks`."""
        size = self.size.text
        return max(place.text_width(mark[1], size, bold=True), place.text_width(mark[2], size))

    def asked(self) -> str:
        """The target in words."""
        return "" if self.path.goal.target is None else formats.target(self.path.goal.target, self.lang)

    def words(self, key: str, **params: object) -> str:
        """A text of the chart."""
        return say(self.lang, f"chart.{key}", **params)

    # labels

    def take(self, boxes: Sequence[place.Box]) -> None:
        """Keep a place, given at every width, free of further labels."""
        for taken, box in zip(self.taken, boxes, strict=True):
            taken.append(box)

    def take_beside(self, on: date, value: float, wide: float, high: float, side: str, gap: float) -> None:
        """Keep the place of a label beside a point."""
        self.take([place.anchored(c.x(on), c.y(value), wide, high, side, gap) for c in self.scales])

    def worth(self, boxes: Sequence[place.Box]) -> float:
        """How badly a label would stand there, over all widths."""
        each = zip(boxes, self.scales, self.taken, self.lines, strict=True)
        return sum(place.cost(box, scale.frame, taken, lines) for box, scale, taken, lines in each)

    def best(
        self, choices: Sequence[tuple[date, float, str]], wide: float, high: float, gap: float, bias: float = 25
    ) -> tuple[date, float, str]:
        """The choice of point and side that is least in the way, earlier ones preferred; its place is then taken."""

        def worth(choice: tuple[date, float, str]) -> float:
            on, value, side = choice
            boxes = [place.anchored(c.x(on), c.y(value), wide, high, side, gap) for c in self.scales]
            return choices.index(choice) * bias + self.worth(boxes)

        found = min(choices, key=worth)
        self.take_beside(*found[:2], wide, high, found[2], gap)
        return found

    def beside(
        self, text: str, choice: tuple[date, float, str], gap: float, *, colour: str, size: float, lift: float = 0
    ) -> None:
        """Write a label on the side of a point that :meth:`best` chose, ``lift`` px higher."""
        on, value, side = choice
        xanchor = "right" if "left" in side else "left" if "right" in side else "center"
        yanchor = "bottom" if "above" in side else "top" if "below" in side else "middle"
        across = {"right": -gap, "left": gap, "center": 0.0}[xanchor]
        up = {"bottom": gap, "top": -gap, "middle": 0.0}[yanchor]
        self.sheet.note(
            text,
            on,
            value,
            colour=colour,
            size=size,
            xanchor=xanchor,
            yanchor=yanchor,
            shift=(across, up + lift),
            shadow=canvas.halo(self.surface),
        )
