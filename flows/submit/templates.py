"""Files to fill in: the units that report under a unit, and what is in force for a period; as CSV or as a workbook."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
from sqlalchemy import Connection

from db import figures, goals, units
from db.units import UnitRow
from flows.asked import find_unit
from flows.reference import reference
from intake.cells import ASIDE
from intake.reference import Reference, units_below
from metrics.goals import Indicator, Kind
from metrics.lineage import alive
from metrics.periods import FREQUENCIES, Period, PeriodKind, latest_ended, previous
from metrics.schema import QUALIFIERS, STATES
from report.form import Form, FormIndicator, FormRow, FormSheet, Held
from report.formats import sort_key
from report.template import wide_csv
from report.text import has, say
from report.workbook import workbook as drawn

_SIGNS = dict(zip(QUALIFIERS, ("", "≥", "≤", "~"), strict=True))
_SAID = ("not_applicable", "not_rated")
"""States that have words of their own in a cell; not reported is an empty one."""


def template(conn: Connection, *, unit: str, period: Period, indicators: Collection[str] | None = None) -> bytes:
    """The wide CSV for a unit and period, with the figures in force, so that a corrected file can be made from it.

    One row a unit that reports on the period's last day, itself or below ``unit``, in Vietnamese order; the cells of
    indicators that a unit does not report stay empty. Without ``indicators`` (codes): those that are followed there,
    by a goal or by figures. What it writes is read back without a problem. Raises :class:`~flows.asked.Unknown`.
    """
    return wide_csv(*_wide(conn, _asked(conn, unit, period, indicators), period))


def _wide(conn: Connection, asked: _Asked, period: Period) -> tuple[list[str], list[list[str]]]:
    """Header and rows of the wide form."""
    known, chosen, reporting = asked.known, asked.chosen, asked.reporting
    in_force = figures.in_force(conn, period=period, indicators=chosen, units=reporting["unit"].to_list())
    cells = {(row["unit"], row["indicator"]): _cell(row, known) for row in in_force.iter_rows(named=True)}
    header = ["unit", "name"]
    for number in chosen:
        code = known.indicators[number].code
        share = known.indicators[number].kind is Kind.SHARE
        header += [f"{code}.num", f"{code}.den"] if share else [code]
    rows = []
    for row in reporting.iter_rows(named=True):
        line = [row["code"], row["label"]]
        for number in chosen:
            width = 2 if known.indicators[number].kind is Kind.SHARE else 1
            line += cells.get((row["unit"], number), [""] * width)
        rows.append(line)
    return header, rows


def workbook(
    conn: Connection,
    *,
    unit: str,
    period: Period,
    lang: str,
    indicators: Collection[str] | None = None,
) -> bytes:
    """The same units, indicators and figures as a workbook (XLSX), with those of the period before beside them.

    A sheet for each kind of reporting unit, with what it is to be filled in with. Unchanged it says what is in force;
    empty cells say nothing. Raises :class:`~flows.asked.Unknown`.
    """
    asked = _asked(conn, unit, period, indicators)
    known = asked.known
    sheets = []
    for kind in asked.reporting["kind"].unique(maintain_order=True):
        numbers = [number for number in asked.chosen if known.indicators[number].unit_kind == kind]
        units_of_kind = asked.reporting.filter(pl.col("kind") == kind)
        ids = units_of_kind["unit"].to_list()
        before = _before(period, [known.indicators[number] for number in numbers])
        now_held = _held(conn, period, numbers, ids, known, lang)
        before_held = {} if before is None else _held(conn, before, numbers, ids, known, lang)
        sheets.append(
            FormSheet(
                kind=say(lang, f"unit_kind.{kind}"),
                indicators=tuple(_form_indicator(number, known, lang) for number in numbers),
                rows=tuple(
                    FormRow(
                        code,
                        label,
                        tuple(now_held.get((one, number)) or _nothing_held(number, known) for number in numbers),
                        tuple(before_held.get((one, number)) or _nothing_held(number, known) for number in numbers),
                    )
                    for one, code, label in units_of_kind.select("unit", "code", "label").iter_rows()
                ),
                before=before,
            )
        )
    return drawn(Form(unit=asked.unit.name, period=period, sheets=tuple(sheets), aside=ASIDE), lang)


@dataclass(frozen=True, slots=True)
class Grid:
    """The units of one kind with what they report: ``columns`` by code, ``rows`` of code, name and a text a column."""

    kind: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def grids(conn: Connection, *, unit: str, period: Period) -> tuple[Grid, ...]:
    """The form to be filled in on a page, a grid for each kind of unit. Raises :class:`~flows.asked.Unknown`."""
    asked = _asked(conn, unit, period, None)
    header, rows = _wide(conn, asked, period)
    kind_of = dict(asked.reporting.select("code", "kind").iter_rows())
    reports = {each.code: each.unit_kind for each in asked.known.indicators.values()}
    found = []
    for kind in asked.reporting["kind"].unique(maintain_order=True):
        places = [at for at, code in enumerate(header) if at > 1 and reports[code.partition(".")[0]] == kind]
        lines = tuple((row[0], row[1], *(row[at] for at in places)) for row in rows if kind_of[row[0]] == kind)
        found.append(Grid(kind, tuple(header[at] for at in places), lines))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Asked:
    """``chosen``: ids of indicators. ``reporting``: the units of their kinds, as of :func:`_reporting`."""

    unit: UnitRow
    known: Reference
    chosen: list[int]
    reporting: pl.DataFrame


def _asked(conn: Connection, unit: str, period: Period, indicators: Collection[str] | None) -> _Asked:
    found = find_unit(conn, unit)
    known = reference(conn)
    reporting = _reporting(known, found, period.last)
    chosen = _chosen(conn, known, found, period, reporting, indicators)
    kinds = {known.indicators[number].unit_kind for number in chosen}
    return _Asked(found, known, chosen, reporting.filter(pl.col("kind").is_in(list(kinds))))


def _before(period: Period, indicators: Sequence[Indicator]) -> Period | None:
    """The last period of the indicators' frequency that had ended when the period began; null for single days."""
    kinds = {FREQUENCIES[each.frequency] for each in indicators}
    if len(kinds) != 1 or (kind := kinds.pop()) is PeriodKind.DAY:
        return None
    return latest_ended(period.first - timedelta(days=1), kind)


