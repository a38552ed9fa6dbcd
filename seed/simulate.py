"""Simulated detail between published points: from a pack's ``recipe.toml`` to units and figures, the same every time.

Articles print totals; a demonstration needs villages and quarters. The recipe pins totals, and districts where it
says so; who is behind them is drawn by :class:`random.Random` seeded with the recipe's ``seed`` and the name of what
is drawn, so equal recipes give equal bytes on every machine. Everything made here is marked simulated.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from flows.canonical import Figure, canonical_csv
from flows.pack import Pack, PackCalendar, PackFile, PackLineage, PackPlacement, PackUnit
from metrics.periods import Period, PeriodKind, between, day
from seed.fields import Fields
from seed.simulate_counts import Spread, counts, flow, share
from seed.simulate_states import Relapse, States, members, states, thin_out

Line = tuple[str, str, int, int | None]
"""Unit, indicator, count, second count of a share."""


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


def expand(pack: Pack, recipe: Fields) -> Pack:
    """The pack with the recipe's simulated units and observation files added; problems are noted in ``recipe``.

    Guarantees that every pinned total is met exactly, or raises :class:`ValueError` naming the pin that cannot be.
    """
    first, last = recipe.period("first"), recipe.period("last")
    baseline = recipe.day("baseline")
    unit, reform = recipe.text("unit", required=True), recipe.needed_day("reform")
    if first is None or last is None or recipe.problems:
        recipe.done()
        return pack
    quarters = between(first.last, last.last, first.kind)
    ground = Ground(
        seed=str(recipe.integer("seed", default=0)),
        unit=unit,
        reform=reform,
        periods=([day(baseline)] if baseline else []) + quarters,
        units={unit.code: unit for unit in pack.units},
        parents={placed.unit: placed.parent for placed in reversed(pack.placements)},
        after={line.old: line.new for line in pack.lineage if line.new and line.on == reform},
        leaves=defaultdict(list),
        placements=[],
        lineage=[],
        merged={},
    )
    for fields in recipe.tables("leaves"):
        _leaves(fields, ground)
        fields.done()
    for fields in recipe.tables("merge"):
        _merge(fields, ground)
        fields.done()
    lines: dict[Period, list[Line]] = {period: [] for period in ground.periods}
    paths: dict[str, dict[str, list[int]]] = {}
    for fields in recipe.tables("states"):
        spec = _states(fields)
        fields.done()
        inner = paths.get(spec.contains) if spec.contains else None
        units = ground.alive(spec.kind, ground.periods[0].last)
        groups = _grouped(units, ground)
        paths[spec.indicator] = states(spec, groups, ground.periods, ground.draw(spec.indicator), inner or {})
        _write(lines, spec.indicator, paths[spec.indicator], ground.periods)
    for fields in recipe.tables("members"):
        indicator = fields.text("indicator", required=True)
        without, branch = fields.text("without_member"), fields.text("without_branch")
        fields.done()
        found = members(paths[without], paths[branch], ground.draw(indicator))
        regular = [period for period in ground.periods if period.kind is not PeriodKind.DAY]
        _write(lines, indicator, {code: path[-len(regular) :] for code, path in found.items()}, regular)
    for fields in recipe.tables("thinning"):
        indicator, kind = fields.text("indicator", required=True), fields.text("kind", required=True)
        totals = fields.integers("totals")
        fields.done()
        alive = [ground.alive(kind, period.last) for period in ground.periods]
        for unit_code, path in thin_out(totals, alive, ground.merged, ground.draw(indicator)).items():
            for at, value in path.items():
                lines[ground.periods[at]].append((unit_code, indicator, value, None))
    _commune_figures(recipe, ground, lines)
    handed_in, deadline = recipe.integer("handed_in_after", default=10), recipe.integer("deadline_after", default=15)
    late = recipe.texts("late")
    recipe.done()
    files = []
    calendar = []
    for period in ground.periods:
        days = (deadline or 0) + 4 if period.code in late else handed_in or 0
        name = f"{unit_for(ground, period)}-{period.code}.csv"
        on = period.last + timedelta(days=days)
        files.append(PackFile(name, unit_for(ground, period), on, True, _bytes(period, lines[period])))
        if period in quarters:
            due = period.last + timedelta(days=deadline or 0)
            calendar.append(PackCalendar(period, due, period.first, period.last, unit_for(ground, period)))
    made = tuple(leaf for leaves in ground.leaves.values() for leaf in leaves)
    return replace(
        pack,
        units=pack.units + made,
        placements=pack.placements + tuple(ground.placements),
        lineage=pack.lineage + tuple(ground.lineage),
        calendar=pack.calendar + tuple(calendar),
        files=pack.files + tuple(files),
    )


def unit_for(ground: Ground, period: Period) -> str:
    """The province that hands a period's file in: its successor once the reform has come."""
    return ground.after.get(ground.unit, ground.unit) if period.last >= ground.reform else ground.unit


