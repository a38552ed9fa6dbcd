"""The rules of the watch with their present numbers, and an administrator's changes to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection, Engine

from db import rules as stored
from db.engine import writing
from db.rules import RuleRow
from metrics.watch import Rules, Why

ON = "on"
"""The switch of a rule, kept beside its number."""

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Number:
    """The number a rule turns on: its name in :class:`~metrics.watch.Rules`, and the least and the most it may be."""

    name: str
    least: int
    most: int


NUMBERS = {
    Why.AT_RISK: Number("few", 1, 20),
    Why.READY: Number("ready", 2, 50),
    Why.WEAK: Number("weak_years", 1, 10),
    Why.LATE: Number("late_days", 1, 365),
}
"""Rules that have a number; the others can only rest."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """A rule as it stands: its number (null where it has none), whether it is on, and the last change of each."""

    why: Why
    number: Number | None
    value: int | None
    on: bool
    changes: tuple[RuleRow, ...]


class BadRule(ValueError):
    """A change that cannot be made: ``code`` says why (``reason``, ``range``, ``order``, ``same``, ``quicker``)."""

    def __init__(self, code: str, **params: int) -> None:
        super().__init__(f"{code} {params}")
        self.code, self.params = code, params


def rules(conn: Connection) -> Rules:
    """The numbers in force."""
    return _rules(stored.rules(conn))


def tuned(conn: Connection) -> tuple[Tuned, ...]:
    """Every rule as it stands, in the order of :class:`~metrics.watch.Why`."""
    every = stored.rules(conn)
    now = _rules(every)
    return tuple(
        Tuned(
            why=why,
            number=NUMBERS.get(why),
            value=getattr(now, NUMBERS[why].name) if why in NUMBERS else None,
            on=why not in now.off,
            changes=_changes(every, why),
        )
        for why in Why
    )


def tune(
    engine: Engine, *, why: Why, value: int | None, on: bool, account: str, reason: str, seen: Tuned | None = None
) -> None:
    """Change a rule's number, switch it on or off, or both: all or nothing, audited, the revision raised.

    Raises :class:`BadRule` without a reason, outside the number's range, where as many members would be both few and
    enough for a branch, where nothing would change, and where somebody changed the rule since it was ``seen``. Who may
    do this is the caller's to know.
    """
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise BadRule("reason", most=LONGEST_REASON)
    with writing(engine) as conn:
        if seen is not None and seen.changes != _changes(stored.rules(conn), why):
            raise BadRule("quicker")
        _tune(conn, why, value, on, account, said)


def _tune(conn: Connection, why: Why, value: int | None, on: bool, account: str, reason: str) -> None:
    now = rules(conn)
    number = NUMBERS.get(why)
    before = getattr(now, number.name) if number else None
    if number is not None and value is not None:
        if not number.least <= value <= number.most:
            raise BadRule("range", least=number.least, most=number.most)
        new = replace(now, **{number.name: value})  # type: ignore[arg-type]  # NUMBERS names whole numbers only
        if new.few >= new.ready:
            raise BadRule("order", few=new.few, ready=new.ready)
    moved = number is not None and value is not None and value != before
    if not moved and on == (why not in now.off):
        raise BadRule("same")
    if moved and number is not None and value is not None and before is not None:
        stored.keep(conn, rule=why, param=number.name, value=value, before=before, account=account, reason=reason)
    if on != (why not in now.off):
        stored.keep(conn, rule=why, param=ON, value=int(on), before=int(not on), account=account, reason=reason)


def _changes(every: list[RuleRow], why: Why) -> tuple[RuleRow, ...]:
    """The last change of each number of a rule, newest first."""
    return tuple(sorted((row for row in every if row.rule == why), key=lambda row: row.at, reverse=True))


def _rules(rows: list[RuleRow]) -> Rules:
    names = {number.name for number in NUMBERS.values()}
    numbers = {row.param: row.value for row in rows if row.param in names}
    off = {Why(row.rule) for row in rows if row.param == ON and not row.value}
    return replace(Rules(off=frozenset(off)), **numbers)  # type: ignore[arg-type]  # only names of whole numbers
