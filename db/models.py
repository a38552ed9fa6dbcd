"""Tables of the store. Small tables are read and written as objects; figures only in bulk (`db/writes`).

Ids are the store's own integers. ``code`` columns carry the words of the resolution packs and are unique;
official (GSO) codes are attributes only, because new communes reuse old codes.
Periods are integers (:attr:`metrics.periods.Period.key`). Days are ISO dates.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Column, Index, LargeBinary, SmallInteger, UniqueConstraint
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel


class Base(SQLModel, registry=registry()):
    """Own registry: the classes survive a hot reload of their module."""


class Store(Base, table=True):
    """Facts about this database, one row each (:mod:`db.store`): ``mode``, ``revision``, and marks of what it holds."""

    __tablename__ = "store"
    key: str = Field(primary_key=True)
    value: str


# --- units -----------------------------------------------------------------------------------------


class Unit(Base, table=True):
    __tablename__ = "unit"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    kind: str = Field(index=True)
    official_code: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    latitude: float | None = None
    longitude: float | None = None
    simulated: bool = False


class UnitName(Base, table=True):
    """Names and aliases with their validity; ``role`` is ``official``, ``short``, ``english`` or ``alias``."""

    __tablename__ = "unit_name"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str
    role: str = "official"
    valid_from: date | None = None
    valid_to: date | None = None


class Placement(Base, table=True):
    """``unit`` lies under ``parent`` from ``valid_from`` to ``valid_to``, both included; open ends are null."""

    __tablename__ = "placement"
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    parent_id: int = Field(foreign_key="unit.id", index=True)
    valid_from: date | None = None
    valid_to: date | None = None


class Lineage(Base, table=True):
    """What became of a unit: ``share_num/share_den`` of ``old`` goes on in ``new`` from ``on`` (its first day).

    ``event`` is ``merge``, ``split``, ``rename``, ``reparent`` or ``dissolve`` (``new`` null).
    """

    __tablename__ = "lineage"
    id: int | None = Field(default=None, primary_key=True)
    old_id: int = Field(foreign_key="unit.id", index=True)
    new_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    event: str
    share_num: int = 1
    share_den: int = 1
    on: date
    decided_by: str = ""
    simulated: bool = False


# --- what is asked for -----------------------------------------------------------------------------


class Resolution(Base, table=True):
    __tablename__ = "resolution"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    number: str
    issued_on: date
    issuer_vi: str
    issuer_en: str
    title_vi: str
    title_en: str
    unit_id: int = Field(foreign_key="unit.id")
    term_start: date
    term_end: date
    rounding: str = "half_up"
    digits: int = 2
    note_vi: str = ""
    note_en: str = ""


class Clause(Base, table=True):
    """Text of a clause, in force from/to."""

    __tablename__ = "clause"
    id: int | None = Field(default=None, primary_key=True)
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    code: str
    text_vi: str
    text_en: str
    valid_from: date | None = None
    valid_to: date | None = None


class RatingScheme(Base, table=True):
    """A dated scale of classes; ``classes`` is a JSON array of codes, best first."""

    __tablename__ = "rating_scheme"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name_vi: str
    name_en: str
    classes: str
    valid_from: date | None = None
    valid_to: date | None = None


class Indicator(Base, table=True):
    __tablename__ = "indicator"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    kind: str
    unit_kind: str
    frequency: str = "quarter"
    falling: bool = False
    name_vi: str
    name_en: str
    noun_vi: str
    noun_en: str
    merge_rule: str = "none"
    survives_reform: bool = True
    scheme_id: int | None = Field(default=None, foreign_key="rating_scheme.id")
    synonyms: str = "[]"
    den_synonyms: str = Field(default="[]", sa_column_kwargs={"server_default": "[]"})
    note_vi: str = ""
    note_en: str = ""


class Goal(Base, table=True):
    """A clause made measurable. Its targets, one a unit and source, are in :class:`Target`."""

    __tablename__ = "goal"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    resolution_id: int = Field(foreign_key="resolution.id", index=True)
    clause_id: int | None = Field(default=None, foreign_key="clause.id")
    indicator_id: int = Field(foreign_key="indicator.id")
    position: int = 0
    shape: str
    name_vi: str
    name_en: str
    start: date
    baseline_date: date
    baseline_value: str | None = None
    deadline: date
    years: str = "whole_years"
    declared_years: int | None = None
    tolerance: str = "1/20"
    judged: str = "rollup"
    floor_rule: str = "all"
    denominator_rule: str | None = None
    allowed_rounding: str | None = None
    bridges_breaks: bool = False
    note_vi: str = ""
    note_en: str = ""


class Target(Base, table=True):
    """Exact target of a goal for one unit; numbers are exact text ("20", "7/2"), ``path`` is JSON."""

    __tablename__ = "target"
    __table_args__: ClassVar = (UniqueConstraint("goal_id", "unit_id", "source"),)
    id: int | None = Field(default=None, primary_key=True)
    goal_id: int = Field(foreign_key="goal.id", index=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    source: str = "own"
    op: str | None = None
    unit_of_measure: str | None = None
    value: str | None = None
    low: str | None = None
    high: str | None = None
    path: str = "{}"


class ReportingCalendar(Base, table=True):
    """When a period really starts and ends for a unit's reports, and when they are due."""

    __tablename__ = "reporting_calendar"
    __table_args__: ClassVar = (UniqueConstraint("period", "unit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    period: int
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    start: date
    end: date
    deadline: date


# --- figures ---------------------------------------------------------------------------------------


class Origin(Base, table=True):
    """Where published figures come from: publisher, title and day of an article or report."""

    __tablename__ = "origin"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    publisher: str
    title: str
    published_on: date
    note_vi: str = ""
    note_en: str = ""


class Submission(Base, table=True):
    """One accepted file, or an undo; ``id`` is the sequence number of every figure it brought.

    ``content`` is the file, compressed by the store; it comes last so that no other column is read through it.
    """

    __tablename__ = "submission"
    id: int | None = Field(default=None, primary_key=True)
    file_name: str
    sha256: str = Field(index=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    period: int | None = Field(default=None)
    account: str
    at: datetime
    state: str = "accepted"
    reason: str = ""
    simulated: bool = False
    undoes: int | None = Field(default=None, foreign_key="submission.id")
    figures: int = 0
    units: int = 0
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class Confirmation(Base, table=True):
    """Warnings of a submission that somebody confirmed, and why: all of a ``code``, or the one at a ``place``.

    ``count`` is how many warnings it covers; ``place`` is written as `flows.confirm` writes it.
    """

    __tablename__ = "confirmation"
    id: int | None = Field(default=None, primary_key=True)
    seq: int = Field(foreign_key="submission.id", index=True)
    code: str
    place: str | None = None
    count: int
    reason: str


class RememberedAnswer(Base, table=True):
    """Append-only: what an office answered about files of one layout; of the same question the newest counts.

    ``unit_id`` is the unit the files are of, null for files of no one unit; ``layout`` a hash of their headings;
    ``code`` and ``key`` name the question (`intake.questions`).
    """

    __tablename__ = "remembered_answer"
    __table_args__: ClassVar = (Index("remembered_answer_layout", "layout", "unit_id"),)
    id: int | None = Field(default=None, primary_key=True)
    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    layout: str
    code: str
    key: str
    answer: str
    account: str
    at: datetime


class Observation(Base, table=True):
    """Append-only figures; in force is the highest accepted ``seq``. Keyed for reading one period at a time.

    ``state``: 0 reported, 1 not applicable, 2 not rated yet, 3 taken back (not reported).
    ``qualifier``: 0 exact, 1 at least, 2 at most, 3 about. ``row`` is the 1-based row of the submission's file.
    A share keeps both counts; a state is 0 or 1; a rating is the 0-based place in its scheme's classes.
    """

    __tablename__ = "observation"
    __table_args__: ClassVar = (
        CheckConstraint("num is null or den is null or num <= den", name="num_within_den"),
        CheckConstraint("num is null or num >= 0", name="num_not_negative"),
        {"sqlite_with_rowid": False},
    )
    period: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    indicator_id: int = Field(primary_key=True, sa_type=SmallInteger)
    unit_id: int = Field(primary_key=True)
    seq: int = Field(primary_key=True)
    num: int | None = Field(default=None, sa_type=BigInteger)
    den: int | None = Field(default=None, sa_type=BigInteger)
    qualifier: int = Field(default=0, sa_type=SmallInteger)
    state: int = Field(default=0, sa_type=SmallInteger)
    row: int | None = None


class Published(Base, table=True):
    """A figure as printed by its source, at the unit it speaks of; never spread, never rolled up.

    ``measure``: ``count``, ``share`` (num/den), ``percent``, ``change`` (a change over the period),
    ``change_points``, ``per_year``, ``class``, ``date``. ``value`` is exact text ("91.57", "115/154", "-45");
    ``printed`` is what the source printed.
    """

    __tablename__ = "published"
    __table_args__: ClassVar = (Index("published_unit", "unit_id", "indicator_id"),)
    id: int | None = Field(default=None, primary_key=True)
    origin_id: int = Field(foreign_key="origin.id")
    indicator_id: int = Field(foreign_key="indicator.id")
    unit_id: int = Field(foreign_key="unit.id")
    first_day: date
    last_day: date
    measure: str
    value: str
    qualifier: str = "exact"
    margin: str | None = None
    printed: str
    digits: int | None = None
    inferred: bool = False
    note_vi: str = ""
    note_en: str = ""
    seq: int = Field(foreign_key="submission.id")


class Rollup(Base, table=True):
    """Sums of figures in force over every inner unit, kept in the transaction that changes them.

    ``boundaries``: 0 as reported then, 1 on today's units. Sums are ``num/scale`` and ``den/scale``; a scale
    above 1 comes from weighted splits and marks an estimate. ``rating_class`` is the class counted (ratings),
    0 otherwise. ``reported`` units of ``expected`` gave a figure (or said that none applies), ``simulated``
    of them came with a simulated submission; ``qualified`` of them carry a qualifier other than exact.
    """

    __tablename__ = "rollup"
    __table_args__: ClassVar = ({"sqlite_with_rowid": False},)
    boundaries: int = Field(primary_key=True, sa_type=SmallInteger)
    unit_id: int = Field(primary_key=True)
    indicator_id: int = Field(primary_key=True, sa_type=SmallInteger)
    period: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    rating_class: int = Field(default=0, primary_key=True, sa_type=SmallInteger)
    num: int = Field(default=0, sa_type=BigInteger)
    den: int = Field(default=0, sa_type=BigInteger)
    scale: int = Field(default=1, sa_type=BigInteger)
    reported: int = 0
    expected: int = 0
    simulated: int = 0
    qualified: int = 0


# --- people of the office, and what they did -------------------------------------------------------


class Account(Base, table=True):
    """A local account; ``role`` is ``leader``, ``staff`` or ``admin``."""

    __tablename__ = "account"
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: str
    password_hash: str
    active: bool = True
    demo: bool = False
    failed_sign_ins: int = 0
    locked_until: datetime | None = None


class AccountScope(Base, table=True):
    """Units (with all below them) for which an account may submit."""

    __tablename__ = "account_scope"
    account_id: int = Field(foreign_key="account.id", primary_key=True)
    unit_id: int = Field(foreign_key="unit.id", primary_key=True)


class Audit(Base, table=True):
    """Append-only: who did what, when."""

    __tablename__ = "audit"
    id: int | None = Field(default=None, primary_key=True)
    at: datetime
    account: str
    action: str
    subject: str = Field(index=True)
    detail: str = "{}"


# --- tables that later work fills ------------------------------------------------------------------


class Snapshot(Base, table=True):
    """A review frozen under a number; ``brief`` is its whole content as JSON."""

    __tablename__ = "snapshot"
    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(unique=True)
    resolution_id: int = Field(foreign_key="resolution.id")
    period: int
    seq: int
    brief: str
    account: str
    at: datetime


# --- plans for weak units, and findings of inspections ---------------------------------------------


class Plan(Base, table=True):
    """A plan to strengthen a weak unit, decided by a document.

    ``indicator_id`` and ``rated_year`` name the rating the plan answers to: its outcome is the rating of the year
    after. ``groups`` and ``task_force`` are what the document was published to hold, null where nothing was.
    ``edited``: somebody of the office has changed it, or something of it, since a pack brought it. ``withdrawn``, here
    and in all that belongs to plans and findings, is why it was withdrawn, null while it is in force.
    """

    __tablename__ = "plan"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    document: str = ""
    decided_on: date
    body_vi: str
    body_en: str = ""
    problem_vi: str
    problem_en: str = ""
    indicator_id: int | None = Field(default=None, foreign_key="indicator.id")
    rated_year: int | None = None
    groups: int | None = None
    task_force: int | None = None
    origin_id: int | None = Field(default=None, foreign_key="origin.id")
    note_vi: str = ""
    note_en: str = ""
    simulated: bool = False
    version: int = 1
    withdrawn: str | None = None
    edited: bool = False


class Measure(Base, table=True):
    """A measure of a plan; ``number`` is its group, ``name`` what the group is called."""

    __tablename__ = "measure"
    id: int | None = Field(default=None, primary_key=True)
    plan_id: int = Field(foreign_key="plan.id", index=True)
    number: int
    name_vi: str
    name_en: str = ""
    text_vi: str = ""
    text_en: str = ""
    body_vi: str = ""
    body_en: str = ""
    simulated: bool = False
    version: int = 1
    withdrawn: str | None = None


class Step(Base, table=True):
    """A step of a measure; ``part`` of ``whole`` is how far a step that is counted has come, null where none is."""

    __tablename__ = "step"
    __table_args__: ClassVar = (
        CheckConstraint("part is null or (part >= 0 and part <= whole)", name="part_within_whole"),
    )
    id: int | None = Field(default=None, primary_key=True)
    measure_id: int = Field(foreign_key="measure.id", index=True)
    position: int
    text_vi: str
    text_en: str = ""
    due_on: date | None = None
    done_on: date | None = None
    evidence_vi: str = ""
    evidence_en: str = ""
    part: int | None = None
    whole: int | None = None
    simulated: bool = False
    version: int = 1
    withdrawn: str | None = None


class Finding(Base, table=True):
    """What an inspection found at a unit; ``body`` is the body that inspected."""

    __tablename__ = "finding"
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    unit_id: int = Field(foreign_key="unit.id", index=True)
    plan_id: int | None = Field(default=None, foreign_key="plan.id", index=True)
    document: str = ""
    found_on: date
    body_vi: str
    body_en: str = ""
    text_vi: str
    text_en: str = ""
    origin_id: int | None = Field(default=None, foreign_key="origin.id")
    simulated: bool = False
    version: int = 1
    withdrawn: str | None = None
    edited: bool = False


class Recommendation(Base, table=True):
    """What a finding asks for, of which body, by when; ``follow_up`` is what came of it."""

    __tablename__ = "recommendation"
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id", index=True)
    position: int
    text_vi: str
    text_en: str = ""
    body_vi: str = ""
    body_en: str = ""
    due_on: date | None = None
    done_on: date | None = None
    follow_up_vi: str = ""
    follow_up_en: str = ""
    simulated: bool = False
    version: int = 1
    withdrawn: str | None = None
