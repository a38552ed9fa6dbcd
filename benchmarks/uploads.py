"""A quarter handed in: read, understood, checked, examined, accepted; as a clean file, an ugly one, a heavy one."""

from __future__ import annotations

import hashlib
import shutil
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import polars as pl
from sqlalchemy import Connection

from benchmarks import asked, memory, peers, ugly, world
from benchmarks.generate import ACCOUNT, DATA, as_figures, indicator_code
from benchmarks.measure import Row, beside, milliseconds
from benchmarks.world import KINDS, QUARTERS, World, canonical_csv
from db import rollups
from db.engine import checkpoint, open_store, short_turns, writing
from db.writes import NewSubmission, accept
from flows.reference import reference
from flows.submit import examine
from intake.check import Clean, check
from intake.reference import Reference
from metrics.periods import Period, following, quarter

NEXT = quarter(2026, 1)
NEXT_DAY = date(2026, 4, 10)
HEAVY_ROWS = 200_000


def upload(path: Path, folder: Path, conn: Connection) -> Iterator[Row]:
    """Everything about one more quarter of the store at ``path``, which ``conn`` reads and nothing here changes."""
    made = World()
    frame = made.figures(NEXT)
    codes = [indicator_code(place) for place in range(len(KINDS))]
    data = canonical_csv(frame, NEXT, made.units["code"], codes)
    file = folder / "quarter.csv"
    file.write_bytes(data)
    known = reference(conn, today=NEXT_DAY)
    alone = replace(known, past=None)
    workbook = ugly.wide(made, frame, NEXT)
    clean, same = check(data, known, period=NEXT), check(workbook, known, period=NEXT)
    for one in (clean, same):
        assert one.sound, one.problems[:3]
    assert clean.figures.height == same.figures.height == frame.height == peers.shell_import(file)
    assert not same.questions, same.questions[:3]
    assert _values(clean).equals(_values(same)), "both files say the same"

    copy = folder / "accepting.db"
    shutil.copy(path, copy)
    engine = open_store(f"sqlite:///{copy}")
    places = asked.places(conn, made, codes)
    ready = ((period, as_figures(frame, period, *places)) for period in iter_quarters(NEXT))
    summing: list[float] = []

    def take() -> None:
        period, figures_of = next(ready)
        with writing(engine) as conn, timed(rollups, "keep", summing):
            new = NewSubmission("quarter.csv", data, ACCOUNT, period=period)
            accept(conn, submission=new, figures=figures_of)

    def tidied() -> None:
        """What follows every upload once its transaction is over."""
        checkpoint(engine)

    def examined() -> None:
        examine(open_there, data=data, file_name="quarter.csv", period=NEXT, today=NEXT_DAY)

    open_there = open_store(f"sqlite:///{path}")
    reads, held, wide, takes, imports = beside(
        lambda: check(data, alone, period=NEXT),
        lambda: check(data, known, period=NEXT),
        lambda: check(workbook, known, period=NEXT),
        take,
        lambda: peers.shell_import(file),
        between=tidied,
    )
    part = statistics.median(summing[1:])
    about = f"sqlite3's .import of the same {_dotted(frame.height)} rows"
    size = f"{len(workbook) / 1_000_000:.1f}".replace(".", ",")
    yield Row("upload, CSV: read, understood, checked", reads, 1, about, imports)
    yield Row("upload, CSV: and held against two years of figures", held, 1, about, imports)
    yield Row(f"upload, ugly XLSX of {size} MB: all of it", wide, None, about, imports)
    yield from progress(workbook, known)
    yield Row("accept: history, sums, audit, durable", takes, 1.5, about, imports)
    yield Row("accept: the sums' part of it", part, 0.35, "the whole", takes)

    def hurried() -> None:
        """As `flows.submit.examine` does it."""
        with short_turns():
            check(data, alone, period=NEXT)

    read, busy = beside(hurried, lambda: beside_a_busy_thread(hurried))
    yield Row("upload, CSV, beside a busy thread", busy, 3, "alone", read)
    read, busy = beside(take, lambda: beside_a_busy_thread(take), repeats=5, warm=False, between=tidied)
    yield Row("accept beside a busy thread", busy, 3, "alone", read)
    whole, imports = beside(examined, lambda: peers.shell_import(file), repeats=5)
    yield Row("examine, CSV: checked, compared, totals, verdicts moved", whole, None, about, imports)
    open_there.dispose()
    engine.dispose()
    yield from heavy(path, made, frame)


def progress(workbook: bytes, known: Reference) -> Iterator[Row]:
    """How often somebody who waits for the ugly file is told how far it is, and how long nothing is said at most."""
    told = [time.perf_counter()]
    check(workbook, known, period=NEXT, progress=lambda _step, _part: told.append(time.perf_counter()))
    told.append(time.perf_counter())
    longest = max(after - before for before, after in pairwise(told))
    yield Row("… steps told while it is checked", len(told) - 2, None, unit="steps")
    yield Row("… longest time without a step", longest * 1000, None)


def heavy(path: Path, made: World, frame: pl.DataFrame) -> Iterator[Row]:
    """The most that a file may be: 200.000 rows of names in almost 20 MB."""
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in (world, ugly))
    file = DATA / f"heavy-{hashlib.sha256(sources).hexdigest()[:12]}.xlsx"
    if not file.exists():
        for old in DATA.glob("heavy-*.xlsx"):
            old.unlink()
        last = QUARTERS[-1]
        file.write_bytes(ugly.heavy(made, [(NEXT, frame), (last, made.figures(last))], rows=HEAVY_ROWS))
    size = file.stat().st_size / 2**20
    assert 19 < size < 20, f"{size:.1f} MB"
    found = memory.needed(path, file)
    assert (found["sound"], found["figures"]) == (True, HEAVY_ROWS), found
    what = f"XLSX of {size:.1f} MB, {_dotted(HEAVY_ROWS)} rows".replace(".", ",", 1)
    yield Row(f"memory: {what}, read to checked", found["megabytes"], 1000, unit="MB", strict=True)
    yield Row("… time", found["milliseconds"], None)


def _values(clean: Clean) -> pl.DataFrame:
    return clean.figures.drop("row").sort("indicator", "unit")


def _dotted(count: int) -> str:
    return f"{count:,}".replace(",", ".")


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
