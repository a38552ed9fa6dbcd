"""Lines without a target: from zero, labelled at their ends, broken where the series is."""

from datetime import date
from fractions import Fraction

import pytest

from report import theme
from report.charts.canvas import FULL, NARROW
from report.charts.path import Break, Point
from report.charts.series import SMALL, Series, series_figure


def line(name: str, values: list[int | None], *, quiet: bool = False) -> Series:
    points = tuple(
        Point(date(2018 + place, 12, 31), None if value is None else Fraction(value), label=f"Năm {2018 + place}")
        for place, value in enumerate(values)
    )
    return Series(name, points, quiet)


def texts(figure: object) -> str:
    return " ".join(note.text for note in figure.layout.annotations)  # type: ignore[attr-defined]


@pytest.mark.parametrize("size", [FULL, NARROW, SMALL])
def test_the_last_figure_stands_at_the_end(size) -> None:
    said = texts(series_figure("vi", [line("Như khi báo cáo", [900, 1100, 1300])], theme.DARK, size))
    assert "1.300" in said
    assert "2020" in said
    assert "Như khi báo cáo" not in said


def test_two_boundaries_are_named() -> None:
    figure = series_figure("vi", [line("Như khi báo cáo", [9, 8, 7]), line("Đơn vị hiện nay", [9, 7, 7], quiet=True)])
    assert "Như khi báo cáo" in texts(figure)
    assert "Đơn vị hiện nay" in texts(figure)
    shifts = [note.yshift for note in figure.layout.annotations if "<br>" in note.text]
    assert abs(shifts[0] - shifts[1]) > 20


def test_the_scale_starts_at_zero_and_can_be_shared() -> None:
    one = series_figure("vi", [line("a", [1, 2, 3])], most=Fraction(100))
    other = series_figure("vi", [line("b", [100, 20, 3])], most=Fraction(100))
    assert one.layout.yaxis.range == other.layout.yaxis.range
    assert one.layout.yaxis.range[0] < 0


def test_a_gap_is_not_bridged() -> None:
    assert len(series_figure("vi", [line("a", [1, None, 3])]).data) == 2
    gap = Break(date(2019, 7, 1), "sáp nhập", gap=True)
    assert len(series_figure("vi", [line("a", [1, 2, 3])], breaks=[gap]).data) == 2


def test_no_figure_at_all_says_so() -> None:
    assert texts(series_figure("vi", [line("a", [None])])) == "Chưa có số để vẽ đường đi"
    assert texts(series_figure("en", [])) == "No figures to draw a path from yet"


def test_a_single_point_can_be_drawn() -> None:
    assert "5" in texts(series_figure("vi", [line("a", [5])]))
