"""What a text of a file was taken for, how surely, and what else it may be."""

from __future__ import annotations

from dataclasses import dataclass

MATCHED = 80
"""Score from 0 to 100 that a candidate must reach to be taken."""

AHEAD = 5
"""By how much it must be ahead of every other."""

WORTH = 55
"""Score from which a candidate is shown."""

SHOWN = 12
"""Candidates of one name that are shown."""


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was taken for. ``unit`` is null where that is not certain; then ``candidates`` are unit and score,
    the best first, none where nothing is alike. ``how`` is ``code``, ``name``, ``spelling``, ``bare``, ``former`` or
    ``near``, as in `intake.understood.UNITS_FOUND`, or ``none``. A unit that had ended is only given where it has no
    successor; names of units with successors are a question for these.
    """

    unit: int | None
    score: int
    how: str
    candidates: tuple[tuple[int, int], ...] = ()


NO_MATCH = Match(None, 0, "none")


def shown(scores: dict[int, int]) -> tuple[tuple[int, int], ...]:
    """Units with their scores, the best first, as many as are shown."""
    best = sorted(scores.items(), key=lambda each: (-each[1], each[0]))
    return tuple((unit, score) for unit, score in best[:SHOWN] if score >= WORTH)


def question(scores: dict[int, int]) -> Match:
    """No match, but candidates."""
    candidates = shown(scores)
    return Match(None, candidates[0][1] if candidates else 0, "none", candidates)
