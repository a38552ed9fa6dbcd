"""Opening a store and the two ways to use it: :func:`reading` and :func:`writing`.

A store is one SQLite file, or one PostgreSQL database. Reads see one unchanging snapshot and cannot
write; writes come one at a time, each in one transaction that is durable when the block ends.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from db import dialect

WAIT_SECONDS = 30
"""How long a write waits for the one before it."""

TURNS, SHORT_TURNS = sys.getswitchinterval(), 0.0005
"""Seconds for which a busy thread keeps the interpreter's lock from the others, and what it is within
:func:`short_turns`.
"""

_HURRIED: list[None] = []
_COUNTED = Lock()


class UnsupportedStore(ValueError):
    """The address names no store that can be opened."""


def open_store(url: str | URL) -> Engine:
    """The engine of ``sqlite:///path`` or ``postgresql://…``; a missing directory of the file is made.

    Opening does not touch the tables; see :func:`db.migrate.upgrade`. Raises :class:`UnsupportedStore`
    for any other database and for an SQLite store in memory, which no second connection could see.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise UnsupportedStore(
            f"'{url}' is no database address: write sqlite:///data/moc.db or postgresql://…"
        ) from None
    match address.get_backend_name():
        case "sqlite":
            if address.database in (None, "", ":memory:"):
                raise UnsupportedStore(
                    "a store in memory is lost with its connection: name a file, sqlite:///data/moc.db"
                )
            Path(str(address.database)).parent.mkdir(parents=True, exist_ok=True)
            engine = create_engine(
                address.set(drivername="sqlite+pysqlite"),
                pool_size=10,
                max_overflow=50,
                connect_args={"timeout": WAIT_SECONDS, "check_same_thread": False},
            )
            event.listen(engine, "connect", dialect.prepare_sqlite)
            event.listen(engine, "checkin", dialect.forbid_sqlite_writes)
        case "postgresql":
            engine = create_engine(
                address.set(drivername="postgresql+psycopg"), pool_size=10, max_overflow=50, pool_pre_ping=True
            )
        case other:
            raise UnsupportedStore(f"no store on {other}: SQLite and PostgreSQL are supported")
    return engine


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection on one snapshot of the store, for reading only; any write through it fails."""
    with engine.connect() as conn, conn.begin():
        dialect.begin_reading(conn)
        yield conn


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A connection that holds the store's only write transaction, committed when the block ends well.

    Waits for the writer before it, at most :data:`WAIT_SECONDS`, then raises SQLAlchemy's ``OperationalError``.
    An exception inside the block rolls everything back.
    """
    with engine.connect() as conn, conn.begin():
        dialect.begin_writing(conn, WAIT_SECONDS)
        with short_turns():
            yield conn


@contextmanager
def short_turns() -> Iterator[None]:
    """For work that comes back for the interpreter's lock some two hundred times: a write, whose end the next writer
    waits for, or the check of a file. Without it every time may cost a whole turn of a busy thread.
    """
    with _COUNTED:
        _HURRIED.append(None)
        sys.setswitchinterval(SHORT_TURNS)
    try:
        yield
    finally:
        with _COUNTED:
            _HURRIED.pop()
            if not _HURRIED:
                sys.setswitchinterval(TURNS)


def checkpoint(engine: Engine) -> None:
    """Bring the write-ahead log back into the store's file, so that it does not grow; never waits for readers."""
    dialect.checkpoint(engine)
