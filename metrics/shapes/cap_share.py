"""``cap_share``: the top class holds at most a share of the rule's own denominator (method §2; HD 21-HD/BTCTW 2019).

The allowed number is the target's share of the denominator, rounded as the rule says. Over it is
``missed`` and never "vượt"; no path is needed, a cap holds at any time.
"""

from __future__ import annotations

from fractions import Fraction

from metrics.case import Case, Step
from metrics.exact import rounded
from metrics.goals import AllowedRounding, DenominatorRule, Op, Rounding, Verdict
from metrics.shapes.ladder import Ladder, Rung, number
from metrics.shapes.reading import Reading, count, fact

RATED = ("excellent", "good", "completed", "not_completed")
COUNTED = {
    DenominatorRule.GOOD: ("good",),
    DenominatorRule.GOOD_OR_BETTER: ("excellent", "good"),
    DenominatorRule.RATED: RATED,
    DenominatorRule.ALL: (*RATED, "not_rated"),
}
"""Classes that each denominator counts."""


def read(case: Case) -> Reading:
    """The number in the top class against the number allowed; no value where nothing is rated."""
    rule = case.denominator_rule
    rated = sum(case.classes.get(name, 0) for name in RATED)
    if rule is None or not rated:
        reason = "not_rated" if case.classes and rule is not None else "no_value"
        return Reading(None, None, fact("unknown"), "cap", reason=reason, needs=False)
    excellent = case.classes.get("excellent", 0)
    denominator = sum(case.classes.get(name, 0) for name in COUNTED[rule])
    percent = Fraction(excellent * 100, denominator) if denominator else None
    allowed = _allowed(case, denominator)
    names = {"excellent": excellent, "denominator": denominator, "rule": rule.value}
    steps = [Step("denominator", names)]
    if percent is not None:
        steps.append(Step("cap_share", {**names, "percent": percent}))
    ladder = None
    if allowed is not None and case.target is not None and case.allowed_rounding is not None:
        ladder = Ladder(False, (Rung(Verdict.MET, Fraction(allowed)),), Verdict.MISSED)
        exact = number(case.target) * denominator / 100
        params = {"cap": count(number(case.target)), "exact": count(exact), "rounding": case.allowed_rounding.value}
        steps.append(Step("allowed", {**names, **params, "allowed": allowed}))
    return Reading(
        measure=Fraction(excellent),
        ladder=ladder,
        fact=_fact(names, percent, allowed),
        rule="cap",
        value=percent,
        percent=percent,
        allowed=allowed,
        denominator=denominator,
        scale=1,
        needs=False,
        over=ladder is not None and ladder.at(Fraction(excellent)) is Verdict.MISSED,
        steps=tuple(steps),
    )


def _allowed(case: Case, denominator: int) -> int | None:
    if case.target is None or case.allowed_rounding is None:
        return None
    exact = number(case.target) * denominator / 100
    up = case.allowed_rounding is AllowedRounding.HALF_UP
    allowed = rounded(exact, 0, Rounding.HALF_UP if up else Rounding.TRUNCATE)
    return max(0, allowed - 1) if case.target.op is Op.BELOW and allowed == exact else allowed


def _fact(names: dict[str, int | str], percent: Fraction | None, allowed: int | None) -> Step:
    if percent is None:
        return fact("no_denominator" if allowed is None else "no_denominator_allowed", **names, allowed=allowed or 0)
    if allowed is None:
        return fact("share", **names, percent=percent)
    return fact("allowed", **names, percent=percent, allowed=allowed)
