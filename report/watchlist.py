"""The watch list as HTML: rows that say why a unit is here, and how many there are under each unit.

The same rules as :mod:`report.cards`: callers hand over plain text, everything is escaped here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape

from report import cards, formats
from report.cards import linked
from report.text import say


@dataclass(frozen=True, slots=True)
class Cell:
    """A text, with the page it leads to where it leads anywhere."""

    text: str
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A unit or goal on the list: who, where, why, its figure, since when, what is planned, which goal it bears on."""

    unit: Cell
    place: str
    why: str
    more: str
    number: str
    since: str
    planned: Cell
    goal: Cell
    simulated: bool


@dataclass(frozen=True, slots=True)
class Heads:
    """Headings of the columns; those of ``number`` and ``goal`` are empty where no row of the table has any."""

    unit: str
    why: str
    number: str
    since: str
    planned: str
    goal: str


COLUMNS = ("unit", "why", "number", "since", "planned", "goal")


def rows(lang: str, heads: Heads, found: Sequence[Row], *, marked: bool = True, on_paper: int | None = None) -> str:
    """The rows as a table, read down on a phone: each a block of its own.

    ``marked`` marks each simulated row; where all of them are, the heading above says it once instead. Of more rows
    than ``on_paper`` the rest are left to the screen.
    """
    shown = [(name, text) for name in COLUMNS if (text := getattr(heads, name))]
    head = "".join(f'<th class="{_look(name)}">{escape(text)}</th>' for name, text in shown)
    on_paper = len(found) if on_paper is None else on_paper
    body = "".join(_row(lang, shown, row, marked=marked, off=at >= on_paper) for at, row in enumerate(found))
    return (
        f'<div class="m moc-scroll"><table class="m-table m-stacked m-watch"><thead><tr>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _look(name: str) -> str:
    return f"{name} num" if name == "number" else name


def _row(lang: str, shown: Sequence[tuple[str, str]], row: Row, *, marked: bool, off: bool) -> str:
    place = f'<span class="m-note">{escape(row.place)}</span>' if row.place else ""
    more = f'<span class="m-sub">{escape(row.more)}</span>' if row.more else ""
    chip = cards.simulated(lang) if marked and row.simulated else ""
    cells = {
        "unit": f"<b>{linked(row.unit.text, row.unit.href)}</b>{place}",
        "why": f"<span>{escape(row.why)}</span>{more}",
        "number": escape(row.number),
        "since": f"<span>{escape(row.since)}</span>{chip}",
        "planned": linked(row.planned.text, row.planned.href),
        "goal": linked(row.goal.text, row.goal.href),
    }
    told = "".join(
        f'<td class="{_look(name)}" data-head="{escape(head)}"><div>{cells[name]}</div></td>'
        if cells[name]
        else f'<td class="{_look(name)}"></td>'
        for name, head in shown
    )
    look = ' class="off-paper"' if off else ""
    return f"<tr{look}>{told}</tr>"


@dataclass(frozen=True, slots=True)
class CountRow:
    """How many rows each rule has under a unit, in the order of the heads, and where each leads."""

    name: Cell
    numbers: tuple[int, ...]
    hrefs: tuple[str, ...]


def counts(lang: str, unit_head: str, heads: Sequence[str], found: Sequence[CountRow]) -> str:
    """Units × rules: figures right-aligned, a bar of each row's sum from zero on one scale, a total row."""
    sums = [sum(row.numbers) for row in found]
    most = max(sums, default=0)
    total = [sum(row.numbers[place] for row in found) for place in range(len(heads))]
    all_head = say(lang, "watch_page.all")
    head = f"<th>{escape(unit_head)}</th>" + "".join(f'<th class="num">{escape(each)}</th>' for each in heads)
    head += f'<th class="num">{escape(all_head)}</th><th class="bars"></th>'
    body = "".join(_counted(lang, heads, row, one, most) for row, one in zip(found, sums, strict=True))
    last = "".join(
        f'<td data-head="{escape(name)}" class="num">{formats.number(each, lang)}</td>'
        for name, each in zip((*heads, all_head), (*total, sum(sums)), strict=True)
    )
    words = escape(say(lang, "watch_page.total"))
    return (
        f'<div class="m moc-scroll"><table class="m-table m-stacked m-watch-counts"><thead><tr>{head}</tr></thead>'
        f'<tbody>{body}<tr class="total"><td>{words}</td>{last}<td class="bars"></td></tr></tbody></table></div>'
    )


def _counted(lang: str, heads: Sequence[str], row: CountRow, total: int, most: int) -> str:
    cells = "".join(
        f'<td data-head="{escape(name)}" class="num">{linked(formats.number(each, lang), where)}</td>'
        if each
        else f'<td data-head="{escape(name)}" class="num zero">0</td>'
        for name, each, where in zip(heads, row.numbers, row.hrefs, strict=True)
    )
    width = round(Fraction(100 * total, most)) if most else 0
    bar = f'<td class="bars"><i style="width:{width}%" aria-hidden="true"></i></td>'
    return (
        f"<tr><td>{linked(row.name.text, row.name.href)}</td>{cells}"
        f'<td data-head="{escape(say(lang, "watch_page.all"))}" class="num sum">{formats.number(total, lang)}</td>'
        f"{bar}</tr>"
    )
