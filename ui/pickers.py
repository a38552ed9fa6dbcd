"""The choices of a view: settled from the address first (:func:`pick`), then offered (:func:`show`).

A bad address falls back, with a note, before anything is computed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from html import escape

import streamlit as st

from db.goals import GoalRow, ResolutionRow
from db.units import today
from metrics.periods import Period
from metrics.schema import TODAY
from report import cards, formats
from ui import lost, state
from ui.cache import ask
from ui.choices import Offer, UnitChoice, offers, unit_inside, units_under
from ui.enter import Visit
from ui.lost import Note
from ui.places import HOME
from ui.tab import name_tab_of
from ui.unit_names import unit_named

WIDTHS = {"resolution": 38, "goal": 58, "unit": 46, "period": 30, "boundaries": 42}
FEW = 4
"""Pickers that fit beside each other on equal widths, on the edges of the cards below."""

HIGH = ("province", "region", "district")
"""Kinds of units whose name needs no other beside it."""

BOUNDARIES = ("reported", "today")


@dataclass(frozen=True, slots=True)
class Picker:
    """One picker: its codes with what people read for each; none where there is nothing to choose from."""

    name: str
    labels: Mapping[str, str]

    def read(self, code: str) -> str:
        """What people read for a code."""
        return self.labels[code]

    @property
    def chosen(self) -> str:
        """What people read for the code in force; empty where there is nothing to choose from."""
        return self.labels.get(state.wanted(self.name) or "", "")


@dataclass(frozen=True, slots=True)
class Picked:
    """What is asked for. ``goal`` is null where the page asks for none or the resolution has none.

    ``unit`` is the unit the page looks at; ``notes`` say what the address got wrong.
    """

    offer: Offer
    unit: UnitChoice
    period: Period
    boundaries: int
    goal: GoalRow | None
    pickers: tuple[Picker, ...]
    notes: tuple[Note, ...]

    @property
    def resolution(self) -> ResolutionRow:
        return self.offer.resolution


def pick(visit: Visit, *names: str, anywhere: bool = False) -> Picked:
    """Settle the choices ``names`` (``resolution``, ``goal``, ``unit``, ``period``, ``boundaries``), in that order.

    Stops the page with an explanation where the store holds no resolution. ``anywhere``: the address may name any unit,
    also one that the resolution does not reach.
    """
    every = {offer.resolution.code: offer for offer in ask(visit, offers)}
    if not every:
        st.html(cards.heading(visit.lang, visit.say(f"nav.{state.here() or HOME}"), level=1))
        st.html(cards.empty(visit.say("notice.no_resolutions"), visit.say("notice.no_resolutions_fix")))
        st.html('<pre class="moc-command">python manage.py pack load seed/packs/…</pre>')
        st.stop()
    pickers: list[Picker] = []

    def settle(name: str, labels: Mapping[str, str], default: str, missed: Callable[[str, str], Note]) -> str:
        """The code in force; ``missed`` says what the address got wrong, from what it asked for and what is open."""
        asked = state.given(name)
        value, refused = state.settle(name, list(labels), default)
        if refused and asked is not None:
            missing.append((asked, labels[str(value)], missed))
        pickers.append(Picker(name, labels))
        return str(value)

    missing: list[tuple[str, str, Callable[[str, str], Note]]] = []
    offer = every[
        settle(
            "resolution",
            {code: _resolution(each) for code, each in every.items()},
            next(iter(every)),
            lambda asked, _opened: lost.of_resolution(visit, asked, every, offer),
        )
    ]
    name_tab_of(visit, _document(offer))
    goal = None
    if "goal" in names and offer.goals:
        named = {row.goal.code: visit.either(row.goal.name_vi, row.goal.name_en) for row in offer.goals}
        code = settle(
            "goal",
            named,
            offer.goals[0].goal.code,
            lambda asked, opened: lost.of_goal(visit, asked, offer, every, opened),
        )
        goal = next(row for row in offer.goals if row.goal.code == code)
    elif "goal" in names:
        pickers.append(Picker("goal", {}))
    on = {period.code: period for period in offer.periods}
    period = on.get(state.wanted("period") or "", offer.periods[0])
    top = offer.resolution.unit if goal is None else goal.goal.unit
    lay_on = ask(visit, today) if state.wanted("boundaries") == BOUNDARIES[TODAY] else period.last
    below = {unit.code: unit for unit in ask(visit, units_under, top, lay_on)}
    unit = below[top]
    if "unit" in names:
        below |= _named_leaf(visit, below, top, (lay_on, period.last), anywhere=anywhere)
        labels = {code: _unit(each) for code, each in below.items()}
        code = settle(
            "unit", labels, top, lambda asked, opened: lost.of_unit(visit, asked, every, offer, period, opened)
        )
        unit = below[code]
    labels = {code: formats.period(each, visit.lang) for code, each in on.items()}
    settle("period", labels, offer.periods[0].code, lambda asked, _opened: lost.of_period(visit, asked, offer, period))
    words = {"reported": visit.say("picker.as_reported"), "today": visit.say("picker.today")}
    boundaries = BOUNDARIES.index(
        settle(
            "boundaries",
            words,
            BOUNDARIES[0],
            lambda asked, _opened: lost.of_choice(
                visit, "boundaries", visit.say("picker.boundaries"), asked, words, BOUNDARIES[0]
            ),
        )
    )
    # only now, with every choice settled, do links say the whole view
    notes = tuple(missed(asked, opened) for asked, opened, missed in missing)
    return Picked(offer, unit, period, boundaries, goal, tuple(pickers), notes)


def _in_words(visit: Visit, picked: Picked) -> str:
    """What is chosen, for paper: there the pickers themselves are left out."""
    lines = "".join(
        f"<div><dt>{escape(visit.say(f'picker.{picker.name}'))}</dt><dd>{escape(picker.chosen)}</dd></div>"
        for picker in picked.pickers
        if picker.chosen
    )
    return f'<dl class="m moc-chosen">{lines}</dl>'


def _named_leaf(
    visit: Visit, below: Mapping[str, UnitChoice], top: str, days: tuple[date, date], *, anywhere: bool
) -> dict[str, UnitChoice]:
    """The village or school that the address names; while it is open it stands among the units, too many to offer.

    Also a unit that lay there in the period while today's units are offered. ``days`` are that of the units on offer
    and the period's last.
    """
    asked = state.wanted("unit")
    if asked is None or asked in below:
        return {}
    found = ask(visit, unit_inside, asked, top, days[0]) or ask(visit, unit_inside, asked, top, days[1])
    if found is None and anywhere:
        found = ask(visit, unit_named, asked, days[1])
    return {} if found is None else {found.code: found}


def show(visit: Visit, picked: Picked) -> None:
    """The pickers in one row; on a phone folded under one line that says what is chosen, the goal last. Notes below."""
    told = sorted(picked.pickers[1:], key=lambda picker: picker.name == "goal")
    rest = " · ".join(picker.chosen for picker in told if picker.labels)
    with st.container(key="moc_picks"):
        st.html(
            '<label class="moc-fold"><input type="checkbox">'
            f"<b>{escape(_resolution(picked.offer))}</b><span>{escape(rest)}</span></label>"
        )
        with st.container(key="pickers"):
            widths = [WIDTHS[picker.name] if len(picked.pickers) > FEW else 1 for picker in picked.pickers]
            for place, picker in zip(st.columns(widths), picked.pickers, strict=True):
                place.selectbox(
                    visit.say(f"picker.{picker.name}"),
                    [str(code) for code in picker.labels],
                    format_func=picker.read,
                    key=state.widget_key(picker.name),
                    on_change=state.picked,
                    args=(picker.name,),
                    placeholder=visit.say("picker.placeholder" if picker.labels else "picker.nothing"),
                    disabled=not picker.labels,
                )
        st.html(_in_words(visit, picked))
    lost.show(visit, picked.notes)


def _resolution(offer: Offer) -> str:
    return f"{offer.resolution.number}, {offer.resolution.issued_on.year}"


def _document(offer: Offer) -> str:
    """The resolution as the browser's tab has room for it: its number, after what it is where that is a bare number."""
    number, kind = str(offer.resolution.number), offer.resolution.code.partition("-")[0].rstrip("0123456789")
    return f"{kind} {number}" if number[:1].isdigit() else number


def _unit(unit: UnitChoice) -> str:
    return f"{unit.name}, {unit.above}" if unit.above and unit.kind not in HIGH else unit.name
