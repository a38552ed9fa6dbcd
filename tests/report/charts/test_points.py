"""Places keep the proportion of the earth, islands do not press the others together, nothing is loaded from outside."""

from __future__ import annotations

from math import cos, radians

import pytest

from metrics.goals import Verdict
from report import theme
from report.charts.points import NARROW, WIDE, Dot, apart, points_figure


def dot(key: str, latitude: float, longitude: float, **more: object) -> Dot:
    return Dot(key, key, latitude, longitude, **({"size": 1.0} | more))  # type: ignore[arg-type]


LAND = [dot(f"{row}-{at}", 15 + row / 10, 108 + at / 10) for row in range(4) for at in range(4)]


def spots(dots: list[Dot]) -> dict[str, tuple[float, float]]:
    figure = points_figure(dots)
    return {
        key[0]: (x, y) for trace in figure.data for key, x, y in zip(trace.customdata, trace.x, trace.y, strict=True)
    }


def test_a_degree_east_is_shorter_than_a_degree_north() -> None:
    at = spots(LAND)
    east = at["0-3"][0] - at["0-0"][0]
    north = at["3-0"][1] - at["0-0"][1]
    assert east / north == pytest.approx(cos(radians(15.15)), abs=0.001)


def test_axes_are_plain_and_tied_to_each_other() -> None:
    figure = points_figure(LAND)
    assert {trace.type for trace in figure.data} == {"scatter"}
    assert (figure.layout.xaxis.scaleanchor, figure.layout.xaxis.scaleratio) == ("y", 1)


@pytest.mark.parametrize(
    ("islands", "away"),
    [
        ([], []),
        ([dot("Lý Sơn", 15.4, 109.12)], ["Lý Sơn"]),
        ([dot("Hoàng Sa", 16.5, 112.0), dot("Lý Sơn", 15.4, 109.5)], ["Hoàng Sa", "Lý Sơn"]),
        ([dot("A", 16.5, 112.0), dot("B", 16.55, 112.05)], ["A", "B"]),
        ([dot("gần bờ", 15.1, 108.5)], []),
    ],
)
def test_islands_lie_apart(islands: list[Dot], away: list[str]) -> None:
    every = [*LAND, *islands]
    assert [every[at].name for at in apart(every)] == away


def test_an_island_is_framed_and_leaves_the_land_as_it_was() -> None:
    alone, beside = spots(LAND), spots([*LAND, dot("Hoàng Sa", 16.5, 112.0)])
    assert {key: beside[key] for key in alone} == alone
    assert len(points_figure([*LAND, dot("Hoàng Sa", 16.5, 112.0)]).layout.shapes) == 1
    x, y = beside["Hoàng Sa"]
    assert 0 < x < WIDE.width
    assert y > 0


def test_area_is_the_figure_and_shape_the_verdict() -> None:
    loud = [dot("a", 15, 108, size=4.0, verdict=Verdict.BEHIND), dot("b", 15.1, 108, size=1.0, verdict=Verdict.BEHIND)]
    (trace,) = points_figure(loud).data
    assert trace.marker.symbol == theme.SYMBOLS[Verdict.BEHIND]
    assert [key[0] for key in trace.customdata] == ["a", "b"]
    assert trace.marker.size[0] > trace.marker.size[1]


@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_labels_stay_inside_and_off_each_other(sheet: object) -> None:
    named = [dot(f"Xã {at}", one.latitude, one.longitude, named=True, label=f"Xã {at}") for at, one in enumerate(LAND)]
    notes = points_figure(named, sheet=sheet).layout.annotations  # type: ignore[arg-type]
    assert notes
    assert len({(round(note.x), round(note.y)) for note in notes}) == len(notes)


def test_one_place_alone_is_drawn() -> None:
    assert spots([dot("a", 15, 108)])["a"][0] == pytest.approx(WIDE.width / 2, abs=80)
