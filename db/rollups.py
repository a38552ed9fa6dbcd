"""Keeping the sums of inner units beside the figures they sum, in the same transaction.

Figures of a period whose units are still today's change the sums by what was added or taken away. Figures of a
period from before a change of the tree are moved to today's units first, and summed anew for their (period, indicator).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import cast

import polars as pl
from sqlalchemy import Connection

from db import dialect, rows, store, trees
from db.trees import Tree
from metrics import restate as restates
from metrics import rollup as sums
from metrics.periods import Period, from_key
from metrics.schema import AS_REPORTED, FIGURES, HISTORY, INNER_KINDS, ROLLUP, TODAY, conform, empty

IN_FORCE = pl.Schema([*HISTORY.items(), ("simulated", pl.Boolean())])
"""HISTORY, and whether the submission was simulated."""

FEW_UNITS = 300
"""Up to so many units are looked up one by one; more are cheaper to read with their whole period."""

FEW_CHANGES = 20_000
"""Up to so many later figures are taken off the sums; with more the figures of the time are summed."""

FIGURES_MARKED = [*FIGURES.names(), "simulated"]
"""What sums are made of."""

_KEY = ["period", "indicator", "unit"]
_SUM_KEY = ROLLUP.names()[:5]
_COLUMNS = [{"unit": "unit_id", "indicator": "indicator_id"}.get(name, name) for name in ROLLUP.names()]
INNER = f"unit_id IN (SELECT id FROM unit WHERE kind IN ({', '.join(repr(kind) for kind in INNER_KINDS)}))"
"""Spares a search of all sums: their key begins with the unit."""


def periods(conn: Connection, condition: str = "1 = 1") -> list[int]:
    """Keys of all periods that have figures, in order: one look into the index a period."""
    query = """
        WITH RECURSIVE every(period) AS (
            SELECT min(period) FROM observation
            UNION ALL
            SELECT (SELECT min(period) FROM observation WHERE period > every.period) FROM every
            WHERE every.period IS NOT NULL
        )
        SELECT period FROM every WHERE period IS NOT NULL"""
    return [row[0] for row in conn.exec_driver_sql(f"{query} AND {condition} ORDER BY period")]


def in_force(
    conn: Connection,
    periods: Sequence[int],
    indicators: Iterable[int],
    *,
    units: Iterable[int] | None = None,
    upto: int | None = None,
    without: Sequence[int] = (),
) -> pl.DataFrame:
    """Figures in force as IN_FORCE, one a (period, indicator, unit), in no order.

    ``upto``: as known after that submission; ``without``: as if these submissions had not been.
    """
    wanted = None if units is None else sorted(set(units))
    where = [f"period IN {rows.integers(periods)}", f"indicator_id IN {rows.integers(indicators)}"]
    if upto is not None:
        where.append(f"seq <= {int(upto)}")
    if without:
        where.append(f"seq NOT IN {rows.integers(without)}")
    if wanted is not None and len(wanted) <= FEW_UNITS:
        where.append(f"unit_id IN {rows.integers(wanted)}")
    columns = 'period, indicator_id AS indicator, unit_id AS unit, num, den, qualifier, state, "row", seq'
    found = rows.frame(conn, f"SELECT {columns} FROM observation WHERE {' AND '.join(where)}", HISTORY)
    if wanted is not None and len(wanted) > FEW_UNITS:
        found = found.join(pl.DataFrame({"unit": wanted}, schema={"unit": pl.Int32}), on="unit", how="semi")
    return _marked_simulated(conn, _newest(found))


def _newest(versions: pl.DataFrame) -> pl.DataFrame:
    """Of each figure's versions the one of the highest number."""
    if versions["seq"].n_unique() <= 1:
        return versions
    return versions.sort("seq").unique(_KEY, keep="last")


def _marked_simulated(conn: Connection, found: pl.DataFrame) -> pl.DataFrame:
    brought = rows.integers(found["seq"].unique().to_list())
    marked = [row[0] for row in conn.exec_driver_sql(f"SELECT id FROM submission WHERE id IN {brought} AND simulated")]
    return found.with_columns(pl.col("seq").is_in(marked).alias("simulated"))


def on_boundaries(tree: Tree, figures: pl.DataFrame, boundaries: int) -> pl.DataFrame:
    """Figures (IN_FORCE) as they are, or moved to today's units, where each may have several rows of a ``scale``."""
    if boundaries == AS_REPORTED or figures.is_empty():
        return figures
    moved = [
        some if turn == tree.today else tree.restate(some.select(FIGURES_MARKED), turn)
        for turn, some in _by_turn(tree, figures)
    ]
    return pl.concat(moved, how="diagonal")


