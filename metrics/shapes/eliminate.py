"""``eliminate``: none is left; a rise after that is a relapse, tái trắng (method §2, §3)."""

from __future__ import annotations

from fractions import Fraction

from metrics.case import Case, Step
from metrics.goals import Verdict
from metrics.shapes.ladder import Ladder, Rung, opened
from metrics.shapes.level import absent, open_bottom, path_steps, whole_scale
from metrics.shapes.reading import Reading, count, fact, path_edge


def read(case: Case) -> Reading:
    """Only 0 meets it. Once there were none no path is needed: whatever is left has come back."""
    base, actual = case.baseline, case.actual
    ladder = Ladder(False, (Rung(Verdict.MET, Fraction(0)),), Verdict.MISSED)
    back = base == 0 or case.reached_none
    if back:
        ladder = open_bottom(ladder, closed=case.closed)
    elif not case.closed:
        ladder = opened(ladder, path_edge(case, base))
    share = case.denominator is not None
    return Reading(
        measure=actual,
        ladder=ladder,
        fact=_fact(case),
        rule="none_left",
        reason=absent(case),
        value=actual,
        percent=(base - actual) / base * 100 if base and actual is not None else None,
        scale=whole_scale(case, share=share),
        baseline=base,
        relapse=back and actual is not None and actual > 0,
        steps=_steps(case) + path_steps(case, base, share=share, falling=True),
    )


def _fact(case: Case) -> Step:
    if case.actual is None:
        return fact("unknown")
    base, actual = case.baseline, case.actual if case.numerator is None else case.numerator
    now = count(Fraction(actual))
    if (base == 0 or case.reached_none) and actual:
        return fact("again", actual=now)
    if actual == 0:
        return fact("none", actual=now)
    if base is None or case.denominator is not None:
        return fact("left", actual=now)
    change = count(abs(base - actual))
    code = "left_same" if actual == base else "left_more" if actual > base else "left_fewer"
    return fact(code, actual=now, baseline=count(base), change=change)


def _steps(case: Case) -> tuple[Step, ...]:
    if case.actual is None:
        return ()
    steps = [Step("left", {"actual": count(case.actual)})]
    if case.baseline and case.denominator is None:
        cut = (case.baseline - case.actual) / case.baseline * 100
        steps.append(Step("cut", {"baseline": count(case.baseline), "actual": count(case.actual), "percent": cut}))
    return tuple(steps)
