"""Resolution packs: a folder of TOML and CSV that anyone can read and edit, as documented in ``docs/packs.md``.

:func:`read_pack` gives a complete :class:`flows.packs.pack.Pack` or raises :class:`PackErrors` with every problem
found; :func:`write_pack` writes one that reads back equal.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from flows.packs.pack import Pack
from flows.packs.plans import PackFinding, PackPlan
from seed import parts, plan_parts
from seed.checks import Found, check
from seed.export import COLUMNS, write_pack
from seed.fields import Fields, PackErrors, PackProblem, read_rows, read_toml
from seed.simulate import expand

T = TypeVar("T")

OF_ANY_UNIT = (PackPlan, PackFinding)
"""What may speak of units that only a recipe makes: checked once it is worked out."""

__all__ = ["PackErrors", "PackProblem", "read_pack", "write_pack"]


def read_pack(folder: Path) -> Pack:
    """The pack in a folder, its recipe (if any) worked out to simulated units and figures.

    Raises :class:`PackErrors` with all problems as ``file:line: message``; nothing is guessed or left out.
    """
    problems: list[PackProblem] = []
    head = read_toml(folder / "pack.toml", problems)
    if head is None:
        raise PackErrors(problems or [PackProblem("pack.toml", 1, f"no pack.toml in {folder.name}")])
    found: Found = []

    def several(file: str, key: str) -> Iterator[Fields]:
        top = tops.get(file)
        yield from top.tables(key) if top else ()

    tops = {name: read_toml(folder / name, problems) for name in ("resolution.toml", "indicators.toml", "goals.toml")}
    tops |= {name: read_toml(folder / name, problems) for name in ("origins.toml", "plans.toml", "findings.toml")}
    resolutions, clauses = [], []
    for fields in several("resolution.toml", "resolution"):
        resolution = parts.resolution(fields)
        resolutions.append(resolution)
        found.append((resolution, fields))
        for inner in fields.tables("clause"):
            clauses.append(parts.clause(inner, resolution.code))
            found.append((clauses[-1], inner))
        fields.done()

    def all_of(read: Callable[[Fields], T], items: Iterator[Fields]) -> tuple[T, ...]:
        objects = []
        for fields in items:
            objects.append(read(fields))
            found.append((objects[-1], fields))
            fields.done()
        return tuple(objects)

    def rows(name: str) -> Iterator[Fields]:
        return read_rows(folder / f"{name}.csv", COLUMNS[name], problems)

    schemes = all_of(parts.scheme, several("indicators.toml", "scheme"))
    indicators = all_of(parts.indicator, several("indicators.toml", "indicator"))
    goals = []
    for position, fields in enumerate(several("goals.toml", "goal"), start=1):
        goals.append(parts.goal(fields, position))
        found.append((goals[-1], fields))
        fields.done()
    origins = all_of(parts.origin, several("origins.toml", "origin"))
    plans = all_of(plan_parts.plan, several("plans.toml", "plan"))
    findings = all_of(plan_parts.finding, several("findings.toml", "finding"))
    for top in tops.values():
        if top is not None:
            top.done()
    files = []
    for fields in head.tables("file"):
        files.append(parts.file(fields, folder))
        fields.done()
    pack = Pack(
        code=head.text("code", required=True),
        name_vi=head.text("name_vi", required=True),
        name_en=head.text("name_en", required=True),
        note_vi=head.text("note_vi"),
        note_en=head.text("note_en"),
        resolutions=tuple(resolutions),
        clauses=tuple(clauses),
        schemes=schemes,
        indicators=indicators,
        goals=tuple(goals),
        origins=origins,
        units=all_of(parts.unit, rows("units")),
        placements=all_of(parts.placement, rows("placements")),
        lineage=all_of(parts.lineage, rows("lineage")),
        calendar=all_of(parts.calendar, rows("calendar")),
        published=all_of(parts.published, rows("published")),
        files=tuple(files),
        plans=plans,
        findings=findings,
    )
    head.done()
    grows = (folder / "recipe.toml").is_file()
    if not problems:
        check(pack, [one for one in found if not (grows and isinstance(one[0], OF_ANY_UNIT))])
    if not problems and grows:
        recipe = read_toml(folder / "recipe.toml", problems)
        if recipe is not None:
            try:
                pack = expand(pack, recipe)
            except (ValueError, KeyError) as contradiction:
                problems.append(PackProblem("recipe.toml", 1, f"cannot be worked out: {contradiction}"))
            else:
                check(pack, found)
    if problems:
        raise PackErrors(problems)
    return pack
