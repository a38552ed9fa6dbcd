"""Figures of several tables put together: the same figure in two of them is one, or a contradiction."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from intake.problems import LISTED, Problem, problem
from intake.understood import Understood
from metrics.schema import FIGURES, STATES, place_of

KEY = ("period", "indicator", "unit")
_VALUE = ("num", "den", "qualifier", "state")


def one_of_each(frames: Sequence[pl.DataFrame], understood: Sequence[Understood]) -> tuple[pl.DataFrame, list[Problem]]:
    """Each figure once, the first of equal ones, sorted by line; the same with two values is an error at the later.

    ``frames`` are FIGURES whose ``row`` is a line (`metrics.schema.line_of`), each without repeats of its own.
    """
    filled = [frame for frame in frames if frame.height]
    if len(filled) < 2:
        return (filled[0] if filled else pl.DataFrame(schema=FIGURES)), []
    every = pl.concat(filled).sort("row", maintain_order=True)
    first = every.unique(KEY, keep="first", maintain_order=True)
    later = every.join(first, on=KEY, how="inner", suffix="_first", maintain_order="left")
    later = later.filter(pl.col("row") != pl.col("row_first"))
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_first")) for name in _VALUE)
    names = {one.table.sheet_number: one.table.sheet for one in understood}
    problems: list[Problem] = []
    for code, some in (("repeated_same", later.filter(same)), ("repeated_differs", later.filter(~same))):
        for row in some.head(LISTED).iter_rows(named=True):
            sheet, at = place_of(row["row"])
            problems.append(
                problem(
                    code,
                    row=at,
                    sheet=names.get(sheet),
                    first=place_of(row["row_first"])[1],
                    value=_printed(row, ""),
                    other=_printed(row, "_first"),
                )
            )
        if some.height > LISTED:
            problems.append(problem("more", of=code, count=some.height - LISTED))
    return first, problems


def _printed(row: dict[str, int | None], suffix: str) -> str:
    num, den, state = row[f"num{suffix}"], row[f"den{suffix}"], row[f"state{suffix}"] or 0
    if num is None:
        return STATES[state]
    return str(num) if den is None else f"{num}/{den}"
