"""What changed since an earlier period: goals by their two reviews, units by their two standings; by consequence.

Both ends are judged by the engine on their own day. Differences are taken between exact values, never printed ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from sqlalchemy import Connection

from db import goals
from db.goals import GoalRow
from flows.asked import applies_below, asked_of, at_unit, find_resolution, find_unit, label
from flows.ranking import WORST_FIRST, directly_below
from flows.review import GoalReview, Review, UnitLabel
from flows.standing import standing
from metrics.goals import Source, Verdict
from metrics.periods import Period
from metrics.schema import AS_REPORTED

DRAWN = frozenset({Verdict.EXCEEDED, Verdict.MET, Verdict.ON_TRACK, Verdict.BEHIND, Verdict.MISSED})
"""Verdicts that say how a value stands."""

GoalKey = tuple[str, str, Source]
"""A goal's code, the unit it is judged at, and who set the target."""


@dataclass(frozen=True, slots=True)
class GoalMove:
    """A goal at both ends; ``before`` is null where the earlier review did not have it.

    ``change`` is what the value moved by; null where one of the ends has none.
    """

    now: GoalReview
    before: GoalReview | None
    change: Fraction | None

    @property
    def turned(self) -> tuple[Verdict, Verdict] | None:
        """The two verdicts where they differ."""
        before, now = self.before and self.before.judgement.verdict, self.now.judgement.verdict
        return (before, now) if before and now and before is not now else None

    @property
    def slipped(self) -> bool:
        """True where the verdict is worse than it was."""
        return is_worse(self.turned)

    @property
    def against(self) -> bool:
        """True where the value moved away from what is wanted."""
        return bool(self.change) and against(self.change or Fraction(0), falling=self.now.indicator.falling)


@dataclass(frozen=True, slots=True)
class UnitMove:
    """A unit directly below at both ends. A verdict is null where the unit's sum leaves more open than a value."""

    goal: GoalKey
    unit: UnitLabel
    before: Fraction
    now: Fraction
    was: Verdict | None
    verdict: Verdict | None
    simulated: bool

    @property
    def change(self) -> Fraction:
        return self.now - self.before

    @property
    def worse(self) -> bool:
        """True where the unit's verdict is worse than it was."""
        return is_worse((self.was, self.verdict) if self.was and self.verdict else None)


@dataclass(frozen=True, slots=True)
class UnitMoves:
    """The units below that moved; those that hold a goal back now; and how many have too little for a verdict."""

    moved: tuple[UnitMove, ...]
    behind: tuple[tuple[GoalKey, UnitLabel], ...]
    unsure: tuple[UnitLabel, ...]


def key_of(found: GoalReview) -> GoalKey:
    return found.goal.code, found.unit.code, found.goal.source


def badness(verdict: Verdict | None) -> int:
    """Place of a verdict from the worst: smaller is worse."""
    return WORST_FIRST.index(verdict)


def is_worse(turned: tuple[Verdict, Verdict] | None) -> bool:
    """True for two verdicts drawn from values of which the later is worse; too few figures are no worsening."""
    return turned is not None and set(turned) <= DRAWN and badness(turned[1]) < badness(turned[0])


def against(change: Fraction, *, falling: bool) -> bool:
    """True for a rise of what should fall and a fall of what should rise."""
    return change > 0 if falling else change < 0


def goal_moves(now: Review, before: Review) -> tuple[GoalMove, ...]:
    """Every goal of a review beside an earlier one, what matters most first.

    Slipped verdicts, the worst first; then verdicts that turned for the better; then figures that moved against the
    goal, then for it; then what stood still. What counts alike stays in the review's order.
    """
    earlier = {key_of(each): each for each in before.goals}
    found = [_goal_move(each, earlier.get(key_of(each))) for each in now.goals]
    return tuple(sorted(found, key=_consequence))


def _goal_move(now: GoalReview, before: GoalReview | None) -> GoalMove:
    ends = (now.actual, before.actual if before else None)
    return GoalMove(now, before, None if ends[0] is None or ends[1] is None else ends[0] - ends[1])


