"""Every test of the store runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from db.engine import checkpoint, open_store, writing
from db.migrate import upgrade
from db.store import set_mode
from tests.db.server import NoServer, postgres
from tests.house import built

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


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new store of SQLite, to copy."""
    return built(tmp_path_factory, "new", lambda file: set_up(f"sqlite:///{file}"))


@pytest.fixture(scope="session")
def new_database(server: str) -> str:
    """The name of a new store in PostgreSQL, to copy."""
    set_up(create(server, "moc_new", "template1"))
    return "moc_new"


def set_up(url: str) -> None:
    """Make the tables of a new store in demo mode."""
    engine = open_store(url)
    upgrade(engine)
    with writing(engine) as conn:
        set_mode(conn, "demo")
    checkpoint(engine)
    engine.dispose()


def create(server: str, name: str, like: str) -> str:
    """A database of the server that begins as a copy of another; gives its address."""
    address = make_url(server)
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as conn:
        conn.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
    return address.set(database=name).render_as_string(hide_password=False)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database; of a new store for a test that takes its ``engine``."""
    new = "engine" in request.fixturenames
    if request.param == "sqlite":
        file = tmp_path / "store" / "moc.db"
        if new:
            file.parent.mkdir()
            shutil.copy(request.getfixturevalue("new_file"), file)
        return f"sqlite:///{file}"
    like = request.getfixturevalue("new_database") if new else "template1"
    return create(request.getfixturevalue("server"), f"moc_{next(_numbers)}", like)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A new store in demo mode, its tables made."""
    engine = open_store(url)
    yield engine
    engine.dispose()
