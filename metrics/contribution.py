"""Who holds most of what is missing: the fewest units with more than a share of a gap, exact and in a fixed order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Fewest:
    """Places of the units that hold more than the share asked for, largest first; equal ones in the order given.

    ``held`` of ``total`` is theirs. ``tied`` units outside hold as much as the last one inside: that it is they and
    not the others is only the order. Empty where nothing is missing.
    """

    places: tuple[int, ...]
    held: Fraction
    total: Fraction
    tied: int

    @property
    def share(self) -> Fraction:
        """Part of the whole gap that they hold, 0 to 1; 0 where nothing is missing."""
        return self.held / self.total if self.total else Fraction(0)


def fewest(gaps: Sequence[Fraction], more_than: Fraction = HALF) -> Fewest:
    """The fewest units that together hold more than ``more_than`` (0 to less than 1) of all ``gaps``.

    What is below 0 holds nothing back and counts as 0.
    """
    held_by = [max(gap, Fraction(0)) for gap in gaps]
    total = sum(held_by, Fraction(0))
    order = sorted(range(len(held_by)), key=lambda place: (-held_by[place], place))
    held = Fraction(0)
    taken = 0
    while total and held <= more_than * total:
        held += held_by[order[taken]]
        taken += 1
    last = held_by[order[taken - 1]] if taken else None
    tied = sum(1 for place in order[taken:] if held_by[place] == last)
    return Fewest(tuple(order[:taken]), held, total, tied)
