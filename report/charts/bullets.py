"""Ranking as bullet bars: one shared scale from zero, the target's band behind all rows, a verdict at every end.

HTML and CSS rather than a picture: text copies, prints and wraps, and 141 rows cost no more than a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from metrics.goals import Verdict
from report.cards import shape
from report.text import say


@dataclass(frozen=True, slots=True)
class Bullet:
    """One unit: ``value`` places the bar, ``figure`` is how it is printed, ``between`` e.g. ``48 → 27``.

    ``under`` is the unit above it, in small letters below its name.
    """

    name: str
    value: Fraction | None
    figure: str
    verdict: Verdict | None
    between: str = ""
    strong: bool = False
    simulated: bool = False
    href: str | None = None
    under: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The target on the bars' scale: ``high`` null goes on to the end; ``marks`` are printed once, on top."""

    low: Fraction | None
    high: Fraction | None = None
    low_mark: str = ""
    high_mark: str = ""


def bullets(
    lang: str,
    rows: Sequence[Bullet],
    *,
    band: Band | None = None,
    unit: str = "",
    between: str = "",
    total: Bullet | None = None,
    first: int | None = None,
    apart: tuple[str, Sequence[Bullet]] | None = None,
) -> str:
    """The ranking in the order given. ``first`` keeps the others folded under "n đơn vị còn lại".

    ``apart`` are units that are out of the running, folded under the words given.

    ``unit`` heads the column of figures, ``between`` the one of ``48 → 27``.
    """
    if not rows and not apart:
        return f'<div class="m m-empty">{escape(say(lang, "ranking.empty"))}</div>'
    scale = _scale([*rows, *([total] if total else [])], band)
    shown, folded = (rows, ()) if first is None or len(rows) <= first + 2 else (rows[:first], rows[first:])
    parts = [_head(lang, scale, band, unit, between), *(_row(lang, row, scale, band) for row in shown)]
    if folded:
        inner = "".join(_row(lang, row, scale, band) for row in folded)
        rest = escape(say(lang, "ranking.rest", number=len(folded)))
        parts.append(f"<details><summary>{rest}</summary>{inner}</details>")
    if apart:
        inner = "".join(_row(lang, row, scale, band) for row in apart[1])
        parts.append(f"<details><summary>{escape(apart[0])}</summary>{inner}</details>")
    if total:
        parts.append(_row(lang, total, scale, band, kind=" total"))
    return f'<div class="m m-bullets" role="table">{"".join(parts)}</div>'


def _scale(rows: Sequence[Bullet], band: Band | None) -> tuple[Fraction, Fraction]:
    values = [row.value for row in rows if row.value is not None] + [Fraction(0)]
    if band:
        values += [edge for edge in (band.low, band.high) if edge is not None]
    if band and band.high is None and band.low:
        values.append(band.low * Fraction(6, 5))
    least, most = min(values), max(values)
    return least, (most if most > least else least + 1)


def _at(value: Fraction, scale: tuple[Fraction, Fraction]) -> str:
    least, most = scale
    share = min(max((value - least) / (most - least), Fraction(0)), Fraction(1))
    return f"{float(share * 100):.2f}%"


def _stretch(first: Fraction, last: Fraction, scale: tuple[Fraction, Fraction]) -> str:
    least, most = scale
    return f"left:{_at(first, scale)};width:{_at(least + last - first, (least, most))}"


def _head(lang: str, scale: tuple[Fraction, Fraction], band: Band | None, unit: str, between: str) -> str:
    marks = ""
    if band and band.low is not None:
        side = "low" if band.high_mark else "only"
        marks += f'<span class="edge {side}" style="left:{_at(band.low, scale)}">{escape(band.low_mark)}</span>'
    if band and band.high is not None:
        side = "high" if band.low_mark else "only"
        marks += f'<span class="edge {side}" style="left:{_at(band.high, scale)}">{escape(band.high_mark)}</span>'
    return (
        f'<div class="r top" role="row"><span role="columnheader">{escape(say(lang, "ranking.unit"))}</span>'
        f'<span class="ft" role="columnheader">{escape(between)}</span><span class="track">{marks}</span>'
        f'<span class="fig m-sub" role="columnheader">{escape(unit)}</span><span></span></div>'
    )


def _row(lang: str, row: Bullet, scale: tuple[Fraction, Fraction], band: Band | None, kind: str = "") -> str:
    track = ""
    if band and (band.low is not None or band.high is not None):
        low = band.low if band.low is not None else scale[0]
        high = band.high if band.high is not None else scale[1]
        closed = " closed" if band.high is not None else ""
        track += f'<i class="band{closed}" style="{_stretch(low, high, scale)}"></i>'
    track += f'<i class="zero" style="left:{_at(Fraction(0), scale)}"></i>'
    if row.value is not None:
        first, last = min(row.value, Fraction(0)), max(row.value, Fraction(0))
        track += f'<i class="bar" style="{_stretch(first, last, scale)}"></i>'
        if row.verdict is not None:
            place = f'style="left:{_at(row.value, scale)}"'
            track += f'<i class="halo" {place}></i><i class="m-shape end v-{row.verdict}" {place}></i>'
    word = ""
    if row.verdict is not None:
        said = escape(say(lang, f"verdict.{row.verdict}"))
        word = f'{shape(row.verdict)}<span class="w">{said}</span>'
    name = f'<a href="{escape(row.href)}">{escape(row.name)}</a>' if row.href else escape(row.name)
    name += f'<span class="m-note">{escape(row.under)}</span>' if row.under else ""
    marks = (" strong" if row.strong else "") + (" sim" if row.simulated else "") + kind
    verdict = f" v-{row.verdict}" if row.verdict else ""
    return (
        f'<div class="r{marks}" role="row"><span class="name" role="cell">{name}</span>'
        f'<span class="ft" role="cell">{escape(row.between)}</span>'
        f'<span class="track" aria-hidden="true">{track}</span>'
        f'<span class="fig" role="cell">{escape(row.figure)}</span>'
        f'<span class="m-word{verdict}" role="cell">{word}</span></div>'
    )