def _consequence(move: GoalMove) -> tuple[int, int]:
    """Verdicts that slipped, the worst first, other verdicts that turned, figures against the goal, figures for it."""
    if move.turned:
        return (0 if move.slipped else 1), badness(move.turned[1])
    return (2 if move.against else 3 if move.change else 4), 0


def unit_moves(
    conn: Connection,
    *,
    resolution: str,
    unit: str,
    as_of: Period,
    since: Period,
    boundaries: int = AS_REPORTED,
) -> UnitMoves:
    """How the units directly below ``unit`` moved between two periods, on every goal judged at ``unit`` itself.

    Two reads for all goals and units together. Only units that stood below at the review and had figures at both ends
    are compared, so a merger between the two is no movement. Raises :class:`Unknown`.
    """
    above, wanted = find_unit(conn, unit), find_resolution(conn, resolution)
    every = goals.goals(conn, resolution=wanted.code)
    asked = every if above.id == wanted.unit_id else asked_of(conn, wanted, above, as_of.last)
    mains = [row for row in asked if row.unit_id == above.id]
    below = directly_below(conn, above, as_of.last, boundaries)
    keys: list[tuple[GoalKey, bool]] = []
    questions: list[tuple[GoalRow, Sequence[int]]] = []
    for main in mains:
        key = main.goal.code, above.code, main.goal.source
        own = {row.unit_id: row for row in reversed(every) if row.goal_id == main.goal_id}
        rest = [one.id for one in below if one.id not in own]
        if rest:
            keys.append((key, applies_below(main.goal)))
            questions.append((at_unit(main, next(one for one in below if one.id in rest)), rest))
        for one in below:
            if one.id in own:
                keys.append((key, True))
                questions.append((own[one.id], [one.id]))
    if not questions:
        return UnitMoves((), (), ())
    rows = [
        {(row["goal"], row["unit"]): row for row in standing(conn, questions, on=on, boundaries=boundaries).to_dicts()}
        for on in (since.last, as_of.last)
    ]
    labels = {one.id: label(one, as_of.last) for one in below}
    judged = {place: asked_for for place, (_, asked_for) in enumerate(keys)}
    held = [(at, row) for at, row in rows[1].items() if judged[at[0]]]
    return UnitMoves(
        moved=tuple(
            move
            for at, row in rows[1].items()
            if (move := _unit_move(keys[at[0]], labels[at[1]], rows[0].get(at), row)) is not None
        ),
        behind=tuple(
            (keys[at[0]][0], labels[at[1]])
            for at, row in held
            if row["plain"] and row["verdict"] in (Verdict.BEHIND, Verdict.MISSED)
        ),
        unsure=tuple(dict.fromkeys(labels[at[1]] for at, row in held if not row["plain"])),
    )


def _unit_move(
    asked: tuple[GoalKey, bool], unit: UnitLabel, before: dict[str, Any] | None, now: dict[str, Any]
) -> UnitMove | None:
    key, judged = asked
    ends = [_value(row) for row in (before, now)]
    if before is None or ends[0] is None or ends[1] is None:
        return None
    sure = judged and before["plain"] and now["plain"]
    was, verdict = (Verdict(row["verdict"]) if sure and row["verdict"] else None for row in (before, now))
    if ends[0] == ends[1] and was is verdict:
        return None
    return UnitMove(key, unit, ends[0], ends[1], was, verdict, bool(before["simulated"] or now["simulated"]))


def _value(row: dict[str, Any] | None) -> Fraction | None:
    if row is None or row["value_num"] is None or not row["value_den"]:
        return None
    return Fraction(int(row["value_num"]), int(row["value_den"]))


def furthest(moves: UnitMoves, found: GoalReview, *, bad: bool) -> tuple[UnitMove, ...]:
    """The units that moved furthest against a goal (``bad``) or for it: several where they moved equally far."""
    falling = found.indicator.falling
    some = [
        each
        for each in moves.moved
        if each.goal == key_of(found) and each.change and against(each.change, falling=falling) is bad
    ]
    most = max((abs(each.change) for each in some), default=None)
    return tuple(each for each in some if abs(each.change) == most)
