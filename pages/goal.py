"""Mục tiêu: why this verdict, which path, who holds it back; down to the file and the row."""

import streamlit as st

from report import cards
from ui import goal
from ui.enter import Role, enter
from ui.pickers import pick, show
from ui.places import link

visit = enter(Role.GUEST)
picked = pick(visit, "goal", "unit", "period", "boundaries")
found = goal.asked(visit, picked)

if found is None:
    st.html(cards.heading(visit.lang, visit.say("page.goal"), level=1))
    show(visit, picked)
    st.html(cards.empty(visit.say("goal_page.no_goal"), visit.say("goal_page.no_goal_fix")))
    link(visit, "overview", visit.say("app.back_home"))
    st.stop()

goal.title(visit, found)
show(visit, picked)
path, why = st.columns([2, 1])
with path:
    goal.chart(visit, found)
    goal.below(visit, picked, found)
with why:
    goal.why(visit, found)
goal.rank(visit, picked, found)
goal.down(visit, picked, found)
goal.beside(visit, found)
