"""Where units lie and have lain, and what became of them, as far as a name in a file may speak of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from enum import IntEnum

from intake.reference import Reference
from metrics.lineage import FIRST_DAY, LAST_DAY


class Life(IntEnum):
    """Whether a unit or its name holds on the day: LIVING, ENDED before it, or YET to come."""

    LIVING = 0
    ENDED = 1
    YET = 2


def life(first: date | None, last: date | None, on: date) -> Life:
    if (last or LAST_DAY) < on:
        return Life.ENDED
    return Life.YET if (first or FIRST_DAY) > on else Life.LIVING


class Ancestry:
    """Units below a unit in three ever wider senses, and successors and predecessors on a day.

    0: placed there on the day (an ended unit: ever). 1: placed there ever, so that a village still lies in the district
    that has ended. 2: or placed in a unit that came of one that lay there, so that a commune of after a reform lies in
    the districts it was made of.
    """

    WIDTHS = (0, 1, 2)

    def __init__(self, reference: Reference, on: date) -> None:
        self.lives: dict[int, Life] = {}
        self.codes: dict[int, str] = {}
        self.kinds: dict[int, str] = {}
        for unit, code, kind, first, last in reference.units.select(
            "unit", "code", "kind", "valid_from", "valid_to"
        ).iter_rows():
            self.lives[unit], self.codes[unit], self.kinds[unit] = life(first, last, on), code, kind
        self._after: dict[int, list[int]] = defaultdict(list)
        self._before: dict[int, list[int]] = defaultdict(list)
        self._carried: set[tuple[int, int]] = set()
        for old, new, event in reference.lineage.sort("on").select("old", "new", "event").iter_rows():
            if new is not None and new != old:
                self._after[old].append(new)
                self._before[new].append(old)
                if event in ("rename", "reparent"):
                    self._carried |= {(old, new), (new, old)}
        then: dict[int, list[int]] = defaultdict(list)
        ever: dict[int, list[int]] = defaultdict(list)
        for unit, parent, first, last in reference.placements.select(
            "unit", "parent", "valid_from", "valid_to"
        ).iter_rows():
            ever[parent].append(unit)
            if self.lives.get(unit) is not Life.LIVING or life(first, last, on) is Life.LIVING:
                then[parent].append(unit)
        come = {old: [*ever.get(old, ()), *news] for old, news in self._after.items()}
        self._children: tuple[Mapping[int, list[int]], ...] = (then, ever, {**ever, **come})
        self._below: dict[tuple[int, int], frozenset[int]] = {}

    def below(self, unit: int, width: int) -> frozenset[int]:
        """All units below a unit, without itself, in the sense of a width."""
        if (unit, width) not in self._below:
            children, found, open_ = self._children[width], set[int](), [unit]
            while open_:
                new = [child for child in children.get(open_.pop(), ()) if child not in found]
                found.update(new)
                open_ += new
            self._below[unit, width] = frozenset(found - {unit})
        return self._below[unit, width]

    def above(self, unit: int, other: int) -> bool:
        """True where ``unit`` lies or lay above ``other``."""
        return other in self.below(unit, 1)

    def living(self, unit: int) -> tuple[int, ...]:
        """What became of an ended unit, as far as it lives on the day."""
        return self._follow(unit, self._after)

    def earlier(self, unit: int) -> tuple[int, ...]:
        """What a unit that is yet to come will be made of, as far as it lives on the day."""
        return self._follow(unit, self._before)

    def continued(self, unit: int) -> int | None:
        """The living unit that an ended one became unchanged, by a new name or place only, or that one yet to come is
        now; null otherwise.
        """
        steps, back = (self._after, self._before) if self.lives[unit] is Life.ENDED else (self._before, self._after)
        seen = {unit}
        while self.lives.get(unit) is not Life.LIVING:
            following = set(steps.get(unit, ()))
            if len(following) != 1 or following <= seen or set(back.get(min(following), ())) != {unit}:
                return None
            before, unit = unit, following.pop()
            if (before, unit) not in self._carried:
                return None
            seen.add(unit)
        return unit

    def _follow(self, unit: int, steps: Mapping[int, list[int]]) -> tuple[int, ...]:
        found: dict[int, None] = {}
        seen, open_ = {unit}, [unit]
        while open_:
            for each in steps.get(open_.pop(0), ()):
                if each not in seen:
                    seen.add(each)
                    if self.lives.get(each) is Life.LIVING:
                        found[each] = None
                    else:
                        open_.append(each)
        return tuple(found)
