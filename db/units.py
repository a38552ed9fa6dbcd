"""Reading units: who they are, where they lie on a day, what they are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection, select

from db import rows, trees
from db.models import Placement, Unit, UnitName
from metrics.lineage import alive


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit; ``name`` is its newest official name."""

    id: int
    code: str
    kind: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    official_code: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    simulated: bool = False


def units(conn: Connection) -> pl.DataFrame:
    """Every unit ever, as UNITS, by id; ``name`` is the newest official name."""
    return trees.current(conn).units


def placements(conn: Connection) -> pl.DataFrame:
    """Who lay under whom and when, as PLACEMENTS."""
    return trees.current(conn).placements


def lineage(conn: Connection) -> pl.DataFrame:
    """What became of units, as LINEAGE, by day."""
    return trees.current(conn).lineage


def members(conn: Connection, on: date) -> pl.DataFrame:
    """Which inner units each unit alive on a day counts in, as MEMBERS; worked out once for a tree."""
    return trees.current(conn).members(on)


def today(conn: Connection) -> date:
    """The day of today's boundaries: the last change of the tree on record."""
    return trees.current(conn).today


def unit_by_code(conn: Connection, code: str) -> UnitRow | None:
    """The unit of a code, or null."""
    found = _rows(conn, Unit.code == code)
    return found[0] if found else None


def units_by_id(conn: Connection, ids: Sequence[int]) -> dict[int, UnitRow]:
    """Units of some ids; unknown ids are absent."""
    known = trees.current(conn).known
    new = [one for one in ids if one not in known]
    if new:
        known.update((row.id, row) for row in _rows(conn, rows.table(Unit).c.id.in_(new)))
    return {one: known[one] for one in sorted(set(ids)) if one in known}


def _rows(conn: Connection, condition: object) -> list[UnitRow]:
    unit, name = rows.table(Unit).c, rows.table(UnitName).c
    newest = (
        select(name.name)
        .where(name.unit_id == unit.id, name.role == "official")
        .order_by(name.valid_from.is_(None), name.valid_from.desc())
        .limit(1)
        .scalar_subquery()
        .label("name")
    )
    wanted = select(
        unit.id,
        unit.code,
        unit.kind,
        newest,
        unit.valid_from,
        unit.valid_to,
        unit.official_code,
        unit.latitude,
        unit.longitude,
        unit.simulated,
    ).where(condition)  # type: ignore[arg-type]  # SQLModel types a class attribute as the value it holds
    found = conn.execute(wanted.order_by(unit.id)).mappings()
    return [UnitRow(**{**row, "name": row["name"] or row["code"]}) for row in found]


NAMES = pl.Schema(
    {
        "unit": pl.Int32,
        "code": pl.String,
        "kind": pl.String,
        "name": pl.String,
        "short": pl.String,
        "english": pl.String,
    }
)
"""Units with their names on a day."""

ALIASES = pl.Schema(
    {"unit": pl.Int32, "name": pl.String, "role": pl.String, "valid_from": pl.Date, "valid_to": pl.Date}
)
"""Every name a unit has had, for recognising it in a file."""


def names(conn: Connection, on: date | None = None) -> pl.DataFrame:
    """NAMES of the units alive on a day (all units, with their newest names, without one), by code.

    ``name`` falls back to the code, ``short`` to the name; ``english`` may be null.
    """
    tree = trees.current(conn)
    some = tree.units if on is None else tree.units.filter(alive(on))
    every = aliases(conn)
    if on is not None:
        every = every.filter(alive(on))
    newest = every.sort("valid_from", nulls_last=False, maintain_order=True).unique(["unit", "role"], keep="last")
    out = some.select("unit", "code", "kind", newest_name="name")
    for role, column in (("official", "name"), ("short", "short"), ("english", "english")):
        out = out.join(newest.filter(role=role).select("unit", pl.col("name").alias(column)), on="unit", how="left")
    name = pl.coalesce("name", "newest_name")
    return out.with_columns(name=name, short=pl.coalesce("short", name)).select(list(NAMES)).sort("code")


def aliases(conn: Connection) -> pl.DataFrame:
    """Every name on record, as ALIASES."""
    query = "SELECT unit_id AS unit, name, role, valid_from, valid_to FROM unit_name ORDER BY unit_id, id"
    return rows.frame(conn, query, ALIASES)


def children(conn: Connection, unit_id: int, on: date) -> pl.DataFrame:
    """Units directly under a unit on a day: columns unit, code, kind, name; by code."""
    tree = trees.current(conn)
    under = tree.placements.filter(alive(on), pl.col("parent") == unit_id)
    found = tree.units.filter(alive(on)).join(under, on="unit", how="semi")
    return found.select("unit", "code", "kind", "name").sort("code")


def path(conn: Connection, unit_id: int, on: date) -> list[UnitRow]:
    """From the topmost unit down to the unit itself, as it lay on a day; an ended unit as it lay last."""
    placed = rows.table(Placement).c
    chain = [unit_id]
    while True:
        above = conn.execute(
            select(placed.parent_id, placed.valid_from, placed.valid_to).where(placed.unit_id == chain[-1])
        ).all()
        if not above:
            break
        begun = [row for row in above if row[1] is None or row[1] <= on] or above
        parent = max(begun, key=lambda row: (row[2] is None or row[2] >= on, row[1] or date.min))[0]
        if parent in chain:
            break
        chain.append(parent)
    found = units_by_id(conn, chain)
    return [found[one] for one in reversed(chain)]
