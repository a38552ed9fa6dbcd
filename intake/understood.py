"""What was understood of one table: its columns and rows, and every possible figure as texts."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from intake.layout import Layout
from intake.problems import Problem
from intake.questions import Question
from intake.table import LeftOut, Table

UNITS_FOUND = pl.Schema(
    {
        "row": pl.Int32,
        "at": pl.Int16,
        "text": pl.String,
        "within": pl.String,
        "unit": pl.Int32,
        "score": pl.Int16,
        "how": pl.String,
    }
)
"""Units of a table as they were matched, one row a name: where it stands, what it was taken for, how surely.

``how`` is ``code``, ``name``, ``spelling``, ``bare`` (without diacritics), ``former`` (a name of before), ``near`` (a
likely slip of the hand), ``answer`` (a person said so) or ``context`` (the letterhead, or the unit that was chosen).
"""


@dataclass(frozen=True, slots=True)
class Line:
    """A row that is an indicator: its label path, and what it was taken for; null where it is none."""

    row: int
    text: str
    indicator: str | None = None
    part: str | None = None
    score: int = 0
    how: str = "none"


@dataclass(frozen=True, slots=True)
class Understood:
    """One table, understood. ``entries`` is `intake.layout.ENTRIES`; ``lines`` are the rows that are indicators.

    ``layout.kind``: ``long`` (one figure a row), ``wide`` (a unit a row, an indicator a column), ``rows`` (an indicator
    a row, all of one unit), ``turned`` (an indicator a row, a unit a column) or ``crossed`` (row and column together
    are the indicator).
    """

    table: Table
    layout: Layout
    entries: pl.DataFrame
    lines: tuple[Line, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