def members_asked(tree: Tree, period: Period, indicator: int, boundaries: int) -> pl.DataFrame:
    """MEMBERS that are expected to have a figure of a period, whatever their kind of unit."""
    turn = tree.turn(period.last)
    if boundaries == AS_REPORTED or turn == tree.today:
        return tree.members(turn)
    kind, rule = tree.kinds[indicator], tree.merge_rules[indicator]
    return restates.awaited(tree.members(tree.today), tree.successors(turn), kind, rule)


def summed(tree: Tree, figures: pl.DataFrame, boundaries: int, *, only: set[int] | None = None) -> pl.DataFrame:
    """Sums of figures in force (IN_FORCE) as ROLLUP; of some inner units only, where given."""
    out = [empty(ROLLUP)]
    for turn, some in _by_turn(tree, figures):
        on, moved, expected = turn, some, tree.expected(turn)
        if boundaries == TODAY and turn != tree.today:
            on, moved, expected = (
                tree.today,
                tree.restate(some.select(FIGURES_MARKED), turn),
                tree.expected_restated(turn),
            )
        members = tree.members(on)
        if only is not None:
            members = members.filter(pl.col("ancestor").is_in(list(only)))
        out.append(_marked(sums.sum_up(moved, members, tree.kinds, expected), boundaries))
    return pl.concat(out)


def as_known(
    conn: Connection, tree: Tree, upto: int, boundaries: int, units: set[int], indicators: list[int], periods: list[int]
) -> pl.DataFrame:
    """Sums as ROLLUP, in no order, from the figures known after submission ``upto``.

    Where few figures came later, their effect is taken off the stored sums; else, and for restated periods, the
    figures known then are summed.
    """
    plain = [key for key in periods if boundaries == AS_REPORTED or tree.turn(from_key(key).last) == tree.today]
    versions = _changed_since(conn, upto, indicators, plain) if store.summed_tree(conn) == tree.mark else None
    if versions is None:
        return summed(tree, in_force(conn, periods, indicators, upto=upto), boundaries, only=units)
    out = []
    if len(plain) < len(periods):
        others = [key for key in periods if key not in set(plain)]
        out.append(summed(tree, in_force(conn, others, indicators, upto=upto), boundaries, only=units))
    stored = read(
        conn,
        boundaries,
        f"unit_id IN {rows.integers(units)} AND indicator_id IN {rows.integers(indicators)} "
        f"AND period IN {rows.integers(plain)}",
    )
    now, then = (_marked_simulated(conn, _newest(some)) for some in (versions, versions.filter(pl.col("seq") <= upto)))
    for turn, some in _by_turn(tree, now):
        members = tree.members(turn).filter(pl.col("ancestor").is_in(list(units)))
        its = some.select("period").unique()
        change = sums.change(some, then.join(its, on="period", how="semi"), members, tree.kinds)
        new = sums.apply_change(stored.drop("boundaries"), change, tree.expected(turn))
        stored = pl.concat([stored.join(new, on=_SUM_KEY[1:4], how="anti"), _marked(new, boundaries)])
    return pl.concat([*out, stored])


def _changed_since(conn: Connection, upto: int, indicators: list[int], periods: list[int]) -> pl.DataFrame | None:
    """All versions of the figures that came or changed after ``upto``, as HISTORY; null where those are many."""
    within = f"period IN {rows.integers(periods)} AND indicator_id IN {rows.integers(indicators)}"
    query = f"""
        SELECT o.period, o.indicator_id AS indicator, o.unit_id AS unit, o.num, o.den, o.qualifier, o.state,
               o."row", o.seq
        FROM (SELECT DISTINCT period, indicator_id, unit_id FROM
              (SELECT period, indicator_id, unit_id FROM observation
               WHERE {within} AND seq > {int(upto)} LIMIT {FEW_CHANGES + 1}) AS later) AS changed
        JOIN observation AS o
        ON o.period = changed.period AND o.indicator_id = changed.indicator_id AND o.unit_id = changed.unit_id"""
    found = rows.frame(conn, query, HISTORY)
    return None if found.filter(pl.col("seq") > upto).height > FEW_CHANGES else found


