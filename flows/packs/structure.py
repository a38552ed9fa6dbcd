"""Writing what a pack says of units, indicators and goals: found by code, brought up to the pack."""

from __future__ import annotations

import json

from sqlalchemy import Connection

from db import models, packs
from db.goals import written_path
from flows.packs.pack import Pack


def write_structure(conn: Connection, pack: Pack) -> None:
    """Units with names, places and lineage, then what the resolutions ask for."""
    units = packs.upsert_units(
        conn,
        [
            models.Unit(
                code=unit.code,
                kind=unit.kind,
                official_code=unit.official_code,
                valid_from=unit.valid_from,
                valid_to=unit.valid_to,
                latitude=unit.latitude,
                longitude=unit.longitude,
                simulated=unit.simulated,
            )
            for unit in pack.units
        ],
    )
    names = [(unit.code, unit.name, "official") for unit in pack.units]
    names += [(unit.code, alias, "alias") for unit in pack.units for alias in unit.aliases]
    packs.upsert_names(conn, [models.UnitName(unit_id=units[code], name=name, role=role) for code, name, role in names])
    packs.upsert_placements(
        conn,
        [
            models.Placement(
                unit_id=units[one.unit],
                parent_id=units[one.parent],
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            )
            for one in pack.placements
        ],
    )
    packs.upsert_lineage(
        conn,
        [
            models.Lineage(
                old_id=units[one.old],
                new_id=units[one.new] if one.new else None,
                event=one.event,
                share_num=one.share.numerator,
                share_den=one.share.denominator,
                on=one.on,
                decided_by=one.decided_by,
                simulated=one.simulated,
            )
            for one in pack.lineage
        ],
    )
    schemes = packs.upsert_schemes(
        conn,
        [
            models.RatingScheme(
                code=one.code,
                name_vi=one.name_vi,
                name_en=one.name_en,
                classes=json.dumps(one.classes),
                valid_from=one.valid_from,
                valid_to=one.valid_to,
            )
            for one in pack.schemes
        ],
    )
    _asked(conn, pack, units, schemes)


def _asked(conn: Connection, pack: Pack, units: dict[str, int], schemes: dict[str, int]) -> None:
    indicators = packs.upsert_indicators(
        conn,
        [
            models.Indicator(
                code=one.code,
                kind=one.kind.value,
                unit_kind=one.unit_kind,
                frequency=one.frequency,
                falling=one.falling,
                name_vi=one.name_vi,
                name_en=one.name_en,
                noun_vi=one.noun_vi,
                noun_en=one.noun_en,
                merge_rule=one.merge_rule,
                survives_reform=one.survives_reform,
                scheme_id=schemes[one.scheme] if one.scheme else None,
                synonyms=json.dumps(one.synonyms, ensure_ascii=False),
                den_synonyms=json.dumps(one.den_synonyms, ensure_ascii=False),
                note_vi=one.note_vi,
                note_en=one.note_en,
            )
            for one in pack.indicators
        ],
    )
    resolutions: dict[str, int] = {}
    clauses: dict[tuple[str, str], int] = {}
    for one in pack.resolutions:
        resolutions[one.code] = packs.upsert_resolution(
            conn,
            models.Resolution(
                code=one.code,
                number=one.number,
                issued_on=one.issued_on,
                issuer_vi=one.issuer_vi,
                issuer_en=one.issuer_en,
                title_vi=one.title_vi,
                title_en=one.title_en,
                unit_id=units[one.unit],
                term_start=one.term_start,
                term_end=one.term_end,
                rounding=one.rounding.value,
                digits=one.digits,
                note_vi=one.note_vi,
                note_en=one.note_en,
            ),
        )
        texts = [
            models.Clause(
                resolution_id=resolutions[one.code],
                code=clause.code,
                text_vi=clause.text_vi,
                text_en=clause.text_en,
                valid_from=clause.valid_from,
                valid_to=clause.valid_to,
            )
            for clause in pack.clauses
            if clause.resolution == one.code
        ]
        clauses |= {(one.code, code): key for code, key in packs.upsert_clauses(conn, texts).items()}
    goals = packs.upsert_goals(
        conn,
        [
            models.Goal(
                code=one.code,
                resolution_id=resolutions[one.resolution],
                clause_id=clauses[one.resolution, one.clause] if one.clause else None,
                indicator_id=indicators[one.indicator],
                position=one.position,
                shape=one.shape.value,
                name_vi=one.name_vi,
                name_en=one.name_en,
                start=one.start,
                baseline_date=one.baseline_date,
                baseline_value=None if one.baseline_value is None else str(one.baseline_value),
                deadline=one.deadline,
                years=one.years.value,
                declared_years=one.declared_years,
                tolerance=str(one.tolerance),
                judged=one.judged.value,
                floor_rule=one.floor_rule.value,
                denominator_rule=one.denominator_rule.value if one.denominator_rule else None,
                allowed_rounding=one.allowed_rounding.value if one.allowed_rounding else None,
                bridges_breaks=one.bridges_breaks,
                note_vi=one.note_vi,
                note_en=one.note_en,
            )
            for one in pack.goals
        ],
    )
    packs.upsert_targets(
        conn,
        [
            models.Target(
                goal_id=goals[one.code],
                unit_id=units[asked.unit],
                source=asked.source.value,
                op=asked.target.op.value if asked.target else None,
                unit_of_measure=asked.target.unit.value if asked.target else None,
                value=_exact(asked.target.value if asked.target else None),
                low=_exact(asked.target.low if asked.target else None),
                high=_exact(asked.target.high if asked.target else None),
                path=written_path(asked.path),
            )
            for one in pack.goals
            for asked in one.targets
        ],
    )
    packs.upsert_origins(
        conn,
        [
            models.Origin(
                code=one.code,
                publisher=one.publisher,
                title=one.title,
                published_on=one.published_on,
                note_vi=one.note_vi,
                note_en=one.note_en,
            )
            for one in pack.origins
        ],
    )
    packs.upsert_calendar(
        conn,
        [
            models.ReportingCalendar(
                period=one.period.key,
                unit_id=units[one.unit] if one.unit else None,
                start=one.start,
                end=one.end,
                deadline=one.deadline,
            )
            for one in pack.calendar
        ],
    )


def _exact(value: object) -> str | None:
    return None if value is None else str(value)
