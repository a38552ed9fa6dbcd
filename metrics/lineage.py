"""Where a unit has gone: lineage followed forward to a chosen day, with exact weights.

A whole merger has weight 1/1, a weighted split the declared share; chains multiply. A dissolved unit's
weight goes nowhere and is named by :func:`lost`. ``on`` of a lineage row is the first day of what came after.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

import polars as pl

from metrics.schema import LINEAGE, UNITS, conform

SUCCESSORS = pl.Schema({"old": pl.Int32, "new": pl.Int32, "weight_num": pl.Int64, "weight_den": pl.Int64})
"""``weight_num/weight_den`` (lowest terms) of ``old`` is part of ``new``; one row a pair."""

LOST = pl.Schema({"old": pl.Int32, "weight_num": pl.Int64, "weight_den": pl.Int64})

EVENTS = ("merge", "split", "rename", "reparent", "dissolve")
FIRST_DAY, LAST_DAY = date.min, date.max
"""What an open end of a validity stands for."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong in units, placements or lineage: a code, the unit, the other unit and the day it concerns."""

    code: str
    unit: int
    other: int | None = None
    on: date | None = None


def alive(on: date) -> pl.Expr:
    """True for rows whose ``valid_from`` … ``valid_to`` (both included, null is open) hold the day."""
    return (pl.col("valid_from").is_null() | (pl.col("valid_from") <= on)) & (
        pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)
    )


def successors(lineage: pl.DataFrame, *, on: date, units: pl.DataFrame, since: date | None = None) -> pl.DataFrame:
    """Where each unit has gone by the evening of ``on``: SUCCESSORS.

    Without ``since``: every unit that began by ``on``; a unit alive on ``on`` keeps itself, an ended one is
    followed from its end. With ``since``: the units alive on that day, and every event after it, so that a
    living unit that gave a share away afterwards keeps only the rest: what a figure of that day needs.
    Weights of a unit add up to 1 less what was dissolved or ended without a successor (:func:`lost`).
    """
    units, lineage = conform(units, UNITS), conform(lineage, LINEAGE)
    last = pl.col("valid_to").fill_null(LAST_DAY)
    began = alive(since) if since else pl.col("valid_from").is_null() | (pl.col("valid_from") <= on)
    ends = units.select("unit", last.alias("last"))
    flow = units.filter(began).select(
        pl.col("unit").alias("old"),
        pl.col("unit").alias("new"),
        pl.lit(1, pl.Int64).alias("weight_num"),
        pl.lit(1, pl.Int64).alias("weight_den"),
        last.alias("last"),
    )
    events = lineage.filter((pl.col("on") <= on) & (pl.col("on") > (since or FIRST_DAY)))
    weighted = False
    for (day,), rows in events.sort("on").partition_by("on", as_dict=True, maintain_order=True).items():
        weighted |= bool((rows["share_den"] != 1).any())
        flow = _step(flow, rows, day, ends, every=since is not None)
    flow = flow.filter(pl.col("last") >= on).select(SUCCESSORS.names())
    return _lowest_terms(flow) if weighted else flow.unique()


def _step(flow: pl.DataFrame, rows: pl.DataFrame, day: date, ends: pl.DataFrame, *, every: bool) -> pl.DataFrame:
    """Follow the events of one day; what a living unit does not give away stays with it."""
    given = rows.select(pl.col("old").alias("new"), pl.col("new").alias("to"), pl.col("share_num"), pl.col("share_den"))
    follows = pl.col("last") < day if not every else pl.lit(True)
    moving = flow.filter((follows | (pl.col("old") != pl.col("new"))) & pl.col("new").is_in(given["new"].implode()))
    if moving.is_empty():
        return flow
    staying = flow.join(moving.select("old", "new"), on=["old", "new"], how="anti")
    moved = (
        moving.join(given.filter(pl.col("to").is_not_null()), on="new")
        .select(
            "old",
            pl.col("to").alias("new"),
            pl.col("weight_num") * pl.col("share_num"),
            pl.col("weight_den") * pl.col("share_den"),
        )
        .join(ends.rename({"unit": "new"}), on="new")
    )
    parts = [staying, moved]
    living = moving.filter(pl.col("last") >= day)
    if not living.is_empty():
        rest = pl.DataFrame(
            [(unit, left.numerator, left.denominator) for unit, left in _rests(given).items() if left > 0],
            schema={"new": pl.Int32, "rest_num": pl.Int64, "rest_den": pl.Int64},
            orient="row",
        )
        parts.append(
            living.join(rest, on="new").select(
                "old",
                "new",
                pl.col("weight_num") * pl.col("rest_num"),
                pl.col("weight_den") * pl.col("rest_den"),
                "last",
            )
        )
    return pl.concat(parts)


