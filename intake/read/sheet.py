"""What every reader does with the cells of a sheet before it gives them on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from intake.cells import ROW
from intake.limits import LONGEST
from intake.problems import Problem, problem
from intake.text import clean_cells


def cleaned(
    cells: pl.DataFrame, fonts: Mapping[int, str], sheet: str | None = None
) -> tuple[pl.DataFrame, str | None, tuple[Problem, ...]]:
    """Cells as :class:`~intake.cells.Sheet` has them: cleaned, without rows and last columns that hold no text.

    With them the encoding that their text was in, and what was seen, at its place on the sheet. A cell longer than
    :data:`~intake.limits.LONGEST` is an error ``cell_too_long``, and the cells are then not cleaned.
    """
    names = [name for name in cells.columns if name != ROW]
    long = [name for name in names if (cells[name].str.len_chars() > LONGEST).any()]
    if long:
        at = cells.filter(pl.any_horizontal(pl.col(name).str.len_chars() > LONGEST for name in long))
        return cells, None, (problem("cell_too_long", row=at[ROW][0], sheet=sheet),)
    clean, encoding, problems = clean_cells(cells, fonts)
    filled = clean.filter(pl.any_horizontal(pl.col(names).is_not_null())) if names else clean.clear()
    while names and filled[names[-1]].null_count() == filled.height:
        names.pop()
    return filled.select(ROW, *names), encoding, tuple(replace(each, sheet=sheet) for each in problems)
