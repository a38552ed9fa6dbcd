"""A process of its own that submits figures one file after the other and says which were accepted.

``python -m tests.db.writer URL NAME TIMES UNITS``: every submission has a figure for each of the same UNITS villages.
"""

from __future__ import annotations

import sys

import polars as pl

from db import goals, units
from db.engine import checkpoint, open_store, reading, writing
from db.writes import NewSubmission, accept
from metrics.periods import parse
from metrics.schema import FIGURES, conform


def main(url: str, name: str, times: int, most: int) -> None:
    engine = open_store(url)
    with reading(engine) as conn:
        villages = units.units(conn).filter(pl.col("valid_to").is_null(), kind="village")["unit"].head(most)
        [indicator] = [one for one, what in goals.indicators(conn).items() if what.code == "members"]
    for number in range(times):
        figures = conform(
            pl.DataFrame({"unit": villages}).select(
                pl.lit(parse("2025-Q3").key).alias("period"),
                pl.lit(indicator).alias("indicator"),
                "unit",
                pl.lit(number).alias("num"),
                pl.lit(None).alias("den"),
                pl.lit(0).alias("qualifier"),
                pl.lit(0).alias("state"),
                pl.int_range(2, pl.len() + 2).alias("row"),
            ),
            FIGURES,
        )
        content = figures.write_csv().encode()
        with writing(engine) as conn:
            receipt = accept(conn, submission=NewSubmission("quý.csv", content, name), figures=figures)
        checkpoint(engine)
        sys.stdout.write(f"{receipt.seq}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
