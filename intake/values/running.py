"""Running totals (luỹ kế): what came in within the period is the total less the earlier periods it runs over.

The earlier figures are those in force, or those of the same file. Nothing is taken for granted: without all of them
there is no figure, and a total that fell is an error.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

import polars as pl

from intake.cells import ROW
from intake.listing import Findings
from intake.values import ABOUT, EXACT, NOT_APPLICABLE, REPORTED, read_column, read_count
from intake.values.separators import settled
from intake.values.unread import tell_unread
from intake.words import bare
from metrics.goals import Kind
from metrics.periods import Period, between, from_key

YEAR, START = "year", "start"
_SINCE = (
    (START, re.compile(r"\bnhiem ky\b|\bterm\b")),
    (YEAR, re.compile(r"\b(dau|trong) nam\b|\bca nam\b|\bsince january\b|\byear to date\b|\bytd\b")),
)
_KEY = ("indicator", "unit", "period")
_EARLIER = pl.Schema({"indicator": pl.Int32, "period": pl.Int64, "at": pl.Int16, "earlier": pl.Int64})


def since(findings: Findings, at: int) -> str | None:
    """Since when a column adds up: as its answer or its heading says, null where neither does."""
    answer = findings.answer("cumulative", at)
    if answer in (YEAR, START):
        return answer
    heading = bare(findings.table.header[at])
    return next((when for when, form in _SINCE if form.search(heading)), None)


def with_running(frame: pl.DataFrame, read: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """The readings of counts (rows of ``frame``) with those of flows that only have ``cumulative`` filled in.

    Told are: what was derived, totals that fell or lack earlier periods, and totals that disagree with their value.
    """
    if frame["cumulative"].null_count() == frame.height:
        return read
    total = read_column(frame["cumulative"], read_count, plain_counts=True)
    total = settled(total, frame["cumulative_at"], frame[ROW], findings)
    both = read.with_row_index("place").with_columns(
        frame["cumulative_at"],
        frame["cumulative"],
        *(total[name].alias(f"c_{name}") for name in ("num", "qualifier", "code")),
    )
    flows = [n for n, each in findings.reference.indicators.items() if each.kind is Kind.FLOW]
    other = both.filter(~pl.col("indicator").is_in(flows), pl.col("cumulative").is_not_null(), pl.col("text").is_null())
    findings.list(
        other,
        "cumulative_of_stock",
        at="cumulative_at",
        text="cumulative",
        needs=("indicator",),
        params=lambda row: {"indicator": findings.reference.indicators[row["indicator"]].code},
    )
    both = both.filter(pl.col("indicator").is_in(flows))
    tell_unread(both, "c_code", findings, at="cumulative_at", text="cumulative")
    both = both.filter(pl.col("c_num").is_not_null()).drop_nulls(_KEY)
    if both.is_empty():
        return read
    filled = _filled(both, read, findings)
    return (
        read.with_row_index("place")
        .join(filled, on="place", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("own", "num").alias("num"),
            pl.when(pl.col("own").is_not_null()).then("sure").otherwise("qualifier").cast(pl.Int8).alias("qualifier"),
            pl.when(pl.col("own").is_not_null()).then("cumulative_at").otherwise("at").alias("at"),
            pl.when(pl.col("own").is_not_null()).then("cumulative").otherwise("text").alias("text"),
        )
        .select(read.columns)
    )


def _filled(both: pl.DataFrame, read: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """The period's own figure by place, for rows without one: ``place``, ``own``, ``sure``, and where it stands."""
    runs = {at: since(findings, at) for at in both["cumulative_at"].unique()}
    lacking = both.filter(pl.col("text").is_null())
    for at in lacking["cumulative_at"].unique(maintain_order=True):
        if runs[at] is None:
            row, text = lacking.filter(pl.col("cumulative_at") == at).select(ROW, "cumulative").row(0)
            findings.ask("cumulative", row=row, at=at, text=text, candidates=(YEAR, START))
    known = _known(both, read, START in runs.values(), findings)
    derived: list[pl.DataFrame] = []
    for period in sorted(both["period"].unique()):
        here = both.filter(pl.col("period") == period)
        summed = _summed(here, {at: when for at, when in runs.items() if when}, known, findings)
        _compared(here, summed, runs, known, findings)
        own = summed.filter(pl.col("text").is_null(), pl.col("lacks") == 0).with_columns(
            (pl.col("c_num") - pl.col("before")).alias("own"),
            pl.when(pl.col("unsure")).then(ABOUT).otherwise("c_qualifier").alias("sure"),
        )
        _refused(summed.filter(pl.col("text").is_null()), own, findings)
        own = own.filter(pl.col("own") >= 0)
        derived.append(own.select("place", "own", "sure", "cumulative_at", "cumulative", ROW))
        known = pl.concat([known, own.select(*_KEY, pl.col("own").alias("num"), pl.col("sure").alias("qualifier"))])
    filled = pl.concat(derived)
    for at, row, text, first, count in (
        filled.group_by("cumulative_at", maintain_order=True)
        .agg(pl.col(ROW).first(), pl.col("cumulative").first(), pl.col("own").first(), pl.len())
        .iter_rows()
    ):
        findings.tell("cumulative_read", row=row, at=at, text=text, figure=first, count=count)
    return filled.drop(ROW)


