"""Simulated yes/no states of leaf units that add up to pinned totals in every period."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass

from metrics.periods import Period

NEVER = 10**6
SETTLING = 2
"""Periods that pass between a village's first member and a branch of its own, at least."""


@dataclass(frozen=True, slots=True)
class Relapse:
    """One unit of a district falls back in a period, for good or until another period."""

    district: str
    period: str
    until: str | None


@dataclass(frozen=True, slots=True)
class States:
    """A state's pinned totals by period, and its first and last number in every district.

    ``contains``: another state that can hold only where this one does (no member, so no branch either).
    """

    indicator: str
    kind: str
    totals: list[int]
    first: dict[str, int]
    last: dict[str, int]
    relapses: tuple[Relapse, ...] = ()
    contains: str | None = None


def states(
    spec: States,
    groups: Mapping[str, list[str]],
    periods: list[Period],
    draw: random.Random,
    inner: Mapping[str, list[int]],
) -> dict[str, list[int]]:
    """0 or 1 of every unit in every period. Raises :class:`ValueError` where the pins contradict each other."""
    codes = [period.code for period in periods]
    if (sum(spec.first.values()), sum(spec.last.values())) != (spec.totals[0], spec.totals[-1]):
        raise ValueError(f"{spec.indicator}: districts do not add up to the first and last total")
    if len(spec.totals) != len(periods):
        raise ValueError(f"{spec.indicator}: {len(spec.totals)} totals for {len(periods)} periods")
    end = len(periods)
    ready = {unit: _last_one(path) + SETTLING for unit, path in inner.items() if any(path)}
    ready |= {unit: NEVER for unit, path in inner.items() if path[-1]}
    paths = {unit: [0] * end for units in groups.values() for unit in units}
    solved: list[str] = []
    back: dict[str, tuple[int, int]] = {}
    for district, units in groups.items():
        falls = [relapse for relapse in spec.relapses if relapse.district == district]
        stay = sum(relapse.until is None for relapse in falls)
        first, last = spec.first.get(district, 0), spec.last.get(district, 0)
        bound = [unit for unit in units if unit in ready]
        free = [unit for unit in units if unit not in ready]
        draw.shuffle(free)
        start = bound + free[: first - len(bound)]
        if len(start) != first or last - stay < 0:
            raise ValueError(f"{spec.indicator}: {district} cannot go from {first} to {last}")
        for unit in start:
            paths[unit] = [1] * end
        getting = first - (last - stay)
        early = [unit for unit in bound if ready[unit] < end - 3]
        draw.shuffle(early)
        open_now = free[: first - len(bound)]
        some = early[: max(getting - len(open_now), round(getting * len(early) / max(1, first) / 2))]
        chosen = some + open_now[: getting - len(some)]
        if len(chosen) != getting:
            raise ValueError(f"{spec.indicator}: {district} has too few units to go from {first} to {last}")
        for relapse, unit in zip(falls, reversed(chosen), strict=False):
            back[unit] = (codes.index(relapse.period), codes.index(relapse.until) if relapse.until else end)
        solved += chosen
    _schedule(spec, paths, solved, back, ready, draw)
    return paths


def _schedule(
    spec: States,
    paths: dict[str, list[int]],
    solved: list[str],
    back: Mapping[str, tuple[int, int]],
    ready: Mapping[str, int],
    draw: random.Random,
) -> None:
    """Give every solved unit the period it is solved in, so that each period's total is met."""
    end = len(spec.totals)
    waiting = sorted(solved, key=lambda unit: (unit not in back, draw.random()))
    for at in range(1, end):
        falling = sum(start == at for start, _ in back.values())
        rising = sum(until == at for _, until in back.values())
        need = spec.totals[at - 1] - spec.totals[at] + falling - rising
        now = [unit for unit in waiting if ready.get(unit, 0) <= at][: max(0, need)]
        if need < 0 or len(now) != need:
            raise ValueError(f"{spec.indicator}: no {need} units can change in period {at}")
        for unit in now:
            paths[unit][at:] = [0] * (end - at)
        gone = set(now)
        waiting = [unit for unit in waiting if unit not in gone]
    for unit, (start, until) in back.items():
        if paths[unit][start - 1] == 1:
            raise ValueError(f"{spec.indicator}: {unit} cannot fall back before it got there")
        paths[unit][start:until] = [1] * (until - start)


def _last_one(path: list[int]) -> int:
    return max(at for at, value in enumerate(path) if value)


def members(
    without_member: Mapping[str, list[int]], without_branch: Mapping[str, list[int]], draw: random.Random
) -> dict[str, list[int]]:
    """A count of members that fits both states: 0 without a member, 3 or more with a branch."""
    found = {}
    for unit, none in without_member.items():
        branch = without_branch[unit]
        most = draw.choice((1, 2, 2, 2, 2, 2, 3, 4)) if any(branch) else 30
        count = draw.randint(3, 22) if not branch[0] else draw.randint(1, most)
        path = []
        for at, (zero, lacking) in enumerate(zip(none, branch, strict=True)):
            if zero:
                count = 0
            elif lacking:
                new = at > 0 and none[at - 1]
                count = 1 if new else min(most, max(1, count + draw.choice((0, 0, 0, 1))))
                if at + 1 < len(branch) and not branch[at + 1]:
                    count = max(3, count)
            else:
                count = max(3, count + draw.choice((0, 0, 0, 0, 0, 1, -1, 1)))
            path.append(count)
        found[unit] = path
    return found


def thin_out(
    totals: list[int], alive: list[list[str]], merged: Mapping[str, tuple[str, str]], draw: random.Random
) -> dict[str, dict[int, int]]:
    """A state that shrinks to 0 while leaves merge: 0 or 1 of every leaf alive, by place of the period.

    A merged leaf is in the state where both its parts were, so the pinned total after a merger must fit that;
    the first period's units are drawn with every kind of pair among them.
    """
    pairs = list(merged.values())
    draw.shuffle(pairs)
    first = [unit for pair in pairs[:3] for unit in pair] + [pair[0] for pair in pairs[3:7]]
    others = [unit for unit in alive[0] if not any(unit in pair for pair in pairs)]
    holding = set(first + draw.sample(others, totals[0] - len(first)))
    found: dict[str, dict[int, int]] = {}
    for at, units in enumerate(alive):
        if at:
            holding |= {new for new, (one, other) in merged.items() if one in holding and other in holding}
            holding &= set(units)
            over = len(holding) - totals[at]
            if over < 0:
                raise ValueError(f"a total of {totals[at]} in period {at} is above the {len(holding)} before it")
            holding -= set(draw.sample(sorted(holding), over))
        for unit in units:
            found.setdefault(unit, {})[at] = int(unit in holding)
    return found
