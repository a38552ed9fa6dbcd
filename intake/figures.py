"""From the texts of placed entries to figures: counts, shares, states, ratings, and the four ways of having none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.layout import Layout
from intake.listing import Findings
from intake.problems import Problem
from intake.questions import NO_ANSWERS, Answers, Question
from intake.reference import Reference
from intake.table import Table
from intake.values import (
    EXACT,
    NOT_RATED,
    QUALIFIER_WORDS,
    REPORTED,
    STATE_WORDS,
    Reading,
    read_column,
    read_count,
    read_yes_no,
)
from intake.values.classes import class_reader
from intake.values.running import with_running
from intake.values.separators import settled
from intake.values.shares import above_denominator, read_shares
from intake.values.unread import tell_unread
from intake.words import folded
from metrics.goals import Indicator, Kind
from metrics.schema import FIGURES, STATES, empty

KEY = ("period", "indicator", "unit")
"""What makes two figures the same figure."""

_COUNT = "count"
_RATING = "rating:"


def figures_of(
    placed: pl.DataFrame, table: Table, layout: Layout, reference: Reference, answers: Answers = NO_ANSWERS
) -> tuple[pl.DataFrame, list[Problem], list[Question]]:
    """Figures (`metrics.schema.FIGURES`, one row a figure, sorted by row), every problem of the values, and what only
    a person can say of them: ``thousands``, ``date``, ``cumulative``, each once a column. Cells that wait for an answer
    give no figure.

    Entries of an unknown unit or period have their value checked too; without a known indicator nobody can say what
    a value should be.
    """
    findings = Findings(table, layout, reference, answers)
    groups = pl.DataFrame(
        [(number, _group(each)) for number, each in reference.indicators.items()],
        schema={"indicator": pl.Int32, "group": pl.String},
        orient="row",
    )
    marked = _words(placed, findings)
    known = marked.join(groups, on="indicator", how="inner", maintain_order="left")
    frames: list[pl.DataFrame] = []
    for group, frame in _parted(known):
        read = read_shares(frame, findings) if group == Kind.SHARE else _single(frame, group, findings)
        tell_unread(read, "code", findings, at="at", text="text")
        above_denominator(read, findings)
        frames.append(_told(read, group, findings).select(*FIGURES.names(), "at"))
    if not frames:
        return empty(FIGURES), findings.problems, findings.questions
    figures = pl.concat(frames).sort(ROW, maintain_order=True)
    figures = _once(figures, findings).select(FIGURES.names())
    return figures, findings.problems, findings.questions


def _group(indicator: Indicator) -> str:
    if indicator.kind is Kind.RATING:
        return _RATING + (indicator.scheme or "")
    return _COUNT if indicator.kind in (Kind.STOCK, Kind.FLOW) else indicator.kind.value


def _parted(known: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    names = known["group"].unique(maintain_order=True).to_list()
    if len(names) == 1:
        return [(names[0], known)]
    return [(name, known.filter(pl.col("group") == name)) for name in names]


def _words(placed: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Adds what the columns ``qualifier`` and ``state`` say as ``said`` and ``stated``, null where they say nothing."""
    frame = placed
    for column, words, number, code in (
        ("qualifier", QUALIFIER_WORDS, "said", "bad_qualifier"),
        ("state", STATE_WORDS, "stated", "bad_state"),
    ):
        texts = frame[column].drop_nulls().unique().to_list()
        if not texts:
            frame = frame.with_columns(pl.lit(None, pl.Int8).alias(number))
            continue
        known = pl.DataFrame(
            [(text, words.get(folded(text))) for text in texts],
            schema={column: pl.String, number: pl.Int8},
            orient="row",
        )
        frame = frame.join(known, on=column, how="left", maintain_order="left")
        wrong = frame.filter(pl.col(column).is_not_null() & pl.col(number).is_null())
        findings.list(wrong, code, at=findings.layout.place(column), text=column)
    return frame


def _single(frame: pl.DataFrame, group: str, findings: Findings) -> pl.DataFrame:
    """Counts, states and ratings: one text, in ``value`` or in ``num``."""
    indicators = findings.reference.indicators
    findings.list(
        frame.filter(pl.col("value") != pl.col("num")),
        "value_twice",
        at="value_at",
        text="value",
        needs=("num",),
        params=lambda row: {"num": row["num"]},
    )
    findings.list(
        frame.filter(pl.col("den").is_not_null()),
        "denominator_unexpected",
        at="den_at",
        text="den",
        needs=("indicator",),
        params=lambda row: {"indicator": indicators[row["indicator"]].code},
    )
    main = frame.select(pl.coalesce("value", "num").alias("main"))["main"]
    read = read_column(main, _reader(group, findings.reference), plain_counts=group == _COUNT)
    in_num = pl.col("value").is_null() & pl.col("num").is_not_null()
    at = pl.when(in_num).then("num_at").otherwise(pl.coalesce("value_at", "num_at")).alias("at")
    frame = frame.with_columns(at)
    if group == _COUNT:
        read = settled(read, frame["at"], frame[ROW], findings)
    read = frame.select(ROW, *KEY, "said", "stated", "at").hstack(read)
    return with_running(frame, read, findings) if group == _COUNT else read


