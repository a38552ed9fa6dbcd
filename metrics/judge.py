"""A case in, a verdict out, with the working: the first rule of method §3 that applies decides.

``not_due``, ``not_comparable``, no value, bounds that disagree, then the value by its shape's ladder.
Counts and fractions only: no verdict is decided by a float.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from metrics.case import Bounds, Case, Judgement, Step
from metrics.goals import Shape, TargetUnit, Verdict
from metrics.pace import needed
from metrics.shapes import (
    cap_share,
    change_by,
    cumulative_flow,
    done_by,
    eliminate,
    level_by,
    yearly_cut,
    yearly_floor,
)
from metrics.shapes.reading import Reading, completion, excess, shown

READ: dict[Shape, Callable[[Case], Reading]] = {
    Shape.YEARLY_CUT: yearly_cut.read,
    Shape.CUMULATIVE_FLOW: cumulative_flow.read,
    Shape.LEVEL_BY: level_by.read,
    Shape.ELIMINATE: eliminate.read,
    Shape.YEARLY_FLOOR: yearly_floor.read,
    Shape.CAP_SHARE: cap_share.read,
    Shape.CHANGE_BY: change_by.read,
    Shape.DONE_BY: done_by.read,
}

BEST_FIRST = tuple(Verdict)
"""The order in which verdicts are declared is that of the method's table: from better to worse."""

WITHOUT_TARGET = (Shape.ELIMINATE, Shape.DONE_BY)
"""Shapes that say themselves what is asked: none left, done by the deadline."""

SHARES = (Shape.LEVEL_BY, Shape.CUMULATIVE_FLOW, Shape.CHANGE_BY)
"""Shapes whose value can be a share, printed in per cent."""


def judge(case: Case) -> Judgement:
    """The verdict with its figures, working and sentence.

    Without a target there are figures and no verdict. The same case always gives the same answer:
    nothing else is read.
    """
    reading = READ[case.shape](case)
    if case.target is None and case.shape not in WITHOUT_TARGET:
        return _finish(case, reading, _figures(case, reading, None, reading.rule))
    return _finish(case, reading, _decide(case, reading))


def _decide(case: Case, reading: Reading) -> Judgement:
    def ruled(verdict: Verdict, rule: str) -> Judgement:
        return replace(_figures(case, reading, verdict, rule), reason=rule)

    if not case.started:
        return ruled(Verdict.NOT_DUE, "not_started")
    if reading.not_due:
        return ruled(Verdict.NOT_DUE, reading.reason or "no_full_year")
    if not case.comparable:
        return ruled(Verdict.NOT_COMPARABLE, "break")
    if reading.measure is None or reading.ladder is None:
        return ruled(Verdict.INCONCLUSIVE, reading.reason or "no_value")
    verdict = reading.ladder.at(reading.measure)
    best, worst = (None, None) if case.range is None else reading.ladder.ends(_above_zero(case.range))
    if best is not worst:
        return replace(ruled(Verdict.INCONCLUSIVE, "bounds"), best=best, worst=worst)
    verdict = best or verdict
    others = [judge(replace(other, otherwise=())) for other in case.otherwise]
    if any(other.verdict is not verdict for other in others):
        found = sorted({verdict, *(end for other in others for end in _ends(other))}, key=BEST_FIRST.index)
        return replace(ruled(Verdict.INCONCLUSIVE, "bounds"), best=found[0], worst=found[-1])
    reason = _reason(reading, verdict)
    return replace(_figures(case, reading, verdict, reading.rule), reason=reason, best=best, worst=worst)


def _ends(found: Judgement) -> tuple[Verdict, ...]:
    """The verdicts that a judgement leaves possible."""
    both = (found.best, found.worst) if found.reason == "bounds" else (found.verdict,)
    return tuple(one for one in both if one is not None)


def _above_zero(span: Bounds) -> Bounds:
    """Counts and shares are never below 0, also where nothing is known of their low end."""
    return replace(span, low=Fraction(0)) if span.low is None else span


