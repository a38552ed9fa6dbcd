"""Every name that units have or had, ready to be looked up."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from intake.reference import Reference
from intake.units.ancestry import Ancestry, Life, life
from intake.units.kinds import Reading, readings
from intake.units.spelling import words


class UnitName(NamedTuple):
    """A name of a unit; ``former`` where a living unit has another on the day."""

    unit: int
    reading: Reading
    former: bool


@lru_cache(65_536)
def _read(name: str) -> Reading | None:
    """How a unit's name is read: there is a ``Bản 1`` in a hundred communes, and the next file has them all again."""
    return next(iter(readings(words(name), doubled=False)), None)


def unit_names(reference: Reference, tree: Ancestry, on: date) -> dict[str, list[UnitName]]:
    """All names by what is left of them without diacritics and families (`intake.units.spelling.Keys.bare`).

    An alias that only spells the unit's name otherwise is left out: it would make the unit the one of this spelling
    among others of the same name.
    """
    found: dict[str, list[UnitName]] = defaultdict(list)
    taken: dict[int, set[tuple[str | None, str | None, str, bool]]] = defaultdict(set)

    def add(unit: int, name: str, former: bool) -> None:
        reading = _read(name)
        if reading is None or unit not in tree.lives:
            return
        former = former and tree.lives[unit] is Life.LIVING
        once = (reading.body, reading.place, reading.keys.spelled, former)
        if once not in taken[unit]:
            taken[unit].add(once)
            found[reading.keys.bare].append(UnitName(unit, reading, former))

    names = reference.names.sort(pl.col("role") == "alias", maintain_order=True)
    for unit, name, first, last in names.select("unit", "name", "valid_from", "valid_to").iter_rows():
        add(unit, name, life(first, last, on) is not Life.LIVING)
    for unit, name in reference.units.select("unit", "name").iter_rows():
        if unit not in taken:
            add(unit, name, False)
    return dict(found)
