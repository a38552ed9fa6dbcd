"""The engine's question and answer: a :class:`Case` goes in, :func:`metrics.judge.judge` gives a :class:`Judgement`.

A case is complete: no clock, no store and no language is needed to judge it, so a verdict can be
recomputed by hand from what the judgement carries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from metrics.goals import AllowedRounding, DenominatorRule, Floor, Rounding, Shape, Target, Verdict


@dataclass(frozen=True, slots=True)
class Bounds:
    """Best and worst a figure can be, both included; ``None`` is unbounded. Exact where both are equal."""

    low: Fraction | None
    high: Fraction | None

    @classmethod
    def exact(cls, value: int | Fraction) -> Bounds:
        return cls(Fraction(value), Fraction(value))

    @property
    def is_exact(self) -> bool:
        return self.low is not None and self.low == self.high


@dataclass(frozen=True, slots=True)
class YearValue:
    """One year of a ``yearly_floor``: its value (null: not reported) and whether the year is closed."""

    year: int
    value: Fraction | None
    closed: bool


@dataclass(frozen=True, slots=True)
class Recent:
    """Pace of an open goal: periods left until the deadline and the average of the last ones."""

    periods_left: int
    recent_average: Fraction | None = None
    recent_periods: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """Everything a verdict depends on.

    ``actual`` is the value at the review date in the indicator's own measure: a count, or a share as the
    exact fraction numerator/denominator. ``baseline`` likewise. ``range`` holds the best and worst the
    actual value can be, from missing units and qualifiers (§5); null means the actual value is exact.
    ``expected`` is the value the goal's path asks for at the review date; null: no path to judge by.
    ``otherwise`` is the same case at the ends of a baseline that is not certain: a verdict must hold there too.
    ``years`` divides a ``yearly_cut``; null prints no yearly figure. ``reached_none``: none was left at an earlier
    review, so what is left now has come back (``eliminate``).
    """

    shape: Shape
    target: Target | None = None
    baseline: Fraction | None = None
    actual: Fraction | None = None
    range: Bounds | None = None
    numerator: int | None = None
    denominator: int | None = None
    years: Fraction | None = None
    expected: Fraction | None = None
    closed: bool = False
    started: bool = True
    comparable: bool = True
    tolerance: Fraction = Fraction(1, 20)
    rounding: Rounding = Rounding.HALF_UP
    digits: int = 2
    pace: Recent | None = None
    year_values: tuple[YearValue, ...] = ()
    floor_rule: Floor = Floor.ALL
    classes: dict[str, int] = field(default_factory=dict)
    denominator_rule: DenominatorRule | None = None
    allowed_rounding: AllowedRounding | None = None
    done: date | None = None
    deadline: date | None = None
    as_of: date | None = None
    total_years: Fraction | None = None
    reached_none: bool = False
    otherwise: tuple[Case, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the working: a code for the words, exact parameters for the figures.

    Parameters are ``Fraction``, ``int``, ``date``, ``str`` codes or tuples of those; `report` prints them.
    """

    code: str
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Needed:
    """What an open goal still needs: in all, and per remaining period (rounded up to a whole count)."""

    total: Fraction
    per_period: Fraction | None = None
    periods: int | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict with everything it was drawn from; figures exact, printed figures rounded once.

    ``rule`` names the rule that decided. ``value`` is the exact measured value in the target's unit
    (for ``yearly_cut`` per cent a year). ``percent`` (the cut or the share), ``per_year``, ``completion``
    and ``excess`` are exact, in per cent or points. ``limits`` are the whole counts that still give
    ``met``; an end that is open is null. ``best``/``worst`` are the verdicts at the two bounds.
    ``sentence`` is a code with parameters for `report.text`.
    """

    verdict: Verdict | None
    rule: str
    reason: str | None = None
    value: Fraction | None = None
    percent: Fraction | None = None
    per_year: Fraction | None = None
    completion: Fraction | None = None
    excess: Fraction | None = None
    allowed: int | None = None
    denominator: int | None = None
    needed: Needed | None = None
    limits: tuple[int | None, int | None] | None = None
    progress: Fraction | None = None
    expected: Fraction | None = None
    range: Bounds | None = None
    best: Verdict | None = None
    worst: Verdict | None = None
    relapse: bool = False
    late: bool = False
    steps: tuple[Step, ...] = ()
    sentence: Step | None = None
