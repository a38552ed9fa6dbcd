"""Which figure each entry is: its unit, indicator and period, found by code and held against the reference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.find.beside import FIRST_PART, frequency_of, kinds_of, of_these_units, of_this_frequency, untaken
from intake.layout import Layout
from intake.listing import listed
from intake.problems import Problem, problem
from intake.questions import NO_ANSWERS, Answers, Question
from intake.reference import Reference
from intake.suggest import Suggestions, of_indicators
from intake.table import Table
from intake.understood import UNITS_FOUND
from intake.units.found import at_name, name_units
from intake.values import read_period
from intake.words import folded
from metrics.periods import Period
from metrics.schema import conform

_INDICATORS = pl.Schema(
    {"indicator_text": pl.String, "indicator": pl.Int32, "reported_by": pl.String, "indicator_code": pl.String}
)


@dataclass(frozen=True, slots=True)
class Placed:
    """``entries``: `intake.layout.ENTRIES` with ``period`` Int64, ``indicator`` and ``unit`` Int32 instead of their
    texts (these are ``*_text``), and what they were found by. A key that is unknown or does not fit is null: the
    entry's value can still be checked where its indicator is known, but no figure comes of it. Entries of units that an
    answer ignores are left out.
    """

    entries: pl.DataFrame
    problems: tuple[Problem, ...]
    questions: tuple[Question, ...] = ()

    @property
    def units(self) -> pl.DataFrame:
        """The units as they were matched, whether or not they fit: `intake.understood.UNITS_FOUND`, by place."""
        named = self.entries.filter(pl.col("unit_text").is_not_null()).select(
            pl.coalesce("unit_row", ROW).alias("row"),
            pl.col("unit_at").alias("at"),
            pl.col("unit_text").alias("text"),
            "within",
            pl.col("unit_found").alias("unit"),
            "score",
            "how",
        )
        once = named.unique(["row", "at"], keep="first", maintain_order=True).sort("row", "at", maintain_order=True)
        return conform(once, UNITS_FOUND)


def place(
    texts: pl.DataFrame,
    table: Table,
    layout: Layout,
    reference: Reference,
    asked: Period | None,
    answers: Answers = NO_ANSWERS,
) -> Placed:
    """Finds period, indicator and unit of every entry (`intake.layout.ENTRIES`), with every problem of the three and
    every name of a unit that only a person can tell.
    """
    problems: list[Problem] = []
    frame = texts.rename({name: f"{name}_text" for name in ("period", "unit", "indicator")})
    frame = _periods(frame, table, layout, reference, asked, problems)
    frame = _indicators(frame, table, layout, reference, problems)
    named = name_units(frame, table, layout, reference, answers)
    problems += named.problems
    frame = named.frame.with_columns(pl.col("unit").alias("unit_found"))
    frame = of_this_frequency(frame, table, layout, reference, problems)
    frame = of_these_units(frame, table, layout, problems)
    frame = _fitting(frame, table, layout, reference, problems)
    return Placed(frame, tuple(problems), tuple(named.questions))


def _unknown(
    frame: pl.DataFrame, code: str, table: Table, at: str | int | None, text: str, near: Suggestions
) -> list[Problem]:
    return listed(
        frame, code, table, at=at, text=text, needs=(text,), params=lambda row: {"suggestions": near.near(row[text])}
    )


def _indicators(
    frame: pl.DataFrame, table: Table, layout: Layout, reference: Reference, problems: list[Problem]
) -> pl.DataFrame:
    names = reference.indicator_names()
    rows = []
    for text in frame["indicator_text"].drop_nulls().unique():
        number = names.get(folded(text))
        if number is not None:
            indicator = reference.indicators[number]
            rows.append((text, number, indicator.unit_kind, indicator.code))
    known = pl.DataFrame(rows, schema=_INDICATORS, orient="row")
    frame = frame.join(known, on="indicator_text", how="left", maintain_order="left")
    if frame["indicator"].null_count():
        unmatched = frame.filter(pl.col("indicator").is_null())
        problems += listed(
            unmatched.filter(pl.col("indicator_text").is_null()), "indicator_empty", table, at=layout.place("indicator")
        )
        unknown = unmatched.filter(pl.col("indicator_text").is_not_null())
        if unknown.height:
            at: str | int | None = layout.place("indicator")
            if layout.kind == "wide":
                unknown = unknown.unique("indicator_text", keep="first", maintain_order=True).with_columns(
                    pl.lit(table.header_row, pl.Int32).alias(ROW), FIRST_PART.alias("header_at")
                )
                at = "header_at"
            problems += _unknown(unknown, "unknown_indicator", table, at, "indicator_text", _near(reference))
    return frame


def _near(reference: Reference) -> Suggestions:
    return of_indicators(reference.indicators.values())


def _periods(
    frame: pl.DataFrame,
    table: Table,
    layout: Layout,
    reference: Reference,
    asked: Period | None,
    problems: list[Problem],
) -> pl.DataFrame:
    at = layout.place("period")
    header = None if at is None else table.header[at]
    counted = frame.group_by("period_text", maintain_order=True).agg(pl.len().alias("count"), pl.col(ROW).min())
    rows: list[tuple[str | None, int, date]] = []
    for text, count, row in counted.iter_rows():
        found = asked if text is None else read_period(text)
        place_of: dict[str, Any] = {"row": row, "column": header, "text": text}
        if found is None:
            problems.append(problem("period_empty" if text is None else "bad_period", **place_of, count=count))
        elif asked is not None and found != asked:
            problems.append(problem("period_differs", **place_of, period=asked, said=found, count=count))
        elif found.first > reference.today:
            problems.append(problem("period_future", **place_of, day=found.first, period=found))
        else:
            if found.last > reference.today:
                problems.append(problem("period_open", **place_of, day=found.last, period=found))
            rows.append((text, found.key, found.last))
    known = pl.DataFrame(rows, schema={"period_text": pl.String, "period": pl.Int64, "last_day": pl.Date}, orient="row")
    return frame.join(known, on="period_text", how="left", nulls_equal=True, maintain_order="left")


def _fitting(
    frame: pl.DataFrame, table: Table, layout: Layout, reference: Reference, problems: list[Problem]
) -> pl.DataFrame:
    """Sets the unit to null where it, the indicator and the period do not go together."""
    frame = frame.with_columns(
        (pl.col("valid_to") < pl.col("last_day")).fill_null(False).alias("ended"),
        (pl.col("valid_from") > pl.col("last_day")).fill_null(False).alias("early"),
        (pl.col("kind") != pl.col("reported_by")).fill_null(False).alias("wrong_kind"),
        _outside(frame, reference).alias("outside"),
        untaken(frame, reference).alias("untaken"),
    )

    def rows(condition: str | pl.Expr, *more: str) -> pl.DataFrame:
        return at_name(frame.filter(condition), *more)

    if (gone := rows("ended")).height:
        near = _Successors(reference)
        problems += listed(
            gone,
            "unit_ended",
            table,
            at="unit_at",
            text="unit_text",
            needs=("unit", "valid_to", "last_day"),
            params=near.of,
        )
    problems += listed(
        rows("early"),
        "unit_not_yet",
        table,
        at="unit_at",
        text="unit_text",
        needs=("valid_from",),
        params=_day_of("valid_from"),
    )
    problems += listed(
        rows("wrong_kind", "indicator"),
        "wrong_kind",
        table,
        at="unit_at",
        text="unit_text",
        needs=("kind", "reported_by", "indicator_code"),
        params=kinds_of,
    )
    problems += listed(
        rows(pl.col("outside") & ~pl.col("ended") & ~pl.col("early")),
        "out_of_scope",
        table,
        at="unit_at",
        text="unit_text",
        params=_scope(reference),
    )
    problems += listed(
        frame.filter("untaken").unique(("period", "indicator"), keep="first", maintain_order=True),
        "period_wrong_frequency",
        table,
        at=layout.place("period"),
        text="period_text",
        needs=("period", "indicator"),
        params=frequency_of(reference),
    )
    misfit = pl.any_horizontal("ended", "early", "wrong_kind", "outside", "untaken")
    return frame.with_columns(pl.when(misfit).then(None).otherwise("unit").alias("unit"))


def _outside(frame: pl.DataFrame, reference: Reference) -> pl.Expr:
    """True where the unit is not among the submitter's on the last day of the entry's period."""
    condition = pl.lit(False)
    if reference.scope is None:
        return condition
    for on in frame["last_day"].drop_nulls().unique():
        within = reference.within(on)
        if within is not None:
            condition = condition | ((pl.col("last_day") == on) & ~pl.col("unit").is_in(within.implode()))
    return condition.fill_null(False)


def _day_of(column: str) -> Any:
    return lambda row: {"day": row[column]}


def _scope(reference: Reference) -> Any:
    codes = tuple(reference.units.filter(pl.col("unit").is_in(sorted(reference.scope or ())))["code"])
    return lambda row: {"unit": ", ".join(codes)}


class _Successors:
    """Where an ended unit has gone, by code, looked up once a unit and day."""

    def __init__(self, reference: Reference) -> None:
        steps = reference.lineage.filter(pl.col("new").is_not_null()).select("old", "new", "on").sort("on")
        self._steps: list[tuple[int, int, date]] = list(steps.iter_rows())
        self._codes: dict[int, str] = dict(reference.units.select("unit", "code").iter_rows())

    def of(self, row: Mapping[str, Any]) -> dict[str, Any]:
        reached = {row["unit"]}
        for old, new, on in self._steps:
            if old in reached and on <= row["last_day"]:
                reached = (reached - {old}) | {new} if old != new else reached
        codes = tuple(sorted(self._codes[unit] for unit in reached - {row["unit"]} if unit in self._codes))
        return {"day": row["valid_to"] + timedelta(days=1), "suggestions": codes[:3]}
