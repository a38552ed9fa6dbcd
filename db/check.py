"""Is the store sound? Sums worked out anew from history, files against their checksums, the database's own checks."""

from __future__ import annotations

import hashlib
import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection

from db import dialect, rollups, rows, store, submissions, trees, units
from metrics.lineage import Fault
from metrics.schema import AS_REPORTED, ROLLUP, TODAY
from metrics.tree import find_faults

_KEY = ROLLUP.names()[:5]


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that does not hold, with what is stored and what it should be.

    ``what`` is ``sum`` (a stored sum; ``boundaries`` to ``rating_class`` say which), ``tree`` (sums made on an
    earlier tree), ``unit`` (a unit's placements or lineage do not fit together: :func:`metrics.tree.find_faults`),
    ``plan`` (a step, or a recommendation of a finding, ends before its plan or finding begins, or its unit is unknown),
    ``orphan`` (a figure of an unknown unit, indicator or submission), ``file`` (a submission's file
    is not the one that was accepted) or ``database`` (the database's own complaint).
    """

    what: str
    stored: str
    recomputed: str
    boundaries: int | None = None
    unit: int | None = None
    indicator: int | None = None
    period: int | None = None
    rating_class: int | None = None


def check(conn: Connection) -> list[Difference]:
    """Everything that does not hold; an empty list is a sound store. Reads the whole history, a period at a time.

    Nothing can be summed over units that lie in a circle, so sums are not compared then.
    """
    faults = find_faults(units.units(conn), units.placements(conn), units.lineage(conn))
    sums = () if any(fault.code == "cycle" for fault in faults) else _sums(conn)
    return [*_database(conn), *_orphans(conn), *_files(conn), *_units(conn, faults), *_plans(conn), *sums]


def _database(conn: Connection) -> Iterator[Difference]:
    for fault in dialect.faults_of_file(conn):
        yield Difference("database", fault, "ok")


def _orphans(conn: Connection) -> Iterator[Difference]:
    for column, parent in (("indicator_id", "indicator"), ("unit_id", "unit"), ("seq", "submission")):
        query = f"SELECT DISTINCT {column} FROM observation WHERE {column} NOT IN (SELECT id FROM {parent})"
        for (value,) in conn.exec_driver_sql(query):
            yield Difference("orphan", f"{parent} {value}", f"no such {parent}")


def _files(conn: Connection) -> Iterator[Difference]:
    every = conn.exec_driver_sql("SELECT id, sha256 FROM submission ORDER BY id").fetchall()
    for seq, sha256 in every:
        try:
            found = hashlib.sha256(submissions.submission_file(conn, seq)[1]).hexdigest()
        except lzma.LZMAError:
            found = "unreadable"
        if found != sha256:
            yield Difference("file", f"submission {seq}: {found}", sha256)


def _units(conn: Connection, faults: Sequence[Fault]) -> Iterator[Difference]:
    ids = {one for fault in faults for one in (fault.unit, fault.other) if one is not None}
    codes = {key: row.code for key, row in units.units_by_id(conn, sorted(ids)).items()}
    for fault in faults:
        named = [codes.get(one, f"unit {one}") for one in (fault.unit, fault.other) if one is not None]
        since = f" from {fault.on}" if fault.on else ""
        yield Difference("unit", f"{fault.code}: {', '.join(named)}{since}", "none", unit=fault.unit)


def _plans(conn: Connection) -> Iterator[Difference]:
    """Plans and findings of units that there are, and nothing due or done before they begin."""
    below = {
        "plan": "JOIN measure ON plan_id = plan.id JOIN step ON measure_id = measure.id",
        "finding": "JOIN recommendation ON finding_id = finding.id",
    }
    for name, begins in (("plan", "decided_on"), ("finding", "found_on")):
        strange = f"SELECT code, unit_id FROM {name} WHERE unit_id NOT IN (SELECT id FROM unit) ORDER BY id"
        for code, unit in conn.exec_driver_sql(strange):
            yield Difference("plan", f"{name} {code}: unit {unit}", "a unit of the store")
        late = (
            f"SELECT code, {begins}, due_on, done_on FROM {name} {below[name]} "
            f"WHERE due_on < {begins} OR done_on < {begins} ORDER BY {name}.id"
        )
        for code, begun, due_on, done_on in conn.exec_driver_sql(late):
            days = [str(day) for day in (due_on, done_on) if day is not None and str(day) < str(begun)]
            yield Difference("plan", f"{name} {code}: {', '.join(days)}", f"{begun} or later")


def _sums(conn: Connection) -> Iterator[Difference]:
    tree = trees.current(conn)
    if store.summed_tree(conn) != tree.mark and rollups.periods(conn):
        yield Difference("tree", store.summed_tree(conn), tree.mark)
    summed = rollups.periods(conn)
    for period in summed:
        figures = rollups.in_force(conn, [period], tree.kinds)
        for boundaries in (AS_REPORTED, TODAY):
            stored = rollups.read(conn, boundaries, f"{rollups.INNER} AND period = {period}")
            yield from _between(stored, rollups.summed(tree, figures, boundaries))
    strays = f"period NOT IN {rows.integers(summed)}" if summed else "1 = 1"
    for boundaries in (AS_REPORTED, TODAY):
        yield from _between(rollups.read(conn, boundaries, strays), pl.DataFrame(schema=ROLLUP))
        outer = rollups.read(conn, boundaries, f"NOT ({rollups.INNER})")
        yield from _between(outer, pl.DataFrame(schema=ROLLUP))


def _between(stored: pl.DataFrame, recomputed: pl.DataFrame) -> Iterator[Difference]:
    """Rows that only one side has, or has otherwise."""
    odd = stored.join(recomputed, on=stored.columns, how="anti", nulls_equal=True)
    missed = recomputed.join(stored, on=stored.columns, how="anti", nulls_equal=True)
    kept = {row[:5]: row[5:] for row in odd.iter_rows()}
    right = {row[:5]: row[5:] for row in missed.iter_rows()}
    for key in sorted({*kept, *right}):
        boundaries, unit, indicator, period, rating_class = key
        yield Difference(
            "sum",
            _words(kept.get(key)),
            _words(right.get(key)),
            boundaries=boundaries,
            unit=unit,
            indicator=indicator,
            period=period,
            rating_class=rating_class,
        )


def _words(row: tuple[int, ...] | None) -> str:
    if row is None:
        return "no row"
    return " ".join(f"{name}={value}" for name, value in zip(ROLLUP.names()[5:], row, strict=True))
