"""From one table of a pack, TOML or CSV, to one object; what is missing or wrong is noted in the table's problems."""

from __future__ import annotations

import gzip
import zlib
from datetime import date
from fractions import Fraction
from pathlib import Path

from flows.packs.pack import (
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
from metrics.goals import Path as GoalPath
from seed.fields import Fields


def resolution(fields: Fields) -> PackResolution:
    return PackResolution(
        code=fields.text("code", required=True),
        number=fields.text("number", required=True),
        issued_on=fields.needed_day("issued_on"),
        issuer_vi=fields.text("issuer_vi", required=True),
        issuer_en=fields.text("issuer_en", required=True),
        title_vi=fields.text("title_vi", required=True),
        title_en=fields.text("title_en", required=True),
        unit=fields.text("unit", required=True),
        term_start=fields.needed_day("term_start"),
        term_end=fields.needed_day("term_end"),
        rounding=fields.choice("rounding", Rounding) or Rounding.HALF_UP,
        digits=fields.integer("digits", default=2) or 0,
        note_vi=fields.text("note_vi"),
        note_en=fields.text("note_en"),
    )


def clause(fields: Fields, resolution: str) -> PackClause:
    clause = PackClause(
        resolution=resolution,
        code=fields.text("code", required=True),
        text_vi=fields.text("text_vi", required=True),
        text_en=fields.text("text_en", required=True),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
    )
    fields.done()
    return clause


def scheme(fields: Fields) -> PackScheme:
    return PackScheme(
        code=fields.text("code", required=True),
        name_vi=fields.text("name_vi", required=True),
        name_en=fields.text("name_en", required=True),
        classes=fields.texts("classes"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
    )


def indicator(fields: Fields) -> Indicator:
    return Indicator(
        code=fields.text("code", required=True),
        kind=fields.choice("kind", Kind) or Kind.STOCK,
        unit_kind=fields.text("unit_kind", required=True),
        frequency=fields.text("frequency", default="quarter"),
        falling=fields.flag("falling"),
        name_vi=fields.text("name_vi", required=True),
        name_en=fields.text("name_en", required=True),
        noun_vi=fields.text("noun_vi", required=True),
        noun_en=fields.text("noun_en", required=True),
        merge_rule=fields.text("merge_rule", default="none"),
        survives_reform=fields.flag("survives_reform", default=True),
        scheme=fields.optional("scheme"),
        synonyms=fields.texts("synonyms"),
        den_synonyms=fields.texts("den_synonyms"),
        note_vi=fields.text("note_vi"),
        note_en=fields.text("note_en"),
    )


def goal(fields: Fields, position: int) -> PackGoal:
    start = fields.needed_day("start")
    shape = fields.choice("shape", Shape)
    if shape is None:
        fields.raw("shape", required=True)
    baseline = fields.day("baseline_date")
    if baseline is None and shape in (Shape.YEARLY_CUT, Shape.CHANGE_BY):
        fields.wrong("baseline_date", f"goal without baseline: a {shape} needs 'baseline_date'")
    targets = []
    for inner in fields.tables("target"):
        targets.append(target(inner))
        inner.done()
    if not targets:
        fields.wrong(
            "code", "goal without [[goal.target]]: name at least one unit (without 'op' where no number is set)"
        )
    return PackGoal(
        code=fields.text("code", required=True),
        resolution=fields.text("resolution", required=True),
        clause=fields.text("clause"),
        indicator=fields.text("indicator", required=True),
        position=position,
        shape=shape or Shape.LEVEL_BY,
        name_vi=fields.text("name_vi", required=True),
        name_en=fields.text("name_en", required=True),
        start=start,
        baseline_date=baseline or start,
        deadline=fields.needed_day("deadline"),
        targets=tuple(targets),
        baseline_value=fields.exact("baseline_value"),
        years=fields.choice("years", Years) or Years.WHOLE_YEARS,
        declared_years=fields.integer("declared_years"),
        tolerance=_or(fields.exact("tolerance"), Fraction(1, 20)),
        judged=fields.choice("judged", Judged) or Judged.ROLLUP,
        floor_rule=fields.choice("floor_rule", Floor) or Floor.ALL,
        denominator_rule=fields.choice("denominator_rule", DenominatorRule),
        allowed_rounding=fields.choice("allowed_rounding", AllowedRounding),
        bridges_breaks=fields.flag("bridges_breaks"),
        note_vi=fields.text("note_vi"),
        note_en=fields.text("note_en"),
    )


def _or(value: Fraction | None, default: Fraction) -> Fraction:
    return default if value is None else value


def target(fields: Fields) -> PackTarget:
    """A target with its operator and values, all of which may be absent together: figures without a verdict."""
    op, measure = fields.choice("op", Op), fields.choice("measure", TargetUnit)
    value, low, high = fields.exact("value"), fields.exact("low"), fields.exact("high")
    target = None
    if op is None:
        for key in ("measure", "value", "low", "high"):
            if key in fields.values:
                fields.wrong(key, f"'{key}' without 'op': a target is op and value, or none of them")
    elif measure is None:
        fields.raw("measure", required=True)
    elif op is Op.BAND and (low is None or high is None or low > high):
        fields.wrong("op", "a band needs 'low' and 'high', low first")
    elif op is not Op.BAND and value is None:
        fields.raw("value", required=True)
    else:
        target = Target(op, measure, value, low, high)
    milestones = []
    for inner in fields.tables("milestones"):
        milestones.append((inner.needed_day("on"), _or(inner.exact("value"), Fraction(0))))
        inner.done()
    profile = fields.raw("profile") or []
    try:
        shares = tuple(Fraction(share) for share in profile if not isinstance(share, float))
    except (ValueError, TypeError, ZeroDivisionError):
        shares = ()
    if profile and (len(shares) != 4 or sum(shares) != 1):
        fields.wrong("profile", "'profile' must be four exact shares in quotes that add up to 1, as [\"1/4\", …]")
    return PackTarget(
        unit=fields.text("unit", required=True),
        source=fields.choice("source", Source) or Source.OWN,
        target=target,
        path=GoalPath(tuple(milestones), shares),
    )


def origin(fields: Fields) -> PackOrigin:
    return PackOrigin(
        code=fields.text("code", required=True),
        publisher=fields.text("publisher", required=True),
        title=fields.text("title", required=True),
        published_on=fields.needed_day("published_on"),
        note_vi=fields.text("note_vi"),
        note_en=fields.text("note_en"),
    )


def unit(fields: Fields) -> PackUnit:
    return PackUnit(
        code=fields.text("code", required=True),
        kind=fields.text("kind", required=True),
        name=fields.text("name", required=True),
        official_code=fields.optional("official_code"),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
        latitude=fields.coordinate("latitude"),
        longitude=fields.coordinate("longitude"),
        simulated=fields.flag("simulated"),
        aliases=fields.texts("aliases"),
    )


def placement(fields: Fields) -> PackPlacement:
    return PackPlacement(
        unit=fields.text("unit", required=True),
        parent=fields.text("parent", required=True),
        valid_from=fields.day("valid_from"),
        valid_to=fields.day("valid_to"),
    )


def lineage(fields: Fields) -> PackLineage:
    return PackLineage(
        old=fields.text("old", required=True),
        new=fields.optional("new"),
        event=fields.text("event", required=True),
        on=fields.needed_day("on"),
        share=_or(fields.exact("share"), Fraction(1)),
        decided_by=fields.text("decided_by"),
        simulated=fields.flag("simulated"),
    )


def calendar(fields: Fields) -> PackCalendar:
    period = fields.period("period")
    last = period.last if period else date.min
    return PackCalendar(
        period=period,  # type: ignore[arg-type]  # null only beside a noted problem, and then nothing is returned
        deadline=fields.needed_day("deadline"),
        start=fields.day("start") or (period.first if period else date.min),
        end=fields.day("end") or last,
        unit=fields.optional("unit"),
    )


def published(fields: Fields) -> PackPublished:
    return PackPublished(
        origin=fields.text("origin", required=True),
        indicator=fields.text("indicator", required=True),
        unit=fields.text("unit", required=True),
        first_day=fields.needed_day("first_day"),
        last_day=fields.needed_day("last_day"),
        measure=fields.text("measure", required=True),
        value=fields.text("value", required=True),
        printed=fields.text("printed", required=True),
        qualifier=fields.choice("qualifier", Qualifier) or Qualifier.EXACT,
        margin=fields.optional("margin"),
        digits=fields.integer("digits"),
        inferred=fields.flag("inferred"),
        note_vi=fields.text("note_vi"),
        note_en=fields.text("note_en"),
    )


def file(fields: Fields, folder: Path) -> PackFile:
    """An observation file with its bytes; ``.gz`` is unpacked, and handed in under its name without the ending."""
    name = fields.text("name", required=True)
    path = folder / name
    data = b""
    if not path.resolve().is_relative_to(folder.resolve()) or not path.is_file():
        fields.wrong("name", f"no file {name} in the pack")
    else:
        data = path.read_bytes()
        if name.endswith(".gz"):
            try:
                data = gzip.decompress(data)
            except (OSError, EOFError, zlib.error):
                fields.wrong("name", f"{name} cannot be unpacked")
    return PackFile(
        name=name.removesuffix(".gz").rsplit("/", 1)[-1],
        unit=fields.text("unit", required=True),
        on=fields.needed_day("on"),
        simulated=fields.flag("simulated"),
        data=data,
        reason=fields.text("reason"),
    )
