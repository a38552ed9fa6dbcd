"""Colours, type and strokes of everything people look at: the only place that names one.

Three surfaces share one set of names: ``LIGHT`` and ``DARK`` pages, and ``HALL`` for the conference screen.
Verdict colours survive red-green blindness and greyscale print; each verdict has its own shape as well
(:data:`SYMBOLS`, :func:`mask`). Contrasts are computed in the tests: text at least 4.5 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from metrics.goals import Verdict

TEXT_FAMILY = "Moc Text"
"""Be Vietnam Pro with tabular figures of Inter: running text, tables, columns."""

DISPLAY_FAMILY = "Moc Display"
"""Be Vietnam Pro with its own figures, arrows and minus of Inter: headings, large figures, charts."""

TEXT_FONT = f"'{TEXT_FAMILY}', sans-serif"
DISPLAY_FONT = f"'{DISPLAY_FAMILY}', '{TEXT_FAMILY}', sans-serif"

SMALL, BODY, TITLE, FIGURE = 14, 16, 20, 32
"""The four sizes of the web, px. ``FIGURE`` is for figures only."""

HALL_SMALL, HALL_BODY, HALL_TITLE, HALL_FIGURE = 28, 36, 64, 128
"""The four sizes of the conference screen at 1920×1080, px."""

BRAND, GOLD = "#8A1538", "#C9A24B"
"""The rule across the top and the logo; nothing else wears them."""

OFFICE_FONT = "Arial"
"""Workbooks that people fill in: a font that every office has, with Vietnamese and figures of one width."""

MARKS = {"error": "#F9CFC0", "question": "#D5E0F4", "warning": "#FBE3AC", "info": "#E6E9ED"}
"""Ground of a cell that something is to be said about, by level; light, so that whatever stands in it can be read.
The level is always written beside it as well."""

SYMBOLS = {
    Verdict.EXCEEDED: "triangle-up",
    Verdict.MET: "circle",
    Verdict.ON_TRACK: "triangle-right",
    Verdict.BEHIND: "triangle-down",
    Verdict.MISSED: "x",
    Verdict.INCONCLUSIVE: "diamond-open-dot",
    Verdict.NOT_DUE: "circle-open",
    Verdict.NOT_COMPARABLE: "circle-open",
}
"""Plotly symbol of a verdict; ``not_comparable`` is drawn as the text ≠."""

GLYPHS = {
    Verdict.EXCEEDED: "▲",
    Verdict.MET: "●",
    Verdict.ON_TRACK: "▶",
    Verdict.BEHIND: "▼",
    Verdict.MISSED: "×",
    Verdict.INCONCLUSIVE: "◈",
    Verdict.NOT_DUE: "○",
    Verdict.NOT_COMPARABLE: "≠",
}
"""The shape as a character, for documents and the command line."""


@dataclass(frozen=True, slots=True)
class VerdictColours:
    """``fill``/``text`` of a badge, ``border`` of it, ``mark`` on the page, ``cell``/``cell_text`` in a heat map."""

    fill: str
    text: str
    mark: str
    cell: str
    cell_text: str
    border: str
    border_style: str = "solid"
    border_width: str = "1px"


@dataclass(frozen=True, slots=True)
class Palette:
    """Every colour of one surface, by its role."""

    name: str
    bg: str
    card: str
    sidebar: str
    ink: str
    ink2: str
    ink3: str
    hair: str
    line: str
    band: str
    band_edge: str
    band_ink: str
    active: str
    bar: str
    bar_strong: str
    verdicts: dict[Verdict, VerdictColours]


_LIGHT_VERDICTS = {
    Verdict.EXCEEDED: VerdictColours("#10306F", "#FFFFFF", "#10306F", "#D5E0F4", "#10306F", "#10306F"),
    Verdict.MET: VerdictColours("#0A798E", "#FFFFFF", "#0A798E", "#E2F1F3", "#075563", "#0A798E"),
    Verdict.ON_TRACK: VerdictColours("#E2F1F3", "#075563", "#0A798E", "#F4FAFB", "#075563", "#0A798E"),
    Verdict.BEHIND: VerdictColours("#F3B33E", "#2E1D00", "#A66300", "#F3B33E", "#2E1D00", "#A66300"),
    Verdict.MISSED: VerdictColours("#9C2A05", "#FFFFFF", "#9C2A05", "#9C2A05", "#FFFFFF", "#9C2A05"),
    Verdict.INCONCLUSIVE: VerdictColours(
        "#FFFFFF", "#43474E", "#5A6069", "#FFFFFF", "#43474E", "#6A7079", "dashed", "1.5px"
    ),
    Verdict.NOT_DUE: VerdictColours("#EFEEEA", "#565B63", "#6A7079", "#F6F5F2", "#5F656D", "#EFEEEA"),
    Verdict.NOT_COMPARABLE: VerdictColours(
        "#FFFFFF", "#43474E", "#43474E", "#FFFFFF", "#43474E", "#43474E", "double", "3px"
    ),
}

_DARK_VERDICTS = {
    Verdict.EXCEEDED: VerdictColours("#C6D8FF", "#0A1F4A", "#C6D8FF", "#22335A", "#DCE7FF", "#C6D8FF"),
    Verdict.MET: VerdictColours("#3FA5B5", "#03222A", "#5CC3D2", "#17363C", "#A6E0E8", "#3FA5B5"),
    Verdict.ON_TRACK: VerdictColours("#17363C", "#A6E0E8", "#5CC3D2", "#182529", "#A6E0E8", "#45ADBD"),
    Verdict.BEHIND: VerdictColours("#EEAC35", "#2E1D00", "#F3B33E", "#EEAC35", "#2E1D00", "#EEAC35"),
    Verdict.MISSED: VerdictColours("#C93F20", "#FFFFFF", "#FF8A68", "#C93F20", "#FFFFFF", "#C93F20"),
    Verdict.INCONCLUSIVE: VerdictColours(
        "#1B1E23", "#D3D6DB", "#B4B9C1", "#1B1E23", "#D3D6DB", "#8C929B", "dashed", "1.5px"
    ),
    Verdict.NOT_DUE: VerdictColours("#2A2E34", "#B4B9C1", "#8C929B", "#212429", "#B4B9C1", "#2A2E34"),
    Verdict.NOT_COMPARABLE: VerdictColours(
        "#1B1E23", "#D3D6DB", "#D3D6DB", "#1B1E23", "#D3D6DB", "#D3D6DB", "double", "3px"
    ),
}

LIGHT = Palette(
    name="light",
    bg="#FFFFFF",
    card="#FFFFFF",
    sidebar="#F7F6F3",
    ink="#1A1C20",
    ink2="#4B5058",
    ink3="#676D76",
    hair="#E2E0DA",
    line="#C9C6BE",
    band="#EEE9DD",
    band_edge="#B3A88F",
    band_ink="#6B6046",
    active="#ECEAE4",
    bar="#8A8F97",
    bar_strong="#33373D",
    verdicts=_LIGHT_VERDICTS,
)
DARK = Palette(
    name="dark",
    bg="#14161A",
    card="#1B1E23",
    sidebar="#191C20",
    ink="#F1F2F4",
    ink2="#C3C7CD",
    ink3="#9AA0A9",
    hair="#2E3238",
    line="#4A4F57",
    band="#38342A",
    band_edge="#7D7257",
    band_ink="#C9BC9A",
    active="#23272D",
    bar="#7A808A",
    bar_strong="#D3D6DB",
    verdicts=_DARK_VERDICTS,
)
HALL = Palette(
    name="hall",
    bg="#0B0D10",
    card="#14171B",
    sidebar="#14171B",
    ink="#FFFFFF",
    ink2="#D5D8DD",
    ink3="#AEB3BB",
    hair="#2B2F36",
    line="#565C66",
    band="#34301F",
    band_edge="#B39B5B",
    band_ink="#E6CF8F",
    active="#23272D",
    bar="#7A808A",
    bar_strong="#FFFFFF",
    verdicts=_DARK_VERDICTS,
)

_RULES = Path(__file__).with_name("style.css")

PALETTES = {palette.name: palette for palette in (LIGHT, DARK, HALL)}


def palette(name: str | None) -> Palette:
    """The palette of a surface's name; the light one where the browser has not said yet."""
    return PALETTES.get(name or "light", LIGHT)


