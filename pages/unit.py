"""Đơn vị: how is this unit doing on everything? Scorecard, history, what lies below, reports, plans, rearrangement."""

from ui import unit
from ui.enter import Role, enter
from ui.pickers import pick, show
from ui.unit import leaf, page
from ui.unit.goals import scorecard
from ui.unit.history import history

visit = enter(Role.GUEST)
picked = pick(visit, "unit", "period", "boundaries", anywhere=True)
found = unit.asked(visit, picked)

unit.title(visit, found)
show(visit, picked)
if found.leaf:
    leaf.states(visit, picked, found)
else:
    unit.strip(visit, found)
    scorecard(visit, found)
history(visit, picked, found)
page.halves(visit, picked, found)
