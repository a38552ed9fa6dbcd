"""What was published beside what the units' reports add up to: differences first."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from itertools import groupby

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
            st.html(_drawn(visit, compared))
        if others:
            st.html(_others(visit, others, folded=bool(compared)))
        word = visit.say("app.simulated")
        marked = [[*cells, word if one.simulated else ""] for one, cells in zip(found, rows, strict=True)]
        name = f"{picked.resolution.code}-doi-chieu.csv"
        download(visit, [*heads, visit.say("arrivals.file_state")], marked, name, key="published")
        if simulated:
            quality.note(visit.say("reconcile.simulated"))


HEADS = ("standing", "indicator", "unit", "span", "published", "rolled", "difference", "source")


Line = tuple[Reconciled, list[str]]

SHOWN = ("span", "published", "rolled", "difference", "standing", "source")
"""Columns of the tables; what is measured, and where, stands above its figures."""

NUMERIC = ("published", "rolled", "difference")


def _others(visit: Visit, some: list[Line], *, folded: bool) -> str:
    """Figures that nothing stands beside; folded away under those that something does."""
    table_ = _drawn(visit, some)
    if not folded:
        return table_
    said = visit.say("reconcile.alone", alone=formats.number(len(some), visit.lang))
    return f'<details class="m m-folded"><summary>{escape(said)}</summary>{table_}</details>'


def _drawn(visit: Visit, some: list[Line]) -> str:
    """The table, a group for each thing measured at a unit; columns that would be empty are left out."""
    names = [name for name in SHOWN if any(cells[HEADS.index(name)] for _, cells in some)]
    if all(one.standing is Standing.ALONE for one, _ in some):
        names.remove("standing")
    heads = {name: visit.say(f"reconcile.{name}") for name in names}
    head = "".join(f'<th class="{_look(name)}">{escape(text)}</th>' for name, text in heads.items())
    notes = Notes()
    body = ""
    for (what, where), lines in groupby(some, key=lambda line: (line[0].indicator, line[0].unit)):
        named = f"{visit.either(what.name_vi, what.name_en)} · {quality.named(visit, where)}"
        body += f'<tr class="of"><th colspan="{len(names)}" scope="colgroup">{escape(named)}</th></tr>'
        body += "".join(_line(visit, heads, one, cells, notes) for one, cells in lines)
    table_ = f'<table class="m-table m-stacked m-published"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    return f'<div class="m moc-scroll">{table_}{notes.drawn()}</div>'


def _look(name: str) -> str:
    return f"{name} num" if name in NUMERIC else name


def _line(visit: Visit, heads: Mapping[str, str], one: Reconciled, cells: list[str], notes: Notes) -> str:
    """A row; what is said of the figure is a note below the table, its number beside the source."""
    texts = {name: escape(cells[HEADS.index(name)]) for name in heads}
    marks = notes.marks(visit.either(one.figure.note_vi, one.figure.note_en) or "")
    texts["source"] = f"<span>{escape(source(visit, one))}{f' <sup>{marks}</sup>' if marks else ''}</span>"
    told = "".join(
        f'<td class="{_look(name)}" data-head="{escape(heads[name])}">{text}</td>' for name, text in texts.items()
    )
    return f'<tr class="{one.standing.value}">{told}</tr>'


class Notes:
    """Sentences said of figures, each once, numbered in the order in which they come up."""

    def __init__(self) -> None:
        self._said: dict[str, int] = {}

    def marks(self, note: str) -> str:
        """Numbers of the sentences of a note, in order."""
        sentences = [each.strip() for each in END.split(note) if each.strip()]
        numbers = {self._said.setdefault(each, len(self._said) + 1) for each in sentences}
        return ", ".join(str(number) for number in sorted(numbers))

    def drawn(self) -> str:
        """All of them as a list; nothing where there are none."""
        items = "".join(f"<li>{escape(each)}</li>" for each in self._said)
        return f'<ol class="m-notes">{items}</ol>' if items else ""


END = re.compile(r"(?<=\.)\s+(?=[^\W\d_])")
"""Where a sentence ends and another begins."""


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
