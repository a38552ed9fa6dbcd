"""A unit's figure over its life: lines end at breaks, simulated points are hollow, the axis starts at zero."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from report import theme
from report.charts.lifeline import lifeline_figure
from report.charts.lifeline_labels import LINE
from report.charts.lifeline_parts import NARROW, WIDE, Frame, Happening, Knot, Thread

MERGER = date(2025, 7, 1)


def knots(*values: int | None, first: int = 2024, simulated: bool = True) -> tuple[Knot, ...]:
    return tuple(
        Knot(date(first + n // 4, n % 4 * 3 + 3, 28), None if value is None else Fraction(value), simulated, str(value))
        for n, value in enumerate(values)
    )


def drawn(*threads: Thread, frame: Frame = WIDE, happenings: tuple[Happening, ...] = ()) -> go.Figure:
    return lifeline_figure(threads, happenings, theme.LIGHT, frame, printed=lambda value: str(float(value)))


def crossings(figure: go.Figure, days: Sequence[date]) -> list[date]:
    """Which of the days a drawn line crosses."""
    found = []
    for trace in figure.data:
        if trace.mode != "lines+markers":
            continue
        for one, two in pairwise(str(x)[:10] for x in trace.x):
            found += [day for day in days if one < day.isoformat() <= two]
    return found


@pytest.mark.parametrize("frame", [WIDE, NARROW])
def test_no_line_crosses_a_day_it_may_not(frame: Frame) -> None:
    own = Thread("own", "A", knots(5, 6, 7, 8, 9, 9, 20, 21), cuts=(MERGER,))
    figure = drawn(own, frame=frame, happenings=(Happening(MERGER, "merger", "merger", breaks=True),))
    assert crossings(figure, [MERGER]) == []
    assert len(figure.data) == 2
    assert crossings(drawn(Thread("today", "A", own.knots)), [MERGER]) == [MERGER]


@given(st.lists(st.none() | st.integers(0, 900), min_size=1, max_size=20), st.dates(date(2024, 1, 1), date(2028, 1, 1)))
def test_whatever_the_figures_no_stretch_holds_a_cut_or_a_gap(values: list[int | None], cut: date) -> None:
    thread = Thread("own", "A", knots(*values), cuts=(cut,))
    for run in thread.runs():
        assert all(knot.value is not None for knot in run)
        assert not any(one.on < cut <= two.on for one, two in pairwise(run))
    assert [knot for run in thread.runs() for knot in run] == [knot for knot in thread.knots if knot.value is not None]
    assert crossings(drawn(thread), [cut]) == []


def test_simulated_points_are_hollow_and_the_axis_starts_at_zero() -> None:
    figure = drawn(Thread("own", "A", knots(50, 60, 70, simulated=True)))
    assert set(figure.data[0].marker.color) == {theme.LIGHT.card}
    assert figure.layout.yaxis.range[0] == 0
    solid = drawn(Thread("own", "A", knots(50, 60, 70, simulated=False)))
    assert set(solid.data[0].marker.color) == {theme.LIGHT.ink}


def test_a_break_is_a_double_rule_an_event_a_single_one_and_a_correction_a_mark() -> None:
    happened = (
        Happening(date(2024, 9, 1), "x", "x"),
        Happening(MERGER, "merger", "merger", breaks=True),
        Happening(date(2025, 3, 28), "fix", "fixed", kind="correction"),
    )
    figure = drawn(Thread("own", "A", knots(5, 6, 7, 8, 9, 9, 20, 21), cuts=(MERGER,)), happenings=happened)
    assert [shape.type for shape in figure.layout.shapes] == ["line", "rect"]
    assert [trace.text for trace in figure.data if trace.mode == "markers"] == [("fixed",)]


def test_names_of_predecessors_do_not_cover_each_other() -> None:
    before = [Thread("before", f"B{n}", knots(50 + n, 60, 70)) for n in range(5)]
    figure = drawn(*before)
    heights = sorted(note.yshift for note in figure.layout.annotations if (note.text or "").startswith("B"))
    assert len(heights) == 5
    assert all(two - one >= LINE - 0.01 for one, two in pairwise(heights))


@pytest.mark.parametrize("top", range(1, 31))
def test_an_axis_of_counts_has_whole_steps_only(top: int) -> None:
    figure = drawn(Thread("own", "Bản 1", knots(0, top)))
    assert all(tick == int(tick) for tick in figure.layout.yaxis.tickvals)
