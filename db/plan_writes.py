"""Writing plans and findings: every change is noted with who made it, when, and what stood before.

Each row carries a version. Whoever changes one says which version was looked at; where somebody else was quicker
nothing is written, and :class:`Stale` tells what has changed since. Every function works inside the caller's write
transaction and raises the revision.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select, update

from db import audit, rows, store
from db.models import Base, Finding, Measure, Plan, Recommendation, Step

TABLES: dict[str, type[Base]] = {
    "plan": Plan,
    "measure": Measure,
    "step": Step,
    "finding": Finding,
    "recommendation": Recommendation,
}
OWNERS = {
    "measure": ("plan", "plan_id"),
    "step": ("measure", "measure_id"),
    "recommendation": ("finding", "finding_id"),
}
"""Which row a row belongs to, and the column that says so."""

ADDED, CHANGED = "added", "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One deed about a plan or finding: which row of ``what``, and its fields before and after, as plain text.

    ``before`` is empty where the row was added. Days are ISO text, nothing is null.
    """

    at: datetime
    account: str
    what: str
    id: int
    version: int
    before: Mapping[str, Any]
    after: Mapping[str, Any]


class Stale(ValueError):
    """Somebody changed the row since it was looked at, or withdrew what it belongs to; nothing was written.

    ``since`` are the changes, oldest first.
    """

    def __init__(self, version: int, since: tuple[Change, ...]) -> None:
        super().__init__(f"changed {len(since)} times since; version {version} is in force")
        self.version, self.since = version, since


def add(conn: Connection, what: str, values: Mapping[str, Any], *, account: str) -> int:
    """Add a row of ``what`` (a key of :data:`TABLES`); returns its id.

    Raises :class:`Stale` where what it would belong to is withdrawn.
    """
    table = rows.table(TABLES[what])
    if what in OWNERS:
        owner, column = OWNERS[what]
        _in_force(conn, owner, values[column], 0)
    whole = TABLES[what](**values).model_dump(exclude={"id"})
    key = rows.insert(conn, table, whole)
    told = {name: _plain(value) for name, value in values.items() if value not in (None, "")}
    _note(conn, what, key, account=account, action=ADDED, version=1, before={}, after=told)
    return key


def change(conn: Connection, what: str, key: int, *, version: int, values: Mapping[str, Any], account: str) -> int:
    """Change fields of a row that was looked at in ``version``; returns the version in force.

    Fields that are as given stay out; where all are, nothing is written. ``withdrawn`` is a field like any other: why
    the row is withdrawn, null to put it back. Raises :class:`Stale`, and ``LookupError`` for an unknown id.
    """
    table = rows.table(TABLES[what])
    found = conn.execute(select(table).where(table.c.id == key)).mappings().first()
    if found is None:
        raise LookupError(f"there is no {what} {key}")
    if found["version"] != version:
        raise Stale(found["version"], since(conn, what, key, version))
    if what in OWNERS:
        owner, column = OWNERS[what]
        _in_force(conn, owner, found[column], version)
    new = {name: value for name, value in values.items() if found[name] != value}
    if not new:
        return version
    conn.execute(update(table).where(table.c.id == key).values(**new, version=version + 1))
    before = {name: _plain(found[name]) for name in new}
    after = {name: _plain(value) for name, value in new.items()}
    _note(conn, what, key, account=account, action=CHANGED, version=version + 1, before=before, after=after)
    return version + 1


def _in_force(conn: Connection, what: str, key: int, version: int) -> None:
    """Raise :class:`Stale`, at the ``version`` of what is written, where a row or one it belongs to is withdrawn."""
    while True:
        table = rows.table(TABLES[what])
        row = conn.execute(select(table).where(table.c.id == key)).mappings().one()
        if row["withdrawn"] is not None:
            withdrawn = [one for one in since(conn, what, key, 0) if "withdrawn" in one.after]
            raise Stale(version, tuple(withdrawn[-1:]))
        if what not in OWNERS:
            return
        what, key = OWNERS[what][0], row[OWNERS[what][1]]


def since(conn: Connection, what: str, key: int, version: int) -> tuple[Change, ...]:
    """Changes of one row after a version of it, oldest first."""
    above, above_id = top(conn, what, key)
    every = history(conn, above, above_id)
    return tuple(one for one in reversed(every) if (one.what, one.id) == (what, key) and one.version > version)


def history(conn: Connection, what: str, key: int) -> tuple[Change, ...]:
    """Every change of a plan or finding and of all that belongs to it, newest first."""
    return tuple(
        Change(
            at=row.at,
            account=row.account,
            what=row.detail["what"],
            id=row.detail["id"],
            version=row.detail["version"],
            before=row.detail["before"],
            after=row.detail["after"],
        )
        for row in audit.about(conn, f"{what} {key}")
        if row.action.endswith((ADDED, CHANGED))
    )


def _note(conn: Connection, what: str, key: int, *, account: str, action: str, version: int, **told: Any) -> None:
    above, above_id = top(conn, what, key)
    table = rows.table(TABLES[above])
    conn.execute(update(table).where(table.c.id == above_id).values(edited=True))
    audit.note(
        conn,
        account=account,
        action=f"{what}_{action}",
        subject=f"{above} {above_id}",
        what=what,
        id=key,
        version=version,
        **told,
    )
    store.bump(conn)


def top(conn: Connection, what: str, key: int) -> tuple[str, int]:
    """The plan or finding that a row belongs to."""
    while what in OWNERS:
        table = rows.table(TABLES[what])
        owner, column = OWNERS[what]
        what, key = owner, int(conn.execute(select(table.c[column]).where(table.c.id == key)).scalar_one())
    return what, key


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else "" if value is None else value
