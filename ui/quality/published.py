"""What was published beside what the units' reports add up to: differences first."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.reconcile import Reconciled, Standing, counts, reconcile
from report import cards, formats
from ui import headlines, quality
from ui.cache import ask
from ui.enter import Visit
from ui.pickers import Picked
from ui.table import download

WORDS = {Standing.DIFFERS: "differs", Standing.AGREES: "agrees", Standing.ALONE: "alone_word"}


def show(visit: Visit, picked: Picked) -> None:
    """Every published figure of the resolution, or that there is none."""
    found: tuple[Reconciled, ...] = ask(
        visit, reconcile, resolution=picked.resolution.code, boundaries=picked.boundaries
    )
    if not found:
        quality.nothing(visit, visit.say("reconcile.empty"), visit.say("reconcile.empty_fix"))
        return
    with st.container(key="box_published"):
        simulated = any(one.simulated for one in found)
        measured = visit.say("reconcile.measure", resolution=picked.resolution.number)
        st.html(cards.heading(visit.lang, finding(visit, found), measured, is_simulated=simulated))
        heads = [visit.say(f"reconcile.{key}") for key in HEADS]
        rows = [row(visit, one) for one in found]
        compared = [(one, cells) for one, cells in zip(found, rows, strict=True) if one.standing is not Standing.ALONE]
        others = [(one, cells) for one, cells in zip(found, rows, strict=True) if one.standing is Standing.ALONE]
        if compared:
            st.html(_drawn(visit, heads, compared))
        if others:
            st.html(_others(visit, heads, others, folded=bool(compared)))
        word = visit.say("app.simulated")
        marked = [[*cells, word if one.simulated else ""] for one, cells in zip(found, rows, strict=True)]
        name = f"{picked.resolution.code}-doi-chieu.csv"
        download(visit, [*heads, visit.say("arrivals.file_state")], marked, name, key="published")
        if simulated:
            quality.note(visit.say("reconcile.simulated"))


HEADS = ("standing", "indicator", "unit", "span", "published", "rolled", "difference", "source")


Line = tuple[Reconciled, list[str]]


def _others(visit: Visit, heads: list[str], some: list[Line], *, folded: bool) -> str:
    """Figures that nothing stands beside; folded away under those that something does."""
    empty = (HEADS.index("standing"), HEADS.index("rolled"), HEADS.index("difference"))
    table_ = _drawn(visit, heads, some, without=empty)
    if not folded:
        return table_
    said = visit.say("reconcile.alone", alone=formats.number(len(some), visit.lang))
    return f'<details class="m m-folded"><summary>{escape(said)}</summary>{table_}</details>'


def _drawn(visit: Visit, heads: list[str], some: list[Line], *, without: tuple[int, ...] = ()) -> str:
    """The table; columns that would be empty are left out."""
    places = [at for at in range(len(heads)) if at not in without]
    head = "".join(f"<th{NUMERIC.get(at, '')}>{escape(heads[at])}</th>" for at in places)
    body = "".join(_line(visit, heads, one, cells, places) for one, cells in some)
    table_ = f'<table class="m-table m-stacked m-published"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="m moc-scroll">{table_}</div>'


NUMERIC = dict.fromkeys((4, 5, 6), ' class="num"')


def _line(visit: Visit, heads: list[str], one: Reconciled, cells: list[str], places: list[int]) -> str:
    """A row; what is said of the figure stands small below its source."""
    note = visit.either(one.figure.note_vi, one.figure.note_en)
    marks = {0: ' class="standing"', **NUMERIC}
    texts = [escape(text) for text in cells]
    texts[-1] = escape(source(visit, one)) + (f'<span class="note">{escape(note)}</span>' if note else "")
    told = "".join(f'<td{marks.get(at, "")} data-head="{escape(heads[at])}">{texts[at]}</td>' for at in places)
    return f'<tr class="{one.standing.value}">{told}</tr>'


def source(visit: Visit, one: Reconciled) -> str:
    """Publisher and day."""
    return f"{one.figure.publisher}, {formats.day(one.figure.published_on, visit.lang)}"


def finding(visit: Visit, found: tuple[Reconciled, ...]) -> str:
    """How many agree, or differ, of those that can be compared."""
    each = counts(found)
    numbers = {one.value: formats.number(each[one], visit.lang) for one in Standing}
    compared = each[Standing.AGREES] + each[Standing.DIFFERS]
    key = "finding_differs" if each[Standing.DIFFERS] else "finding_all" if compared else "finding_alone"
    return visit.say(f"reconcile.{key}", compared=formats.number(compared, visit.lang), **numbers)


def row(visit: Visit, one: Reconciled) -> list[str]:
    """The cells of a published figure, as printed."""
    figure, goal = one.figure, one.goal.goal if one.goal else None
    mark = f" ({visit.say('app.simulated')})" if one.simulated else ""
    rolled = difference = ""
    if figure.rolled_up is not None:
        rolled = headlines.measured(visit, goal, figure.measure, figure.rolled_up) + mark
    if one.standing is Standing.DIFFERS:
        difference = headlines.measured(visit, goal, figure.measure, figure.difference, signed=True)
    return [
        visit.say(f"reconcile.{WORDS[one.standing]}"),
        visit.either(one.indicator.name_vi, one.indicator.name_en),
        quality.named(visit, one.unit),
        headlines.span(visit, figure.first_day, figure.last_day),
        figure.printed,
        rolled,
        difference,
        headlines.credit(visit, figure),
    ]
