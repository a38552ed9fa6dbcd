"""Đơn vị: how is this unit doing on everything? Scorecard, history, what lies below, reports, plans, rearrangement."""

from ui import unit, unit_leaf, unit_page
from ui.enter import Role, enter
from ui.pickers import pick, show
from ui.unit_history import history
from ui.unit_scorecard import scorecard

visit = enter(Role.GUEST)
picked = pick(visit, "unit", "period", "boundaries", anywhere=True)
found = unit.asked(visit, picked)

unit.title(visit, found)
show(visit, picked)
if found.leaf:
    unit_leaf.states(visit, picked, found)
else:
    unit.strip(visit, found)
    scorecard(visit, found)
history(visit, picked, found)
unit_page.halves(visit, picked, found)
