"""The choices of a view: settled from the address first (:func:`pick`), then offered (:func:`show`).

A bad address falls back, with a note, before anything is computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

import streamlit as st

from db.goals import GoalRow, ResolutionRow
from metrics.periods import Period
from report import cards, formats
from ui import state
from ui.cache import ask
from ui.choices import Offer, UnitChoice, offers, units_under
from ui.enter import Visit

WIDTHS = {"resolution": 38, "goal": 58, "unit": 46, "period": 30, "boundaries": 42}
FEW = 4
"""Pickers that fit beside each other on equal widths, on the edges of the cards below."""

BOUNDARIES = ("reported", "today")


@dataclass(frozen=True, slots=True)
class Picker:
    """One picker: its codes with what people read for each."""

    name: str
    labels: Mapping[str, str]


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
    notes: tuple[str, ...]

    @property
    def resolution(self) -> ResolutionRow:
        return self.offer.resolution


def pick(visit: Visit, *names: str) -> Picked:
    """Settle the choices ``names`` (``resolution``, ``goal``, ``unit``, ``period``, ``boundaries``), in that order.

    Stops the page with an explanation where the store holds no resolution.
    """
    every = {offer.resolution.code: offer for offer in ask(visit, offers)}
    if not every:
        st.html(cards.empty(visit.say("notice.no_resolutions"), visit.say("notice.no_resolutions_fix")))
        st.html('<pre class="moc-command">python manage.py pack load seed/packs/…</pre>')
        st.stop()
    notes: list[str] = []
    pickers: list[Picker] = []

    def settle(name: str, labels: Mapping[str, str], default: str) -> str:
        asked = state.given(name)
        value, refused = state.settle(name, list(labels), default)
        if refused:
            said = visit.say(f"picker.{name}")
            notes.append(visit.say("notice.bad_choice", name=said, given=asked, value=labels[str(value)]))
        pickers.append(Picker(name, labels))
        return str(value)

    offer = every[
        settle("resolution", {code: _resolution(visit, each) for code, each in every.items()}, next(iter(every)))
    ]
    goal = None
    if "goal" in names and offer.goals:
        named = {row.goal.code: visit.either(row.goal.name_vi, row.goal.name_en) for row in offer.goals}
        code = settle("goal", named, offer.goals[0].goal.code)
        goal = next(row for row in offer.goals if row.goal.code == code)
    periods = {period.code: formats.period(period, visit.lang) for period in offer.periods}
    on = {period.code: period for period in offer.periods}
    asked = state.wanted("period")
    day = on[asked].last if asked in on else offer.periods[0].last
    top = offer.resolution.unit if goal is None else goal.goal.unit
    below = {unit.code: unit for unit in ask(visit, units_under, top, day)}
    unit = below[top]
    if "unit" in names:
        unit = below[settle("unit", {code: _unit(visit, each) for code, each in below.items()}, top)]
    period = on[settle("period", periods, offer.periods[0].code)]
    words = {"reported": visit.say("picker.as_reported"), "today": visit.say("picker.today")}
    boundaries = BOUNDARIES.index(settle("boundaries", words, BOUNDARIES[0]))
    return Picked(offer, unit, period, boundaries, goal, tuple(pickers), tuple(notes))


def show(visit: Visit, picked: Picked) -> None:
    """The pickers in one row; on a phone folded under one line that says what is chosen. Notes below."""
    rest = " · ".join(picker.labels[state.wanted(picker.name) or ""] for picker in picked.pickers[1:])
    with st.container(key="moc_picks"):
        st.html(
            '<label class="moc-fold"><input type="checkbox">'
            f"<b>{escape(_resolution(visit, picked.offer))}</b><span>{escape(rest)}</span></label>"
        )
        with st.container(key="pickers"):
            widths = [WIDTHS[picker.name] if len(picked.pickers) > FEW else 1 for picker in picked.pickers]
            for place, picker in zip(st.columns(widths), picked.pickers, strict=True):
                place.selectbox(
                    visit.say(f"picker.{picker.name}"),
                    list(picker.labels),
                    format_func=picker.labels.__getitem__,
                    key=state.widget_key(picker.name),
                    on_change=state.picked,
                    args=(picker.name,),
                )
    for note in picked.notes:
        st.html(f'<p class="moc-said" role="status">{escape(note)}</p>')


def _resolution(visit: Visit, offer: Offer) -> str:
    return f"{offer.resolution.number}, {offer.resolution.issued_on.year}"


def _unit(visit: Visit, unit: UnitChoice) -> str:
    return f"{unit.name}, {unit.above}" if unit.above and unit.kind == "commune" else unit.name
