"""Tables as `intake.find` would give them, written as a person reads them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from intake.cells import ROW
from intake.table import LINES, Table

Line = tuple[str, str, int | None]
"""Role, label, parent row."""


def table(
    headings: Sequence[str | tuple[str, ...]],
    rows: Sequence[Sequence[object]],
    *,
    roles: Sequence[str | tuple[str, int | None]] = (),
    numbers: Sequence[str] = (),
    label_at: int = 0,
) -> Table:
    """A table whose body begins in row 3. ``roles`` are the roles of its rows, with the row that each lies under."""
    texts = [[None if cell in (None, "") else str(cell) for cell in row] for row in rows]
    columns = {str(at): [row[at] for row in texts] for at in range(len(headings))}
    counted = list(range(3, 3 + len(rows)))
    cells = pl.DataFrame(
        {ROW: pl.Series(counted, dtype=pl.Int32)} | {k: pl.Series(v, dtype=pl.String) for k, v in columns.items()}
    )
    told = [each if isinstance(each, tuple) else (each, None) for each in roles]
    lines = [
        (row, role, texts[place][label_at] or "", label_at, None, 0 if parent is None else 1, parent)
        for place, (row, (role, parent)) in enumerate(zip(counted, told, strict=False))
    ]
    return Table(
        tuple(each if isinstance(each, tuple) else (each,) for each in headings),
        (2,),
        cells,
        pl.DataFrame(lines, schema=LINES, orient="row"),
        tuple(numbers),
    )
