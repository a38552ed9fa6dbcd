"""Reading what is asked for: resolutions, indicators, goals with their targets, classes, deadlines."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl
from sqlalchemy import Connection, select

from db import rows
from db.kept import while_asked_the_same
from db.models import Clause, Goal, Indicator, RatingScheme, Resolution, Target, Unit
from metrics import goals as words
from metrics.breaks import SchemeSpan


@dataclass(frozen=True, slots=True)
class ResolutionRow:
    """A resolution; ``unit`` is the code of the unit whose resolution it is."""

    id: int
    code: str
    number: str
    issued_on: date
    issuer_vi: str
    issuer_en: str
    title_vi: str
    title_en: str
    unit_id: int
    unit: str
    term_start: date
    term_end: date
    rounding: words.Rounding
    digits: int
    note_vi: str
    note_en: str


@dataclass(frozen=True, slots=True)
class ClauseRow:
    """The text of a clause while it was in force."""

    code: str
    text_vi: str
    text_en: str
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """A goal for one unit from one source, with the ids its figures are read by."""

    goal: words.Goal
    goal_id: int
    indicator_id: int
    unit_id: int
    indicator: words.Indicator
    note_vi: str
    note_en: str
    position: int


@while_asked_the_same
def resolutions(conn: Connection) -> list[ResolutionRow]:
    """Every resolution, newest first."""
    one = rows.table(Resolution).c
    wanted = select(*one, rows.table(Unit).c.code.label("unit")).join(Unit, rows.table(Unit).c.id == one.unit_id)
    return [
        ResolutionRow(**{**row, "rounding": words.Rounding(row["rounding"])})
        for row in conn.execute(wanted.order_by(one.issued_on.desc(), one.code)).mappings()
    ]


def clauses(conn: Connection, resolution: str) -> list[ClauseRow]:
    """Clauses of a resolution, by code and day."""
    one = rows.table(Clause).c
    wanted = (
        select(one.code, one.text_vi, one.text_en, one.valid_from, one.valid_to)
        .join(Resolution, rows.table(Resolution).c.id == one.resolution_id)
        .where(rows.table(Resolution).c.code == resolution)
    )
    return [ClauseRow(*row) for row in conn.execute(wanted.order_by(one.code, one.valid_from))]


@while_asked_the_same
def indicators(conn: Connection) -> dict[int, words.Indicator]:
    """Every indicator by its id."""
    one, scheme = rows.table(Indicator).c, rows.table(RatingScheme).c
    wanted = select(*one, scheme.code.label("scheme")).join(RatingScheme, scheme.id == one.scheme_id, isouter=True)
    return {
        row.id: words.Indicator(
            code=row.code,
            kind=words.Kind(row.kind),
            unit_kind=row.unit_kind,
            frequency=row.frequency,
            falling=row.falling,
            name_vi=row.name_vi,
            name_en=row.name_en,
            noun_vi=row.noun_vi,
            noun_en=row.noun_en,
            merge_rule=row.merge_rule,
            survives_reform=row.survives_reform,
            scheme=row.scheme,
            synonyms=tuple(json.loads(row.synonyms)),
            den_synonyms=tuple(json.loads(row.den_synonyms)),
            note_vi=row.note_vi,
            note_en=row.note_en,
        )
        for row in conn.execute(wanted.order_by(one.id))
    }


@while_asked_the_same
def schemes(conn: Connection) -> dict[str, tuple[str, ...]]:
    """Classes of every rating scheme, best first, by the scheme's code."""
    one = rows.table(RatingScheme).c
    return {code: tuple(json.loads(classes)) for code, classes in conn.execute(select(one.code, one.classes))}


@while_asked_the_same
def scheme_spans(conn: Connection) -> dict[str, SchemeSpan]:
    """First and last day of every rating scheme, by the scheme's code."""
    one = rows.table(RatingScheme).c
    found = conn.execute(select(one.code, one.valid_from, one.valid_to))
    return {code: SchemeSpan(first, last) for code, first, last in found}


