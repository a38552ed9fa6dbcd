"""Simulated detail between published points: from a pack's ``recipe.toml`` to units and figures, the same every time.

Articles print totals; a demonstration needs villages and quarters. The recipe pins totals, and districts where it
says so; who is behind them is drawn by :class:`random.Random` seeded with the recipe's ``seed`` and the name of what
is drawn, so equal recipes give equal bytes on every machine. Everything made here is marked simulated.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from flows.packs.pack import Pack
from metrics.periods import Period, PeriodKind, between, day
from seed.fields import Fields
from seed.ground import Ground, merge, plant
from seed.simulate_counts import Spread, counts, flow, share
from seed.simulate_files import Line, calendar, hand_in, ways
from seed.simulate_states import Relapse, States, members, states, thin_out


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
        plant(fields, ground)
        fields.done()
    for fields in recipe.tables("merge"):
        merge(fields, ground)
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
    how = ways(recipe)
    recipe.done()
    kinds = {indicator.code: indicator.kind for indicator in pack.indicators}

    def whole(period: Period) -> str:
        return unit_for(ground, period)

    made = tuple(leaf for leaves in ground.leaves.values() for leaf in leaves)
    return replace(
        pack,
        units=pack.units + made,
        placements=pack.placements + tuple(ground.placements),
        lineage=pack.lineage + tuple(ground.lineage),
        calendar=pack.calendar + calendar(how, quarters, whole),
        files=pack.files + hand_in(how, ground, lines, kinds, whole),
    )


def unit_for(ground: Ground, period: Period) -> str:
    """The province that hands a period's file in: its successor once the reform has come."""
    return ground.after.get(ground.unit, ground.unit) if period.last >= ground.reform else ground.unit


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
        fixed: dict[str, int] = {}
        for district, total in rest.items():
            inside = [code for code, parent in zip(old, districts, strict=True) if parent == district]
            fixed |= dict(zip(inside, counts(total, [draw.uniform(0.6, 1.4) for _ in inside]), strict=True))
        for period in ground.periods:
            alive: dict[str, int] = defaultdict(int)
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
