"""What an office answered about its files: looked up when the next file of the layout comes, kept when answered."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, Engine

from db import answers as kept
from db.engine import writing
from db.units import UnitRow
from flows.submit.examined import Examined
from intake.questions import Answers


def office_of(asked: UnitRow | None, allowed: frozenset[int] | None) -> int | None:
    """The unit that answers are kept for: the one a file is for, else the account's only one."""
    if asked is not None:
        return asked.id
    return next(iter(allowed)) if allowed is not None and len(allowed) == 1 else None


def remembered(conn: Connection, office: int | None, layout: str | None) -> Answers:
    """Answers that were given for this office (null: for files of no one office) and layout."""
    return {} if layout is None else kept.remembered(conn, unit_id=office, layout=layout)


def remember(engine: Engine, examined: Examined, answers: Mapping[tuple[str, str], str], *, account: str) -> int:
    """Keep answers about an examined file for its office and layout; returns how many were new.

    A file that could not be read as far as its layout keeps none.
    """
    with writing(engine) as conn:
        return learn(conn, examined, answers, account=account)


def learn(conn: Connection, examined: Examined, answers: Mapping[tuple[str, str], str], *, account: str) -> int:
    """The same in the caller's write transaction."""
    if examined.clean.layout_key is None:
        return 0
    return kept.remember(
        conn, unit_id=examined.office, layout=examined.clean.layout_key, answers=answers, account=account
    )


def still_hold(conn: Connection, examined: Examined) -> bool:
    """Whether the file would be read with the same answers now as when it was examined."""
    now = remembered(conn, examined.office, examined.clean.layout_key)
    return {**now, **examined.given} == examined.answers
