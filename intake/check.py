"""The whole way of a file: bytes, table, columns, places, values; figures that fit the store, and every problem."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from intake.figures import figures_of
from intake.layout import Layout, entries, recognise
from intake.place import place
from intake.problems import Problem, has_errors, in_order, problem
from intake.questions import NO_ANSWERS, Answers, Question
from intake.read import DEFAULT, Limits, read_csv_bytes
from intake.reference import Reference
from intake.table import Table
from intake.understood import UNITS_FOUND, Understood
from intake.words import folded
from metrics.periods import Period
from metrics.schema import FIGURES, empty


@dataclass(frozen=True, slots=True)
class Clean:
    """``figures`` in `metrics.schema.FIGURES`, one row a figure, sorted by row; ``problems`` sorted by row.

    A figure comes out only where its unit, indicator, period and value were all read; with an error among the
    problems the file must not be taken, and the figures are only what was understood of it. ``table`` and
    ``layout`` are null where the file could not be read that far, or describes persons. ``questions`` are those that
    no answer was given to; ``units`` (`intake.understood.UNITS_FOUND`) how names were matched; ``layout_key`` names the
    layout that answers are remembered for.
    """

    figures: pl.DataFrame
    problems: tuple[Problem, ...]
    table: Table | None = None
    layout: Layout | None = None
    questions: tuple[Question, ...] = ()
    tables: tuple[Understood, ...] = ()
    units: pl.DataFrame = field(default_factory=lambda: empty(UNITS_FOUND))
    layout_key: str | None = None

    @property
    def sound(self) -> bool:
        """True where nothing stops the import."""
        return not has_errors(self.problems)


Progress = Callable[[str, float], None]
"""Told the step of the work that begins, and how much of all of it is done, 0 to 1."""


def check(
    data: bytes,
    reference: Reference,
    *,
    period: Period | None = None,
    answers: Answers | Callable[[str], Answers] = NO_ANSWERS,
    limits: Limits = DEFAULT,
    progress: Progress | None = None,
) -> Clean:
    """Read a file and check it against the reference. Any bytes give an answer, never an exception.

    ``period`` is the one the file was handed in for; rows that say another are errors. Without it every row must
    say its own.
    """
    if progress is not None:
        progress("read", 0.0)
    table = read_csv_bytes(data, limits)
    if not isinstance(table, Table):
        return Clean(empty(FIGURES), in_order(table))
    layout, problems = recognise(table)
    if layout is None:
        return Clean(empty(FIGURES), in_order(problems))
    if layout.cells_with_figures(table) > limits.figures:
        return Clean(empty(FIGURES), in_order((*problems, problem("too_many_figures", limit=limits.figures))), table)
    key = layout_key(table.header)
    given = answers(key) if callable(answers) else answers
    placed = place(entries(table, layout), table, layout, reference, period, given)
    figures, unread, read_questions = figures_of(placed.entries, table, layout, reference, given)
    questions = (*placed.questions, *read_questions)
    found = (*problems, *placed.problems, *unread)
    if figures.is_empty() and not questions and not has_errors(found):
        found = (*found, problem("nothing_to_import"))
    return Clean(figures, in_order(found), table, layout, questions, layout_key=key)


def layout_key(header: Sequence[str]) -> str:
    """Short name of a layout: the same for the same headings."""
    return hashlib.sha256("\n".join(map(folded, header)).encode()).hexdigest()[:16]
