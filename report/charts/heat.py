"""Heat map of units × goals as a grid of real text: shape, figure, "48 → 27"; it copies and prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from metrics.goals import Verdict
from report.cards import shape
from report.text import say


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's verdict on one goal; a null verdict prints the figure alone, or a dash."""

    verdict: Verdict | None
    figure: str
    between: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One unit; ``strong`` for a row that needs a look."""

    name: str
    cells: tuple[Cell, ...]
    good: str = ""
    strong: bool = False
    href: str | None = None


def heat_map(
    lang: str, columns: Sequence[tuple[str, str]], rows: Sequence[HeatRow], total: HeatRow | None = None
) -> str:
    """The grid in the order given. ``columns``: name of the goal and its target; ``total`` stands below a rule."""
    if not rows:
        return f'<div class="m m-empty">{escape(say(lang, "ranking.empty"))}</div>'
    heads = "".join(
        f'<div class="h"><b>{escape(name)}</b><span>{escape(asked)}</span></div>' for name, asked in columns
    )
    good = escape(say(lang, "heat.good"))
    unit = escape(say(lang, "heat.unit"))
    parts = [f'<div class="h"><span>{unit}</span></div>{heads}<div class="h good"><span>{good}</span></div>']
    parts += [_row(lang, row) for row in rows]
    if total:
        parts.append(f'<div class="rule"></div>{_row(lang, total)}')
    shape_of_grid = f"grid-template-columns:minmax(120px,1.1fr) repeat({len(columns)},minmax(168px,1fr)) 88px"
    return f'<div class="m m-heat" tabindex="0"><div class="grid" style="{shape_of_grid}">{"".join(parts)}</div></div>'


def _row(lang: str, row: HeatRow) -> str:
    strong = " strong" if row.strong else ""
    name = f'<a href="{escape(row.href)}">{escape(row.name)}</a>' if row.href else escape(row.name)
    cells = "".join(_cell(lang, cell) for cell in row.cells)
    return f'<div class="n{strong}">{name}</div>{cells}<div class="g{strong}">{escape(row.good)}</div>'


def _cell(lang: str, cell: Cell) -> str:
    between = f"<span>{escape(cell.between)}</span>" if cell.between else ""
    figure = escape(cell.figure or say(lang, "heat.none"))
    if cell.verdict is None:
        return f'<div class="c"><b>{figure}</b>{between}</div>'
    said = escape(say(lang, f"verdict.{cell.verdict}"))
    mark = " sim" if cell.simulated else ""
    return f'<div class="c v-{cell.verdict}{mark}" title="{said}">{shape(cell.verdict)}<b>{figure}</b>{between}</div>'
