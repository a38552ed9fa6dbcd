"""Figures in cells merged over several rows: one figure for several units, of which only the first would get it."""

from __future__ import annotations

from collections.abc import Sequence

from intake.cells import ROW, Merge
from intake.layout import Layout
from intake.problems import Problem, problem
from intake.table import Table


def merged_figures(table: Table, layout: Layout, merges: Sequence[Merge]) -> list[Problem]:
    """A warning ``merged_figure`` for each cell of a column of figures that is merged over rows of the body."""
    places = {column.place for column in layout.columns if column.role in ("figure", "value", "num", "den")}
    tall = [each for each in merges if each.last_row > each.first_row and each.first_at in places]
    if not tall:
        return []
    rows = table.cells[ROW].to_list()
    place = {row: nth for nth, row in enumerate(rows)}
    found = []
    for each in sorted(tall, key=lambda one: (one.first_row, one.first_at)):
        nth = place.get(each.first_row)
        text = None if nth is None else table.cells[str(each.first_at)][nth]
        if nth is None or text is None or nth + 1 >= len(rows) or rows[nth + 1] > each.last_row:
            continue
        heading = table.header[each.first_at]
        found.append(
            problem("merged_figure", row=each.first_row, column=heading, at=each.first_at, text=text, sheet=table.sheet)
        )
    return found
