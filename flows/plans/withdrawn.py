"""What was withdrawn of plans and findings, by whom, when and why: it counts nowhere and can be put back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection

from db import plan_writes as writes
from db import plans as stored
from db import units
from db.plans import FindingRow, PlanRow
from flows.asked import label
from flows.plans.places import within
from flows.review import UnitLabel

TEXTS = {"plan": "problem", "measure": "name", "step": "text", "finding": "text", "recommendation": "text"}
"""The field by which people know a row."""


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A row of ``what`` that was withdrawn; ``plan`` is the id of the plan it belongs to or is about, null for none."""

    what: str
    id: int
    version: int
    unit: UnitLabel
    plan: int | None
    text_vi: str
    text_en: str
    reason: str
    at: datetime
    account: str


def withdrawn_at(conn: Connection, *, unit: str, on: date) -> tuple[Withdrawn, ...]:
    """Rows withdrawn at a unit, or below it, the latest first; what belongs to a withdrawn row goes without saying.

    Belonging, and the day, are those of :func:`flows.plans.plans_of`. Raises :class:`~flows.asked.Unknown`.
    """
    plans = stored.plans(conn, decided_by=on, withdrawn=True)
    held = within(conn, plans, unit=unit, on=on, below=True, since=lambda row: row.decided_on)
    findings = stored.findings(conn, found_by=on, withdrawn=True)
    found = within(conn, findings, unit=unit, on=on, below=True, since=lambda row: row.found_on)
    named = units.units_by_id(conn, [*(row.unit_id for row in held), *(row.unit_id for row in found)])
    gone = [_row(conn, what, row, label(named[plan.unit_id], on), plan.id) for what, row, plan in _of_plans(conn, held)]
    gone += [
        _row(conn, what, row, label(named[finding.unit_id], on), finding.plan_id)
        for what, row, finding in _of_findings(conn, found)
    ]
    return tuple(sorted(gone, key=lambda one: one.at, reverse=True))


def _of_plans(conn: Connection, plans: Sequence[PlanRow]) -> Iterator[tuple[str, Any, PlanRow]]:
    """Withdrawn plans, and withdrawn rows of the others, each with its plan."""
    yield from (("plan", plan, plan) for plan in plans if plan.withdrawn is not None)
    in_force = {plan.id: plan for plan in plans if plan.withdrawn is None}
    measures = {one.id: one for some in stored.measures(conn, in_force, withdrawn=True).values() for one in some}
    for measure in measures.values():
        if measure.withdrawn is not None:
            yield "measure", measure, in_force[measure.plan_id]
    kept = [key for key, measure in measures.items() if measure.withdrawn is None]
    for key, some in stored.steps(conn, kept, withdrawn=True).items():
        yield from (("step", one, in_force[measures[key].plan_id]) for one in some if one.withdrawn is not None)


def _of_findings(conn: Connection, findings: Sequence[FindingRow]) -> Iterator[tuple[str, Any, FindingRow]]:
    """The same of findings and their recommendations."""
    yield from (("finding", finding, finding) for finding in findings if finding.withdrawn is not None)
    in_force = {finding.id: finding for finding in findings if finding.withdrawn is None}
    for key, some in stored.recommendations(conn, in_force, withdrawn=True).items():
        yield from (("recommendation", one, in_force[key]) for one in some if one.withdrawn is not None)


def _row(conn: Connection, what: str, row: Any, unit: UnitLabel, plan: int | None) -> Withdrawn:
    deed = next(one for one in reversed(writes.since(conn, what, row.id, 0)) if "withdrawn" in one.after)
    text_vi, text_en = (getattr(row, f"{TEXTS[what]}_{lang}") for lang in ("vi", "en"))
    return Withdrawn(what, row.id, row.version, unit, plan, text_vi, text_en, str(row.withdrawn), deed.at, deed.account)
