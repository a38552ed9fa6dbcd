"""Warnings that were confirmed with a submission, and the reasons that were given."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select

from db import rows
from db.models import Confirmation


@dataclass(frozen=True, slots=True)
class Confirmed:
    """All ``count`` warnings of a code in a file (``place`` null), or the ones at one place, and why they are right."""

    code: str
    place: str | None
    count: int
    reason: str


def keep(conn: Connection, seq: int, confirmed: Sequence[Confirmed]) -> None:
    """Write down what was confirmed with a submission, in the transaction that accepts it."""
    if confirmed:
        conn.execute(insert(rows.table(Confirmation)), [{"seq": seq, **asdict(one)} for one in confirmed])


def of_submissions(conn: Connection, seqs: Iterable[int]) -> dict[int, tuple[Confirmed, ...]]:
    """What was confirmed with some submissions, by their number, in the order of the files."""
    one = rows.table(Confirmation).c
    wanted = select(one.seq, one.code, one.place, one.count, one.reason).where(one.seq.in_(sorted(set(seqs))))
    found: dict[int, list[Confirmed]] = {}
    for seq, *rest in conn.execute(wanted.order_by(one.id)):
        found.setdefault(seq, []).append(Confirmed(*rest))
    return {seq: tuple(several) for seq, several in found.items()}
