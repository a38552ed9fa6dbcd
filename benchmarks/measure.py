"""Timing things beside each other, and the table of what came out."""

from __future__ import annotations

import gc
import importlib.metadata
import os
import platform
import sqlite3
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

REPEATS = 7


@dataclass(frozen=True)
class Row:
    """One line of the table: a figure (ms unless ``unit`` says else), what it is held against, and the budget.

    ``budget`` holds the ratio, or the figure itself where ``reference`` is null; equal is within; null: only told.
    """

    what: str
    figure: float
    budget: float | None
    against: str = ""
    reference: float | None = None
    unit: str = "ms"
    strict: bool = False

    @property
    def ratio(self) -> float | None:
        return None if self.reference is None else self.figure / self.reference

    @property
    def holds(self) -> bool:
        if self.budget is None:
            return True
        value = self.figure if self.ratio is None else self.ratio
        return value < self.budget if self.strict else value <= self.budget

    def cells(self) -> list[str]:
        sign = "<" if self.strict else "≤"
        held = "" if self.reference is None else f"{_short(self.reference)} {self.unit}, {self.against}"
        ratio = "" if self.ratio is None else f"{_short(self.ratio)}×"
        budget, answer = "", ""
        if self.budget is not None:
            budget = f"{sign} {self.budget:g}{' ' + self.unit if self.ratio is None else '×'}"
            answer = "pass" if self.holds else "FAIL"
        return [self.what, f"{_short(self.figure)} {self.unit}", held, ratio, budget, answer]


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def milliseconds(work: Callable[[], Any]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


def beside(
    *works: Callable[[], Any], repeats: int = REPEATS, warm: bool = True, between: Callable[[], Any] = lambda: None
) -> list[float]:
    """Median ms of each work, run in turn ``repeats`` times so that a slow moment falls on all of them.

    ``between`` is done after each, untimed.

    Modules and data are set aside from the garbage collector first, as the server does at its start.
    """
    if warm:
        for work in works:
            work()
            between()
    gc.collect()
    gc.freeze()
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(repeats):
        for times, work in zip(taken, works, strict=True):
            times.append(milliseconds(work))
            between()
    return [statistics.median(times) for times in taken]


HEAD = ["figure", "ours", "held against", "ratio", "budget", ""]


def table(rows: list[Row]) -> str:
    """The rows as a Markdown table that also reads well on a terminal."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(HEAD))]
    texts = [
        "| " + " | ".join(cell.ljust(wide) for cell, wide in zip(line, widths, strict=True)) + " |" for line in lines
    ]
    texts.insert(1, "|" + "|".join("-" * (wide + 2) for wide in widths) + "|")
    return "\n".join(texts)


def surroundings() -> str:
    """Versions and machine, without any name of it, and how many processes wanted its cores meanwhile."""
    packages = ["polars", "sqlalchemy", "pandas", "duckdb", "datasette"]
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in packages)
    cpu = next(
        (line.split(":", 1)[1].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "CPU"
    )
    cores = sum(line.startswith("processor") for line in _lines("/proc/cpuinfo"))
    memory = next((int(line.split()[1]) // 2**20 for line in _lines("/proc/meminfo") if line.startswith("MemTotal")), 0)
    system = f"{platform.system()} {platform.machine()}, {cores} cores ({cpu}), {memory} GiB"
    system += f", load {os.getloadavg()[1]:.1f} (1 is this run by itself)"
    today = datetime.now(UTC).date().isoformat()
    return f"{today} · Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {versions} · {system}"


def _lines(path: str) -> list[str]:
    return Path(path).read_text().splitlines() if Path(path).exists() else []


def write(path: Path, title: str, note: str, rows: list[Row]) -> None:
    """Keep a table with its surroundings."""
    path.write_text(f"# {title}\n\n{note}\n\n{surroundings()}\n\n{table(rows)}\n", encoding="utf-8")
