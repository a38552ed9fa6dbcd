"""From the texts of placed entries to figures: counts, shares, states, ratings, and the four ways of having none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.layout import Layout
from intake.listing import listed
from intake.problems import Problem, problem
from intake.reference import Reference
from intake.table import Table
from intake.values import (
    EXACT,
    LARGEST,
    NOT_RATED,
    QUALIFIER_WORDS,
    REPORTED,
    STATE_WORDS,
    Reading,
    class_reader,
    read_column,
    read_count,
    read_share,
    read_yes_no,
)
from intake.words import folded
from metrics.goals import Indicator, Kind
from metrics.schema import FIGURES, STATES, empty

KEY = ("period", "indicator", "unit")
"""What makes two figures the same figure."""

_COUNT = "count"
_RATING = "rating:"


def figures_of(
    placed: pl.DataFrame, table: Table, layout: Layout, reference: Reference
) -> tuple[pl.DataFrame, list[Problem]]:
    """Figures (`metrics.schema.FIGURES`, one row a figure, sorted by row) and every problem of the values.

    Entries of an unknown unit or period have their value checked too; without a known indicator nobody can say what
    a value should be.
    """
    problems: list[Problem] = []
    groups = pl.DataFrame(
        [(number, _group(each)) for number, each in reference.indicators.items()],
        schema={"indicator": pl.Int32, "group": pl.String},
        orient="row",
    )
    marked = _words(placed, table, layout, problems)
    known = marked.join(groups, on="indicator", how="inner", maintain_order="left")
    frames: list[pl.DataFrame] = []
    for group, frame in _parted(known):
        read = (
            _shares(frame, table, problems)
            if group == Kind.SHARE
            else _single(frame, group, table, reference, problems)
        )
        problems += _wrong(read, table, reference)
        frames.append(_told(read, group, table, layout, problems).select(*FIGURES.names(), "at"))
    if not frames:
        return empty(FIGURES), problems
    figures = pl.concat(frames).sort(ROW, maintain_order=True)
    return _once(figures, table, problems).select(FIGURES.names()), problems


def _group(indicator: Indicator) -> str:
    if indicator.kind is Kind.RATING:
        return _RATING + (indicator.scheme or "")
    return _COUNT if indicator.kind in (Kind.STOCK, Kind.FLOW) else indicator.kind.value


def _parted(known: pl.DataFrame) -> list[tuple[str, pl.DataFrame]]:
    names = known["group"].unique(maintain_order=True).to_list()
    if len(names) == 1:
        return [(names[0], known)]
    return [(name, known.filter(pl.col("group") == name)) for name in names]


def _words(placed: pl.DataFrame, table: Table, layout: Layout, problems: list[Problem]) -> pl.DataFrame:
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
        problems += listed(wrong, code, table, at=layout.place(column), text=column)
    return frame


def _single(
    frame: pl.DataFrame, group: str, table: Table, reference: Reference, problems: list[Problem]
) -> pl.DataFrame:
    """Counts, states and ratings: one text, in ``value`` or in ``num``."""
    problems += listed(
        frame.filter(pl.col("value") != pl.col("num")),
        "value_twice",
        table,
        at="value_at",
        text="value",
        needs=("num",),
        params=lambda row: {"num": row["num"]},
    )
    problems += listed(
        frame.filter(pl.col("den").is_not_null()),
        "denominator_unexpected",
        table,
        at="den_at",
        text="den",
        needs=("indicator",),
        params=lambda row: {"indicator": reference.indicators[row["indicator"]].code},
    )
    reader: Callable[[str], Reading]
    if group == _COUNT:
        reader = read_count
    elif group == Kind.STATE:
        reader = read_yes_no
    else:
        reader = class_reader(reference.classes.get(group.removeprefix(_RATING), ()))
    main = frame.select(pl.coalesce("value", "num").alias("main"))["main"]
    read = read_column(main, reader, plain_counts=group == _COUNT)
    in_num = pl.col("value").is_null() & pl.col("num").is_not_null()
    at = pl.when(in_num).then("num_at").otherwise(pl.coalesce("value_at", "num_at")).alias("at")
    return frame.select(ROW, *KEY, "said", "stated", at).hstack(read)


def _shares(frame: pl.DataFrame, table: Table, problems: list[Problem]) -> pl.DataFrame:
    """Shares: two counts in ``num`` and ``den``, or ``11/15`` in ``value``."""
    value = read_column(frame["value"], read_share, plain_counts=False)
    num = read_column(frame["num"], read_count, plain_counts=True)
    den = read_column(frame["den"], read_count, plain_counts=True)
    both = frame.hstack(
        [
            *(each.alias(f"v_{each.name}") for each in value),
            *(each.alias(f"n_{each.name}") for each in num),
            *(each.alias(f"d_{each.name}") for each in den),
        ]
    )
    apart = pl.col("num").is_not_null() | pl.col("den").is_not_null()
    differs = (
        (pl.col("v_num") != pl.col("n_num")) | (pl.col("v_den") != pl.col("d_num")) | pl.col("v_code").is_not_null()
    )
    problems += listed(
        both.filter(apart & differs),
        "value_twice",
        table,
        at="value_at",
        text="value",
        needs=("num", "den"),
        params=lambda row: {"num": f"{row['num'] or ''}/{row['den'] or ''}"},
    )
    n_counts, d_counts = pl.col("n_num").is_not_null(), pl.col("d_num").is_not_null()
    silent = (pl.col("n_state") != REPORTED) | (pl.col("d_state") != REPORTED)
    unread = pl.col("n_code").is_not_null() | pl.col("d_code").is_not_null()
    lone = apart & ~unread & (n_counts != d_counts)
    for missing, seen, counts in (("den", "num", n_counts), ("num", "den", d_counts)):
        problems += listed(
            both.filter(lone & counts),
            "share_incomplete",
            table,
            at=f"{seen}_at",
            text=seen,
            params=lambda row, missing=missing: {"missing": missing},  # type: ignore[misc]  # bound per turn of the loop
        )
    unsure_den = apart & (pl.col("d_qualifier") != EXACT)
    both = both.with_columns(
        pl.when(unsure_den & pl.col("d_code").is_null())
        .then(pl.lit("qualifier_here"))
        .otherwise("d_code")
        .alias("d_code")
    )
    for part in ("n", "d"):
        source = "num" if part == "n" else "den"
        problems += listed_codes(both, f"{part}_code", table, at=f"{source}_at", text=source)
    return both.select(
        ROW,
        *KEY,
        "said",
        "stated",
        pl.when(apart).then(pl.coalesce("num_at", "den_at")).otherwise("value_at").alias("at"),
        pl.when(apart)
        .then(pl.format("{}/{}", pl.col("num").fill_null(""), pl.col("den").fill_null("")))
        .otherwise("value")
        .alias("text"),
        pl.when(apart).then(pl.when(~lone & ~unread).then("n_num")).otherwise("v_num").alias("num"),
        pl.when(apart).then(pl.when(~lone & ~unread).then("d_num")).otherwise("v_den").alias("den"),
        pl.when(apart).then("n_qualifier").otherwise("v_qualifier").alias("qualifier"),
        pl.when(apart)
        .then(pl.when(silent & ~n_counts & ~d_counts).then(pl.max_horizontal("n_state", "d_state")).otherwise(REPORTED))
        .otherwise("v_state")
        .cast(pl.Int8)
        .alias("state"),
        pl.when(apart).then(None).otherwise("v_code").alias("code"),
        pl.when(apart).then(pl.col("n_dash") | pl.col("d_dash")).otherwise("v_dash").alias("dash"),
    )


def listed_codes(frame: pl.DataFrame, code: str, table: Table, *, at: str, text: str) -> list[Problem]:
    """A problem for each row whose column ``code`` names one."""
    found: list[Problem] = []
    for name in frame[code].drop_nulls().unique(maintain_order=True):
        params = {"too_large": _limit, "ambiguous_count": _joined(text)}.get(name)
        found += listed(frame.filter(pl.col(code) == name), name, table, at=at, text=text, needs=(text,), params=params)
    return found


def _limit(row: Any) -> dict[str, Any]:
    return {"limit": LARGEST}


def _joined(text: str) -> Any:
    return lambda row: {"joined": "".join(letter for letter in row[text] if letter.isdigit())}


def _wrong(read: pl.DataFrame, table: Table, reference: Reference) -> list[Problem]:
    """Cells that could not be read, and numerators above their denominators."""
    classes = read.filter(pl.col("code") == "unknown_class")
    found = listed_codes(read.filter(pl.col("code") != "unknown_class"), "code", table, at="at", text="text")
    found += listed(
        classes,
        "unknown_class",
        table,
        at="at",
        text="text",
        needs=("indicator",),
        params=lambda row: {"classes": reference.classes.get(reference.indicators[row["indicator"]].scheme or "", ())},
    )
    found += listed(
        read.filter(pl.col("num") > pl.col("den")),
        "above_denominator",
        table,
        at="at",
        text="text",
        needs=("num", "den"),
        params=lambda row: {"num": row["num"], "den": row["den"]},
    )
    return found


def _told(read: pl.DataFrame, group: str, table: Table, layout: Layout, problems: list[Problem]) -> pl.DataFrame:
    """Joins what the cell says with what the columns ``state`` and ``qualifier`` say; only figures are left."""
    silent = pl.col("stated").is_not_null() & (pl.col("stated") != REPORTED)
    problems += listed(
        read.filter(silent & pl.col("num").is_not_null()),
        "state_with_value",
        table,
        at=layout.place("state"),
        text="text",
        needs=("stated",),
        params=lambda row: {"state": STATES[row["stated"]]},
    )
    states = pl.when(silent).then("stated").otherwise("state").alias("state")
    qualifiers = pl.coalesce("said", "qualifier").alias("qualifier")
    figures = read.filter(pl.col("code").is_null(), pl.col("num").is_null() | ~silent).with_columns(states, qualifiers)
    if group in (Kind.STATE, _COUNT, Kind.SHARE):
        unrated = figures.filter(pl.col("state") == NOT_RATED)
        problems += listed(unrated, "not_rated_here", table, at="at", text="text")
        figures = figures.filter(pl.col("state") != NOT_RATED)
    if group == Kind.STATE or group.startswith(_RATING):
        unsure = figures.filter(pl.col("qualifier") != EXACT)
        problems += listed(unsure, "qualifier_here", table, at="at", text="text")
    dashes = figures.filter(pl.col("dash"))
    for place, row, count in dashes.group_by("at").agg(pl.col(ROW).min(), pl.len()).iter_rows():
        problems.append(problem("dash_read", row=row, column=table.header[place], text="-", count=count))
    nothing = (pl.col("state") == len(STATES) - 1) | ((pl.col("state") == REPORTED) & pl.col("num").is_null())
    above = (pl.col("num") > pl.col("den")).fill_null(False)
    return figures.filter(~nothing & ~above).drop_nulls(KEY)


def _once(figures: pl.DataFrame, table: Table, problems: list[Problem]) -> pl.DataFrame:
    """Each figure once, the first of equal ones; the same figure with two values is an error at every later row."""
    if figures.select(KEY).n_unique() == figures.height:
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
        problems += listed(later.filter(condition), code, table, at="at", needs=needs, params=params)
    return first


def _printed(num: int | None, den: int | None, state: int) -> str:
    if num is None:
        return STATES[state]
    return str(num) if den is None else f"{num}/{den}"
