"""The ground a recipe is worked out on: the pack's tree, with simulated leaf units under its communes."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows.packs.pack import PackLineage, PackPlacement, PackUnit
from metrics.periods import Period
from seed.fields import Fields
from seed.simulate_counts import counts


@dataclass(slots=True)
class Ground:
    """What a recipe is worked out on: the pack's tree, the periods, and the leaves made so far."""

    seed: str
    unit: str
    reform: date
    periods: list[Period]
    units: dict[str, PackUnit]
    parents: dict[str, str]
    after: dict[str, str]
    leaves: dict[str, list[PackUnit]]
    placements: list[PackPlacement]
    lineage: list[PackLineage]
    merged: dict[str, tuple[str, str]]
    """New leaf → the two it was made of."""

    def draw(self, what: str) -> random.Random:
        return random.Random(f"{self.seed}:{what}")

    def alive(self, kind: str, on: date) -> list[str]:
        return [leaf.code for leaf in self.leaves[kind] if (leaf.valid_from or on) <= on <= (leaf.valid_to or on)]

    def communes(self, district: str | None = None) -> list[str]:
        """Communes of before the reform, of one district or of all, in the order of the pack."""
        found = [unit.code for unit in self.units.values() if unit.kind == "commune" and unit.valid_from is None]
        return [code for code in found if district in (None, self.unit, self.parents[code])]

    def district_of(self, leaf: str) -> str:
        return leaf.rsplit("/", 2)[0]


def plant(fields: Fields, ground: Ground) -> None:
    """Leaf units under every commune: a number per district, spread over its communes, or a number per commune."""
    kind = fields.text("kind", required=True)
    name, code = fields.text("name", required=True), fields.text("code", required=True)
    town_name, town_code = fields.text("town_name", default=name), fields.text("town_code", default=code)
    each, per_district = fields.integer("per_commune"), fields.counts("count")
    draw = ground.draw(f"leaves {kind}")
    per_commune = dict.fromkeys(ground.communes(), each) if each else {}
    for district, total in per_district.items():
        inside = ground.communes(district)
        weights = [draw.uniform(0.7, 1.3) for _ in inside]
        per_commune |= dict(zip(inside, counts(total, weights), strict=True))
    until = ground.reform - timedelta(days=1)
    for commune, number in per_commune.items():
        title = ground.units[commune].name
        town = title.startswith(("Phường", "Thị trấn"))
        for n in range(1, (number or 0) + 1):
            words = {"n": n, "commune": title.split(" ", 2 if title.startswith("Thị trấn") else 1)[-1]}
            path = f"{commune}/{(town_code if town else code).format(**words)}"
            called = (town_name if town else name).format(**words)
            ground.leaves[kind].append(PackUnit(path, kind, called, simulated=True))
            ground.parents[path] = commune
            ground.placements.append(PackPlacement(path, commune, None, until))
            ground.placements.append(PackPlacement(path, ground.after[commune], ground.reform, None))


def merge(fields: Fields, ground: Ground) -> None:
    """Pairs of neighbouring leaves of one district become one leaf each on a day."""
    kind, district = fields.text("kind", required=True), fields.text("district", required=True)
    pairs, on = fields.integer("pairs", default=0) or 0, fields.needed_day("on")
    decided_by = fields.text("decided_by")
    draw = ground.draw(f"merge {district}")
    possible = []
    for commune in ground.communes(district):
        inside = [leaf for leaf in ground.leaves[kind] if ground.parents[leaf.code] == commune]
        possible += list(zip(inside[::2], inside[1::2], strict=False))
    until = on - timedelta(days=1)
    for one, other in sorted(draw.sample(possible, pairs), key=lambda pair: pair[0].code):
        second = other.code.rsplit("-", 1)[-1]
        number = other.name.rsplit(" ", 1)[-1]
        new = PackUnit(f"{one.code}-{second}", kind, f"{one.name}–{number}", valid_from=on, simulated=True)
        commune = ground.parents[one.code]
        for old in (one, other):
            ground.lineage.append(PackLineage(old.code, new.code, "merge", on, decided_by=decided_by, simulated=True))
            at = next(n for n, leaf in enumerate(ground.leaves[kind]) if leaf.code == old.code)
            ground.leaves[kind][at] = replace(old, valid_to=until)
            ground.placements = [placed for placed in ground.placements if placed.unit != old.code]
            ground.placements.append(PackPlacement(old.code, commune, None, until))
        ground.leaves[kind].append(new)
        ground.parents[new.code] = commune
        ground.merged[new.code] = (one.code, other.code)
        end = ground.reform - timedelta(days=1)
        ground.placements.append(PackPlacement(new.code, commune, on, end))
        ground.placements.append(PackPlacement(new.code, ground.after[commune], ground.reform, None))
