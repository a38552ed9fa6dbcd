"""A file to fill in: the units that report under a unit, and what is in force for a period."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, units
from db.units import UnitRow
from flows.asked import find_unit
from flows.reference import reference
from intake.reference import Reference, units_below
from metrics.goals import Kind
from metrics.lineage import alive
from metrics.periods import Period, PeriodKind, previous
from metrics.schema import QUALIFIERS, STATES
from report.formats import sort_key
from report.template import wide_csv
from report.text import say

_SIGNS = dict(zip(QUALIFIERS, ("", "≥", "≤", "~"), strict=True))
_SAID = ("not_applicable", "not_rated")
"""States that have words of their own in a cell; not reported is an empty one."""


def template(conn: Connection, *, unit: str, period: Period, indicators: Collection[str] | None = None) -> bytes:
    """The wide CSV for a unit and period, with the figures in force, so that a corrected file can be made from it.

    One row a unit that reports on the period's last day, itself or below ``unit``, in Vietnamese order; the cells of
    indicators that a unit does not report stay empty. Without ``indicators`` (codes): those that are followed there,
    by a goal or by figures. What it writes is read back without a problem. Raises :class:`~flows.asked.Unknown`.
    """
    found = find_unit(conn, unit)
    known = reference(conn)
    reporting = _reporting(known, found, period.last)
    chosen = _chosen(conn, known, found, period, reporting, indicators)
    kinds = {known.indicators[number].unit_kind for number in chosen}
    reporting = reporting.filter(pl.col("kind").is_in(list(kinds)))
    in_force = figures.in_force(conn, period=period, indicators=chosen, units=reporting["unit"].to_list())
    cells = {(row["unit"], row["indicator"]): _cell(row, known) for row in in_force.iter_rows(named=True)}
    header = ["unit", "name"]
    for number in chosen:
        code = known.indicators[number].code
        share = known.indicators[number].kind is Kind.SHARE
        header += [f"{code}.num", f"{code}.den"] if share else [code]
    rows = []
    for row in reporting.iter_rows(named=True):
        line = [row["code"], row["label"]]
        for number in chosen:
            width = 2 if known.indicators[number].kind is Kind.SHARE else 1
            line += cells.get((row["unit"], number), [""] * width)
        rows.append(line)
    return wide_csv(header, rows)


def _reporting(known: Reference, unit: UnitRow, on: date) -> pl.DataFrame:
    """Units alive on a day at or below a unit, with ``label``: the name, and its parent's where that is another."""
    below = units_below(known.placements, frozenset((unit.id,)), on)
    living = known.units.filter(pl.col("unit").is_in(below.implode()), alive(on))
    placed = known.placements.filter(alive(on)).unique("unit", keep="first", maintain_order=True)
    parents = known.units.select(parent="unit", parent_name="name")
    frame = living.join(placed.select("unit", "parent"), on="unit", how="left").join(parents, on="parent", how="left")
    inside = pl.col("parent").is_not_null() & (pl.col("parent") != unit.id) & (pl.col("unit") != unit.id)
    label = pl.when(inside).then(pl.format("{} ({})", "name", "parent_name")).otherwise("name")
    rows = frame.with_columns(label.alias("label")).rows(named=True)
    rows.sort(key=lambda row: (row["kind"], sort_key(row["parent_name"] or ""), sort_key(row["name"]), row["code"]))
    return pl.DataFrame(rows, schema={"unit": pl.Int32, "code": pl.String, "kind": pl.String, "label": pl.String})


def _chosen(
    conn: Connection,
    known: Reference,
    unit: UnitRow,
    period: Period,
    reporting: pl.DataFrame,
    indicators: Collection[str] | None,
) -> list[int]:
    kinds = set(reporting["kind"])
    possible = [
        number
        for number, each in known.indicators.items()
        if known.takes(number, period) and each.unit_kind in kinds and (indicators is None or each.code in indicators)
    ]
    if indicators is not None or not possible:
        return possible
    near = {row.id for row in units.path(conn, unit.id, period.last)} | set(
        units_below(known.placements, frozenset((unit.id,)), period.last)
    )
    followed = {row.indicator_id for row in goals.goals(conn) if row.unit_id in near}
    ids = reporting["unit"].to_list()
    for when in (period,) if period.kind is PeriodKind.DAY else (period, previous(period)):
        followed |= set(figures.in_force(conn, period=when, indicators=possible, units=ids)["indicator"])
    return [number for number in possible if number in followed]


def _cell(row: dict[str, object], known: Reference) -> list[str]:
    indicator = known.indicators[int(str(row["indicator"]))]
    share = indicator.kind is Kind.SHARE
    num, state = row["num"], STATES[int(str(row["state"]))]
    if num is None:
        text = say("vi", f"state.{state}") if state in _SAID else ""
        return [text, text] if share else [text]
    if indicator.kind is Kind.RATING:
        classes = known.classes.get(indicator.scheme or "", ())
        place = int(str(num))
        return [classes[place] if place < len(classes) else str(place)]
    text = _SIGNS[QUALIFIERS[int(str(row["qualifier"]))]] + str(num)
    return [text, str(row["den"])] if share else [text]
