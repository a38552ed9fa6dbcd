"""Accounts: who gets in, who is locked out, and what cannot be told from outside."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from db import accounts, audit, packs
from db.engine import reading, writing
from db.models import Unit
from tests.db import world as w

NOW = datetime(2026, 1, 5, 8, tzinfo=UTC)
PASSWORD = "đảng bộ tỉnh 2026"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    accounts._unknown.cache_clear()
    monkeypatch.setattr(accounts, "_hasher", lambda: PasswordHasher(time_cost=1, memory_cost=1024))
    yield
    accounts._unknown.cache_clear()


@pytest.fixture
def staffed(engine):
    with writing(engine) as conn:
        unit = packs.upsert_units(conn, [Unit(code="DB", kind="province")])["DB"]
        accounts.create(conn, name="thu", password=PASSWORD, role="staff", units=[unit])
    return engine


def test_the_right_password_opens(staffed):
    found = accounts.verify(staffed, "thu", PASSWORD)
    assert (found.name, found.role) == ("thu", "staff")
    with reading(staffed) as conn:
        assert accounts.scopes(conn, found.id) == [1]


@pytest.mark.parametrize(
    ("role", "units", "active", "codes"),
    [
        ("staff", ["P/A", "P/B"], True, ("P/A", "P/B")),
        ("staff", [], True, ()),
        ("staff", ["P/A"], False, ()),
        ("leader", ["P/A"], True, ()),
        ("admin", [], True, None),
        ("admin", [], False, ()),
    ],
)
def test_for_which_units_an_account_submits(engine, role, units, active, codes):
    with writing(engine) as conn:
        place = w.found(conn)
        ids = [place.units[code] for code in units]
        accounts.create(conn, name="lan", password=PASSWORD, role=role, units=ids)
        accounts.set_active(conn, "lan", active)
        assert accounts.submits_for(conn, accounts.by_name(conn, "lan")) == codes
        assert accounts.submits_for(conn, None) == ()


@pytest.mark.parametrize(("name", "password"), [("thu", "sai mật khẩu"), ("ai đó", PASSWORD), ("", "")])
def test_anything_else_does_not(staffed, name, password):
    assert accounts.verify(staffed, name, password) is None


def test_the_hash_is_argon2_and_the_password_nowhere(staffed):
    with reading(staffed) as conn:
        kept = conn.exec_driver_sql("SELECT password_hash FROM account").scalar()
        notes = conn.exec_driver_sql("SELECT detail FROM audit").fetchall()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept + repr(notes)


def test_an_account_locks_after_repeated_failures_and_opens_by_itself(staffed):
    for _ in range(accounts.ATTEMPTS):
        assert accounts.verify(staffed, "thu", "sai", now=NOW) is None
    assert accounts.verify(staffed, "thu", PASSWORD, now=NOW + timedelta(minutes=14)) is None
    assert accounts.verify(staffed, "thu", PASSWORD, now=NOW + accounts.LOCKED_FOR) is not None
    with reading(staffed) as conn:
        assert "account_locked" in [row.action for row in audit.audit(conn, account="thu")]


def test_a_success_forgets_the_failures(staffed):
    for _ in range(3):
        for _ in range(accounts.ATTEMPTS - 1):
            accounts.verify(staffed, "thu", "sai", now=NOW)
        assert accounts.verify(staffed, "thu", PASSWORD, now=NOW) is not None


def test_an_unknown_name_takes_as_long_as_a_known_one(staffed, monkeypatch):
    hasher = PasswordHasher(time_cost=4, memory_cost=16 * 1024)
    monkeypatch.setattr(accounts, "_hasher", lambda: hasher)
    with writing(staffed) as conn:
        accounts.set_password(conn, "thu", PASSWORD)
    accounts._unknown()

    def took(name: str) -> float:
        start = time.process_time()
        accounts.verify(staffed, name, "sai mật khẩu")
        return time.process_time() - start

    known = min(took("thu") for _ in range(3))
    unknown = min(took("không ai") for _ in range(3))
    assert unknown > known / 3


def test_a_deactivated_account_stays_out(staffed):
    with writing(staffed) as conn:
        accounts.deactivate(conn, "thu", by="quản trị")
    assert accounts.verify(staffed, "thu", PASSWORD) is None


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"name": " "}, "name"),
        ({"name": "thu"}, "taken"),
        ({"role": "owner"}, "role"),
        ({"password": "ngắn"}, "short"),
    ],
)
def test_what_cannot_be_an_account(staffed, change, code):
    asked = {"name": "mới", "password": PASSWORD, "role": "leader", **change}
    with writing(staffed) as conn, pytest.raises(accounts.BadAccount) as problem:
        accounts.create(conn, **asked)
    assert problem.value.code == code
