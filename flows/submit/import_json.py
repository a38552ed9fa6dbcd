"""What examining a file found, as plain JSON: the answer of ``manage.py import --json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from flows.submit.confirm import NONE_CONFIRMED
from flows.submit.effects import Effect
from flows.submit.examined import Examined
from intake.cells import ROW
from intake.check import Clean
from intake.layout import Layout
from intake.reference import Reference
from intake.table import LeftOut, Table
from intake.understood import Line
from intake.words import folded
from metrics.periods import from_key
from metrics.schema import QUALIFIERS, STATES, place_of

CERTAIN = 100
"""Score of what was found by its code."""

NOT_FIGURES = ("ignored", "name", "order", "note")
"""Roles of columns that are read past."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One table of the file; ``sheet`` is said of each thing only where there are several."""

    table: Table
    layout: Layout
    lines: Sequence[Line]
    left_out: Sequence[LeftOut]


def to_json(examined: Examined, lang: str = "vi", confirmed: Mapping[str, str] = NONE_CONFIRMED) -> dict[str, Any]:
    """Exact figures as text, rows as the file counts them, messages in one language.

    ``table`` is the first table, ``tables`` all where there are several; then every column, row, unit, question and
    problem also names its ``sheet``. ``rows`` are rows that were read as indicators. ``confirm`` tells the warnings
    that want a reason, by code; ``missing`` where ``confirmed`` (:mod:`flows.confirm`) has none.
    """
    clean, known = examined.clean, examined.reference
    parts = _parts(clean)
    tables = [_table(part) for part in parts]
    answer: dict[str, Any] = {"table": tables[0] if tables else None}
    several = len(tables) > 1
    if several:
        answer["tables"] = tables

    missing = examined.unconfirmed(confirmed)

    def on(sheet: str | None) -> dict[str, Any]:
        return {"sheet": sheet} if several else {}

    return {
        **answer,
        "columns": [{**column, **on(part.table.sheet)} for part in parts for column in _columns(part, known)],
        "rows": [{**row, **on(part.table.sheet)} for part in parts for row in _rows(part, known)],
        "units": _units(clean, known),
        "ignored": [
            *({**each, **on(part.table.sheet)} for part in parts for each in _ignored(part)),
            *({"row": each.row, "why": each.why, **on(each.sheet)} for each in clean.left_out),
        ],
        "questions": [
            {
                "code": each.code,
                "key": each.key,
                "row": each.row,
                "column": each.column,
                "text": each.text,
                "candidates": list(each.candidates),
                **on(each.sheet),
            }
            for each in examined.questions
        ],
        "problems": [
            {
                "level": each.level.value,
                "code": each.code,
                "row": each.row,
                "column": each.column,
                "text": each.text,
                "message": words.message,
                "fix": words.fix,
                **on(each.sheet),
            }
            for each, words in zip(examined.problems, examined.told(lang), strict=True)
        ],
        "confirm": [
            {"code": code, "count": count, "missing": code in missing} for code, count in examined.to_confirm.items()
        ],
        "figures": _figures(clean.figures, known, {part.table.sheet_number: on(part.table.sheet) for part in parts}),
        "count": clean.figures.height,
        "effect": effects(examined.effect),
    }


def effects(moves: Sequence[Effect]) -> list[dict[str, Any]]:
    """Goals whose verdict or figure would be another."""
    return [
        {
            "goal": each.goal,
            "unit": each.unit.code,
            "period": each.period.code,
            "before": each.verdicts[0] and each.verdicts[0].value,
            "after": each.verdicts[1] and each.verdicts[1].value,
            "figure_before": None if each.before.actual is None else str(each.before.actual),
            "figure_after": None if each.after.actual is None else str(each.after.actual),
        }
        for each in moves
    ]


def _parts(clean: Clean) -> list[_Part]:
    return [
        _Part(each.table, each.layout, each.lines, tuple(dict.fromkeys((*each.table.left_out, *each.left_out))))
        for each in clean.tables
    ]


def _table(part: _Part) -> dict[str, Any]:
    first, last = part.table.rows or (None, None)
    return {
        "sheet": part.table.sheet,
        "header_rows": list(part.table.header_rows),
        "first_row": first,
        "last_row": last,
    }


def _columns(part: _Part, known: Reference) -> Iterator[dict[str, Any]]:
    names = known.indicator_codes()
    for column in part.layout.columns:
        if column.role != "ignored":
            indicator, sure = _indicator(column.indicator, names)
            yield {
                "text": column.text,
                "indicator": indicator,
                "part": column.part or column.role,
                "score": column.score if sure else None,
            }


def _rows(part: _Part, known: Reference) -> Iterator[dict[str, Any]]:
    names = known.indicator_codes()
    for line in part.lines:
        indicator, sure = _indicator(line.indicator, names)
        if line.indicator:
            yield {
                "row": line.row,
                "text": line.text,
                "indicator": indicator,
                "part": line.part,
                "score": line.score if sure else None,
            }


def _indicator(text: str | None, names: Mapping[str, str]) -> tuple[str | None, bool]:
    """Code of the indicator that a column names, and whether it names none at all or a known one."""
    if not text:
        return None, True
    code = names.get(folded(text))
    return code, code is not None


def _units(clean: Clean, known: Reference) -> list[dict[str, Any]]:
    """Each unit text once, at the first row that has it; ``unit`` and ``name`` are null where none was recognised."""
    if not clean.units.is_empty():
        units = known.units.select("unit", "code", "name")
        found = clean.units.join(units, on="unit", how="left", maintain_order="left")
        return [
            {"row": row["row"], "text": row["text"], "unit": row["code"], "name": row["name"], "score": row["score"]}
            for row in found.iter_rows(named=True)
        ]
    place = clean.layout.place("unit") if clean.layout else None
    if clean.table is None or place is None:
        return []
    texts = clean.table.cells.select(ROW, pl.col(str(place)).alias("text")).drop_nulls()
    first = texts.unique("text", keep="first", maintain_order=True)
    by_code = known.units.select("name", text="code", unit="code")
    named = first.join(by_code, on="text", how="inner", maintain_order="left").select(ROW, "text", "unit", "name")
    return [{**row, "score": CERTAIN} for row in named.iter_rows(named=True)]


def _ignored(part: _Part) -> Iterator[dict[str, Any]]:
    """Rows and columns that hold no figure of the file, and why. What they say is left out: some of it is names."""
    header = part.table.header
    for each in part.left_out:
        place = {} if each.at is None or each.at >= len(header) else {"column": header[each.at]}
        yield {"row": each.row, **place, "why": each.why}
    for column in part.layout.columns:
        if column.role in NOT_FIGURES:
            yield {"row": part.table.header_row, "column": column.text, "why": f"column_{column.role}"}


def _figures(figures: pl.DataFrame, known: Reference, sheets: Mapping[int, dict[str, Any]]) -> list[dict[str, Any]]:
    units = dict(known.units.select("unit", "code").iter_rows())
    periods = {key: from_key(key).code for key in figures["period"].unique()}
    return [
        {
            "row": place_of(line)[1],
            "unit": units[unit],
            "indicator": known.indicators[indicator].code,
            "period": periods[period],
            "num": None if num is None else str(num),
            "den": None if den is None else str(den),
            "qualifier": QUALIFIERS[qualifier],
            "state": STATES[state],
            **sheets[place_of(line)[0]],
        }
        for period, indicator, unit, num, den, qualifier, state, line in figures.iter_rows()
    ]
