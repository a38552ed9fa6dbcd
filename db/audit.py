"""Who did what, when: rows are added, never changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from db import rows
from db.models import Audit


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One deed; ``detail`` is what it was about, as plain data."""

    id: int
    at: datetime
    account: str
    action: str
    subject: str
    detail: dict[str, Any]


def note(conn: Connection, *, account: str, action: str, subject: str, **detail: Any) -> None:
    """Write down a deed in the transaction that does it; ``detail`` must be plain data."""
    rows.insert(
        conn,
        rows.table(Audit),
        {
            "at": datetime.now(UTC),
            "account": account,
            "action": action,
            "subject": subject,
            "detail": json.dumps(detail, ensure_ascii=False, sort_keys=True),
        },
    )


def audit(conn: Connection, *, account: str | None = None, limit: int = 100) -> list[AuditRow]:
    """The latest deeds, newest first; of one account where given."""
    one = rows.table(Audit).c
    wanted = select(one.id, one.at, one.account, one.action, one.subject, one.detail).order_by(one.id.desc())
    if account is not None:
        wanted = wanted.where(one.account == account)
    return [AuditRow(*row[:-1], json.loads(row[-1])) for row in conn.execute(wanted.limit(limit))]


def about(conn: Connection, subject: str) -> list[AuditRow]:
    """Every deed about a subject, newest first."""
    one = rows.table(Audit).c
    wanted = select(one.id, one.at, one.account, one.action, one.subject, one.detail).where(one.subject == subject)
    return [AuditRow(*row[:-1], json.loads(row[-1])) for row in conn.execute(wanted.order_by(one.id.desc()))]
