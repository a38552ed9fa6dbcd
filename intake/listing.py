"""From rows of a frame to problems, without making more of them than anyone reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.problems import LISTED, Problem, problem
from intake.table import Table


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
    place = at if isinstance(at, str) else None
    columns = list(dict.fromkeys(name for name in (ROW, place, text, *needs) if name))
    found: list[Problem] = []
    for row in frame.head(LISTED).select(columns).iter_rows(named=True):
        column = row[at] if isinstance(at, str) else at
        found.append(
            problem(
                code,
                row=row[ROW],
                column=None if column is None else table.header[column],
                text=row[text] if text else None,
                **(params(row) if params else {}),
            )
        )
    if frame.height > LISTED:
        found.append(problem("more", of=code, count=frame.height - LISTED))
    return found
