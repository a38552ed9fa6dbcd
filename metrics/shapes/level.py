"""What ``cumulative_flow``, ``level_by`` and ``eliminate`` share: a value that is compared as it is (method §2, §3)."""

from __future__ import annotations

from fractions import Fraction

from metrics.case import Case, Step
from metrics.goals import Verdict
from metrics.shapes.ladder import Ladder, of_target, opened
from metrics.shapes.reading import count, is_share, path_edge, shown


def ladder_of(case: Case, baseline: Fraction | None) -> Ladder | None:
    """The target's ladder over the value itself, opened by the path while the period is open."""
    if case.target is None:
        return None
    unit = 100 if is_share(case.target) else 1
    ladder = of_target(case.target, lambda value: value / unit)
    return ladder if case.closed else opened(ladder, path_edge(case, baseline))


def whole_scale(case: Case, *, share: bool) -> int | None:
    """What carries the value to whole counts: the denominator of a share that has one, 1 for a count."""
    if case.denominator:
        return case.denominator
    return None if share or case.denominator == 0 else 1


def absent(case: Case) -> str | None:
    """Why there is no value, or null."""
    if case.actual is not None:
        return None
    return "zero_denominator" if case.denominator == 0 else "no_value"


def value_steps(case: Case, *, share: bool) -> tuple[Step, ...]:
    """Where the value comes from: its two counts, or itself."""
    if case.actual is None:
        return ()
    if case.numerator is not None and case.denominator:
        counts = {"numerator": case.numerator, "denominator": case.denominator}
        return (Step("share", {**counts, "percent": case.actual * 100}),)
    return (Step("share_given" if share else "count_given", {"actual": shown(case.actual, share)}),)


def path_steps(case: Case, baseline: Fraction | None, *, share: bool, falling: bool) -> tuple[Step, ...]:
    """The expected value, the progress against it and the tolerance; empty when closed or without a path."""
    if case.closed or case.expected is None or case.actual is None:
        return ()
    code = "expected_share" if share else "expected_count"
    steps = [Step(code, {"expected": shown(case.expected, share)})]
    if baseline is not None and baseline != case.expected:
        progress = (case.actual - baseline) / (case.expected - baseline) * 100
        limit = (1 - case.tolerance) * 100
        steps.append(Step("progress", {"progress": progress, "limit": count(limit)}))
    elif baseline is not None:
        steps.append(Step("level_path_falling" if falling else "level_path", {}))
    return tuple(steps)


def open_bottom(ladder: Ladder, *, closed: bool) -> Ladder:
    """A ladder whose bottom is known without a path: ``behind`` while open."""
    return Ladder(ladder.rising, ladder.rungs, Verdict.MISSED if closed else Verdict.BEHIND)
