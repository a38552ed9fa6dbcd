"""What an open goal still needs: in all and in every period that is left (method §7)."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from metrics.case import Needed, Recent
from metrics.shapes.ladder import Ladder


def needed(ladder: Ladder, measure: Fraction, scale: int | None, pace: Recent | None) -> Needed | None:
    """How far the measure is from the target, in the better direction; null where it is reached.

    With a ``scale`` (1 for counts, the denominator of a share) the answer is the least whole number
    of counts, and a period's part is rounded up to a whole count. Without, both are percentage points.
    """
    rung = ladder.goal()
    if rung is None:
        return None
    sign = 1 if ladder.rising else -1
    gap = sign * (rung.edge - measure) * (100 if scale is None else scale)
    if gap < 0 or (gap == 0 and not rung.strict):
        return None
    if scale is not None:
        # the nearest whole count that reaches the edge, seen from the measure
        edge = sign * rung.edge * scale
        gap = (floor(edge) + 1 if rung.strict else ceil(edge)) - sign * measure * scale
    periods = pace.periods_left if pace else None
    if not periods:
        return Needed(gap, periods=periods)
    each = gap / periods
    return Needed(gap, Fraction(ceil(each)) if scale is not None else each, periods)
