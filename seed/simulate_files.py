"""How simulated figures are handed in: a file a period for the whole, files of single units, mistakes put right later.

None of it changes a figure in the end: files are cut out of one another, a wrong figure is followed by the right one,
and only what a recipe leaves out for good is never handed in.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from flows.canonical import Figure, canonical_csv
from flows.packs.pack import PackCalendar, PackFile
from metrics.goals import Kind
from metrics.periods import Period
from seed.fields import Fields
from seed.ground import Ground

Line = tuple[str, str, int, int | None]
"""Unit, indicator, count, second count of a share."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A unit that hands its figures in by itself, so many days after each of these periods."""

    unit: str
    after: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Silent:
    """Units of a kind under a unit that say nothing of a period, for good or until so many days after it."""

    unit: str
    period: str
    kind: str
    units: int
    until: int | None


@dataclass(frozen=True, slots=True)
class Mistake:
    """Figures of an indicator under a unit that are wrong in the file and put right so many days after the period."""

    unit: str
    period: str
    indicator: str
    figures: int
    after: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ways:
    """How a recipe's figures are handed in; days count from the last day of the period."""

    handed_in: int
    deadline: int
    late: tuple[str, ...]
    apart: tuple[Apart, ...]
    silent: tuple[Silent, ...]
    mistakes: tuple[Mistake, ...]


LATE = 4
"""Days after the deadline on which the whole comes in periods that are late."""


def ways(recipe: Fields) -> Ways:
    """What a recipe says of handing in."""
    apart, silent, mistakes = [], [], []
    for fields in recipe.tables("apart"):
        apart.append(Apart(fields.text("unit", required=True), fields.counts("after")))
        fields.done()
    for fields in recipe.tables("silent"):
        silent.append(
            Silent(
                fields.text("unit", required=True),
                fields.text("period", required=True),
                fields.text("kind", required=True),
                fields.integer("units", default=1) or 0,
                fields.integer("until"),
            )
        )
        fields.done()
    for fields in recipe.tables("mistake"):
        mistakes.append(
            Mistake(
                fields.text("unit", required=True),
                fields.text("period", required=True),
                fields.text("indicator", required=True),
                fields.integer("figures", default=1) or 0,
                fields.integer("after", default=30) or 0,
                fields.text("reason", required=True),
            )
        )
        fields.done()
    return Ways(
        recipe.integer("handed_in_after", default=10) or 0,
        recipe.integer("deadline_after", default=15) or 0,
        recipe.texts("late"),
        tuple(apart),
        tuple(silent),
        tuple(mistakes),
    )


@dataclass(frozen=True, slots=True)
class _Part:
    """What one file brings of a period, and how many days after it."""

    unit: str
    after: int
    lines: list[Line]
    suffix: str = ""
    reason: str = ""


def hand_in(
    how: Ways,
    ground: Ground,
    lines: Mapping[Period, Sequence[Line]],
    kinds: Mapping[str, Kind],
    whole: Callable[[Period], str],
) -> tuple[PackFile, ...]:
    """The files of every period; ``kinds`` of indicators by code, ``whole`` says who hands in for everybody.

    Raises :class:`ValueError` where a unit has not as many figures, or units, as the recipe takes from it.
    """
    known = {period.code for period in lines}
    asked = [(one.unit, one.period) for one in how.silent]
    asked += [(one.unit, one.period) for one in how.mistakes]
    asked += [(one.unit, code) for one in how.apart for code in one.after]
    for unit, code in asked:
        if code not in known:
            raise ValueError(f"{unit}: there is no period {code}")
    found: list[PackFile] = []
    for period, some in lines.items():
        parts = _parts(how, ground, period, some, whole(period))
        for one in how.mistakes:
            if one.period == period.code:
                parts = _mistaken(one, ground, period, parts, kinds)
        found += [_file(period, part) for part in parts]
    return tuple(found)


