"""Who reported a period, and with which submission first: read from the sums and as few figures as that takes.

A submission stands unless it was taken back, and an undo brings nothing of its own. A unit has reported where the
version in force of any of its figures, among those that stand, says something. Where one submission alone holds a
period, the sums say whether anybody is missing, and no figure is read of those that are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection, select

from db import rollups, rows, submissions, trees
from db.models import Submission
from db.submissions import HANOI
from db.trees import Tree
from metrics.goals import Kind
from metrics.periods import FREQUENCIES, Period
from metrics.schema import AS_REPORTED, INNER_KINDS, STATES, TODAY

LEAVES = pl.Schema({"period": pl.Int64, "unit": pl.Int32, "first": pl.Int32, "corrected": pl.Boolean})
"""Reporting units of each period: the submission that their first figure came with (null: they have not reported),
and whether a later one changed a figure of theirs.
"""

ALL = 0
"""Stands for every unit, where no goal says whom an indicator is asked of."""

_TAKEN_BACK = STATES.index("not_reported")
_WORDS = len(STATES)
_NEWEST = f"max(seq * {_WORDS} + state)"
_STANDS = f"{_NEWEST} - {_NEWEST} / {_WORDS} * {_WORDS} <> {_TAKEN_BACK}"
"""The newest version of a figure says something, told without looking at the versions one by one."""

_IDS = pl.Schema({"unit": pl.Int32})
_OFTEN = " OR ".join(
    f"(i.frequency = '{name}' AND r.period - r.period / 10 * 10 = {int(kind)})" for name, kind in FREQUENCIES.items()
)

Asked = Mapping[int, frozenset[int]]
"""Indicators with the units whose goals ask for them (:data:`ALL` where no goal does)."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A submission as far as arrivals need it: the day in Việt Nam, ``unit_id`` whom it was handed in for."""

    seq: int
    period: int | None
    unit_id: int | None
    day: date
    simulated: bool
    stands: bool


def brought(conn: Connection) -> dict[int, Brought]:
    """Every submission with figures by its number, undos and those taken back included."""
    one = rows.table(Submission).c
    wanted = select(one.id, one.period, one.unit_id, one.at, one.simulated, one.undoes).where(one.figures > 0)
    gone = submissions.undone(conn)
    return {
        seq: Brought(
            seq, period, unit, at.astimezone(HANOI).date(), bool(simulated), undoes is None and seq not in gone
        )
        for seq, period, unit, at, simulated, undoes in conn.execute(wanted)
    }


def asked_of(
    conn: Connection, unit: int, periods: Iterable[Period], boundaries: int = AS_REPORTED
) -> dict[Period, Asked]:
    """What is asked of the units under a unit in each period.

    Every indicator that any unit under the topmost one above it has given for such a period, from its first on; of the
    units under those whose goals ask for it, of all where no goal does.
    """
    tree = trees.current(conn)
    wanted = list(periods)
    turns = {tree.today if boundaries == TODAY else tree.turn(each.last) for each in wanted}
    tops = {top for turn in turns for top in _tops(tree, unit, turn)}
    used = conn.exec_driver_sql(
        f"""SELECT r.indicator_id, i.frequency, min(r.period)
            FROM rollup AS r JOIN indicator AS i ON i.id = r.indicator_id
            WHERE r.boundaries = {AS_REPORTED} AND r.reported > 0 AND r.unit_id IN {rows.integers(tops)} AND ({_OFTEN})
            GROUP BY r.indicator_id, i.frequency ORDER BY r.indicator_id"""
    ).fetchall()
    set_for = conn.exec_driver_sql(
        "SELECT DISTINCT g.indicator_id, t.unit_id FROM goal AS g JOIN target AS t ON t.goal_id = g.id"
    ).fetchall()
    near = {target for turn in turns for target in _under(tree, {whose for _, whose in set_for}, tops, turn)}
    of: dict[int, set[int]] = {}
    for number, whose in set_for:
        if whose in near:
            of.setdefault(number, set()).add(whose)
    return {
        each: {
            number: frozenset(of.get(number, {ALL}))
            for number, often, since in used
            if FREQUENCIES[often] is each.kind and since <= each.key
        }
        for each in wanted
    }


