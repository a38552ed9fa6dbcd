"""Verdicts can be told apart by readers who do not see red and green, and on a grey print: computed, not looked at.

Colours are seen through the matrices of Machado, Oliveira and Fernandes (2009, severity 1.0, on linear light), grey by
the luminance of Rec. 709; distances are CIE76 in CIELAB (D65), where 2.3 is about the least that can be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from metrics.goals import Verdict
from report import theme

Colour = tuple[float, float, float]

PROTANOPIA = ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998))
DEUTERANOPIA = ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881))
LUMINANCE = (0.2126, 0.7152, 0.0722)
EASY = 10.0
"""A distance that nobody overlooks beside each other."""

SURFACES = [theme.LIGHT, theme.DARK, theme.HALL]
IDS = [surface.name for surface in SURFACES]


def linear(colour: str) -> Colour:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def through(matrix: tuple[Colour, Colour, Colour]) -> Callable[[Colour], Colour]:
    def seen(light: Colour) -> Colour:
        red, green, blue = (min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True)))) for row in matrix)
        return red, green, blue

    return seen


def grey(light: Colour) -> Colour:
    level = sum(a * b for a, b in zip(LUMINANCE, light, strict=True))
    return level, level, level


EYES = {"protanopia": through(PROTANOPIA), "deuteranopia": through(DEUTERANOPIA), "grey": grey}


def lab(light: Colour) -> Colour:
    red, green, blue = light
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (part ** (1 / 3) if part > 216 / 24389 else (24389 / 27 * part + 16) / 116 for part in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def apart(one: str, other: str, eye: str) -> float:
    """How far two colours are from each other for an eye."""
    first, second = (lab(EYES[eye](linear(colour))) for colour in (one, other))
    return sum((a - b) ** 2 for a, b in zip(first, second, strict=True)) ** 0.5


def test_the_distances_are_those_of_the_standard() -> None:
    assert apart("#000000", "#FFFFFF", "grey") == pytest.approx(100, abs=0.1)
    assert apart("#777777", "#777777", "protanopia") == 0
    # A red and a green of one brightness: far apart for most people, close for those who lack the cone.
    assert apart("#A05030", "#5C7A30", "deuteranopia") < 12


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("surface", SURFACES, ids=IDS)
def test_two_badges_never_look_alike(surface: theme.Palette, eye: str) -> None:
    for one, other in combinations(Verdict, 2):
        first, second = surface.verdicts[one], surface.verdicts[other]
        differ = max(apart(first.fill, second.fill, eye), apart(first.border, second.border, eye))
        framed = (first.border_style, first.border_width) != (second.border_style, second.border_width)
        assert differ >= EASY or framed, f"{one} and {other} for {eye}: {differ:.1f}"


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("surface", SURFACES, ids=IDS)
def test_the_four_solid_badges_are_four_greys(surface: theme.Palette, eye: str) -> None:
    for one, other in combinations((Verdict.EXCEEDED, Verdict.MET, Verdict.BEHIND, Verdict.MISSED), 2):
        assert apart(surface.verdicts[one].fill, surface.verdicts[other].fill, eye) >= EASY, f"{one} and {other}"


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("surface", SURFACES, ids=IDS)
def test_trouble_stands_out_in_a_heat_map(surface: theme.Palette, eye: str) -> None:
    for loud in (Verdict.BEHIND, Verdict.MISSED):
        for other in Verdict:
            if other is not loud:
                assert apart(surface.verdicts[loud].cell, surface.verdicts[other].cell, eye) >= EASY, f"{loud}, {other}"


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("surface", SURFACES, ids=IDS)
def test_marks_that_are_close_in_colour_differ_in_shape(surface: theme.Palette, eye: str) -> None:
    for one, other in combinations(Verdict, 2):
        close = apart(surface.verdicts[one].mark, surface.verdicts[other].mark, eye) < EASY
        assert not close or theme.GLYPHS[one] != theme.GLYPHS[other], f"{one} and {other}"
        assert not close or theme.mask(one) != theme.mask(other), f"{one} and {other}"


@pytest.mark.parametrize("surface", SURFACES, ids=IDS)
@pytest.mark.parametrize("verdict", Verdict)
def test_marks_stand_out_from_what_they_lie_on(surface: theme.Palette, verdict: Verdict) -> None:
    for ground in (surface.card, surface.bg, surface.band):
        assert theme.contrast(surface.verdicts[verdict].mark, ground) >= 3.0