def _parts(how: Ways, ground: Ground, period: Period, lines: Sequence[Line], whole: str) -> list[_Part]:
    """The figures of a period, those of silent units left out, cut into the files they come in."""
    rest = list(lines)
    parts: list[_Part] = []
    for one in how.silent:
        if one.period == period.code:
            quiet = _quiet(one, ground, period, rest)
            if one.until is not None:
                held = [line for line in rest if line[0] in quiet]
                parts.append(_Part(one.unit, one.until, held, "-bo-sung"))
            rest = [line for line in rest if line[0] not in quiet]
    for each in how.apart:
        if period.code in each.after:
            taken = _under(ground, rest, each.unit, period)
            if not taken:
                raise ValueError(f"{each.unit} has no figures of {period.code}")
            parts.append(_Part(each.unit, each.after[period.code], [line for line in rest if line[0] in taken]))
            rest = [line for line in rest if line[0] not in taken]
    days = how.deadline + LATE if period.code in how.late else how.handed_in
    return [_Part(whole, days, rest), *parts]


def _quiet(one: Silent, ground: Ground, period: Period, lines: Iterable[Line]) -> set[str]:
    """Which units keep silent: leaves of the kind, or, where the recipe plants none of it, units that are no leaves."""
    leaves = {kind: set(ground.alive(kind, period.last)) for kind in ground.leaves}
    planted = set().union(*leaves.values())
    there = _under(ground, lines, one.unit, period)
    of_kind = sorted(there & leaves[one.kind] if one.kind in leaves else there - planted)
    if len(of_kind) < one.units:
        raise ValueError(f"{one.unit} has fewer than {one.units} units in {period.code}")
    return set(ground.draw(f"silent {one.unit} {one.period} {one.kind}").sample(of_kind, one.units))


def _mistaken(
    one: Mistake, ground: Ground, period: Period, parts: Iterable[_Part], kinds: Mapping[str, Kind]
) -> list[_Part]:
    """The parts with some figures wrong, and after them the part that puts these right."""
    draw = ground.draw(f"mistake {one.unit} {one.period} {one.indicator}")
    parts = list(parts)
    of_it = [(at, line) for at, part in enumerate(parts) for line in part.lines if line[1] == one.indicator]
    under = _under(ground, (line for _, line in of_it), one.unit, period)
    there = [(at, line) for at, line in of_it if line[0] in under]
    if len(there) < one.figures:
        raise ValueError(f"{one.unit} has fewer than {one.figures} figures of {one.indicator} in {period.code}")
    right = draw.sample(there, one.figures)
    wrong = {line: _wrong(line, kinds[one.indicator], draw) for _, line in right}
    changed = [replace(part, lines=[wrong.get(line, line) for line in part.lines]) for part in parts]
    late = max(parts[at].after for at, _ in right)
    if one.after <= late:
        raise ValueError(f"{one.unit}: a mistake of {period.code} is put right before it is made")
    return [*changed, _Part(one.unit, one.after, [line for _, line in right], "-dinh-chinh", one.reason)]


def _wrong(line: Line, kind: Kind, draw: random.Random) -> Line:
    unit, indicator, num, den = line
    if kind is Kind.STATE:
        return unit, indicator, 1 - num, den
    if kind is Kind.SHARE:
        return unit, indicator, num - 1 if num else min(1, den or 0), den
    return unit, indicator, num + draw.randint(1, 3), den


def _under(ground: Ground, lines: Iterable[Line], above: str, period: Period) -> set[str]:
    """Units with figures that are another or lie below it: by their codes, and since the reform by where they went."""

    def lies(unit: str) -> bool:
        commune = unit if unit in ground.units else ground.parents[unit]
        now = ground.after.get(commune, commune) if period.last >= ground.reform else commune
        return any(code == above or code.startswith(f"{above}/") for code in (unit, now))

    return {unit for unit in {line[0] for line in lines} if lies(unit)}


def _file(period: Period, part: _Part) -> PackFile:
    name = f"{part.unit.replace('/', '-')}-{period.code}{part.suffix}.csv"
    data = canonical_csv(
        Figure(period.code, unit, indicator, str(num), "" if den is None else str(den))
        for unit, indicator, num, den in part.lines
    )
    return PackFile(name, part.unit, period.last + timedelta(days=part.after), True, data, part.reason)


def calendar(how: Ways, periods: Iterable[Period], whole: Callable[[Period], str]) -> tuple[PackCalendar, ...]:
    """When each period's figures are due."""
    return tuple(
        PackCalendar(period, period.last + timedelta(days=how.deadline), period.first, period.last, whole(period))
        for period in periods
    )
