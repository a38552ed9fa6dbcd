"""In which order units stand beside each other, and which of them go together: stated rules, the same every time.

Trouble comes first, or names in Vietnamese order, or one goal from its worst unit on. Together go units that have
trouble with the same goal, beginning with the goal that most of them have trouble with.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from flows.compare import Compared
from flows.compare.cells import Cell
from flows.ranking import WORST_FIRST
from metrics.goals import Verdict
from report.formats import sort_key

GOOD = (Verdict.EXCEEDED, Verdict.MET)
TROUBLE = (Verdict.MISSED, Verdict.BEHIND)
OPEN = (Verdict.INCONCLUSIVE, Verdict.NOT_COMPARABLE)

TROUBLE_FIRST, BY_NAME, TOGETHER = "trouble", "name", "alike"
"""Orders that are no goal's."""


@dataclass(frozen=True, slots=True)
class Group:
    """Units that go together; ``code`` says what they have in common.

    ``trouble`` and ``open``: in the columns ``shared`` every one of them; ``on_track``, ``reached``, ``exceeded``: on
    all goals that are judged; ``unjudged``: nothing is.
    """

    code: str
    shared: tuple[int, ...]
    rows: tuple[Compared, ...]


def ordered(
    rows: Sequence[Compared], order: str, *, column: int | None = None, falling: bool = False
) -> list[Compared]:
    """Rows in an order; with ``column`` by that goal alone, its worst first."""
    if column is not None:
        return sorted(rows, key=lambda row: (*_by_goal(row.cells[column], falling=falling), *_named(row)))
    if order == BY_NAME:
        return sorted(rows, key=_named)
    if order == TOGETHER:
        return [row for group in groups(rows) for row in group.rows]
    return sorted(rows, key=_troubled)


def groups(rows: Sequence[Compared]) -> tuple[Group, ...]:
    """Units that go together, worst first.

    Of the units in trouble those that share the goal which most of them have trouble with come first, then of the
    rest in the same way; a tie goes to the earlier goal. Then those without enough figures likewise, then the others
    by the least of their verdicts. Every unit is in exactly one group.
    """
    left = sorted(rows, key=_troubled)
    found: list[Group] = []
    for code, verdicts in (("trouble", TROUBLE), ("open", OPEN)):
        while left:
            columns = range(len(left[0].cells))
            counts = [sum(_is(row, at, verdicts) for row in left) for at in columns]
            if not any(counts):
                break
            most = counts.index(max(counts))
            here = [row for row in left if _is(row, most, verdicts)]
            shared = tuple(at for at in columns if all(_is(row, at, verdicts) for row in here))
            found.append(Group(code, shared, tuple(here)))
            left = [row for row in left if not _is(row, most, verdicts)]
    for code, fits in _CALM:
        here = [row for row in left if fits(_verdicts(row))]
        if here:
            found.append(Group(code, (), tuple(here)))
            left = [row for row in left if not fits(_verdicts(row))]
    return tuple(found)


_CALM: tuple[tuple[str, Callable[[list[Verdict]], bool]], ...] = (
    ("unjudged", lambda found: not found),
    ("on_track", lambda found: any(one not in GOOD for one in found)),
    ("exceeded", lambda found: all(one is Verdict.EXCEEDED for one in found)),
    ("reached", lambda found: True),
)


def good(row: Compared) -> tuple[int, int]:
    """How many of the goals judged at a unit are met or exceeded, of how many."""
    found = _verdicts(row)
    return sum(one in GOOD for one in found), len(found)


def _verdicts(row: Compared) -> list[Verdict]:
    return [cell.judgement.verdict for cell in row.cells if cell is not None and cell.judgement.verdict is not None]


def _is(row: Compared, column: int, verdicts: tuple[Verdict, ...]) -> bool:
    cell = row.cells[column]
    return cell is not None and cell.judgement.verdict in verdicts


def _named(row: Compared) -> tuple[Any, ...]:
    return sort_key(row.unit.name), row.unit.code


def _troubled(row: Compared) -> tuple[Any, ...]:
    """More goals in trouble first; then goal by goal from the worst verdict on; then names."""
    found = _verdicts(row)
    ranks = sorted(WORST_FIRST.index(one) for one in found)
    return -sum(one in TROUBLE for one in found), -sum(one in OPEN for one in found), not found, ranks, *_named(row)


def _by_goal(cell: Cell | None, *, falling: bool) -> tuple[Any, ...]:
    if cell is None:
        return True, len(WORST_FIRST), Fraction(0), Fraction(0)
    judged = cell.judgement
    measure = judged.per_year if judged.per_year is not None else judged.completion
    if measure is None:
        measure = judged.value if judged.value is not None else cell.actual or Fraction(0)
        measure = -measure if falling else measure
    return False, WORST_FIRST.index(judged.verdict), measure, -(cell.actual or 0) if falling else 0
