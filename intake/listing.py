"""From rows of a frame to problems, without making more of them than anyone reads; and what a table gave so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.layout import Layout
from intake.problems import LISTED, Problem, problem
from intake.questions import NO_ANSWERS, Answers, Question
from intake.reference import Reference
from intake.table import Table
from intake.words import folded


def listed(
    frame: pl.DataFrame,
    code: str,
    table: Table,
    *,
    at: str | int | None,
    text: str | None = None,
    needs: Sequence[str] = (),
    params: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None,
) -> list[Problem]:
    """One problem a row of ``frame``, the first :data:`~intake.problems.LISTED` of them, the rest counted.

    ``at`` is the place of the column in the header, or the name of the frame's column that holds it; ``text`` the
    frame's column with the offending text. ``params`` makes the parameters from the row's ``needs``.
    """
    if frame.is_empty():
        return []
    place = at if isinstance(at, str) else None
    columns = list(dict.fromkeys(name for name in (ROW, place, text, *needs) if name))
    header = table.header
    found: list[Problem] = []
    for row in frame.head(LISTED).select(columns).iter_rows(named=True):
        column = row[at] if isinstance(at, str) else at
        found.append(
            problem(
                code,
                row=row[ROW],
                column=None if column is None else header[column],
                text=row[text] if text else None,
                at=column,
                sheet=table.sheet,
                **(params(row) if params else {}),
            )
        )
    if frame.height > LISTED:
        found.append(problem("more", of=code, count=frame.height - LISTED))
    return found


def column_key(table: Table, at: int) -> str:
    """Key under which answers about a column are kept: its heading, or its place where it has none."""
    return folded(table.header[at]) or f"#{at + 1}"


@dataclass(frozen=True, slots=True)
class Findings:
    """A table with what is known besides, and the problems and questions that its values gave so far."""

    table: Table
    layout: Layout
    reference: Reference
    answers: Answers = field(default_factory=lambda: NO_ANSWERS)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def list(
        self,
        frame: pl.DataFrame,
        code: str,
        *,
        at: str | int | None,
        text: str | None = None,
        needs: Sequence[str] = (),
        params: Callable[[Mapping[str, Any]], dict[str, Any]] | None = None,
    ) -> None:
        """Adds a problem a row of the frame, as :func:`listed`."""
        self.problems.extend(listed(frame, code, self.table, at=at, text=text, needs=needs, params=params))

    def tell(self, code: str, *, row: int | None, at: int, text: str | None, **params: Any) -> None:
        """Adds one problem of a column."""
        column = self.table.header[at]
        self.problems.append(problem(code, row=row, column=column, text=text, at=at, sheet=self.table.sheet, **params))

    def answer(self, code: str, at: int) -> str | None:
        """What was answered to a question about a column."""
        return self.answers.get((code, column_key(self.table, at)))

    def ask(self, code: str, *, row: int | None, at: int, text: str, candidates: tuple[str, ...]) -> None:
        """Adds a question about a column, once."""
        key = column_key(self.table, at)
        if not any((each.code, each.key) == (code, key) for each in self.questions):
            column = self.table.header[at]
            self.questions.append(
                Question(code, key, text, candidates, (), row=row, column=column, at=at, sheet=self.table.sheet)
            )
