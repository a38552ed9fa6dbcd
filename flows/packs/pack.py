"""A resolution pack as plain frozen data: what `seed.packs` reads from a folder and `flows.packs` puts into the store.

Units are named by their code paths, indicators, goals and origins by their codes; numbers are exact. Every tuple
keeps the order of its file. Two packs are equal where their content is, whatever folder they came from.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from flows.packs.plans import PackFinding, PackPlan
from metrics.goals import (
    AllowedRounding,
    DenominatorRule,
    Floor,
    Indicator,
    Judged,
    Path,
    Qualifier,
    Rounding,
    Shape,
    Source,
    Target,
    Years,
)
from metrics.periods import Period


@dataclass(frozen=True, slots=True)
class PackUnit:
    """A unit with the name it had at first and the other spellings it is found under; open validity is null."""

    code: str
    kind: str
    name: str
    official_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    latitude: float | None = None
    longitude: float | None = None
    simulated: bool = False
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PackPlacement:
    """``unit`` lies under ``parent`` on the days from ``valid_from`` to ``valid_to``, both included."""

    unit: str
    parent: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PackLineage:
    """What became of a unit on the day ``on``; ``new`` is null where it was dissolved."""

    old: str
    new: str | None
    event: str
    on: date
    share: Fraction = Fraction(1)
    decided_by: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class PackClause:
    resolution: str
    code: str
    text_vi: str
    text_en: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PackResolution:
    code: str
    number: str
    issued_on: date
    issuer_vi: str
    issuer_en: str
    title_vi: str
    title_en: str
    unit: str
    term_start: date
    term_end: date
    rounding: Rounding = Rounding.HALF_UP
    digits: int = 2
    note_vi: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class PackScheme:
    """A dated scale of classes, best first."""

    code: str
    name_vi: str
    name_en: str
    classes: tuple[str, ...]
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class PackTarget:
    """What a goal asks of one unit; ``target`` is null where no number was published: no verdict."""

    unit: str
    source: Source
    target: Target | None = None
    path: Path = field(default_factory=Path)


@dataclass(frozen=True, slots=True)
class PackGoal:
    code: str
    resolution: str
    clause: str
    indicator: str
    position: int
    shape: Shape
    name_vi: str
    name_en: str
    start: date
    baseline_date: date
    deadline: date
    targets: tuple[PackTarget, ...]
    baseline_value: Fraction | None = None
    years: Years = Years.WHOLE_YEARS
    declared_years: int | None = None
    tolerance: Fraction = Fraction(1, 20)
    judged: Judged = Judged.ROLLUP
    floor_rule: Floor = Floor.ALL
    denominator_rule: DenominatorRule | None = None
    allowed_rounding: AllowedRounding | None = None
    bridges_breaks: bool = False
    note_vi: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class PackOrigin:
    """Where published figures come from."""

    code: str
    publisher: str
    title: str
    published_on: date
    note_vi: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class PackPublished:
    """A figure as its origin printed it, at the unit it speaks of; ``value`` is exact text (`db.models.Published`)."""

    origin: str
    indicator: str
    unit: str
    first_day: date
    last_day: date
    measure: str
    value: str
    printed: str
    qualifier: Qualifier = Qualifier.EXACT
    margin: str | None = None
    digits: int | None = None
    inferred: bool = False
    note_vi: str = ""
    note_en: str = ""


@dataclass(frozen=True, slots=True)
class PackCalendar:
    """When a period's reports are due, for one unit and all below it, or for all where ``unit`` is null."""

    period: Period
    deadline: date
    start: date
    end: date
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class PackFile:
    """One submission: the bytes of a canonical CSV, the unit it is handed in for, on which day, and why it corrects."""

    name: str
    unit: str
    on: date
    simulated: bool
    data: bytes
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    code: str
    name_vi: str
    name_en: str
    note_vi: str = ""
    note_en: str = ""
    resolutions: tuple[PackResolution, ...] = ()
    clauses: tuple[PackClause, ...] = ()
    schemes: tuple[PackScheme, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    goals: tuple[PackGoal, ...] = ()
    origins: tuple[PackOrigin, ...] = ()
    units: tuple[PackUnit, ...] = ()
    placements: tuple[PackPlacement, ...] = ()
    lineage: tuple[PackLineage, ...] = ()
    calendar: tuple[PackCalendar, ...] = ()
    published: tuple[PackPublished, ...] = ()
    files: tuple[PackFile, ...] = ()
    plans: tuple[PackPlan, ...] = ()
    findings: tuple[PackFinding, ...] = ()
