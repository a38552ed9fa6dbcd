"""The same work done by others: pandas and DuckDB over the current rows, Datasette on the same file, `.import`."""

from __future__ import annotations

import asyncio
import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import duckdb
import pandas as pd
import polars as pl
from datasette.app import Datasette
from sqlalchemy import Connection

from db import figures, goals, trees
from metrics.periods import from_key


def current_rows(conn: Connection) -> pl.DataFrame:
    """Every figure in force: period, indicator, unit, num, den; in the order of the store."""
    indicators = goals.indicators(conn)
    some = [
        figures.in_force(conn, period=from_key(key), indicators=indicators).select(
            "period", "indicator", "unit", "num", "den"
        )
        for key in figures.periods(conn)
    ]
    return pl.concat(some)


class Tables:
    """The current rows and the units above each, in pandas and in a DuckDB file of its own."""

    def __init__(self, conn: Connection, folder: Path, review: int) -> None:
        members = trees.current(conn).members(from_key(review).last).select("unit", "ancestor")
        rows = current_rows(conn)
        self.rows, self.members = rows.to_pandas(), members.to_pandas()
        self.duck = duckdb.connect(str(folder / "peer.duckdb"))
        for name, frame in (("current", rows), ("members", members)):
            arrow = frame.to_arrow()
            self.duck.register("incoming", arrow)
            self.duck.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')
            self.duck.unregister("incoming")

    def pandas_all_units(
        self, stands: Sequence[int], at: Sequence[int], flows: Sequence[int], last: int
    ) -> pd.DataFrame:
        """Sums of every inner unit: some indicators at some periods, flows over every period up to ``last``."""
        rows = self.rows
        wanted = rows[
            (rows.indicator.isin(stands) & rows.period.isin(at)) | (rows.indicator.isin(flows) & (rows.period <= last))
        ]
        joined = wanted.merge(self.members, on="unit")
        return joined.groupby(["ancestor", "indicator", "period"])[["num", "den"]].sum()

    def duck_all_units(self, stands: Sequence[int], at: Sequence[int], flows: Sequence[int], last: int) -> list[Any]:
        """The same in DuckDB."""
        return self.duck.execute(
            f"""SELECT ancestor, indicator, period, sum(num), sum(den)
                FROM current JOIN members USING (unit)
                WHERE (indicator IN {_listed(stands)} AND period IN {_listed(at)})
                   OR (indicator IN {_listed(flows)} AND period <= {last})
                GROUP BY ALL"""
        ).fetchall()

    def pandas_one(self, indicator: int, first: int, last: int) -> tuple[int, int]:
        """One figure of the whole province."""
        rows = self.rows
        found = rows[(rows.indicator == indicator) & (rows.period >= first) & (rows.period <= last)]
        return int(found.num.sum()), int(found.den.sum())

    def duck_one(self, indicator: int, first: int, last: int) -> tuple[int, int]:
        """The same in DuckDB."""
        row = self.duck.execute(
            "SELECT sum(num), sum(den) FROM current WHERE indicator = ? AND period BETWEEN ? AND ?",
            [indicator, first, last],
        ).fetchone()
        assert row is not None
        return int(row[0]), int(row[1] or 0)


class Served:
    """Datasette on the store's own file and its own roll-up, asked without a network between."""

    def __init__(self, path: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.name = path.stem
        self.served = Datasette([str(path)], settings={"num_sql_threads": 1})
        self.loop.run_until_complete(self.served.invoke_startup())

    def one(self, unit: int, indicator: int, first: int, last: int) -> tuple[int, int]:
        """One figure of a unit by one request."""
        sql = (
            f"SELECT sum(num), sum(den) FROM rollup WHERE boundaries = 0 AND unit_id = {unit} "
            f"AND indicator_id = {indicator} AND period BETWEEN {first} AND {last}"
        )
        answer = self.loop.run_until_complete(
            self.served.client.get(f"/{self.name}.json", params={"sql": sql, "_shape": "arrays"})
        )
        num, den = answer.json()["rows"][0]
        return num, den

    def __enter__(self) -> Served:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.loop.close()


def shell_import(file: Path) -> int:
    """`.import` of a CSV file into a fresh database by the sqlite3 shell; returns the number of rows."""
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        target = Path(folder) / "imported.db"
        subprocess.run(["sqlite3", str(target), ".mode csv", f".import {file} figures"], check=True)
        conn = sqlite3.connect(target)
        try:
            return int(conn.execute("SELECT count(*) FROM figures").fetchone()[0])
        finally:
            conn.close()


def sum_scan(path: Path, periods: Sequence[int]) -> list[Any]:
    """What the plainest query over the history of some periods gives."""
    conn = sqlite3.connect(path)
    try:
        return conn.execute(
            f"SELECT sum(num), sum(den), count(*) FROM observation WHERE period IN {_listed(periods)}"
        ).fetchall()
    finally:
        conn.close()


class Current:
    """The current rows in an SQLite file of their own, in the order of the store's key."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.conn = sqlite3.connect(folder / "current.db")
        self.conn.executescript(
            f"""ATTACH '{path}' AS store;
                CREATE TABLE current (period INTEGER, indicator INTEGER, unit INTEGER, num INTEGER, den INTEGER,
                                      PRIMARY KEY (period, indicator, unit)) WITHOUT ROWID;
                INSERT INTO current SELECT period, indicator_id, unit_id, num, den
                FROM (SELECT period, indicator_id, unit_id, num, den, max(seq) FROM store.observation
                      GROUP BY period, indicator_id, unit_id);
                DETACH store;"""
        )

    def reported(self, periods: Sequence[int]) -> int:
        """In how many quarters how many villages have reported, by GROUP BY."""
        found = self.conn.execute(
            f"SELECT unit, period, count(*) FROM current WHERE period IN {_listed(periods)} GROUP BY unit, period"
        )
        return len(found.fetchall())


def _listed(values: Sequence[int]) -> str:
    return f"({', '.join(str(value) for value in values)})"
