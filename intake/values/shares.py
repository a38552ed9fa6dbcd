"""Shares: two counts, in columns of their own or in one cell, with a percentage to check them against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.listing import Findings
from intake.values import DATED, EXACT, REPORTED, SEPARATED, read_column, read_count
from intake.values.dated import ORDERS, orders, read_date
from intake.values.fractions import read_share, split_percent
from intake.values.percents import check_percent, read_percentage
from intake.values.separators import settled
from intake.values.unread import tell_unread
from metrics.periods import from_key

DATE = "date"
KEYS = ("period", "indicator", "unit", "said", "stated")


def read_shares(frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Readings of shares, one a row: :data:`~intake.cells.ROW`, :data:`KEYS`, ``at`` and `intake.values.READINGS`.

    Problems of ``num`` and ``den`` are told here; those of ``value`` are left in ``code``.
    """
    frame = _with_percent_of_value(frame)
    value = read_column(frame["value"], read_share, plain_counts=False)
    value = _undated(value, frame, findings)
    num = read_column(frame["num"], read_count, plain_counts=True)
    num = settled(num, frame["num_at"], frame[ROW], findings)
    den = read_column(frame["den"], read_count, plain_counts=True)
    den = settled(den, frame["den_at"], frame[ROW], findings)
    both = frame.hstack(
        [
            *(each.alias(f"v_{each.name}") for each in value),
            *(each.alias(f"n_{each.name}") for each in num),
            *(each.alias(f"d_{each.name}") for each in den),
        ]
    )
    both = _told_apart(both, findings)
    apart = pl.col("num").is_not_null() | pl.col("den").is_not_null()
    n_counts, d_counts = pl.col("n_num").is_not_null(), pl.col("d_num").is_not_null()
    silent = (pl.col("n_state") != REPORTED) | (pl.col("d_state") != REPORTED)
    whole = apart & (n_counts == d_counts) & pl.col("n_code").is_null() & pl.col("d_code").is_null()
    nothing = pl.when(~silent | n_counts | d_counts).then(REPORTED).otherwise(pl.max_horizontal("n_state", "d_state"))
    unsettled = pl.any_horizontal(pl.col("n_code") == SEPARATED, pl.col("d_code") == SEPARATED)
    read = both.select(
        ROW,
        *KEYS,
        pl.when(apart).then(pl.coalesce("num_at", "den_at")).otherwise("value_at").alias("at"),
        pl.when(apart)
        .then(pl.format("{}/{}", pl.col("num").fill_null(""), pl.col("den").fill_null("")))
        .otherwise("value")
        .alias("text"),
        pl.when(apart).then(pl.when(whole).then("n_num")).otherwise("v_num").alias("num"),
        pl.when(apart).then(pl.when(whole).then("d_num")).otherwise("v_den").alias("den"),
        pl.when(apart).then("n_qualifier").otherwise("v_qualifier").alias("qualifier"),
        pl.when(apart).then(nothing).otherwise("v_state").cast(pl.Int8).alias("state"),
        pl.when(apart).then(pl.when(unsettled).then(pl.lit(SEPARATED))).otherwise("v_code").alias("code"),
        pl.when(apart).then(pl.coalesce("n_told", "d_told")).otherwise("v_told").alias("told"),
    )
    _checked(frame, read, findings)
    return read


