"""Whatever a sheet holds, it is understood, asked about or refused; nothing is taken twice and nothing disappears."""

from __future__ import annotations

from functools import cache

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.cells import Sheet
from intake.find import find_tables
from intake.layout import ENTRIES
from intake.understand import layout_key, understand
from intake.understand.indicators import IndicatorIndex
from intake.units import UnitIndex
from metrics.periods import parse
from tests.intake.asked import reference

WORDS = [
    *(
        "Đơn vị",
        "Xã",
        "STT",
        "Huyện",
        "Chỉ tiêu",
        "Tiêu chí",
        "Kỳ",
        "Ghi chú",
        "Tổng số",
        "Trong đó",
        "Tỷ lệ %",
        "Số lượng",
    ),
    *(
        "Đảng viên",
        "Là đảng viên",
        "Tổng số trưởng thôn",
        "Kết nạp ĐV",
        "Luỹ kế",
        "Trong kỳ",
        "Cùng kỳ năm trước",
        "TCCSĐ",
    ),
    *(
        "Quý III/2019",
        "Quý IV/2019",
        "Năm 2019",
        "9 tháng",
        "Đảng viên nữ",
        "Chưa xếp loại",
        "members",
        "unit",
        "value",
    ),
    *("Xã Sín Thầu", "Xã Sen Thượng", "Huyện Mường Nhé", "Bản A Pa Chải", "DB/muong-nhe/sin-thau", "Sín Thầu"),
    *("Tổng cộng", "Cộng", "I. Khối xã", "- Nữ", "a) Nông dân", "Trong đó:", "Thôn chưa có chi bộ", "HTXSNV", "x"),
    *("1", "2", "3", "I", "1.376", "12", "0", "-", "77,8", "11/15", "Nguyễn Văn An", "12/03/1985", ""),
]
CELLS = st.sampled_from(WORDS) | st.text(max_size=8)
GRIDS = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=9)
)


@cache
def known() -> tuple[object, ...]:
    base = reference()
    return base, UnitIndex(base, parse("2019-Q4").last, kinds=frozenset({"commune"})), IndicatorIndex(base)


def sheet(grid: list[list[str]]) -> Sheet:
    columns = {
        str(at): pl.Series([row[at].strip() or None for row in grid], dtype=pl.String) for at in range(len(grid[0]))
    }
    rows = pl.DataFrame({"row": pl.Series(range(1, len(grid) + 1), dtype=pl.Int32), **columns})
    return Sheet(rows.filter(pl.any_horizontal(pl.col(list(columns)).is_not_null())))


@settings(max_examples=300)
@given(GRIDS, st.sampled_from(["2019-Q4", "2019", None]))
def test_any_sheet_is_understood_somehow(grid, period):
    base, units, indicators = known()
    tables, _ = find_tables(sheet(grid))
    for table in tables:
        one = understand(table, base, parse(period) if period else None, {}, units=units, indicators=indicators)
        assert one.entries.schema == ENTRIES
        rows = set(table.cells["row"])
        assert set(one.entries["row"]) <= rows
        assert one.layout.kind in ("long", "wide", "rows", "turned", "crossed")
        given_parts = one.entries.select("value", "num", "den", "percent", "cumulative")
        assert given_parts.filter(pl.all_horizontal(pl.all().is_null())).is_empty() or one.layout.kind == "long"
        for column in one.layout.columns:
            assert 0 <= column.place < len(table.levels)
            assert 0 <= column.score <= 100
        totals = (
            table.lines.filter(pl.col("role") == "total")["row"]
            if table.lines.height
            else pl.Series([], dtype=pl.Int32)
        )
        if one.layout.kind in ("wide", "long"):
            taken = set(one.entries["row"]) & set(totals)
            assert not taken or one.table.lines.is_empty()
        for question in one.questions:
            assert question.candidates
    assert len(layout_key(tables)) == 16
