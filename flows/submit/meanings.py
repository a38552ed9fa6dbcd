"""What was understood of an examined file, ready to be shown and corrected: columns, rows, units, what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from flows.submit.examined import Examined
from intake.layout import CHECKS, PARTS, Column
from intake.questions import IGNORE, unit_key
from intake.table import LeftOut
from intake.understood import Understood
from intake.words import folded
from metrics.goals import Kind
from metrics.schema import place_of
from report.text import say

ROLES = ("unit", "name", "within", "period", "comparison", "order", "note")
"""Meanings of a column that are no indicator."""

MATCHES = pl.Schema(
    {
        "row": pl.Int32,
        "text": pl.String,
        "code": pl.String,
        "key": pl.String,
        "score": pl.Int16,
        "how": pl.String,
    }
)
"""Units as they were matched: the file's text, the unit's code, and the key under which an answer is kept."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A column or row of the file and what it was taken for, as an answer to the question ``indicator``."""

    text: str
    key: str
    answer: str
    score: int


def meanings(examined: Examined) -> tuple[Meaning, ...]:
    """Every column with a heading, then every row that is an indicator, in the order of the file; each text once."""
    found = {each.key: each for table in examined.clean.tables for each in _of_table(table)}
    return tuple(found.values())


def _of_table(table: Understood) -> Iterator[Meaning]:
    for column in table.layout.columns:
        if column.text:
            yield Meaning(column.text, folded(column.text), _answer(column), column.score)
    for line in table.lines:
        answer = _with_part(line.indicator, line.part) if line.indicator else IGNORE
        yield Meaning(line.text, folded(line.text), answer, line.score)


def _answer(column: Column) -> str:
    if column.role == "figure" and column.indicator:
        return _with_part(column.indicator, column.part)
    return IGNORE if column.role == "ignored" else column.role


def _with_part(indicator: str, part: str | None) -> str:
    return indicator if part in (None, "value") else f"{indicator}.{part}"


def matches(examined: Examined) -> pl.DataFrame:
    """MATCHES, the least certain first, then by row."""
    units = examined.reference.units.select("unit", "code")
    found = examined.clean.units.join(units, on="unit", how="inner", maintain_order="left")
    repeats = pl.int_range(1, pl.len() + 1).over("text", "within")
    keys = [
        unit_key(text, within, nth) for text, within, nth in found.select("text", "within", nth=repeats).iter_rows()
    ]
    return (
        found.with_columns(pl.Series("key", keys, dtype=pl.String))
        .select(MATCHES.names())
        .sort("score", "row", maintain_order=True)
    )


def full_names(units: pl.DataFrame) -> dict[str, str]:
    """Units by code (columns ``code``, ``name``) as ``Bản 1, Xã Pa Ham``; high ones by name alone."""
    codes = dict(units.select("code", "name").iter_rows())
    found = {}
    for code, name in codes.items():
        above = code.rpartition("/")[0]
        found[code] = f"{name}, {codes[above]}" if above.count("/") > 1 and above in codes else name
    return found


def units_of_rows(examined: Examined) -> dict[tuple[str | None, int | None], str]:
    """What unit a row of a sheet speaks of, in a file with rows of several units."""
    sheets = {one.table.sheet_number: one.table.sheet for one in examined.clean.tables}
    rows = examined.clean.figures.select("row", "unit").unique(maintain_order=True)
    found = {place_of(row): unit for row, unit in rows.filter(pl.len().over("row") == 1).iter_rows()}
    if len(sheets) == 1:
        matched = examined.clean.units.filter(pl.len().over("row") == 1).drop_nulls("unit")
        found |= {(next(iter(sheets)), row): unit for row, unit in matched.select("row", "unit").iter_rows()}
    if len(set(found.values())) < 2:
        return {}
    names = full_names(examined.reference.units)
    codes = dict(examined.reference.units.select("unit", "code").iter_rows())
    return {(sheets.get(sheet), row): names[codes[unit]] for (sheet, row), unit in found.items()}


def named_columns(examined: Examined, lang: str, *, alone: bool = False) -> dict[str, str]:
    """What headings that are codes of indicators mean, ``alone`` or beside the code; others speak for themselves."""
    names = examined.names(lang)
    found = {}
    for table in examined.clean.tables:
        for column in table.layout.columns:
            stem, _, part = column.text.rpartition(".")
            code = column.text if column.text in names else stem
            if code in names and column.indicator:
                words = names[code] if code == column.text else say(lang, f"answer.part.{part}", indicator=names[code])
                found[column.text] = words if alone else f"{words} ({column.text})"
    return found


def left_out(examined: Examined) -> tuple[LeftOut, ...]:
    """Rows, columns and sheets that were not taken, each once, by sheet and row."""
    found = [
        *examined.clean.left_out,
        *(each for one in examined.clean.tables for each in (*one.table.left_out, *one.left_out)),
    ]
    sheets = {one.table.sheet: one.table.sheet_number for one in examined.clean.tables}
    once = {(each.sheet, each.row, each.why): each for each in reversed(found)}
    return tuple(sorted(once.values(), key=lambda each: (sheets.get(each.sheet, len(sheets)), each.row)))


def every_answer(examined: Examined, code: str) -> tuple[str, ...]:
    """Every answer that makes sense for a question of a code, besides leaving the thing out.

    For ``unit`` the units that the submitter reports for, in the order of their codes; for ``indicator`` every
    indicator with its parts, then the roles of a column.
    """
    known = examined.reference
    if code in ("unit", "context_unit"):
        within = known.within(examined.period.last if examined.period else known.today)
        some = known.units if within is None else known.units.filter(pl.col("unit").is_in(within.implode()))
        return tuple(some.sort("code")["code"])
    if code == "indicator":
        indicators = [
            answer
            for each in known.indicators.values()
            for answer in (
                [f"{each.code}.{part}" for part in (*PARTS[1:], CHECKS[0])]
                if each.kind is Kind.SHARE
                else [each.code, f"{each.code}.{CHECKS[1]}"]
                if each.kind is Kind.FLOW
                else [each.code]
            )
        ]
        return (*indicators, *ROLES)
    return ()