def _tops(tree: Tree, unit: int, on: date) -> list[int]:
    """The units above a unit that lie under nothing else, itself where it is one."""
    members = tree.members(on)
    above = members.filter(unit=unit)["ancestor"].to_list() or [unit]
    heights = members.filter(pl.col("unit").is_in(above)).group_by("unit").len()
    return heights.filter(pl.col("len") == 1)["unit"].to_list() or above


def _under(tree: Tree, units: Iterable[int], tops: Iterable[int], on: date) -> set[int]:
    """Of some units those that count in one of ``tops`` on a day, or are one."""
    members = tree.members(on).filter(pl.col("ancestor").is_in(list(tops)), pl.col("unit").is_in(list(units)))
    return {*members["unit"], *set(units).intersection(tops)}


def leaves(
    conn: Connection,
    *,
    unit: int,
    periods: Sequence[Period],
    boundaries: int = AS_REPORTED,
    every: Mapping[int, Brought] | None = None,
) -> pl.DataFrame:
    """LEAVES of everybody who should report under a unit, by period and unit. ``every``: :func:`brought`, where known.

    On today's boundaries a unit made of several has reported once all its predecessors have, with the last of them,
    and was corrected where one of them was.
    """
    tree = trees.current(conn)
    every = brought(conn) if every is None else every
    alike: dict[tuple[date, tuple[tuple[int, frozenset[int]], ...]], list[Period]] = {}
    for period, asked in asked_of(conn, unit, periods, boundaries).items():
        if asked:
            alike.setdefault((tree.turn(period.last), tuple(asked.items())), []).append(period)
    found = [pl.DataFrame(schema=LEAVES)]
    for (turn, given), some in alike.items():
        asked = dict(given)
        should = awaited(tree, unit, asked, some[0], boundaries)
        if should.is_empty():
            continue
        if boundaries == AS_REPORTED or turn == tree.today:
            said = _said(conn, tree, unit, some, asked, should, every)
            spans = pl.DataFrame({"period": [each.key for each in some]}, schema={"period": pl.Int64})
            found.append(spans.join(should, how="cross").join(said, on=["period", "unit"], how="left"))
        else:
            found.append(_restated(conn, tree, some, asked, should, every))
    both = pl.concat([each.select(list(LEAVES)) for each in found])
    return both.with_columns(pl.col("corrected").fill_null(False)).sort("period", "unit")


def awaited(tree: Tree, unit: int, asked: Asked, period: Period, boundaries: int = AS_REPORTED) -> pl.DataFrame:
    """Units under a unit (itself, where nothing lies below) of which anything is asked: column unit, in order."""
    alike: dict[tuple[str, bool, frozenset[int]], int] = {}
    for each, whose in asked.items():
        joins = tree.kinds[each] is not Kind.RATING and (
            tree.kinds[each] is not Kind.STATE or tree.merge_rules[each] in ("any", "all")
        )
        alike.setdefault((tree.unit_kinds[each], joins, whose), each)
    inner = tree.units.filter(unit=unit)["kind"].item() in INNER_KINDS
    found = [pl.DataFrame(schema=_IDS)]
    for (kind, _, whose), each in alike.items():
        members = rollups.members_asked(tree, period, each, boundaries)
        of_kind = tree.units.filter(kind=kind).select("unit")
        its = members.filter(ancestor=unit) if inner else members.filter(unit=unit)
        its = its.select("unit").unique().join(of_kind, on="unit", how="semi")
        if ALL not in whose:
            chosen = members.filter(pl.col("ancestor").is_in(list(whose)) | pl.col("unit").is_in(list(whose)))
            its = its.join(chosen, on="unit", how="semi")
        found.append(its)
    return pl.concat(found).unique().sort("unit")


