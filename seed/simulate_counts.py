"""Simulated flows and shares of communes that add up to pinned totals in every period."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """Totals by period of the province (``whole``) and of some districts; communes pinned in some periods."""

    indicator: str
    whole: str
    totals: Mapping[str, list[int]]
    pins: Mapping[str, Mapping[int, int]]


def counts(total: int, weights: Sequence[float]) -> list[int]:
    """Whole numbers in proportion to weights that add up to ``total`` (largest remainders)."""
    exact = [total * weight / sum(weights) for weight in weights]
    found = [int(value) for value in exact]
    rest = sorted(range(len(exact)), key=lambda n: (found[n] - exact[n], n))
    for n in rest[: total - sum(found)]:
        found[n] += 1
    return found


def _groups(spread: Spread, communes: Sequence[str], districts: Sequence[str]) -> list[tuple[list[str], list[int]]]:
    """Communes with the totals they share: each pinned district, and the rest of the province."""
    own = [code for code in spread.totals if code != spread.whole]
    found = []
    for district in own:
        inside = [code for code, parent in zip(communes, districts, strict=True) if parent == district]
        found.append((inside, spread.totals[district]))
    rest = [code for code, parent in zip(communes, districts, strict=True) if parent not in own]
    of_rest = [
        total - sum(spread.totals[district][at] for district in own)
        for at, total in enumerate(spread.totals[spread.whole])
    ]
    return [*found, (rest, of_rest)]


def flow(
    spread: Spread, communes: Sequence[str], districts: Sequence[str], draw: random.Random
) -> list[dict[str, int]]:
    """Counts by period and commune: each one of the total falls on a commune by its weight."""
    weights = {code: draw.uniform(0.5, 1.5) for code in communes}
    found: list[dict[str, int]] = []
    groups = _groups(spread, communes, districts)
    for at in range(len(spread.totals[spread.whole])):
        now = dict.fromkeys(communes, 0)
        for inside, totals in groups:
            pinned = {code: spread.pins[code][at] for code in inside if at in spread.pins.get(code, {})}
            free = [code for code in inside if code not in pinned]
            rest = totals[at] - sum(pinned.values())
            if rest < 0:
                raise ValueError(f"{spread.indicator}: pins exceed the total of {totals[at]} in period {at}")
            now |= pinned
            for code in draw.choices(free, [weights[code] for code in free], k=rest):
                now[code] += 1
        found.append(now)
    return found


def share(
    spread: Spread,
    communes: Sequence[str],
    districts: Sequence[str],
    most: Sequence[Mapping[str, int]],
    draw: random.Random,
) -> list[dict[str, int]]:
    """First counts of a share by period and commune, never above ``most``; they change as little as totals ask."""
    found: list[dict[str, int]] = []
    now = dict.fromkeys(communes, 0)
    groups = _groups(spread, communes, districts)
    for at, limit in enumerate(most):
        for inside, totals in groups:
            for code in inside:
                now[code] = min(now[code], limit[code])
            gap = totals[at] - sum(now[code] for code in inside)
            while gap:
                step = 1 if gap > 0 else -1
                room = [limit[code] - now[code] if step > 0 else now[code] for code in inside]
                if not any(room):
                    raise ValueError(f"{spread.indicator}: {totals[at]} in period {at} is out of reach")
                now[draw.choices(inside, room)[0]] += step
                gap -= step
        found.append(dict(now))
    return found