def _rests(given: pl.DataFrame) -> dict[int, Fraction]:
    """Share that the day's rows leave with each unit."""
    rests: dict[int, Fraction] = {}
    for unit, num, den in given.select("new", "share_num", "share_den").iter_rows():
        rests[unit] = rests.get(unit, Fraction(1)) - Fraction(num, den)
    return rests


def _lowest_terms(flow: pl.DataFrame) -> pl.DataFrame:
    """One row a pair, its exact weight in lowest terms."""
    pairs = flow.group_by("old", "new", maintain_order=True).agg("weight_num", "weight_den")
    whole = (pl.col("weight_num").list.len() == 1) & (pl.col("weight_den").list.first() == 1)
    kept = pairs.filter(whole).with_columns(pl.col("weight_num", "weight_den").list.first())
    summed = []
    for old, new, nums, dens in pairs.filter(~whole).iter_rows():
        weight = sum(map(Fraction, nums, dens), Fraction(0))
        summed.append((old, new, weight.numerator, weight.denominator))
    return pl.concat([kept, pl.DataFrame(summed, schema=SUCCESSORS, orient="row")])


def lost(went: pl.DataFrame, units: pl.DataFrame, *, on: date, since: date | None = None) -> pl.DataFrame:
    """Units of which a share has no successor on ``on`` (dissolved, or ended and nothing declared): LOST.

    ``went`` is the answer of :func:`successors` for the same days.
    """
    began = alive(since) if since else pl.col("valid_from").is_null() | (pl.col("valid_from") <= on)
    found: dict[int, Fraction] = dict.fromkeys(units.filter(began)["unit"].to_list(), Fraction(1))
    whole = went.filter(pl.col("weight_den") == 1)["old"].to_list()
    for old in whole:
        found[old] = Fraction(0)
    for old, num, den in went.filter(pl.col("weight_den") != 1).select("old", "weight_num", "weight_den").iter_rows():
        found[old] -= Fraction(num, den)
    rows = [(old, left.numerator, left.denominator) for old, left in found.items() if left != 0]
    return pl.DataFrame(rows, schema=LOST, orient="row")


def find_faults(lineage: pl.DataFrame, units: pl.DataFrame) -> list[Fault]:
    """Faults of lineage, sorted by unit: nothing is followed silently that does not add up.

    ``unknown_unit``, ``unknown_event``, ``bad_share`` (not above 0 and up to 1), ``dissolve_with_successor``,
    ``no_successor`` (another event without one), ``shares_not_one`` (an ended unit whose shares of a day do not
    add up to 1), ``shares_above_one`` (a living unit giving away more than it has), ``not_at_end`` (an ended
    unit's event neither inside its life nor on the day after), ``dead_successor`` (not alive on its first day).
    """
    lives = {
        unit: (first or FIRST_DAY, last or LAST_DAY)
        for unit, first, last in units.select("unit", "valid_from", "valid_to").iter_rows()
    }
    faults: list[Fault] = []
    given: dict[tuple[int, date], Fraction] = {}
    dissolved: set[tuple[int, date]] = set()
    for old, new, event, num, den, on in lineage.select(LINEAGE.names()).iter_rows():
        if event not in EVENTS:
            faults.append(Fault("unknown_event", old, new, on))
        if old not in lives or (new is not None and new not in lives):
            faults.append(Fault("unknown_unit", old, new, on))
            continue
        if den <= 0 or not 0 < num <= den:
            faults.append(Fault("bad_share", old, new, on))
            continue
        if event == "dissolve":
            dissolved.add((old, on))
            if new is not None:
                faults.append(Fault("dissolve_with_successor", old, new, on))
        elif new is None:
            faults.append(Fault("no_successor", old, None, on))
        elif not lives[new][0] <= on <= lives[new][1]:
            faults.append(Fault("dead_successor", old, new, on))
        given[old, on] = given.get((old, on), Fraction(0)) + Fraction(num, den)
    for (old, on), total in given.items():
        first, last = lives[old]
        ends = last != LAST_DAY and on == last + timedelta(days=1)
        if not ends and not first < on <= last:
            faults.append(Fault("not_at_end", old, None, on))
        if total > 1:
            faults.append(Fault("shares_above_one", old, None, on))
        elif ends and total != 1 and (old, on) not in dissolved:
            faults.append(Fault("shares_not_one", old, None, on))
    return sorted(faults, key=lambda fault: (fault.unit, fault.code, fault.other or 0))
