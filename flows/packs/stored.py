"""From the store back to a pack: the resolutions of one unit with every unit, goal and figure they need."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl
from sqlalchemy import Connection, Engine

from db import figures, models, packs
from db.engine import reading
from db.goals import read_path
from db.submissions import HANOI, by_seq
from flows.canonical import Figure, canonical_csv
from flows.packs import stored_plans
from flows.packs.pack import (
    Pack,
    PackCalendar,
    PackClause,
    PackFile,
    PackGoal,
    PackLineage,
    PackOrigin,
    PackPlacement,
    PackPublished,
    PackResolution,
    PackScheme,
    PackTarget,
    PackUnit,
)
from flows.packs.plans import PackFinding, PackPlan
from metrics.goals import (
    AllowedRounding,
    DenominatorRule,
    Floor,
    Indicator,
    Judged,
    Kind,
    Op,
    Qualifier,
    Rounding,
    Shape,
    Source,
    Target,
    TargetUnit,
    Years,
)
from metrics.periods import from_key
from metrics.schema import QUALIFIERS, STATES

Row = Mapping[str, Any]


def export(engine: Engine, resolution: str) -> Pack:
    """The pack of a resolution and of the other resolutions of its unit: what loads elsewhere to the same verdicts.

    Units are all that ever lay below that unit, what became of them, what they came from, and what they lay under.
    Observation files hold the figures in force, one file a submission that any of them came with. Raises
    ``LookupError`` for an unknown resolution.
    """
    with reading(engine) as conn:
        return _Export(conn, resolution).pack()


class _Export:
    """The tables of one store, read once, and the ids that belong to the pack."""

    def __init__(self, conn: Connection, resolution: str) -> None:
        self.conn = conn
        self.name = resolution
        self.units = {row["id"]: row for row in packs.every(conn, models.Unit)}
        self.placements = packs.every(conn, models.Placement)
        self.lineage = packs.every(conn, models.Lineage)
        self.indicators = {row["id"]: row for row in packs.every(conn, models.Indicator)}
        self.schemes = {row["id"]: row for row in packs.every(conn, models.RatingScheme)}
        every = packs.every(conn, models.Resolution)
        named = next((row for row in every if row["code"] == resolution), None)
        if named is None:
            raise LookupError(f"no resolution '{resolution}'")
        self.resolutions = {row["id"]: row for row in every if row["unit_id"] == named["unit_id"]}
        self.title = named
        self.inside = self._inside(named["unit_id"])

    def _inside(self, root: int) -> set[int]:
        below: dict[int, set[int]] = defaultdict(set)
        above: dict[int, set[int]] = defaultdict(set)
        for row in self.placements:
            below[row["parent_id"]].add(row["unit_id"])
            above[row["unit_id"]].add(row["parent_id"])
        for row in self.lineage:
            if row["new_id"] is not None:
                below[row["old_id"]].add(row["new_id"])
                below[row["new_id"]].add(row["old_id"])
        found = _closure({root}, below)
        return _closure(found, above)

    def code(self, unit: int) -> str:
        return str(self.units[unit]["code"])

    def pack(self) -> Pack:
        goals = [row for row in packs.every(self.conn, models.Goal) if row["resolution_id"] in self.resolutions]
        published = [row for row in packs.every(self.conn, models.Published) if row["unit_id"] in self.inside]
        origins = {row["id"]: row for row in packs.every(self.conn, models.Origin)}
        files, reported = self._files()
        plans, findings = self._plans(origins)
        used = reported | {row["indicator_id"] for row in (*goals, *published)}
        used |= {key for key, row in self.indicators.items() if row["code"] in {plan.indicator for plan in plans}}
        told = {origins[one["origin_id"]]["code"] for one in published}
        told |= {plan.origin for plan in plans} | {finding.origin for finding in findings}
        indicators = [self._indicator(row) for key, row in self.indicators.items() if key in used]
        wanted = {one.scheme for one in indicators}
        clauses = packs.every(self.conn, models.Clause)
        return Pack(
            code=self.name.lower(),
            name_vi=self.title["title_vi"],
            name_en=self.title["title_en"],
            resolutions=tuple(self._resolution(row) for row in self.resolutions.values()),
            clauses=tuple(
                PackClause(
                    resolution=self.resolutions[row["resolution_id"]]["code"],
                    **_taken(row, "code", "text_vi", "text_en", "valid_from", "valid_to"),
                )
                for row in clauses
                if row["resolution_id"] in self.resolutions
            ),
            schemes=tuple(
                PackScheme(
                    classes=tuple(json.loads(row["classes"])),
                    **_taken(row, "code", "name_vi", "name_en", "valid_from", "valid_to"),
                )
                for row in self.schemes.values()
                if row["code"] in wanted
            ),
            indicators=tuple(indicators),
            goals=tuple(self._goals(goals, {row["id"]: row["code"] for row in clauses})),
            origins=tuple(
                PackOrigin(**_taken(row, "code", "publisher", "title", "published_on", "note_vi", "note_en"))
                for row in origins.values()
                if row["code"] in told
            ),
            units=tuple(self._units()),
            placements=tuple(
                PackPlacement(
                    self.code(row["unit_id"]), self.code(row["parent_id"]), row["valid_from"], row["valid_to"]
                )
                for row in self.placements
                if row["unit_id"] in self.inside and row["parent_id"] in self.inside
            ),
            lineage=tuple(
                PackLineage(
                    old=self.code(row["old_id"]),
                    new=self.code(row["new_id"]) if row["new_id"] else None,
                    share=Fraction(row["share_num"], row["share_den"]),
                    **_taken(row, "event", "on", "decided_by", "simulated"),
                )
                for row in self.lineage
                if row["old_id"] in self.inside
            ),
            calendar=tuple(
                PackCalendar(
                    period=from_key(row["period"]),
                    unit=self.code(row["unit_id"]) if row["unit_id"] else None,
                    **_taken(row, "deadline", "start", "end"),
                )
                for row in packs.every(self.conn, models.ReportingCalendar)
                if row["unit_id"] is None or row["unit_id"] in self.inside
            ),
            published=tuple(self._published(row, origins) for row in _latest(published)),
            files=files,
            plans=plans,
            findings=findings,
        )

    def _plans(self, origins: Mapping[int, Row]) -> tuple[tuple[PackPlan, ...], tuple[PackFinding, ...]]:
        """Plans and findings of the units inside."""
        codes = {
            name: {key: row["code"] for key, row in of.items()}
            for name, of in (("unit", self.units), ("indicator", self.indicators), ("origin", origins))
        }
        inside = {self.code(key) for key in self.inside}
        plans = tuple(one for one in stored_plans.plans(self.conn, codes) if one.unit in inside)
        findings = tuple(one for one in stored_plans.findings(self.conn, codes) if one.unit in inside)
        known = {plan.code for plan in plans}
        return plans, tuple(one if one.plan in known else replace(one, plan=None) for one in findings)

    def _resolution(self, row: Row) -> PackResolution:
        plain = ("code", "number", "issued_on", "issuer_vi", "issuer_en", "title_vi", "title_en", "term_start")
        return PackResolution(
            unit=self.code(row["unit_id"]),
            rounding=Rounding(row["rounding"]),
            **_taken(row, *plain, "term_end", "digits", "note_vi", "note_en"),
        )

    def _indicator(self, row: Row) -> Indicator:
        plain = ("code", "unit_kind", "frequency", "falling", "name_vi", "name_en", "noun_vi", "noun_en")
        return Indicator(
            kind=Kind(row["kind"]),
            scheme=self.schemes[row["scheme_id"]]["code"] if row["scheme_id"] else None,
            synonyms=tuple(json.loads(row["synonyms"])),
            den_synonyms=tuple(json.loads(row["den_synonyms"])),
            **_taken(row, *plain, "merge_rule", "survives_reform", "note_vi", "note_en"),
        )

    def _goals(self, rows: list[dict[str, Any]], clauses: Mapping[int, str]) -> Iterable[PackGoal]:
        targets: dict[int, list[PackTarget]] = defaultdict(list)
        for row in packs.every(self.conn, models.Target):
            asked = None
            if row["op"] and row["unit_of_measure"]:
                value, low, high = (
                    None if row[key] is None else Fraction(row[key]) for key in ("value", "low", "high")
                )
                asked = Target(Op(row["op"]), TargetUnit(row["unit_of_measure"]), value, low, high)
            target = PackTarget(self.code(row["unit_id"]), Source(row["source"]), asked, read_path(row["path"]))
            targets[row["goal_id"]].append(target)
        plain = ("code", "name_vi", "name_en", "start", "baseline_date", "deadline", "declared_years", "bridges_breaks")
        for position, row in enumerate(sorted(rows, key=lambda row: (row["position"], row["code"])), start=1):
            denominator, allowed = row["denominator_rule"], row["allowed_rounding"]
            yield PackGoal(
                resolution=self.resolutions[row["resolution_id"]]["code"],
                clause=clauses[row["clause_id"]] if row["clause_id"] else "",
                indicator=self.indicators[row["indicator_id"]]["code"],
                position=position,
                shape=Shape(row["shape"]),
                targets=tuple(targets[row["id"]]),
                baseline_value=None if row["baseline_value"] is None else Fraction(row["baseline_value"]),
                years=Years(row["years"]),
                tolerance=Fraction(row["tolerance"]),
                judged=Judged(row["judged"]),
                floor_rule=Floor(row["floor_rule"]),
                denominator_rule=DenominatorRule(denominator) if denominator else None,
                allowed_rounding=AllowedRounding(allowed) if allowed else None,
                **_taken(row, *plain, "note_vi", "note_en"),
            )

    def _units(self) -> Iterable[PackUnit]:
        official: dict[int, list[str]] = defaultdict(list)
        others: dict[int, list[str]] = defaultdict(list)
        for row in packs.every(self.conn, models.UnitName):
            (official if row["role"] == "official" else others)[row["unit_id"]].append(row["name"])
        plain = ("code", "kind", "official_code", "valid_from", "valid_to", "latitude", "longitude", "simulated")
        for key, row in self.units.items():
            if key in self.inside:
                *former, name = official[key] or [row["code"]]
                yield PackUnit(name=name, aliases=(*former, *others[key]), **_taken(row, *plain))

    def _published(self, row: Row, origins: Mapping[int, Row]) -> PackPublished:
        plain = ("first_day", "last_day", "measure", "value", "printed", "margin", "digits", "inferred")
        return PackPublished(
            origin=origins[row["origin_id"]]["code"],
            indicator=self.indicators[row["indicator_id"]]["code"],
            unit=self.code(row["unit_id"]),
            qualifier=Qualifier(row["qualifier"]),
            **_taken(row, *plain, "note_vi", "note_en"),
        )

    def _files(self) -> tuple[tuple[PackFile, ...], set[int]]:
        """Figures in force by the submission that brought them, and the indicators that have any."""
        found: dict[int, list[Figure]] = defaultdict(list)
        used: set[int] = set()
        for key in figures.periods(self.conn):
            period = from_key(key)
            frame = figures.in_force(self.conn, period=period, indicators=self.indicators, units=self.inside)
            frame = frame.filter(pl.col("state") != STATES.index("not_reported"))
            for one in frame.iter_rows(named=True):
                used.add(one["indicator"])
                found[one["seq"]].append(self._figure(period.code, one))
        files = []
        for row in by_seq(self.conn, found):
            unit = row.unit_id if row.unit_id in self.inside else self.title["unit_id"]
            on = row.at.astimezone(HANOI).date()
            data = canonical_csv(found[row.seq])
            files.append(PackFile(row.file_name, self.code(unit), on, row.simulated, data, row.reason))
        return tuple(files), used

    def _figure(self, period: str, one: Row) -> Figure:
        indicator = self.indicators[one["indicator"]]
        num = "" if one["num"] is None else str(one["num"])
        if num and indicator["kind"] == Kind.RATING:
            num = json.loads(self.schemes[indicator["scheme_id"]]["classes"])[one["num"]]
        state, qualifier = STATES[one["state"]], QUALIFIERS[one["qualifier"]]
        return Figure(
            period=period,
            unit=self.code(one["unit"]),
            indicator=indicator["code"],
            num=num,
            den="" if one["den"] is None else str(one["den"]),
            qualifier="" if qualifier == Qualifier.EXACT else qualifier,
            state="" if state == "reported" else state,
        )


def _taken(row: Row, *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


def _closure(start: set[int], edges: Mapping[int, set[int]]) -> set[int]:
    found, waiting = set(start), list(start)
    while waiting:
        for one in edges.get(waiting.pop(), set()) - found:
            found.add(one)
            waiting.append(one)
    return found


def _latest(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of the same published figure only the one that came last, in the order they came."""
    key = ("origin_id", "indicator_id", "unit_id", "first_day", "last_day", "measure")
    last = {tuple(row[name] for name in key): row["id"] for row in rows}
    return [row for row in rows if row["id"] in set(last.values())]