def _bytes(period: Period, lines: Iterable[Line]) -> bytes:
    """The canonical CSV of one period."""
    return canonical_csv(
        Figure(period.code, unit, indicator, str(num), "" if den is None else str(den))
        for unit, indicator, num, den in lines
    )


def _write(
    lines: dict[Period, list[Line]], indicator: str, paths: Mapping[str, list[int]], periods: list[Period]
) -> None:
    for unit, path in paths.items():
        for period, value in zip(periods, path, strict=True):
            lines[period].append((unit, indicator, value, None))


def _grouped(units: Iterable[str], ground: Ground) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for unit in units:
        groups[ground.district_of(unit)].append(unit)
    return groups


def _leaves(fields: Fields, ground: Ground) -> None:
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


def _merge(fields: Fields, ground: Ground) -> None:
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


def _states(fields: Fields) -> States:
    relapses = []
    for inner in fields.tables("relapse"):
        district, period, until = inner.text("district"), inner.text("period"), inner.optional("until")
        inner.done()
        relapses.append(Relapse(district, period, until))
    return States(
        indicator=fields.text("indicator", required=True),
        kind=fields.text("kind", required=True),
        totals=fields.integers("totals"),
        first=fields.counts("first"),
        last=fields.counts("last"),
        relapses=tuple(relapses),
        contains=fields.optional("contains"),
    )


def _commune_figures(recipe: Fields, ground: Ground, lines: dict[Period, list[Line]]) -> None:
    """Flows, shares and stocks of communes; on the communes of the day, so the new ones after the reform."""
    old = ground.communes()
    now = [[_today(ground, code, period) for code in old] for period in ground.periods]
    districts = [ground.parents[code] for code in old]
    done: dict[str, list[dict[str, int]]] = {}
    bases: dict[str, list[dict[str, int]]] = {}
    for fields in recipe.tables("stock"):
        indicator, of = fields.text("indicator", required=True), fields.text("counts", required=True)
        rest = fields.counts("total")
        fields.done()
        draw = ground.draw(indicator)
        series = []
        fixed = {}
        for district, total in rest.items():
            inside = [code for code, parent in zip(old, districts, strict=True) if parent == district]
            fixed |= dict(zip(inside, counts(total, [draw.uniform(0.6, 1.4) for _ in inside]), strict=True))
        for period in ground.periods:
            alive = defaultdict(int)
            for leaf in ground.alive(of, period.last):
                alive[ground.parents[leaf]] += 1
            series.append({code: fixed.get(code, alive[code]) for code in old})
        bases[indicator] = series
        _communes(lines, ground, now, indicator, series, None)
    for fields in recipe.tables("flow"):
        spread = _spread(fields, ground)
        fields.done()
        done[spread.indicator] = flow(spread, old, districts, ground.draw(spread.indicator))
        _communes(lines, ground, now, spread.indicator, done[spread.indicator], None)
    for fields in recipe.tables("share"):
        base, within = fields.text("of", required=True), fields.optional("within")
        spread = _spread(fields, ground)
        fields.done()
        most = done[within] if within else bases[base]
        done[spread.indicator] = share(spread, old, districts, most, ground.draw(spread.indicator))
        _communes(lines, ground, now, spread.indicator, done[spread.indicator], bases[base])


def _spread(fields: Fields, ground: Ground) -> Spread:
    totals: dict[str, list[int]] = {}
    pins: dict[str, dict[int, int]] = {}
    for inner in fields.tables("total"):
        totals[inner.text("unit", required=True)] = inner.integers("values")
        inner.done()
    for inner in fields.tables("pin"):
        code, first = inner.text("unit", required=True), inner.text("first", required=True)
        start = [period.code for period in ground.periods].index(first)
        pins[code] = {start + n: value for n, value in enumerate(inner.integers("values"))}
        inner.done()
    return Spread(fields.text("indicator", required=True), ground.unit, totals, pins)


def _today(ground: Ground, commune: str, period: Period) -> str:
    return ground.after[commune] if period.last >= ground.reform else commune


def _communes(
    lines: dict[Period, list[Line]],
    ground: Ground,
    now: list[list[str]],
    indicator: str,
    series: list[dict[str, int]],
    base: list[dict[str, int]] | None,
) -> None:
    for at, period in enumerate(ground.periods):
        sums: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for code, today in zip(series[at], now[at], strict=True):
            sums[today][0] += series[at][code]
            sums[today][1] += base[at][code] if base else 0
        lines[period] += [(code, indicator, num, den if base else None) for code, (num, den) in sums.items()]
