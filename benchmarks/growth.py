"""`make bench-growth`: the same pages on ten times as many villages."""

from __future__ import annotations

import math
import sys

from benchmarks import asked
from benchmarks.generate import ROOT, fresh
from benchmarks.measure import Row, beside, surroundings, table, write
from db.engine import open_store

SCALES = (1, 10)

NOTE = """The province, and the same with ten times the villages under the same communes: 4,8 and 48 million
figures. A leader's page reads sums, so it should not notice. Medians of runs that took turns, in one process.
`make bench-growth` writes this file; it makes the figures first, which takes a quarter of an hour and 2 GB."""


def main() -> int:
    engines = [open_store(f"sqlite:///{fresh(scale)}") for scale in SCALES]
    conns = [engine.connect() for engine in engines]
    rows: list[Row] = []
    for name, work in (("home", asked.home), ("ranking", asked.ranking), ("one goal's series", asked.goal_series)):
        small, *larger = beside(*(lambda conn=conn, work=work: work(conn) for conn in conns), repeats=15)
        for scale, taken in zip(SCALES[1:], larger, strict=True):
            rows.append(Row(f"{name}, {scale} × the villages", taken, 1.5, "the province", small))
        exponent = math.log(larger[-1] / small) / math.log(SCALES[-1])
        rows.append(Row(f"{name}, growth exponent", exponent, 0.2, unit=""))
    for conn, engine in zip(conns, engines, strict=True):
        conn.close()
        engine.dispose()
    print(f"{surroundings()}\n\n{table(rows)}")
    write(ROOT / "benchmarks" / "growth.md", "How it grows", NOTE, rows)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
