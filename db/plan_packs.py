"""Plans and findings as packs bring them: whole, and left alone once somebody of the office has changed them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from db import audit, rows, store
from db.models import Base, Finding, Measure, Plan, Recommendation, Step


def put_plan(
    conn: Connection,
    head: Mapping[str, Any],
    measures: Sequence[tuple[Mapping[str, Any], Sequence[Mapping[str, Any]]]],
    *,
    account: str,
) -> int:
    """A plan by its code with all its measures and their steps, in the place of what a pack brought before.

    Returns its id. Call it only for plans that nobody has edited.
    """
    key = _head(conn, Plan, head, account=account)
    step, measure = rows.table(Step), rows.table(Measure)
    old = select(measure.c.id).where(measure.c.plan_id == key)
    conn.execute(delete(step).where(step.c.measure_id.in_(old)))
    conn.execute(delete(measure).where(measure.c.plan_id == key))
    for values, steps in measures:
        owner = rows.insert(conn, measure, _whole(Measure, {**values, "plan_id": key}))
        _children(conn, Step, steps, "measure_id", owner)
    return key


def put_finding(
    conn: Connection, head: Mapping[str, Any], recommendations: Sequence[Mapping[str, Any]], *, account: str
) -> int:
    """The same for a finding with all its recommendations."""
    key = _head(conn, Finding, head, account=account)
    table = rows.table(Recommendation)
    conn.execute(delete(table).where(table.c.finding_id == key))
    _children(conn, Recommendation, recommendations, "finding_id", key)
    return key


def _head(conn: Connection, model: type[Base], head: Mapping[str, Any], *, account: str) -> int:
    table = rows.table(model)
    values = _whole(model, head)
    found = conn.execute(select(table.c.id).where(table.c.code == head["code"])).scalar()
    if found is None:
        found = rows.insert(conn, table, values)
    else:
        conn.execute(update(table).where(table.c.id == found).values(**values))
    audit.note(conn, account=account, action=f"{table.name}_loaded", subject=f"{table.name} {found}", code=head["code"])
    store.bump(conn)
    return int(found)


def _children(conn: Connection, model: type[Base], given: Sequence[Mapping[str, Any]], owner: str, key: int) -> None:
    if given:
        numbered = enumerate(given, start=1)
        whole = [_whole(model, {**values, owner: key, "position": place}) for place, values in numbered]
        conn.execute(insert(rows.table(model)), whole)


def _whole(model: type[Base], values: Mapping[str, Any]) -> dict[str, Any]:
    return model(**values).model_dump(exclude={"id"})
