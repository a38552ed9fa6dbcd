"""Plans and findings between a pack and the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import Connection

from db import models, packs, plan_packs
from db import plans as stored
from flows.packs.pack import Pack
from flows.packs.plans import PackFinding, PackMeasure, PackPlan, PackRecommendation, PackStep

Thing = TypeVar("Thing")

_KNOWN: dict[str, type[models.Base]] = {"unit": models.Unit, "indicator": models.Indicator, "origin": models.Origin}


def write_plans(conn: Connection, pack: Pack, *, account: str) -> None:
    """Bring plans and findings up to the pack, found by code; those that the office has changed stay as they are.

    Those that are as given are left alone, so a repeated load writes nothing.
    """
    if not pack.plans and not pack.findings:
        return
    ids = {name: packs.ids(conn, model) for name, model in _KNOWN.items()}
    codes = {name: {key: code for code, key in of.items()} for name, of in ids.items()}
    there = {plan.code: plan for plan in plans(conn, codes)}
    edited = {row.code for row in stored.plans(conn, withdrawn=True) if row.edited}
    edited |= {row.code for row in stored.findings(conn, withdrawn=True) if row.edited}
    for plan in pack.plans:
        if plan.code in edited or there.get(plan.code) == plan:
            continue
        plan_packs.put_plan(
            conn,
            {**_plain(plan, "unit", "indicator", "origin", "measures"), **_keys(plan, ids)},
            [(_plain(one, "steps"), [_plain(step) for step in one.steps]) for one in plan.measures],
            account=account,
        )
    numbers = {row.code: row.id for row in stored.plans(conn, withdrawn=True)}
    held = {finding.code: finding for finding in findings(conn, codes)}
    for finding in pack.findings:
        if finding.code in edited or held.get(finding.code) == finding:
            continue
        about = None if finding.plan is None else numbers[finding.plan]
        head = _plain(finding, "unit", "origin", "plan", "recommendations")
        asked = [_plain(one) for one in finding.recommendations]
        plan_packs.put_finding(conn, {**head, **_keys(finding, ids), "plan_id": about}, asked, account=account)


def plans(conn: Connection, codes: Mapping[str, Mapping[int, str]]) -> tuple[PackPlan, ...]:
    """Every plan in force as a pack holds it, in the order they came; ``codes`` are those of other tables.

    What was withdrawn is no part of a pack.
    """
    rows = sorted(stored.plans(conn), key=lambda row: row.id)
    measures = stored.measures(conn, [row.id for row in rows])
    steps = stored.steps(conn, [one.id for some in measures.values() for one in some])
    return tuple(
        _thing(
            PackPlan,
            row,
            **_codes(row, codes),
            indicator=None if row.indicator_id is None else codes["indicator"][row.indicator_id],
            measures=tuple(
                _thing(PackMeasure, one, steps=tuple(_thing(PackStep, step) for step in steps.get(one.id, ())))
                for one in measures.get(row.id, ())
            ),
        )
        for row in rows
    )


def findings(conn: Connection, codes: Mapping[str, Mapping[int, str]]) -> tuple[PackFinding, ...]:
    """The same of findings."""
    rows = sorted(stored.findings(conn), key=lambda row: row.id)
    asked = stored.recommendations(conn, [row.id for row in rows])
    numbers = {row.id: row.code for row in stored.plans(conn)}
    return tuple(
        _thing(
            PackFinding,
            row,
            **_codes(row, codes),
            plan=numbers.get(row.plan_id or 0),
            recommendations=tuple(_thing(PackRecommendation, one) for one in asked.get(row.id, ())),
        )
        for row in rows
    )


def _keys(thing: PackPlan | PackFinding, ids: Mapping[str, Mapping[str, int]]) -> dict[str, int | None]:
    named = {name: getattr(thing, name, None) for name in ("unit", "origin")}
    if isinstance(thing, PackPlan):
        named["indicator"] = thing.indicator
    return {f"{name}_id": None if code is None else ids[name][code] for name, code in named.items()}


def _codes(row: Any, codes: Mapping[str, Mapping[int, str]]) -> dict[str, str | None]:
    origin = None if row.origin_id is None else codes["origin"][row.origin_id]
    return {"unit": codes["unit"][row.unit_id], "origin": origin}


def _plain(thing: Any, *leave: str) -> dict[str, Any]:
    return {field.name: getattr(thing, field.name) for field in fields(thing) if field.name not in leave}


def _thing(kind: type[Thing], row: Any, **more: Any) -> Thing:
    taken: Sequence[str] = [field.name for field in fields(kind) if field.name not in more]  # type: ignore[arg-type]  # dataclasses
    return kind(**{name: getattr(row, name) for name in taken}, **more)
