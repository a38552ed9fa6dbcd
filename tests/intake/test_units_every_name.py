"""Every commune of Kon Tum and Điện Biên in every spelling, with and without its kind and its district: never wrong."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.units import Match, UnitIndex
from tests.intake.places import (
    AFTER,
    BEFORE,
    PACKS,
    SHORT,
    in_villages,
    parted,
    plain,
    shipped,
    spellings,
    with_kinds,
)

STORES = {"kon-tum": ("kon-tum",), "dien-bien": ("dien-bien",), "all": ("dien-bien", "kon-tum", "bac-son")}
OTHER_LIST = Path(__file__).parents[1] / "data" / "communes_other_list.csv"


class Unit(NamedTuple):
    code: str
    kind: str
    name: str


class World:
    """A store of packs: its units, what became of them, and an index for each day."""

    def __init__(self, store: str) -> None:
        self.reference = in_villages(shipped(*STORES[store]), 3)
        rows = self.reference.units.select("unit", "code", "kind", "name").iter_rows()
        self.units = {unit: Unit(*more) for unit, *more in rows}
        self.indexes = {day: UnitIndex(self.reference, day) for day in (BEFORE, AFTER)}
        self.after: dict[int, set[int]] = defaultdict(set)
        self.before: dict[int, set[int]] = defaultdict(set)
        for old, new in self.reference.lineage.drop_nulls("new").select("old", "new").iter_rows():
            self.after[old].add(new)
            self.before[new].add(old)
        communes = self.reference.units.filter(kind="commune")
        self.old: list[int] = communes.filter(pl.col("valid_to").is_not_null())["unit"].to_list()
        self.new: list[int] = communes.filter(pl.col("valid_to").is_null())["unit"].to_list()
        self.parent: dict[int, int] = dict(self.reference.placements.select("unit", "parent").iter_rows())

    def districts(self, unit: int) -> set[int]:
        """The district of a commune, or those that it was made of."""
        return {self.parent[each] for each in (self.before[unit] or {unit})}

    def written(self, unit: int) -> Iterator[tuple[str, bool]]:
        """The commune's name in every way; true where its kind is said."""
        kind, name = parted(self.units[unit].name)
        for spelling in {**dict.fromkeys(spellings(name)), plain(name): None}:
            yield from with_kinds(kind, spelling)

    def under(self, unit: int) -> Iterator[str]:
        """The names of what it lies under, as a file may say it."""
        for district in self.districts(unit):
            kind, name = parted(self.units[district].name)
            yield from (f"{kind} {name}", f"{SHORT[kind][0]} {name}", name)

    def namesake(self, unit: int, day: date) -> bool:
        """True where another unit under its districts, of the day or before, has the unit's name but for marks."""
        name = plain(parted(self.units[unit].name)[1]).casefold()
        others = {*self.old, *(self.new if day == AFTER else ())} - self.before[unit] - self.after[unit] - {unit}
        return any(
            plain(parted(self.units[other].name)[1]).casefold() == name and self.districts(other) & self.districts(unit)
            for other in others
        )

    def counts(self, day: date) -> Counter[str]:
        """How many names of the units of a day there are in all spellings, and how many are asked for."""
        counts, index = Counter[str](), self.indexes[day]
        for unit in self.old if day == BEFORE else self.new:
            districts, namesake = list(self.under(unit)), self.namesake(unit, day)
            for text, _said in self.written(unit):
                asked = sum(index.match(text, within=each).unit is None for each in districts)
                counts["names"] += 1
                counts["asked without"] += index.match(text).unit is None
                counts["with"] += len(districts)
                counts["asked with"] += asked
                counts["asked with, no namesake"] += 0 if namesake else asked
        return counts


