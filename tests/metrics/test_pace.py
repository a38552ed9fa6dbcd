from __future__ import annotations

from fractions import Fraction

import pytest

from metrics.case import Needed, Recent
from metrics.goals import Op, Target, TargetUnit
from metrics.pace import needed
from metrics.shapes.ladder import of_target


def asked(op: str, value: str) -> Target:
    return Target(Op(op), TargetUnit.COUNT, value=Fraction(value))


@pytest.mark.parametrize(
    ("target", "measure", "scale", "left", "need"),
    [
        (asked(">=", "600"), "400", 1, 8, Needed(Fraction(200), Fraction(25), 8)),
        (asked(">", "5000"), "3731", 1, 6, Needed(Fraction(1270), Fraction(212), 6)),
        (asked(">", "5000"), "5000", 1, 6, Needed(Fraction(1), Fraction(1), 6)),
        (asked(">", "5000"), "5001", 1, 6, None),
        (asked("<=", "3.5"), "10", 1, 2, Needed(Fraction(7), Fraction(4), 2)),
        (asked("<", "3"), "3", 1, 2, Needed(Fraction(1), Fraction(1), 2)),
        (asked(">", "0.9"), "115/154", 154, 4, Needed(Fraction(24), Fraction(6), 4)),
        (asked(">=", "0.9"), "0.78", None, 5, Needed(Fraction(12), Fraction(12, 5), 5)),
        (asked(">=", "600"), "400", 1, 0, Needed(Fraction(200), None, 0)),
    ],
)
def test_a_period_asks_whole_counts(
    target: Target, measure: str, scale: int | None, left: int, need: Needed | None
) -> None:
    ladder = of_target(target, lambda value: value)
    assert needed(ladder, Fraction(measure), scale, Recent(left)) == need


def test_without_periods_only_the_total_is_said() -> None:
    ladder = of_target(asked(">=", "600"), lambda value: value)
    assert needed(ladder, Fraction(400), 1, None) == Needed(Fraction(200))
