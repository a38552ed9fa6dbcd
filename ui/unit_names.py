"""Units called so that they can be told apart: many villages share a name."""

from __future__ import annotations

from sqlalchemy import Connection

from db import units
from flows.review import UnitLabel
from ui.cache import ask
from ui.enter import Visit


def placed(visit: Visit, unit: UnitLabel) -> str:
    """The unit's name with that of the unit above it."""
    above = ask(visit, names_by_code).get(unit.code.rpartition("/")[0])
    return f"{unit.name}, {above}" if above else unit.name


def names_by_code(conn: Connection) -> dict[str, str]:
    """Newest name of every unit, by code."""
    return dict(units.names(conn).select("code", "name").iter_rows())
