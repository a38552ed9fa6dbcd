"""Real units of the shipped packs: from the conversion tables in ``seed/sources`` to a pack's unit files.

Run as ``python -m seed.from_tables``. Unit codes are paths of unaccented names (``KT/dak-glei/dak-nhoong``) and, for
communes of after 1 July 2025, province and kind (``QN/xa-dak-plo``): names alone are no key, since Kon Tum has a
district, a town and a commune called Đăk Hà and two communes called Đăk Long. Official codes are attributes only.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

SOURCES = Path(__file__).parent / "sources"
PACKS = Path(__file__).parent / "packs"
LAST_DAY, FIRST_DAY = "2025-06-30", "2025-07-01"

UNITS = ("code", "kind", "name", "official_code", "valid_from", "valid_to", "latitude", "longitude", "aliases")
PLACEMENTS = ("unit", "parent", "valid_from", "valid_to")
LINEAGE = ("old", "new", "event", "share", "on", "decided_by")

SPELLED = {
    "Huyện Đắk Glei": "Huyện Đăk Glei",
    "Huyện Đắk Tô": "Huyện Đăk Tô",
    "Thị Xã Mường Lay": "Thị xã Mường Lay",
    "Xã Đồng ý": "Xã Đồng Ý",
    "xã Bắc Sơn": "Xã Bắc Sơn",
    "Xã Ya ly": "Xã Ya Ly",
}
"""Corrected spelling of names in the tables; the table's spelling is kept as an alias."""

Row = tuple[str, ...]


def slug(name: str) -> str:
    """Unaccented lower case with hyphens, without the word for the unit's kind: ``Xã Đăk Hà`` is ``dak-ha``."""
    bare = re.sub(r"^(tỉnh|thành phố|thị xã|huyện|quận|phường|xã|thị trấn)\s+", "", name.lower())
    return plain(bare)


def plain(name: str) -> str:
    """Unaccented lower case with hyphens, every word kept: ``Phường Đăk Bla`` is ``phuong-dak-bla``."""
    letters = unicodedata.normalize("NFD", name.lower().replace("đ", "d"))
    ascii_only = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", ascii_only.replace("'", "")).strip("-")


def build(
    table: str,
    *,
    old: str,
    new: str,
    decided_by: str,
    extra: Sequence[Row] = (),
    districts: frozenset[str] | None = None,
) -> tuple[list[Row], list[Row], list[Row]]:
    """Units, placements and lineage of one province as rows of the three files.

    ``old`` and ``new`` are the codes of the province before and after; ``districts`` keeps only those (official
    codes). Raises :class:`ValueError` where two units would get one code.
    """
    rows = [row for row in _read(table) if districts is None or row["old_district_code"] in districts]
    points = {
        (row["boundaries"], row["official_code"]): (row["latitude"], row["longitude"]) for row in _read("coordinates")
    }
    until, since = ("", LAST_DAY), (FIRST_DAY, "")
    units: dict[str, Row] = {}
    placements: list[Row] = []
    lineage: list[Row] = []

    def add(code: str, kind: str, name: str, official: str, valid: tuple[str, str], boundaries: str) -> None:
        named = SPELLED.get(name, name)
        unit = (code, kind, named, official, *valid, *points[boundaries, official], "" if named == name else name)
        if units.setdefault(code, unit) != unit:
            raise ValueError(f"{code} stands for {units[code][2]} and for {named}")

    first = rows[0]
    add(old, "province", first["old_province"], first["old_province_code"], until if new != old else ("", ""), "old")
    if new != old:
        add(new, "province", first["new_province"], "51", since, "new")
        lineage.append((old, new, "merge", "1", FIRST_DAY, decided_by))
    for name, official in dict.fromkeys((row["old_district"], row["old_district_code"]) for row in rows):
        code = f"{old}/{slug(name)}"
        add(code, "district", name, official, until, "old")
        placements.append((code, old, *until))
        lineage.append((code, "", "dissolve", "1", FIRST_DAY, decided_by))
    taken: dict[str, str] = {}
    for row in rows:
        district, official = f"{old}/{slug(row['old_district'])}", row["old_commune_code"]
        code = f"{district}/{slug(row['old_commune'])}"
        if taken.setdefault(code, official) != official:
            code = f"{district}/{plain(row['old_commune'])}"
        add(code, "commune", row["old_commune"], official, until, "old")
        placements.append((code, district, *until))
        after = f"{new}/{plain(row['new_commune'])}"
        event = "reparent" if row["mapping"] == "unchanged" else "merge"
        lineage.append((code, after, event, "1", FIRST_DAY, decided_by))
    for name, official in dict.fromkeys((row["new_commune"], row["new_commune_code"]) for row in rows):
        code = f"{new}/{plain(name)}"
        add(code, "commune", name, official, since, "new")
        placements.append((code, new, *since))
    return [*units.values(), *extra], placements, lineage


def _read(table: str) -> list[dict[str, str]]:
    with (SOURCES / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write(path: Path, header: Row, rows: Iterable[Row]) -> None:
    """Write a CSV file with line feeds, UTF-8, without a byte order mark."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def packs() -> dict[str, tuple[list[Row], list[Row], list[Row]]]:
    """The unit rows of every shipped pack by its folder."""
    kon_tum = build("kontum_102_to_2025", old="KT", new="QN", decided_by="NQ 1677/NQ-UBTVQH15")
    group = "KT/kon-tum/duy-tan/chi-bo-tdp-2"
    kon_tum[0].append((group, "branch", "Chi bộ tổ dân phố 2", "", "", "", "", "", "Chi bộ TDP 2"))
    kon_tum[1].append((group, "KT/kon-tum/duy-tan", "", LAST_DAY))
    kon_tum[1].append((group, "QN/phuong-dak-cam", FIRST_DAY, ""))
    bac_son = build(
        "langson_194_to_2025",
        old="LS",
        new="LS",
        decided_by="NQ 1672/NQ-UBTVQH15",
        districts=frozenset({"185"}),
    )
    body = "LS/bac-son/dong-y/dang-bo"
    bac_son[0].append((body, "grassroots_org", "Đảng bộ xã Đồng Ý", "", "", LAST_DAY, "", "", "Đảng ủy xã Đồng Ý"))
    bac_son[1].append((body, "LS/bac-son/dong-y", "", LAST_DAY))
    return {
        "dien-bien": build("dienbien_129_to_2025", old="DB", new="DB", decided_by="NQ 1661/NQ-UBTVQH15"),
        "kon-tum": kon_tum,
        "bac-son": bac_son,
    }


if __name__ == "__main__":
    for folder, (units, placements, lineage) in packs().items():
        (PACKS / folder).mkdir(parents=True, exist_ok=True)
        write(PACKS / folder / "units.csv", UNITS, units)
        write(PACKS / folder / "placements.csv", PLACEMENTS, placements)
        write(PACKS / folder / "lineage.csv", LINEAGE, lineage)
