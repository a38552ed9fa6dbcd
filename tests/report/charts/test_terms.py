"""Two terms on one axis: no line crosses a break or a hole, and every break has its marker."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from report.charts.terms import PHONE, WIDE, Figure, Line, Marker, runs, terms_figure

REFORM = date(2025, 7, 1)


def figures(*years: int) -> tuple[Figure, ...]:
    return tuple(Figure(date(year, 12, 31), Fraction(year - 2000)) for year in years)


@pytest.mark.parametrize(
    ("years", "gaps", "lengths"),
    [
        ((2016, 2017, 2018), [], [3]),
        ((2016, 2017, 2019, 2020), [], [2, 2]),
        ((2024, 2025), [REFORM], [1, 1]),
        ((2023, 2024, 2025, 2026), [REFORM], [2, 2]),
        ((2016, 2017, 2018, 2019), [date(2018, 1, 1)], [2, 2]),
    ],
)
def test_lines_end_at_breaks_and_holes(years: tuple[int, ...], gaps: list[date], lengths: list[int]) -> None:
    assert [len(run) for run in runs(figures(*years), gaps)] == lengths


@pytest.mark.parametrize("size", [WIDE, PHONE])
def test_a_break_is_marked_and_nothing_is_drawn_across_it(size: object) -> None:
    lines = Line(figures(2023, 2024), "A", "A"), Line(figures(2024, 2025, 2026), "B", "B")
    figure = terms_figure("vi", lines, [Marker(REFORM, "sắp xếp 01/07/2025", gap=True)], size=size)  # type: ignore[arg-type]
    assert any("sắp xếp" in note.text for note in figure.layout.annotations)
    for trace in figure.data:
        days = [date.fromisoformat(str(on)) for on in trace.x]
        assert not (min(days) < REFORM <= max(days))


def test_a_marker_that_is_no_gap_lets_the_line_through() -> None:
    lines = Line(figures(2024, 2025), "A", "A"), Line(figures(2024, 2025), "B", "B")
    figure = terms_figure("vi", lines, [Marker(REFORM, "x", gap=False)])
    assert [len(trace.x) for trace in figure.data] == [2, 2]


def test_both_sides_are_named_at_their_ends() -> None:
    lines = Line(figures(2016, 2017), "17 · NQ 03", "NQ 03"), Line(figures(2024, 2025), "25 · NQ XVI", "NQ XVI")
    texts = [note.text for note in terms_figure("vi", lines, []).layout.annotations]
    assert "17 · NQ 03" in texts
    assert "25 · NQ XVI" in texts
