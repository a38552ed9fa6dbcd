"""Two resolutions or two terms beside each other: what they share, on one axis; what cannot be compared, and why.

Shared is an indicator: the same word for the same thing. A line is drawn inside one term at one unit only, never across
a day on which the counting changes, and never from one unit to another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Connection

from db import goals, units
from db.units import UnitRow
from flows import series
from flows.asked import find_resolution, find_unit, label
from flows.judging import setting
from flows.review import GoalReview, Review, SeriesPoint, UnitLabel
from flows.verdicts import review
from metrics.breaks import REFORM, Break, breaks_of
from metrics.goals import Indicator, Kind
from metrics.periods import Period, PeriodKind
from metrics.schema import AS_REPORTED


class Why(StrEnum):
    """Why a goal has nothing to stand beside."""

    NOT_ASKED = "not_asked"
    """The other resolution has neither a goal nor figures of the indicator."""
    NO_FIGURES = "no_figures"
    """Neither side has a figure reported by units."""
    OTHER_SCALE = "other_scale"
    """Both rate, but on scales of which the classes do not answer each other."""
    CLASSES = "classes"
    """A rating is counted by class and year, and is no line."""


@dataclass(frozen=True, slots=True)
class Strand:
    """An indicator in one resolution's term: its goal where there is one, and the periods up to the review."""

    unit: UnitLabel
    goal: GoalReview | None
    points: tuple[SeriesPoint, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """An indicator that both sides have. ``breaks`` lie between its first and its last figure; ``reform`` is a marker.

    ``same_unit``: the strands are of one unit, so that the later term goes on where the earlier one ends.
    ``crosses``: a break lies between figures, so that not all of them may be compared with each other.
    """

    indicator: Indicator
    left: Strand
    right: Strand
    breaks: tuple[Break, ...]
    reform: bool

    @property
    def same_unit(self) -> bool:
        return self.left.unit.id == self.right.unit.id


@dataclass(frozen=True, slots=True)
class Apart:
    """A goal of one side that nothing of the other answers. ``right`` says whose it is."""

    goal: GoalReview
    right: bool
    why: Why


@dataclass(frozen=True, slots=True)
class Terms:
    """Both reviews, each at its own date; indicators in the order of the left resolution."""

    left: Review
    right: Review
    pairs: tuple[Pair, ...]
    apart: tuple[Apart, ...]


def side_by_side(
    conn: Connection,
    *,
    resolution: str,
    as_of: Period,
    other: str,
    other_as_of: Period,
    boundaries: int = AS_REPORTED,
) -> Terms:
    """Two resolutions compared, each reviewed at its own period for its own units.

    Raises :class:`~flows.asked.Unknown`.
    """
    left = review(conn, resolution=resolution, as_of=as_of, boundaries=boundaries)
    right = review(conn, resolution=other, as_of=other_as_of, boundaries=boundaries)
    spans = setting(conn, boundaries).spans
    pairs: list[Pair] = []
    apart: list[Apart] = []
    paired: set[int] = set()
    for mine, theirs, turned in ((left, right, False), (right, left, True)):
        for found in _firsts(mine):
            if found.indicator_id in paired:
                continue
            strands = _strands(conn, found, mine, theirs, boundaries)
            if isinstance(strands, Why):
                apart.append(Apart(found, turned, strands))
                continue
            own, against = strands
            paired.add(found.indicator_id)
            days = [point.period.last for strand in strands for point in strand.points]
            breaks = breaks_of(found.indicator, min(days), max(days), spans.get(found.indicator.scheme or ""))
            reform = min(days) < REFORM <= max(days) and not any(one.on == REFORM for one in breaks)
            one, two = (against, own) if turned else (own, against)
            pairs.append(Pair(found.indicator, one, two, breaks, reform))
    return Terms(left, right, tuple(pairs), tuple(apart))


def _firsts(found: Review) -> list[GoalReview]:
    """One goal an indicator: the one of the resolution's own unit before those of units below."""
    chosen: dict[int, GoalReview] = {}
    for each in found.goals:
        before = chosen.get(each.indicator_id)
        if before is None or (before.unit.id != found.unit.id and each.unit.id == found.unit.id):
            chosen[each.indicator_id] = each
    return list(chosen.values())


def _strands(
    conn: Connection, found: GoalReview, mine: Review, theirs: Review, boundaries: int
) -> tuple[Strand, Strand] | Why:
    """The indicator on the goal's side and on the other; why not, where one of them has nothing to show."""
    answer = next((each for each in _firsts(theirs) if each.indicator_id == found.indicator_id), None)
    if found.indicator.kind is Kind.RATING:
        other = [each.indicator for each in theirs.goals if each.indicator.kind is Kind.RATING]
        if answer is not None:
            return Why.CLASSES
        return Why.OTHER_SCALE if any(one.scheme != found.indicator.scheme for one in other) else Why.NOT_ASKED
    own = Strand(found.unit, found, _regular(found.series))
    if answer is not None:
        against = Strand(answer.unit, answer, _regular(answer.series))
    else:
        against = _without_goal(conn, found, theirs, boundaries)
        if not against.points:
            return Why.NOT_ASKED
    return (own, against) if own.points and against.points else Why.NO_FIGURES


def _without_goal(conn: Connection, found: GoalReview, theirs: Review, boundaries: int) -> Strand:
    """Figures of the indicator in the other term: at the goal's own unit where that lies there, else at the other's."""
    home = find_unit(conn, theirs.resolution.unit.code)
    unit = find_unit(conn, found.unit.code)
    at = unit if _lies_in(conn, unit, home, theirs.review_date) else home
    row = find_resolution(conn, theirs.resolution.code)
    indicators = goals.indicators(conn)
    read = series.read(
        conn,
        units=[at],
        indicators={found.indicator_id: indicators[found.indicator_id]},
        boundaries=boundaries,
        last=theirs.review_date,
    )
    inside = [point for point in read.get((at.id, found.indicator_id), []) if point.period.last >= row.term_start]
    return Strand(label(at, theirs.review_date), None, _regular(inside))


def _lies_in(conn: Connection, unit: UnitRow, home: UnitRow, on: date) -> bool:
    return unit.id == home.id or any(one.id == home.id for one in units.path(conn, unit.id, on))


def _regular(points: Sequence[SeriesPoint]) -> tuple[SeriesPoint, ...]:
    """Periods with a figure, single days (baselines) included only where there is nothing else."""
    told = [point for point in points if point.value is not None]
    kinds = [point for point in told if point.period.kind is not PeriodKind.DAY]
    return tuple(kinds and told)
