"""Every test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from db.engine import open_store, writing
from db.migrate import upgrade
from db.store import set_mode
from tests.db.server import NoServer, postgres

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    try:
        running = postgres()
        address = running.__enter__()
    except NoServer as problem:
        if os.environ.get("CI"):
            pytest.fail(f"no PostgreSQL to test on: {problem}", pytrace=False)
        pytest.skip(str(problem))
    yield address
    running.__exit__(None, None, None)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request, tmp_path) -> str:
    """The address of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/store/moc.db"
    address = make_url(request.getfixturevalue("server"))
    name = f"moc_{next(_numbers)}"
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name}")
    return address.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def engine(url) -> Iterator[Engine]:
    """A new store in demo mode, its tables made."""
    engine = open_store(url)
    upgrade(engine)
    with writing(engine) as conn:
        set_mode(conn, "demo")
    yield engine
    engine.dispose()
