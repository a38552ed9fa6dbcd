"""``change_by``: the difference to the baseline in points, in per cent or as a count, always said which (method §2)."""

from __future__ import annotations

from fractions import Fraction

from metrics.case import Case, Step
from metrics.goals import TargetUnit
from metrics.paths import in_measure
from metrics.shapes.ladder import asks_more, of_target, opened
from metrics.shapes.level import absent, path_steps, whole_scale
from metrics.shapes.reading import Reading, fact, path_edge, shown


def read(case: Case) -> Reading:
    """Without a baseline, or with one of 0 where per cent is asked, there is no value."""
    target, base, actual = case.target, case.baseline, case.actual
    unit = target.unit if target else TargetUnit.POINTS if case.denominator is not None else TargetUnit.COUNT
    share = unit is TargetUnit.POINTS or (case.denominator is not None and unit is TargetUnit.PERCENT)
    value = _change(unit, base, actual)
    reason = absent(case)
    if reason is None and value is None:
        reason = "no_value" if base is None else "zero_baseline"
    ladder = None
    if target is not None and base is not None and value is not None:
        ladder = of_target(target, lambda number: in_measure(case.shape, unit, number, base) or Fraction(0))
        if not case.closed:
            ladder = opened(ladder, path_edge(case, base))
    parts = case.denominator is None and actual is not None and actual.denominator > 1
    scale = whole_scale(case, share=share or parts)
    falling = target is not None and not asks_more(target)
    return Reading(
        measure=actual if value is not None else None,
        ladder=ladder,
        fact=_fact(unit, base, actual, value, share),
        rule=f"change_{unit.value}",
        reason=reason,
        value=value,
        percent=value if unit is TargetUnit.PERCENT else actual * 100 if share and actual is not None else None,
        scale=scale,
        most=scale if share and actual is not None and actual <= 1 else None,
        baseline=base,
        steps=_steps(unit, base, actual, value, share) + path_steps(case, base, share=share, falling=falling),
    )


def _change(unit: TargetUnit, base: Fraction | None, actual: Fraction | None) -> Fraction | None:
    if base is None or actual is None:
        return None
    match unit:
        case TargetUnit.PERCENT:
            return (actual - base) / base * 100 if base else None
        case TargetUnit.POINTS:
            return (actual - base) * 100
        case _:
            return actual - base


def _fact(
    unit: TargetUnit, base: Fraction | None, actual: Fraction | None, value: Fraction | None, share: bool
) -> Step:
    if base is None or actual is None or value is None:
        return fact("unknown")
    sign = "rose" if value > 0 else "fell" if value < 0 else "same"
    ends = {"baseline": shown(base, share), "actual": shown(actual, share)}
    size = abs(value) if unit is not TargetUnit.COUNT else shown(abs(value), False)
    return fact(
        f"{sign}_{unit.value}{'_share' if share and unit is not TargetUnit.POINTS else ''}", **ends, change=size
    )


def _steps(
    unit: TargetUnit, base: Fraction | None, actual: Fraction | None, value: Fraction | None, share: bool
) -> tuple[Step, ...]:
    if base is None or actual is None or value is None:
        return ()
    ends = {"baseline": shown(base, share), "actual": shown(actual, share)}
    change = value if unit is not TargetUnit.COUNT else shown(value, False)
    return (Step(f"change_{unit.value}", {**ends, "change": change}),)