def _told_apart(both: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """The frame with approximate denominators refused, once everything wrong with two counts has been told."""
    apart = pl.col("num").is_not_null() | pl.col("den").is_not_null()
    differs = (
        (pl.col("v_num") != pl.col("n_num")) | (pl.col("v_den") != pl.col("d_num")) | pl.col("v_code").is_not_null()
    )
    findings.list(
        both.filter(apart & differs),
        "value_twice",
        at="value_at",
        text="value",
        needs=("num", "den"),
        params=lambda row: {"num": f"{row['num'] or ''}/{row['den'] or ''}"},
    )
    n_counts, d_counts = pl.col("n_num").is_not_null(), pl.col("d_num").is_not_null()
    lone = apart & pl.col("n_code").is_null() & pl.col("d_code").is_null() & (n_counts != d_counts)
    for missing, seen, counts in (("den", "num", n_counts), ("num", "den", d_counts)):
        findings.list(
            both.filter(lone & counts), "share_incomplete", at=f"{seen}_at", text=seen, params=_missing(missing)
        )
    unsure_den = apart & (pl.col("d_qualifier") != EXACT) & pl.col("d_code").is_null()
    both = both.with_columns(pl.when(unsure_den).then(pl.lit("qualifier_here")).otherwise("d_code").alias("d_code"))
    for part, source in (("n", "num"), ("d", "den")):
        tell_unread(both, f"{part}_code", findings, at=f"{source}_at", text=source)
    return both


def _missing(part: str) -> Any:
    return lambda row: {"missing": part}


def _with_percent_of_value(frame: pl.DataFrame) -> pl.DataFrame:
    """``11/15 (73,3%)`` in ``value`` taken apart, where ``percent`` says nothing."""
    mixed = frame["value"].str.contains(r"/.*%").fill_null(False)
    if not mixed.any():
        return frame
    parts = {text: found for text in frame["value"].filter(mixed).unique() if (found := split_percent(text))}
    known = pl.DataFrame(
        [(text, *found) for text, found in parts.items()],
        schema={"value": pl.String, "share": pl.String, "beside": pl.String},
        orient="row",
    )
    here = pl.col("beside").is_not_null() & pl.col("percent").is_null()
    return frame.join(known, on="value", how="left", maintain_order="left").with_columns(
        pl.coalesce("share", "value").alias("value"),
        pl.coalesce("percent", "beside").alias("percent"),
        pl.when(here).then("value_at").otherwise("percent_at").alias("percent_at"),
    )


def _undated(value: pl.DataFrame, frame: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Readings in which dates are the fractions they were made of, where only one order is possible or one was chosen.

    What stays open keeps the code ``dated``, and its column has a question.
    """
    if value["code"].null_count() == value.height or not (value["code"] == DATED).any():
        return value
    marked = value.with_columns(frame["value_at"].alias("at"), frame[ROW], frame["period"])
    dated = marked.filter(pl.col("code") == DATED)
    changed: list[tuple[int, str, int, int]] = []
    for place in dated["at"].unique(maintain_order=True):
        here = dated.filter(pl.col("at") == place)
        texts = {text: found for text in here["text"].unique() if (found := read_date(text))}
        around = {from_key(key).last.year for key in here["period"].drop_nulls().unique()}
        years = frozenset(year + later for year in around or {findings.reference.today.year} for later in (0, 1))
        row, text = here.select(ROW, "text").row(0)
        order = findings.answer(DATE, place)
        possible = orders(list(texts.values()), years)
        if order not in ORDERS:
            if len(possible) != 1:
                findings.ask(DATE, row=row, at=place, text=text, candidates=tuple(possible or ORDERS[:2]))
                continue
            order = possible[0]
            num, den = texts[text].share(order, years)
            findings.tell("date_as_share", row=row, at=place, text=text, share=f"{num}/{den}", count=here.height)
        changed += [(place, each, *found.share(order, years)) for each, found in texts.items()]
    schema = {"at": pl.Int16, "text": pl.String, "top": pl.Int64, "bottom": pl.Int64}
    known = pl.DataFrame(changed, schema=schema, orient="row")
    return (
        marked.join(known, on=["at", "text"], how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("top", "num").alias("num"),
            pl.coalesce("bottom", "den").alias("den"),
            pl.when(pl.col("top").is_null()).then("code").alias("code"),
        )
        .select(value.columns)
    )


def _checked(frame: pl.DataFrame, read: pl.DataFrame, findings: Findings) -> None:
    """What the percentages say of the counts; a percentage without any counts is refused."""
    if frame["percent"].null_count() == frame.height:
        return
    beside = read.select(ROW, "num", "den").hstack(frame.select("percent", "percent_at", "value"))
    check_percent(beside, findings)
    bare = frame.filter(pl.all_horizontal(pl.col("value", "num", "den").is_null()), pl.col("percent").is_not_null())
    alone = [text for text in bare["percent"].unique() if read_percentage(text) is not None]
    lost = bare.filter(pl.col("percent").is_in(alone))
    findings.list(lost, "percent_only", at="percent_at", text="percent")


def above_denominator(read: pl.DataFrame, findings: Findings) -> None:
    """Numerators above their denominators."""
    findings.list(
        read.filter(pl.col("num") > pl.col("den")),
        "above_denominator",
        at="at",
        text="text",
        needs=("num", "den"),
        params=_counts,
    )


def _counts(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"num": row["num"], "den": row["den"]}
