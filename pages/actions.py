"""Củng cố: plans for weak units, findings of inspections, and what came of them."""

from ui import actions
from ui.actions import edit, findings, listed, plan
from ui.enter import Role, enter
from ui.pickers import pick, show

visit = enter(Role.GUEST)
picked = pick(visit, "unit")
found = actions.asked(visit, picked)

if found.plan:
    plan.back(visit)
actions.title(visit, picked, found)
show(visit, picked)
actions.notes()
if found.plan:
    plan.head(visit, picked, found.plan, found)
    plan.measures(visit, found.plan)
    edit.of_plan(visit, found.plan, found)
    findings.findings(visit, picked, found)
    plan.changes(visit, found.plan, found)
else:
    listed.plans(visit, picked, found)
    findings.findings(visit, picked, found)
    edit.of_unit(visit, picked, found)
