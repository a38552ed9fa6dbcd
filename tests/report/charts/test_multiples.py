"""Small multiples share one scale; a line crosses no hole and no break; names and figures are text."""

from __future__ import annotations

from base64 import b64decode
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

from metrics.goals import Verdict
from report.charts.band import Step
from report.charts.multiples import Frame, Panel, Spot, multiples, picture, top_of

DAYS = [date(2016, 12, 31), date(2017, 12, 31), date(2018, 12, 31), date(2019, 12, 31)]


def panel(name: str, *values: int | None, simulated: bool = False) -> Panel:
    spots = tuple(
        Spot(on, None if value is None else Fraction(value), simulated) for on, value in zip(DAYS, values, strict=True)
    )
    return Panel(name, spots, Verdict.BEHIND, "13,97 %/năm", "2016: 62", "2019: 36", spoken=f"{name}: 62, 36")


def frame(**more: object) -> Frame:
    return Frame(DAYS[0], DAYS[-1], Fraction(100), **more)  # type: ignore[arg-type]


def svg(one: Panel, shared: Frame) -> ElementTree.Element:
    return ElementTree.fromstring(b64decode(picture(one, shared).partition(",")[2]))


def lines(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [each for each in root.iter() if each.get("class", "").split(" ")[0] == "l"]


def test_the_scale_is_that_of_the_largest() -> None:
    assert top_of([panel("A", 10, 8, 6, 4), panel("B", 100, 80, 60, 40)]) == 105
    assert top_of([panel("A", 0, 0, 0, 0)]) == 1


def test_a_line_is_whole_without_a_hole_and_ends_at_one() -> None:
    assert len(lines(svg(panel("A", 100, 80, 60, 40), frame()))) == 1
    assert len(lines(svg(panel("A", 100, 80, None, 40), frame()))) == 1
    assert "L" in lines(svg(panel("A", 100, 80, None, 40), frame()))[0].get("d", "")


def test_no_line_crosses_a_break() -> None:
    root = svg(panel("A", 100, 80, 60, 40), frame(gaps=(date(2018, 1, 1),)))
    assert len(lines(root)) == 2
    assert any(each.get("class") == "g" for each in root.iter())


def test_simulated_lines_are_dashed() -> None:
    assert lines(svg(panel("A", 4, 3, 2, 1, simulated=True), frame()))[0].get("class") == "l s"


def test_the_range_lies_behind_every_line() -> None:
    steps = (Step(DAYS[1], DAYS[2], Fraction(60), Fraction(85)),)
    root = svg(panel("A", 100, 80, 60, 40), frame(steps=steps))
    classes = [each.get("class", "") for each in root.iter() if each.get("class")]
    assert classes.index("b") < classes.index("l")


def test_names_figures_and_alternatives_are_text() -> None:
    html = multiples("vi", [panel("Mường <Nhé>", 100, 80, 60, 40)], frame())
    assert "Mường &lt;Nhé&gt;" in html
    assert 'alt="Mường &lt;Nhé&gt;: 62, 36"' in html
    assert "13,97 %/năm" in html


def test_a_unit_without_values_has_no_picture() -> None:
    assert picture(panel("A", None, None, None, None), frame()) == ""
