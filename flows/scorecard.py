"""Everything that is asked of one unit: all goals of all resolutions that reach it, judged, with its place on each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db import goals
from flows.asked import Unknown, asked_of, find_unit, label
from flows.peers import Place, places
from flows.review import GoalReview, Review, UnitLabel
from flows.verdicts import review
from metrics.goals import Source, Verdict
from metrics.periods import Period, day
from metrics.schema import AS_REPORTED


@dataclass(frozen=True, slots=True)
class Line:
    """One target of a goal, judged; ``place`` is null where the goal's figures have no order."""

    found: GoalReview
    place: Place | None


@dataclass(frozen=True, slots=True)
class Row:
    """A goal at the unit: its own target before the assigned one. Both speak of the same figures."""

    lines: tuple[Line, ...]

    @property
    def first(self) -> GoalReview:
        return self.lines[0].found


@dataclass(frozen=True, slots=True)
class Section:
    """A resolution that reaches the unit, with its goals in the resolution's order."""

    review: Review
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A unit on everything; ``sections`` begin with the newest resolution, or the one asked for."""

    unit: UnitLabel
    period: Period
    sections: tuple[Section, ...]

    @property
    def goals(self) -> tuple[GoalReview, ...]:
        """Every judged target, in order."""
        return tuple(line.found for section in self.sections for row in section.rows for line in row.lines)

    @property
    def verdicts(self) -> Counter[Verdict]:
        """How many targets have each verdict."""
        return Counter(each.judgement.verdict for each in self.goals if each.judgement.verdict is not None)


def scorecard(
    conn: Connection,
    *,
    unit: str,
    as_of: Period | date,
    boundaries: int = AS_REPORTED,
    first: str | None = None,
) -> Scorecard:
    """Judge a unit on every goal that reaches it, as :func:`flows.verdicts.review` does.

    ``first`` names the resolution to begin with. Resolutions that neither ask the unit for anything nor have figures
    of it are left out. Raises :class:`Unknown` for a unit that the store does not have.
    """
    period = as_of if isinstance(as_of, Period) else day(as_of)
    row = find_unit(conn, unit)
    every = sorted(goals.resolutions(conn), key=lambda each: each.code != first)
    reviews = []
    for resolution in every:
        try:
            reviews.append(
                (resolution, review(conn, resolution=resolution.code, as_of=period, unit=unit, boundaries=boundaries))
            )
        except Unknown:
            continue
    asked = [each for resolution, _ in reviews for each in asked_of(conn, resolution, row, period.last)]
    targets = [each for resolution, _ in reviews for each in goals.goals(conn, resolution=resolution.code)]
    ranked = places(conn, asked, targets, row, on=period.last, boundaries=boundaries)
    at = {
        (each.goal.resolution, each.goal.code, each.goal.source): found
        for each, found in zip(asked, ranked, strict=True)
    }
    sections = [Section(found, _rows([Line(each, at.get(_key(each))) for each in found.goals])) for _, found in reviews]
    kept = tuple(each for each in sections if each.rows or each.review.plain)
    return Scorecard(label(row, period.last), period, kept)


def _key(found: GoalReview) -> tuple[str, str, Source]:
    return found.goal.resolution, found.goal.code, found.goal.source


def _rows(lines: Sequence[Line]) -> tuple[Row, ...]:
    held: dict[str, list[Line]] = {}
    for line in lines:
        held.setdefault(line.found.goal.code, []).append(line)
    return tuple(
        Row(tuple(sorted(some, key=lambda line: line.found.goal.source is not Source.OWN))) for some in held.values()
    )
