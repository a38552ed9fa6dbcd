"""Changing plans and findings: what was typed is checked, held against the account's units, and kept with its history.

Nothing is ever removed or overwritten unseen: two people at once are told of each other by :class:`Stale`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Connection, Engine

from db import plan_writes as writes
from db import plans as stored
from db import units
from db.engine import writing
from db.plan_writes import Change, Stale
from flows.asked import find_unit
from flows.plans.fields import FORMS, NotWritten, Wrong, day_of, read
from intake.reference import units_below

__all__ = [
    "Change",
    "NotWritten",
    "Outside",
    "Stale",
    "Wrong",
    "add",
    "change",
    "day_of",
    "history",
    "may_change",
    "put_back",
    "withdraw",
]

PARENTS = {"measure": "plan_id", "step": "measure_id", "recommendation": "finding_id"}


class Outside(ValueError):
    """The unit is not one that the account reports for; nothing was written."""


def may_change(conn: Connection, *, unit: str, scope: Collection[str] | None, on: date) -> bool:
    """Whether somebody who reports for ``scope`` (null: for all) may write about a unit, as it lies on a day.

    A unit that has ended by then is taken as it lay on its last day.
    """
    row = find_unit(conn, unit)
    day = min(on, row.valid_to) if row.valid_to else on
    roots = None if scope is None else frozenset(find_unit(conn, code).id for code in scope)
    return roots is None or row.id in roots or row.id in units_below(units.placements(conn), roots, day)


def add(
    engine: Engine,
    what: str,
    given: Mapping[str, str],
    *,
    account: str,
    scope: Collection[str] | None,
    today: date,
    lang: str = "vi",
    unit: str | None = None,
    owner: int | None = None,
    plan: int | None = None,
) -> str:
    """Add a plan or finding of ``unit``, or what belongs to ``owner``; returns the code of its plan or finding.

    ``given`` are texts by field (`flows.plans.fields.FORMS`); ``plan`` is the id of a plan that a finding is about.
    Raises :class:`NotWritten` with every fault, :class:`Outside`.
    """
    with writing(engine) as conn:
        top = None if owner is None else _top(conn, PARENTS[what].removesuffix("_id"), owner)
        begun = None if top is None else _begun(top)
        values = read(what, given, begun=begun, today=today)
        about = find_unit(conn, unit or "") if top is None else units.units_by_id(conn, [top.unit_id])[top.unit_id]
        if not may_change(conn, unit=about.code, scope=scope, on=today):
            raise Outside(about.code)
        row = _spoken(what, values, lang, None)
        if top is None:
            code = _code(conn, what, about.code, values["decided_on" if what == "plan" else "found_on"])
            row |= {"code": code, "unit_id": about.id} | ({"plan_id": plan} if what == "finding" else {})
        else:
            code = top.code
            row |= {PARENTS[what]: owner}
            if what in ("step", "recommendation"):
                row |= {"position": _next(conn, what, owner or 0)}
        writes.add(conn, what, row, account=account)
        return code


def change(
    engine: Engine,
    what: str,
    key: int,
    given: Mapping[str, str],
    *,
    version: int,
    account: str,
    scope: Collection[str] | None,
    today: date,
    lang: str = "vi",
) -> int:
    """Change the fields given of a row that was looked at in ``version``; returns the version in force.

    Raises :class:`NotWritten`, :class:`Outside`, and :class:`Stale` where somebody was quicker.
    """
    with writing(engine) as conn:
        top = _top(conn, what, key)
        values = read(what, given, begun=None if what in ("plan", "finding") else _begun(top), today=today)
        about = units.units_by_id(conn, [top.unit_id])[top.unit_id]
        if not may_change(conn, unit=about.code, scope=scope, on=today):
            raise Outside(about.code)
        row = _spoken(what, values, lang, stored.row(conn, what, key))
        return writes.change(conn, what, key, version=version, values=row, account=account)


def withdraw(
    engine: Engine,
    what: str,
    key: int,
    given: Mapping[str, str],
    *,
    version: int,
    account: str,
    scope: Collection[str] | None,
    today: date,
) -> int:
    """Withdraw a row that was entered by mistake: it stays and counts no more; ``given["reason"]`` says why.

    With it goes what belongs to it. Raises as :func:`change` does.
    """
    reason = read("withdrawal", given, begun=None, today=today)["reason"]
    return _mark(engine, what, key, reason, version=version, account=account, scope=scope, today=today)


def put_back(
    engine: Engine, what: str, key: int, *, version: int, account: str, scope: Collection[str] | None, today: date
) -> int:
    """Undo a withdrawal, by one more entry of the history."""
    return _mark(engine, what, key, None, version=version, account=account, scope=scope, today=today)


def _mark(
    engine: Engine,
    what: str,
    key: int,
    reason: str | None,
    *,
    version: int,
    account: str,
    scope: Collection[str] | None,
    today: date,
) -> int:
    with writing(engine) as conn:
        about = units.units_by_id(conn, [_top(conn, what, key).unit_id]).popitem()[1]
        if not may_change(conn, unit=about.code, scope=scope, on=today):
            raise Outside(about.code)
        return writes.change(conn, what, key, version=version, values={"withdrawn": reason}, account=account)


def history(conn: Connection, what: str, key: int) -> tuple[Change, ...]:
    """Every change of a plan or finding since a pack brought it or somebody made it, newest first."""
    return writes.history(conn, what, key)


def _spoken(what: str, values: Mapping[str, Any], lang: str, old: Any) -> dict[str, Any]:
    """Columns of the values: a new text stands in Vietnamese's place, in whatever language it was typed.

    A changed Vietnamese text takes its English with it; where a row has both, English is changed by itself.
    """
    found: dict[str, Any] = {}
    spoken = {one.name for one in FORMS[what] if one.spoken}
    for name, value in values.items():
        if name not in spoken:
            found[name] = value
        elif lang == "en" and old is not None and getattr(old, f"{name}_en"):
            found[f"{name}_en"] = value
        else:
            found[f"{name}_vi"] = value
            if old is not None and getattr(old, f"{name}_vi") != value:
                found[f"{name}_en"] = ""
    return found


def _top(conn: Connection, what: str, key: int) -> stored.PlanRow | stored.FindingRow:
    top, top_id = writes.top(conn, what, key)
    found = stored.row(conn, top, top_id)
    if not isinstance(found, stored.PlanRow | stored.FindingRow):
        raise LookupError(f"there is no {what} {key}")
    return found


def _begun(top: stored.PlanRow | stored.FindingRow) -> date:
    return top.decided_on if isinstance(top, stored.PlanRow) else top.found_on


def _code(conn: Connection, what: str, unit: str, on: date) -> str:
    """The first free code of a unit and year."""
    stem = f"{'KH' if what == 'plan' else 'KT'}-{unit.replace('/', '-')}-{on.year}"
    every = stored.plans(conn, withdrawn=True) if what == "plan" else stored.findings(conn, withdrawn=True)
    taken = {row.code for row in every}
    return next(code for number in range(1, len(taken) + 2) if (code := f"{stem}-{number}") not in taken)


def _next(conn: Connection, what: str, owner: int) -> int:
    read = stored.steps if what == "step" else stored.recommendations
    found = read(conn, [owner], withdrawn=True)
    return max((one.position for one in found.get(owner, ())), default=0) + 1
