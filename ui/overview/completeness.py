"""How complete the figures of the period are: reported of expected, in time or late, and whether the rest matters."""

from __future__ import annotations

import streamlit as st

from flows.review import Review
from flows.timeliness import Arrival, Arrivals, arrivals, late_units
from report import boxes, formats
from report.boxes import Completeness, Named
from ui.cache import ask
from ui.enter import Visit
from ui.places import href, link

NAMED = 3
"""Missing units that are named before the rest is only counted."""


def box(visit: Visit, found: Review) -> None:
    """The box, where anybody should have reported the period."""
    question = {"unit": found.unit.code, "as_of": found.period, "boundaries": found.boundaries}
    held: Arrivals = ask(visit, arrivals, **question)
    if not held.expected:
        return
    silent = []
    if held.missing:
        silent = [each for each in ask(visit, late_units, **question) if each.arrival is Arrival.MISSING]
    names = tuple(Named(each.unit.name, href("quality", unit=each.unit.code)) for each in silent[:NAMED])
    open_ends = any(each.deciding for each in found.goals)
    said = Completeness(
        on_time=held.on_time,
        late=held.late,
        missing=held.missing,
        corrected=held.corrected,
        unknown=held.reported,
        noun=visit.say("completeness.unit" if held.expected == 1 else "completeness.units"),
        deadline=_deadline(visit, held),
        effect=visit.say("completeness.may_change" if open_ends else "completeness.no_effect"),
        names=names,
        more=max(len(silent) - NAMED, 0),
    )
    with st.container(key="box_completeness"):
        st.html(boxes.completeness(visit.lang, said, is_simulated=held.simulated))
        label = visit.say("completeness.see")
        if silent:
            label = visit.say("completeness.remind", number=formats.number(len(silent), visit.lang))
        link(visit, "quality", label)


def _deadline(visit: Visit, held: Arrivals) -> str:
    if held.deadline is None:
        return visit.say("completeness.no_deadline")
    return visit.say("completeness.deadline", day=formats.day(held.deadline, visit.lang))
