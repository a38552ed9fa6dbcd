"""Which plans and findings lie at a unit or below it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

import polars as pl
from sqlalchemy import Connection

from db import units
from db.plans import FindingRow, PlanRow
from flows.asked import find_unit

Row = TypeVar("Row", PlanRow, FindingRow)


def within(
    conn: Connection, rows: Sequence[Row], *, unit: str, on: date, below: bool, since: Callable[[Row], date]
) -> list[Row]:
    """Those of some plans or findings that are a unit's, or of a unit that counted in it on a day or on their own.

    ``since`` gives the own day of a row. Raises :class:`~flows.asked.Unknown`.
    """
    top = find_unit(conn, unit).id
    inside: dict[int, set[int]] = {}

    def counts(row: Row) -> bool:
        for day in (on, since(row)):
            frame = units.members(conn, day)
            if id(frame) not in inside:
                inside[id(frame)] = set(frame.filter(pl.col("ancestor") == top)["unit"].to_list())
            if row.unit_id in inside[id(frame)]:
                return True
        return False

    return [row for row in rows if row.unit_id == top or (below and counts(row))]
