"""Pictures the size of a word: the same bytes for the same figures, dashes where simulated, no line over a gap."""

from __future__ import annotations

import re
from base64 import b64decode
from datetime import date
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.goals import Verdict
from report import theme
from report.charts.spark import HEIGHT, WIDTH, Dot, image, spark, strip


def svg(source: str) -> str:
    head, _, body = source.partition(",")
    assert head == "data:image/svg+xml;base64"
    return b64decode(body).decode()


def dots(*values: int | None, simulated: int = 99) -> list[Dot]:
    return [
        Dot(
            date(2016 + place // 4, place % 4 * 3 + 1, 1),
            None if value is None else Fraction(value),
            place >= simulated,
        )
        for place, value in enumerate(values)
    ]


def lines(drawn: str) -> list[str]:
    return re.findall(r'<path class="l(?: s)?" d="[^"]+"/>', drawn)


def test_nothing_is_drawn_of_nothing() -> None:
    assert spark([]) == spark(dots(None, None)) == strip([], Fraction(1)) == ""
    assert image("", "words") == ""


def test_simulated_stretches_are_dashed_and_others_are_not() -> None:
    drawn = lines(svg(spark(dots(9, 8, 7, 6, 5, simulated=3))))
    assert ["l s" in each for each in drawn] == [False, False, True, True]


def test_no_line_crosses_a_period_without_a_figure_or_a_break() -> None:
    assert len(lines(svg(spark(dots(9, 8, None, 6, 5))))) == 2
    broken = svg(spark(dots(9, 8, 7, 6), gaps=[date(2016, 5, 1)]))
    assert len(lines(broken)) == 2
    assert broken.count('class="g"') == 1


@pytest.mark.parametrize("verdict", list(Verdict))
def test_the_end_wears_the_verdicts_shape_in_both_surfaces_colours(verdict: Verdict) -> None:
    drawn = svg(spark(dots(9, 8, 7), verdict=verdict))
    ElementTree.fromstring(drawn)
    assert theme.drawn(verdict) in drawn
    light, _, dark = drawn.partition("@media(prefers-color-scheme:dark)")
    assert f".v{{color:{theme.LIGHT.verdicts[verdict].mark}}}" in light
    assert f".v{{color:{theme.DARK.verdicts[verdict].mark}}}" in dark


def test_words_stand_beside_the_picture_and_are_escaped() -> None:
    assert 'alt="a &lt; b &quot;c&quot;"' in image(spark(dots(1, 2)), 'a < b "c"')


VALUES = st.lists(st.none() | st.fractions(-50, 10**6, max_denominator=9), min_size=1, max_size=24)


@given(VALUES, st.none() | st.fractions(0, 100, max_denominator=5), st.booleans())
def test_every_picture_is_whole_stays_inside_and_comes_out_the_same(
    values: list[Fraction | None], aim: Fraction | None, simulated: bool
) -> None:
    held = [Dot(date(2016 + n // 4, n % 4 * 3 + 1, 1), value, simulated) for n, value in enumerate(values)]
    source = spark(held, verdict=Verdict.MET, aim=aim)
    assert source == spark(list(held), verdict=Verdict.MET, aim=aim)
    if not source:
        assert all(value is None for value in values)
        return
    drawn = svg(source)
    ElementTree.fromstring(drawn)
    for x, y in re.findall(r"[ML](-?[\d.]+) (-?[\d.]+)", "".join(lines(drawn))):
        assert 0 <= float(x) <= WIDTH
        assert 0 <= float(y) <= HEIGHT


@given(st.lists(st.fractions(0, 100, max_denominator=7), min_size=1, max_size=30), st.data())
def test_a_better_unit_stands_further_right_among_its_peers(values: list[Fraction], data: st.DataObject) -> None:
    ranked = sorted(values, reverse=True)
    one, two = sorted((data.draw(st.sampled_from(ranked)), data.draw(st.sampled_from(ranked))))

    def at(own: Fraction) -> float:
        found = re.search(r'class="d" cx="([\d.]+)"', svg(strip(ranked, own, middle=ranked[len(ranked) // 2])))
        assert found
        return float(found[1])

    assert at(one) <= at(two)
