"""What a resolution asks for: indicators, targets, goals and the words of the method.

Everything here is plain data, frozen and comparable; codes, never sentences. The terms are those of
``docs/method.md``; counts and shares are :class:`fractions.Fraction` or :class:`int`, never floats.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction


class Kind(StrEnum):
    """What an indicator counts, and so how it adds up over units and over time."""

    STOCK = "stock"
    FLOW = "flow"
    SHARE = "share"
    STATE = "state"
    RATING = "rating"


class Qualifier(StrEnum):
    """How sure a reported or published figure is of itself (hơn, gần, khoảng)."""

    EXACT = "exact"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    ABOUT = "about"


class State(StrEnum):
    """Why a cell holds a figure, or holds none: four states that are never confused."""

    REPORTED = "reported"
    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"
    NOT_RATED = "not_rated"


class Shape(StrEnum):
    YEARLY_CUT = "yearly_cut"
    CUMULATIVE_FLOW = "cumulative_flow"
    LEVEL_BY = "level_by"
    ELIMINATE = "eliminate"
    YEARLY_FLOOR = "yearly_floor"
    CAP_SHARE = "cap_share"
    CHANGE_BY = "change_by"
    DONE_BY = "done_by"


class Op(StrEnum):
    AT_LEAST = ">="
    ABOVE = ">"
    AT_MOST = "<="
    BELOW = "<"
    BAND = "band"


class TargetUnit(StrEnum):
    COUNT = "count"
    PERCENT = "percent"
    POINTS = "points"
    PERCENT_PER_YEAR = "percent_per_year"


class Verdict(StrEnum):
    EXCEEDED = "exceeded"
    MET = "met"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    MISSED = "missed"
    INCONCLUSIVE = "inconclusive"
    NOT_DUE = "not_due"
    NOT_COMPARABLE = "not_comparable"


class Rounding(StrEnum):
    HALF_UP = "half_up"
    TRUNCATE = "truncate"


class Years(StrEnum):
    """How the divisor of a yearly average is counted."""

    WHOLE_YEARS = "whole_years"
    DECLARED = "declared"
    EXACT_DAYS = "exact_days"


class Floor(StrEnum):
    """Rule of ``yearly_floor``: every closed year on its own, or the average at the end of the term."""

    ALL = "all"
    AVERAGE = "average"


class DenominatorRule(StrEnum):
    """Denominator of ``cap_share``."""

    GOOD = "good"
    GOOD_OR_BETTER = "good_or_better"
    RATED = "rated"
    ALL = "all"


class AllowedRounding(StrEnum):
    FLOOR = "floor"
    HALF_UP = "half_up"


class Source(StrEnum):
    """Who set a target: the unit's own resolution, or the level above."""

    OWN = "own"
    ASSIGNED = "assigned"


class Judged(StrEnum):
    """Which value a goal is judged on where a published total and a roll-up both exist."""

    ROLLUP = "rollup"
    PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class Target:
    """``op value`` or ``band [low, high]``; percent values are in per cent (20, not 0.2)."""

    op: Op
    unit: TargetUnit
    value: Fraction | None = None
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Path:
    """How an open goal is expected to move.

    ``milestones``: dated values the goal stores, in the target's unit of measure.
    ``profile``: shares of a year's total by quarter, four fractions that add up to 1.
    Neither: linear from (baseline date, baseline) to (deadline, target).
    """

    milestones: tuple[tuple[date, Fraction], ...] = ()
    profile: tuple[Fraction, ...] = ()


@dataclass(frozen=True, slots=True)
class Goal:
    """One clause of a resolution for one unit: what is measured, from when, to what, by when."""

    code: str
    resolution: str
    indicator: str
    unit: str
    shape: Shape
    target: Target | None
    source: Source
    start: date
    baseline_date: date
    deadline: date
    baseline_value: Fraction | None = None
    years: Years = Years.WHOLE_YEARS
    declared_years: int | None = None
    path: Path = field(default_factory=Path)
    tolerance: Fraction = Fraction(1, 20)
    rounding: Rounding = Rounding.HALF_UP
    digits: int = 2
    judged: Judged = Judged.ROLLUP
    floor_rule: Floor = Floor.ALL
    denominator_rule: DenominatorRule | None = None
    allowed_rounding: AllowedRounding | None = None
    bridges_breaks: bool = False
    clause: str = ""
    name_vi: str = ""
    name_en: str = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """An indicator of units: what it counts, of which kind of unit, how often.

    ``unit_kind`` is the kind of unit that reports it (the leaf of its roll-up); ``falling`` says that
    less is better; ``merge_rule`` (``any``, ``all``, ``none``) says what a state becomes on merged
    leaves; ``survives_reform`` is false where 1 July 2025 breaks the series. ``synonyms`` are other names of the
    indicator, ``den_synonyms`` names of a share's denominator, both as files write them.
    """

    code: str
    kind: Kind
    unit_kind: str
    frequency: str
    falling: bool
    name_vi: str
    name_en: str
    noun_vi: str
    noun_en: str
    merge_rule: str = "none"
    survives_reform: bool = True
    scheme: str | None = None
    synonyms: tuple[str, ...] = ()
    den_synonyms: tuple[str, ...] = ()
    note_vi: str = ""
    note_en: str = ""
