"""What an experienced colleague would look at twice in the figures that are stored, by the rules that files pass.

Two looks, neither with rules of its own: figures in force are held against their past as those of a file are
(`intake.checks.against`), and added up anew to be held against the stored sums (`db.check` does so for all of them).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import polars as pl
from sqlalchemy import Connection

from db import confirmations, goals, rollups, rows, submissions, trees, units
from db.confirmations import Confirmed
from db.submissions import SubmissionRow
from db.trees import Tree
from flows.asked import find_unit, label
from flows.reference import reference
from flows.review import UnitLabel
from intake.checks.against import against
from intake.problems import Level, Problem
from intake.reference import units_below
from metrics.goals import Indicator
from metrics.periods import Period
from metrics.schema import AS_REPORTED, FIGURES, STATES, row_of


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about a figure in force that asks for a second look.

    ``problem`` is as a file's would be, to be said by `flows.problems`; ``unit`` and ``indicator`` are null where it
    is about several. ``brought`` is the submission whose figure it is, and ``row`` its row there. ``reason`` is what
    was said when the file was accepted in spite of the same warning, or what the correction gave as its reason: the
    remark is explained then.
    """

    period: Period
    problem: Problem
    unit: UnitLabel | None
    indicator: Indicator | None
    brought: SubmissionRow | None
    row: int | None
    reason: str = ""
    simulated: bool = False

    @property
    def level(self) -> Level:
        return self.problem.level


@dataclass(frozen=True, slots=True)
class Unequal:
    """A stored sum that its figures do not give: of an inner unit, what is stored and what they come to."""

    unit: UnitLabel
    indicator: Indicator
    stored: tuple[Fraction, Fraction] | None
    added: tuple[Fraction, Fraction] | None


@dataclass(frozen=True, slots=True)
class Checked:
    """What was looked at in a period, and what was found: ``figures`` in force, ``sums`` of inner units."""

    period: Period
    figures: int
    sums: int
    remarks: tuple[Remark, ...]
    unequal: tuple[Unequal, ...]
    simulated: bool


def checked(conn: Connection, *, unit: str, as_of: Period) -> Checked:
    """Look at the figures of a period that a unit and those below it have reported, and at the sums of them.

    Remarks come open ones first, then those explained, each warnings before the rest. Raises
    :class:`~flows.asked.Unknown`.
    """
    at = find_unit(conn, unit)
    tree = trees.current(conn)
    under = units_below(tree.placements, frozenset((at.id,)), as_of.last).to_list()
    regional = tree.members(as_of.last).filter(ancestor=at.id)["unit"].to_list()
    below = sorted({at.id, *under, *regional})
    every = rollups.in_force(conn, [as_of.key], tree.kinds)
    figures = every.join(pl.DataFrame({"unit": below}, schema={"unit": pl.Int32}), on="unit", how="semi")
    figures = figures.filter(pl.col("state") != _TAKEN_BACK).sort("indicator", "unit")
    inner = set(tree.members(as_of.last)["ancestor"].unique()).intersection(below)
    sums, unequal = _sums(conn, tree, every, inner, as_of)
    return Checked(
        period=as_of,
        figures=figures.height,
        sums=sums,
        remarks=_remarks(conn, figures, as_of),
        unequal=unequal,
        simulated=bool(figures["simulated"].any()),
    )


_TAKEN_BACK = STATES.index("not_reported")


def _remarks(conn: Connection, figures: pl.DataFrame, as_of: Period) -> tuple[Remark, ...]:
    known = reference(conn, today=as_of.last)
    problems = against(figures.select(list(FIGURES)), known)
    by_code = {one.code: (number, one) for number, one in known.indicators.items()}
    codes = [one.params["unit"] for one in problems if "unit" in one.params]
    ids = dict(known.units.filter(pl.col("code").is_in(codes)).select("code", "unit").iter_rows())
    at = units.units_by_id(conn, list(ids.values()))
    stands = {
        (row["indicator"], row["unit"]): (row["seq"], row["row"], row["simulated"])
        for row in figures.filter(pl.col("unit").is_in(list(ids.values()))).iter_rows(named=True)
    }
    seqs = {seq for seq, _, _ in stands.values()}
    brought = {one.seq: one for one in submissions.by_seq(conn, seqs)}
    given = confirmations.of_submissions(conn, seqs)
    found = []
    for one in problems:
        number, indicator = by_code.get(one.params.get("indicator", ""), (0, None))
        unit = at.get(ids.get(one.params.get("unit", ""), 0))
        seq, line, simulated = stands.get((number, unit.id if unit else 0), (0, None, False))
        found.append(
            Remark(
                period=as_of,
                problem=one,
                unit=label(unit, as_of.last) if unit else None,
                indicator=indicator,
                brought=brought.get(seq),
                row=row_of(line),
                reason=_reason(one, row_of(line), given.get(seq, ())),
                simulated=simulated or (unit is None and bool(figures["simulated"].any())),
            )
        )
    order = [Level.ERROR, Level.WARNING, Level.INFO]
    return tuple(sorted(found, key=lambda one: (bool(one.reason), order.index(one.level))))


def _reason(problem: Problem, row: int | None, given: Iterable[Confirmed]) -> str:
    """Why the same warning was accepted with the figure's file: at its row, or for all of its kind."""
    same = [one for one in given if one.code == problem.code]
    placed = [one for one in same if one.place is not None and _row(one.place) == row]
    return next((one.reason for one in [*placed, *(one for one in same if one.place is None)]), "")


def _row(place: str) -> int | None:
    """The row of a place as `flows.confirm` writes it."""
    digits = re.search(r"(\d+)$", place)
    return int(digits[1]) if digits else None


def _sums(
    conn: Connection, tree: Tree, figures: pl.DataFrame, inner: set[int], as_of: Period
) -> tuple[int, tuple[Unequal, ...]]:
    """How many stored sums of some inner units were added up anew, and those that differ."""
    added = rollups.summed(tree, figures, AS_REPORTED, only=inner)
    stored = rollups.read(conn, AS_REPORTED, f"unit_id IN {rows.integers(inner)} AND period = {as_of.key}")
    odd = [one.join(other, on=one.columns, how="anti", nulls_equal=True) for one, other in _both(stored, added)]
    sides = [{row[1:3] + row[4:5]: _counts(row) for row in some.iter_rows()} for some in odd]
    every = goals.indicators(conn)
    keys = sorted({*sides[0], *sides[1]})
    at = units.units_by_id(conn, [unit for unit, _, _ in keys])
    return stored.height, tuple(
        Unequal(label(at[key[0]], as_of.last), every[key[1]], sides[0].get(key), sides[1].get(key)) for key in keys
    )


def _both(one: pl.DataFrame, other: pl.DataFrame) -> tuple[tuple[pl.DataFrame, pl.DataFrame], ...]:
    return (one, other), (other, one)


def _counts(row: tuple[int, ...]) -> tuple[Fraction, Fraction]:
    num, den, scale = row[5:8]
    return Fraction(num, scale), Fraction(den, scale)
