"""Tổng quan: where do we stand? One card a goal, what changed, how complete, what needs attention."""

import streamlit as st

from report import cards
from ui import overview
from ui.cache import drawn
from ui.enter import Role, enter
from ui.overview import attention, completeness, goals
from ui.overview import since as overview_since
from ui.pickers import pick, show
from ui.places import link

visit = enter(Role.GUEST)
picked = pick(visit, "unit")

head = st.container(key="moc_title", horizontal=True, vertical_alignment="center")
with head:
    overview.title(visit, picked)
show(visit, picked)
found = overview.asked(visit, picked)

if not found.goals and not found.plain:
    st.html(cards.empty(visit.say("notice.no_figures"), visit.say("notice.no_figures_fix")))
    link(visit, "submit", visit.say("notice.submit_link"))
else:
    overview.strip(visit, found)
    if found.goals:
        since = overview_since.settle(visit, picked, found)
        with head:
            view = overview.view(visit, found)
            goals.save(visit, found, since)
        draw = goals.as_rows if view == overview.ROWS else goals.as_cards
        drawn(visit, f"home_{view}", lambda: draw(visit, found, since))
        with st.container(key="moc_row"):
            drawn(visit, "home_attention", lambda: attention.box(visit, found, since))
            overview_since.box(visit, found, since)
            drawn(visit, "home_completeness", lambda: completeness.box(visit, found))
    drawn(visit, "home_plain", lambda: overview.plain(visit, found))
drawn(visit, "home_sources", lambda: overview.sources(visit, found))
