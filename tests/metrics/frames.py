"""Small countries for tests: units by name, placed and followed through lineage."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import polars as pl

from metrics.schema import FIGURES, LINEAGE, PLACEMENTS, UNITS
from metrics.tree import members

EVE, REFORM = date(2025, 6, 30), date(2025, 7, 1)


class Country:
    """Units, placements and lineage written down by name."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self._units: list[tuple[object, ...]] = []
        self._placements: list[tuple[object, ...]] = []
        self._lineage: list[tuple[object, ...]] = []

    def add(
        self, kind: str, *names: str, under: str | None = None, first: date | None = None, last: date | None = None
    ):
        for name in names:
            self.ids[name] = len(self.ids) + 1
            self._units.append((self.ids[name], name, kind, name, first, last, False))
            if under:
                self.place(name, under, first, last)
        return self

    def place(self, unit: str, parent: str, first: date | None = None, last: date | None = None):
        self._placements.append((self.ids[unit], self.ids[parent], first, last))
        return self

    def became(self, old: str, new: str | None, on: date, share: tuple[int, int] = (1, 1), event: str = "merge"):
        self._lineage.append((self.ids[old], self.ids[new] if new else None, event, *share, on))
        return self

    @property
    def units(self) -> pl.DataFrame:
        return pl.DataFrame(self._units, schema=UNITS, orient="row")

    @property
    def placements(self) -> pl.DataFrame:
        return pl.DataFrame(self._placements, schema=PLACEMENTS, orient="row")

    @property
    def lineage(self) -> pl.DataFrame:
        return pl.DataFrame(self._lineage, schema=LINEAGE, orient="row")

    @property
    def names(self) -> dict[int, str]:
        return {number: name for name, number in self.ids.items()}

    def members(self, on: date) -> pl.DataFrame:
        return members(self.units, self.placements, self.lineage, on=on)

    def inside(self, ancestor: str, on: date) -> set[str]:
        """Names of the units that count in one, itself left out."""
        found = self.members(on).filter(pl.col("ancestor") == self.ids[ancestor])["unit"].to_list()
        assert len(found) == len(set(found))
        return {self.names[unit] for unit in found} - {ancestor}


def figures(country: Country, rows: Iterable[tuple[object, ...]], *, period: int = 202503312) -> pl.DataFrame:
    """Rows (unit name, indicator, num[, den[, state[, qualifier[, simulated]]]])."""
    told = []
    for row in rows:
        name, indicator, num, den, state, qualifier, simulated = (*row, *(None, 0, 0, False)[len(row) - 3 :])
        told.append((period, indicator, country.ids[str(name)], num, den, qualifier, state, None, simulated))
    return pl.DataFrame(told, schema=[*FIGURES.items(), ("simulated", pl.Boolean)], orient="row")


def kon_tum() -> Country:
    """Kon Tum merges into a new Quảng Ngãi: no new commune of it crosses an old district's border."""
    c = Country()
    c.add("province", "Kon Tum", last=EVE).add("province", "Quảng Ngãi cũ", last=EVE).add(
        "province", "Quảng Ngãi", first=REFORM
    )
    c.add("district", "TP Kon Tum", "Đăk Glei", under="Kon Tum", last=EVE)
    c.add("district", "Trà Bồng", under="Quảng Ngãi cũ", last=EVE)
    old = {
        "TP Kon Tum": {"Lê Lợi": "Đăk Bla", "Nguyễn Trãi": "Đăk Bla", "Trần Hưng Đạo": "Đăk Bla"},
        "Đăk Glei": {"Đăk Man": "Đăk Plô", "Đăk Plô cũ": "Đăk Plô", "Đăk Long cũ": "Đăk Long"},
        "Trà Bồng": {"Trà Giang": "Trà Bồng mới", "Trà Thủy": "Trà Bồng mới"},
    }
    c.add(
        "commune", *sorted({new for parts in old.values() for new in parts.values()}), under="Quảng Ngãi", first=REFORM
    )
    for district, parts in old.items():
        for name, new in parts.items():
            c.add("commune", name, under=district, last=EVE).became(name, new, REFORM)
            for village in (f"{name} 1", f"{name} 2"):
                c.add("village", village).place(village, name, None, EVE).place(village, new, REFORM)
        c.became(district, None, REFORM, event="dissolve")
    return c.became("Kon Tum", "Quảng Ngãi", REFORM).became("Quảng Ngãi cũ", "Quảng Ngãi", REFORM)


CROSSING = {
    "P. Mường Lay": {
        "Sông Đà": "TX Mường Lay",
        "Na Lay": "TX Mường Lay",
        "Lay Nưa": "TX Mường Lay",
        "Xá Tổng": "Mường Chà",
    },
    "Mường Pồn": {"Mường Pồn cũ": "Điện Biên", "Mường Mươn": "Mường Chà"},
}
"""Two of the new communes of Điện Biên that take in communes of two old districts."""


def dien_bien() -> Country:
    """Điện Biên keeps its province; some new communes cross an old district's border, one keeps inside it."""
    c = Country().add("province", "Tỉnh Điện Biên")
    c.add("district", "TX Mường Lay", "Mường Chà", "Điện Biên", "Mường Nhé", under="Tỉnh Điện Biên", last=EVE)
    inside = {"Sín Thầu": {"Sín Thầu cũ": "Mường Nhé", "Sen Thượng": "Mường Nhé", "Leng Su Sìn": "Mường Nhé"}}
    for new, parts in {**CROSSING, **inside}.items():
        c.add("commune", new, under="Tỉnh Điện Biên", first=REFORM)
        for name, district in parts.items():
            c.add("commune", name, under=district, last=EVE).became(name, new, REFORM)
            village = f"bản {name}"
            c.add("village", village).place(village, name, None, EVE).place(village, new, REFORM)
    return c
