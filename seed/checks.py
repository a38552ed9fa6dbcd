"""What must hold between the parts of a pack: references, duplicates, the tree of units, exact values."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from fractions import Fraction
from typing import Any

from flows.packs.pack import (
    Pack,
    PackCalendar,
    PackClause,
    PackGoal,
    PackLineage,
    PackOrigin,
    PackPlacement,
    PackPublished,
    PackResolution,
    PackScheme,
    PackUnit,
)
from flows.packs.plans import PackFinding, PackPlan
from metrics.goals import Indicator, Kind, Shape, Years
from metrics.lineage import EVENTS
from metrics.periods import FREQUENCIES
from seed.fields import Fields

Found = list[tuple[Any, Fields]]
"""Every object read, with the table it was read from."""

UNIT_KINDS = (
    *("province", "district", "commune", "village", "school", "health_station"),
    *("grassroots_org", "branch", "party_group", "region"),
)
MERGE_RULES = ("any", "all", "none")
MEASURES = ("count", "share", "percent", "change", "change_points", "per_year", "class", "date")

_CODED = (PackResolution, PackScheme, Indicator, PackGoal, PackOrigin, PackUnit, PackPlan, PackFinding)


def check(pack: Pack, found: Found) -> None:
    """Note every problem between the parts of a pack at the table it stands in."""
    known = _Known(pack)
    seen: set[tuple[type, str]] = set()
    for thing, fields in found:
        if isinstance(thing, _CODED):
            if (type(thing), thing.code) in seen:
                fields.wrong("code", f"'{thing.code}' is used twice")
            seen.add((type(thing), thing.code))
        _one(thing, fields, known, pack)
    _clause_twice(found)
    _tree(found)
    _shares(found)


class _Known:
    """Codes that may be referred to."""

    def __init__(self, pack: Pack) -> None:
        self.units = {unit.code for unit in pack.units}
        self.indicators = {indicator.code: indicator for indicator in pack.indicators}
        self.resolutions = {resolution.code for resolution in pack.resolutions}
        self.clauses = {(clause.resolution, clause.code) for clause in pack.clauses}
        self.origins = {origin.code for origin in pack.origins}
        self.schemes = {scheme.code: scheme for scheme in pack.schemes}
        self.plans = {plan.code for plan in pack.plans}


def _refers(fields: Fields, key: str, code: str | None, known: Collection[str], what: str) -> None:
    if code and code not in known:
        close = difflib.get_close_matches(code, list(known), n=1)
        fields.wrong(key, f"unknown {what} '{code}'" + (f"; did you mean '{close[0]}'?" if close else ""))


def _among(fields: Fields, key: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        fields.wrong(key, f"'{key}' is '{value}': expected one of {', '.join(allowed)}")


def _span(fields: Fields, first: date | None, last: date | None, key: str) -> None:
    if first is not None and last is not None and first > last:
        fields.wrong(key, f"ends on {last} before it starts on {first}")


def _one(thing: Any, fields: Fields, known: _Known, pack: Pack) -> None:
    match thing:
        case PackResolution():
            _refers(fields, "unit", thing.unit, known.units, "unit")
            _span(fields, thing.term_start, thing.term_end, "term_end")
        case PackClause() | PackScheme():
            _span(fields, thing.valid_from, thing.valid_to, "valid_to")
            if isinstance(thing, PackScheme) and len(set(thing.classes)) < max(2, len(thing.classes)):
                fields.wrong("classes", "'classes' must be two or more different codes, best first")
        case Indicator():
            _among(fields, "unit_kind", thing.unit_kind, UNIT_KINDS)
            _among(fields, "frequency", thing.frequency, FREQUENCIES)
            _among(fields, "merge_rule", thing.merge_rule, MERGE_RULES)
            _refers(fields, "scheme", thing.scheme, known.schemes, "scheme")
            if (thing.kind is Kind.RATING) != (thing.scheme is not None):
                fields.wrong("scheme", "a rating has a 'scheme', and only a rating")
        case PackGoal():
            _goal(thing, fields, known, pack)
        case PackUnit():
            _among(fields, "kind", thing.kind, UNIT_KINDS)
            _span(fields, thing.valid_from, thing.valid_to, "valid_to")
        case PackPlacement():
            _refers(fields, "unit", thing.unit, known.units, "unit")
            _refers(fields, "parent", thing.parent, known.units, "unit")
            _span(fields, thing.valid_from, thing.valid_to, "valid_to")
        case PackLineage():
            _refers(fields, "old", thing.old, known.units, "unit")
            _refers(fields, "new", thing.new, known.units, "unit")
            _among(fields, "event", thing.event, EVENTS)
            if (thing.event == "dissolve") != (thing.new is None):
                fields.wrong("new", "'new' is empty for a dissolved unit, and only then")
            if not 0 < thing.share <= 1:
                fields.wrong("share", f"'share' is {thing.share}: expected more than 0 and at most 1")
        case PackCalendar():
            _refers(fields, "unit", thing.unit, known.units, "unit")
            _span(fields, thing.start, thing.end, "end")
        case PackPublished():
            _published(thing, fields, known)
        case PackPlan() | PackFinding():
            _refers(fields, "unit", thing.unit, known.units, "unit")
            _refers(fields, "origin", thing.origin, known.origins, "origin")
            if isinstance(thing, PackPlan):
                _refers(fields, "indicator", thing.indicator, known.indicators, "indicator")
            else:
                _refers(fields, "plan", thing.plan, known.plans, "plan")


def _goal(goal: PackGoal, fields: Fields, known: _Known, pack: Pack) -> None:
    _refers(fields, "resolution", goal.resolution, known.resolutions, "resolution")
    _refers(fields, "indicator", goal.indicator, known.indicators, "indicator")
    if goal.clause and (goal.resolution, goal.clause) not in known.clauses:
        fields.wrong("clause", f"resolution {goal.resolution} has no clause '{goal.clause}'")
    _span(fields, goal.start, goal.deadline, "deadline")
    if (goal.years is Years.DECLARED) != (goal.declared_years is not None):
        fields.wrong("years", "'declared_years' goes with years = \"declared\", and only with it")
    if goal.shape is Shape.CAP_SHARE and goal.denominator_rule is None:
        fields.wrong("denominator_rule", "a cap_share needs 'denominator_rule'")
    twice: set[tuple[str, str]] = set()
    for number, target in enumerate(goal.targets):
        at = f"target\0{number}\0unit"
        _refers(fields, at, target.unit, known.units, "unit")
        if (target.unit, target.source) in twice:
            fields.wrong(at, f"two targets with source '{target.source}' for {target.unit}")
        twice.add((target.unit, target.source))
    if goal.shape is Shape.YEARLY_CUT and goal.baseline_value is None and pack.files:
        figure = rf"^{goal.baseline_date},[^,]*,{re.escape(goal.indicator)},".encode()
        series = f",{goal.indicator},".encode()
        if any(series in file.data for file in pack.files) and not any(
            re.search(figure, file.data, re.MULTILINE) for file in pack.files
        ):
            fields.wrong(
                "baseline_date",
                f"goal without baseline: no 'baseline_value', no figure of {goal.indicator} on {goal.baseline_date}",
            )


def _published(figure: PackPublished, fields: Fields, known: _Known) -> None:
    _refers(fields, "origin", figure.origin, known.origins, "origin")
    _refers(fields, "unit", figure.unit, known.units, "unit")
    _refers(fields, "indicator", figure.indicator, known.indicators, "indicator")
    _span(fields, figure.first_day, figure.last_day, "last_day")
    _among(fields, "measure", figure.measure, MEASURES)
    indicator = known.indicators.get(figure.indicator)
    scheme = known.schemes.get(indicator.scheme or "") if indicator else None
    classes = (*scheme.classes, "not_rated") if scheme else ()
    try:
        match figure.measure:
            case "count" | "change":
                expected = "a whole number"
                int(figure.value)
            case "share":
                expected = "two counts as 115/154"
                num, den = (int(part) for part in figure.value.split("/"))
                if not 0 <= num <= den:
                    raise ValueError
            case "class":
                expected = f"a class: {', '.join(classes)}"
                if figure.value not in classes:
                    raise ValueError
            case "date":
                expected = "a day as 2017-12-19"
                date.fromisoformat(figure.value)
            case _:
                expected = 'an exact number as "91.57"'
                Fraction(figure.value)
    except (ValueError, ZeroDivisionError):
        fields.wrong("value", f"'value' is '{figure.value}': expected {expected}")
    if (figure.margin is not None) != (figure.qualifier == "about"):
        fields.wrong("margin", "'margin' goes with qualifier 'about', and only with it")


def _clause_twice(found: Found) -> None:
    seen: dict[tuple[str, str], list[PackClause]] = defaultdict(list)
    for thing, fields in found:
        if isinstance(thing, PackClause):
            same = seen[thing.resolution, thing.code]
            if any(_meet(thing.valid_from, thing.valid_to, other.valid_from, other.valid_to) for other in same):
                fields.wrong("code", f"clause '{thing.code}' has two texts on one day")
            same.append(thing)


def _meet(first: date | None, last: date | None, other_first: date | None, other_last: date | None) -> bool:
    return (first or date.min) <= (other_last or date.max) and (other_first or date.min) <= (last or date.max)


def _tree(found: Found) -> None:
    """A unit lies under one parent at a time, and never under itself."""
    by_unit: dict[str, list[tuple[PackPlacement, Fields]]] = defaultdict(list)
    for thing, fields in found:
        if isinstance(thing, PackPlacement):
            for other, _ in by_unit[thing.unit]:
                if _meet(thing.valid_from, thing.valid_to, other.valid_from, other.valid_to):
                    fields.wrong("unit", f"{thing.unit} lies under {other.parent} and {thing.parent} on one day")
            by_unit[thing.unit].append((thing, fields))
    days = sorted({placed.valid_from or date.min for rows in by_unit.values() for placed, _ in rows})
    for on in days:
        parents = {
            unit: (placed.parent, fields)
            for unit, rows in by_unit.items()
            for placed, fields in rows
            if _meet(on, on, placed.valid_from, placed.valid_to)
        }
        clear: set[str] = set()
        for start in parents:
            path: list[str] = []
            unit = start
            while unit in parents and unit not in clear:
                if unit in path:
                    around = [*path[path.index(unit) :], unit]
                    if unit == min(around):
                        parents[unit][1].wrong("parent", f"a circle: {' under '.join(around)}")
                    break
                path.append(unit)
                unit = parents[unit][0]
            clear.update(path)


def _shares(found: Found) -> None:
    """What goes on of one unit on one day is at most the whole of it."""
    total: dict[tuple[str, date], Fraction] = defaultdict(Fraction)
    for thing, fields in found:
        if isinstance(thing, PackLineage):
            total[thing.old, thing.on] += thing.share
            if total[thing.old, thing.on] > 1:
                fields.wrong(
                    "share", f"shares of {thing.old} add up to {total[thing.old, thing.on]}, more than the whole"
                )
