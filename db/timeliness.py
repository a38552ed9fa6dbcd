"""Who should report a period, who has, and with which submission first (:mod:`db.brought`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import polars as pl
from sqlalchemy import Connection

from db import rollups, rows, trees
from db.brought import LEAVES, Asked, Brought, absent, brought, of_figures, said, told_of
from db.trees import Tree
from metrics.goals import Kind
from metrics.periods import FREQUENCIES, Period
from metrics.schema import AS_REPORTED, INNER_KINDS, TODAY

__all__ = ["ALL", "COMPLETE", "LEAVES", "Brought", "asked_of", "awaited", "brought", "completeness", "leaves"]

ALL = 0
"""Stands for every unit, where no goal says whom an indicator is asked of."""

_IDS = pl.Schema({"unit": pl.Int32})
_OFTEN = " OR ".join(
    f"(i.frequency = '{name}' AND r.period - r.period / 10 * 10 = {int(kind)})" for name, kind in FREQUENCIES.items()
)


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
            told = said(conn, tree, unit, some, asked, should, every)
            spans = pl.DataFrame({"period": [each.key for each in some]}, schema={"period": pl.Int64})
            found.append(spans.join(should, how="cross").join(told, on=["period", "unit"], how="left"))
        else:
            found.append(_restated(conn, tree, some, asked, should, every))
    both = pl.concat([each.select(list(LEAVES)) for each in found])
    return both.with_columns(pl.col("corrected").fill_null(False)).sort("period", "unit")


COMPLETE = pl.Schema({"period": pl.Int64, "unit": pl.Int32, "reported": pl.Boolean})
"""Reporting units of each period, and whether they have a figure in force."""


def completeness(conn: Connection, *, unit: int, periods: Sequence[Period]) -> pl.DataFrame:
    """COMPLETE of everybody who should report under an inner unit, as reported then, by period and unit.

    Where the sums show a kind of unit to be complete no figure is read, so it costs as much as there are gaps.
    """
    tree = trees.current(conn)
    asked = asked_of(conn, unit, periods)
    told = told_of(conn, unit, periods, {each for some in asked.values() for each in some})
    alike: dict[tuple[date, tuple[tuple[int, frozenset[int]], ...]], list[Period]] = {}
    for period, some in asked.items():
        alike.setdefault((tree.turn(period.last), tuple(some.items())), []).append(period)
    found = [pl.DataFrame(schema=COMPLETE)]
    for spans in alike.values():
        its = asked[spans[0]]
        should = awaited(tree, unit, its, spans[0])
        for span in spans:
            silent = absent(conn, tree, span, its, should, told.get(span.key, {}))["unit"]
            said = ~pl.col("unit").is_in(silent.implode()) if len(silent) else pl.lit(True)
            found.append(should.select(pl.lit(span.key, pl.Int64).alias("period"), "unit", reported=said))
    return pl.concat(found).sort("period", "unit", maintain_order=True) if len(alike) > 1 else pl.concat(found)


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
    told = of_figures(conn, periods, asked, sources, every)
    both = spans.join(went, how="cross").join(told.rename({"unit": "old"}), on=["period", "old"], how="left")
    first = pl.when(pl.col("first").is_not_null().all()).then(pl.col("first").max()).alias("first")
    return both.group_by("period", unit="new").agg(first, pl.col("corrected").fill_null(False).any())
