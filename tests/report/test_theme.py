"""Colours can be read, the stylesheet asks for nothing from outside, Streamlit's own theme says the same."""

import re
import tomllib
from pathlib import Path

import pytest

from metrics.goals import Verdict
from report import theme

ROOT = Path(__file__).parents[2]
CONFIG = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
SURFACES = [theme.LIGHT, theme.DARK, theme.HALL]
IDS = [surface.name for surface in SURFACES]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#FFFFFF", 21.0), ("#FFFFFF", "#FFFFFF", 1.0), ("#777777", "#FFFFFF", 4.48)],
)
def test_contrast(one: str, other: str, expected: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize("surface", SURFACES, ids=IDS)
@pytest.mark.parametrize("role", ["ink", "ink2", "ink3", "band_ink"])
def test_text_can_be_read_on_page_card_and_sidebar(surface: theme.Palette, role: str) -> None:
    for ground in (surface.bg, surface.card, surface.sidebar):
        assert theme.contrast(getattr(surface, role), ground) >= 4.5


@pytest.mark.parametrize("surface", SURFACES, ids=IDS)
def test_labels_can_be_read_on_the_band(surface: theme.Palette) -> None:
    assert theme.contrast(surface.band_ink, surface.band) >= 4.5
    assert theme.contrast(surface.ink, surface.band) >= 4.5


@pytest.mark.parametrize("surface", SURFACES, ids=IDS)
@pytest.mark.parametrize("verdict", Verdict)
def test_every_verdict_can_be_read(surface: theme.Palette, verdict: Verdict) -> None:
    colours = surface.verdicts[verdict]
    assert theme.contrast(colours.text, colours.fill) >= 4.5
    assert theme.contrast(colours.cell_text, colours.cell) >= 4.5
    assert theme.contrast(colours.mark, surface.card) >= 4.5
    assert theme.contrast(colours.mark, surface.bg) >= 4.5


def test_every_verdict_has_a_shape_of_its_own() -> None:
    assert len({theme.mask(verdict) for verdict in Verdict}) == len(Verdict)
    assert len(set(theme.GLYPHS.values())) == len(Verdict)


@pytest.mark.parametrize("name", [None, "light", "dark", "hall"])
def test_the_stylesheet_asks_for_nothing_from_outside(name: str | None) -> None:
    sheet = theme.stylesheet(name)
    assert "<" not in sheet.replace("%3C", "")
    addresses = re.findall(r"""url\(["']?([^"')]*)""", sheet)
    assert addresses
    assert all(address.startswith("data:") for address in addresses)
    assert "@import" not in sheet


def test_the_rules_name_no_colour_and_no_family() -> None:
    rules = (ROOT / "report" / "style.css").read_text(encoding="utf-8")
    assert not re.findall(r"#[0-9A-Fa-f]{3,8}\b|rgba?\(|Moc ", rules)
    known = set(re.findall(r"--([a-z0-9-]+):", theme.stylesheet("light") + rules))
    assert set(re.findall(r"var\(--([a-z0-9-]+)", rules)) <= known


def test_a_surface_that_nobody_named_is_light() -> None:
    assert theme.palette(None) is theme.LIGHT
    assert theme.palette("dark") is theme.DARK


@pytest.mark.parametrize("surface", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_streamlit_wears_the_same_colours(surface: theme.Palette) -> None:
    given = CONFIG["theme"][surface.name]
    assert given["backgroundColor"] == surface.bg
    assert given["textColor"] == surface.ink
    assert given["primaryColor"] == surface.ink
    assert given["borderColor"] == surface.line
    assert given["sidebar"]["backgroundColor"] == surface.sidebar
    assert len(given["chartCategoricalColors"]) == 10


def test_fonts_are_served_from_here_and_lie_beside_the_main_script() -> None:
    faces = CONFIG["theme"]["fontFaces"]
    assert {face["family"] for face in faces} == {theme.TEXT_FAMILY, theme.DISPLAY_FAMILY}
    for face in faces:
        folder, name = face["url"].rsplit("/", 1)
        assert folder == "app/static/fonts"
        assert (ROOT / "ui" / "static" / "fonts" / name).read_bytes()[:4] == b"wOF2"