def _known(both: pl.DataFrame, read: pl.DataFrame, long: bool, findings: Findings) -> pl.DataFrame:
    """Figures of other periods: those in force, over them those that the file gives itself; ``long``: of the term."""
    types = {"indicator": pl.Int32, "unit": pl.Int32, "period": pl.Int64, "num": pl.Int64, "qualifier": pl.Int8}
    own = read.filter(pl.col("num").is_not_null()).select(*types).cast(types)  # type: ignore[arg-type]  # names to types
    if findings.reference.past is None:
        return own.unique(_KEY, keep="first")
    days = [min(from_key(key).first for key in both["period"].unique())]
    if long:
        begin = max((day for day in findings.reference.terms if day <= days[0]), default=days[0])
        days += [date(number, 1, 1) for number in range(begin.year, days[0].year)]
    indicators, units = both["indicator"].unique().to_list(), both["unit"].unique().to_list()
    past = pl.concat(findings.reference.past(indicators, units, each) for each in days)
    past = past.filter(pl.col("state").is_in([REPORTED, NOT_APPLICABLE])).with_columns(pl.col("num").fill_null(0))
    return pl.concat([own, past.select(*types).cast(types)]).unique(_KEY, keep="first", maintain_order=True)  # type: ignore[arg-type]  # names to types


def _earlier(indicator: int, period: Period, when: str, findings: Findings) -> list[Period] | None:
    """The periods before this one that a total runs over; null where its beginning is not known."""
    starts = [day for day in findings.reference.terms if day <= period.last]
    if when == START and not starts:
        return None
    begin = max(starts) if when == START else period.first.replace(month=1, day=1)
    day_before = period.first.fromordinal(period.first.toordinal() - 1)
    return between(begin, day_before, period.kind)


def _summed(here: pl.DataFrame, runs: Mapping[int, str], known: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Rows whose beginning is known, with the sum ``before``, how many periods it ``lacks`` and which (``missing``)."""
    rows: list[tuple[int, int, int, int]] = []
    unknown: list[tuple[int, int]] = []
    kinds = here.select("indicator", "period", "cumulative_at").unique(maintain_order=True)
    for indicator, key, at in kinds.iter_rows():
        periods = _earlier(indicator, from_key(key), runs[at], findings) if at in runs else None
        if periods is None:
            unknown.append((indicator, at))
        else:
            rows += [(indicator, key, at, each.key) for each in periods]
    lost = pl.DataFrame(unknown, schema={"indicator": pl.Int32, "cumulative_at": pl.Int16}, orient="row")
    startless = here.join(lost, on=["indicator", "cumulative_at"], how="semi").filter(
        pl.col("text").is_null(), pl.col("cumulative_at").is_in(list(runs))
    )
    findings.list(
        startless.unique("cumulative_at", keep="first", maintain_order=True),
        "cumulative_without_start",
        at="cumulative_at",
        text="cumulative",
    )
    here = here.join(lost, on=["indicator", "cumulative_at"], how="anti", maintain_order="left")
    wanted = pl.DataFrame(rows, schema=_EARLIER, orient="row").rename({"at": "cumulative_at"})
    found = (
        here.select("place", "indicator", "unit", "period", "cumulative_at")
        .join(wanted, on=["indicator", "period", "cumulative_at"], how="inner")
        .join(known.rename({"period": "earlier"}), on=["indicator", "unit", "earlier"], how="left")
        .group_by("place")
        .agg(
            pl.col("num").sum().alias("before"),
            pl.col("num").null_count().alias("lacks"),
            (pl.col("qualifier") != EXACT).any().alias("unsure"),
            pl.col("earlier").filter(pl.col("num").is_null()).sort().alias("missing"),
        )
    )
    return here.join(found, on="place", how="left", maintain_order="left").with_columns(
        pl.col("before").fill_null(0), pl.col("lacks").fill_null(0), pl.col("unsure").fill_null(False)
    )


def _refused(lacking: pl.DataFrame, own: pl.DataFrame, findings: Findings) -> None:
    findings.list(
        lacking.filter(pl.col("lacks") > 0),
        "cumulative_without_past",
        at="cumulative_at",
        text="cumulative",
        needs=("missing",),
        params=lambda row: {"periods": tuple(from_key(key) for key in row["missing"])},
    )
    findings.list(
        own.filter(pl.col("own") < 0),
        "cumulative_below",
        at="cumulative_at",
        text="cumulative",
        needs=("c_num", "before"),
        params=lambda row: {"total": row["c_num"], "before": row["before"]},
    )


def _compared(
    here: pl.DataFrame, summed: pl.DataFrame, runs: Mapping[int, str | None], known: pl.DataFrame, findings: Findings
) -> None:
    """Totals beside a value of their own: exact ones that have all earlier periods must be their sum.

    Where nothing says since when a column runs, either beginning will do.
    """
    open_ones = here.filter(pl.col("cumulative_at").is_in([at for at, when in runs.items() if when is None]))
    tries = [summed]
    if open_ones.height:
        quiet = Findings(findings.table, findings.layout, findings.reference, findings.answers)
        tries += [_summed(open_ones, dict.fromkeys(runs, when), known, quiet) for when in (YEAR, START)]
    held = pl.concat(
        each.filter(
            pl.col("num").is_not_null(),
            pl.col("lacks") == 0,
            ~pl.col("unsure"),
            pl.col("qualifier") == EXACT,
            pl.col("c_qualifier") == EXACT,
        )
        for each in tries
    ).with_columns((pl.col("num") + pl.col("before")).alias("sum"))
    wrong = held.filter(((pl.col("sum") != pl.col("c_num")).all()).over("place")).unique("place", maintain_order=True)
    findings.list(
        wrong,
        "cumulative_differs",
        at="cumulative_at",
        text="cumulative",
        needs=("c_num", "sum"),
        params=lambda row: {"total": row["c_num"], "sum": row["sum"]},
    )
