"""Plans that strengthen weak units: what is wrong, what is done about it, by which body and when, what came of it.

A plan is seen from a day (``on``): plans decided later are not there yet, and a step done later is still open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import chain

from sqlalchemy import Connection

from db import plans as stored
from db import units
from db.submissions import OriginRow, origins
from flows.asked import label
from flows.plans.findings import findings_of
from flows.plans.places import within
from flows.plans.rated import Rated, ratings
from flows.plans.states import DONE, PlanState, State, days_over, progress, state_of, state_on
from flows.review import UnitLabel

__all__ = ["Measure", "Overdue", "Plan", "PlanState", "Rated", "State", "Step", "overdue", "planned_for", "plans_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """A step on a day; ``days`` is how long after its deadline it was done, or how long it is overdue."""

    id: int
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
    state: State
    days: int


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of the group ``number``, with its steps in order."""

    id: int
    number: int
    name_vi: str
    name_en: str
    text_vi: str
    text_en: str
    body_vi: str
    body_en: str
    simulated: bool
    version: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan on a day.

    ``rated_before`` is the rating the plan answers to, ``outcome`` that of the year after, null until it is there.
    ``groups`` and ``task_force`` are published; ``simulated`` says that the plan itself is, its measures and steps say
    it for themselves.
    """

    id: int
    code: str
    unit: UnitLabel
    document: str
    decided_on: date
    body_vi: str
    body_en: str
    problem_vi: str
    problem_en: str
    groups: int | None
    task_force: int | None
    origin: OriginRow | None
    note_vi: str
    note_en: str
    rated_year: int | None
    rated_before: Rated | None
    outcome: Rated | None
    simulated: bool
    version: int
    measures: tuple[Measure, ...]

    @property
    def steps(self) -> tuple[Step, ...]:
        """All steps, in the order of their measures."""
        return tuple(chain.from_iterable(measure.steps for measure in self.measures))

    @property
    def state(self) -> PlanState:
        return state_of(step.state for step in self.steps)

    @property
    def done(self) -> int:
        """How many steps are done."""
        return sum(step.state in DONE for step in self.steps)

    @property
    def progress(self) -> Fraction:
        return progress(step.state for step in self.steps)

    @property
    def next_due(self) -> date | None:
        """The nearest deadline of a step that is not done, past or to come."""
        return min((step.due_on for step in self.steps if step.state not in DONE and step.due_on), default=None)

    @property
    def any_simulated(self) -> bool:
        return self.simulated or any(one.simulated for one in self.measures) or any(one.simulated for one in self.steps)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A step or recommendation whose deadline has passed; ``kind`` says which.

    ``plan`` is the code of the plan it belongs to, or that its finding is about; null where there is none.
    """

    unit: UnitLabel
    kind: str
    text_vi: str
    text_en: str
    body_vi: str
    body_en: str
    due_on: date
    plan: str | None
    simulated: bool


def plans_of(conn: Connection, *, unit: str, on: date, below: bool = True) -> tuple[Plan, ...]:
    """Plans of a unit, and of all below it, decided up to a day; the newest first.

    A plan is below a unit if its own unit counted there on the day, or on the day the plan was decided. Raises
    :class:`~flows.asked.Unknown`.
    """
    every = stored.plans(conn, decided_by=on)
    rows = within(conn, every, unit=unit, on=on, below=below, since=lambda row: row.decided_on)
    measures = stored.measures(conn, [row.id for row in rows])
    steps = stored.steps(conn, [one.id for some in measures.values() for one in some])
    named = units.units_by_id(conn, [row.unit_id for row in rows])
    rated = ratings(conn, rows, on=on)
    sources = origins(conn, [row.origin_id for row in rows if row.origin_id is not None])
    return tuple(
        Plan(
            id=row.id,
            code=row.code,
            unit=label(named[row.unit_id], on),
            document=row.document,
            decided_on=row.decided_on,
            body_vi=row.body_vi,
            body_en=row.body_en,
            problem_vi=row.problem_vi,
            problem_en=row.problem_en,
            groups=row.groups,
            task_force=row.task_force,
            origin=sources.get(row.origin_id or 0),
            note_vi=row.note_vi,
            note_en=row.note_en,
            rated_year=row.rated_year,
            rated_before=rated[row.id][0],
            outcome=rated[row.id][1],
            simulated=row.simulated,
            version=row.version,
            measures=tuple(
                Measure(
                    id=one.id,
                    number=one.number,
                    name_vi=one.name_vi,
                    name_en=one.name_en,
                    text_vi=one.text_vi,
                    text_en=one.text_en,
                    body_vi=one.body_vi,
                    body_en=one.body_en,
                    simulated=one.simulated,
                    version=one.version,
                    steps=tuple(_step(each, on) for each in steps.get(one.id, ())),
                )
                for one in measures.get(row.id, ())
            ),
        )
        for row in rows
    )