_TICK = "M4.6 8.3 7.1 10.8 11.6 5.6"
_SHAPES = {
    Verdict.EXCEEDED: "<path d='M8 2 15 14H1z'/>",
    Verdict.MET: (
        "<mask id='m'><rect width='16' height='16' fill='#fff'/>"
        f"<path d='{_TICK}' fill='none' stroke='#000' stroke-width='2.1'/></mask>"
        "<circle cx='8' cy='8' r='7' mask='url(#m)'/>"
    ),
    Verdict.ON_TRACK: "<path d='M3 1.5 14.5 8 3 14.5z'/>",
    Verdict.BEHIND: "<path d='M8 14 1 2h14z'/>",
    Verdict.MISSED: "<path d='M3 3 13 13M13 3 3 13' fill='none' stroke='#000' stroke-width='3.4'/>",
    Verdict.INCONCLUSIVE: (
        "<path d='M8 1.6 14.4 8 8 14.4 1.6 8z' fill='none' stroke='#000' stroke-width='1.8'/>"
        "<circle cx='8' cy='8' r='1.9'/>"
    ),
    Verdict.NOT_DUE: "<circle cx='8' cy='8' r='5.6' fill='none' stroke='#000' stroke-width='2'/>",
    Verdict.NOT_COMPARABLE: (
        "<path d='M2 5.6h12M2 10.4h12M11.4 1.6 4.6 14.4' fill='none' stroke='#000' stroke-width='2'/>"
    ),
}


