"""Mục tiêu: why this verdict, which path, who holds it back; down to the file and the row."""

import streamlit as st

from report import cards
from ui import goal
from ui.enter import Role, enter
from ui.goal import chart, holds, published, rank, trace
from ui.goal import why as goal_why
from ui.pickers import pick, show

visit = enter(Role.GUEST)
picked = pick(visit, "goal", "unit", "period", "boundaries")
shown = goal.asked(visit, picked)

if shown is None:
    st.html(cards.heading(visit.lang, visit.say("page.goal"), level=1))
    show(visit, picked)
    goal.none_here(visit)
    st.stop()

goal.crumbs(visit, picked)
goal.title(visit, shown)
show(visit, picked)

path, why = st.columns([2, 1])
with path:
    chart.chart(visit, shown)
with why:
    goal_why.why(visit, picked, shown)

level, levels = rank.chosen(visit, picked, shown.found)
ranked, held = st.columns([2, 1])
with ranked:
    rank.rank(visit, picked, shown.found)
with held:
    holds.holds(visit, picked, shown.found, level, levels)

published.boundaries(visit, shown.found)
published.published(visit, shown.found)
trace.trace_down(visit, picked, shown.found)
