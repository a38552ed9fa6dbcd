"""Mục tiêu: why this verdict, which path, who holds it back; down to the file and the row."""

import streamlit as st

from report import cards
from ui import goal, goal_chart, goal_holds, goal_published, goal_rank, goal_trace, goal_why
from ui.enter import Role, enter
from ui.pickers import pick, show

visit = enter(Role.GUEST)
picked = pick(visit, "goal", "unit", "period", "boundaries")
shown = goal.asked(visit, picked)

if shown is None:
    st.html(cards.heading(visit.lang, visit.say("page.goal"), level=1))
    show(visit, picked)
    goal.none_here(visit)
    st.stop()

goal.title(visit, shown)
show(visit, picked)

path, why = st.columns([2, 1])
with path:
    goal_chart.chart(visit, shown)
with why:
    goal_why.why(visit, picked, shown)

level, levels = goal_rank.chosen(visit, picked, shown.found)
ranked, held = st.columns([2, 1])
with ranked:
    goal_rank.rank(visit, picked, shown.found)
with held:
    goal_holds.holds(visit, picked, shown.found, level, levels)

goal_published.boundaries(visit, shown.found)
goal_published.published(visit, shown.found)
goal_trace.trace_down(visit, picked, shown.found)
