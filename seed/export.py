"""Writing a pack's folder: the mirror image of `seed.packs.read_pack`."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterable
from dataclasses import fields
from datetime import date
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import tomli_w

from flows.packs.pack import Pack, PackGoal, PackTarget
from metrics.periods import Period
from seed.plan_parts import written

COLUMNS: dict[str, tuple[str, ...]] = {
    "units": (
        *("code", "kind", "name", "official_code", "valid_from", "valid_to"),
        *("latitude", "longitude", "aliases", "simulated"),
    ),
    "placements": ("unit", "parent", "valid_from", "valid_to"),
    "lineage": ("old", "new", "event", "share", "on", "decided_by", "simulated"),
    "calendar": ("period", "unit", "start", "end", "deadline"),
    "published": (
        *("origin", "indicator", "unit", "first_day", "last_day", "measure", "value", "printed", "qualifier"),
        *("margin", "digits", "inferred", "note_vi", "note_en"),
    ),
}
"""Columns of a pack's CSV files, in the order they are written; columns that may be empty may be absent."""

LARGE = 20_000
"""Observation files of more bytes than this are packed with gzip."""


def write_pack(folder: Path, pack: Pack) -> None:
    """Write the pack into a folder, made where absent, so that it reads back equal; simulated rows are written out.

    Bytes depend on the pack only. Raises :class:`FileExistsError` where the folder already holds a pack.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "pack.toml").exists():
        raise FileExistsError(f"{folder} already holds a pack")
    clauses: dict[str, list[dict[str, Any]]] = {}
    for clause in pack.clauses:
        clauses.setdefault(clause.resolution, []).append(_table(clause, leave=("resolution",)))
    resolutions = [
        {**_table(resolution), "clause": clauses.get(resolution.code, [])} for resolution in pack.resolutions
    ]
    head = {name: getattr(pack, name) for name in ("code", "name_vi", "name_en", "note_vi", "note_en")}
    files = []
    if pack.files:
        (folder / "observations").mkdir(exist_ok=True)
    for file in pack.files:
        packed = len(file.data) > LARGE
        name = f"observations/{file.name}" + (".gz" if packed else "")
        (folder / name).write_bytes(gzip.compress(file.data, mtime=0) if packed else file.data)
        of_it = {"name": name, "unit": file.unit, "on": file.on, "simulated": file.simulated}
        files.append({**of_it, "reason": file.reason} if file.reason else of_it)
    _toml(folder / "pack.toml", {**head, "file": files})
    _toml(folder / "resolution.toml", {"resolution": resolutions})
    _toml(
        folder / "indicators.toml",
        {"scheme": [_table(s) for s in pack.schemes], "indicator": [_table(i) for i in pack.indicators]},
    )
    _toml(folder / "goals.toml", {"goal": [_goal(goal) for goal in pack.goals]})
    _toml(folder / "origins.toml", {"origin": [_table(origin) for origin in pack.origins]})
    for name, key, things in (("plans", "plan", pack.plans), ("findings", "finding", pack.findings)):
        if things:
            _toml(folder / f"{name}.toml", {key: [written(thing) for thing in things]})
    for name in COLUMNS:
        _csv(folder / f"{name}.csv", COLUMNS[name], getattr(pack, name))


def _table(thing: Any, leave: tuple[str, ...] = ()) -> dict[str, Any]:
    """Fields as TOML values; what is null or an empty list stays out."""
    values = {}
    for field in fields(thing):
        value = _value(getattr(thing, field.name))
        if field.name not in leave and value is not None and value != []:
            values[field.name] = value
    return values


def _value(value: Any) -> Any:
    match value:
        case StrEnum():
            return value.value
        case Fraction():
            return int(value) if value.denominator == 1 else str(value)
        case tuple():
            return [_value(item) for item in value]
        case _:
            return value


def _goal(goal: PackGoal) -> dict[str, Any]:
    return {**_table(goal, leave=("position", "targets")), "target": [_target(target) for target in goal.targets]}


def _target(target: PackTarget) -> dict[str, Any]:
    values: dict[str, Any] = {"unit": target.unit, "source": target.source.value}
    if target.target is not None:
        asked = _table(target.target, leave=("unit",))
        values |= {**asked, "measure": target.target.unit.value}
    if target.path.profile:
        values["profile"] = [str(share) for share in target.path.profile]
    if target.path.milestones:
        values["milestones"] = [{"on": on, "value": _value(value)} for on, value in target.path.milestones]
    return values


def _toml(path: Path, values: dict[str, Any]) -> None:
    filled = {key: value for key, value in values.items() if value != []}
    path.write_text(tomli_w.dumps(filled), encoding="utf-8", newline="\n")


def _csv(path: Path, columns: tuple[str, ...], things: Iterable[Any]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(getattr(thing, column)) for column in columns] for thing in things)


def _cell(value: Any) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "true"
        case Period():
            return value.code
        case date():
            return value.isoformat()
        case tuple():
            return "|".join(value)
        case StrEnum():
            return value.value
        case _:
            return str(value)
