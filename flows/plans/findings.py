"""Findings of inspections: what was found at a unit, what was recommended to which body, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from sqlalchemy import Connection

from db import plans as stored
from db import units
from db.submissions import OriginRow, origins
from flows.asked import label
from flows.plans.places import within
from flows.plans.states import PlanState, State, days_over, progress, state_of, state_on
from flows.review import UnitLabel


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A recommendation on a day; ``days`` as of :class:`flows.plans.Step`."""

    id: int
    text_vi: str
    text_en: str
    body_vi: str
    body_en: str
    due_on: date | None
    done_on: date | None
    follow_up_vi: str
    follow_up_en: str
    simulated: bool
    version: int
    state: State
    days: int


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding on a day; ``body`` inspected, ``plan`` is the id of the plan it led to or looked at."""

    id: int
    code: str
    unit: UnitLabel
    document: str
    found_on: date
    body_vi: str
    body_en: str
    text_vi: str
    text_en: str
    plan: int | None
    origin: OriginRow | None
    simulated: bool
    version: int
    recommendations: tuple[Recommendation, ...]

    @property
    def state(self) -> PlanState:
        return state_of(one.state for one in self.recommendations)

    @property
    def progress(self) -> Fraction:
        return progress(one.state for one in self.recommendations)


def findings_of(conn: Connection, *, unit: str, on: date, below: bool = True) -> tuple[Finding, ...]:
    """Findings at a unit, and at all below it, made up to a day; the newest first.

    Belonging is that of :func:`flows.plans.plans_of`. Raises :class:`~flows.asked.Unknown`.
    """
    every = stored.findings(conn, found_by=on)
    rows = within(conn, every, unit=unit, on=on, below=below, since=lambda row: row.found_on)
    asked = stored.recommendations(conn, [row.id for row in rows])
    named = units.units_by_id(conn, [row.unit_id for row in rows])
    sources = origins(conn, [row.origin_id for row in rows if row.origin_id is not None])
    return tuple(
        Finding(
            id=row.id,
            code=row.code,
            unit=label(named[row.unit_id], on),
            document=row.document,
            found_on=row.found_on,
            body_vi=row.body_vi,
            body_en=row.body_en,
            text_vi=row.text_vi,
            text_en=row.text_en,
            plan=row.plan_id,
            origin=sources.get(row.origin_id or 0),
            simulated=row.simulated,
            version=row.version,
            recommendations=tuple(_asked(one, on) for one in asked.get(row.id, ())),
        )
        for row in rows
    )


def _asked(row: stored.RecommendationRow, on: date) -> Recommendation:
    return Recommendation(
        id=row.id,
        text_vi=row.text_vi,
        text_en=row.text_en,
        body_vi=row.body_vi,
        body_en=row.body_en,
        due_on=row.due_on,
        done_on=row.done_on,
        follow_up_vi=row.follow_up_vi,
        follow_up_en=row.follow_up_en,
        simulated=row.simulated,
        version=row.version,
        state=state_on(on, due_on=row.due_on, done_on=row.done_on),
        days=days_over(on, due_on=row.due_on, done_on=row.done_on),
    )
