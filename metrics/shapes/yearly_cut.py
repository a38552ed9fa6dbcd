"""``yearly_cut``: a count falls by a share of its baseline every year, on simple average (method §2, §3).

(B - V) / B × 100 / years, never compounded. The cut required in all is capped at the whole baseline.
"""

from __future__ import annotations

from fractions import Fraction

from metrics.case import Case, Step
from metrics.goals import TargetUnit, Verdict
from metrics.paths import required_share
from metrics.shapes.ladder import Ladder, Rung, asks_more, number, of_target
from metrics.shapes.reading import Reading, count, fact


def read(case: Case) -> Reading:
    """Judged at any review date by the band itself: below it is ``behind`` while open, ``missed`` when closed."""
    base, actual, years = case.baseline, case.actual, case.years
    percent = (base - actual) / base * 100 if base and actual is not None else None
    per_year = percent / years if percent is not None and years else None
    yearly = case.target is None or case.target.unit is TargetUnit.PERCENT_PER_YEAR
    relapse = base == 0 and actual is not None and actual > 0
    short = years is not None and years < 1
    capped = _is_capped(case, years)
    return Reading(
        measure=actual,
        ladder=_ladder(case, years),
        final=_ladder(case, case.total_years) if case.total_years else None,
        fact=_fact(case, percent, per_year),
        rule="zero_baseline" if base == 0 else "whole_cut" if capped else "simple_average",
        reason=_reason(case, short=short and yearly),
        not_due=short and yearly and case.target is not None,
        value=per_year if yearly else percent,
        percent=percent,
        per_year=per_year,
        scale=1,
        relapse=relapse,
        steps=_steps(case, percent, per_year, capped),
    )


def _reason(case: Case, *, short: bool) -> str | None:
    if short:
        return "no_full_year"
    if case.actual is None or case.baseline is None:
        return "no_value"
    needs_years = case.target is not None and case.target.unit is TargetUnit.PERCENT_PER_YEAR
    return "no_years" if needs_years and case.years is None and case.baseline else None


def _ladder(case: Case, years: Fraction | None) -> Ladder | None:
    target, base = case.target, case.baseline
    below = Verdict.MISSED if case.closed else Verdict.BEHIND
    if target is None or base is None:
        return None
    if base == 0:
        return Ladder(False, (Rung(Verdict.MET, Fraction(0)),), below)
    if target.unit is TargetUnit.PERCENT:
        span = Fraction(1)
    elif years is None:
        return None
    else:
        span = years
    ladder = of_target(target, lambda value: base * (1 - value * span / 100), turned=True)
    rungs = ladder.rungs
    if asks_more(target) and required_share(number(target), span) == 1:
        rungs = tuple(Rung(rung.verdict, Fraction(0)) if rung.verdict is Verdict.MET else rung for rung in rungs)
    return Ladder(ladder.rising, rungs, below)


def _is_capped(case: Case, years: Fraction | None) -> bool:
    target = case.target
    yearly = target is not None and target.unit is TargetUnit.PERCENT_PER_YEAR and asks_more(target)
    return target is not None and yearly and years is not None and number(target) * years > 100


def _fact(case: Case, percent: Fraction | None, per_year: Fraction | None) -> Step:
    base, actual = case.baseline, case.actual
    if base is None or actual is None:
        return fact("unknown")
    ends = {"baseline": count(base), "actual": count(actual)}
    if base == 0:
        return fact("again" if actual else "still_none", **ends)
    if actual == base:
        return fact("same", **ends)
    code = "rose" if actual > base else "fell"
    ends |= {"change": count(abs(base - actual))}
    if percent is None or per_year is None:
        return fact(f"{code}_total", **ends, percent=abs(percent or Fraction(0)))
    return fact(code, **ends, percent=abs(percent), per_year=abs(per_year))


def _steps(case: Case, percent: Fraction | None, per_year: Fraction | None, capped: bool) -> tuple[Step, ...]:
    if case.baseline is None or case.actual is None:
        return ()
    ends = {"baseline": count(case.baseline), "actual": count(case.actual)}
    steps = []
    if percent is None:
        steps.append(Step("zero_baseline", ends))
    else:
        steps.append(Step("cut", {**ends, "percent": percent}))
    if percent is not None and per_year is not None and case.years is not None:
        change = count(case.baseline - case.actual)
        years = count(case.years)
        steps.append(Step("per_year", {**ends, "change": change, "years": years, "per_year": per_year}))
    if capped:
        steps.append(Step("capped", {}))
    return tuple(steps)
