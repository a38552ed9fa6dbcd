"""What every reader gives: a file as sheets of text cells, with what a spreadsheet knows of them besides.

Cells are Unicode text in normal form C, without invisible signs and blanks around them, whatever the file's encoding
or font. A number of a spreadsheet is written as a Vietnamese office would type it, without a sign between thousands
and with a decimal comma: 1376 is ``1376``, 1.376 is ``1,376``, 0.5884 shown as a percentage ``58,84%``, -2 ``-2``.
A date is ``2019-11-15`` (a time of day that is not midnight follows after a blank), an error as the sheet shows it
(``#REF!``). A cell that begins with ``=`` is text like any other; nothing is ever evaluated.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from intake.problems import Problem

ROW = "row"
"""Name of the column with the 1-based number of a row, as a spreadsheet counts."""

ASIDE = "moc:aside"
"""First cell of a sheet that Mốc put beside the figures: how to fill in a template, what is wrong with a file."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells shown as one; rows 1-based, columns 0-based, both ends included. Its text is in the first cell only."""

    first_row: int
    first_at: int
    last_row: int
    last_at: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, or all of a text file.

    ``cells``: :data:`ROW` Int32, ascending, and one String column a column of the sheet, named ``"0"``, ``"1"`` …;
    empty cells are null, rows without any text left out. ``number`` counts the file's sheets from 0; ``name`` is null
    for a text file. ``uncached``: row and column of cells with a formula whose result the file does not hold; they are
    null in ``cells``. ``hidden_rows`` and ``hidden_columns`` are read like all others, for the reader to tell of.
    """

    cells: pl.DataFrame
    number: int = 0
    name: str | None = None
    hidden: bool = False
    merges: tuple[Merge, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    uncached: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Book:
    """A file that could be read. ``kind`` is ``csv``, ``xlsx``, ``xls`` or ``ods``; ``encoding`` names what the text
    was written in where it was not plain Unicode (``tcvn3``, ``vni``, ``cp1258``, ``mojibake`` …), null otherwise.
    ``problems`` is what was seen on the way: cells that cannot be recovered, what was converted, macros left alone.
    """

    kind: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None
    problems: tuple[Problem, ...] = ()


def put_aside(sheet: Sheet) -> bool:
    """True for a sheet of Mốc's own templates and marked files that holds no figures: it is passed over unread."""
    top = sheet.cells.head(1)
    return not top.is_empty() and top.item(0, ROW) == 1 and "0" in top.columns and top.item(0, "0") == ASIDE
