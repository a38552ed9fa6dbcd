"""The rating a plan answers to, and its outcome: the rating of the year after, as the store has them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from db import figures, goals
from db.plans import PlanRow
from metrics.goals import Kind
from metrics.periods import parse
from metrics.schema import STATES


@dataclass(frozen=True, slots=True)
class Rated:
    """A rating of a year: the code of its class, in the words of its scheme; ``simulated`` where its file was."""

    year: int
    rating: str
    simulated: bool


def ratings(conn: Connection, rows: Sequence[PlanRow], *, on: date) -> dict[int, tuple[Rated | None, Rated | None]]:
    """Of every plan, by id, the rating of its year and of the year after, null while there is none.

    The year after may be rated by another scheme than the plan's; the plan's own goes first. Years that end after the
    day are not looked at.
    """
    every = goals.indicators(conn)
    schemes = goals.schemes(conn)
    asked = {number for number, each in every.items() if each.kind is Kind.RATING}
    years = {year + more for row in rows if (year := row.rated_year) for more in (0, 1)}
    wanted = {row.unit_id for row in rows}
    found: dict[tuple[int, int], dict[int, Rated]] = {}
    for year in years:
        if date(year, 12, 31) > on or not asked:
            continue
        frame = figures.in_force(conn, period=parse(str(year)), indicators=asked, units=wanted)
        for one in frame.iter_rows(named=True):
            if one["state"] == STATES.index("reported") and one["num"] is not None:
                classes = schemes[every[one["indicator"]].scheme or ""]
                rated = Rated(year, classes[one["num"]], bool(one["simulated"]))
                found.setdefault((one["unit"], year), {})[one["indicator"]] = rated

    def of(row: PlanRow, year: int) -> Rated | None:
        some = found.get((row.unit_id, year), {})
        return some.get(row.indicator_id or 0) or next((some[key] for key in sorted(some)), None)

    none = (None, None)
    return {row.id: (of(row, row.rated_year), of(row, row.rated_year + 1)) if row.rated_year else none for row in rows}
