"""Units × periods as a grid of real text: how many reported of how many, a shape and a word for what is not in order.

No colours: shapes, words and weight say it, so that it prints in grey. HTML and CSS, as the heat map of verdicts.
On a phone one year stands at a time, chosen without asking the server.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from report.text import say


@dataclass(frozen=True, slots=True)
class ArrivalCell:
    """``state`` is the one that needs looking at most, ``figure`` the large print, ``words`` what is below it."""

    state: str
    figure: str
    words: str
    spoken: str
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class ArrivalRow:
    name: str
    cells: tuple[ArrivalCell | None, ...]
    sub: str = ""
    href: str | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class ArrivalColumn:
    name: str
    year: int
    href: str | None = None
    chosen: bool = False


LONG = 9
"""Letters of a figure that may be broken after its stroke."""

STATES = ("on_time", "late", "missing", "corrected", "reported")


def mark(state: str) -> str:
    """The shape of a state alone; a word must stand beside it."""
    return f'<i class="m-arrival a-{state}" aria-hidden="true"></i>'


def legend(lang: str, states: Sequence[str], *, none: bool) -> str:
    """Shapes with their words, those that the grid shows."""
    items = "".join(f"<li>{mark(one)}{escape(say(lang, f'arrival.{one}'))}</li>" for one in STATES if one in states)
    rest = f'<li><span aria-hidden="true">–</span>{escape(say(lang, "arrival.none"))}</li>' if none else ""
    return f'<ul class="m-key" aria-label="{escape(say(lang, "arrivals.legend"))}">{items}{rest}</ul>'


def grid(
    lang: str,
    columns: Sequence[ArrivalColumn],
    rows: Sequence[ArrivalRow],
    *,
    label: str,
    quiet: Sequence[ArrivalRow] = (),
    quiet_label: str = "",
) -> str:
    """The whole grid; ``quiet`` rows are folded below it under their label.

    On a phone the last year stands open, and one of the others in its place when chosen.
    """
    years = sorted({column.year for column in columns}, reverse=True)
    turn = {year: place for place, year in enumerate(years, start=1)}
    picks = "".join(
        f'<label><input type="radio" name="moc_year" class="p{turn[year]}"{" checked" if turn[year] == 1 else ""}>'
        f"<span>{escape(say(lang, 'arrivals.year', year=year))}</span></label>"
        for year in reversed(years)
    )
    choose = escape(say(lang, "arrivals.year_choice"))
    paging = f'<fieldset class="years"><legend>{choose}</legend>{picks}</fieldset>' if len(years) > 1 else ""
    places = [turn[column.year] for column in columns]
    first = f'<th scope="col">{escape(say(lang, "arrivals.unit"))}</th>'
    head = first + "".join(_head(column, place) for column, place in zip(columns, places, strict=True))
    drawn = _table(head, rows, places, label)
    if quiet:
        folded = _table(head, quiet, places, quiet_label)
        drawn += f'<details class="m-folded"><summary>{escape(quiet_label)}</summary>{folded}</details>'
    return f'<div class="m m-arrivals">{paging}{drawn}</div>'


def _table(head: str, rows: Sequence[ArrivalRow], places: Sequence[int], label: str) -> str:
    body = "".join(_row(row, places) for row in rows)
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{escape(label)}">'
        f'<table style="--n:{len(places)}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _head(column: ArrivalColumn, place: int) -> str:
    chosen = " chosen" if column.chosen else ""
    text = escape(column.name)
    inner = f'<a href="{escape(column.href)}">{text}</a>' if column.href else text
    return f'<th scope="col" class="of p{place}{chosen}">{inner}</th>'


def _row(row: ArrivalRow, places: Sequence[int]) -> str:
    name = f'<a href="{escape(row.href)}">{escape(row.name)}</a>' if row.href else escape(row.name)
    sub = f"<span>{escape(row.sub)}</span>" if row.sub else ""
    cells = "".join(_cell(cell, place) for cell, place in zip(row.cells, places, strict=True))
    total = ' class="total"' if row.total else ""
    return f'<tr{total}><th scope="row">{name}{sub}</th>{cells}</tr>'


def _cell(cell: ArrivalCell | None, place: int) -> str:
    if cell is None:
        return f'<td class="of p{place} none">–</td>'
    sim = " sim" if cell.simulated else ""
    figure = escape(cell.figure)
    if len(figure) > LONG:
        figure = figure.replace("/", "/<wbr>")
    words = f"<span>{escape(cell.words)}</span>" if cell.words else ""
    return (
        f'<td class="of p{place} a-{cell.state}{sim}" title="{escape(cell.spoken)}">'
        f"<div>{mark(cell.state)}<b>{figure}</b>{words}</div></td>"
    )
