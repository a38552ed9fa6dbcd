"""Figures held against the past: what would make an experienced colleague look twice. Warnings, never errors.

The rules are in `docs/intake.md`. All of them are held against a unit's own history, in bulk.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from intake.cells import ROW
from intake.checks.last_quarters import last_quarters, spike_together, spikes
from intake.checks.rounded import round_figures
from intake.problems import Problem, problem
from intake.reference import Reference
from metrics.goals import Kind
from metrics.periods import BadPeriod, Period, from_key, previous

FEW = 3
"""Units of one code and indicator that are told one by one; the rest is told in one line."""

NAMED = 12
"""Units that such a line names."""

SMALL = 10
"""Changes up to this many are never remarkable."""

ENOUGH = 10
"""Figures from which a pattern over units is looked for."""

_UNIT = ("indicator", "unit")
_PAST = ("indicator", "unit", "period", "num", "den")
_SUMS = (Kind.STOCK, Kind.SHARE)


def against(figures: pl.DataFrame, reference: Reference) -> tuple[Problem, ...]:
    """What is implausible about figures (`metrics.schema.FIGURES`) beside those in force before; empty without a store.

    Codes: ``jump``, ``spike``, ``spike_together``, ``fell_to_zero``, ``relapsed``, ``copy_of_last``, ``round_figures``
    (warnings), and ``further_units`` for the units that are not told one by one.
    """
    known = figures.filter(pl.col("num").is_not_null(), pl.col("state") == 0)
    if known.is_empty():
        return ()
    known = known.join(_kinds(reference), on="indicator", how="inner", maintain_order="left")
    periods = sorted(known["period"].unique())
    found = round_figures(known, reference.indicators)
    if reference.past is not None:
        first = min(from_key(key).first for key in periods)
        history = reference.past(known["indicator"].unique().to_list(), known["unit"].unique().to_list(), first)
        history = history.filter(pl.col("num").is_not_null(), pl.col("state") == 0).select(_PAST)
        codes = dict(reference.units.select("unit", "code").iter_rows())
        for key in periods:
            period = from_key(key)
            now = known.filter(pl.col("period") == key)
            past = history.filter(pl.col("period") < key, pl.col("period") % 10 == key % 10)
            found += _held(now, past, period, reference, codes)
            if key != periods[-1]:
                own = now.select(_PAST)
                history = history.join(own, on=["indicator", "unit", "period"], how="anti")
                history = pl.concat([history, own]).sort(*_UNIT, "period")
    return tuple(found)


def _kinds(reference: Reference) -> pl.DataFrame:
    rows = [(number, each.kind.value, each.falling) for number, each in reference.indicators.items()]
    schema = {"indicator": pl.Int32, "kind": pl.String, "falling": pl.Boolean}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _held(
    now: pl.DataFrame, past: pl.DataFrame, period: Period, reference: Reference, codes: Mapping[int, str]
) -> list[Problem]:
    frame = now.join(_summary(past), on=_UNIT, how="inner", maintain_order="left")
    if frame.is_empty():
        return []
    frame = frame.with_columns((pl.col("last_period") == _before(period)).alias("next_to"))
    found: list[Problem] = []
    quarters = last_quarters(now, past, period)
    stood_out = spikes(quarters)
    zero = frame.filter(_fell_to_zero())
    jumps = frame.filter(~_fell_to_zero()).join(stood_out.select(_UNIT), on=_UNIT, how="anti", maintain_order="left")
    jumps = jumps.with_columns(_excess().alias("excess")).filter(pl.col("excess") > 1)
    relapsed = frame.filter(_relapsed())
    for code, rows, weight, params in (
        ("jump", jumps, "excess", _moved),
        ("spike", stood_out, "num", _spiked),
        ("fell_to_zero", zero, "last", _emptied),
        ("relapsed", relapsed, None, _nothing),
    ):
        found += _grouped(code, rows, weight, params, reference, codes)
    return found + spike_together(quarters, stood_out, reference) + _copies(frame, period, reference)


def _summary(past: pl.DataFrame) -> pl.DataFrame:
    """One row an indicator and unit of a sorted history: the last figure, the largest step, the range."""
    same = (pl.col("unit") == pl.col("unit").shift(1)) & (pl.col("indicator") == pl.col("indicator").shift(1))
    stepped = past.with_columns(
        *(
            pl.when(same).then((pl.col(part) - pl.col(part).shift(1)).abs()).alias(f"{part}_step")
            for part in ("num", "den")
        )
    )
    return stepped.group_by(_UNIT, maintain_order=True).agg(
        pl.col("num").last().alias("last"),
        pl.col("den").last().alias("last_den"),
        pl.col("period").last().alias("last_period"),
        (pl.col("num_step") > 0).sum().alias("moves"),
        pl.col("num_step").max().fill_null(0).alias("num_step"),
        pl.col("den_step").max().fill_null(0).alias("den_step"),
        pl.col("num").min().alias("low"),
        pl.col("num").max().alias("high"),
        pl.len().alias("known"),
    )


def _before(period: Period) -> int | None:
    try:
        return previous(period).key
    except BadPeriod:
        return None


def _excess() -> pl.Expr:
    """How many times the change is what is usual; above 1 it is remarkable.

    Stocks and shares: the change since the last figure against the largest of 10, three times the root of the last
    figure, three times the largest step so far, and a fifth of the last figure (half of it where there is but one).
    Flows: the figure against the largest of twice the highest so far and 10 more than it, once two are known.
    """
    part = pl.when(pl.col("known") > 1).then(0.2).otherwise(0.5)

    def stepped(value: str, last: str, step: str) -> pl.Expr:
        usual = pl.max_horizontal(pl.lit(SMALL), 3 * pl.col(last).sqrt(), 3 * pl.col(step), part * pl.col(last))
        return (pl.col(value) - pl.col(last)).abs() / usual

    stock = pl.max_horizontal(stepped("num", "last", "num_step"), stepped("den", "last_den", "den_step"))
    flow = pl.when(pl.col("known") > 1).then(
        pl.col("num") / pl.max_horizontal(2 * pl.col("high"), pl.col("high") + SMALL)
    )
    return (
        pl.when(pl.col("kind").is_in([each.value for each in _SUMS]))
        .then(stock)
        .when(pl.col("kind") == Kind.FLOW.value)
        .then(flow)
        .fill_null(0)
    )


def _fell_to_zero() -> pl.Expr:
    """Nothing, where a stock had 5 or more last time, or a flow 5 or more in each of four periods."""
    stock = pl.col("kind").is_in([each.value for each in _SUMS]) & (pl.col("last") >= 5)
    flow = (pl.col("kind") == Kind.FLOW.value) & (pl.col("low") >= 5) & (pl.col("known") >= 4)
    return (pl.col("num") == 0) & (stock | flow)


def _relapsed() -> pl.Expr:
    """A state in the period before was the better one."""
    worse = pl.when("falling").then(pl.col("num") > pl.col("last")).otherwise(pl.col("num") < pl.col("last"))
    return (pl.col("kind") == Kind.STATE.value) & pl.col("next_to") & worse


def _copies(frame: pl.DataFrame, period: Period, reference: Reference) -> list[Problem]:
    """The figures of a period that repeat the one before it.

    Only those count that could have been expected to move: not nothing both times, and moved in half of the steps
    known; a stock or share of which fewer than two steps are known does not count. Of at least ten, nineteen in twenty
    must be the same, over an indicator or over all.
    """
    same = (pl.col("num") == pl.col("last")) & pl.col("den").eq_missing(pl.col("last_den"))
    known_enough = (pl.col("kind") == Kind.FLOW.value) | (pl.col("known") > 2)
    moved = known_enough & (pl.col("moves") * 2 >= pl.col("known") - 1)
    rows = frame.filter(
        pl.col("kind").is_in([Kind.STOCK.value, Kind.FLOW.value, Kind.SHARE.value]),
        "next_to",
        moved,
        (pl.col("num") > 0) | (pl.col("last") > 0),
    ).with_columns(same.alias("same"))
    each = rows.group_by("indicator").agg(pl.col("same").sum(), pl.len().alias("count"), pl.col(ROW).min())
    copied = each.filter(pl.col("count") >= ENOUGH, pl.col("same") * 20 >= pl.col("count") * 19)
    whole = each if rows.height >= ENOUGH and rows["same"].sum() * 20 >= rows.height * 19 else copied
    if whole.is_empty():
        return []
    codes = tuple(reference.indicators[number].code for number in whole["indicator"].sort())
    row = whole.select(pl.col(ROW).min()).item()
    count = int(whole["same"].sum())
    return [problem("copy_of_last", row=row, period=period, count=count, indicators=codes[:NAMED])]


def _grouped(
    code: str, rows: pl.DataFrame, weight: str | None, params: Any, reference: Reference, codes: Mapping[int, str]
) -> list[Problem]:
    """The first few units of an indicator one by one, the most remarkable first, the rest in one line."""
    found: list[Problem] = []
    if rows.is_empty():
        return found
    ranked = rows.sort(weight, descending=True, maintain_order=True) if weight else rows
    for _, frame in ranked.sort("indicator", maintain_order=True).group_by("indicator", maintain_order=True):
        name = reference.indicators[frame["indicator"][0]].code
        for row in frame.head(FEW).iter_rows(named=True):
            unit = codes.get(row["unit"], str(row["unit"]))
            found.append(problem(code, row=row[ROW], indicator=name, unit=unit, **params(row)))
        if frame.height > FEW:
            rest = frame.slice(FEW)
            units = tuple(codes.get(unit, str(unit)) for unit in rest["unit"].head(NAMED))
            found.append(
                problem("further_units", row=rest[ROW][0], of=code, indicator=name, count=rest.height, units=units)
            )
    return found


def _moved(row: Mapping[str, Any]) -> dict[str, Any]:
    if row["den"] is None:
        return {"value": row["num"], "before": row["last"]}
    return {"value": f"{row['num']}/{row['den']}", "before": f"{row['last']}/{row['last_den']}"}


def _spiked(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"value": row["num"], "others": row["others"]}


def _emptied(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"before": row["last"]}


def _nothing(row: Mapping[str, Any]) -> dict[str, Any]:
    return {}
