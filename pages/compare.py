"""So sánh: units and goals side by side, places on their coordinates, two resolutions or terms."""

from ui import compare
from ui.compare import heat, multiples, points, slopes, terms
from ui.enter import Role, enter
from ui.pickers import pick, show

visit = enter(Role.GUEST)
view = compare.view(visit)
picked = pick(visit, *compare.asks(view))

compare.title(visit, view)
show(visit, picked)
DRAW = {
    compare.HEAT: heat.show,
    compare.MULTIPLES: multiples.show,
    compare.SLOPES: slopes.show,
    compare.POINTS: points.show,
    compare.TERMS: terms.show,
}
DRAW[view](visit, picked)
