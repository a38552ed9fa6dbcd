"""Chất lượng số liệu: who has reported, what does not fit, and whom to remind."""

from ui import quality, quality_checks, quality_late, quality_map, quality_published
from ui.enter import Role, enter
from ui.pickers import pick, show

visit = enter(Role.GUEST)
view = quality.view(visit)
picked = pick(visit, *quality.asks(view))

quality.title(visit)
show(visit, picked)
if view == quality.ARRIVALS:
    quality_map.show(visit, picked)
    quality_late.show(visit, picked)
elif view == quality.CHECKS:
    quality_checks.show(visit, picked)
else:
    quality_published.show(visit, picked)
