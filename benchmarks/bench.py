"""`make bench`: what a user waits for, measured beside what would do the same work."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine

from benchmarks import asked, browser, peers, people, uploads
from benchmarks.generate import ROOT, fresh
from benchmarks.measure import Row, beside, surroundings, table, write
from benchmarks.world import QUARTERS
from db import figures, goals
from db.engine import open_store, reading
from metrics.schema import AS_REPORTED

REVIEW = asked.REVIEW


@dataclass(frozen=True)
class Bench:
    """A province, opened."""

    path: Path
    folder: Path
    engine: Engine
    conn: Connection


def home(bench: Bench) -> Iterator[Row]:
    (ours,) = beside(lambda: asked.home(bench.conn), repeats=25)
    yield Row("home: twelve goals judged", ours, 10)
    (ours,) = beside(lambda: asked.coming_in(bench.conn))
    yield Row("home while a quarter is coming in", ours, None)


def ranking(bench: Bench) -> Iterator[Row]:
    goal_rows = asked.goal_rows(bench.conn)
    stands, flows = asked.split(goal_rows)
    at = [asked.BASELINE.key, REVIEW.key]
    tables = peers.Tables(bench.conn, bench.folder, REVIEW.key)
    same = len(tables.duck_all_units(stands, at, flows, REVIEW.key))
    assert same == len(tables.pandas_all_units(stands, at, flows, REVIEW.key))
    assert same == asked.all_sums(bench.conn)
    whole, ours, pandas, duck = beside(
        lambda: asked.ranking(bench.conn),
        lambda: asked.all_sums(bench.conn),
        lambda: tables.pandas_all_units(stands, at, flows, REVIEW.key),
        lambda: tables.duck_all_units(stands, at, flows, REVIEW.key),
    )
    yield Row("ranking: every inner unit × twelve goals, judged", whole, 60)
    yield Row("ranking, judged", whole, 0.1, "the sums alone in pandas", pandas)
    yield Row("ranking, judged", whole, 1, "the sums alone in DuckDB", duck, strict=True)
    yield Row("ranking: its sums", ours, 0.1, "the same sums in pandas", pandas)
    yield Row("ranking: its sums", ours, 1, "the same sums in DuckDB", duck, strict=True)
    yield from one_by_one(bench, tables)


def one_by_one(bench: Bench, tables: peers.Tables) -> Iterator[Row]:
    """The twelve figures of the home page, each asked for by itself."""
    province = asked.province(bench.conn)
    spans = [(row.indicator_id, asked.first_of(row).key, REVIEW.key) for row in asked.goal_rows(bench.conn)]

    def ours() -> list[tuple[int, int]]:
        found = []
        for indicator, first, last in spans:
            with reading(bench.engine) as conn:
                rows = figures.rollup(
                    conn,
                    boundaries=AS_REPORTED,
                    units=[province],
                    indicators=[indicator],
                    first=asked.by_key(first),
                    last=asked.by_key(last),
                )
            found.append((int(rows["num"].sum()), int(rows["den"].sum())))
        return found

    with peers.Served(bench.path) as served:
        works: list[Callable[[], Any]] = [
            ours,
            lambda: [served.one(province, *span) for span in spans],
            lambda: [tables.pandas_one(*span) for span in spans],
            lambda: [tables.duck_one(*span) for span in spans],
        ]
        answers = [work() for work in works]
        for answer in answers[1:]:
            assert answer == answers[0], "the peers must give the same figures"
        mine, *others = beside(*works)
    for name, theirs in zip(("Datasette, on our roll-up", "pandas", "DuckDB"), others, strict=True):
        yield Row("twelve figures, one request each", mine, 1, name, theirs, strict=True)


def series(bench: Bench) -> Iterator[Row]:
    (one_unit, one_goal) = beside(lambda: asked.unit_series(bench.conn), lambda: asked.goal_series(bench.conn))
    yield Row("series: one commune, twelve goals, both boundaries", one_unit, 10)
    yield Row("series: one goal of the province, both boundaries", one_goal, 10)


def completeness(bench: Bench) -> Iterator[Row]:
    current = peers.Current(bench.path, bench.folder)
    every = [period.key for period in QUARTERS]
    assert int(asked.completeness(bench.conn)["reported"].sum()) == current.reported(every)
    ours, group_by = beside(lambda: asked.completeness(bench.conn), lambda: current.reported(every))
    yield Row("completeness, leaf × quarter", ours, 0.05, "GROUP BY over the current rows", group_by)
    some = every[-asked.GRID :]
    ours, group_by = beside(lambda: asked.arrivals(bench.conn), lambda: current.reported(some))
    yield Row("… in time, late, corrected: eight quarters", ours, None, "GROUP BY over the same eight", group_by)
    current.conn.close()


def as_known(bench: Bench) -> Iterator[Row]:
    upto = figures.known_on(bench.conn, date(2020, 2, 1))
    province = asked.province(bench.conn)
    indicators = list(goals.indicators(bench.conn))
    periods = [asked.BASELINE, REVIEW]
    ours, scan = beside(
        lambda: figures.rollup_as_known(
            bench.conn, upto=upto, boundaries=AS_REPORTED, units=[province], indicators=indicators, periods=periods
        ),
        lambda: peers.sum_scan(bench.path, [period.key for period in periods]),
    )
    yield Row("as known on an earlier day, uncached", ours, 3, "a SUM scan of the same periods", scan)


def size(bench: Bench) -> Iterator[Row]:
    count = bench.conn.exec_driver_sql("SELECT count(*) FROM observation").scalar_one()
    yield Row("size: all of the file per figure of history", bench.path.stat().st_size / count, 34, unit="bytes")


def upload(bench: Bench) -> Iterator[Row]:
    yield from uploads.upload(bench.path, bench.folder, bench.conn)


def in_browser(bench: Bench) -> Iterator[Row]:
    yield from browser.browser(bench.path, bench.folder)


def many(bench: Bench) -> Iterator[Row]:
    yield from people.people(bench.path, bench.folder)


PARTS = (home, ranking, series, completeness, as_known, size, upload, in_browser, many)

NOTE = """A made-up province: 4.000 villages, 30 indicators, 40 quarters, 4,8 million figures with their corrections,
mergers, splits and a reform; everybody has reported but a tenth of the villages in the last quarter. Every figure is
the median of at least five runs that took turns with what it is held against, in one process. Peers are given their
best: DuckDB a file of its own, pandas everything in memory, Datasette our own sums and no network.

The quarter that is handed in is the 41st: as a CSV of codes, one figure a row, which holds the budget of reading to
checking; and as an XLSX with a letterhead, three rows of merged headings and names of villages under their communes,
which gives the same figures without a question and has no budget. Both are also held against the eight quarters before
(against the one before for states), 0,7 million figures read from the store. Memory is that of the process that checks
and of the one that opens the workbook, each at its most, added. `make bench` writes this file."""


def main() -> int:
    path = fresh()
    engine = open_store(f"sqlite:///{path}")
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=path.parent) as folder, reading(engine) as conn:
        bench = Bench(path, Path(folder), engine, conn)
        for part in PARTS:
            print(f"{part.__name__} …", file=sys.stderr, flush=True)
            rows += part(bench)
    engine.dispose()
    print(f"{surroundings()}\n\n{table(rows)}")
    write(ROOT / "benchmarks" / "results.md", "What it measures", NOTE, rows)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    pl.Config.set_tbl_rows(5)
    sys.exit(main())
