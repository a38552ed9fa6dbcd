"""A goal's ladder as whole numbers, so that many units can be compared with it at once.

The ladder of a goal (:mod:`metrics.shapes.ladder`) has edges ``a + b × baseline``. They are read off the engine's own
ladders and checked on a third baseline: where they are no straight lines there is no plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import lcm

import polars as pl

from metrics.case import Bounds, Case
from metrics.goals import Goal, Shape, TargetUnit, Verdict
from metrics.judge import READ, WITHOUT_TARGET
from metrics.paths import expected_value, years_between
from metrics.shapes.ladder import Ladder, asks_more, number
from metrics.shapes.reading import is_share

MEASURES = ("value", "percent", "per_year", "completion")
"""Figures of a judgement that a ranking shows."""

VECTORISED = (Shape.YEARLY_CUT, Shape.CUMULATIVE_FLOW, Shape.LEVEL_BY, Shape.ELIMINATE)

RUNGS = range(3)
GROUPS = ("unknown", "zero", "some")
"""Groups of baselines, each with ladders of one form."""

_PROBES: dict[str, tuple[Fraction | None, ...]] = {
    "unknown": (None,),
    "zero": (Fraction(0),),
    "some": (Fraction(1), Fraction(2), Fraction(1, 3)),
}

PLAN = pl.Schema(
    [
        ("goal", pl.UInt32()),
        ("group", pl.Int8()),
        ("rising", pl.Boolean()),
        *((f"{part}{i}", dtype) for i in RUNGS for part, dtype in (("p", pl.Int128()), ("r", pl.Int128()))),
        *((f"q{i}", pl.Int128()) for i in RUNGS),
        *((f"strict{i}", pl.Boolean()) for i in RUNGS),
        *((f"code{i}", pl.String()) for i in RUNGS),
        ("bottom", pl.String()),
        ("fixed", pl.String()),
        ("fixed_reason", pl.String()),
        ("no_value", pl.String()),
        ("zero_denominator", pl.String()),
        ("no_ladder", pl.String()),
        ("relapse_at_none", pl.Boolean()),
        ("relapse", pl.Boolean()),
        *((f"{name}_cut", pl.Boolean()) for name in MEASURES),
        *((f"{name}_{part}", pl.Int128()) for name in MEASURES for part in ("times", "over")),
    ]
)


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of one goal and one group of baselines are judged.

    ``edges`` are ``(p + r × baseline) / q``; ``figures`` say of each figure whether it is a multiple of the cut or of
    the value, and of how much. ``weight`` bounds the products beside three figures of a row.
    """

    rising: bool
    edges: tuple[tuple[int, int, int, bool, str], ...]
    bottom: str
    codes: tuple[str | None, ...]
    relapse: tuple[bool, bool]
    figures: tuple[tuple[bool, Fraction | None], ...]
    weight: int

    def cells(self, goal: int, group: int) -> tuple[object, ...]:
        """The row of PLAN. Rungs that a ladder lacks are never reached: their edge has no denominator."""
        none = (None, None, None, None, None)
        rungs = [self.edges[i] if i < len(self.edges) else none for i in RUNGS]
        numbers = [part for rung in rungs for part in rung[:2]]
        times = [part for _, k in self.figures for part in ((k.numerator, k.denominator) if k else (None, None))]
        columns = [[rung[i] for rung in rungs] for i in (2, 3, 4)]
        cuts = [cut for cut, _ in self.figures]
        return (
            *(goal, group, self.rising, *numbers, *columns[0], *columns[1], *columns[2], self.bottom),
            *(*self.codes, *self.relapse, *cuts, *times),
        )


