"""A table found on a sheet: its header in levels, its rows and what each is, and the lines around it.

:mod:`intake.find` makes it, without knowing any unit or indicator; everything after reads tables only.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from intake.cells import ROW
from metrics.schema import empty

LEVELS = " › "
"""What stands between the levels of a heading when it is shown as one text."""

LINES = pl.Schema(
    {
        "row": pl.Int32,
        "role": pl.String,  # entry, total, part, section
        "label": pl.String,  # the row's first text that is no ordinal, without numbering, dashes and indent
        "label_at": pl.Int16,  # the column it stands in
        "ordinal": pl.String,  # its numbering as written (I, 1, a, -, +), null where it has none
        "depth": pl.Int16,  # 0 for the outermost rows of the table
        "parent": pl.Int32,  # row of the line that it lies under, null for the outermost
    }
)
"""What each row of a table is, as far as its own text and numbering tell.

``total``: Cộng, Tổng cộng, Toàn tỉnh … in any column: checked, never imported. ``part``: a line under "Trong đó" or
"Chia ra". ``section``: a label without figures, or a line that stands above numbered lines of its own. The rest are
``entry``.
"""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row, or with ``at`` a column, that is not taken, and why: ``title``, ``header``, ``column_numbers``, ``total``,
    ``part``, ``section``, ``signature``, ``note``, ``hidden_sheet``, ``no_table``, ``column_note`` …
    """

    row: int
    why: str
    at: int | None = None
    text: str = ""
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """A line of text outside the table: letterhead, title, signature or note, with where it stands."""

    row: int
    at: int
    text: str
    above: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The body of a table and what is known of it.

    ``levels`` has one tuple a column of the sheet: its heading from the top level down, merged cells repeated in each
    column they cover, equal neighbours once, empty where there is none. ``cells`` are the rows of the body (columns as
    in :class:`~intake.cells.Sheet`), ``lines`` says what each is (LINES; empty: every row is an entry without depth).
    ``numbers`` is the row of column numbers, by column, as written (``4(=2*100/3)``), empty where there is none.
    ``filled``: columns of labels whose blanks were taken from the row above although no merge says so.
    """

    levels: tuple[tuple[str, ...], ...]
    header_rows: tuple[int, ...]
    cells: pl.DataFrame
    lines: pl.DataFrame = field(default_factory=lambda: empty(LINES))
    numbers: tuple[str, ...] = ()
    around: tuple[Around, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    sheet: str | None = None
    sheet_number: int = 0
    filled: tuple[int, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        """One text a column: the levels of its heading, joined."""
        return tuple(LEVELS.join(each) for each in self.levels)

    @property
    def header_row(self) -> int:
        """The last row of the header, 0 where there is none."""
        return self.header_rows[-1] if self.header_rows else 0

    @property
    def rows(self) -> tuple[int, int] | None:
        """First and last row with cells; null where there are none."""
        numbers = self.cells[ROW]
        return None if numbers.is_empty() else (int(numbers[0]), int(numbers[-1]))
