"""Units called so that they can be told apart (many villages share a name), and found wherever they lie."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from db import units
from flows.review import UnitLabel
from ui.cache import ask
from ui.choices import UnitChoice
from ui.enter import Visit


def placed(visit: Visit, unit: UnitLabel) -> str:
    """The unit's name with that of the unit above it."""
    above = ask(visit, names_by_code).get(unit.code.rpartition("/")[0])
    return f"{unit.name}, {above}" if above else unit.name


def above_of(visit: Visit, unit: UnitLabel) -> str:
    """The name of the unit above, by its code; empty at the top."""
    return ask(visit, names_by_code).get(unit.code.rpartition("/")[0], "")


def names_by_code(conn: Connection) -> dict[str, str]:
    """Newest name of every unit, by code."""
    return dict(units.names(conn).select("code", "name").iter_rows())


def unit_named(conn: Connection, code: str, on: date) -> UnitChoice | None:
    """Any unit of the store, whenever it stood, with the unit above it nearest to a day; null for an unknown code."""
    found = units.unit_by_code(conn, code)
    if found is None:
        return None
    path = units.path(conn, found.id, on)
    return UnitChoice(found.id, found.code, found.kind, found.name, path[-2].name if len(path) > 1 else None)
