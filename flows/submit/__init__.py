"""A file handed in: examined without writing anything, then accepted whole or not at all."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import polars as pl
from sqlalchemy import Connection, Engine

from db import confirmations, store, submissions, writes
from db.engine import checkpoint, reading, short_turns, writing
from db.submissions import SubmissionRow
from db.units import UnitRow
from flows.asked import find_unit
from flows.reference import reference
from flows.submit import changes as old_and_new
from flows.submit import confirm, offices
from flows.submit.changes import TOTALS, Counts
from flows.submit.confirm import NONE_CONFIRMED
from flows.submit.effects import Effect, effect
from flows.submit.examined import Examined
from flows.submit.import_json import to_json
from flows.submit.offices import remember
from flows.submit.refused import BadFile, NotAccepted, Stale, Unanswered, Unconfirmed
from intake.check import Clean, Progress, check
from intake.problems import problem
from intake.questions import NO_ANSWERS, Answers
from intake.read import DEFAULT, Limits
from intake.reference import Reference, units_below
from metrics.periods import Period, from_key
from metrics.schema import empty

BULK = Limits(size=512 * 1024 * 1024, rows=20_000_000, figures=20_000_000)
"""What a pack may bring in one file."""

NAME = 160
"""Letters of the longest file name that is kept."""

CHECKED, COMPARED = 0.7, 0.8
"""How much of the whole work is done when a file has been checked, and when it has been compared with the store."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What an acceptance did. ``figures`` new or changed figures of ``units`` units are live; ``unchanged`` were in
    force already with these values and stay as they are. ``already``: the file had been accepted, nothing was written.
    """

    seq: int
    figures: int
    units: int
    unchanged: int
    revision: int
    sha256: str
    already: bool = False


def examine(
    engine: Engine,
    *,
    data: bytes,
    file_name: str,
    period: Period | None = None,
    unit: str | None = None,
    scope: Collection[str] | None = None,
    with_effect: bool = True,
    simulated: bool = False,
    today: date | None = None,
    limits: Limits = DEFAULT,
    answers: Answers = NO_ANSWERS,
    progress: Progress | None = None,
) -> Examined:
    """Read, check and compare a file with the store; nothing of it is left behind.

    ``unit`` is the code of the unit that the file is for, ``scope`` the codes of units that the account reports for
    (null: any); figures must lie under both. What that unit, or the account's only one, answered about earlier files
    of the same layout is answered again; ``answers`` stand before that. The effect is computed only for a file without
    errors and open questions. ``progress`` is told every step: those of the check, then ``compared`` and ``judged``.
    Raises :class:`~flows.asked.Unknown` for an unknown unit.
    """
    tell = progress or (lambda _step, _part: None)
    file_name = plain_name(file_name)
    with reading(engine) as conn, short_turns():
        asked = None if unit is None else find_unit(conn, unit)
        allowed = None if scope is None else frozenset(find_unit(conn, code).id for code in scope)
        known = reference(conn, scope=allowed if asked is None else (asked.id,), today=today)
        office = offices.office_of(asked, allowed)

        def answered(layout: str) -> Answers:
            return {**offices.remembered(conn, office, layout), **answers}

        clean = check(
            data,
            known,
            period=period,
            answers=answered,
            limits=limits,
            progress=lambda step, part: tell(step, part * CHECKED),
        )
        tell("compared", CHECKED)
        clean = _inside(clean, asked, allowed, known, period)
        found = old_and_new.changes(conn, clean.figures)
        spoken = _units_of(found, known)
        totals = old_and_new.totals(conn, found, known.indicators, spoken) if clean.sound else empty(TOTALS)
        same = submissions.same_file(conn, data) if data else None
        counts = old_and_new.counts(found)
        revision, tree = store.revision(conn), store.tree(conn)
        remembered = offices.remembered(conn, office, clean.layout_key)
    moves: tuple[Effect, ...] = ()
    if with_effect and clean.sound and not clean.questions:
        tell("judged", COMPARED)
        new = writes.NewSubmission(file_name, b"", "", simulated=simulated)
        under = asked or _lowest(known, allowed)
        moves = effect(engine, submission=new, figures=old_and_new.moved(found), unit=under.code if under else None)
    tell("judged", 1.0)
    return Examined(
        file_name=file_name,
        data=b"" if clean.of_persons else data,
        sha256=hashlib.sha256(data).hexdigest(),
        period=period,
        unit=asked,
        clean=clean,
        reference=replace(known, past=None),
        changes=found,
        counts=counts,
        totals=totals,
        effect=moves,
        already=same if counts.moved == 0 and clean.sound else None,
        revision=revision,
        tree=tree,
        simulated=simulated,
        office=office,
        given=dict(answers),
        remembered=remembered,
    )


def accept(
    engine: Engine,
    examined: Examined,
    *,
    account: str,
    reason: str = "",
    confirmed: Mapping[str, str] = NONE_CONFIRMED,
    at: datetime | None = None,
) -> Receipt:
    """Take the file whole, in one transaction: the figures that are new or changed, with the bytes they came in.

    ``confirmed`` gives the reason for every warning, by its code or for one by itself (:mod:`flows.confirm`); reasons
    are kept with the submission, and the answers that were given are remembered for the office and layout. Looks again
    inside the transaction where anything was written meanwhile. Raises :class:`BadFile` where the file has errors,
    :class:`Unanswered` where questions are open, :class:`Unconfirmed` where a warning has no reason, :class:`Stale`
    where a value in force, or a remembered answer, is no longer the one that was shown; nothing is written then. A
    file whose every figure is already in force through the same bytes is recognised and changes nothing.
    """
    if not examined.clean.sound:
        raise BadFile(examined.problems)
    if examined.questions:
        raise Unanswered(examined.questions)
    missing = examined.unconfirmed(confirmed)
    if missing and examined.already is None:
        raise Unconfirmed(missing)
    with writing(engine) as conn:
        untouched = store.revision(conn) == examined.revision
        found = examined.changes if untouched else old_and_new.changes(conn, examined.clean.figures)
        counts = old_and_new.counts(found)
        same = submissions.same_file(conn, examined.data)
        if same is not None and counts.moved == 0:
            return _already(conn, same, counts)
        if missing:
            raise Unconfirmed(missing)
        stale = old_and_new.differing(examined.changes, found)
        if stale or store.tree(conn) != examined.tree or not offices.still_hold(conn, examined):
            raise Stale(stale)
        receipt = _write(
            conn,
            writes.NewSubmission(
                file_name=examined.file_name,
                content=examined.data,
                account=account,
                unit_id=examined.unit.id if examined.unit else None,
                period=examined.period or _only_period(found),
                reason=reason,
                simulated=examined.simulated,
                at=at,
            ),
            found,
            counts,
        )
        confirmations.keep(conn, receipt.seq, confirm.confirmed(examined.problems, confirmed))
        offices.learn(conn, examined, examined.given, account=account)
    checkpoint(engine)
    return receipt


def load(
    conn: Connection,
    *,
    data: bytes,
    file_name: str,
    account: str,
    simulated: bool = False,
    unit: str | None = None,
    reason: str = "",
    at: datetime | None = None,
    today: date | None = None,
) -> Receipt:
    """Take a large file of any periods into the caller's write transaction, without looking at verdicts.

    The same checks as for a user's file; warnings do not stop it. Raises :class:`BadFile` with its problems and
    :class:`Unanswered` with its questions; the same bytes again change nothing, whatever has been corrected since.
    """
    file_name = plain_name(file_name)
    clean = check(data, reference(conn, today=today), limits=BULK)
    if not clean.sound:
        raise BadFile(clean.problems)
    if clean.questions:
        raise Unanswered(clean.questions)
    found = old_and_new.changes(conn, clean.figures)
    counts = old_and_new.counts(found)
    same = submissions.same_file(conn, data)
    if same is not None:
        return _already(conn, same, counts)
    new = writes.NewSubmission(
        file_name=file_name,
        content=data,
        account=account,
        unit_id=find_unit(conn, unit).id if unit else None,
        period=_only_period(found),
        reason=reason,
        simulated=simulated,
        at=at,
    )
    return _write(conn, new, found, counts)


def plain_name(text: str) -> str:
    """The last part of a file's name without signs that cannot be seen, at most :data:`NAME` letters, ending kept."""
    last = re.split(r"[/\\]", text)[-1]
    shown = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C").strip()
    return shown if len(shown) <= NAME else f"{shown[: NAME - 13]}…{shown[-12:]}"


