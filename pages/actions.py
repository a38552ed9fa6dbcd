"""Củng cố: plans for weak units, findings of inspections, and what came of them."""

from ui import actions, actions_edit, actions_findings, actions_list, actions_plan
from ui.enter import Role, enter
from ui.pickers import pick, show

visit = enter(Role.GUEST)
picked = pick(visit, "unit")
found = actions.asked(visit, picked)

if found.plan:
    actions_plan.back(visit)
actions.title(visit, picked, found)
show(visit, picked)
actions.notes(visit, picked, found)
if found.plan:
    actions_plan.head(visit, picked, found.plan, found)
    actions_plan.measures(visit, found.plan)
    actions_edit.of_plan(visit, found.plan, found)
    actions_findings.findings(visit, picked, found)
    actions_plan.changes(visit, found.plan)
else:
    actions_list.plans(visit, picked, found)
    actions_findings.findings(visit, picked, found)
    actions_edit.of_unit(visit, picked, found)
