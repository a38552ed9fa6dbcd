"""Whatever stands on a sheet: every row has one place, and what stands above a table does not change it."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.cells import ROW
from intake.find import find_tables
from tests.intake.sheets import sheet_of

WORDS = (
    *("", "", "", "STT", "Đơn vị", "Chỉ tiêu", "Kết nạp", "Tổng số", "Trong đó:", "Trong đó: Nữ", "- Nữ", "+ Nam"),
    *("I", "1", "2", "3", "a)", "I. Khối", "1. Xã", "1.1 Thôn", "Xã A", "Xã B", "Huyện A", "Cộng", "Tổng cộng", "5"),
    *("1.376", "50,0%", "11/15", "-", "(1)", "4(=2*100/3)", "Quý III/2025", "TỈNH ỦY", "Mẫu 15B", "Ghi chú: a", "* b"),
    *("Người lập", "Kon Tum, ngày 5 tháng 1 năm 2020", "2019", "HTTNV", "Trang 2", "không", "=1+1", "X. Đăk Long"),
)
CELLS = st.one_of(st.sampled_from(WORDS), st.sampled_from(WORDS), st.text(max_size=8))
GRIDS = st.lists(st.lists(CELLS, min_size=1, max_size=6), max_size=14)
SPANS = st.tuples(st.integers(1, 15), st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)).map(
    lambda each: (each[0], each[1], each[0] + each[2], each[1] + each[3])
)


@settings(max_examples=300, deadline=None)
@given(GRIDS, st.lists(SPANS, max_size=4))
def test_every_row_is_in_one_table_or_left_out_or_neither(rows: list[list[str]], merges: list) -> None:
    sheet = sheet_of(rows, merges)
    tables, left_out = find_tables(sheet)
    numbers = set(sheet.cells[ROW])
    places: Counter[int] = Counter()
    for table in tables:
        body = table.cells[ROW].to_list()
        gone = {each.row for each in table.left_out if each.why != "total"}
        assert table.lines["row"].to_list() == body == sorted(body)
        assert len(table.levels) == len(sheet.cells.columns) - 1
        assert set(table.lines["parent"].drop_nulls()) <= set(body)
        assert table.lines["role"].is_in(["entry", "total", "part", "section"]).all()
        assert {each.row for each in table.left_out if each.why == "total"} <= set(body)
        assert set(table.header_rows) <= gone
        places.update(body)
        places.update(gone)
    assert set(places) <= numbers
    assert max(places.values(), default=1) == 1
    if tables:
        told = {each.row for each in left_out}
        assert numbers <= set(places) | told or left_out
    else:
        assert len(left_out) == 1


NAMES = st.lists(st.sampled_from([f"Xã {letter}" for letter in "ABCDEGHK"]), min_size=1, max_size=6, unique=True)
LINES_ABOVE = st.lists(
    st.sampled_from(
        [
            ["TỈNH ỦY ĐIỆN BIÊN", "", "ĐẢNG CỘNG SẢN VIỆT NAM"],
            ["BAN TỔ CHỨC"],
            ["", "", "Biểu số 2-BTCTW"],
            ["BÁO CÁO KẾT QUẢ QUÝ III/2025"],
            ["(Kèm theo Công văn số 12-CV/BTC)"],
            ["", "Điện Biên, ngày 5 tháng 10 năm 2025"],
            [],
        ]
    ),
    max_size=7,
)


@settings(max_examples=100, deadline=None)
@given(LINES_ABOVE, NAMES, st.integers(1, 4), st.booleans())
def test_a_letterhead_does_not_change_a_table(above: list, names: list, columns: int, numbered: bool) -> None:
    head = ["STT", "Đơn vị", *(f"Cột {at}" for at in range(columns))]
    numbers = [[str(at) for at in range(1, len(head) + 1)]] if numbered else []
    body = [[str(nth), name, *["5"] * columns] for nth, name in enumerate(names, 1)]
    ((plain,), _) = find_tables(sheet_of([head, *numbers, *body]))
    ((under,), _) = find_tables(sheet_of([*above, head, *numbers, *body]))
    assert under.header == plain.header
    assert bool(under.numbers) is numbered
    assert under.lines.drop("row", "parent").equals(plain.lines.drop("row", "parent"))
    assert under.cells.drop(ROW).equals(plain.cells.drop(ROW))


@pytest.mark.parametrize(
    "rows",
    [
        [[""]],
        [["a"]],
        [["1"]],
        [["-", "-"]],
        [["STT"]],
        [["Đơn vị", "Đơn vị"]],
        [["Đơn vị", "Kết nạp"], ["1"]],
        [["=" * 9000, "(1)+" * 9000], ["1." * 9000, "5"]],
    ],
)
def test_next_to_nothing(rows: list[list[str]]) -> None:
    find_tables(sheet_of(rows))