@while_asked_the_same
def goals(conn: Connection, *, resolution: str | None = None, unit: str | None = None) -> list[GoalRow]:
    """Goals with their targets, one row a target; of a resolution and of a unit, by code, where given.

    By position, then code, then unit; a unit's own target comes before the assigned one.
    """
    goal, target, unit_of, doc = (rows.table(model).c for model in (Goal, Target, Unit, Resolution))
    wanted = (
        select(
            *goal,
            target.unit_id,
            target.source,
            target.op,
            target.unit_of_measure,
            target.value,
            target.low,
            target.high,
            target.path,
            unit_of.code.label("unit"),
            doc.code.label("resolution"),
            doc.rounding,
            doc.digits,
            rows.table(Clause).c.code.label("clause"),
        )
        .join(Target, target.goal_id == goal.id)
        .join(Unit, unit_of.id == target.unit_id)
        .join(Resolution, doc.id == goal.resolution_id)
        .join(Clause, rows.table(Clause).c.id == goal.clause_id, isouter=True)
        .order_by(goal.position, goal.code, unit_of.code, target.source.desc())
    )
    if resolution is not None:
        wanted = wanted.where(doc.code == resolution)
    if unit is not None:
        wanted = wanted.where(unit_of.code == unit)
    known = indicators(conn)
    return [
        GoalRow(
            goal=words.Goal(
                code=row.code,
                resolution=row.resolution,
                indicator=known[row.indicator_id].code,
                unit=row.unit,
                shape=words.Shape(row.shape),
                target=_target(row.op, row.unit_of_measure, row.value, row.low, row.high),
                source=words.Source(row.source),
                start=row.start,
                baseline_date=row.baseline_date,
                deadline=row.deadline,
                baseline_value=_exact(row.baseline_value),
                years=words.Years(row.years),
                declared_years=row.declared_years,
                path=read_path(row.path),
                tolerance=Fraction(row.tolerance),
                rounding=words.Rounding(row.rounding),
                digits=row.digits,
                judged=words.Judged(row.judged),
                floor_rule=words.Floor(row.floor_rule),
                denominator_rule=words.DenominatorRule(row.denominator_rule) if row.denominator_rule else None,
                allowed_rounding=words.AllowedRounding(row.allowed_rounding) if row.allowed_rounding else None,
                bridges_breaks=row.bridges_breaks,
                clause=row.clause or "",
                name_vi=row.name_vi,
                name_en=row.name_en,
            ),
            goal_id=row.id,
            indicator_id=row.indicator_id,
            unit_id=row.unit_id,
            indicator=known[row.indicator_id],
            note_vi=row.note_vi,
            note_en=row.note_en,
            position=row.position,
        )
        for row in conn.execute(wanted)
    ]


def _target(
    op: str | None, unit: str | None, value: str | None, low: str | None, high: str | None
) -> words.Target | None:
    if op is None or unit is None:
        return None
    return words.Target(words.Op(op), words.TargetUnit(unit), _exact(value), _exact(low), _exact(high))


def _exact(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def read_path(text: str) -> words.Path:
    """The path kept as JSON: ``{"milestones": [["2018-12-31", "40"]], "profile": ["1/4", …]}``."""
    kept = json.loads(text)
    return words.Path(
        milestones=tuple((date.fromisoformat(on), Fraction(value)) for on, value in kept.get("milestones", ())),
        profile=tuple(Fraction(share) for share in kept.get("profile", ())),
    )


def written_path(path: words.Path) -> str:
    """The JSON that :func:`read_path` reads back."""
    return json.dumps(
        {
            "milestones": [[on.isoformat(), str(value)] for on, value in path.milestones],
            "profile": [str(share) for share in path.profile],
        }
    )


CALENDAR = pl.Schema({"period": pl.Int64, "unit": pl.Int32, "start": pl.Date, "end": pl.Date, "deadline": pl.Date})
"""Deadlines; a null unit stands for every unit without a row of its own."""


def calendar(conn: Connection) -> pl.DataFrame:
    """Real start, end and deadline of reporting periods, as CALENDAR, by period."""
    query = 'SELECT period, unit_id AS unit, start, "end", deadline FROM reporting_calendar ORDER BY period, unit_id'
    return rows.frame(conn, query, CALENDAR)
