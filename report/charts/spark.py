"""A path the size of a word, and where a unit stands among its peers: small pictures for a line of a table.

Each is an SVG of our own as a ``data:`` address for an ``<img>`` with its text beside it. It wears the colours of both
surfaces and follows the one it is shown on. The same figures always give the same bytes.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from html import escape
from itertools import pairwise

from metrics.goals import Verdict
from report import theme

WIDTH, HEIGHT = 136, 36
EDGE = 8
"""Room for the mark at either end, px."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value at the end of a period; null where nobody reported."""

    on: date
    value: Fraction | None
    simulated: bool = False


def spark(
    dots: Sequence[Dot],
    *,
    verdict: Verdict | None = None,
    gaps: Sequence[date] = (),
    aim: Fraction | None = None,
    width: int = WIDTH,
    height: int = HEIGHT,
) -> str:
    """The path of a figure: simulated stretches dashed, the end marked by its verdict's shape, the aim a thin rule.

    No line crosses a period without a figure or one of the ``gaps``; those are short upright strokes. Empty without a
    value.
    """
    known = [dot for dot in dots if dot.value is not None]
    if not known:
        return ""
    values = [dot.value for dot in known if dot.value is not None] + ([aim] if aim is not None else [])
    low, high = min(values), max(values)
    first, last = dots[0].on, max(dots[-1].on, known[-1].on)

    def x(on: date) -> float:
        return EDGE + (on - first).days / max((last - first).days, 1) * (width - 2 * EDGE)

    def y(value: Fraction) -> float:
        share = Fraction(1, 2) if high == low else (value - low) / (high - low)
        return height - EDGE - float(share) * (height - 2 * EDGE)

    parts = []
    if aim is not None:
        parts.append(f'<path class="a" d="M{EDGE - 4} {_px(y(aim))}H{width - EDGE + 4}"/>')
    shown = [on for on in gaps if first < on <= last]
    parts += [f'<path class="g" d="M{_px(x(on))} 2V{height - 2}"/>' for on in shown]
    for one, two in pairwise(dots):
        if one.value is None or two.value is None or any(one.on < on <= two.on for on in shown):
            continue
        dash = " s" if one.simulated or two.simulated else ""
        parts.append(
            f'<path class="l{dash}" d="M{_px(x(one.on))} {_px(y(one.value))}L{_px(x(two.on))} {_px(y(two.value))}"/>'
        )
    start, end = known[0], known[-1]
    if start is not end and start.value is not None:
        parts.append(f'<circle class="o" cx="{_px(x(start.on))}" cy="{_px(y(start.value))}" r="2.5"/>')
    if end.value is not None:
        parts.append(_mark(verdict, x(end.on), y(end.value)))
    return _picture(parts, width, height, verdict)


def strip(
    values: Sequence[Fraction],
    own: Fraction,
    *,
    middle: Fraction | None = None,
    width: int = WIDTH,
    height: int = 18,
) -> str:
    """The peers' values on one scale, worst left, each a thin stroke; the median longer, the unit's own a solid dot.

    ``values`` come best first, the unit's own among them.
    """
    if not values:
        return ""
    best, worst = values[0], values[-1]

    def x(value: Fraction) -> float:
        share = Fraction(1, 2) if best == worst else (value - worst) / (best - worst)
        return EDGE + float(share) * (width - 2 * EDGE)

    half = height / 2
    parts = [f'<path class="h" d="M{EDGE - 4} {_px(half)}H{width - EDGE + 4}"/>']
    parts += [
        f'<path class="p" d="M{_px(at)} {_px(half - 4)}V{_px(half + 4)}"/>'
        for at in sorted({round(x(value), 1) for value in values})
    ]
    if middle is not None:
        parts.append(f'<path class="m" d="M{_px(x(middle))} 1V{_px(height - 1)}"/>')
    parts.append(f'<circle class="d" cx="{_px(x(own))}" cy="{_px(half)}" r="4.5"/>')
    return _picture(parts, width, height, None)


def image(source: str, said: str, *, width: int = WIDTH, height: int = HEIGHT) -> str:
    """The picture as HTML with its text; nothing for no picture."""
    if not source:
        return ""
    return f'<img class="m-spark" src="{source}" alt="{escape(said)}" width="{width}" height="{height}">'


def _mark(verdict: Verdict | None, x: float, y: float) -> str:
    """The verdict's shape, or a plain dot, on a halo of the ground."""
    halo = f'<circle class="k" cx="{_px(x)}" cy="{_px(y)}" r="7"/>'
    if verdict is None:
        return f'{halo}<circle class="d" cx="{_px(x)}" cy="{_px(y)}" r="3.5"/>'
    inside = theme.drawn(verdict)
    box = f'x="{_px(x - 6)}" y="{_px(y - 6)}" width="12" height="12" viewBox="0 0 16 16"'
    return f'{halo}<svg class="v" {box}>{inside}</svg>'


def _picture(parts: Sequence[str], width: int, height: int, verdict: Verdict | None) -> str:
    rules = _rules(theme.LIGHT, verdict) + "@media(prefers-color-scheme:dark){" + _rules(theme.DARK, verdict) + "}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f"<style>{_STROKES}{rules}</style>{''.join(parts)}</svg>"
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


_STROKES = (
    ".l,.a,.g,.h,.p,.m{fill:none}.l{stroke-width:1.75;stroke-linecap:round}"
    ".s{stroke-dasharray:3 2.6;stroke-linecap:butt}"
    ".a{stroke-width:1;stroke-dasharray:1 2}.g{stroke-width:1}.o{stroke-width:1.25}"
    ".h{stroke-width:1}.p{stroke-width:1.5}.m{stroke-width:1.5}"
)


def _rules(surface: theme.Palette, verdict: Verdict | None) -> str:
    mark = surface.verdicts[verdict].mark if verdict else surface.ink
    return (
        f".l{{stroke:{surface.ink}}}.a{{stroke:{surface.band_edge}}}.g{{stroke:{surface.ink3}}}"
        f".o{{stroke:{surface.ink};fill:{surface.card}}}.k{{fill:{surface.card}}}.d{{fill:{surface.ink}}}"
        f".h{{stroke:{surface.line}}}.p{{stroke:{surface.bar}}}.m{{stroke:{surface.ink}}}.v{{color:{mark}}}"
    )


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