def _reader(group: str, reference: Reference) -> Callable[[str], Reading]:
    if group == _COUNT:
        return read_count
    if group == Kind.STATE:
        return read_yes_no
    return class_reader(reference.classes.get(group.removeprefix(_RATING), ()))


def _told(read: pl.DataFrame, group: str, findings: Findings) -> pl.DataFrame:
    """Joins what the cell says with what the columns ``state`` and ``qualifier`` say; only figures are left."""
    silent = pl.col("stated").is_not_null() & (pl.col("stated") != REPORTED)
    findings.list(
        read.filter(silent & pl.col("num").is_not_null()),
        "state_with_value",
        at=findings.layout.place("state"),
        text="text",
        needs=("stated",),
        params=lambda row: {"state": STATES[row["stated"]]},
    )
    states = pl.when(silent).then("stated").otherwise("state").alias("state")
    qualifiers = pl.coalesce("said", "qualifier").alias("qualifier")
    figures = read.filter(pl.col("code").is_null(), pl.col("num").is_null() | ~silent).with_columns(states, qualifiers)
    if group in (Kind.STATE, _COUNT, Kind.SHARE):
        unrated = figures.filter(pl.col("state") == NOT_RATED)
        findings.list(unrated, "not_rated_here", at="at", text="text")
        figures = figures.filter(pl.col("state") != NOT_RATED)
    if group == Kind.STATE or group.startswith(_RATING):
        unsure = figures.filter(pl.col("qualifier") != EXACT)
        findings.list(unsure, "qualifier_here", at="at", text="text")
    _taken_for_granted(figures, findings)
    nothing = (pl.col("state") == len(STATES) - 1) | ((pl.col("state") == REPORTED) & pl.col("num").is_null())
    above = (pl.col("num") > pl.col("den")).fill_null(False)
    return figures.filter(~nothing & ~above).drop_nulls(KEY)


def _taken_for_granted(figures: pl.DataFrame, findings: Findings) -> None:
    """Dashes, and words after a number, told once a column."""
    if figures["told"].null_count() == figures.height:
        return
    told = figures.filter(pl.col("told").is_not_null())
    columns = told.group_by("told", "at", maintain_order=True).agg(
        pl.col(ROW).first(), pl.col("text").first(), pl.len()
    )
    for what, at, row, text, count in columns.iter_rows():
        if what == "dash":
            findings.tell("dash_read", row=row, at=at, text="-", count=count)
        else:
            findings.tell("unit_words", row=row, at=at, text=text, count=count)


def _once(figures: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Each figure once, the first of equal ones; the same figure with two values is an error at every later row."""
    if _different(figures):
        return figures
    value = ("num", "den", "qualifier", "state")
    first = figures.unique(KEY, keep="first", maintain_order=True)
    later = figures.join(first.select(*KEY, *value, ROW), on=KEY, how="inner", suffix="_first", maintain_order="left")
    later = later.filter(~pl.struct(KEY).is_first_distinct())
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name}_first")) for name in value)

    def params(row: Any) -> dict[str, Any]:
        return {
            "first": row[f"{ROW}_first"],
            "value": _printed(row["num"], row["den"], row["state"]),
            "other": _printed(row["num_first"], row["den_first"], row["state_first"]),
        }

    needs = [f"{ROW}_first", *value, *(f"{name}_first" for name in value)]
    for code, condition in (("repeated_same", same), ("repeated_differs", ~same)):
        findings.list(later.filter(condition), code, at="at", needs=needs, params=params)
    return first


def _different(figures: pl.DataFrame) -> bool:
    """True where no figure is there twice. Numbers are counted in a fraction of the time of rows."""
    place = (pl.col("indicator").cast(pl.Int64) * 2**32 + pl.col("unit")).n_unique().alias("places")
    return int(figures.group_by("period").agg(place)["places"].sum()) == figures.height


def _printed(num: int | None, den: int | None, state: int) -> str:
    if num is None:
        return STATES[state]
    return str(num) if den is None else f"{num}/{den}"
