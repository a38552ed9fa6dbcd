"""A formula without a result is told where its result would have been read, and nowhere else."""

import polars as pl
import pytest

from intake.cells import ROW
from intake.checks.results import that_matter
from intake.layout import ENTRIES, Column, Layout
from intake.problems import problem
from intake.table import LINES, Table
from intake.understood import Understood

COLUMNS = (
    Column(0, "Tên đơn vị", "unit"),
    Column(1, "Đảng viên", "figure", "members", "value"),
    Column(2, "Kỳ trước", "comparison"),
    Column(3, "Tỷ lệ %", "figure", "heads", "percent"),
    Column(4, "Kiểm tra", "note"),
)
CELLS = pl.DataFrame(
    {ROW: [5, 6, 8], **{str(at): ["x", "x", "x"] for at in range(5)}}, schema_overrides={ROW: pl.Int32}
)
LINE = {"label": "x", "label_at": 0, "ordinal": None, "depth": 0, "parent": None}
ROLES = pl.DataFrame(
    [{"row": 5, "role": "entry", **LINE}, {"row": 6, "role": "part", **LINE}, {"row": 8, "role": "total", **LINE}],
    schema=LINES,
)
TABLE = Table(tuple((each.text,) for each in COLUMNS), (4,), CELLS, ROLES, sheet="Biểu 1")
UNDERSTOOD = (Understood(TABLE, Layout("wide", COLUMNS), pl.DataFrame(schema=ENTRIES)),)


@pytest.mark.parametrize(
    ("sheet", "row", "at", "matters"),
    [
        ("Biểu 1", 5, 1, True),  # a figure
        ("Biểu 1", 5, 0, True),  # a unit
        ("Biểu 1", 7, 1, True),  # a row with nothing but formulas
        ("Biểu 1", 5, 2, False),  # the period before
        ("Biểu 1", 5, 3, False),  # a percentage beside its counts
        ("Biểu 1", 5, 4, False),  # a note
        ("Biểu 1", 5, 9, False),  # beside the table
        ("Biểu 1", 2, 1, False),  # above it
        ("Biểu 1", 9, 1, False),  # below it
        ("Biểu 1", 9, 0, True),  # a name below it: the table may go on
        ("Biểu 1", 8, 1, False),  # its total
        ("Biểu 1", 6, 1, False),  # a part of a line
        ("Tờ 2", 5, 4, True),  # a sheet without a table
    ],
)
def test_a_formula_matters_where_something_is_read_from_it(sheet: str, row: int, at: int, matters: bool) -> None:
    told = problem("formula_uncached", row=row, at=at, sheet=sheet, text=sheet, cell="A1")
    assert that_matter([told], UNDERSTOOD) == ([told] if matters else [])


def test_other_problems_stay() -> None:
    told = [problem("hidden_rows", row=2, sheet="Biểu 1", text="Biểu 1", rows="2")]
    assert that_matter(told, UNDERSTOOD) == told