def _step(row: stored.StepRow, on: date) -> Step:
    return Step(
        id=row.id,
        text_vi=row.text_vi,
        text_en=row.text_en,
        due_on=row.due_on,
        done_on=row.done_on,
        evidence_vi=row.evidence_vi,
        evidence_en=row.evidence_en,
        part=row.part,
        whole=row.whole,
        simulated=row.simulated,
        version=row.version,
        state=state_on(on, due_on=row.due_on, done_on=row.done_on),
        days=days_over(on, due_on=row.due_on, done_on=row.done_on),
    )


def overdue(conn: Connection, *, unit: str, on: date) -> tuple[Overdue, ...]:
    """Steps of plans and recommendations of findings at a unit, or below it, whose deadline has passed; oldest first.

    Raises :class:`~flows.asked.Unknown`.
    """
    plans = plans_of(conn, unit=unit, on=on)
    codes = {plan.id: plan.code for plan in plans}
    late = [
        Overdue(
            unit=plan.unit,
            kind="step",
            text_vi=step.text_vi,
            text_en=step.text_en,
            body_vi=measure.body_vi or plan.body_vi,
            body_en=measure.body_en or plan.body_en,
            due_on=step.due_on,
            plan=plan.code,
            simulated=plan.simulated or step.simulated,
        )
        for plan in plans
        for measure in plan.measures
        for step in measure.steps
        if step.state is State.OVERDUE and step.due_on
    ]
    late += [
        Overdue(
            unit=finding.unit,
            kind="recommendation",
            text_vi=one.text_vi,
            text_en=one.text_en,
            body_vi=one.body_vi,
            body_en=one.body_en,
            due_on=one.due_on,
            plan=codes.get(finding.plan or 0),
            simulated=finding.simulated or one.simulated,
        )
        for finding in findings_of(conn, unit=unit, on=on)
        for one in finding.recommendations
        if one.state is State.OVERDUE and one.due_on
    ]
    return tuple(sorted(late, key=lambda one: (one.due_on, one.unit.code, one.kind, one.text_vi)))


def planned_for(conn: Connection, units: Sequence[int], on: date) -> dict[int, int]:
    """How many plans of exactly these units are not yet done on a day, by id of the unit; units without any are absent.

    A plan of the commune above is the commune's own: who else it helps is the asker's to say.
    """
    wanted = set(units)
    rows = [row for row in stored.plans(conn, decided_by=on) if row.unit_id in wanted]
    measures = stored.measures(conn, [row.id for row in rows])
    steps = stored.steps(conn, [one.id for some in measures.values() for one in some])
    found: dict[int, int] = {}
    for row in rows:
        own = chain.from_iterable(steps.get(one.id, ()) for one in measures.get(row.id, ()))
        if state_of(state_on(on, due_on=one.due_on, done_on=one.done_on) for one in own) is not PlanState.DONE:
            found[row.unit_id] = found.get(row.unit_id, 0) + 1
    return found
