"""Tổng quan: where do we stand? One card a goal, what changed, how complete, what needs attention."""

import streamlit as st

from report import cards
from ui import overview
from ui.enter import Role, enter
from ui.pickers import pick, show
from ui.places import link

visit = enter(Role.GUEST)
picked = pick(visit, "unit")

overview.title(visit, picked)
show(visit, picked)
found = overview.asked(visit, picked)

if not found.goals and not found.plain:
    st.html(cards.empty(visit.say("notice.no_figures"), visit.say("notice.no_figures_fix")))
    link(visit, "submit", visit.say("notice.submit_link"))
else:
    overview.strip(visit, found)
    overview.grid(visit, found)
    if found.goals:
        with st.container(key="moc_row"):
            overview.attention(visit, found)
            overview.changed(visit, found)
            overview.completeness(visit, found)
    overview.plain(visit, found)
overview.sources(visit, found)
