"""What a shape makes of a case before it is judged: the measured value, its figures and the ladder it stands on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from metrics.case import Case, Step
from metrics.goals import Op, Target, TargetUnit
from metrics.shapes.ladder import Ladder, asks_more, number


@dataclass(frozen=True, slots=True)
class Reading:
    """A shape's reading of a case.

    ``measure`` is what the ladder judges, in the case's own measure; null: there is no value, and
    ``reason`` says why. ``ladder`` already knows whether the period is open. ``final`` is the ladder of
    the deadline where it differs from today's. ``scale`` carries the measure to whole counts; null:
    it has none. ``value`` and the printed figures are as in `Judgement`. ``fact`` is the part of the
    sentence that says what happened. ``limits`` false: no count but the measured one is in question.
    """

    measure: Fraction | None
    ladder: Ladder | None
    fact: Step
    rule: str
    reason: str | None = None
    not_due: bool = False
    value: Fraction | None = None
    percent: Fraction | None = None
    per_year: Fraction | None = None
    allowed: int | None = None
    denominator: int | None = None
    scale: int | None = None
    most: int | None = None
    limits: bool = True
    needs: bool = True
    final: Ladder | None = None
    baseline: Fraction | None = None
    relapse: bool = False
    late: bool = False
    over: bool = False
    steps: tuple[Step, ...] = ()


def count(value: Fraction) -> int | Fraction:
    """A whole number as ``int``, so that it is printed as a count; anything else as it is."""
    return value.numerator if value.denominator == 1 else value


def is_share(target: Target | None) -> bool:
    """True where the target speaks of a share in per cent, not of a count."""
    return target is not None and target.unit is not TargetUnit.COUNT


def shown(value: Fraction, share: bool) -> int | Fraction:
    """A value of the measure as it is printed: a share in per cent, a count whole."""
    return value * 100 if share else count(value)


def completion(value: Fraction | None, target: Target | None) -> Fraction | None:
    """Value ÷ X in per cent, a band by its low end; null for targets that ask for less and for X ≤ 0."""
    if value is None or target is None or not asks_more(target) or number(target) <= 0:
        return None
    return value / number(target) * 100


def excess(value: Fraction | None, target: Target | None) -> Fraction | None:
    """How far above the target, where it is: per cent of it for counts, points for shares; a band from its high end."""
    if value is None or target is None or not asks_more(target):
        return None
    top = target.high if target.op is Op.BAND else target.value
    if top is None or value <= top:
        return None
    if target.unit is not TargetUnit.COUNT:
        return value - top
    return (value / top - 1) * 100 if top > 0 else None


def path_edge(case: Case, baseline: Fraction | None) -> Fraction | None:
    """The value from which an open goal is on track: B + (1 - tolerance)(E - B); null without a path.

    The tolerance is a share of the expected progress, so without a baseline there is none and the
    expected value itself is asked for (method §3).
    """
    if case.expected is None or baseline is None:
        return case.expected
    return baseline + (1 - case.tolerance) * (case.expected - baseline)


def fact(code: str, **params: Any) -> Step:
    """The part of the sentence that says what happened."""
    return Step(code, params)
