"""Small multiples: one goal, a small picture a unit, all on one scale from zero, the target's range behind each.

The lines are pictures of our own (:mod:`base64` in an ``<img>`` with its text); names and figures are real text. The
pictures wear the colours of both surfaces and follow the one they are shown on.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from html import escape
from itertools import pairwise

from metrics.goals import Verdict
from report import theme
from report.cards import shape
from report.charts.band import Step
from report.text import say

WIDTH, HEIGHT, EDGE = 240, 84, 9


@dataclass(frozen=True, slots=True)
class Spot:
    """A value at the end of a period; null where nobody reported."""

    on: date
    value: Fraction | None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class Panel:
    """One unit: its spots in order, the figure judged, both ends as printed, and what is special about its line."""

    name: str
    spots: tuple[Spot, ...]
    verdict: Verdict | None
    figure: str
    first: str = ""
    last: str = ""
    note: str = ""
    spoken: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """What all pictures share: days, the top of the scale, the range, a target's rule, days no line may cross."""

    first: date
    last: date
    top: Fraction
    steps: tuple[Step, ...] = ()
    aim: Fraction | None = None
    gaps: tuple[date, ...] = ()

    def x(self, on: date) -> float:
        return EDGE + (on - self.first).days / max((self.last - self.first).days, 1) * (WIDTH - 2 * EDGE)

    def y(self, value: Fraction) -> float:
        return HEIGHT - EDGE - float(min(value, self.top) / self.top) * (HEIGHT - 2 * EDGE)


def top_of(panels: Sequence[Panel], aim: Fraction | None = None) -> Fraction:
    """The top of the shared scale: the largest value there is, with some air."""
    values = [spot.value for panel in panels for spot in panel.spots if spot.value is not None]
    most = max([*values, *([aim] if aim is not None else [])], default=Fraction(1))
    return most * Fraction(21, 20) if most > 0 else Fraction(1)


def multiples(lang: str, panels: Sequence[Panel], frame: Frame, *, label: str = "", first: int | None = None) -> str:
    """The pictures in the order given; those after the ``first`` ones folded."""
    shown, folded = (panels, ()) if first is None or len(panels) <= first + 2 else (panels[:first], panels[first:])
    html = f'<ul class="m-multiples" aria-label="{escape(label)}">{"".join(_panel(one, frame) for one in shown)}</ul>'
    if folded:
        more = escape(say(lang, "heat.rest", number=len(folded)))
        inner = "".join(_panel(one, frame) for one in folded)
        html += f'<details><summary>{more}</summary><ul class="m-multiples">{inner}</ul></details>'
    return f'<div class="m">{html}</div>'


def _panel(panel: Panel, frame: Frame) -> str:
    name = escape(panel.name)
    name = f'<a href="{escape(panel.href)}">{name}</a>' if panel.href else name
    verdict = f" v-{panel.verdict}" if panel.verdict else ""
    mark = shape(panel.verdict) if panel.verdict else ""
    note = f'<span class="note">{escape(panel.note)}</span>' if panel.note else ""
    source = picture(panel, frame)
    image = f'<img src="{source}" alt="{escape(panel.spoken)}" width="{WIDTH}" height="{HEIGHT}">' if source else ""
    ends = f"<span>{escape(panel.first)}</span><span>{escape(panel.last)}</span>"
    return (
        f'<li class="{verdict.strip() or "plain"}"><div class="head"><span class="name">{name}</span>'
        f'<span class="fig">{mark}<b>{escape(panel.figure)}</b></span></div>{image}'
        f'<div class="ends">{ends}</div>{note}</li>'
    )


def picture(panel: Panel, frame: Frame) -> str:
    """The line of a panel as a ``data:`` address; empty without a value."""
    known = [spot for spot in panel.spots if spot.value is not None]
    if not known:
        return ""
    parts = [*_range(frame), f'<path class="z" d="M{EDGE - 5} {_px(frame.y(Fraction(0)))}H{WIDTH - EDGE + 5}"/>']
    if frame.aim is not None:
        parts.append(f'<path class="a" d="M{EDGE - 5} {_px(frame.y(frame.aim))}H{WIDTH - EDGE + 5}"/>')
    parts += [f'<path class="g" d="M{_px(frame.x(on))} 3V{HEIGHT - 3}"/>' for on in _inside(frame)]
    for run, simulated in _runs(panel.spots, frame):
        line = "L".join(f"{_px(frame.x(spot.on))} {_px(frame.y(spot.value))}" for spot in run if spot.value is not None)
        parts.append(f'<path class="l{" s" if simulated else ""}" d="M{line}"/>')
    for spot, last in ((known[0], False), (known[-1], True)):
        if spot.value is not None:
            at = f'cx="{_px(frame.x(spot.on))}" cy="{_px(frame.y(spot.value))}"'
            parts.append(f'<circle class="k" {at} r="6"/><circle class="{"e" if last else "o"}" {at} r="3.5"/>')
    mark = theme.LIGHT.ink if panel.verdict is None else theme.LIGHT.verdicts[panel.verdict].mark
    dark = theme.DARK.ink if panel.verdict is None else theme.DARK.verdicts[panel.verdict].mark
    rules = _rules(theme.LIGHT, mark) + "@media(prefers-color-scheme:dark){" + _rules(theme.DARK, dark) + "}"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"><style>{_STROKES}{rules}</style>'
        f"{''.join(parts)}</svg>"
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _range(frame: Frame) -> list[str]:
    """The target's range, a staircase where years are counted whole."""
    found = []
    for step in frame.steps:
        left, right = frame.x(max(step.first, frame.first)), frame.x(min(step.last + timedelta(days=1), frame.last))
        if right <= left:
            continue
        low = frame.y(max(step.low, Fraction(0)) if step.low is not None else Fraction(0))
        high = frame.y(step.high if step.high is not None else frame.top)
        found.append(
            f'<rect class="b" x="{_px(left)}" y="{_px(high)}" width="{_px(right - left)}" height="{_px(low - high)}"/>'
        )
    return found


def _inside(frame: Frame) -> list[date]:
    return [on for on in frame.gaps if frame.first < on <= frame.last]


def _runs(spots: Sequence[Spot], frame: Frame) -> list[tuple[list[Spot], bool]]:
    """Stretches of a line of one kind; none crosses a hole or a gap."""
    found: list[tuple[list[Spot], bool]] = []
    for one, two in pairwise(spots):
        if one.value is None or two.value is None or any(one.on < on <= two.on for on in frame.gaps):
            continue
        simulated = one.simulated or two.simulated
        if found and found[-1][0][-1] is one and found[-1][1] is simulated:
            found[-1][0].append(two)
        else:
            found.append(([one, two], simulated))
    return found


_STROKES = (
    ".l,.a,.g,.z{fill:none}.l{stroke-width:2.25;stroke-linecap:round;stroke-linejoin:round}"
    ".s{stroke-dasharray:4 3;stroke-linecap:butt}.a{stroke-width:1.25}.g{stroke-width:1;stroke-dasharray:2 2}"
    ".z{stroke-width:1}.o{stroke-width:1.5}"
)


def _rules(surface: theme.Palette, mark: str) -> str:
    return (
        f".b{{fill:{surface.band}}}.l{{stroke:{surface.ink}}}.a{{stroke:{surface.band_edge}}}.g{{stroke:{surface.ink3}}}"
        f".z{{stroke:{surface.line}}}.o{{stroke:{surface.ink};fill:{surface.card}}}.k{{fill:{surface.card}}}"
        f".e{{fill:{mark}}}"
    )


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
