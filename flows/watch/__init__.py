"""What needs watching under a unit, and why: every rule over one period, by consequence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, spells, units
from flows.asked import find_resolution, find_unit
from flows.plans import planned_for
from flows.review import UnitLabel
from flows.watch import leaves, rules
from flows.watch.leaves import Asked, Found
from flows.watch.others import of_figures, of_others
from metrics.lineage import alive
from metrics.periods import Period
from metrics.schema import AS_REPORTED, INNER_KINDS
from metrics.watch import Why, rank
from report.formats import sort_key

__all__ = ["WatchRow", "Why", "counts", "suspicious", "watch"]


@dataclass(frozen=True, slots=True)
class WatchRow:
    """A unit, or a goal of it, that a rule names.

    ``above`` are the units it lies under, nearest first. ``since`` is the first period (or the day) of it, null where
    that is not known. ``figures`` are the numbers behind it by name, ``said`` what is said in words. ``planned`` is how
    many plans are open of the unit, or, of a reporting unit without any, of the unit right above it; ``planned_by`` is
    whose they are. ``rank`` is its consequence, higher first.
    """

    why: Why
    unit: UnitLabel
    above: tuple[UnitLabel, ...]
    goal: str | None
    indicator: str | None
    since: Period | date | None
    figures: tuple[tuple[str, Fraction], ...]
    planned: int
    planned_by: UnitLabel | None
    simulated: bool
    rank: int
    said: tuple[tuple[str, str], ...] = ()

    def figure(self, name: str) -> Fraction | None:
        """The first of its figures of a name."""
        return next((value for key, value in self.figures if key == name), None)


def watch(
    conn: Connection, *, resolution: str, unit: str, as_of: Period, boundaries: int = AS_REPORTED
) -> tuple[WatchRow, ...]:
    """Everything that needs watching at a unit and below it in a period, the gravest first; but :func:`suspicious`.

    Figures of leaves are read as they were reported; ``boundaries`` counts for goals and for late reports. Raises
    :class:`~flows.asked.Unknown`.
    """
    asked = _asked(conn, resolution, unit, as_of)
    found = leaves.of_leaves(asked)
    found += of_others(asked, resolution=resolution, unit=unit, as_of=as_of, boundaries=boundaries)
    return _rows(asked, found)


def suspicious(conn: Connection, *, resolution: str, unit: str, as_of: Period) -> tuple[WatchRow, ...]:
    """Figures of a period that ask for a second look, at a unit and below it.

    Apart from :func:`watch`, because it holds every figure of the period against its past.
    """
    asked = _asked(conn, resolution, unit, as_of)
    return _rows(asked, list(of_figures(asked, unit=find_unit(conn, unit), as_of=as_of)))


def _asked(conn: Connection, resolution: str, unit: str, as_of: Period) -> Asked:
    row, at, on = find_resolution(conn, resolution), find_unit(conn, unit), as_of.last
    members = units.members(conn, on)
    under = members.filter(ancestor=at.id).select("unit") if at.kind in INNER_KINDS else _only(at.id)
    return Asked(
        conn=conn,
        on=on,
        under=under,
        rules=rules.rules(conn),
        indicators=goals.indicators(conn),
        goals={each.indicator_id: each.goal.code for each in reversed(goals.goals(conn, resolution=row.code))},
        periods=figures.periods(conn, last=on),
    )


def counts(rows: Iterable[WatchRow]) -> dict[Why, int]:
    """How many rows each rule gives; rules without any are 0."""
    found = dict.fromkeys(Why, 0)
    for row in rows:
        found[row.why] += 1
    return found


def _only(unit: int) -> pl.DataFrame:
    return pl.DataFrame({"unit": [unit]}, schema={"unit": pl.Int32})


def _rows(asked: Asked, found: Sequence[Found]) -> tuple[WatchRow, ...]:
    conn = asked.conn
    ids = {each.unit for each in found}
    above = _above(asked, ids)
    named = _labels(asked, {*ids, *(one for chain in above.values() for one in chain)})
    planned = _planned(asked, named, above, ids)
    made_up = spells.simulated(conn, {each.seq for each in found if each.seq is not None})
    order = {one: sort_key(label.name) for one, label in named.items()}
    rows = [
        (
            each.unit,
            WatchRow(
                why=each.why,
                unit=named[each.unit],
                above=tuple(named[one] for one in above[each.unit]),
                goal=each.goal or asked.goals.get(each.indicator or 0),
                indicator=asked.indicators[each.indicator].code if each.indicator is not None else None,
                since=each.since,
                figures=each.figures,
                planned=planned[each.unit][1] if each.unit in planned else 0,
                planned_by=named[planned[each.unit][0]] if each.unit in planned else None,
                simulated=each.simulated or each.seq in made_up,
                rank=rank(each.why, each.weight, planned=int(each.unit in planned)),
                said=each.said,
            ),
        )
        for each in found
    ]
    rows.sort(key=lambda pair: (-pair[1].rank, order[pair[0]], pair[1].unit.code, pair[1].indicator or ""))
    return tuple(row for _, row in rows)


def _planned(
    asked: Asked, named: Mapping[int, UnitLabel], above: Mapping[int, tuple[int, ...]], ids: set[int]
) -> dict[int, tuple[int, int]]:
    """Of units something is planned for: whose open plans those are, and how many; units without any are absent."""
    helped = {one: above[one][0] for one in ids if above[one] and named[one].kind not in INNER_KINDS}
    held = planned_for(asked.conn, sorted({*ids, *helped.values()}), asked.on) if ids else {}
    found = {one: by for one in ids if (by := one if one in held else helped.get(one, 0)) in held}
    return {one: (by, held[by]) for one, by in found.items()}


def _labels(asked: Asked, ids: set[int]) -> dict[int, UnitLabel]:
    every = units.units(asked.conn).filter(pl.col("unit").is_in(list(ids)))
    return {
        row["unit"]: UnitLabel(
            row["unit"],
            row["code"],
            row["kind"],
            row["name"],
            row["valid_to"] is not None and row["valid_to"] < asked.on,
            row["simulated"],
        )
        for row in every.iter_rows(named=True)
    }


def _above(asked: Asked, ids: set[int]) -> dict[int, tuple[int, ...]]:
    """The units each lies under on the day, nearest first."""
    placed = units.placements(asked.conn).filter(alive(asked.on)).select("unit", "parent")
    parents: dict[int, int] = {}
    level = set(ids)
    while level:
        step = dict(placed.filter(pl.col("unit").is_in(list(level))).iter_rows())
        parents |= step
        level = set(step.values()) - parents.keys()
    return {one: _chain(parents, one) for one in ids}


def _chain(parents: Mapping[int, int], unit: int) -> tuple[int, ...]:
    found: list[int] = []
    at = parents.get(unit)
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return tuple(found)
