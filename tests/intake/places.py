"""The shipped packs' units as a reference, and the ways in which files write their names."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from intake.reference import NAMES, Reference
from metrics.schema import LINEAGE, PLACEMENTS, UNITS

ROOT = Path(__file__).parents[2]
PACKS = ROOT / "seed" / "packs"
BEFORE, AFTER = date(2019, 12, 31), date(2025, 12, 31)


def _rows(pack: str, name: str) -> list[dict[str, str]]:
    with (PACKS / pack / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def shipped(*packs: str) -> Reference:
    """Units, names, placements and lineage of shipped packs (all three without names), without villages.

    Read from the packs' own files; ids are given in their order.
    """
    packs = packs or ("dien-bien", "kon-tum", "bac-son")
    units, names, placed, steps = [], [], [], []
    ids: dict[str, int] = {}
    for pack in packs:
        for row in _rows(pack, "units"):
            number = ids.setdefault(row["code"], len(ids) + 1)
            days = _day(row["valid_from"]), _day(row["valid_to"])
            units.append((number, row["code"], row["kind"], row["name"], *days, False))
            names.append((number, row["name"], "official", None, None))
            names += [(number, alias, "alias", None, None) for alias in row["aliases"].split("|") if alias]
        placed += [
            (ids[row["unit"]], ids[row["parent"]], _day(row["valid_from"]), _day(row["valid_to"]))
            for row in _rows(pack, "placements")
        ]
        steps += [
            (ids[row["old"]], ids.get(row["new"]), row["event"], 1, 1, _day(row["on"]))
            for row in _rows(pack, "lineage")
        ]
    return Reference(
        units=pl.DataFrame(units, schema=UNITS, orient="row"),
        names=pl.DataFrame(names, schema=NAMES, orient="row"),
        placements=pl.DataFrame(placed, schema=PLACEMENTS, orient="row"),
        lineage=pl.DataFrame(steps, schema=LINEAGE, orient="row"),
        indicators={},
        today=date(2026, 1, 15),
    )


def in_villages(reference: Reference, numbers: int) -> Reference:
    """A reference with so many villages ``Bản 1`` … below every commune of before the reform, as long as it lasts and
    below its successor after.
    """
    units, placed = [], []
    successor = dict(reference.lineage.filter(pl.col("new").is_not_null()).select("old", "new").iter_rows())
    old = reference.units.filter(pl.col("valid_to").is_not_null(), kind="commune")
    free = int(reference.units["unit"].max() or 0)  # type: ignore[arg-type]  # an Int32 column
    for commune, code in old.select("unit", "code").iter_rows():
        for number in range(1, numbers + 1):
            free += 1
            units.append((free, f"{code}/ban-{number:02}", "village", f"Bản {number}", None, None, True))
            placed.append((free, commune, None, date(2025, 6, 30)))
            placed.append((free, successor[commune], date(2025, 7, 1), None))
    return Reference(
        units=pl.concat([reference.units, pl.DataFrame(units, schema=UNITS, orient="row")]),
        names=reference.names,
        placements=pl.concat([reference.placements, pl.DataFrame(placed, schema=PLACEMENTS, orient="row")]),
        lineage=reference.lineage,
        indicators={},
        today=reference.today,
    )


FAMILIES = (
    ("Đăk", "Đắk", "Đak", "Đắc", "Dak"),
    ("Ngọk", "Ngok", "Ngọc"),
    ("Rờ", "Rơ"),
    ("Tờ", "Tơ"),
    ("Pờ", "Bờ", "Bơ", "Pơ"),
    ("Bút", "Buk"),
    ("Pék", "Pek"),
    ("Ya", "Ia"),
    ("Plei", "Plây"),
    ("Kroong", "KRoong", "Krong"),
    ("Pxi", "PXi", "Psi"),
    ("Hring", "HRing"),
    ("Ly", "ly", "Li"),
    ("Nặm", "Nậm"),
    ("Sá", "Xá"),
)
"""Spellings of words as files and lists have them (hazard 22, and the differences between two lists)."""

SHORT = {
    "Xã": ("X.", "xã", "XÃ", "Xã xã"),
    "Phường": ("P.", "P ", "phường", "PHƯỜNG"),
    "Thị trấn": ("TT.", "TT", "Thị Trấn", "TTr."),
    "Thị xã": ("TX.", "Tx", "THỊ XÃ"),
    "Thành phố": ("TP.", "Tp", "T.P", "TP"),
    "Huyện": ("H.", "huyện", "HUYỆN"),
}


def parted(name: str) -> tuple[str, str]:
    """The word for the kind and the name without it."""
    kind = next(kind for kind in SHORT if name.casefold().startswith(kind.casefold() + " "))
    return kind, name[len(kind) + 1 :]


def spellings(name: str) -> Iterator[str]:
    """A name without its kind in every spelling of its families, and with blanks, case, marks and signs otherwise."""
    found = {name: None}
    for family in FAMILIES:
        for each in list(found):
            words = each.split(" ")
            for place, word in enumerate(words):
                if word in family:
                    found |= {" ".join([*words[:place], other, *words[place + 1 :]]): None for other in family}
    for each in list(found):
        first, _blank, rest = each.partition(" ")
        if first in FAMILIES[0] and rest[:1].lower() not in "aeiouăâêôơư":
            found[first + rest] = None
    for each in (name.upper(), name.lower(), f"  {name.replace(' ', '  ')} ", unicodedata.normalize("NFD", name)):
        found[each] = None
    yield from found


def plain(name: str) -> str:
    """Without diacritics."""
    letters = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def with_kinds(kind: str, name: str) -> Iterator[tuple[str, bool]]:
    """A name with its kind in full, abbreviated and left out; true where the kind is said."""
    yield f"{kind} {name}", True
    yield name, False
    for short in SHORT[kind]:
        yield f"{short}{'' if short.endswith(' ') else ' '}{name}", True