@cache
def world(store: str) -> World:
    return World(store)


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_no_name_is_taken_for_another_unit(store: str, day: date) -> None:
    """Names of before the reform in a file of after it mean their successor, or are asked for with it."""
    here = world(store)
    wrong: list[tuple[object, ...]] = []
    for unit in [*here.old, *(here.new if day == AFTER else ())]:
        meant = here.after[unit] if day == AFTER and unit in here.after else {unit}
        for text, _said in here.written(unit):
            for within in (None, *here.under(unit)):
                found = here.indexes[day].match(text, within=within)
                if found.unit is not None and found.unit not in meant:
                    wrong.append((text, within, here.units[unit].code, here.units[found.unit].code, found))
                elif found.unit is None and not meant & {each for each, _score in found.candidates}:
                    wrong.append((text, within, here.units[unit].code, None, found))
    assert wrong == []


@pytest.mark.parametrize("store", ["kon-tum", "dien-bien"])
@pytest.mark.parametrize("day", [BEFORE, AFTER])
def test_few_names_are_asked_for_where_the_district_is_given(store: str, day: date) -> None:
    """Names of the units of the day; ``python -m tests.intake.test_units_every_name`` counts for docs/intake.md."""
    counts = world(store).counts(day)
    assert counts["asked without"] / counts["names"] < 0.15
    assert counts["asked with"] / counts["with"] < 0.05
    assert counts["asked with, no namesake"] / counts["with"] < 0.001


@pytest.mark.parametrize("kind", [True, False])
def test_the_other_list_of_the_same_communes(kind: bool) -> None:
    """Only two names differ by more than spelling: Xá Nhè there is Sáng Nhè, Huổi Lếch is Huổi Lếnh."""
    here = world("all")
    codes = official_codes()
    units = {unit.code: number for number, unit in here.units.items()}
    asked = []
    with OTHER_LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row["name"] if kind else parted(row["name"])[1]
            found = here.indexes[BEFORE].match(name, within=row["district"])
            if found.unit is None:
                asked.append(row["name"])
            else:
                assert found.unit == units[codes[row["official_code"]]], (row, found)
    assert asked == ["Xã Huổi Lếnh", "Xã Sáng Nhè"]


def official_codes() -> dict[str, str]:
    found = {}
    for pack in ("kon-tum", "dien-bien"):
        with (PACKS / pack / "units.csv").open(encoding="utf-8", newline="") as file:
            found |= {row["official_code"]: row["code"] for row in csv.DictReader(file) if not row["valid_from"]}
    return found


def _names() -> st.SearchStrategy[tuple[int, str]]:
    here = world("all")
    return st.sampled_from(here.old).flatmap(
        lambda unit: st.sampled_from([text for text, _said in here.written(unit)]).map(lambda text: (unit, text))
    )


def _match(text: str, within: str | None = None) -> Match:
    return world("all").indexes[BEFORE].match(text, within=within)


_OLD_PLACE = {
    "òa": "oà",
    "óa": "oá",
    "ỏa": "oả",
    "ọa": "oạ",
    "òe": "oè",
    "ỏe": "oẻ",
    "ủy": "uỷ",
    "úy": "uý",
    "ùy": "uỳ",
}


@given(_names(), st.sampled_from(["upper", "lower", "title"]), st.sampled_from([" ", "  ", "\u00a0"]))
def test_case_blanks_and_the_place_of_the_tone_change_nothing(named: tuple[int, str], case: str, blank: str) -> None:
    unit, _text = named
    text = world("all").units[unit].name
    moved = re.sub("|".join(_OLD_PLACE), lambda found: _OLD_PLACE[found[0]], text)
    other = getattr(moved, case)().replace(" ", blank)
    assert _match(other) == _match(text)


@given(_names(), st.data())
def test_a_right_parent_never_makes_a_match_wrong(named: tuple[int, str], data: st.DataObject) -> None:
    unit, text = named
    here = world("all")
    (province,) = {here.units[here.parent[each]].name for each in here.districts(unit)}
    within = data.draw(st.sampled_from([*here.under(unit), province]))
    found = _match(text, within)
    assert found.unit in (unit, None)
    if _match(text).unit == unit:
        assert found.unit == unit


if __name__ == "__main__":
    for store in ("kon-tum", "dien-bien"):
        for day in (BEFORE, AFTER):
            print(store, day, dict(world(store).counts(day)))  # noqa: T201  # run by hand, for the table of the document
