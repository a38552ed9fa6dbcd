"""The frame of the page on the quality of figures: its three views, and which periods stand beside each other."""

from __future__ import annotations

from html import escape

import streamlit as st

from flows.review import UnitLabel
from metrics.periods import Period, previous
from report import cards
from ui import lost, state
from ui.enter import Visit
from ui.pickers import Picked
from ui.places import link
from ui.unit_names import placed

ARRIVALS, CHECKS, PUBLISHED = "arrivals", "checks", "published"
VIEWS = (ARRIVALS, CHECKS, PUBLISHED)

SHOWN = 8
"""Periods that stand beside each other: two years of quarters."""

CHECKED = 4
"""Periods that are checked at once: a year of quarters."""


def view(visit: Visit) -> str:
    """The view that the address asks for; arrivals where it asks for none there is."""
    labels = {one: visit.say(f"quality_page.view_{one}") for one in VIEWS}
    return lost.settle(visit, "view", visit.say("quality_page.views"), labels, ARRIVALS)


def asks(view: str) -> tuple[str, ...]:
    """Names of the pickers of a view."""
    return () if view == PUBLISHED else ("unit",)


def title(visit: Visit) -> None:
    """The page's name and the control of its views."""
    with st.container(key="moc_views", horizontal=True, horizontal_alignment="distribute"):
        st.html(cards.heading(visit.lang, visit.say("quality_page.title"), level=1))
        st.segmented_control(
            visit.say("quality_page.views"),
            VIEWS,
            format_func=lambda one: visit.say(f"quality_page.view_{one}"),
            key=state.widget_key("view"),
            on_change=state.picked,
            args=("view",),
            required=True,
            label_visibility="collapsed",
        )


def periods(picked: Picked, number: int) -> tuple[Period, ...]:
    """The period picked and those of its kind before it, oldest first; none from before the first with figures."""
    first = min(each.first for each in picked.offer.periods)
    found = [picked.period]
    while len(found) < number and found[-1].first > first:
        found.append(previous(found[-1]))
    return tuple(reversed(found))


def named(visit: Visit, unit: UnitLabel) -> str:
    """A unit so that it can be told from another of its name."""
    return unit.name if unit.kind in ("province", "region", "district") else placed(visit, unit)


def nothing(visit: Visit, title: str, text: str) -> None:
    """What is missing, and the way out."""
    st.html(cards.empty(title, text))
    link(visit, "submit", visit.say("arrivals.submit"))


def note(text: str) -> None:
    """A small remark below a block."""
    st.html(f'<p class="m m-note">{escape(text)}</p>')
