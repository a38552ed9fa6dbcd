"""Which verdicts a file would move: the file is accepted for a trial, judged, and the trial rolled back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import polars as pl
from sqlalchemy import Connection, Engine

from db import figures as figures_in
from db import goals, store, writes
from db.engine import reading, writing
from flows.asked import Unknown
from flows.review import GoalReview, UnitLabel
from flows.verdicts import review
from metrics.goals import Verdict
from metrics.periods import Period, PeriodKind, from_key


@dataclass(frozen=True, slots=True)
class Effect:
    """One goal at one unit and review period whose verdict or figure would be another; both reviews whole."""

    resolution: str
    goal: str
    unit: UnitLabel
    period: Period
    before: GoalReview
    after: GoalReview

    @property
    def moves(self) -> bool:
        """True where the verdict itself would be another."""
        return self.before.judgement.verdict is not self.after.judgement.verdict

    @property
    def verdicts(self) -> tuple[Verdict | None, Verdict | None]:
        return self.before.judgement.verdict, self.after.judgement.verdict


_Key = tuple[str, str, str, str, int]
"""Resolution, goal, unit, source and period of a review."""


class _Undone(Exception):
    """Ends a trial; never leaves this module."""


@contextmanager
def _trial(engine: Engine) -> Iterator[Connection]:
    """A write transaction that is always rolled back. Holds the store's one write lock while it is open."""
    with suppress(_Undone), writing(engine) as conn:
        yield conn
        raise _Undone


def effect(
    engine: Engine, *, submission: writes.NewSubmission, figures: pl.DataFrame, unit: str | None
) -> tuple[Effect, ...]:
    """Goals whose verdict or figure the figures would change, those whose verdict moves first.

    Judged as home judges: every target where it was set, and the goals asked of ``unit``; at each period of the
    figures, and at the latest period that has any (a flow corrected long ago moves today's sum), unless all figures are
    of later ones. What holds before is judged without the write lock, and once more under it only where something was
    written between.
    """
    if figures.is_empty():
        return ()
    touched = set(figures["indicator"].unique().to_list())

    def judged(conn: Connection) -> tuple[list[tuple[str, str | None]], list[Period], dict[_Key, GoalReview]]:
        rows = goals.goals(conn)
        resolutions = list(dict.fromkeys(row.goal.resolution for row in rows if row.indicator_id in touched))
        asked = [(code, at) for code in resolutions for at in ((None,) if unit is None else (None, unit))]
        when = _reviews(conn, figures, touched)
        return asked, when, _judged(conn, asked, when, touched)

    with reading(engine) as conn:
        revision, (asked, when, before) = store.revision(conn), judged(conn)
    with _trial(engine) as conn:
        if store.revision(conn) != revision:
            asked, when, before = judged(conn)
        writes.accept(conn, submission=submission, figures=figures)
        after = _judged(conn, asked, when, touched)
        found = [
            Effect(key[0], key[1], before[key].unit, before[key].period, before[key], after[key])
            for key in before
            if key in after and _differs(before[key], after[key])
        ]
    return tuple(sorted(found, key=lambda each: (not each.moves, each.period)))


def _reviews(conn: Connection, figures: pl.DataFrame, touched: set[int]) -> list[Period]:
    own = [from_key(key) for key in figures["period"].unique().to_list()]
    latest = figures_in.last_period(conn, touched)
    found = {each for each in own if each.kind is not PeriodKind.DAY}
    if latest is not None and latest.last >= min(each.last for each in own):
        found.add(latest)
    return sorted(found or own)


def _judged(
    conn: Connection, asked: Sequence[tuple[str, str | None]], when: Sequence[Period], touched: set[int]
) -> dict[_Key, GoalReview]:
    found: dict[_Key, GoalReview] = {}
    for period in when:
        for resolution, unit in asked:
            with suppress(Unknown):
                for one in review(conn, resolution=resolution, as_of=period, unit=unit).goals:
                    if one.indicator_id in touched:
                        key = (resolution, one.goal.code, one.unit.code, one.goal.source.value, period.key)
                        found.setdefault(key, one)
    return found


def _differs(before: GoalReview, after: GoalReview) -> bool:
    return (before.judgement.verdict, before.actual, before.baseline) != (
        after.judgement.verdict,
        after.actual,
        after.baseline,
    )
