"""Rules of the watch as an administrator has set them: rows of table ``store``, one a rule and number.

What nobody ever set has no row. Each row says who set it, when and why; the audit keeps every change.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, select
from sqlalchemy.dialects import postgresql, sqlite

from db import audit, dialect, rows, store
from db.models import Store

PREFIX = "watch:"


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A number of a rule as it was set."""

    rule: str
    param: str
    value: int
    account: str
    at: datetime
    reason: str


def rules(conn: Connection) -> list[RuleRow]:
    """Everything that was ever set, in its present form, by rule and number."""
    one = rows.table(Store).c
    found = conn.execute(select(one.key, one.value).where(one.key.like(f"{PREFIX}%")).order_by(one.key))
    return [_row(key, json.loads(value)) for key, value in found]


def keep(conn: Connection, *, rule: str, param: str, value: int, before: int, account: str, reason: str) -> None:
    """Set a number of a rule: the row, a line of the audit with what it was ``before``, and the revision."""
    key = f"{PREFIX}{rule}:{param}"
    at = datetime.now(UTC)
    kept = {"value": value, "account": account, "at": at.isoformat(), "reason": reason}
    insert = (sqlite if dialect.is_sqlite(conn) else postgresql).insert(rows.table(Store))
    new = insert.values(key=key, value=json.dumps(kept, ensure_ascii=False))
    conn.execute(new.on_conflict_do_update(index_elements=["key"], set_={"value": new.excluded.value}))
    audit.note(conn, account=account, action="watch_rule", subject=key, before=before, value=value, reason=reason)
    store.bump(conn)


def _row(key: str, kept: dict[str, object]) -> RuleRow:
    rule, param = key.removeprefix(PREFIX).split(":")
    return RuleRow(
        rule=rule,
        param=param,
        value=int(str(kept["value"])),
        account=str(kept["account"]),
        at=datetime.fromisoformat(str(kept["at"])),
        reason=str(kept["reason"]),
    )
