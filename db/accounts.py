"""Local accounts: made, checked, locked, given units to submit for. Passwords are kept as argon2 hashes only."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import Connection, Engine, delete, insert, select, update

from db import audit, rows
from db.engine import reading, writing
from db.models import Account, AccountScope
from db.units import units_by_id

ROLES = ("leader", "staff", "admin")
ATTEMPTS = 5
"""Wrong passwords in a row that lock an account."""
LOCKED_FOR = timedelta(minutes=15)
SHORTEST = 10
"""Characters of the shortest password allowed."""


class BadAccount(ValueError):
    """An account that cannot be made so: ``code`` is ``name``, ``taken``, ``role``, ``short`` or ``unknown``."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account without its password."""

    id: int
    name: str
    role: str
    active: bool
    demo: bool
    locked_until: datetime | None


def create(
    conn: Connection,
    *,
    name: str,
    password: str,
    role: str,
    units: Sequence[int] = (),
    demo: bool = False,
    by: str = "",
) -> int:
    """Make an account that may submit for ``units`` and all below them; returns its id. Raises :class:`BadAccount`."""
    if not name.strip() or name != name.strip():
        raise BadAccount("name", "an account needs a name, without spaces around it")
    if role not in ROLES:
        raise BadAccount("role", f"'{role}' is no role: leader, staff or admin")
    _long_enough(password)
    if _by_name(conn, name) is not None:
        raise BadAccount("taken", f"there is an account '{name}' already")
    account = rows.insert(
        conn,
        rows.table(Account),
        {
            "name": name,
            "role": role,
            "password_hash": _hasher().hash(password),
            "active": True,
            "demo": demo,
            "failed_sign_ins": 0,
        },
    )
    set_scopes(conn, account, units)
    audit.note(conn, account=by or name, action="account_created", subject=name, role=role)
    return account


def verify(engine: Engine, name: str, password: str, *, now: datetime | None = None) -> AccountRow | None:
    """The account whose name and password these are, or null.

    Unknown, deactivated and locked accounts, and wrong passwords, are not told apart, in the answer or in the time it
    takes. The :data:`ATTEMPTS`-th wrong password in a row locks an account for :data:`LOCKED_FOR`.
    """
    moment = now or datetime.now(UTC)
    with reading(engine) as conn:
        found = _by_name(conn, name)
    fits = _fits(found["password_hash"] if found else _unknown(), password)
    if found is None or not found["active"]:
        return None
    if found["locked_until"] is not None and found["locked_until"] > moment:
        return None
    with writing(engine) as conn:
        if fits:
            return _signed_in(conn, name, password, moment)
        _failed(conn, name, moment)
    return None


def _signed_in(conn: Connection, name: str, password: str, moment: datetime) -> AccountRow | None:
    found = _by_name(conn, name)
    if found is None or not found["active"]:
        return None
    if found["locked_until"] is not None and found["locked_until"] > moment:  # by a guess that came in beside this one
        return None
    changed: dict[str, Any] = {"failed_sign_ins": 0, "locked_until": None}
    if _hasher().check_needs_rehash(found["password_hash"]):
        changed["password_hash"] = _hasher().hash(password)
    _change(conn, found["id"], **changed)
    return _row({**found, "locked_until": None})


def _failed(conn: Connection, name: str, moment: datetime) -> None:
    found = _by_name(conn, name)
    if found is None:
        return
    failed = found["failed_sign_ins"] + 1
    if failed < ATTEMPTS:
        _change(conn, found["id"], failed_sign_ins=failed)
        return
    _change(conn, found["id"], failed_sign_ins=0, locked_until=moment + LOCKED_FOR)
    audit.note(conn, account=name, action="account_locked", subject=name, attempts=failed)


def accounts(conn: Connection) -> list[AccountRow]:
    """Every account, by name."""
    table = rows.table(Account)
    return [_row(dict(row)) for row in conn.execute(select(table).order_by(table.c.name)).mappings()]


def by_name(conn: Connection, name: str) -> AccountRow | None:
    """The account of a name, or null."""
    found = _by_name(conn, name)
    return _row(found) if found else None


def stamp(conn: Connection, account: int) -> str:
    """A short word that changes with the account's password: what a session must still hold to be valid."""
    table = rows.table(Account)
    kept = conn.execute(select(table.c.password_hash).where(table.c.id == account)).scalar_one()
    return hashlib.sha256(str(kept).encode()).hexdigest()[:16]


def scopes(conn: Connection, account: int) -> list[int]:
    """Units for which an account may submit, with all below them."""
    one = rows.table(AccountScope).c
    wanted = select(one.unit_id).where(one.account_id == account).order_by(one.unit_id)
    return [int(unit) for (unit,) in conn.execute(wanted)]


def submits_for(conn: Connection, account: AccountRow | None) -> tuple[str, ...] | None:
    """Codes of the units for which somebody may submit, with all below them; null: any, for administrators.

    Nobody signed in, leaders and accounts that were switched off submit for none.
    """
    if account is None or not account.active or account.role == "leader":
        return ()
    if account.role == "admin":
        return None
    return tuple(sorted(row.code for row in units_by_id(conn, scopes(conn, account.id)).values()))


def set_scopes(conn: Connection, account: int, units: Sequence[int]) -> None:
    """Give an account exactly these units."""
    table = rows.table(AccountScope)
    conn.execute(delete(table).where(table.c.account_id == account))
    if units:
        conn.execute(insert(table), [{"account_id": account, "unit_id": unit} for unit in sorted(set(units))])


def set_password(conn: Connection, name: str, password: str, *, by: str = "") -> None:
    """Set a new password and unlock the account. Raises :class:`BadAccount`."""
    _long_enough(password)
    found = _known(conn, name)
    _change(conn, found["id"], password_hash=_hasher().hash(password), failed_sign_ins=0, locked_until=None)
    audit.note(conn, account=by or name, action="password_set", subject=name)


def set_active(conn: Connection, name: str, active: bool, *, by: str = "") -> None:
    """Deactivate an account, or bring it back; nothing it did is lost. Raises :class:`BadAccount`."""
    found = _known(conn, name)
    _change(conn, found["id"], active=active, failed_sign_ins=0, locked_until=None)
    audit.note(conn, account=by or name, action="account_active" if active else "account_inactive", subject=name)


def deactivate(conn: Connection, name: str, *, by: str = "") -> None:
    """Let an account sign in no more."""
    set_active(conn, name, False, by=by)


def _known(conn: Connection, name: str) -> dict[str, Any]:
    found = _by_name(conn, name)
    if found is None:
        raise BadAccount("unknown", f"there is no account '{name}'")
    return found


def _by_name(conn: Connection, name: str) -> dict[str, Any] | None:
    table = rows.table(Account)
    found = conn.execute(select(table).where(table.c.name == name)).mappings().first()
    return dict(found) if found else None


def _change(conn: Connection, account: int, **values: object) -> None:
    table = rows.table(Account)
    conn.execute(update(table).where(table.c.id == account).values(**values))


def _row(found: dict[str, Any]) -> AccountRow:
    return AccountRow(**{name: found[name] for name in AccountRow.__dataclass_fields__})


def _long_enough(password: str) -> None:
    if len(password) < SHORTEST:
        raise BadAccount("short", f"a password has at least {SHORTEST} characters")


def _fits(kept: str, password: str) -> bool:
    try:
        return _hasher().verify(kept, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


@cache
def _hasher() -> PasswordHasher:
    return PasswordHasher()


@cache
def _unknown() -> str:
    """A hash that no password fits by chance: an unknown name takes as long as a known one."""
    return _hasher().hash("nobody has this password, nobody at all")
