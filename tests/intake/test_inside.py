"""Arithmetic inside a file: silent where it is right, and never where one number is off by one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.checks.column_formulas import column_formulas, read_formula
from intake.checks.inside import check_inside
from intake.layout import Column, Layout
from intake.table import Table
from tests.intake.drawn import table

E, T, P, S = "entry", "total", "part", "section"


def seen(found: Table, **more) -> list[tuple[str, int | None, int | None]]:
    return [(each.code, each.row, each.at) for each in check_inside(found, **more)]


ONE = ["Đơn vị", "Đảng viên"]
GROUPED = ["Đơn vị", "Tổng số", ("Chia ra", "Nam"), ("Chia ra", "Nữ"), ("Trong đó", "DTTS")]
FORM_5 = ["Loại hình", ("TCCSĐ", "Tổng số (2)+(3)"), ("TCCSĐ", "Chia ra", "ĐBCS (2)"), ("TCCSĐ", "Chia ra", "CBCS (3)")]
RATED = ["Tiêu chí", "Kỳ này", "Cùng kỳ", "Tỷ lệ %"]
RATED_NUMBERS = ["1", "2", "3", "4(=2*100/3)"]
BALANCE = ["Đơn vị", "Đầu kỳ", "Tăng trong kỳ", "Giảm trong kỳ", "Có đến cuối kỳ"]
FORM_1 = ["A. Đảng viên đầu kỳ", "B. Đảng viên tăng trong kỳ", "C. Giảm trong kỳ", "D. Đảng viên có đến cuối kỳ"]


def form_1(*numbers: int) -> list[list[object]]:
    return [[text, number] for text, number in zip(FORM_1, numbers, strict=True)]


# what it is: headings, rows, roles with what they lie under, column numbers, problems
TABLES: dict[str, tuple] = {
    "total last": (ONE, [["x", 1], ["y", 2], ["Cộng", 3]], [E, E, T], (), []),
    "total off by one": (ONE, [["x", 1], ["y", 2], ["Cộng", 4]], [E, E, T], (), [("total_differs", 5, 1)]),
    "total first": (ONE, [["Toàn tỉnh", 3], ["x", 1], ["y", 2]], [T, E, E], (), []),
    "total first, wrong": (ONE, [["Toàn tỉnh", 5], ["x", 1], ["y", 2]], [T, E, E], (), [("total_differs", 3, 1)]),
    "empty and dash count as nothing": (ONE, [["x", 1], ["y", "-"], ["z", ""], ["Cộng", 1]], [E, E, E, T], (), []),
    "an empty total says nothing": (ONE, [["x", 1], ["Cộng", ""]], [E, T], (), []),
    "parts are not added": (ONE, [["x", 5], ["Trong đó nữ", 2], ["Cộng", 5]], [E, (P, 3), T], (), []),
    "blocks": (ONE, [["a", 1], ["b", 2], ["Cộng", 3], ["c", 4], ["Cộng", 4], ["Tổng cộng", 7]],
               [E, E, T, E, T, T], (), []),
    "a block is wrong": (ONE, [["a", 1], ["b", 2], ["Cộng", 3], ["c", 4], ["d", 5], ["Cộng", 8], ["Tổng cộng", 12]],
                         [E, E, T, E, E, T, T], (), [("total_differs", 8, 1)]),
    "sections with their own number": (
        ONE, [["I. A", 3], ["a", 1], ["b", 2], ["II. B", 4], ["c", 4], ["Cộng", 7]],
        [S, (E, 3), (E, 3), S, (E, 6), T], (), []),
    "a section is wrong": (
        ONE, [["I. A", 3], ["a", 1], ["b", 3], ["II. B", 4], ["c", 4], ["Cộng", 8]],
        [S, (E, 3), (E, 3), S, (E, 6), T], (), [("total_differs", 3, 1)]),
    "sections without one": (ONE, [["I. A", ""], ["a", 1], ["b", 2], ["II. B", ""], ["c", 4], ["Cộng", 7]],
                             [S, (E, 3), (E, 3), S, (E, 6), T], (), []),
    "a total under its section": (ONE, [["I. A", ""], ["a", 1], ["b", 2], ["Cộng I", 4]],
                                  [S, (E, 3), (E, 3), (T, 3)], (), [("total_differs", 6, 1)]),
    "shares": (ONE, [["x", "11/15"], ["y", "2/5"], ["Cộng", "13/20"]], [E, E, T], (), []),
    "shares off by one": (ONE, [["x", "11/15"], ["y", "2/5"], ["Cộng", "13/21"]], [E, E, T], (),
                          [("total_differs", 5, 1)]),
    "thousands that the total proves": (ONE, [["x", "1.376"], ["y", 950], ["Cộng", "2.326"]], [E, E, T], (), []),
    "thousands that nothing proves": (ONE, [["x", "1.376"], ["y", 950], ["Cộng", "2.327"]], [E, E, T], (), []),
    "approximate rows are left alone": (ONE, [["x", "hơn 5"], ["y", 2], ["Cộng", 9]], [E, E, T], (), []),
    "percentages are not added": (["Đơn vị", "Tỷ lệ"], [["x", "50"], ["y", "20"], ["Cộng", "30"]], [E, E, T], (), []),
    "nor by their sign": (ONE, [["x", "50%"], ["y", "20%"], ["Cộng", "30%"]], [E, E, T], (), []),
    "nor averages": (ONE, [["x", "1,5"], ["y", "2,5"], ["Cộng", "2"]], [E, E, T], (), []),
    "ticks are counted": (ONE, [["x", "x"], ["y", ""], ["z", "x"], ["Cộng", 2]], [E, E, E, T], (), []),
    "ordinals are not added": (["Đơn vị", "STT"], [["x", 1], ["y", 2], ["Cộng", 5]], [E, E, T], (), []),
    "columns under Chia ra": (GROUPED, [["x", 10, 4, 6, 1], ["y", 10, 4, 5, 1], ["z", 5, "", "", ""]],
                              [E, E, E], (), [("parts_differ", 4, 1)]),
    "columns under Trong đó": (GROUPED, [["x", 10, 4, 6, 10], ["y", 10, 5, 5, 11]], [E, E], (),
                               [("part_above_whole", 4, 4)]),
    "under one heading": (FORM_5, [["x", 9, 4, 5], ["y", 9, 4, 6]], [E, E], (),
                          [("parts_differ", 4, 1)]),
    "a part row above its whole": (ONE, [["x", 10], ["Trong đó: nữ", 11]], [E, (P, 3)], (),
                                   [("part_above_whole", 4, 1)]),
    "part rows under Chia ra": (ONE, [["x", 10], ["Chia ra:", ""], ["- a", 3], ["- b", 6]],
                                [E, (P, 3), (P, 3), (P, 3)], (), [("parts_differ", 3, 1)]),
    "part rows under Trong đó": (ONE, [["x", 10], ["Trong đó:", ""], ["- a", 3], ["- b", 6]],
                                 [E, (P, 3), (P, 3), (P, 3)], (), []),
    "a formula": (RATED, [["a", 11, 15, "73,33"], ["b", 11, 15, "73,34"], ["c", 11, 15, "74,33"], ["d", 1, 0, ""]],
                  [E, E, E, E], RATED_NUMBERS, [("formula_differs", 5, 3)]),
    "a formula as a fraction of one": (RATED, [["a", 11, 15, "0,733"]], [E], RATED_NUMBERS, []),
    "a sum of columns": (["Đơn vị", "A", "B", "C"], [["x", 1, 2, 3], ["y", 1, 2, 4]], [E, E], ["", "1", "2", "3=1+2"],
                         [("formula_differs", 4, 3)]),
    "a balance in columns": (BALANCE, [["x", 10, 2, 1, 11], ["y", 10, 2, 1, 12], ["z", 10, "", "", 10]], [E, E, E], (),
                             [("balance_differs", 4, 4)]),
    "a balance in rows": (["Chỉ tiêu", "Số"], form_1(10, 3, 1, 12),
                          [E] * 4, (), []),
    "a balance in rows, wrong": (["Chỉ tiêu", "Số"], form_1(10, 3, 1, 11),
                                 [E] * 4, (), [("balance_differs", 6, 1)]),
}  # fmt: skip


@pytest.mark.parametrize("name", TABLES)
def test_tables(name: str) -> None:
    headings, rows, roles, numbers, problems = TABLES[name]
    assert seen(table(headings, rows, roles=roles, numbers=numbers)) == problems


def test_an_answered_column_is_added_as_answered() -> None:
    made = table(ONE, [["x", "1.376"], ["y", 950], ["Cộng", "2.327"]], roles=[E, E, T])
    assert seen(made, answers={("thousands", "đảng viên"): "thousands"}) == [("total_differs", 5, 1)]


def test_where_rows_are_indicators_those_below_another_are_no_sum_of_it() -> None:
    made = table(["Chỉ tiêu", "Số"], [["I. Kết nạp", 9], ["1. Nữ", 4], ["2. Đoàn viên", 8]], roles=[S, (E, 3), (E, 3)])
    layout = Layout("rows", (Column(0, "Chỉ tiêu", "label"), Column(1, "Số", "figure", None, "value")))
    assert seen(made, layout=layout) == []
    assert seen(made) == [("total_differs", 3, 1)]


def test_problems_of_a_column_are_counted_once_there_are_enough() -> None:
    found = check_inside(table(GROUPED, [[f"u{number}", 5, 9, 0, 0] for number in range(30)], roles=[E] * 30))
    assert [each.code for each in found].count("part_above_whole") == 10
    assert sum(each.params["count"] for each in found if each.code == "more") == 20


FORMULAS = {
    "2*100/3": ({2: 11, 3: 15}, "220/3"), "(2)+(3)": ({2: 1, 3: 2}, "3"), "1+2-3": ({1: 5, 2: 1, 3: 2}, "4"),
    "=5+6+…+8": ({5: 1, 6: 2, 7: 3, 8: 4}, "10"), "2:1 x 100 (%)": ({1: 4, 2: 1}, "25"),
    "(4-3)/3*100": ({3: 4, 4: 5}, "25"),
    "2-3": ({2: 1, 3: None}, "1"), "2/3": ({2: 1, 3: 0}, None), "2/3*100": ({2: None, 3: 4}, None),
}  # fmt: skip


@pytest.mark.parametrize("text", FORMULAS)
def test_formulas(text: str) -> None:
    amounts, result = FORMULAS[text]
    formula = read_formula(text)
    assert formula is not None
    found = formula.of(amounts)
    assert (None if found is None else str(found)) == result


@pytest.mark.parametrize(
    "text", ["4", "(4)", "abc", "", "2+", "import os", "2**3", "()", "2+(3", "100", "'2'+3", "A+B"]
)
def test_what_is_no_formula(text: str) -> None:
    assert read_formula(text) is None


@given(st.text(alphabet="0123456789+-*/():x÷%=. …", max_size=40))
def test_any_text_is_a_formula_or_none(text: str) -> None:
    formula = read_formula(text)
    if formula is not None:
        formula.of(dict.fromkeys(formula.columns, 1))


@pytest.mark.parametrize(
    ("numbers", "places", "formulas"),
    [
        (["1", "2", "3", "4(=2*100/3)"], {1: 0, 2: 1, 3: 2, 4: 3}, {3: "2*100/3"}),
        (["A", "(1)", "(2)", "(3)=(1)+(2)"], {1: 1, 2: 2, 3: 3}, {3: "(1)+(2)"}),
        (["", "(2)+(3)", "(2)", "(3)"], {2: 2, 3: 3}, {1: "(2)+(3)"}),
        (["1", "2=3+4", "3", "4"], {1: 0, 2: 1, 3: 2, 4: 3}, {1: "3+4"}),
        (["1", "2", "3", "4=9+8"], {1: 0, 2: 1, 3: 2, 4: 3}, {}),
    ],
)
def test_the_row_of_column_numbers(numbers: list[str], places: dict, formulas: dict) -> None:
    found, made = column_formulas(numbers, [("x",)] * len(numbers))
    assert (found, {at: each.text for at, each in made.items()}) == (places, formulas)


AMOUNTS = st.lists(st.tuples(*[st.integers(0, 10_000)] * 3), min_size=1, max_size=8)


@given(AMOUNTS, st.booleans(), st.data())
def test_a_consistent_table_is_silent_and_one_changed_by_one_is_not(rows: list, first: bool, data) -> None:
    units = [[f"u{place}", *row] for place, row in enumerate(rows)]
    total = ["Cộng", *(sum(column) for column in zip(*rows, strict=True))]
    body = [total, *units] if first else [*units, total]
    roles = [T, *[E] * len(units)] if first else [*[E] * len(units), T]
    headings = ["Đơn vị", "A", "B", "C"]
    assert seen(table(headings, body, roles=roles)) == []
    place, at = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(1, 3))
    body[place][at] += 1
    assert seen(table(headings, body, roles=roles)) == [("total_differs", 3 if first else 3 + len(units), at)]


@given(AMOUNTS, st.data())
def test_sections_and_blocks_are_silent_too_until_one_is_changed(rows: list, data) -> None:
    cut = data.draw(st.integers(0, len(rows)))
    body: list[list] = []
    roles: list = []
    for part in (rows[:cut], rows[cut:]):
        if not part:
            continue
        section = 3 + len(body)
        body.append(["I", *(sum(column) for column in zip(*part, strict=True))])
        roles.append(S)
        for row in part:
            body.append(["u", *row])
            roles.append((E, section))
    body.append(["Tổng cộng", *(sum(column) for column in zip(*rows, strict=True))])
    roles.append(T)
    headings = ["Đơn vị", "A", "B", "C"]
    assert seen(table(headings, body, roles=roles)) == []
    place, at = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(1, 3))
    body[place][at] += 1
    assert {code for code, _, _ in seen(table(headings, body, roles=roles))} == {"total_differs"}


CELLS = st.sampled_from(
    ["", "1", "2.5", "1.376", "-", "x", "11/15", "50%", "hơn 5", "Trong đó", "#REF!", "=1", "(3)", "0,5"]
)
HEADS = st.sampled_from(["A", "STT", "Tổng số", "Tỷ lệ", "Tăng", "Đầu kỳ", "Cuối kỳ", "Giảm", "(2)+(3)"])
LEVELS = st.lists(HEADS | st.sampled_from(["Chia ra", "Trong đó"]), max_size=3).map(tuple)


@given(st.data())
def test_any_table_is_looked_through(data) -> None:
    width, height = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 6))
    rows = data.draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=height, max_size=height))
    roles = [(data.draw(st.sampled_from([E, T, P, S])), data.draw(st.none() | st.integers(0, 9))) for _ in rows]
    headings = data.draw(st.lists(LEVELS, min_size=width, max_size=width))
    numbers = data.draw(st.lists(st.sampled_from(["", "1", "2", "3=1+2", "4(=1*100/2)"]), max_size=width))
    for each in check_inside(table(headings, rows, roles=roles, numbers=numbers)):
        assert each.code == "more" or (each.row in range(3, 3 + height) and each.at in range(width))
