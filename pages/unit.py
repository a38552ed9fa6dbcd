"""Đơn vị: how is this unit doing on everything? Scorecard, history, rearrangement, targets, submissions."""

import streamlit as st

from ui import overview, unit
from ui.enter import Role, enter
from ui.pickers import pick, show

visit = enter(Role.GUEST)
picked = pick(visit, "unit", "period", "boundaries")
found = overview.asked(visit, picked)

unit.title(visit, picked)
show(visit, picked)
overview.strip(visit, found)
unit.scorecard(visit, found)
unit.history(visit, found)
left, right = st.columns(2)
with left:
    unit.targets(visit, picked)
    unit.handed_in(visit, picked)
with right:
    unit.lineage(visit, picked)
    overview.completeness(visit, found)
