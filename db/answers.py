"""What offices answered about their files of one layout. Rows are added, never changed; the newest counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from db import audit, rows
from db.models import RememberedAnswer


def remembered(conn: Connection, *, unit_id: int | None, layout: str) -> dict[tuple[str, str], str]:
    """The newest answer to each question, by code and key, given for exactly this unit (or for none) and layout."""
    one = rows.table(RememberedAnswer).c
    office = one.unit_id.is_(None) if unit_id is None else one.unit_id == unit_id
    wanted = select(one.code, one.key, one.answer).where(office, one.layout == layout).order_by(one.id)
    return {(code, key): answer for code, key, answer in conn.execute(wanted)}


def remember(
    conn: Connection, *, unit_id: int | None, layout: str, answers: Mapping[tuple[str, str], str], account: str
) -> int:
    """Keep answers that are not what is remembered already, with a note of who gave them; returns how many."""
    known = remembered(conn, unit_id=unit_id, layout=layout)
    new = {name: answer for name, answer in answers.items() if known.get(name) != answer}
    if not new:
        return 0
    about = {"unit_id": unit_id, "layout": layout, "account": account, "at": datetime.now(UTC)}
    given = [{**about, "code": code, "key": key, "answer": answer} for (code, key), answer in sorted(new.items())]
    conn.execute(insert(rows.table(RememberedAnswer)), given)
    audit.note(
        conn,
        account=account,
        action="answers_remembered",
        subject=f"layout {layout}",
        unit=unit_id,
        answers=[[code, key, answer] for (code, key), answer in sorted(new.items())],
    )
    return len(new)
