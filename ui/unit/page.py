"""The lower half of a unit's page: what needs care, plans, units below, reports, rearrangement, in two columns."""

from __future__ import annotations

from functools import partial

from ui.enter import Visit
from ui.pickers import Picked
from ui.unit import Asked, Block, balanced, family, records
from ui.unit import cares as unit_cares


def halves(visit: Visit, picked: Picked, found: Asked) -> None:
    """The blocks, each asked for once and laid so that the columns come out even."""
    watched = unit_cares.rows(visit, picked)
    cares = unit_cares.cared_for(visit, picked)
    reports = records.held(visit, picked)
    reasons = {(row.why, row.unit.id == found.story.unit.id) for row in watched}
    blocks = [Block(2 * len(reasons), partial(unit_cares.cares, visit, picked, found, watched))]
    if not found.leaf:
        held = family.below(visit, picked)
        number = min(len(held.inner) or len(held.leaves), family.OPEN)
        blocks.append(Block(2 * number, partial(family.table, visit, picked, held)))
    blocks += [
        Block(cares.lines, partial(unit_cares.plans, visit, picked, cares)),
        Block(3 * min(len(reports), records.OPEN), partial(records.submissions, visit, found, reports)),
        Block(3 * len(found.story.turns), partial(family.lineage, visit, found)),
    ]
    balanced(blocks)
