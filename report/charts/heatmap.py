"""Units × goals as a grid of real text: a shape, a figure and its detail in every cell, on the colour of its verdict.

HTML and CSS rather than a picture: it copies, prints, wraps and is read aloud row by row. Troubled cells are loud, good
ones quiet; the total stands under a rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from metrics.goals import Verdict
from report.cards import shape
from report.text import say


@dataclass(frozen=True, slots=True)
class HeatCell:
    """``figure`` at the left, ``detail`` (``48 → 27``) at the right, ``spoken`` for who cannot see it.

    A null ``verdict`` is a figure that nothing is asked of.
    """

    verdict: Verdict | None
    figure: str
    detail: str = ""
    spoken: str = ""
    href: str | None = None
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A unit: null cells are empty ones. ``score`` closes the row; ``strong`` rows have trouble."""

    name: str
    cells: tuple[HeatCell | None, ...]
    score: str = ""
    href: str | None = None
    strong: bool = False
    sub: str = ""


@dataclass(frozen=True, slots=True)
class HeatColumn:
    """A goal: its name and what it asks."""

    name: str
    target: str = ""
    href: str | None = None


@dataclass(frozen=True, slots=True)
class HeatGroup:
    """Rows under a title of their own; without a title they stand as one."""

    rows: tuple[HeatRow, ...]
    title: str = ""


def heatmap(
    lang: str,
    columns: Sequence[HeatColumn],
    groups: Sequence[HeatGroup],
    *,
    total: HeatRow | None = None,
    unit: str = "",
    score: str = "",
    label: str = "",
    first: int | None = None,
) -> str:
    """The grid in the order given. Rows after the ``first`` ones are folded under how many they are, below the total.

    ``unit`` and ``score`` head the outer columns; ``label`` names the whole for a screen reader.
    """
    shown, folded = _parted(groups, first)
    head = _head(columns, unit, score)
    body = "".join(_group(group) for group in shown)
    last = f'<div class="group" role="rowgroup">{_row(total, kind=" total")}</div>' if total else ""
    grid = _grid(columns, label, head + body + last)
    if folded:
        number = sum(len(group.rows) for group in folded)
        more = escape(say(lang, "heat.rest", number=number))
        inner = _grid(columns, say(lang, "heat.rest", number=number), head + "".join(_group(group) for group in folded))
        grid += f"<details><summary>{more}</summary>{inner}</details>"
    return f'<div class="m m-heatmap">{grid}</div>'


def _parted(groups: Sequence[HeatGroup], first: int | None) -> tuple[list[HeatGroup], list[HeatGroup]]:
    """Groups up to so many rows, and the rest; two more rows are not worth a fold."""
    number = sum(len(group.rows) for group in groups)
    if first is None or number <= first + 2:
        return list(groups), []
    shown, folded, room = [], [], first
    for group in groups:
        head, tail = group.rows[:room], group.rows[room:]
        room -= len(head)
        if head:
            shown.append(HeatGroup(head, group.title))
        if tail:
            folded.append(HeatGroup(tail, group.title))
    return shown, folded


def _grid(columns: Sequence[HeatColumn], label: str, body: str) -> str:
    many = " many" if len(columns) > 4 else ""
    return (
        f'<div class="m-heat{many}" style="--n:{max(len(columns), 2)}" role="table" aria-label="{escape(label)}" '
        f'tabindex="0">{body}</div>'
    )


def _head(columns: Sequence[HeatColumn], unit: str, score: str) -> str:
    cells = "".join(
        f'<span class="h" role="columnheader"><b>{_linked(column.name, column.href)}</b>'
        f"<span>{escape(column.target)}</span></span>"
        for column in columns
    )
    return (
        f'<div class="group" role="rowgroup"><div class="r top" role="row">'
        f'<span class="name" role="columnheader">{escape(unit)}</span>{cells}'
        f'<span class="score" role="columnheader">{escape(score)}</span></div></div>'
    )


def _group(group: HeatGroup) -> str:
    title = ""
    if group.title:
        title = f'<div class="r of" role="row"><h3 role="rowheader" aria-colspan="3">{escape(group.title)}</h3></div>'
    return f'<div class="group" role="rowgroup">{title}{"".join(_row(row) for row in group.rows)}</div>'


def _row(row: HeatRow, kind: str = "") -> str:
    strong = " strong" if row.strong else ""
    sub = f"<span>{escape(row.sub)}</span>" if row.sub else ""
    cells = "".join(_cell(cell) for cell in row.cells)
    name = _linked(row.name, row.href) + sub
    return (
        f'<div class="r{strong}{kind}" role="row"><span class="name" role="rowheader">{name}</span>{cells}'
        f'<span class="score" role="cell">{escape(row.score)}</span></div>'
    )


def _cell(cell: HeatCell | None) -> str:
    if cell is None:
        return '<span class="c none" role="cell"></span>'
    verdict = f" v-{cell.verdict}" if cell.verdict else " plain"
    mark = shape(cell.verdict) if cell.verdict else ""
    sim = " sim" if cell.simulated else ""
    detail = f'<span class="ft">{escape(cell.detail)}</span>' if cell.detail else ""
    inner = f'{mark}<b>{escape(cell.figure)}</b>{detail}<span class="m-alt">{escape(cell.spoken)}</span>'
    said = escape(cell.spoken)
    if cell.href is None:
        return f'<span class="c{verdict}{sim}" role="cell" title="{said}">{inner}</span>'
    return f'<span class="c{verdict}{sim}" role="cell"><a href="{escape(cell.href)}" title="{said}">{inner}</a></span>'


def _linked(text: str, href: str | None) -> str:
    return f'<a href="{escape(href)}">{escape(text)}</a>' if href else escape(text)
