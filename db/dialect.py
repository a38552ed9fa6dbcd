"""What differs between SQLite and PostgreSQL: each difference is one function here, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError

ROWS_A_STATEMENT = 5_000
"""Rows written into one statement."""

BOUND_VALUES = 18_000
"""Values bound to one statement; SQLite allows 32.766."""

LONG_RUN = 500
"""Rows alike in their first two columns that are worth statements of their own."""


def is_sqlite(conn: Connection) -> bool:
    return conn.dialect.name == "sqlite"


def prepare_sqlite(connection: Any, _record: Any) -> None:
    """Every new SQLite connection: durable write-ahead log, real foreign keys, no writing until asked for."""
    connection.isolation_level = None  # transactions are begun by this module, never by the driver
    for pragma in (
        "busy_timeout = 30000",
        "journal_mode = wal",
        "synchronous = full",
        "foreign_keys = on",
        "cache_size = -65536",
        "mmap_size = 268435456",
        "wal_autocheckpoint = 16384",  # an accepted upload is brought into the file after its commit, not within it
        "query_only = on",
    ):
        connection.execute(f"PRAGMA {pragma}")


def forbid_sqlite_writes(connection: Any, _record: Any) -> None:
    """A connection that goes back to the pool may only read, until :func:`begin_writing` takes it again."""
    if connection is not None:
        connection.execute("PRAGMA query_only = on")


def begin_reading(conn: Connection) -> None:
    """One read-only snapshot for the rest of the transaction."""
    if is_sqlite(conn):
        conn.exec_driver_sql("BEGIN")
    else:
        conn.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")


def begin_writing(conn: Connection, wait_seconds: int) -> None:
    """Take the store's one write lock at the start: a read is never turned into a write halfway."""
    if is_sqlite(conn):
        conn.exec_driver_sql("PRAGMA query_only = off")
        conn.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        conn.exec_driver_sql(f"SET LOCAL lock_timeout = '{int(wait_seconds)}s'")
        conn.exec_driver_sql("SELECT pg_advisory_xact_lock(4907)")


def checkpoint(engine: Engine) -> None:
    """Bring SQLite's write-ahead log back into its file; PostgreSQL looks after itself."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as conn:
            conn.exec_driver_sql("PRAGMA query_only = off")
            conn.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")


def gathered(conn: Connection, columns: Sequence[str], query: str) -> str:
    """A query whose one row holds each column of ``query`` as one JSON array, in the order of the query's rows."""
    if is_sqlite(conn):
        arrays = ", ".join(f'json_group_array("{column}")' for column in columns)
    else:
        arrays = ", ".join(f'json_agg("{column}")::text' for column in columns)
    return f"SELECT {arrays} FROM ({query}) AS gathered"


def insert_integers(conn: Connection, table: str, frame: pl.DataFrame, *, on_conflict: str = "") -> None:
    """Insert a frame of integer columns named as the table's, null where null; many rows a statement.

    SQLite takes bound rows, always as many, so that the statement is read once and the interpreter's lock is given
    back for the length of each; what all rows of a long run have in common is bound once. PostgreSQL takes plain
    inserts by ``COPY``, others as written values: those are integers by type, so nothing needs quoting.
    """
    strange = [name for name, dtype in frame.schema.items() if not dtype.is_integer()]
    if strange:
        raise TypeError(f"only integer columns go into {table} in bulk, not {', '.join(strange)}")
    if frame.is_empty():
        return
    columns = ", ".join(f'"{name}"' for name in frame.columns)
    if is_sqlite(conn):
        for some in _in_runs(frame):
            _insert_bound(conn, f"INSERT INTO {table} ({columns})", some, on_conflict)
    elif not on_conflict:
        cursor: Any = conn.connection.cursor()
        statement = f"COPY {table} ({columns}) FROM STDIN (FORMAT csv)"
        try:
            with cursor.copy(statement) as copy:
                copy.write(frame.write_csv(include_header=False))
        except conn.dialect.loaded_dbapi.IntegrityError as problem:
            raise IntegrityError(statement, None, problem) from problem
    else:
        texts = [pl.col(name).cast(pl.String).fill_null("NULL") for name in frame.columns]
        written = pl.concat_str(pl.lit("("), pl.concat_str(texts, separator=","), pl.lit(")"))
        for some in frame.iter_slices(ROWS_A_STATEMENT):
            rows = some.select(written.str.join(",")).item()
            conn.exec_driver_sql(f"INSERT INTO {table} ({columns}) VALUES {rows} {on_conflict}")


def _in_runs(frame: pl.DataFrame) -> list[pl.DataFrame]:
    """The frame by its first two columns (the start of a key), where that gives long frames; else whole."""
    start = frame.columns[:2]
    if frame.height < LONG_RUN * prod(frame[name].n_unique() for name in start):
        return [frame]
    return frame.partition_by(start, maintain_order=True)


def _insert_bound(conn: Connection, insert: str, frame: pl.DataFrame, on_conflict: str) -> None:
    """Insert a frame by bound values: first those that are the same in every row, then row by row the others.

    In plain lists: every call into Polars gives the interpreter's lock back, and waits for it beside a busy thread.
    """
    lists: dict[str, list[int | None]] = {column.name: column.to_list() for column in frame.iter_columns()}
    alike = [] if on_conflict else [name for name, of in lists.items() if _is_alike(of)]
    same = {name: lists.pop(name)[0] for name in alike[: frame.width - 1]}
    place_of = {name: f"column{place}" for place, name in enumerate(lists, 1)}
    place_of |= {name: f"?{place}" for place, name in enumerate(same, 1)}
    chosen = f"SELECT {', '.join(place_of[name] for name in frame.columns)} FROM"
    one, most = f"({', '.join('?' * len(lists))})", BOUND_VALUES // len(lists)
    for start in range(0, frame.height, most):
        count = min(most, frame.height - start)
        values: list[int | None] = [None] * (count * len(lists))
        for place, column in enumerate(lists.values()):
            values[place :: len(lists)] = column[start : start + count]
        lines = ",".join([one] * count)
        given = f"{chosen} (VALUES {lines})" if same else f"VALUES {lines} {on_conflict}"
        conn.exec_driver_sql(f"{insert} {given}", (*same.values(), *values))


def _is_alike(of: list[int | None]) -> bool:
    """Whether all values are the same; most columns whose values are not say so at their ends."""
    return of[0] == of[-1] and of.count(of[0]) == len(of)


def faults_of_file(conn: Connection) -> list[str]:
    """What the database itself finds wrong: SQLite's integrity and foreign keys; PostgreSQL enforces both itself."""
    if not is_sqlite(conn):
        return []
    integrity = [str(row[0]) for row in conn.exec_driver_sql("PRAGMA integrity_check") if row[0] != "ok"]
    orphans = conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    return integrity + [f"{table} row {rowid} points at a missing {parent}" for table, rowid, parent, _ in orphans]
