"""Handing in a quarter's figures: for which unit and period. What follows is in the modules beside this one."""

from __future__ import annotations

import streamlit as st

from metrics.periods import Period, PeriodKind, following
from report import cards, formats
from ui import lost, state
from ui.cache import ask
from ui.choices import UnitChoice, offers, units_under
from ui.enter import Visit


def choose(visit: Visit) -> tuple[UnitChoice, Period] | None:
    """Unit and period of the file; null, with an explanation, for an account without units."""
    periods = _periods(visit)
    scope = visit.submits_for
    tops = scope if scope is not None else tuple(dict.fromkeys(each.resolution.unit for each in ask(visit, offers)))
    found: dict[str, UnitChoice] = {}
    asked = state.wanted("period")
    on = next((each for each in periods if each.code == asked), _usual(periods) if periods else None)
    for top in tops if on else ():
        found |= {unit.code: unit for unit in ask(visit, units_under, top, on.last if on else None)}
    if not found or on is None:
        st.html(cards.empty(visit.say("submit_page.no_scope"), visit.say("submit_page.no_scope_fix")))
        return None
    names = {code: f"{one.name}, {one.above}" if one.above else one.name for code, one in found.items()}
    spans = {each.code: formats.period(each, visit.lang) for each in periods}
    lost.settle(visit, "unit", visit.say("picker.unit"), names, next(iter(found)))
    lost.settle(visit, "period", visit.say("picker.period"), spans, _usual(periods).code)
    lost.show(visit)
    st.html(cards.heading(visit.lang, visit.say("submit_page.step_choose")))
    left, right = st.columns(2)
    code = left.selectbox(
        visit.say("picker.unit"),
        list(names),
        format_func=names.__getitem__,
        key=state.widget_key("unit"),
        on_change=state.picked,
        args=("unit",),
    )
    period = right.selectbox(
        visit.say("picker.period"),
        list(spans),
        format_func=spans.__getitem__,
        key=state.widget_key("period"),
        on_change=state.picked,
        args=("period",),
    )
    return found[code], next(each for each in periods if each.code == period)


def _periods(visit: Visit) -> list[Period]:
    """Periods that can be handed in: those of the resolutions over the account's units, and the one after the last."""
    every = ask(visit, offers)
    scope = visit.submits_for
    own = [each for each in every if scope is None or any(_lies_in(code, each.resolution.unit) for code in scope)]
    found = {period for offer in own or every for period in offer.periods}
    newest = {max(each for each in found if each.kind is kind) for kind in {each.kind for each in found}}
    found |= {following(each) for each in newest if each.kind in (PeriodKind.QUARTER, PeriodKind.YEAR, PeriodKind.HALF)}
    return sorted(found, reverse=True)


def _usual(periods: list[Period]) -> Period:
    """The latest period that has figures: the one before the newest on offer."""
    return periods[1] if len(periods) > 1 else periods[0]


def _lies_in(code: str, above: str) -> bool:
    return code == above or code.startswith(f"{above}/")