def _reason(reading: Reading, verdict: Verdict) -> str | None:
    if verdict is Verdict.INCONCLUSIVE:
        return "no_path"
    marks = {"relapse": reading.relapse, "late": reading.late, "over_allowed": reading.over}
    return next((name for name, holds in marks.items() if holds), None)


def _figures(case: Case, reading: Reading, verdict: Verdict | None, rule: str) -> Judgement:
    """Everything that is known whatever the verdict; limits and needs only where they speak of something."""
    judged = verdict not in (None, Verdict.NOT_DUE, Verdict.NOT_COMPARABLE)
    limits = None
    if judged and reading.limits and reading.ladder is not None and reading.scale:
        limits = reading.ladder.whole(Verdict.MET, reading.scale, least=0, most=reading.most)
    still = None
    if judged and reading.needs and not case.closed and reading.measure is not None:
        ladder = reading.final or reading.ladder
        still = needed(ladder, reading.measure, reading.scale, case.pace) if ladder else None
    above = case.shape is not Shape.CAP_SHARE and case.shape is not Shape.ELIMINATE
    return Judgement(
        verdict=verdict,
        rule=rule,
        value=reading.value,
        percent=reading.percent,
        per_year=reading.per_year,
        completion=completion(reading.value, case.target) if above else None,
        excess=excess(reading.value, case.target) if above else None,
        allowed=reading.allowed,
        denominator=reading.denominator,
        needed=still,
        limits=limits,
        progress=_progress(case, reading),
        expected=case.expected,
        range=case.range,
        relapse=reading.relapse,
        late=reading.late,
    )


def _progress(case: Case, reading: Reading) -> Fraction | None:
    """Progress (V - B) / (E - B), signed, as a fraction; null where E = B or either is not known."""
    base, expected = reading.baseline, case.expected
    if base is None or expected is None or reading.measure is None or expected == base:
        return None
    return (reading.measure - base) / (expected - base)


def _finish(case: Case, reading: Reading, found: Judgement) -> Judgement:
    """Adds the working and the sentence to a judgement."""
    steps = list(reading.steps)
    if found.best is not None and found.worst is not None and case.range is not None:
        share = case.shape in SHARES and reading.scale != 1
        low, high = (None if end is None else shown(end, share) for end in (case.range.low, case.range.high))
        ends = {"low": low, "high": high, "best": found.best.value, "worst": found.worst.value}
        steps.append(Step("bounds_share" if share else "bounds_count", ends))
    if found.limits is not None:
        low_count, high_count = found.limits
        code = "limits_from" if high_count is None else "limits_to" if low_count is None else "limits"
        code = "limits_one" if low_count == high_count else code
        steps.append(Step(code, {"low": low_count, "high": high_count}))
    if found.verdict is not None:
        steps.append(Step("verdict", {"verdict": found.verdict.value}))
    params = {**reading.fact.params, "target": case.target, "outcome": _outcome(case, found), "needed": found.needed}
    params |= {"completion": found.completion, "excess": found.excess, "pace": case.pace}
    less = reading.ladder is not None and not reading.ladder.rising
    params |= {"whole": reading.scale is not None, "counts": reading.scale == 1, "less": less}
    code = f"{case.shape.value}.{reading.fact.code}"
    return replace(found, steps=tuple(steps), sentence=Step(code, params))


def _outcome(case: Case, found: Judgement) -> str | None:
    """The code of the words that close the sentence; null without a verdict."""
    verdict = found.verdict
    if verdict is None:
        return None
    if verdict is Verdict.EXCEEDED and case.target is not None and found.excess is not None:
        if case.target.unit is TargetUnit.COUNT:
            return "exceeded_band" if case.target.high is not None else "exceeded_count"
        return "exceeded" if case.shape is Shape.YEARLY_CUT else "exceeded_points"
    return verdict.value