def mask(verdict: Verdict) -> str:
    """The verdict's shape as ``url("data:…")`` for a CSS mask, sixteen units square."""
    svg = f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'>{_SHAPES[verdict]}</svg>"
    return f'url("data:image/svg+xml,{quote(svg, safe="=:/ ()")}")'


def drawn(verdict: Verdict) -> str:
    """The verdict's shape as SVG in the current colour, sixteen units square, for pictures of our own."""
    cut, mark, rest = _SHAPES[verdict].rpartition("</mask>")
    return f'<g fill="currentColor">{cut}{mark}{rest.replace("#000", "currentColor")}</g>'


def by_role(surface: Palette, css: str) -> str:
    """CSS with the colours of a surface called by their roles, so that it follows the page it stands on, paper too."""
    for role in _ROLES:
        css = css.replace(getattr(surface, role), f"var(--{role.replace('_', '-')})")
    return css


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two ``#RRGGBB`` colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def stylesheet(name: str | None = None) -> str:
    """The whole stylesheet: colours as custom properties, then the rules of ``style.css``, which name none.

    Without a name it serves light and dark pages alike: each colour follows the ``color-scheme`` of the element it
    stands on, which Streamlit sets with its theme. With the name of a surface it serves that one alone. Plain CSS
    without the ``<style>`` tag; fonts come from ``.streamlit/config.toml`` and nothing from outside.
    """
    rules = _RULES.read_text(encoding="utf-8")
    if name is not None:
        return _properties(palette(name), None) + rules
    both = _properties(LIGHT, DARK)
    return f"{_properties(LIGHT, None)}@supports (color:light-dark(red,red)){{\n{both}}}\n{rules}"


def _properties(surface: Palette, dark: Palette | None) -> str:
    other = dark or surface

    def pick(one: str, two: str) -> str:
        return one if one == two else f"light-dark({one},{two})"

    roles = {role.replace("_", "-"): pick(getattr(surface, role), getattr(other, role)) for role in _ROLES}
    roles |= {"brand": BRAND, "gold": GOLD, "text-font": TEXT_FONT, "display-font": DISPLAY_FONT}
    sizes = {"small": SMALL, "body": BODY, "title": TITLE, "figure": FIGURE}
    roles |= {role: f"{size}px" for role, size in sizes.items()}
    lines = [":root{" + "".join(f"--{role}:{value};" for role, value in roles.items()) + "}"]
    for verdict, colours in surface.verdicts.items():
        twin = other.verdicts[verdict]
        lines.append(
            f".v-{verdict}{{--fill:{pick(colours.fill, twin.fill)};--on-fill:{pick(colours.text, twin.text)};"
            f"--mark:{pick(colours.mark, twin.mark)};--cell:{pick(colours.cell, twin.cell)};"
            f"--on-cell:{pick(colours.cell_text, twin.cell_text)};"
            f"--edge:{colours.border_width} {colours.border_style} {pick(colours.border, twin.border)};"
            f"--shape:{mask(verdict)}}}"
        )
    return "\n".join(lines) + "\n"


_ROLES = (
    "bg",
    "card",
    "sidebar",
    "ink",
    "ink2",
    "ink3",
    "hair",
    "line",
    "band",
    "band_edge",
    "band_ink",
    "active",
    "bar",
    "bar_strong",
)
