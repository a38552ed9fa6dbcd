"""A session's word: nobody can make one, and it dies with its account's password."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from itsdangerous import URLSafeTimedSerializer

from db import accounts
from db.engine import open_store, reading, writing
from ui import session
from ui.session import _local

SECRET = "a" * 20 + "bcdefghijklmnop"


@pytest.fixture
def engine(demo_url: str, tmp_path: Path):
    copy = tmp_path / "moc.db"
    shutil.copy(demo_url.removeprefix("sqlite:///"), copy)
    engine = open_store(f"sqlite:///{copy}")
    yield engine
    engine.dispose()


def word_of(engine, name: str) -> str:
    with reading(engine) as conn:
        row = accounts.by_name(conn, name)
        assert row is not None
        return session.token(conn, SECRET, row)


def holder(engine, word: str | None) -> str | None:
    with reading(engine) as conn:
        found = session.account_of(conn, SECRET, word)
        return found.name if found else None


def test_a_word_stands_for_its_account(engine) -> None:
    assert holder(engine, word_of(engine, "lanh-dao-demo")) == "lanh-dao-demo"


def test_a_new_password_ends_the_sessions(engine) -> None:
    word = word_of(engine, "lanh-dao-demo")
    with writing(engine) as conn:
        accounts.set_password(conn, "lanh-dao-demo", "another password")
    assert holder(engine, word) is None


def test_a_closed_account_is_out_at_once(engine) -> None:
    word = word_of(engine, "lanh-dao-demo")
    with writing(engine) as conn:
        accounts.deactivate(conn, "lanh-dao-demo")
    assert holder(engine, word) is None


def forged() -> list[str | None]:
    other = URLSafeTimedSerializer("another secret", salt="moc-session").dumps(["quan-tri-demo", "x"])
    stamped = URLSafeTimedSerializer(SECRET, salt="moc-session").dumps(["quan-tri-demo", "x"])
    shaped = URLSafeTimedSerializer(SECRET, salt="moc-session").dumps({"name": "quan-tri-demo"})
    return [None, "", "quan-tri-demo", other, stamped, shaped]


@pytest.mark.parametrize("word", forged(), ids=["none", "empty", "name", "other-secret", "other-stamp", "other-shape"])
def test_nothing_else_is_a_word(engine, word: str | None) -> None:
    assert holder(engine, word) is None


@pytest.mark.parametrize(
    ("given", "followed"),
    [
        ("/goal?goal=NQ04-DB-2016-02", "/goal?goal=NQ04-DB-2016-02"),
        ("", "/"),
        ("goal", "/"),
        ("//elsewhere.example/", "/"),
        ("https://elsewhere.example/", "/"),
        ("/\\elsewhere.example", "/"),
        ("/sign-in?problem=wrong", "/"),
    ],
)
def test_signing_in_never_leads_elsewhere(given: str, followed: str) -> None:
    assert _local(given) == followed
