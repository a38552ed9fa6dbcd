"""Putting resolution packs into the store: units and goals by code, published figures, and files as a user's."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, time

import polars as pl
from sqlalchemy import Connection, Engine

from db import models, packs, rollups, submissions, writes
from db.engine import checkpoint, writing
from db.goals import written_path
from db.submissions import HANOI
from flows import submit
from flows.pack import Pack, PackFile, PackPublished
from flows.pack_store import export
from intake.problems import Problem
from metrics.schema import FIGURES, empty

__all__ = ["Loaded", "PackFileRefused", "export", "load", "load_all"]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load wrote: submissions of figures and of published figures, and how many figures. All 0: it was there."""

    submissions: int
    figures: int
    published: int


class PackFileRefused(ValueError):
    """An observation file of a pack has errors; nothing was written."""

    def __init__(self, name: str, problems: Sequence[Problem]) -> None:
        told = "; ".join(f"{one.code} row {one.row}: {one.text}" for one in problems[:5])
        super().__init__(f"{name}: {told}")
        self.name, self.problems = name, tuple(problems)


def load(engine: Engine, pack: Pack, *, account: str = "pack") -> Loaded:
    """Load one pack; see :func:`load_all`."""
    return load_all(engine, [pack], account=account)


def load_all(engine: Engine, given: Sequence[Pack], *, account: str = "pack") -> Loaded:
    """Load packs in one transaction, all or nothing. A second load of the same packs changes nothing.

    Units, indicators, goals and origins are found by code and brought up to the pack. Observation files pass the
    checks of any user's file; files and published figures are taken in the order of the days they are of, so that
    "as known on a day" holds over all packs. Raises :class:`PackFileRefused`.
    """
    with writing(engine) as conn:
        for pack in given:
            _structure(conn, pack)
        waiting: list[tuple[date, str, Pack, PackFile | str]] = []
        for pack in given:
            waiting += [(file.on, file.name, pack, file) for file in pack.files]
            waiting += [(origin.published_on, origin.code, pack, origin.code) for origin in pack.origins]
        written = [_bring(conn, pack, what, on, account) for on, _, pack, what in sorted(waiting, key=lambda w: w[:2])]
        rollups.refresh(conn)
    brought = [one for one in written if one is not None]
    if brought:
        checkpoint(engine)
    return Loaded(len(brought), sum(figures for figures, _ in brought), sum(published for _, published in brought))


def _bring(conn: Connection, pack: Pack, what: PackFile | str, on: date, account: str) -> tuple[int, int] | None:
    """One file or the figures of one origin; figures and published figures written, null where they were there."""
    at = datetime.combine(on, time(8), HANOI)
    if isinstance(what, str):
        return _publish(conn, pack, what, at, account)
    if submissions.same_file(conn, what.data) is not None:
        return None
    try:
        receipt = submit.load(
            conn,
            data=what.data,
            file_name=what.name,
            account=account,
            simulated=what.simulated,
            unit=what.unit,
            at=at,
            today=on,
        )
    except submit.BadFile as refused:
        raise PackFileRefused(what.name, refused.problems) from refused
    return receipt.figures, 0


def _publish(conn: Connection, pack: Pack, origin: str, at: datetime, account: str) -> tuple[int, int] | None:
    figures = [figure for figure in pack.published if figure.origin == origin]
    content = published_csv(figures)
    if not figures or submissions.same_file(conn, content) is not None:
        return None
    ids = {name: packs.ids(conn, model) for name, model in _MODELS.items()}
    new = writes.NewSubmission(file_name=f"{origin}.csv", content=content, account=account, at=at)
    rows = [
        writes.NewPublished(
            origin_id=ids["origin"][one.origin],
            indicator_id=ids["indicator"][one.indicator],
            unit_id=ids["unit"][one.unit],
            first_day=one.first_day,
            last_day=one.last_day,
            measure=one.measure,
            value=one.value,
            printed=one.printed,
            qualifier=one.qualifier.value,
            margin=one.margin,
            digits=one.digits,
            inferred=one.inferred,
            note_vi=one.note_vi,
            note_en=one.note_en,
        )
        for one in figures
    ]
    writes.accept(conn, submission=new, figures=_NONE, published=rows)
    return 0, len(rows)


_NONE: pl.DataFrame = empty(FIGURES)
_MODELS = {"origin": models.Origin, "indicator": models.Indicator, "unit": models.Unit}


def published_csv(figures: Sequence[PackPublished]) -> bytes:
    """The file kept with published figures: one row each, as in the pack's ``published.csv``."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([field.name for field in fields(PackPublished)])
    writer.writerows([["" if cell is None else cell for cell in astuple(one)] for one in figures])
    return out.getvalue().encode()


def _structure(conn: Connection, pack: Pack) -> None:
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