def keep(conn: Connection, before: pl.DataFrame, after: pl.DataFrame) -> None:
    """Bring the sums up to date after ``after`` (FIGURES and ``simulated``, already written) replaced ``before``."""
    tree = trees.current(conn)
    for turn, some in _by_turn(tree, after):
        touched = some.select("period", "indicator").unique()
        old = before.join(touched, on=["period", "indicator"], how="semi")
        change = sums.change(old, some, tree.members(turn), tree.kinds)
        stored = _stored(conn, AS_REPORTED, touched).join(change, on=["unit", "indicator", "period"], how="semi")
        new = sums.apply_change(stored.drop("boundaries"), change, tree.expected(turn))
        # While the units of the time are today's, the sums on both boundaries are the same.
        for boundaries in (AS_REPORTED, TODAY) if turn == tree.today else (AS_REPORTED,):
            _replace(conn, _marked(stored, boundaries), _marked(new, boundaries))
        if turn != tree.today:
            for (period,), group in touched.partition_by("period", as_dict=True).items():
                _sum_anew(conn, tree, cast("int", period), group["indicator"].to_list())


def _sum_anew(conn: Connection, tree: Tree, period: int, indicators: list[int]) -> None:
    """Today's sums of some (period, indicator), from all figures in force."""
    conn.exec_driver_sql(
        f"DELETE FROM rollup WHERE boundaries = {TODAY} AND {INNER} AND period = {period} "
        f"AND indicator_id IN {rows.integers(indicators)}"
    )
    _insert(conn, summed(tree, in_force(conn, [period], indicators), TODAY))


def rebuild_rollup(conn: Connection) -> int:
    """Sum everything anew from history, on the tree as it is now; returns the number of sums.

    One period at a time, so memory holds one period's figures.
    """
    tree = trees.current(conn)
    conn.exec_driver_sql("DELETE FROM rollup")
    count = 0
    for period in periods(conn):
        figures = in_force(conn, [period], tree.kinds)
        for boundaries in (AS_REPORTED, TODAY):
            found = summed(tree, figures, boundaries)
            count += found.height
            _insert(conn, found)
    store.summed(conn)
    return count


def refresh(conn: Connection) -> bool:
    """Sum anew if the tree has changed since; true where it had. Whoever changes the tree ends with this."""
    if store.summed_tree(conn) == store.tree(conn):
        return False
    rebuild_rollup(conn)
    return True


def _by_turn(tree: Tree, figures: pl.DataFrame) -> Iterator[tuple[date, pl.DataFrame]]:
    """Figures whose periods end under the same tree together, with the day on which that tree began."""
    turns = {key: tree.turn(from_key(key).last) for key in figures["period"].unique().sort().to_list()}
    for turn in sorted(set(turns.values())):
        some = [key for key, its in turns.items() if its == turn]
        yield turn, figures if len(some) == len(turns) else figures.filter(pl.col("period").is_in(some))


def _marked(found: pl.DataFrame, boundaries: int) -> pl.DataFrame:
    return conform(found.with_columns(pl.lit(boundaries, pl.Int8).alias("boundaries")), ROLLUP)


def _stored(conn: Connection, boundaries: int, touched: pl.DataFrame) -> pl.DataFrame:
    """Stored sums of some (period, indicator), of every inner unit."""
    found = read(
        conn,
        boundaries,
        f"{INNER} AND indicator_id IN {rows.integers(touched['indicator'].unique().to_list())} "
        f"AND period IN {rows.integers(touched['period'].unique().to_list())}",
    )
    return found.join(touched, on=["period", "indicator"], how="semi")


def read(conn: Connection, boundaries: int, condition: str) -> pl.DataFrame:
    """Stored sums as ROLLUP, by unit, indicator, period and class."""
    query = f"""
        SELECT boundaries, unit_id AS unit, indicator_id AS indicator, period, rating_class,
               num, den, scale, reported, expected, simulated, qualified
        FROM rollup WHERE boundaries = {int(boundaries)} AND {condition}
        ORDER BY unit_id, indicator_id, period, rating_class"""
    return rows.frame(conn, query, ROLLUP)


def _replace(conn: Connection, stored: pl.DataFrame, new: pl.DataFrame) -> None:
    """Put sums in the place of the stored ones of the same units, indicators and periods."""
    gone = stored.join(new, on=_SUM_KEY, how="anti")
    for row in gone.select(_SUM_KEY).iter_rows():
        where = zip(_COLUMNS, row, strict=False)
        conn.exec_driver_sql("DELETE FROM rollup WHERE " + " AND ".join(f"{name} = {value}" for name, value in where))
    _insert(conn, new.join(stored, on=new.columns, how="anti") if stored.height else new)


def _insert(conn: Connection, new: pl.DataFrame) -> None:
    values = ", ".join(f"{name} = excluded.{name}" for name in _COLUMNS[5:])
    renamed = new.rename(dict(zip(new.columns, _COLUMNS, strict=True)))
    key = ", ".join(_COLUMNS[:5])
    dialect.insert_integers(conn, "rollup", renamed, on_conflict=f"ON CONFLICT ({key}) DO UPDATE SET {values}")
