"""Who counts where: units placed under units, on a given day, and the regions that ended units live on as.

A unit counts in every inner unit it lies under that day. An inner unit that has ended (a district abolished, a
province merged) lives on as a region: a unit counts in it if it lay under it on the region's last day, or if every
one of its predecessors did; a unit made partly of others does not count there, and a region does not grow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

import polars as pl

from metrics import lineage as lines
from metrics.lineage import FIRST_DAY, LAST_DAY, Fault, alive
from metrics.schema import INNER_KINDS, LINEAGE, PLACEMENTS, UNITS, conform

EXPECTED = pl.Schema({"ancestor": pl.Int32, "indicator": pl.Int32, "expected": pl.Int32})
"""How many units of an inner unit should report an indicator."""

ROOT_KINDS = ("province", "region")
"""Kinds that need not lie under anything."""

_DEEPEST = 32


class Cycle(ValueError):
    """A unit lies under itself; see :func:`find_faults`."""


def members(
    units: pl.DataFrame,
    placements: pl.DataFrame,
    lineage: pl.DataFrame,
    *,
    on: date,
    kinds: Iterable[str] = INNER_KINDS,
) -> pl.DataFrame:
    """Every unit alive on ``on`` with each inner unit (of ``kinds``) it counts in, itself included: MEMBERS.

    Weights are 1/1: who counts in part is settled by :func:`metrics.rollup.restate`. Each pair comes once.
    Raises :class:`Cycle` where placements of the day run in a circle.
    """
    units, placements, lineage = conform(units, UNITS), conform(placements, PLACEMENTS), conform(lineage, LINEAGE)
    inner = units.filter(pl.col("kind").is_in(list(kinds)))
    ended = inner.filter(pl.col("valid_to") < on).select(pl.col("unit").alias("ancestor"), "valid_to")
    living = units.filter(alive(on)).select("unit")
    found = [_under(units, placements, inner, on)]
    for last in ended["valid_to"].unique().sort().to_list():
        regions = ended.filter(pl.col("valid_to") == last).select("ancestor")
        region = _under(units, placements, regions.rename({"ancestor": "unit"}), last)
        found.append(_carried(region, lineage, units, last, on).join(living, on="unit", how="semi"))
    return pl.concat(found).with_columns(
        pl.lit(1, pl.Int64).alias("weight_num"), pl.lit(1, pl.Int64).alias("weight_den")
    )


def _under(units: pl.DataFrame, placements: pl.DataFrame, inner: pl.DataFrame, on: date) -> pl.DataFrame:
    """(unit, ancestor) of the units alive on a day; ancestors are the living units of ``inner``."""
    living = units.filter(alive(on)).select("unit")
    wanted = inner.join(living, on="unit", how="semi").select("unit")
    above = placements.filter(alive(on)).select("unit", "parent").join(living, on="unit", how="semi")
    above = above.join(living, left_on="parent", right_on="unit", how="semi")
    heights = above.join(above.select("parent").unique(), left_on="unit", right_on="parent", how="semi")
    # The few units that have units under them are closed among themselves first; the many leaves join them once.
    chain = heights.rename({"parent": "ancestor"})
    closed = [above.select(pl.col("parent").alias("unit"), pl.col("parent").alias("ancestor")).unique()]
    for _ in range(_DEEPEST):
        if chain.is_empty():
            break
        closed.append(chain)
        chain = chain.join(heights, left_on="ancestor", right_on="unit").select(
            "unit", pl.col("parent").alias("ancestor")
        )
    else:
        raise Cycle(f"unit {chain['unit'][0]} lies under itself on {on}")
    tops = pl.concat(closed).join(wanted, left_on="ancestor", right_on="unit", how="semi")
    below = above.join(tops, left_on="parent", right_on="unit").select("unit", "ancestor")
    if above["unit"].n_unique() != above.height:
        below = below.unique()
    return pl.concat([wanted.select("unit", pl.col("unit").alias("ancestor")), below])


def _carried(region: pl.DataFrame, lineage: pl.DataFrame, units: pl.DataFrame, last: date, on: date) -> pl.DataFrame:
    """Members of ended units on their last day, carried through the events after it.

    A unit that begins, or takes over another, after ``last`` belongs where every one of its parts belongs.
    """
    events = lineage.filter((pl.col("on") > last) & (pl.col("on") <= on) & (pl.col("old") != pl.col("new")))
    for (day,), rows in events.sort("on").partition_by("on", as_dict=True, maintain_order=True).items():
        parts = rows.select("old", "new")
        took = units.filter(pl.col("valid_from").is_null() | (pl.col("valid_from") < day)).select("unit")
        took = took.join(parts, left_on="unit", right_on="new", how="semi")
        # What took a part in and was there before is a part of itself.
        parts = pl.concat([parts, took.select(pl.col("unit").alias("old"), pl.col("unit").alias("new"))]).unique()
        whole = (
            parts.with_columns(pl.len().over("new").alias("needed"))
            .join(region, left_on="old", right_on="unit")
            .group_by("new", "ancestor")
            .agg(pl.len().alias("there"), pl.col("needed").first())
            .filter(pl.col("there") == pl.col("needed"))
            .select(pl.col("new").alias("unit"), "ancestor")
        )
        region = pl.concat([region.join(parts, left_on="unit", right_on="new", how="anti"), whole])
    return region


def expected(members: pl.DataFrame, units: pl.DataFrame, unit_kinds: Mapping[int, str]) -> pl.DataFrame:
    """How many members of each ancestor should report each indicator (``unit_kinds``: id → kind): EXPECTED."""
    asked = pl.DataFrame(list(unit_kinds.items()), schema={"indicator": pl.Int32, "kind": pl.String}, orient="row")
    return (
        members.join(units.select("unit", "kind"), on="unit")
        .group_by("ancestor", "kind")
        .agg(pl.len().cast(pl.Int32).alias("expected"))
        .join(asked, on="kind")
        .select(EXPECTED.names())
    )


def find_faults(units: pl.DataFrame, placements: pl.DataFrame, lineage: pl.DataFrame | None = None) -> list[Fault]:
    """Faults of the tree (and of lineage where given), each day of each unit's life looked at, sorted by unit.

    ``unknown_unit``, ``unknown_parent``, ``overlap`` (two placements on one day; ``other`` is the later parent),
    ``dead_parent`` (the parent is not alive on that day of the unit's life), ``orphan`` (a day without a
    placement, unless the kind is in ROOT_KINDS), ``cycle``. ``on`` is the first day the fault holds.
    """
    lives: dict[int, tuple[date, date]] = {}
    kinds: dict[int, str] = {}
    for unit, kind, first, last in units.select("unit", "kind", "valid_from", "valid_to").iter_rows():
        lives[unit] = (first or FIRST_DAY, last or LAST_DAY)
        kinds[unit] = kind
    spans: dict[int, list[tuple[date, date, int]]] = {}
    faults: list[Fault] = []
    for unit, parent, first, last in placements.select(PLACEMENTS.names()).iter_rows():
        if unit not in lives:
            faults.append(Fault("unknown_unit", unit, parent, first))
        elif parent not in lives:
            faults.append(Fault("unknown_parent", unit, parent, first))
        else:
            begins, ends = max(first or FIRST_DAY, lives[unit][0]), min(last or LAST_DAY, lives[unit][1])
            if begins <= ends:
                spans.setdefault(unit, []).append((begins, ends, parent))
                faults.extend(_dead_parent(unit, parent, begins, ends, lives[parent]))
    for unit, life in lives.items():
        faults.extend(_coverage(unit, life, sorted(spans.get(unit, [])), rooted=kinds[unit] in ROOT_KINDS))
    faults.extend(_cycles(spans))
    if lineage is not None:
        faults.extend(lines.find_faults(lineage, units))
    return sorted(set(faults), key=lambda fault: (fault.unit, fault.code, fault.on or FIRST_DAY, fault.other or 0))


def _dead_parent(unit: int, parent: int, begins: date, ends: date, life: tuple[date, date]) -> list[Fault]:
    if begins < life[0]:
        return [Fault("dead_parent", unit, parent, begins)]
    if ends > life[1]:
        return [Fault("dead_parent", unit, parent, max(begins, life[1] + timedelta(days=1)))]
    return []


def _coverage(unit: int, life: tuple[date, date], spans: list[tuple[date, date, int]], *, rooted: bool) -> list[Fault]:
    """Overlaps, and the first day of each gap."""
    faults: list[Fault] = []
    free: date | None = life[0]  # the first day not yet placed; null: placed for ever
    for begins, ends, parent in spans:
        if free is None or begins < free:
            faults.append(Fault("overlap", unit, parent, begins))
        elif begins > free and not rooted:
            faults.append(Fault("orphan", unit, None, free))
        if free is not None and ends >= free:
            free = None if ends == LAST_DAY else ends + timedelta(days=1)
    if free is not None and free <= life[1] and not rooted:
        faults.append(Fault("orphan", unit, None, free))
    return faults


def _cycles(spans: Mapping[int, list[tuple[date, date, int]]]) -> list[Fault]:
    """Units under themselves, looked for on every first day of a placement among units that have units under them."""
    parents = {parent for placed in spans.values() for _, _, parent in placed}
    inner = {unit: placed for unit, placed in spans.items() if unit in parents}
    faults: list[Fault] = []
    for day in sorted({begins for placed in inner.values() for begins, _, _ in placed}):
        above = {
            unit: parent for unit, placed in inner.items() for begins, ends, parent in placed if begins <= day <= ends
        }
        clear: set[int] = set()
        for start in above:
            trail: list[int] = []
            unit: int | None = start
            while unit is not None and unit not in clear and unit not in trail:
                trail.append(unit)
                unit = above.get(unit)
            if unit is not None and unit in trail:
                faults.extend(Fault("cycle", member, above[member], day) for member in trail[trail.index(unit) :])
            clear.update(trail)
    return faults
