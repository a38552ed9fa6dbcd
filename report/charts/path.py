"""What a chart of a goal's path shows: the corridor, the values and the judgement, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from metrics.case import Judgement
from metrics.corridor import Corridor
from metrics.goals import Goal, Op, Shape
from metrics.paths import destination
from report import formats

YEARS_APART = (Shape.YEARLY_FLOOR,)
"""Shapes whose target is one of every year, and no place on the way."""


@dataclass(frozen=True, slots=True)
class Point:
    """The value at the end of a period, in the measure the engine judges; null where nobody reported."""

    on: date
    value: Fraction | None
    simulated: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Break:
    """A reform inside the series; ``gap`` where the line may not be drawn across it."""

    on: date
    label: str
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Ahead:
    """Where the present pace leads by the deadline, a signal apart from the verdict; ``label`` prints the range."""

    low: Fraction
    high: Fraction
    label: str


@dataclass(frozen=True, slots=True)
class Also:
    """Another target of the same unit for the same goal (assigned beside its own), as printed and who set it."""

    value: Fraction
    printed: str
    source: str


@dataclass(frozen=True, slots=True)
class Path:
    """Everything the chart shows. ``points`` are in order and without the baseline; ``review_label`` names its period.

    ``share`` says that values are fractions to be printed in per cent. ``source`` says who set the target where there
    is another one beside it (``also``).
    """

    goal: Goal
    corridor: Corridor
    baseline: Fraction | None
    points: tuple[Point, ...]
    judgement: Judgement | None
    review: date
    review_label: str
    share: bool = False
    breaks: tuple[Break, ...] = ()
    ahead: Ahead | None = None
    also: tuple[Also, ...] = ()
    source: str = ""

    @property
    def falling(self) -> bool:
        """True where less is better."""
        goal = self.goal
        if goal.shape in (Shape.YEARLY_CUT, Shape.ELIMINATE):
            return True
        return goal.target is not None and goal.target.op in (Op.AT_MOST, Op.BELOW)

    @property
    def known(self) -> list[Point]:
        """The points up to the review."""
        return [point for point in self.points if point.on <= self.review]

    @property
    def last(self) -> Point | None:
        """The value at the review, or the last one before it."""
        return next((point for point in reversed(self.known) if point.value is not None), None)

    @property
    def end(self) -> date:
        """The last day on the axis: the deadline, or a review after it."""
        return max(self.goal.deadline, self.review)

    @property
    def aim(self) -> Fraction | None:
        """The target as a value of the measure, for goals whose target is one; a change is one from its baseline."""
        return None if self.goal.shape in YEARS_APART else destination(self.goal.shape, self.goal.target, self.baseline)

    def runs(self) -> list[list[Point]]:
        """Stretches of the line: it ends where nobody reported and where it may not cross a break."""
        runs: list[list[Point]] = [[]]
        start = [Point(self.goal.baseline_date, self.baseline)] if self.baseline is not None else []
        for point in [*start, *self.known]:
            before = runs[-1][-1].on if runs[-1] else None
            cut = before is not None and any(brk.gap and before < brk.on <= point.on for brk in self.breaks)
            if point.value is None or cut:
                runs.append([])
            if point.value is not None:
                runs[-1].append(point)
        return [run for run in runs if run]

    def number(self, value: Fraction) -> float:
        """A value on the drawing's scale."""
        return float(value * 100 if self.share else value)

    def printed(self, value: Fraction, lang: str) -> str:
        """A value as a label prints it."""
        if self.share:
            return formats.percent(value * 100, lang, self.goal.digits, self.goal.rounding, trim=True)
        return formats.number(value, lang)
