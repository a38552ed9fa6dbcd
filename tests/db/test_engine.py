"""Opening a store, reading on a snapshot, writing one at a time."""

import sys
import threading

import pytest
from sqlalchemy.exc import DBAPIError

from db import store
from db.engine import SHORT_TURNS, UnsupportedStore, open_store, reading, short_turns, writing
from db.migrate import is_current, upgrade


def test_a_missing_directory_is_made(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/a/b/moc.db")
    upgrade(engine)
    assert (tmp_path / "a/b/moc.db").exists()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://host/db", "nonsense"])
def test_what_is_no_store_is_refused_with_the_fix(url):
    with pytest.raises(UnsupportedStore):
        open_store(url)


def test_sqlite_is_durable_and_careful(tmp_path):
    engine = open_store(f"sqlite:///{tmp_path}/moc.db")
    with reading(engine) as conn:
        found = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "query_only")
        }
        assert conn.exec_driver_sql("PRAGMA busy_timeout").scalar() >= 5000
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "query_only": 1}


def test_a_reader_cannot_write(engine):
    with reading(engine) as conn, pytest.raises(DBAPIError, match=r"readonly|read-only"):
        store.bump(conn)


def test_a_reader_keeps_its_snapshot_while_others_write(engine):
    with reading(engine) as conn:
        before = store.revision(conn)
        with writing(engine) as other:
            store.bump(other)
        assert store.revision(conn) == before
    with reading(engine) as conn:
        assert store.revision(conn) == before + 1


def test_what_fails_is_rolled_back(engine):
    with reading(engine) as conn:
        before = store.revision(conn)
    with pytest.raises(ZeroDivisionError), writing(engine) as conn:
        store.bump(conn) // 0
    with reading(engine) as conn:
        assert store.revision(conn) == before


def test_two_threads_that_read_then_write_lose_nothing(engine):
    with reading(engine) as conn:
        before = store.revision(conn)

    def work() -> None:
        for _ in range(20):
            with writing(engine) as conn:
                store.bump(conn)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with reading(engine) as conn:
        assert store.revision(conn) == before + 80


def test_migrations_bring_an_empty_database_up_to_date(url):
    engine = open_store(url)
    with reading(engine) as conn:
        assert not is_current(conn)
    upgrade(engine)
    upgrade(engine)
    with reading(engine) as conn:
        assert is_current(conn)
        assert store.revision(conn) == 0
    engine.dispose()


def test_turns_are_short_until_the_last_one_who_asked_is_done():
    usual = sys.getswitchinterval()
    with short_turns():
        with short_turns():
            assert sys.getswitchinterval() == pytest.approx(SHORT_TURNS)
        assert sys.getswitchinterval() == pytest.approx(SHORT_TURNS)
    assert sys.getswitchinterval() == pytest.approx(usual)
