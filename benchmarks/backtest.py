"""Where would each way of looking ahead have led? `python -m benchmarks.backtest` writes the table of docs/outlook.md.

Every series is cut once a year from its ninth quarter on and carried on by each candidate; what
it then says is held against what was reported. Errors are divided by the series' own mean move in a quarter, so that
large and small units count alike, and given as a ratio to the naive pace that the product shows.
"""

from __future__ import annotations

import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.stats import theilslopes
from statsmodels.tsa.holtwinters import ExponentialSmoothing

from benchmarks.generate import fresh
from db import figures, goals, trees
from db.engine import open_store, reading
from db.migrate import upgrade
from flows.packs import load_all
from metrics.goals import Kind
from metrics.outlook import project
from metrics.periods import PeriodKind, from_key
from metrics.schema import AS_REPORTED
from seed.demo import shipped
from seed.packs import read_pack

LEAST, AHEAD = 9, (1, 2, 4, 8)
"""Quarters of past that every cut has at least, and how many quarters ahead it is asked."""
MOST, EVERY = 100, 4
"""Series of each source, drawn evenly from all there are, and quarters between two cuts of one."""


@dataclass(frozen=True)
class Series:
    """Values of consecutive quarters; a flow's are running totals, as its goals are judged on them."""

    values: tuple[float, ...]
    share: bool
    flow: bool


def naive(past: Sequence[float], ahead: int) -> float:
    """The average of the last four moves, as the product has it."""
    return past[-1] + (past[-1] - past[-5]) / 4 * ahead


def last_move(past: Sequence[float], ahead: int) -> float:
    return past[-1] + (past[-1] - past[-2]) * ahead


def whole_past(past: Sequence[float], ahead: int) -> float:
    return past[-1] + (past[-1] - past[0]) / (len(past) - 1) * ahead


def same_quarters(past: Sequence[float], ahead: int) -> float:
    """The moves of the same quarters a year before, again."""
    moves = [past[at] - past[at - 1] for at in range(len(past) - 4, len(past))]
    return past[-1] + sum(moves[at % 4] for at in range(ahead))


def robust_trend(past: Sequence[float], ahead: int) -> float:
    """Theil–Sen over the last eight quarters, from the last value on."""
    return past[-1] + float(theilslopes(np.array(past[-8:]), np.arange(8))[0]) * ahead


def damped_trend(past: Sequence[float], ahead: int) -> float:
    """Exponential smoothing with a damped trend."""
    return _damped(tuple(past))[ahead - 1]


@lru_cache(1)
def _damped(past: tuple[float, ...]) -> list[float]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = ExponentialSmoothing(np.array(past), trend="add", damped_trend=True).fit()
        return [float(one) for one in fitted.forecast(max(AHEAD))]


def no_change(past: Sequence[float], ahead: int) -> float:
    return past[-1]


CANDIDATES: Mapping[str, Callable[[Sequence[float], int], float]] = {
    "naive pace (shown)": naive,
    "no change": no_change,
    "last quarter's move": last_move,
    "whole past": whole_past,
    "same quarters of last year": same_quarters,
    "Theil–Sen, eight quarters": robust_trend,
    "damped trend": damped_trend,
}


def series_of(url: str) -> list[Series]:
    """Every regular series of inner units in a store that moves at all."""
    engine = open_store(url)
    with reading(engine) as conn:
        known = goals.indicators(conn)
        units = trees.current(conn).units.filter(kind="district")["unit"].to_list()
        units += trees.current(conn).units.filter(kind="province")["unit"].to_list()
        frame = figures.rollup(conn, boundaries=AS_REPORTED, units=units, indicators=known)
    engine.dispose()
    found = []
    for (_, indicator), rows in frame.sort("period").group_by("unit", "indicator", maintain_order=True):
        kind = known[indicator].kind
        if kind is Kind.RATING:
            continue
        told = [row for row in rows.to_dicts() if from_key(row["period"]).kind is PeriodKind.QUARTER]
        told = [row for row in told if row["reported"] == row["expected"] and (kind is not Kind.SHARE or row["den"])]
        values = [row["num"] / row["den"] if kind is Kind.SHARE else row["num"] / row["scale"] for row in told]
        if kind is Kind.FLOW:
            values = list(np.cumsum(values))
        if len(values) > LEAST and len(set(values)) > 2:
            found.append(Series(tuple(float(one) for one in values), kind is Kind.SHARE, kind is Kind.FLOW))
    step = max(1, len(found) // MOST)
    return found[::step]


def cuts(series: Series) -> Iterator[tuple[tuple[float, ...], int, float]]:
    """The past, how far ahead, and what came."""
    for at in range(LEAST, len(series.values), EVERY):
        for ahead in AHEAD:
            if at + ahead <= len(series.values):
                yield series.values[:at], ahead, series.values[at + ahead - 1]


def held(series: Series, value: float) -> float:
    """Nothing falls below 0; no share rises above 1."""
    return min(1.0, max(0.0, value)) if series.share else max(0.0, value)


def errors(every: Sequence[Series]) -> dict[str, dict[int, float]]:
    """Mean scaled error of each candidate, by how far ahead."""
    found: dict[str, dict[int, list[float]]] = {name: {ahead: [] for ahead in AHEAD} for name in CANDIDATES}
    for series in every:
        scale = float(np.mean(np.abs(np.diff(series.values)))) or 1.0
        for past, ahead, came in cuts(series):
            for name, candidate in CANDIDATES.items():
                found[name][ahead].append(abs(held(series, candidate(past, ahead)) - came) / scale)
    return {name: {ahead: float(np.mean(some)) for ahead, some in by.items() if some} for name, by in found.items()}


def coverage(every: Sequence[Series]) -> dict[int, float]:
    """How often what came lay in the range that the product shows, by how far ahead."""
    hits: dict[int, list[bool]] = {ahead: [] for ahead in AHEAD}
    for series in every:
        for past, ahead, came in cuts(series):
            exact = [Fraction(value).limit_denominator(10**6) for value in past[-5:]]
            moves = [after - before for before, after in pairwise(exact)]
            range_ = project(exact[-1], moves, ahead, most=Fraction(1) if series.share else None)
            assert range_ is not None
            slack = 0.0 if series.share else 1.0
            hits[ahead].append(float(range_.low) - slack < came < float(range_.high) + slack or came == range_.middle)
    return {ahead: float(np.mean(some)) for ahead, some in hits.items() if some}


def table(source: str, every: Sequence[Series]) -> str:
    """One source's results, in Markdown."""
    by_name = errors(every)
    base = by_name["naive pace (shown)"]
    heads = [f"{ahead} quarter{'s' if ahead > 1 else ''} ahead" for ahead in base]
    lines = [f"| {source}: {len(every)} series | " + " | ".join(heads) + " |", "| --- |" + " ---: |" * len(heads)]
    for name, by in by_name.items():
        shown = (f"{by[ahead]:.2f}" if name.startswith("naive") else f"{by[ahead] / base[ahead]:.2f}×" for ahead in by)
        lines.append(f"| {name} | " + " | ".join(shown) + " |")
    inside = coverage(every)
    lines.append("| came inside the range shown | " + " | ".join(f"{inside[ahead]:.0%}" for ahead in base) + " |")
    return "\n".join(lines)


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'packs.db'}"
        engine = open_store(url)
        upgrade(engine)
        load_all(engine, [read_pack(pack) for pack in shipped()])
        engine.dispose()
        print(table("shipped packs (simulated quarters)", series_of(url)))
    print()
    print(table("generator of the benchmarks", series_of(f"sqlite:///{fresh()}")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
