"""Parts of a whole as bars from zero on one scale: who holds most of it, the others together, and the total.

HTML and CSS, so that names copy and link; a part's note says what it needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape


@dataclass(frozen=True, slots=True)
class Part:
    """One part: ``figure`` as printed, ``note`` below the name; ``quiet`` for the others together."""

    name: str
    value: Fraction
    figure: str
    note: str = ""
    href: str | None = None
    quiet: bool = False
    simulated: bool = False


def parts(rows: Sequence[Part], total: tuple[str, str]) -> str:
    """The parts in the order given, and below them the total: its name and its figure.

    One scale from zero; the others together have no bar where it would dwarf all the rest.
    """
    most = max((row.value for row in rows if not row.quiet), default=Fraction(0)) or Fraction(1)
    loud = max((row.value for row in rows if row.value <= 2 * most), default=most)
    body = "".join(_row(row, loud) for row in rows)
    name, figure = (escape(text) for text in total)
    last = f'<span role="cell">{name}</span><span></span><span class="fig" role="cell">{figure}</span>'
    return f'<div class="m m-parts" role="table">{body}<div class="r total" role="row">{last}</div></div>'


def _row(row: Part, most: Fraction) -> str:
    name = f'<a href="{escape(row.href)}">{escape(row.name)}</a>' if row.href else escape(row.name)
    note = f'<span class="m-note">{escape(row.note)}</span>' if row.note else ""
    look = (" quiet" if row.quiet else "") + (" sim" if row.simulated else "")
    bar = f'<i class="bar" style="width:{float(row.value / most * 100):.2f}%"></i>' if row.value <= most else ""
    return (
        f'<div class="r{look}" role="row"><span class="name" role="cell">{name}{note}</span>'
        f'<span class="track" aria-hidden="true">{bar}</span>'
        f'<span class="fig" role="cell">{escape(row.figure)}</span></div>'
    )
