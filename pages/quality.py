"""Chất lượng số liệu: who has reported, what does not fit, and whom to remind."""

from ui import quality
from ui.enter import Role, enter
from ui.pickers import pick, show
from ui.quality import checks, grid, late, published

visit = enter(Role.GUEST)
view = quality.view(visit)
picked = pick(visit, *quality.asks(view))

quality.title(visit)
show(visit, picked)
if view == quality.ARRIVALS:
    grid.show(visit, picked)
    late.show(visit, picked)
elif view == quality.CHECKS:
    checks.show(visit, picked)
else:
    published.show(visit, picked)
