"""``level_by``: a stock or a share stands at a level by the deadline (method §2)."""

from __future__ import annotations

from metrics.case import Case
from metrics.shapes.ladder import asks_more
from metrics.shapes.level import absent, ladder_of, path_steps, value_steps, whole_scale
from metrics.shapes.reading import Reading, completion, fact, is_share, shown


def read(case: Case) -> Reading:
    """The value at the review date, as a count or in per cent of its denominator."""
    share = is_share(case.target) or (case.target is None and case.denominator is not None)
    value = None if case.actual is None else case.actual * (100 if share else 1)
    falling = case.target is not None and not asks_more(case.target)
    done = completion(value, case.target)
    if case.actual is None:
        said = fact("unknown")
    elif share and case.numerator is not None and case.denominator:
        percent = case.actual * 100
        said = fact("share_of", percent=percent, numerator=case.numerator, denominator=case.denominator)
    elif share:
        said = fact("share", percent=case.actual * 100)
    elif done is not None and done < 100:
        said = fact("count_part", actual=shown(case.actual, share), completion=done)
    else:
        said = fact("count", actual=shown(case.actual, share))
    scale = whole_scale(case, share=share)
    return Reading(
        measure=case.actual,
        ladder=ladder_of(case, case.baseline),
        fact=said,
        rule="level",
        reason=absent(case),
        value=value,
        percent=value if share else None,
        scale=scale,
        most=scale if share and case.actual is not None and case.actual <= 1 else None,
        baseline=case.baseline,
        steps=value_steps(case, share=share) + path_steps(case, case.baseline, share=share, falling=falling),
    )
