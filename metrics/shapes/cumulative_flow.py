"""``cumulative_flow``: what came in from the start to the review, against the target (method §2)."""

from __future__ import annotations

from fractions import Fraction

from metrics.case import Case
from metrics.paths import origin
from metrics.shapes.ladder import asks_more
from metrics.shapes.level import absent, ladder_of, path_steps, value_steps, whole_scale
from metrics.shapes.reading import Reading, completion, fact, is_share, shown


def read(case: Case) -> Reading:
    """The sum so far; the path begins at 0 where no baseline is given."""
    share = is_share(case.target)
    baseline = origin(case.shape, case.baseline)
    value = None if case.actual is None else case.actual * (100 if share else 1)
    done = completion(value, case.target)
    if case.actual is None:
        said = fact("unknown")
    elif done is None or done >= 100:
        said = fact("share" if share else "sum", actual=shown(case.actual, share))
    else:
        said = fact("share_part" if share else "sum_part", actual=shown(case.actual, share), completion=done)
    return Reading(
        measure=case.actual,
        ladder=ladder_of(case, baseline),
        fact=said,
        rule="sum",
        reason=absent(case),
        value=value,
        percent=_percent(case, share),
        scale=whole_scale(case, share=share),
        needs=case.target is None or asks_more(case.target),
        baseline=baseline,
        steps=value_steps(case, share=share) + path_steps(case, baseline, share=share, falling=False),
    )


def _percent(case: Case, share: bool) -> Fraction | None:
    return case.actual * 100 if share and case.actual is not None else None
