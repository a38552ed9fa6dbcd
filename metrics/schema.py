"""Columns and dtypes of every frame that crosses a layer. Written here once, checked by :func:`conform`."""

from __future__ import annotations

from typing import TypeVar

import polars as pl

Line = TypeVar("Line", int, pl.Expr)

FIGURES = pl.Schema(
    {
        "period": pl.Int64,  # metrics.periods.Period.key
        "indicator": pl.Int32,  # store id
        "unit": pl.Int32,  # store id of the reporting unit
        "num": pl.Int64,
        "den": pl.Int64,  # shares only
        "qualifier": pl.Int8,  # place in QUALIFIERS
        "state": pl.Int8,  # place in STATES
        "row": pl.Int32,  # line of the submission's file (line_of), null where it came from none
    }
)
"""Figures of one submission, or in force: one row a (period, indicator, unit)."""

LINES_A_SHEET = 8_000_000
"""Rows of one sheet that a line can tell apart."""


def line_of(row: Line, sheet: int) -> Line:
    """Number of a row in all of a file: that of the sheet's row, counted on through the sheets (the first is 0)."""
    return row + sheet * LINES_A_SHEET


def row_of(line: int | None) -> int | None:
    """The 1-based row on its sheet, null for no line."""
    return None if line is None else place_of(line)[1]


def sheet_of(line: int | None) -> int:
    """The sheet, counted from 0; 0 for no line."""
    return 0 if line is None else place_of(line)[0]


def place_of(line: int) -> tuple[int, int]:
    """The sheet, counted from 0, and its 1-based row, of a line."""
    return divmod(line, LINES_A_SHEET)


HISTORY = pl.Schema([*FIGURES.items(), ("seq", pl.Int32())])
"""Figures with the sequence number of the submission that brought them."""

PAST = pl.Schema({name: FIGURES[name] for name in ("indicator", "unit", "period", "num", "den", "qualifier", "state")})
"""Figures in force of several periods, one row a (indicator, unit, period), in that order."""

ROLLUP = pl.Schema(
    {
        "boundaries": pl.Int8,
        "unit": pl.Int32,
        "indicator": pl.Int32,
        "period": pl.Int64,
        "rating_class": pl.Int8,
        "num": pl.Int64,
        "den": pl.Int64,
        "scale": pl.Int64,
        "reported": pl.Int32,
        "expected": pl.Int32,
        "simulated": pl.Int32,
        "qualified": pl.Int32,
    }
)
"""Sums over inner units; see `db.models.Rollup`."""

UNITS = pl.Schema(
    {
        "unit": pl.Int32,
        "code": pl.String,
        "kind": pl.String,
        "name": pl.String,
        "valid_from": pl.Date,
        "valid_to": pl.Date,
        "simulated": pl.Boolean,
    }
)

PLACEMENTS = pl.Schema({"unit": pl.Int32, "parent": pl.Int32, "valid_from": pl.Date, "valid_to": pl.Date})

LINEAGE = pl.Schema(
    {
        "old": pl.Int32,
        "new": pl.Int32,
        "event": pl.String,
        "share_num": pl.Int64,
        "share_den": pl.Int64,
        "on": pl.Date,
    }
)

MEMBERS = pl.Schema({"unit": pl.Int32, "ancestor": pl.Int32, "weight_num": pl.Int64, "weight_den": pl.Int64})
"""Which inner unit a reporting unit counts in on a day, itself included where it is an inner unit; exact weight."""

QUALIFIERS = ("exact", "at_least", "at_most", "about")
STATES = ("reported", "not_applicable", "not_rated", "not_reported")

INNER_KINDS = ("province", "region", "district", "commune", "grassroots_org")
"""Kinds of unit that a roll-up is kept for; the others only report."""

AS_REPORTED, TODAY = 0, 1
"""Values of ``boundaries``."""


class SchemaMismatch(TypeError):
    """A frame does not have the columns that its schema promises."""


def conform(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """Select and cast the schema's columns; missing nullable columns are an error, never invented.

    Raises :class:`SchemaMismatch` naming the columns that are missing.
    """
    missing = [name for name in schema if name not in frame.columns]
    if missing:
        raise SchemaMismatch(f"columns missing: {', '.join(missing)}")
    return frame.select(pl.col(name).cast(dtype) for name, dtype in schema.items())


def empty(schema: pl.Schema) -> pl.DataFrame:
    """A frame of a schema without rows."""
    return pl.DataFrame(schema=schema)
