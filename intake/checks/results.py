"""Formulas without a result: which of them matter, because their result would have been read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from intake.cells import ROW
from intake.layout import CHECKS
from intake.problems import Problem
from intake.understood import Understood

CODE = "formula_uncached"

_PASSED_OVER = ("comparison", "note", "order", "ignored")
_NAMES = ("unit", "name", "within", "label", "indicator")
_NOT_IMPORTED = ("total", "part", "section")


def that_matter(problems: Iterable[Problem], understood: Sequence[Understood]) -> list[Problem]:
    """The problems without those of formulas that nothing is read from: outside the tables of their sheet, in their
    total rows, in columns of notes, of earlier periods and of percentages beside their counts.

    A sheet in which no table was found keeps all of them: they may be the reason.
    """
    tables: dict[str | None, list[Understood]] = {}
    for one in understood:
        tables.setdefault(one.table.sheet, []).append(one)
    return [
        each
        for each in problems
        if each.code != CODE
        or each.sheet not in tables
        or any(_is_read(one, each.row or 0, each.at or 0) for one in tables[each.sheet])
    ]


def _is_read(one: Understood, row: int, at: int) -> bool:
    """Whether a table reads a cell; a row in its body, or with a name below it, may have nothing but such formulas."""
    rows = one.table.rows
    if rows is None or row < rows[0]:
        return rows is None
    lines = one.table.lines.filter(pl.col(ROW) == row)
    if not lines.is_empty() and lines["role"][0] in _NOT_IMPORTED:
        return False
    column = next((each for each in one.layout.columns if each.place == at), None)
    if column is None:
        return False
    if row > rows[1]:
        return column.role in _NAMES
    return column.role not in _PASSED_OVER and column.part not in CHECKS[:1]
