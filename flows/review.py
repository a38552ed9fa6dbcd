"""What a review of a resolution says: one :class:`GoalReview` a goal and unit, complete enough to print.

Plain frozen data. Pages, documents and the command line all read these, so they cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from metrics.case import Bounds, Case, Judgement
from metrics.goals import Goal, Indicator, Qualifier, Target
from metrics.periods import Period


@dataclass(frozen=True, slots=True)
class UnitLabel:
    """A unit as it was called on the day of the review; ``ended`` where it lives on only as a region."""

    id: int
    code: str
    kind: str
    name: str
    ended: bool = False
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class SourceLine:
    """Where a figure of the verdict comes from.

    ``kind`` is ``published``, ``submitted`` or ``simulated``; ``role`` says which input it feeds:
    ``baseline`` or ``actual``. ``row`` is known where the file gave exactly one figure. ``figures`` is the
    number of figures in force that the file gave under the unit.
    """

    kind: str
    role: str
    title: str
    publisher: str | None = None
    date: date | None = None
    file: str | None = None
    row: int | None = None
    seq: int | None = None
    figures: int = 1
    printed: str | None = None


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """The indicator at the unit in one period. ``value`` is null where nobody reported.

    A flow's ``value`` is the period's own; ``total`` is the sum since the goal's start (equal to
    ``value`` for the other kinds). ``estimate`` marks figures that a weighted split produced. ``classes`` are the
    counts of a rating by place in its scheme, -1 for not rated yet; a rating has no ``value``. ``qualified``
    figures of the sum carry a qualifier; ``qualifier`` is a reporting unit's own (place in `QUALIFIERS`).
    ``num`` and ``den`` are whole counts times ``scale``, which is 1 but for estimates.
    """

    period: Period
    value: Fraction | None
    total: Fraction | None
    num: int | None
    den: int | None
    reported: int
    expected: int
    simulated: bool
    estimate: bool = False
    classes: tuple[tuple[int, int], ...] = ()
    qualified: int = 0
    qualifier: int = 0
    scale: int = 1


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A figure as its source printed it, and the roll-up beside it where both exist.

    ``rolled_up`` is the same measure computed by the engine; ``agrees`` compares at the digits printed,
    in the resolution's rounding; null where there is nothing to compare with.
    """

    publisher: str
    title: str
    published_on: date
    indicator: str
    unit: str
    first_day: date
    last_day: date
    measure: str
    value: str
    qualifier: str
    printed: str
    digits: int | None
    inferred: bool
    note_vi: str
    note_en: str
    rolled_up: Fraction | None = None
    agrees: bool | None = None
    difference: Fraction | None = None
    margin: Fraction | None = None


@dataclass(frozen=True, slots=True)
class GoalReview:
    """One goal judged for one unit at one review date.

    ``reported`` of ``expected`` units are those of the least complete period of the value. ``simulated`` and
    ``estimate`` hold where any figure of the verdict is, its baseline included. ``deciding`` are the units whose
    reports could settle an open verdict, ``deciding_enough`` of them at the least.
    """

    goal: Goal
    indicator: Indicator
    goal_id: int
    indicator_id: int
    unit: UnitLabel
    period: Period
    review_date: date
    boundaries: int
    case: Case
    judgement: Judgement
    baseline: Fraction | None
    actual: Fraction | None
    reported: int
    expected: int
    simulated: bool
    estimate: bool
    series: tuple[SeriesPoint, ...]
    published: tuple[PublishedFigure, ...]
    sources: tuple[SourceLine, ...]
    change: Fraction | None = None
    previous: Judgement | None = None
    previous_period: Period | None = None
    breaks: tuple[tuple[date, str], ...] = ()
    deciding: tuple[UnitLabel, ...] = ()
    deciding_enough: int = 0
    qualifier: Qualifier = Qualifier.EXACT
    note_vi: str = ""
    note_en: str = ""

    @property
    def bounds(self) -> Bounds | None:
        return self.case.range


@dataclass(frozen=True, slots=True)
class PlainIndicator:
    """An indicator of the resolution that no goal judges: figures without a verdict."""

    indicator: Indicator
    indicator_id: int
    unit: UnitLabel
    series: tuple[SeriesPoint, ...]
    published: tuple[PublishedFigure, ...]


@dataclass(frozen=True, slots=True)
class ResolutionLabel:
    code: str
    number: str
    issued_on: date
    issuer_vi: str
    issuer_en: str
    title_vi: str
    title_en: str
    unit: UnitLabel
    term_start: date
    term_end: date
    rounding: str
    digits: int
    note_vi: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A resolution at a review date: goals in the resolution's order, then plain indicators."""

    resolution: ResolutionLabel
    unit: UnitLabel
    period: Period
    review_date: date
    boundaries: int
    known: date | None
    revision: int
    goals: tuple[GoalReview, ...]
    plain: tuple[PlainIndicator, ...]
    periods: tuple[Period, ...]
    """Review periods that have any figure of the resolution, oldest first."""


@dataclass(frozen=True, slots=True)
class RankedUnit:
    """One unit of a ranking, worst first: the same judgement as the unit's own page would give.

    ``counts`` are the whole counts of a share, ``target`` what is asked of the unit.
    """

    unit: UnitLabel
    judgement: Judgement
    baseline: Fraction | None
    actual: Fraction | None
    reported: int
    expected: int
    simulated: bool
    has_children: bool
    counts: tuple[int, int] | None = None
    target: Target | None = None


@dataclass(frozen=True, slots=True)
class TraceLine:
    """A figure in force under a unit: where it stands in which file, who gave it and when."""

    unit: UnitLabel
    period: Period
    num: int | None
    den: int | None
    state: str
    qualifier: str
    seq: int
    file: str
    row: int | None
    account: str
    at: datetime
    simulated: bool
    sheet: int = 0
