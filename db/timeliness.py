"""Who reported a period, and with which submission first: read from the sums and as few figures as that takes.

A submission stands unless it was taken back, and an undo brings nothing of its own. A unit has reported where the
version in force of any of its figures, among those that stand, says something. Where one submission alone holds a
period, the sums say whether anybody is missing, and no figure is read for those that are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl
from sqlalchemy import Connection, select

from db import rollups, rows, submissions, trees
from db.models import Submission
from db.submissions import HANOI
from db.trees import Tree
from metrics.goals import Kind
from metrics.periods import FREQUENCIES, Period
from metrics.schema import AS_REPORTED, INNER_KINDS, STATES

LEAVES = pl.Schema({"period": pl.Int64, "unit": pl.Int32, "first": pl.Int32, "corrected": pl.Boolean})
"""Reporting units of each period: the submission that their first figure came with (null: they have not reported),
and whether a later one changed a figure of theirs.
"""

_SAID = pl.Schema({"unit": pl.Int32, "first": pl.Int32, "corrected": pl.Boolean})
_TAKEN_BACK = STATES.index("not_reported")
_LAST_STATE = f"(max(seq * {len(STATES)} + state) - max(seq * {len(STATES)} + state) / {len(STATES)} * {len(STATES)})"
"""The state of the newest version, without looking at the versions one by one."""
_FEW_IDS = pl.Schema({"unit": pl.Int32})


@dataclass(frozen=True, slots=True)
class Brought:
    """A submission as far as arrivals need it; ``day`` is the day in Việt Nam, ``unit_id`` whom it was handed in for."""

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
    wanted = select(one.id, one.period, one.unit_id, one.at, one.simulated, one.figures).where(one.figures > 0)
    gone = {*submissions.undos(conn), *submissions.undone(conn)}
    return {
        seq: Brought(seq, period, unit, _day(at), bool(simulated), seq not in gone, figures)
        for seq, period, unit, at, simulated, figures in conn.execute(wanted)
    }


def _day(at: datetime) -> date:
    return at.astimezone(HANOI).date()


def asked_of(conn: Connection, unit: int, periods: Iterable[Period]) -> dict[int, tuple[int, ...]]:
    """Which indicators are asked for in each period (by its key) of the units under a unit.

    Those reported for such periods: what any unit under the topmost one above it has given, from its first period on.
    """
    tree = trees.current(conn)
    wanted = list(periods)
    tops = {top for turn in {tree.turn(each.last) for each in wanted} for top in _tops(tree, unit, turn)}
    found = conn.exec_driver_sql(
        f"""SELECT r.indicator_id, i.frequency, min(r.period) FROM rollup AS r JOIN indicator AS i ON i.id = r.indicator_id
            WHERE r.boundaries = {AS_REPORTED} AND r.reported > 0 AND r.unit_id IN {rows.integers(tops)}
              AND {_SAME_FREQUENCY} GROUP BY r.indicator_id, i.frequency"""
    ).fetchall()
    return {
        each.key: tuple(
            sorted(number for number, often, since in found if FREQUENCIES[often] == each.kind and since <= each.key)
        )
        for each in wanted
    }


_SAME_FREQUENCY = " OR ".join(
    f"(i.frequency = '{name}' AND r.period - r.period / 10 * 10 = {int(kind)})" for name, kind in FREQUENCIES.items()
).join("()")


def _tops(tree: Tree, unit: int, on: date) -> list[int]:
    """The units above a unit that lie under nothing else, itself where it is one."""
    above = tree.members(on).filter(unit=unit)["ancestor"].to_list() or [unit]
    inner = tree.members(on).filter(pl.col("unit").is_in(above)).group_by("unit").len()
    roots = set(inner.filter(pl.col("len") == 1)["unit"].to_list())
    return sorted(roots.intersection(above)) or above


def leaves(conn: Connection, *, unit: int, periods: Sequence[Period], boundaries: int = AS_REPORTED) -> pl.DataFrame:
    """LEAVES of everybody who should report under a unit, by period and unit.

    On today's boundaries a unit made of several has reported once all its predecessors have, with the last of them,
    and was corrected where one of them was.
    """
    tree = trees.current(conn)
    asked = asked_of(conn, unit, periods)
    every = brought(conn)
    found = [pl.DataFrame(schema=LEAVES)]
    for period in periods:
        indicators = asked[period.key]
        if not indicators:
            continue
        turn = tree.turn(period.last)
        if boundaries == AS_REPORTED or turn == tree.today:
            should = awaited(tree, unit, indicators, period)
            said = _said(conn, tree, unit, period, indicators, should, every)
            its = should.join(said, on="unit", how="left")
        else:
            its = _restated(conn, tree, unit, period, indicators, every, boundaries)
        found.append(
            its.select(
                pl.lit(period.key, pl.Int64).alias("period"), "unit", "first", pl.col("corrected").fill_null(False)
            )
        )
    return pl.concat(found).sort("period", "unit")


def awaited(
    tree: Tree, unit: int, indicators: Sequence[int], period: Period, boundaries: int = AS_REPORTED
) -> pl.DataFrame:
    """Units under a unit (itself, where it is no inner unit) that should report any of the indicators: column unit."""
    kinds = {tree.unit_kinds[each] for each in indicators}
    if tree.units.filter(unit=unit)["kind"].item() not in INNER_KINDS:
        return tree.units.filter(pl.col("unit") == unit, pl.col("kind").is_in(list(kinds))).select("unit")
    of_kinds = tree.units.filter(pl.col("kind").is_in(list(kinds))).select("unit", "kind")
    if boundaries == AS_REPORTED:
        under = tree.members(period.last).filter(ancestor=unit).select("unit")
        return under.join(of_kinds, on="unit", how="semi").unique().sort("unit")
    parts = [
        rollups.members_asked(tree, period, each, boundaries)
        .filter(ancestor=unit)
        .select("unit")
        .join(of_kinds.filter(kind=tree.unit_kinds[each]), on="unit", how="semi")
        for each in _one_a_rule(tree, indicators)
    ]
    return pl.concat(parts).unique().sort("unit")


def _one_a_rule(tree: Tree, indicators: Sequence[int]) -> list[int]:
    """Of indicators that await the same units, one."""
    alike: dict[tuple[str, bool], int] = {}
    for each in indicators:
        joins = tree.kinds[each] is not Kind.RATING and (
            tree.kinds[each] is not Kind.STATE or tree.merge_rules[each] in ("any", "all")
        )
        alike.setdefault((tree.unit_kinds[each], joins), each)
    return list(alike.values())


def _restated(
    conn: Connection,
    tree: Tree,
    unit: int,
    period: Period,
    indicators: Sequence[int],
    every: Mapping[int, Brought],
    boundaries: int,
) -> pl.DataFrame:
    should = awaited(tree, unit, indicators, period, boundaries)
    went = tree.successors(period.last).select("old", "new").join(should, left_on="new", right_on="unit", how="semi")
    sources = went.select(unit=pl.col("old")).unique().sort("unit")
    said = _read(conn, period, indicators, sources["unit"].to_list(), every)
    both = went.join(said, left_on="old", right_on="unit", how="left")
    whole = pl.col("first").is_not_null().all()
    return (
        both.group_by("new")
        .agg(pl.when(whole).then(pl.col("first").max()).alias("first"), pl.col("corrected").fill_null(False).any())
        .select(pl.col("new").alias("unit"), "first", "corrected")
    )


def _said(
    conn: Connection,
    tree: Tree,
    unit: int,
    period: Period,
    indicators: Sequence[int],
    should: pl.DataFrame,
    every: Mapping[int, Brought],
) -> pl.DataFrame:
    here = [one for one in every.values() if one.period in (period.key, None)]
    inner = tree.units.filter(unit=unit)["kind"].item() in INNER_KINDS
    if inner and len(here) <= 1:
        there = should.join(absent(conn, tree, unit, period, indicators, should), on="unit", how="anti")
        seq = here[0].seq if here else None
        return there.with_columns(first=pl.lit(seq, pl.Int32), corrected=pl.lit(False))
    return _read(conn, period, indicators, should["unit"].to_list(), every)


def absent(
    conn: Connection, tree: Tree, unit: int, period: Period, indicators: Sequence[int], should: pl.DataFrame
) -> pl.DataFrame:
    """Of the units that should report under an inner unit those that have given no figure in force: column unit.

    Figures are read only of kinds of unit that no sum shows to be complete, beginning with the fullest indicator.
    """
    sums = rollups.read(
        conn,
        AS_REPORTED,
        f"unit_id = {int(unit)} AND indicator_id IN {rows.integers(indicators)} AND period = {period.key}",
    )
    told = {row["indicator"]: (row["reported"], row["expected"]) for row in sums.iter_rows(named=True)}
    found = [pl.DataFrame(schema=_FEW_IDS)]
    for kind in sorted({tree.unit_kinds[each] for each in indicators}):
        its = sorted(
            (each for each in indicators if tree.unit_kinds[each] == kind),
            key=lambda each: -told.get(each, (0, 0))[0],
        )
        if any(told.get(each, (0, 1))[0] >= told.get(each, (0, 1))[1] for each in its):
            continue
        left = should.join(tree.units.filter(kind=kind).select("unit"), on="unit", how="semi")
        for each in its:
            if left.is_empty() or not told.get(each, (0, 0))[0]:
                break
            left = left.join(_reporters(conn, period, each, left["unit"].to_list()), on="unit", how="anti")
        found.append(left)
    return pl.concat(found)


def _reporters(conn: Connection, period: Period, indicator: int, units: Sequence[int]) -> pl.DataFrame:
    where = f"period = {period.key} AND indicator_id = {int(indicator)}"
    if len(units) <= rollups.FEW_UNITS:
        where += f" AND unit_id IN {rows.integers(units)}"
    query = f"""SELECT unit_id AS unit FROM observation WHERE {where}
                GROUP BY unit_id HAVING {_LAST_STATE} <> {_TAKEN_BACK}"""
    return rows.frame(conn, query, _FEW_IDS)


def _read(
    conn: Connection, period: Period, indicators: Sequence[int], units: Sequence[int], every: Mapping[int, Brought]
) -> pl.DataFrame:
    """What the submissions that stand brought of a period, as _SAID: one look at every figure of it."""
    gone = [one.seq for one in every.values() if not one.stands]
    where = f"period = {period.key} AND indicator_id IN {rows.integers(indicators)}"
    if len(units) <= rollups.FEW_UNITS:
        where += f" AND unit_id IN {rows.integers(units)}"
    if gone:
        where += f" AND seq NOT IN {rows.integers(gone)}"
    differ = " OR ".join(
        f"min(coalesce({name}, -1)) <> max(coalesce({name}, -1))" for name in ("num", "den", "qualifier", "state")
    )
    query = f"""
        SELECT unit, min(first) AS first, max(corrected) AS corrected FROM (
            SELECT unit_id AS unit, min(CASE WHEN state <> {_TAKEN_BACK} THEN seq END) AS first,
                   CASE WHEN count(*) > 1 AND ({differ}) THEN 1 ELSE 0 END AS corrected
            FROM observation WHERE {where} GROUP BY indicator_id, unit_id
            HAVING {_LAST_STATE} <> {_TAKEN_BACK}) AS said
        GROUP BY unit"""
    return rows.frame(conn, query, _SAID)
