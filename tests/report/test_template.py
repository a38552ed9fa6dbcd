"""The template opens in a spreadsheet and runs nothing there."""

from __future__ import annotations

import pytest

from report.template import harmless, wide_csv


def test_bytes_as_excel_wants_them() -> None:
    assert wide_csv(["unit", "name"], [["DB", "Xã Sín Thầu, cũ"]]) == (
        b"\xef\xbb\xbf" + 'unit,name\r\nDB,"Xã Sín Thầu, cũ"\r\n'.encode()
    )


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_no_cell_runs_as_a_formula(cell: str) -> None:
    assert harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "5", "Xã A", "≥500", "~30", "n/a"])
def test_other_cells_stay_as_they_are(cell: str) -> None:
    assert harmless(cell) == cell
