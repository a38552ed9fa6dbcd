"""What examining a file found, and the same as plain JSON for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from db.submissions import SubmissionRow
from db.units import UnitRow
from flows.changes import SAME, Counts
from flows.effect import Effect
from flows.problems import Told, told
from intake.cells import ROW
from intake.check import Clean
from intake.problems import Problem
from intake.reference import Reference
from intake.words import folded
from metrics.goals import Qualifier, State
from metrics.periods import Period, from_key
from metrics.schema import QUALIFIERS, STATES
from report import formats
from report.text import say

CERTAIN = 100
"""Score of what was found by its code."""


@dataclass(frozen=True, slots=True)
class Examined:
    """What a file would do, as of one moment of the store.

    ``changes`` (`flows.changes.CHANGES`) is every figure beside the one in force; ``totals`` (`flows.changes.TOTALS`)
    the sums over the submitter's units; ``already`` the submission that brought exactly this file, where all its
    figures are still in force. ``data`` is empty where the file describes persons: it is not to be kept.
    """

    file_name: str
    data: bytes
    sha256: str
    period: Period | None
    unit: UnitRow | None
    clean: Clean
    reference: Reference
    changes: pl.DataFrame
    counts: Counts
    totals: pl.DataFrame
    effect: tuple[Effect, ...]
    already: SubmissionRow | None
    revision: int
    tree: str
    simulated: bool = False

    @property
    def problems(self) -> tuple[Problem, ...]:
        return self.clean.problems

    @property
    def acceptable(self) -> bool:
        """True where nothing stands against accepting it."""
        return self.clean.sound

    def names(self, lang: str) -> dict[str, str]:
        """Names of units and indicators by code."""
        units = dict(self.reference.units.select("code", "name").iter_rows())
        chosen = {each.code: getattr(each, f"name_{lang}") for each in self.reference.indicators.values()}
        return {**units, **chosen}

    def told(self, lang: str) -> tuple[Told, ...]:
        """Every problem in words, in the order of the file."""
        names = self.names(lang)
        return tuple(told(each, lang, names) for each in self.problems)

    def old_and_new(self, lang: str, *, limit: int = 500, with_same: bool = False) -> pl.DataFrame:
        """Figures as people read them: ``row, period, code, unit, indicator, old, new, change``.

        The first ``limit`` that are new or changed (also those that stay, where asked for), in the file's order.
        """
        some = self.changes if with_same else self.changes.filter(pl.col("change") != SAME)
        units = {
            number: (code, name) for number, code, name in self.reference.units.select("unit", "code", "name").rows()
        }
        rows = [
            {
                "row": row["row"],
                "period": formats.period(from_key(row["period"]), lang),
                "code": units[row["unit"]][0],
                "unit": units[row["unit"]][1],
                "indicator": getattr(self.reference.indicators[row["indicator"]], f"name_{lang}"),
                "old": _printed(row, "old_", lang),
                "new": _printed(row, "", lang),
                "change": row["change"],
            }
            for row in some.head(limit).iter_rows(named=True)
        ]
        columns = ("period", "code", "unit", "indicator", "old", "new", "change")
        return pl.DataFrame(rows, schema={"row": pl.Int32, **dict.fromkeys(columns, pl.String)})


def to_json(examined: Examined, lang: str = "vi") -> dict[str, Any]:
    """The answer of ``manage.py import --json``: exact figures as text, messages in one language."""
    clean, known = examined.clean, examined.reference
    return {
        "table": _table(clean),
        "columns": _columns(clean, known),
        "units": _units(clean, known),
        "ignored": _ignored(clean),
        "questions": [],
        "problems": [
            {
                "level": each.level.value,
                "code": each.code,
                "row": each.row,
                "column": each.column,
                "text": each.text,
                "message": words.message,
                "fix": words.fix,
            }
            for each, words in zip(examined.problems, examined.told(lang), strict=True)
        ],
        "figures": _figures(clean.figures, known),
        "count": clean.figures.height,
        "effect": [
            {
                "goal": each.goal,
                "unit": each.unit.code,
                "period": each.period.code,
                "before": each.verdicts[0] and each.verdicts[0].value,
                "after": each.verdicts[1] and each.verdicts[1].value,
                "figure_before": None if each.before.actual is None else str(each.before.actual),
                "figure_after": None if each.after.actual is None else str(each.after.actual),
            }
            for each in examined.effect
        ],
    }


def _table(clean: Clean) -> dict[str, Any] | None:
    if clean.table is None:
        return None
    first, last = clean.table.rows or (None, None)
    return {"sheet": None, "header_rows": [clean.table.header_row], "first_row": first, "last_row": last}


def _columns(clean: Clean, known: Reference) -> list[dict[str, Any]]:
    if clean.layout is None:
        return []
    names = known.indicator_codes()
    return [
        {
            "text": column.text,
            "indicator": names.get(folded(column.indicator)) if column.indicator else None,
            "part": column.part or column.role,
            "score": None if column.indicator and folded(column.indicator) not in names else CERTAIN,
        }
        for column in clean.layout.columns
        if column.role != "ignored"
    ]


def _units(clean: Clean, known: Reference) -> list[dict[str, Any]]:
    """Each unit text once, at the first row that has it."""
    place = clean.layout.place("unit") if clean.layout else None
    if clean.table is None or place is None:
        return []
    texts = clean.table.cells.select(ROW, pl.col(str(place)).alias("text")).drop_nulls()
    first = texts.unique("text", keep="first", maintain_order=True)
    found = first.join(
        known.units.select("name", text="code", unit="code"), on="text", how="inner", maintain_order="left"
    )
    return [{**row, "score": CERTAIN} for row in found.select(ROW, "text", "unit", "name").iter_rows(named=True)]


def _ignored(clean: Clean) -> list[dict[str, Any]]:
    if clean.layout is None or clean.table is None:
        return []
    roles = ("ignored", "name", "order", "note")
    return [
        {"row": clean.table.header_row, "column": column.text, "why": f"column_{column.role}"}
        for column in clean.layout.columns
        if column.role in roles
    ]


def _figures(figures: pl.DataFrame, known: Reference) -> list[dict[str, Any]]:
    units = dict(known.units.select("unit", "code").iter_rows())
    periods = {key: from_key(key).code for key in figures["period"].unique()}
    return [
        {
            "row": row,
            "unit": units[unit],
            "indicator": known.indicators[indicator].code,
            "period": periods[period],
            "num": None if num is None else str(num),
            "den": None if den is None else str(den),
            "qualifier": QUALIFIERS[qualifier],
            "state": STATES[state],
        }
        for period, indicator, unit, num, den, qualifier, state, row in figures.iter_rows()
    ]


def _printed(row: dict[str, Any], prefix: str, lang: str) -> str:
    num, den, state = row[f"{prefix}num"], row[f"{prefix}den"], row[f"{prefix}state"]
    if state is None:
        return ""
    if num is None:
        return say(lang, f"state.{State(STATES[state])}")
    text = formats.number(num, lang) + ("" if den is None else f"/{formats.number(den, lang)}")
    return formats.qualified(text, Qualifier(QUALIFIERS[row[f"{prefix}qualifier"]]), lang)
