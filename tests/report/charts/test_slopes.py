"""Labels of slopes never stand on each other; the few that stand out are in ink."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from metrics.goals import Verdict
from report import theme
from report.charts.slopes import NARROW, ROW, WIDE, Slope, slopes_figure, spread

places = st.lists(st.floats(0, 600), max_size=25)


@given(places, st.floats(5, 22))
def test_labels_stand_apart_in_order_and_inside(wanted: list[float], gap: float) -> None:
    found = spread(wanted, gap, 0, 600)
    order = sorted(range(len(wanted)), key=lambda at: (wanted[at], at))
    placed = [found[at] for at in order]
    assert all(two - one >= gap - 1e-6 for one, two in pairwise(placed))
    assert all(-1e-6 <= one <= 600 + 1e-6 for one in placed)


@given(places)
def test_labels_with_room_stay_where_they_are(wanted: list[float]) -> None:
    apart = [float(at * 30) for at in range(len(wanted))]
    assert spread(apart, 22, 0, 1000) == apart


def line(name: str, first: int, last: int, *, strong: bool = False, verdict: Verdict | None = None) -> Slope:
    return Slope(name, Fraction(first), Fraction(last), str(first), str(last), verdict, strong=strong, named=True)


LINES = [
    line("Mường Nhé", 62, 36, strong=True, verdict=Verdict.BEHIND),
    line("Nậm Pồ", 54, 25),
    line("Tủa Chùa", 54, 24),
]


def test_both_ends_of_every_line_are_labelled_without_overlap() -> None:
    for breadth in (WIDE, NARROW):
        notes = slopes_figure(LINES, ("2016", "2019"), breadth=breadth).layout.annotations
        for side in (0, 1):
            heights = sorted(note.y for note in notes if note.x == side)
            assert all(two - one >= min(ROW - 1e-6, 14) for one, two in pairwise(heights))
        texts = " ".join(note.text for note in notes)
        assert all(figure in texts for figure in ("62", "36", "54", "25", "24"))


def test_what_stands_out_is_ink_and_carries_its_verdict() -> None:
    traces = slopes_figure(LINES, ("2016", "2019")).data
    ink = [trace for trace in traces if trace.line.color == theme.LIGHT.ink]
    assert [trace.name for trace in ink] == ["Mường Nhé"]
    assert ink[0].marker.symbol[1] == theme.SYMBOLS[Verdict.BEHIND]
    assert traces[-1].name == "Mường Nhé"