def _write(conn: Connection, new: writes.NewSubmission, found: pl.DataFrame, counts: Counts) -> Receipt:
    written = writes.accept(conn, submission=new, figures=old_and_new.moved(found))
    return Receipt(written.seq, written.figures, written.units, counts.same, written.revision, written.sha256)


def _already(conn: Connection, same: SubmissionRow, counts: Counts) -> Receipt:
    return Receipt(same.seq, 0, 0, counts.same, store.revision(conn), same.sha256, already=True)


def _inside(
    clean: Clean, unit: UnitRow | None, allowed: frozenset[int] | None, known: Reference, period: Period | None
) -> Clean:
    """Adds the problem of a unit that the account does not report for; the figures under it go with it."""
    if unit is None or allowed is None:
        return clean
    on = period.last if period else known.today
    if unit.id in units_below(known.placements, allowed, on):
        return clean
    codes = sorted(known.units.filter(pl.col("unit").is_in(list(allowed)))["code"])
    outside = problem("out_of_scope", text=unit.code, unit=", ".join(codes))
    return replace(clean, problems=(outside, *clean.problems))


def _units_of(found: pl.DataFrame, known: Reference) -> list[int] | None:
    """The submitter's units on the last day of the file's last period; null for everywhere."""
    if known.scope is None or found.is_empty():
        return None
    within = known.within(from_key(found["period"].max()).last)  # type: ignore[arg-type]  # a frame with rows has a maximum
    return None if within is None else within.to_list()


def _lowest(known: Reference, allowed: frozenset[int] | None) -> UnitRow | None:
    """The account's unit where it has exactly one: its own goals are judged as well."""
    if allowed is None or len(allowed) != 1:
        return None
    row = known.units.row(by_predicate=pl.col("unit") == next(iter(allowed)), named=True)
    return UnitRow(row["unit"], row["code"], row["kind"], row["name"], row["valid_from"], row["valid_to"])


def _only_period(found: pl.DataFrame) -> Period | None:
    """The period of all figures, null where they are of several or there are none."""
    keys = found["period"].unique()
    return from_key(keys.item()) if len(keys) == 1 else None


__all__ = [
    "BULK",
    "BadFile",
    "Effect",
    "Examined",
    "NotAccepted",
    "Receipt",
    "Stale",
    "Unanswered",
    "Unconfirmed",
    "accept",
    "examine",
    "load",
    "remember",
    "to_json",
]