def _restated(
    conn: Connection,
    tree: Tree,
    periods: Sequence[Period],
    asked: Asked,
    should: pl.DataFrame,
    every: Mapping[int, Brought],
) -> pl.DataFrame:
    went = (
        tree.successors(periods[0].last).select("old", "new").join(should, left_on="new", right_on="unit", how="semi")
    )
    sources = went["old"].unique().sort().to_list()
    spans = pl.DataFrame({"period": [each.key for each in periods]}, schema={"period": pl.Int64})
    said = _read(conn, periods, asked, sources, every)
    both = spans.join(went, how="cross").join(said.rename({"unit": "old"}), on=["period", "old"], how="left")
    first = pl.when(pl.col("first").is_not_null().all()).then(pl.col("first").max()).alias("first")
    return both.group_by("period", unit="new").agg(first, pl.col("corrected").fill_null(False).any())


def _said(
    conn: Connection,
    tree: Tree,
    unit: int,
    periods: Sequence[Period],
    asked: Asked,
    should: pl.DataFrame,
    every: Mapping[int, Brought],
) -> pl.DataFrame:
    """What was brought of some periods, as LEAVES: those of one submission from the sums, the others from figures."""
    inner = tree.units.filter(unit=unit)["kind"].item() in INNER_KINDS
    of = {each: _bringers(conn, each, every) for each in periods} if inner else {}
    alone = [each for each, seqs in of.items() if len(seqs) <= 1]
    found = [pl.DataFrame(schema=LEAVES)]
    for each in alone:
        there = should.join(absent(conn, tree, unit, each, asked, should), on="unit", how="anti")
        found.append(
            there.select(
                pl.lit(each.key, pl.Int64).alias("period"),
                "unit",
                first=pl.lit(of[each][0] if of[each] else None, pl.Int32),
                corrected=pl.lit(False),
            )
        )
    rest = [each for each in periods if each not in set(alone)]
    if rest:
        found.append(_read(conn, rest, asked, should["unit"].to_list(), every))
    return pl.concat(found)


def _bringers(conn: Connection, period: Period, every: Mapping[int, Brought]) -> list[int]:
    """The submissions that brought figures of a period, those taken back and undos included."""
    of_several = [one.seq for one in every.values() if one.period is None]
    query = f"SELECT DISTINCT seq FROM observation WHERE period = {period.key} AND seq IN {rows.integers(of_several)}"
    among = [row[0] for row in conn.exec_driver_sql(query)] if of_several else []
    return [*(one.seq for one in every.values() if one.period == period.key), *among]


def absent(conn: Connection, tree: Tree, unit: int, period: Period, asked: Asked, should: pl.DataFrame) -> pl.DataFrame:
    """Of the units that should report under an inner unit those that have no figure in force: column unit.

    Figures are read only of kinds of unit that no sum shows to be complete, the fullest indicator first.
    """
    sums = rollups.read(
        conn,
        AS_REPORTED,
        f"unit_id = {int(unit)} AND indicator_id IN {rows.integers(asked)} AND period = {period.key}",
    )
    told = dict(zip(sums["indicator"], zip(sums["reported"], sums["expected"], strict=True), strict=True))
    found = [pl.DataFrame(schema=_IDS)]
    for kind in sorted({tree.unit_kinds[each] for each in asked}):
        its = [each for each in asked if tree.unit_kinds[each] == kind and each in told]
        if any(told[each][0] >= told[each][1] for each in its):
            continue
        left = should.join(tree.units.filter(kind=kind).select("unit"), on="unit", how="semi")
        for each in sorted(its, key=lambda each: -told[each][0]):
            if not left.is_empty() and told[each][0]:
                left = left.join(_reporters(conn, period, each, left["unit"].to_list()), on="unit", how="anti")
        found.append(left)
    return pl.concat(found)


def _reporters(conn: Connection, period: Period, indicator: int, units: Sequence[int]) -> pl.DataFrame:
    where = f"period = {period.key} AND indicator_id = {int(indicator)}{_only(units)}"
    query = f"SELECT unit_id AS unit FROM observation WHERE {where} GROUP BY unit_id HAVING {_STANDS}"
    return rows.frame(conn, query, _IDS)


def _read(
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
