"""The tree of units, and what is asked of them, as the store holds it; kept in memory while its mark stays the same.

Who counts in which inner unit changes only on the few days on which a unit, a placement or a lineage event
begins or ends; between two such days every day gives the same answer, which is worked out once.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl
from sqlalchemy import Connection

from db import rows, store
from metrics import lineage as lineages
from metrics import restate as restates
from metrics import tree as trees
from metrics.goals import Kind
from metrics.schema import LINEAGE, PLACEMENTS, UNITS

KEPT = 8
"""Trees kept at once: one a store in use, and the ones before its last changes."""

NO_TURN = date(1, 1, 2)
"""Stands for the days before the first change."""

_trees: dict[str, Tree] = {}


@dataclass(frozen=True)
class Tree:
    """Units, placements and lineage of one mark, with what follows from them."""

    mark: str
    units: pl.DataFrame
    placements: pl.DataFrame
    lineage: pl.DataFrame
    turns: tuple[date, ...]
    """Days on which the tree changed, in order."""
    kinds: dict[int, Kind]
    merge_rules: dict[int, str]
    unit_kinds: dict[int, str]
    """Of every indicator, by id: what it counts, what becomes of its states in a merger, who reports it."""
    known: dict[int, Any] = field(default_factory=dict)
    """Units that have been read whole, by id."""
    _members: dict[date, pl.DataFrame] = field(default_factory=dict)
    _successors: dict[date, pl.DataFrame] = field(default_factory=dict)
    _expected: dict[date, pl.DataFrame] = field(default_factory=dict)
    _restated: dict[date, pl.DataFrame] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The day whose boundaries are today's: that of the last change on record, so that no clock decides a sum."""
        return self.turns[-1] if self.turns else NO_TURN

    def turn(self, on: date) -> date:
        """The last day up to ``on`` on which the tree changed: it stands for every day until the next one."""
        place = bisect_right(self.turns, on)
        return self.turns[place - 1] if place else NO_TURN

    def members(self, on: date) -> pl.DataFrame:
        """MEMBERS on a day (see :func:`metrics.tree.members`)."""
        turn = self.turn(on)
        if turn not in self._members:
            self._members[turn] = trees.members(self.units, self.placements, self.lineage, on=turn)
        return self._members[turn]

    def expected(self, on: date) -> pl.DataFrame:
        """How many units of each inner unit should report each indicator on a day (:func:`metrics.tree.expected`)."""
        turn = self.turn(on)
        if turn not in self._expected:
            self._expected[turn] = trees.expected(self.members(on), self.units, self.unit_kinds)
        return self._expected[turn]

    def successors(self, since: date) -> pl.DataFrame:
        """Where the units of a day have gone by today (see :func:`metrics.lineage.successors`)."""
        turn = self.turn(since)
        if turn not in self._successors:
            self._successors[turn] = lineages.successors(self.lineage, on=self.today, units=self.units, since=turn)
        return self._successors[turn]

    def restate(self, figures: pl.DataFrame, since: date) -> pl.DataFrame:
        """Figures of periods under the tree of ``since`` on today's units (:func:`metrics.restate.restate`)."""
        return restates.restate(figures, self.successors(since), self.kinds, self.merge_rules).figures

    def expected_restated(self, since: date) -> pl.DataFrame:
        """How many of today's units should have a restated figure of a day (:func:`metrics.restate`)."""
        turn = self.turn(since)
        if turn not in self._restated:
            self._restated[turn] = restates.expected_restated(
                self.members(self.today),
                self.successors(since),
                self.units,
                self.unit_kinds,
                self.kinds,
                self.merge_rules,
            )
        return self._restated[turn]


def current(conn: Connection) -> Tree:
    """The tree as it stands in this transaction."""
    mark = store.tree(conn)
    found = _trees.get(mark)
    if found is None:
        found = _read(conn, mark)
        if mark != "none":
            while len(_trees) >= KEPT:
                _trees.pop(next(iter(_trees)), None)
            _trees[mark] = found
    return found


def _read(conn: Connection, mark: str) -> Tree:
    named = """
        SELECT id AS unit, code, kind,
               coalesce((SELECT name FROM unit_name WHERE unit_id = unit.id AND role = 'official'
                         ORDER BY CASE WHEN valid_from IS NULL THEN 1 ELSE 0 END, valid_from DESC LIMIT 1),
                        code) AS name,
               valid_from, valid_to, CASE WHEN simulated THEN 1 ELSE 0 END AS simulated
        FROM unit ORDER BY id"""
    units = rows.frame(conn, named, UNITS)
    placements = rows.frame(
        conn,
        "SELECT unit_id AS unit, parent_id AS parent, valid_from, valid_to FROM placement ORDER BY unit_id, id",
        PLACEMENTS,
    )
    lineage = rows.frame(
        conn,
        'SELECT old_id AS old, new_id AS new, event, share_num, share_den, "on" FROM lineage ORDER BY "on", id',
        LINEAGE,
    )
    turns: set[date] = set()
    for frame in (units, placements):
        turns.update(frame["valid_from"].drop_nulls())
        turns.update(day + timedelta(days=1) for day in frame["valid_to"].drop_nulls())
    turns.update(lineage["on"].drop_nulls())
    asked = conn.exec_driver_sql("SELECT id, kind, merge_rule, unit_kind FROM indicator").fetchall()
    return Tree(
        mark,
        units,
        placements,
        lineage,
        tuple(sorted(turns)),
        kinds={row[0]: Kind(row[1]) for row in asked},
        merge_rules={row[0]: row[2] for row in asked},
        unit_kinds={row[0]: row[3] for row in asked},
    )
