"""Small sheets written as text: one line a row, ``|`` between cells, merged cells as four numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from intake.cells import ROW, Merge, Sheet
from intake.find import find_tables
from intake.table import Table

Span = tuple[int, int, int, int]


def sheet_of(rows: Sequence[Sequence[str]], merges: Iterable[Span] = (), name: str | None = None) -> Sheet:
    """A sheet of rows of texts, as a reader gives it: empty cells null, empty rows left out, row numbers kept."""
    width = max((len(row) for row in rows), default=0)
    names = [str(at) for at in range(width)]
    schema = {ROW: pl.Int32, **dict.fromkeys(names, pl.String)}
    data = [
        (number, *(cell.strip() or None for cell in row), *[None] * (width - len(row)))
        for number, row in enumerate(rows, 1)
        if any(cell.strip() for cell in row)
    ]
    return Sheet(pl.DataFrame(data, schema=schema, orient="row"), name=name, merges=tuple(Merge(*m) for m in merges))


def drawn(text: str) -> list[list[str]]:
    return [line.split("|") if line.strip() else [] for line in text.strip("\n").split("\n")]


def sheet(text: str, merges: Iterable[Span] = (), name: str | None = None) -> Sheet:
    return sheet_of(drawn(text), merges, name)


def one_table(text: str, merges: Iterable[Span] = ()) -> Table:
    (table,), left_out = find_tables(sheet(text, merges))
    assert left_out == ()
    return table


def outline_of(table: Table) -> list[tuple[int, str, str, int, int | None]]:
    """Row, role, label, depth and parent of every line."""
    return table.lines.select("row", "role", "label", "depth", "parent").rows()