@lru_cache(maxsize=4096)
def plan_of(goal: Goal, on: date, group: str) -> Plan | None:
    """The plan of a group; null where the goal is of another shape, or its edges are no straight lines."""
    if goal.shape not in VECTORISED or (goal.target is None and goal.shape not in WITHOUT_TARGET):
        return None
    read = READ[goal.shape]
    probes = _PROBES[group] if goal.baseline_value is None else (goal.baseline_value,)
    ladders = [read(case_of(goal, on=on, baseline=base, actual=Fraction(1))).ladder for base in probes]
    first = ladders[0]
    edges = _edges([ladder for ladder in ladders if ladder is not None], probes) if first else ()
    if edges is None or len(edges) > len(RUNGS) or any((ladder is None) is not (first is None) for ladder in ladders):
        return None
    one, zero, none, empty = (
        read(case_of(goal, on=on, baseline=probes[0], actual=value, denominator=den))
        for value, den in ((Fraction(1), None), (Fraction(0), None), (None, None), (None, 0))
    )
    fixed: tuple[str | None, str | None] = (None, None)
    if on < goal.start:
        fixed = (Verdict.NOT_DUE.value, "not_started")
    elif one.not_due:
        fixed = (Verdict.NOT_DUE.value, one.reason or "no_full_year")
    no_ladder = None if first else one.reason or "no_value"
    figures = _figures(goal, on)
    parts = [k.numerator + k.denominator for _, k in figures if k is not None]
    return Plan(
        rising=first.rising if first else True,
        edges=edges,
        bottom=(first.bottom if first else Verdict.INCONCLUSIVE).value,
        codes=(*fixed, none.reason or "no_value", empty.reason or "no_value", no_ladder),
        relapse=(zero.relapse, one.relapse),
        figures=figures,
        weight=max([200 * part for part in parts] + [2 * (abs(p) + abs(r) + q) for p, r, q, _, _ in edges] + [1]),
    )


def _edges(
    ladders: list[Ladder], probes: Sequence[Fraction | None]
) -> tuple[tuple[int, int, int, bool, str], ...] | None:
    """Edges of ladders built on the probes' baselines as straight lines; null where they are none."""
    bases = [base or Fraction(0) for base in probes]
    forms = {(one.rising, one.bottom, tuple((rung.verdict, rung.strict) for rung in one.rungs)) for one in ladders}
    if len(forms) != 1:
        return None
    found = []
    for rungs in zip(*(one.rungs for one in ladders), strict=True):
        values = [rung.edge for rung in rungs]
        slope = (values[1] - values[0]) / (bases[1] - bases[0]) if len(values) > 1 else Fraction(0)
        start = values[0] - slope * bases[0]
        if any(start + slope * base != value for base, value in zip(bases, values, strict=True)):
            return None
        q = lcm(start.denominator, slope.denominator)
        found.append((int(start * q), int(slope * q), q, rungs[0].strict, rungs[0].verdict.value))
    return tuple(found)


def _figures(goal: Goal, on: date) -> tuple[tuple[bool, Fraction | None], ...]:
    """For each of MEASURES: whether it is a multiple of the cut (B - V) / B, else of V; and the multiple."""
    share, cut = is_share(goal.target), goal.shape is Shape.YEARLY_CUT
    value: Fraction | None = Fraction(100 if share else 1)
    percent, per_year, completion = value if share else None, None, None
    if cut:
        years = years_between(goal, on)
        percent, per_year = Fraction(100), 100 / years if years else None
        value = per_year if goal.target is None or goal.target.unit is TargetUnit.PERCENT_PER_YEAR else percent
    elif goal.shape is Shape.ELIMINATE:
        value, percent = Fraction(1), Fraction(100)
    if goal.shape is not Shape.ELIMINATE and goal.target is not None and asks_more(goal.target):
        whole = number(goal.target)
        completion = value * 100 / whole if value is not None and whole > 0 else None
    falls = goal.shape is Shape.ELIMINATE
    return ((cut, value), (cut or falls, percent), (cut, per_year), (cut, completion))


def case_of(
    goal: Goal,
    *,
    on: date,
    baseline: Fraction | None,
    actual: Fraction | None,
    denominator: int | None = None,
    span: Bounds | None = None,
    comparable: bool = True,
) -> Case:
    """The case of a goal on a review date for shapes that need no more than a baseline and a value.

    A baseline that the goal itself gives goes before the unit's.
    """
    baseline = goal.baseline_value if goal.baseline_value is not None else baseline
    yearly = goal.shape is Shape.YEARLY_CUT
    return Case(
        shape=goal.shape,
        target=goal.target,
        baseline=baseline,
        actual=actual,
        range=span if actual is not None else None,
        denominator=denominator,
        years=years_between(goal, on) if yearly else None,
        total_years=years_between(goal, goal.deadline) if yearly else None,
        expected=expected_value(goal, baseline, on),
        closed=on >= goal.deadline,
        started=on >= goal.start,
        comparable=comparable,
        tolerance=goal.tolerance,
        rounding=goal.rounding,
        digits=goal.digits,
        deadline=goal.deadline,
        as_of=on,
    )
