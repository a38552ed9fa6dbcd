"""Reading a query into a frame, and the few words that every query here uses.

Only integers are ever written into a statement's text, through :func:`integers`; anything a person typed is
bound as a parameter.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import polars as pl
from sqlalchemy import Connection, Table
from sqlalchemy import insert as core_insert

from db import dialect
from metrics.periods import Period

FEW_CHARACTERS = 4_000
"""Up to so long a column is read by Python, longer ones by Polars."""


def frame(conn: Connection, query: str, schema: pl.Schema) -> pl.DataFrame:
    """The rows of ``query`` as a frame; its columns are named, and ordered, as the schema's.

    The whole result crosses from the database as one JSON array a column, so other threads are never waited for
    row by row. Booleans come as 0 and 1.
    """
    row = conn.exec_driver_sql(dialect.gathered(conn, list(schema), query)).one()
    if row[0] is None or row[0] == "[]":
        return pl.DataFrame(schema=schema)
    read = _parsed if len(row[0]) < FEW_CHARACTERS else _decoded
    return pl.DataFrame([read(text, name, dtype) for text, (name, dtype) in zip(row, schema.items(), strict=True)])


def _parsed(text: str, name: str, dtype: pl.DataType) -> pl.Series:
    """A short column, by Python: no start-up cost."""
    values = json.loads(text)
    if dtype == pl.Date:
        values = [None if value is None else date.fromisoformat(value) for value in values]
    elif dtype == pl.Boolean:
        values = [None if value is None else bool(value) for value in values]
    return pl.Series(name, values, dtype=dtype)


def _decoded(text: str, name: str, dtype: pl.DataType) -> pl.Series:
    """A long column, by Polars: no Python object a value, and other threads go on."""
    crossing = dtype if dtype.is_integer() else pl.Int8() if dtype == pl.Boolean else pl.String()
    values = pl.Series(name, [text]).str.json_decode(pl.List(crossing)).explode(empty_as_null=False)
    return values.str.to_date("%Y-%m-%d") if dtype == pl.Date else values.cast(dtype)


def integers(values: Iterable[int]) -> str:
    """``(1,2,3)`` for an ``IN``; ``(NULL)`` when there is none, which nothing equals."""
    return f"({','.join(str(int(value)) for value in values) or 'NULL'})"


def ending(column: str, first: Period | date | None, last: Period | date | None) -> str:
    """The condition that a period key ends on a day from ``first`` to ``last`` (a period stands for its last day)."""
    parts = []
    if first is not None:
        parts.append(f"{column} >= {_stamp(first) * 10}")
    if last is not None:
        parts.append(f"{column} <= {_stamp(last) * 10 + 9}")
    return " AND ".join(parts) or "1 = 1"


def _stamp(bound: Period | date) -> int:
    on = bound.last if isinstance(bound, Period) else bound
    return on.year * 10000 + on.month * 100 + on.day


def insert(conn: Connection, table: Table, values: dict[str, Any]) -> int:
    """Insert one row into a table with an ``id`` of its own; returns the id."""
    key = conn.execute(core_insert(table).values(**values)).inserted_primary_key
    if key is None:
        raise RuntimeError(f"{table.name} gave no id")
    return int(key[0])


def table(model: Any) -> Table:
    """The Core table of a model."""
    found = model.__table__
    if not isinstance(found, Table):
        raise TypeError(f"{model} has no table")
    return found


def keys(periods: Sequence[Period | int]) -> list[int]:
    """Keys of periods, keys as they are."""
    return [period.key if isinstance(period, Period) else int(period) for period in periods]
