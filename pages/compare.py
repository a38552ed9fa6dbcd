"""So sánh: units and goals side by side, places on their coordinates, two resolutions or terms."""

from ui import compare, compare_heat, compare_multiples, compare_points, compare_slopes, compare_terms
from ui.enter import Role, enter
from ui.pickers import pick, show

visit = enter(Role.GUEST)
view = compare.view(visit)
picked = pick(visit, *compare.asks(view))

compare.title(visit, view)
show(visit, picked)
DRAW = {
    compare.HEAT: compare_heat.show,
    compare.MULTIPLES: compare_multiples.show,
    compare.SLOPES: compare_slopes.show,
    compare.POINTS: compare_points.show,
    compare.TERMS: compare_terms.show,
}
DRAW[view](visit, picked)
