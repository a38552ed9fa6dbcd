"""Reading plans for weak units and findings of inspections, whole and in order, as plain rows.

What was withdrawn is left out, unless ``withdrawn`` asks for it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Connection, select

from db import rows
from db.models import Base, Finding, Measure, Plan, Recommendation, Step

Row = TypeVar("Row")

__all__ = ["FindingRow", "MeasureRow", "PlanRow", "RecommendationRow", "StepRow"]


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step as stored; see :class:`db.models.Step`."""

    id: int
    measure_id: int
    position: int
    text_vi: str
    text_en: str
    due_on: date | None
    done_on: date | None
    evidence_vi: str
    evidence_en: str
    part: int | None
    whole: int | None
    simulated: bool
    version: int
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure as stored; see :class:`db.models.Measure`."""

    id: int
    plan_id: int
    number: int
    name_vi: str
    name_en: str
    text_vi: str
    text_en: str
    body_vi: str
    body_en: str
    simulated: bool
    version: int
    withdrawn: str | None


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A plan as stored; see :class:`db.models.Plan`."""

    id: int
    code: str
    unit_id: int
    document: str
    decided_on: date
    body_vi: str
    body_en: str
    problem_vi: str
    problem_en: str
    indicator_id: int | None
    rated_year: int | None
    groups: int | None
    task_force: int | None
    origin_id: int | None
    note_vi: str
    note_en: str
    simulated: bool
    version: int
    withdrawn: str | None
    edited: bool


@dataclass(frozen=True, slots=True)
class FindingRow:
    """A finding as stored; see :class:`db.models.Finding`."""

    id: int
    code: str
    unit_id: int
    plan_id: int | None
    document: str
    found_on: date
    body_vi: str
    body_en: str
    text_vi: str
    text_en: str
    origin_id: int | None
    simulated: bool
    version: int
    withdrawn: str | None
    edited: bool


@dataclass(frozen=True, slots=True)
class RecommendationRow:
    """A recommendation as stored; see :class:`db.models.Recommendation`."""

    id: int
    finding_id: int
    position: int
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
    withdrawn: str | None


def plans(
    conn: Connection, *, decided_by: date | None = None, units: Iterable[int] | None = None, withdrawn: bool = False
) -> list[PlanRow]:
    """Plans decided up to a day, the newest first; of some units where given."""
    one = rows.table(Plan).c
    wanted = [] if decided_by is None else [one.decided_on <= decided_by]
    if units is not None:
        wanted.append(one.unit_id.in_(sorted(set(units))))
    return _read(conn, Plan, PlanRow, wanted, [one.decided_on.desc(), one.id], withdrawn=withdrawn)


def plan(conn: Connection, code: str) -> PlanRow | None:
    """The plan of a code, in force or withdrawn, or null."""
    found = _read(conn, Plan, PlanRow, [rows.table(Plan).c.code == code], [], withdrawn=True)
    return found[0] if found else None


def row(conn: Connection, what: str, key: int) -> Any:
    """The row of an id, in force or withdrawn, or null.

    ``what`` is ``plan``, ``measure``, ``step``, ``finding`` or ``recommendation``.
    """
    model, kind = _KINDS[what]
    found = _read(conn, model, kind, [rows.table(model).c.id == key], [], withdrawn=True)
    return found[0] if found else None


def measures(conn: Connection, plans: Iterable[int], *, withdrawn: bool = False) -> dict[int, list[MeasureRow]]:
    """Measures by plan, in the order of their groups."""
    one = rows.table(Measure).c
    found = _read(
        conn, Measure, MeasureRow, [one.plan_id.in_(sorted(set(plans)))], [one.number, one.id], withdrawn=withdrawn
    )
    return _by(found, "plan_id")


def steps(conn: Connection, measures: Iterable[int], *, withdrawn: bool = False) -> dict[int, list[StepRow]]:
    """Steps by measure, in their order."""
    one = rows.table(Step).c
    wanted = [one.measure_id.in_(sorted(set(measures)))]
    found = _read(conn, Step, StepRow, wanted, [one.position, one.id], withdrawn=withdrawn)
    return _by(found, "measure_id")


def findings(conn: Connection, *, found_by: date | None = None, withdrawn: bool = False) -> list[FindingRow]:
    """Findings made up to a day, the newest first."""
    one = rows.table(Finding).c
    wanted = [] if found_by is None else [one.found_on <= found_by]
    return _read(conn, Finding, FindingRow, wanted, [one.found_on.desc(), one.id], withdrawn=withdrawn)


def recommendations(
    conn: Connection, findings: Iterable[int], *, withdrawn: bool = False
) -> dict[int, list[RecommendationRow]]:
    """Recommendations by finding, in their order."""
    one = rows.table(Recommendation).c
    wanted = [one.finding_id.in_(sorted(set(findings)))]
    found = _read(conn, Recommendation, RecommendationRow, wanted, [one.position, one.id], withdrawn=withdrawn)
    return _by(found, "finding_id")


_KINDS: dict[str, tuple[type[Base], type[Any]]] = {
    "plan": (Plan, PlanRow),
    "measure": (Measure, MeasureRow),
    "step": (Step, StepRow),
    "finding": (Finding, FindingRow),
    "recommendation": (Recommendation, RecommendationRow),
}


def _read(
    conn: Connection, model: type[Base], row: type[Row], wanted: list[Any], order: list[Any], *, withdrawn: bool
) -> list[Row]:
    table = rows.table(model)
    in_force = [] if withdrawn else [table.c.withdrawn.is_(None)]
    found = conn.execute(select(table).where(*wanted, *in_force).order_by(*order)).mappings()
    return [row(**one) for one in found]


def _by(found: list[Row], owner: str) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for one in found:
        grouped.setdefault(getattr(one, owner), []).append(one)
    return grouped