def _held(
    conn: Connection, period: Period, indicators: list[int], ids: list[int], known: Reference, lang: str
) -> dict[tuple[int, int], Held]:
    in_force = figures.in_force(conn, period=period, indicators=indicators, units=ids)
    return {
        (row["unit"], row["indicator"]): Held(tuple(_cell(row, known, lang)), row["simulated"])
        for row in in_force.iter_rows(named=True)
    }


def _nothing_held(number: int, known: Reference) -> Held:
    return Held(("", "") if known.indicators[number].kind is Kind.SHARE else ("",))


def _form_indicator(number: int, known: Reference, lang: str) -> FormIndicator:
    each = known.indicators[number]
    classes = (
        *(_class(code, lang) for code in known.classes.get(each.scheme or "", ())),
        say(lang, "state.not_rated"),
    )
    return FormIndicator(
        code=each.code,
        name=each.name_en if lang == "en" else each.name_vi,
        kind=each.kind,
        classes=classes if each.kind is Kind.RATING else (),
        note=each.note_en if lang == "en" else each.note_vi,
    )


def _class(code: str, lang: str) -> str:
    """A class of a rating as it is written in Vietnamese files; its code in others, where words could not be read."""
    key = f"rating.{code}"
    return say(lang, key) if lang == "vi" and has(lang, key) else code


def _reporting(known: Reference, unit: UnitRow, on: date) -> pl.DataFrame:
    """Units alive on a day at or below a unit, with ``label``: the name, and its parent's where that is another."""
    below = units_below(known.placements, frozenset((unit.id,)), on)
    living = known.units.filter(pl.col("unit").is_in(below.implode()), alive(on))
    placed = known.placements.filter(alive(on)).unique("unit", keep="first", maintain_order=True)
    parents = known.units.select(parent="unit", parent_name="name")
    frame = living.join(placed.select("unit", "parent"), on="unit", how="left").join(parents, on="parent", how="left")
    inside = pl.col("parent").is_not_null() & (pl.col("parent") != unit.id) & (pl.col("unit") != unit.id)
    label = pl.when(inside).then(pl.format("{} ({})", "name", "parent_name")).otherwise("name")
    rows = frame.with_columns(label.alias("label")).rows(named=True)
    rows.sort(key=lambda row: (row["kind"], sort_key(row["parent_name"] or ""), sort_key(row["name"]), row["code"]))
    return pl.DataFrame(rows, schema={"unit": pl.Int32, "code": pl.String, "kind": pl.String, "label": pl.String})


def _chosen(
    conn: Connection,
    known: Reference,
    unit: UnitRow,
    period: Period,
    reporting: pl.DataFrame,
    indicators: Collection[str] | None,
) -> list[int]:
    kinds = set(reporting["kind"])
    possible = [
        number
        for number, each in known.indicators.items()
        if known.takes(number, period) and each.unit_kind in kinds and (indicators is None or each.code in indicators)
    ]
    if indicators is not None or not possible:
        return possible
    near = {row.id for row in units.path(conn, unit.id, period.last)} | set(
        units_below(known.placements, frozenset((unit.id,)), period.last)
    )
    followed = {row.indicator_id for row in goals.goals(conn) if row.unit_id in near}
    ids = reporting["unit"].to_list()
    for when in (period,) if period.kind is PeriodKind.DAY else (period, previous(period)):
        followed |= set(figures.in_force(conn, period=when, indicators=possible, units=ids)["indicator"])
    return [number for number in possible if number in followed]


def _cell(row: dict[str, object], known: Reference, lang: str | None = None) -> list[str]:
    """A figure as it is typed; classes of ratings by their code unless a language is given."""
    indicator = known.indicators[int(str(row["indicator"]))]
    share = indicator.kind is Kind.SHARE
    num, state = row["num"], STATES[int(str(row["state"]))]
    if num is None:
        text = say(lang or "vi", f"state.{state}") if state in _SAID else ""
        return [text, text] if share else [text]
    if indicator.kind is Kind.RATING:
        classes = known.classes.get(indicator.scheme or "", ())
        place = int(str(num))
        code = classes[place] if place < len(classes) else str(place)
        return [code if lang is None else _class(code, lang)]
    text = _SIGNS[QUALIFIERS[int(str(row["qualifier"]))]] + str(num)
    return [text, str(row["den"])] if share else [text]
