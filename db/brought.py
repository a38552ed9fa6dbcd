"""Which submission a unit's figures of a period came with first: read from the sums and as few figures as that takes.

A submission stands unless it was taken back, and an undo brings nothing of its own. A unit has reported where the
version in force of any of its figures, among those that stand, says something. Where one submission alone holds a
period, the sums say whether anybody is missing, and no figure is read of those that are not; where few figures came
beside one large submission, only these are read, and for the others the figures of one indicator.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection, select

from db import rollups, rows, submissions
from db.models import Submission
from db.submissions import HANOI
from db.trees import Tree
from metrics.periods import Period
from metrics.schema import AS_REPORTED, HISTORY, INNER_KINDS, STATES

LEAVES = pl.Schema({"period": pl.Int64, "unit": pl.Int32, "first": pl.Int32, "corrected": pl.Boolean})
"""Reporting units of each period: the submission that their first figure came with (null: they have not reported),
and whether a later one changed a figure of theirs.
"""

Asked = Mapping[int, frozenset[int]]
"""Indicators with the units whose goals ask for them."""

_TAKEN_BACK = STATES.index("not_reported")
_WORDS = len(STATES)
_NEWEST = f"max(seq * {_WORDS} + state)"
_STANDS = f"{_NEWEST} - {_NEWEST} / {_WORDS} * {_WORDS} <> {_TAKEN_BACK}"
"""The newest version of a figure says something, told without looking at the versions one by one."""

_SAYS = f"state <> {_TAKEN_BACK}"
_IDS = pl.Schema({"unit": pl.Int32})


@dataclass(frozen=True, slots=True)
class Brought:
    """A submission as far as arrivals need it: the day in Việt Nam, ``unit_id`` whom it was handed in for."""

    seq: int
    period: int | None
    unit_id: int | None
    day: date
    simulated: bool
    stands: bool
    figures: int


def brought(conn: Connection) -> dict[int, Brought]:
    """Every submission with figures by its number, undos and those taken back included."""
    one = rows.table(Submission).c
    names = ("id", "period", "unit_id", "at", "simulated", "undoes", "figures")
    wanted = select(*(one[name] for name in names)).where(one.figures > 0)
    gone = submissions.undone(conn)
    return {
        row.id: Brought(
            row.id,
            row.period,
            row.unit_id,
            row.at.astimezone(HANOI).date(),
            bool(row.simulated),
            row.undoes is None and row.id not in gone,
            row.figures,
        )
        for row in conn.execute(wanted)
    }


def said(
    conn: Connection,
    tree: Tree,
    unit: int,
    periods: Sequence[Period],
    asked: Asked,
    should: pl.DataFrame,
    every: Mapping[int, Brought],
) -> pl.DataFrame:
    """What was brought of some periods, as LEAVES: of many units by one large submission and few figures beside it."""
    inner = tree.units.filter(unit=unit)["kind"].item() in INNER_KINDS
    found = [pl.DataFrame(schema=LEAVES)]
    rest = []
    for each in periods:
        seqs = _bringers(conn, each, every) if inner else []
        largest = max((seq for seq in seqs if every[seq].stands), key=lambda seq: every[seq].figures, default=None)
        beside = [seq for seq in seqs if seq != largest]
        few = sum(every[seq].figures for seq in beside) <= rollups.FEW_CHANGES
        if inner and few and (not beside or should.height > rollups.FEW_UNITS):
            found.append(of_one(conn, tree, each, asked, should, largest, every, alone=not beside, unit=unit))
        else:
            rest.append(each)
    if rest:
        found.append(of_figures(conn, rest, asked, should["unit"].to_list(), every))
    return pl.concat(found)


def of_one(
    conn: Connection,
    tree: Tree,
    period: Period,
    asked: Asked,
    should: pl.DataFrame,
    largest: int | None,
    every: Mapping[int, Brought],
    *,
    alone: bool,
    unit: int,
) -> pl.DataFrame:
    """LEAVES of a period that one submission brought nearly all of; ``alone``: all of it."""
    key = pl.lit(period.key, pl.Int64).alias("period")
    by_it = pl.lit(largest, pl.Int32).alias("first")
    none = pl.lit(False).alias("corrected")
    if largest is None or alone:
        told = told_of(conn, unit, [period], asked).get(period.key, {})
        there = should.join(absent(conn, tree, period, asked, should, told), on="unit", how="anti")
        return there.select(key, "unit", by_it, none)
    versions = _touched(conn, period, asked, largest, every)
    touched = _of_versions(versions).join(should, on="unit", how="semi")
    # Of the figures that nobody else touched: those of the others, and of units that else would have come later.
    later = touched.filter(pl.col("first").is_null() | (pl.col("first") > largest)).select("unit")
    own = (
        versions.filter(pl.col("seq") == largest, pl.col("state") != _TAKEN_BACK).group_by("unit").agg(counted=pl.len())
    )
    brought = _count(conn, period, asked, largest, later["unit"].to_list()).join(own, on="unit", how="left")
    also = brought.filter(pl.col("figures") > pl.col("counted").fill_null(0)).select("unit")
    touched = touched.with_columns(
        first=pl.when(pl.col("unit").is_in(also["unit"].implode())).then(by_it).otherwise("first")
    )
    others = should.join(touched, on="unit", how="anti")
    others = others.join(_not_by(conn, tree, period, asked, largest, others), on="unit", how="anti")
    return pl.concat([touched.select(key, "unit", "first", "corrected"), others.select(key, "unit", by_it, none)])


_VERSIONS = pl.Schema(
    {name: HISTORY[name] for name in ("indicator", "unit", "num", "den", "qualifier", "state", "seq")}
)


def _touched(
    conn: Connection, period: Period, asked: Asked, largest: int, every: Mapping[int, Brought]
) -> pl.DataFrame:
    """All standing versions of the figures that any other submission than the largest had a part in, as _VERSIONS."""
    gone = [one.seq for one in every.values() if not one.stands]
    within = f"period = {period.key} AND indicator_id IN {rows.integers(asked)}"
    query = f"""
        SELECT o.indicator_id AS indicator, o.unit_id AS unit, o.num, o.den, o.qualifier, o.state, o.seq
        FROM (SELECT DISTINCT indicator_id, unit_id FROM observation WHERE {within} AND seq <> {int(largest)}) AS odd
        JOIN observation AS o
        ON o.period = {period.key} AND o.indicator_id = odd.indicator_id AND o.unit_id = odd.unit_id
        WHERE o.seq NOT IN {rows.integers([0, *gone])}"""
    return rows.frame(conn, query, _VERSIONS)


def _of_versions(versions: pl.DataFrame) -> pl.DataFrame:
    """Units with the first standing submission of their figures in force (null: none is), and whether one changed."""
    values = pl.struct("num", "den", "qualifier", "state")
    by_figure = (
        versions.sort("seq")
        .group_by("indicator", "unit")
        .agg(
            pl.col("seq").filter(pl.col("state") != _TAKEN_BACK).min().alias("first"),
            (values.n_unique() > 1).alias("corrected"),
            (pl.col("state").last() != _TAKEN_BACK).alias("stands"),
        )
    )
    first = pl.col("first").filter("stands").min()
    return by_figure.group_by("unit").agg(first, pl.col("corrected").filter("stands").any())


def _count(conn: Connection, period: Period, asked: Asked, seq: int, units: Sequence[int]) -> pl.DataFrame:
    """How many figures a submission brought of some units."""
    where = f"period = {period.key} AND indicator_id IN {rows.integers(asked)} AND seq = {int(seq)} AND {_SAYS}"
    where += _only(units)
    query = f"SELECT unit_id AS unit, count(*) AS figures FROM observation WHERE {where} GROUP BY unit_id"
    found = rows.frame(conn, query, pl.Schema({"unit": pl.Int32, "figures": pl.Int64}))
    return found.filter(pl.col("unit").is_in(list(units)))


def _not_by(conn: Connection, tree: Tree, period: Period, asked: Asked, seq: int, units: pl.DataFrame) -> pl.DataFrame:
    """Of some units those that a submission brought nothing of: the first indicators find nearly all."""
    found = [pl.DataFrame(schema=_IDS)]
    for kind in sorted({tree.unit_kinds[each] for each in asked}):
        left = units.join(tree.units.filter(kind=kind).select("unit"), on="unit", how="semi")
        for each in asked:
            if tree.unit_kinds[each] == kind and not left.is_empty():
                where = f"period = {period.key} AND indicator_id = {int(each)} AND seq = {int(seq)} AND {_SAYS}"
                query = f"SELECT unit_id AS unit FROM observation WHERE {where}{_only(left['unit'].to_list())}"
                left = left.join(rows.frame(conn, query, _IDS), on="unit", how="anti")
        found.append(left)
    return pl.concat(found)


def _bringers(conn: Connection, period: Period, every: Mapping[int, Brought]) -> list[int]:
    """The submissions that brought figures of a period, those taken back and undos included."""
    of_several = [one.seq for one in every.values() if one.period is None]
    query = f"SELECT DISTINCT seq FROM observation WHERE period = {period.key} AND seq IN {rows.integers(of_several)}"
    among = [row[0] for row in conn.exec_driver_sql(query)] if of_several else []
    return [*(one.seq for one in every.values() if one.period == period.key), *among]


Told = Mapping[int, tuple[int, int]]
"""How many units reported an indicator, of how many expected."""


def told_of(conn: Connection, unit: int, periods: Sequence[Period], indicators: Iterable[int]) -> Mapping[int, Told]:
    """What the sums of an inner unit tell of each period, by its key."""
    where = f"unit_id = {int(unit)} AND indicator_id IN {rows.integers(indicators)}"
    where += f" AND period IN {rows.integers(each.key for each in periods)}"
    sums = rollups.read(conn, AS_REPORTED, where).select("period", "indicator", "reported", "expected")
    found: dict[int, dict[int, tuple[int, int]]] = {}
    for period, indicator, reported, expected in sums.iter_rows():
        found.setdefault(period, {})[indicator] = (reported, expected)
    return found


def absent(
    conn: Connection, tree: Tree, period: Period, asked: Asked, should: pl.DataFrame, told: Told
) -> pl.DataFrame:
    """Of the units that should report under an inner unit those that have no figure in force: column unit.

    Figures are read only of kinds of unit that no sum shows to be complete: of the fullest indicator, then of those
    whom it leaves.
    """
    found = [pl.DataFrame(schema=_IDS)]
    for kind in sorted({tree.unit_kinds[each] for each in asked}):
        its = [each for each in asked if tree.unit_kinds[each] == kind and told.get(each, (0, 0))[0]]
        if any(told[each][0] >= told[each][1] for each in its):
            continue
        left = should.join(tree.units.filter(kind=kind).select("unit"), on="unit", how="semi")
        fullest = max(its, key=lambda each: told[each][0], default=0)
        for some in ([fullest], [each for each in its if each != fullest]):
            if some and not left.is_empty():
                left = left.join(_reporters(conn, period, some, left["unit"].to_list()), on="unit", how="anti")
        found.append(left)
    return pl.concat(found)


FEW_SILENT = 2_000
"""Up to so many silent units are looked up one by one, indicator by indicator."""


def _reporters(conn: Connection, period: Period, indicators: Sequence[int], units: Sequence[int]) -> pl.DataFrame:
    where = f"period = {period.key} AND indicator_id IN {rows.integers(indicators)}"
    if len(units) <= rollups.FEW_UNITS or (len(indicators) > 1 and len(units) <= FEW_SILENT):
        where += f" AND unit_id IN {rows.integers(units)}"
    stands = f"SELECT unit_id AS unit FROM observation WHERE {where} GROUP BY indicator_id, unit_id HAVING {_STANDS}"
    return rows.frame(conn, f"SELECT DISTINCT unit FROM ({stands}) AS said", _IDS)


def of_figures(
    conn: Connection,
    periods: Sequence[Period],
    asked: Asked,
    units: Sequence[int],
    every: Mapping[int, Brought],
) -> pl.DataFrame:
    """What the submissions that stand brought, as LEAVES: every figure of the periods is looked at, in key order."""
    gone = [one.seq for one in every.values() if not one.stands]
    where = f"period IN {rows.integers(each.key for each in periods)} AND indicator_id IN {rows.integers(asked)}"
    where += _only(units) + (f" AND seq NOT IN {rows.integers(gone)}" if gone else "")
    differ = " OR ".join(
        f"min(coalesce({name}, -1)) <> max(coalesce({name}, -1))" for name in ("num", "den", "qualifier", "state")
    )
    query = f"""
        SELECT period, unit, min(first) AS first, max(corrected) AS corrected FROM (
            SELECT period, unit_id AS unit, min(CASE WHEN state <> {_TAKEN_BACK} THEN seq END) AS first,
                   CASE WHEN count(*) > 1 AND ({differ}) THEN 1 ELSE 0 END AS corrected
            FROM observation WHERE {where} GROUP BY period, indicator_id, unit_id HAVING {_STANDS}) AS said
        GROUP BY period, unit"""
    return rows.frame(conn, query, LEAVES)


def _only(units: Sequence[int]) -> str:
    return f" AND unit_id IN {rows.integers(units)}" if len(units) <= rollups.FEW_UNITS else ""
