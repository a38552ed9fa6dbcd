"""Taking a submission back: what it would change, looked at without writing anything, then done as a new entry."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection, Engine

from db import submissions, units, writes
from db.engine import checkpoint, reading, writing
from db.submissions import SubmissionRow
from flows.asked import find_unit
from flows.submit import changes as old_and_new
from flows.submit.effects import Effect, effect
from flows.submit.refused import Stale
from intake.reference import units_below
from metrics.periods import from_key

__all__ = ["NotUndone", "Stale", "Undoing", "examine", "undo"]


class NotUndone(ValueError):
    """A submission that cannot be taken back; nothing was written.

    ``code`` is ``unknown`` (no such number), ``undone`` (already), ``outside`` (it brought figures of units that the
    account does not report for) or ``no_reason``.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True, slots=True)
class Undoing:
    """What taking a submission back would do.

    ``changes`` (`flows.submit.changes.CHANGES`) has every figure that would be another: ``old_*`` is in force now, the
    others what was before. ``figures`` is their number, ``units`` of how many units; ``kept`` figures of the submission
    were replaced by later ones and stay. ``effect`` is what it would do to the goals.
    """

    submission: SubmissionRow
    changes: pl.DataFrame
    figures: int
    units: int
    kept: int
    effect: tuple[Effect, ...]


def examine(engine: Engine, seq: int, *, scope: Collection[str] | None = None) -> Undoing:
    """Look at what :func:`undo` would do. ``scope`` as in :func:`flows.submit.examine`. Raises :class:`NotUndone`."""
    with reading(engine) as conn:
        back, found = _looked_at(conn, seq, scope)
        row = submissions.by_seq(conn, [seq])[0]
        under = None if row.unit_id is None else units.units_by_id(conn, [row.unit_id])[row.unit_id].code
    moves = effect(engine, submission=back.submission, figures=back.figures, unit=under)
    return Undoing(
        submission=row,
        changes=found,
        figures=back.figures.height,
        units=back.figures["unit"].n_unique(),
        kept=back.brought.height - back.figures.height,
        effect=moves,
    )


def undo(
    engine: Engine,
    seq: int,
    *,
    account: str,
    reason: str,
    scope: Collection[str] | None = None,
    seen: Undoing | None = None,
) -> writes.Receipt:
    """Take a submission back in one transaction, by a new one that says again what was in force before it.

    Figures that later submissions have replaced stay as those have them; what earlier submissions brought comes back
    only where those stand themselves. Raises :class:`NotUndone`, and :class:`Stale` where it would no longer do what
    was ``seen``.
    """
    if not reason.strip():
        raise NotUndone("no_reason", "an undo needs a reason")
    with writing(engine) as conn:
        _, found = _looked_at(conn, seq, scope)
        stale = 0 if seen is None else old_and_new.differing(seen.changes, found)
        if stale:
            raise Stale(stale)
        receipt = writes.undo(conn, seq, account=account, reason=reason.strip())
    checkpoint(engine)
    return receipt


def _looked_at(conn: Connection, seq: int, scope: Collection[str] | None) -> tuple[writes.Undoing, pl.DataFrame]:
    try:
        back = writes.undoing(conn, seq, account="", reason="")
    except LookupError as unknown:
        raise NotUndone("unknown", str(unknown.args[0])) from None
    except writes.Refused as refused:
        raise NotUndone("undone", str(refused)) from None
    if scope is not None and not _inside(conn, back.brought, scope):
        raise NotUndone("outside", f"submission {seq} is not only of units that this account reports for")
    return back, old_and_new.changes(conn, back.figures)


def _inside(conn: Connection, brought: pl.DataFrame, scope: Collection[str]) -> bool:
    """Whether all figures lie under the account's units, each on the last day of its period; false for none at all."""
    roots = frozenset(find_unit(conn, code).id for code in scope)
    placed = units.placements(conn)
    for its in brought.partition_by("period"):
        below = units_below(placed, roots, from_key(its["period"][0]).last)
        if not its["unit"].is_in(below.implode()).all():
            return False
    return not brought.is_empty()
