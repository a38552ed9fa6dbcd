"""Writing units and goals, whole and repeatable: the same rows given twice change nothing.

Rows are found again by what people know them by (a code, a unit and a name …), never by id. Where rows belong
to an owner (names and placements to a unit, lineage to its old unit, targets to a goal, clauses to a resolution),
the rows given are all the rows of the owners named: others of theirs are removed. Goals are never removed
here. Every function works inside the caller's write transaction and raises the revision only if something changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, insert, select, update

from db import rows, store
from db.models import (
    Base,
    Clause,
    Goal,
    Indicator,
    Lineage,
    Origin,
    Placement,
    RatingScheme,
    ReportingCalendar,
    Resolution,
    Target,
    Unit,
    UnitName,
)

_MOST = 500
"""Rows of one statement: every value is bound, and SQLite binds some 32.000."""


def upsert_units(conn: Connection, units: Sequence[Unit]) -> dict[str, int]:
    """Units by code; returns the id of each code given."""
    return _by_code(conn, Unit, units, tree=True)


def upsert_names(conn: Connection, names: Sequence[UnitName]) -> None:
    """All names and aliases of the units named."""
    _owned(conn, UnitName, names, owner="unit_id", key=("unit_id", "name", "role", "valid_from"), tree=True)


def upsert_placements(conn: Connection, placements: Sequence[Placement]) -> None:
    """All placements of the units named."""
    _owned(conn, Placement, placements, owner="unit_id", key=("unit_id", "parent_id", "valid_from"), tree=True)


def upsert_lineage(conn: Connection, lineage: Sequence[Lineage]) -> None:
    """All events of the old units named."""
    _owned(conn, Lineage, lineage, owner="old_id", key=("old_id", "new_id", "event", "on"), tree=True)


def upsert_schemes(conn: Connection, schemes: Sequence[RatingScheme]) -> dict[str, int]:
    """Rating schemes by code; returns their ids."""
    return _by_code(conn, RatingScheme, schemes)


def upsert_indicators(conn: Connection, indicators: Sequence[Indicator]) -> dict[str, int]:
    """Indicators by code; returns their ids. Changes what a roll-up sums, so the tree gets a new mark too."""
    return _by_code(conn, Indicator, indicators, tree=True)


def upsert_resolution(conn: Connection, resolution: Resolution) -> int:
    """A resolution by its code; returns its id."""
    return _by_code(conn, Resolution, [resolution])[resolution.code]


def upsert_clauses(conn: Connection, clauses: Sequence[Clause]) -> dict[str, int]:
    """Clauses by resolution, code and first day; returns the id of each code (its newest text).

    Clauses that are not given stay, since goals may name them.
    """
    ids = _upsert(conn, Clause, clauses, ("resolution_id", "code", "valid_from"))
    return {clause.code: one for clause, one in zip(clauses, ids, strict=True)}


def upsert_goals(conn: Connection, goals: Sequence[Goal]) -> dict[str, int]:
    """Goals by code; returns their ids."""
    return _by_code(conn, Goal, goals)


def upsert_targets(conn: Connection, targets: Sequence[Target]) -> None:
    """All targets of the goals named."""
    _owned(conn, Target, targets, owner="goal_id", key=("goal_id", "unit_id", "source"))


def upsert_origins(conn: Connection, origins: Sequence[Origin]) -> dict[str, int]:
    """Sources of published figures by code; returns their ids."""
    return _by_code(conn, Origin, origins)


def upsert_calendar(conn: Connection, calendar: Sequence[ReportingCalendar]) -> None:
    """Deadlines by period and unit."""
    _upsert(conn, ReportingCalendar, calendar, ("period", "unit_id"))


def _by_code(conn: Connection, model: type[Base], given: Sequence[Any], *, tree: bool = False) -> dict[str, int]:
    ids = _upsert(conn, model, given, ("code",), tree=tree)
    return {row.code: one for row, one in zip(given, ids, strict=True)}


def _owned(
    conn: Connection, model: type[Base], given: Sequence[Any], *, owner: str, key: tuple[str, ...], tree: bool = False
) -> None:
    kept = set(_upsert(conn, model, given, key, tree=tree))
    table = rows.table(model)
    gone: list[int] = []
    for owners in _chunks(sorted({getattr(row, owner) for row in given})):
        gone += [
            one for (one,) in conn.execute(select(table.c.id).where(table.c[owner].in_(owners))) if one not in kept
        ]
    for some in _chunks(gone):
        conn.execute(delete(table).where(table.c.id.in_(some)))
    if gone:
        _note(conn, tree=tree)


def _upsert(
    conn: Connection, model: type[Base], given: Sequence[Any], key: tuple[str, ...], *, tree: bool = False
) -> list[int]:
    """Insert or change rows found by ``key``; returns their ids in the order given.

    Rows that are as given are left alone, so a repeated call writes nothing.
    """
    table = rows.table(model)
    columns = [column.name for column in table.columns if column.name != "id"]
    found = _existing(conn, table, given, key)
    new: list[dict[str, Any]] = []
    changed = False
    for row in given:
        values = {name: getattr(row, name) for name in columns}
        old = found.get(tuple(values[name] for name in key))
        if old is None:
            new.append(values)
        elif any(old[name] != value for name, value in values.items()):
            conn.execute(update(table).where(table.c.id == old["id"]).values(**values))
            changed = True
    for some in _chunks(new):
        conn.execute(insert(table).values(some))
    if new or changed:
        _note(conn, tree=tree)
        found = _existing(conn, table, given, key)
    return [int(found[tuple(getattr(row, name) for name in key)]["id"]) for row in given]


def _existing(
    conn: Connection, table: Table, given: Sequence[Any], key: tuple[str, ...]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Rows of the table by key, among those whose first key column is among the given ones'."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    column = table.c[key[0]]
    for some in _chunks(list({getattr(row, key[0]) for row in given})):
        for row in conn.execute(select(table).where(column.in_(some))).mappings():
            found[tuple(row[name] for name in key)] = dict(row)
    return found


def _chunks(values: list[Any]) -> Iterable[list[Any]]:
    return (values[start : start + _MOST] for start in range(0, len(values), _MOST))


def _note(conn: Connection, *, tree: bool) -> None:
    store.asked_changed(conn)
    if tree:
        store.tree_changed(conn)
    else:
        store.bump(conn)


def ids(conn: Connection, model: type[Base]) -> dict[str, int]:
    """Ids of all rows of a table with codes, by code."""
    table = rows.table(model)
    return {row.code: row.id for row in conn.execute(select(table.c.code, table.c.id))}


def every(conn: Connection, model: type[Base]) -> list[dict[str, Any]]:
    """All rows of a small table as mappings by column, in the order they came in: what a pack is written from."""
    table = rows.table(model)
    return [dict(row) for row in conn.execute(select(table).order_by(table.c.id)).mappings()]
