"""Cảnh báo: what has gone or may go wrong, why, since when, and what is planned."""

from ui import watch
from ui.enter import Role, enter
from ui.pickers import pick, show
from ui.watch import rules

visit = enter(Role.GUEST)
picked = pick(visit, "unit")
found = watch.asked(visit, picked)

watch.title(visit, picked, found)
show(visit, picked)
found = watch.filters(visit, found)
watch.lists(visit, picked, found)
watch.places(visit, picked, found)
rules.rules(visit, found)
