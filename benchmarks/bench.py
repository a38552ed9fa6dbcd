"""`make bench`: what a user waits for, measured beside what would do the same work."""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine

from benchmarks import asked, peers
from benchmarks.generate import ACCOUNT, ROOT, as_figures, fresh, indicator_code
from benchmarks.measure import Row, beside, milliseconds, surroundings, table, write
from benchmarks.world import KINDS, World, canonical_csv
from db import figures, goals, rollups, units
from db.engine import checkpoint, open_store, reading, writing
from db.writes import NewSubmission, accept
from intake.check import check
from intake.reference import Reference
from metrics.periods import Period, following, quarter
from metrics.schema import AS_REPORTED

REVIEW = asked.REVIEW
NEXT = quarter(2026, 1)
NEXT_DAY = date(2026, 4, 10)


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
    world = World()
    frame = world.figures(NEXT)
    codes = [indicator_code(place) for place in range(len(KINDS))]
    data = canonical_csv(frame, NEXT, world.units["code"], codes)
    file = bench.folder / "quarter.csv"
    file.write_bytes(data)
    known = asked.places(bench.conn, world, codes)
    reference = Reference(
        units=units.units(bench.conn),
        indicators=goals.indicators(bench.conn),
        today=NEXT_DAY,
        placements=units.placements(bench.conn),
        lineage=units.lineage(bench.conn),
    )
    clean = check(data, reference, period=NEXT)
    assert clean.sound, clean.problems[:3]
    assert clean.figures.height == frame.height
    assert peers.shell_import(file) == frame.height

    copy = bench.folder / "accepting.db"
    shutil.copy(bench.path, copy)
    engine = open_store(f"sqlite:///{copy}")
    summing: list[float] = []
    ready = ((period, as_figures(frame, period, *known)) for period in iter_quarters(NEXT))

    def take() -> None:
        period, figures_of = next(ready)
        with writing(engine) as conn, timed(rollups, "keep", summing):
            new = NewSubmission("quarter.csv", data, ACCOUNT, period=period)
            accept(conn, submission=new, figures=figures_of)

    def tidied() -> None:
        """What follows every upload once its transaction is over."""
        checkpoint(engine)

    reads, takes, imports = beside(
        lambda: check(data, reference, period=NEXT), take, lambda: peers.shell_import(file), between=tidied
    )
    part = statistics.median(summing[1:])
    about = f"sqlite3's .import of the same {frame.height:,} rows".replace(",", ".")
    yield Row("upload: read, understand, check", reads, 1, about, imports)
    yield Row("accept: history, sums, audit, durable", takes, 1.5, about, imports)
    yield Row("accept: the sums' part of it", part, 0.35, "the whole", takes)
    alone, busy = beside(take, lambda: beside_a_busy_thread(take), repeats=5, warm=False, between=tidied)
    yield Row("accept beside a busy thread", busy, 3, "alone", alone)
    engine.dispose()


def iter_quarters(first: Period) -> Iterator[Period]:
    current = first
    while True:
        yield current
        current = following(current)


@contextmanager
def timed(module: Any, name: str, into: list[float]) -> Iterator[None]:
    """Note how long each call of a function of ours takes."""
    original = getattr(module, name)

    def around(*args: Any, **kwargs: Any) -> None:
        into.append(milliseconds(lambda: original(*args, **kwargs)))

    setattr(module, name, around)
    try:
        yield
    finally:
        setattr(module, name, original)


def beside_a_busy_thread(work: Callable[[], Any]) -> None:
    """Do the work while another thread of this process never lets go of the interpreter by itself."""
    done = threading.Event()

    def spin() -> None:
        while not done.is_set():
            sum(range(1000))

    other = threading.Thread(target=spin)
    other.start()
    try:
        work()
    finally:
        done.set()
        other.join()


PARTS = (home, ranking, series, as_known, size, upload)

NOTE = """A made-up province: 4.000 villages, 30 indicators, 40 quarters, 4,8 million figures with their corrections,
mergers, splits and a reform; everybody has reported but a tenth of the villages in the last quarter. Every figure is
the median of at least five runs that took turns with what it is held against, in one process. Peers are given their
best: DuckDB a file of its own, pandas everything in memory, Datasette our own sums and no network. `make bench` writes
this file."""


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
