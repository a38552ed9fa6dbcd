"""One goal judged for many units at once, in whole numbers.

A value is compared with every edge of the engine's own ladder (:mod:`metrics.plans`) by cross-multiplying 128-bit
integers, so a ranking cannot disagree with :func:`metrics.judge.judge`. What does not fit is judged row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import polars as pl

from metrics.case import Bounds, Case
from metrics.goals import Goal, Kind, Verdict
from metrics.judge import judge
from metrics.plans import GROUPS, MEASURES, PLAN, RUNGS, case_of, plan_of
from metrics.rollup import UNRATED

ASKED = pl.Schema(
    [
        ("unit", pl.Int32()),
        *((f"{name}_{part}", pl.Int64()) for name in ("value", "base", "low", "high") for part in ("num", "den")),
        ("ranged", pl.Boolean()),
        ("comparable", pl.Boolean()),
    ]
)
"""Units to judge: value and baseline as fractions (null: not known; a share of nobody has ``value_den`` 0).

``low`` and ``high`` are the bounds of the value where ``ranged`` (null: unbounded). Figures are not negative.
"""

JUDGED = pl.Schema(
    [
        ("unit", pl.Int32()),
        ("verdict", pl.String()),
        ("reason", pl.String()),
        ("best", pl.String()),
        ("worst", pl.String()),
        *((f"{name}_{part}", pl.Int128()) for name in MEASURES for part in ("num", "den")),
    ]
)
"""Verdict and reason codes and exact figures as in `Judgement`; fractions are not in lowest terms, ``den`` above 0."""

_LARGEST = 2**126


def asked(actual: pl.DataFrame, baseline: pl.DataFrame | None, kind: Kind) -> pl.DataFrame:
    """ASKED from two sets of sums (unique by unit; columns unit, num, den, scale), without bounds.

    Units without a sum in ``actual`` are left out; nobody reported (``reported`` 0, where given) is no value.
    """
    value = _measured(actual, kind, "value")
    if baseline is None:
        base = value.select("unit", base_num=pl.lit(None, pl.Int64), base_den=pl.lit(None, pl.Int64))
    else:
        base = _measured(baseline, kind, "base")
    empty = [pl.lit(None, pl.Int64).alias(f"{end}_{part}") for end in ("low", "high") for part in ("num", "den")]
    found = value.join(base, on="unit", how="left").with_columns(*empty, ranged=pl.lit(False), comparable=pl.lit(True))
    return found.select(pl.col(name).cast(dtype) for name, dtype in ASKED.items())


def _measured(sums: pl.DataFrame, kind: Kind, name: str) -> pl.DataFrame:
    if "rating_class" in sums.columns:
        sums = sums.filter(pl.col("rating_class") != UNRATED)
    told = pl.col("reported") > 0 if "reported" in sums.columns else pl.lit(True)
    den = pl.col("den") if kind in (Kind.SHARE, Kind.RATING) else pl.col("scale")
    return sums.select(
        "unit", pl.when(told).then(pl.col("num")).alias(f"{name}_num"), pl.when(told).then(den).alias(f"{name}_den")
    )


def judge_many(frame: pl.DataFrame, goal: Goal, *, on: date) -> pl.DataFrame:
    """Judge a goal for every row of ASKED on a review date: JUDGED, in the frame's order.

    Equal to :func:`metrics.judge.judge` of :func:`metrics.plans.case_of` row by row.
    """
    return judge_all([(goal, frame)], on=on).drop("goal")


def judge_all(questions: Sequence[tuple[Goal, pl.DataFrame]], *, on: date) -> pl.DataFrame:
    """Judge many goals at once, each for its own rows of ASKED: JUDGED and ``goal`` (place in ``questions``).

    In the order of the questions and their rows; much cheaper than a call a goal.
    """
    if not questions:
        return pl.DataFrame(schema=[("goal", pl.UInt32()), *JUDGED.items()])
    plans = [[plan_of(goal, on, group) for group in GROUPS] for goal, _ in questions]
    rows = _normal(questions)
    largest = rows.select(pl.col(pl.Int64).abs().max()).row(0)
    biggest = max((int(x) for x in largest if x is not None), default=1) + 1
    slow = {i for i, three in enumerate(plans) if any(p is None or biggest**3 * p.weight >= _LARGEST for p in three)}
    table = [p.cells(i, g) for i, three in enumerate(plans) if i not in slow for g, p in enumerate(three) if p]
    answers = []
    if table:
        quick = rows.filter(~pl.col("goal").is_in(list(slow))) if slow else rows
        answers.append(_evaluated(quick, pl.DataFrame(table, schema=PLAN, orient="row")))
    answers += [_row_by_row(rows.filter(goal=i), questions[i][0], on, i) for i in sorted(slow)]
    return answers[0] if len(answers) == 1 else pl.concat(answers).sort("goal", maintain_order=True)


def _normal(questions: Sequence[tuple[Goal, pl.DataFrame]]) -> pl.DataFrame:
    """Rows of all questions with the baseline that counts, and the place of their goal."""
    rows = pl.concat([frame.select(*ASKED.names()) for _, frame in questions])
    given = [goal.baseline_value for goal, _ in questions]
    places = [place for place, (_, frame) in enumerate(questions) for _ in range(frame.height)]
    rows = rows.with_columns(pl.Series("goal", places, pl.UInt32))
    known = pl.col("base_den") != 0
    base = [pl.when(known).then(pl.col(name)).alias(name) for name in ("base_num", "base_den")]
    if all(value is None for value in given):
        return rows.with_columns(base)
    stated = pl.DataFrame(
        {
            "goal": range(len(given)),
            "stated_num": [None if value is None else value.numerator for value in given],
            "stated_den": [None if value is None else value.denominator for value in given],
        },
        schema={"goal": pl.UInt32, "stated_num": pl.Int64, "stated_den": pl.Int64},
    )
    rows = rows.join(stated, on="goal", how="left", maintain_order="left")
    there = pl.col("stated_num").is_not_null()
    return rows.with_columns(
        pl.when(there).then(pl.col(f"stated_{part}")).otherwise(column).alias(f"base_{part}")
        for part, column in zip(("num", "den"), base, strict=True)
    ).drop("stated_num", "stated_den")


# --- rows against plans ------------------------------------------------------------------------------


def _evaluated(rows: pl.DataFrame, plans: pl.DataFrame) -> pl.DataFrame:
    """Every row by the plan of its goal and its baseline."""
    base = pl.col("base_num")
    group = pl.when(base.is_null()).then(0).when(base == 0).then(1).otherwise(2).cast(pl.Int8)
    seen = pl.when(pl.col("value_den") != 0).then(pl.col("value_num"))
    wide = rows.with_columns(pl.col(pl.Int64).cast(pl.Int128), group.alias("group")).with_columns(
        seen.alias("seen"), base.fill_null(0).alias("b").cast(pl.Int128), pl.col("base_den").fill_null(1).alias("c")
    )
    wide = wide.join(plans, on=["goal", "group"], how="left", maintain_order="left").with_columns(
        *((pl.col("c") * pl.col(f"p{i}") + pl.col("b") * pl.col(f"r{i}")).alias(f"edge{i}") for i in RUNGS),
        *((pl.col("c") * pl.col(f"q{i}")).alias(f"unit{i}") for i in RUNGS),
    )
    high, low = _code("high_num", "high_den"), _code("low_num", "low_den")
    top = pl.coalesce("code0", "bottom")
    high = pl.when(pl.col("high_num").is_not_null()).then(high).when("rising").then(top).otherwise("bottom")
    wide = wide.with_columns(
        pl.col("low_num").fill_null(0),
        pl.when(pl.col("low_num").is_null()).then(1).otherwise("low_den").alias("low_den"),
    ).with_columns(_code("seen", "value_den").alias("at"), high.alias("at_high"), low.alias("at_low"))
    ladder = pl.col("fixed").is_null() & pl.col("comparable") & pl.col("seen").is_not_null()
    ranged = pl.col("ranged") & ladder & pl.col("no_ladder").is_null()
    wide = wide.with_columns(
        pl.when(ranged).then(pl.when("rising").then("at_high").otherwise("at_low")).alias("best"),
        pl.when(ranged).then(pl.when("rising").then("at_low").otherwise("at_high")).alias("worst"),
    )
    apart = (pl.col("best") != pl.col("worst")).fill_null(False)
    reached = pl.coalesce("best", "at")
    inconclusive = pl.lit(Verdict.INCONCLUSIVE.value)
    unknown = pl.col("seen").is_null() | pl.col("no_ladder").is_not_null()
    verdict = (
        pl.when(pl.col("fixed").is_not_null())
        .then("fixed")
        .when(~pl.col("comparable"))
        .then(pl.lit(Verdict.NOT_COMPARABLE.value))
        .when(unknown | apart)
        .then(inconclusive)
        .otherwise(reached)
    )
    reason = (
        pl.when(pl.col("fixed").is_not_null())
        .then("fixed_reason")
        .when(~pl.col("comparable"))
        .then(pl.lit("break"))
        .when((pl.col("value_den") == 0).fill_null(False))
        .then("zero_denominator")
        .when(pl.col("seen").is_null())
        .then("no_value")
        .when(pl.col("no_ladder").is_not_null())
        .then("no_ladder")
        .when(apart)
        .then(pl.lit("bounds"))
        .when(reached == inconclusive)
        .then(pl.lit("no_path"))
        .when(pl.when(pl.col("seen") > 0).then("relapse").otherwise("relapse_at_none"))
        .then(pl.lit("relapse"))
    )
    shown = [expr for name in MEASURES for expr in _shown(name)]
    return wide.select("goal", "unit", verdict.alias("verdict"), reason.alias("reason"), "best", "worst", *shown)


def _code(num: str, den: str) -> pl.Expr:
    """The code of the first rung that num/den reaches, by cross-multiplication."""
    found: pl.Expr = pl.col("bottom")
    for i in reversed(RUNGS):
        left, right = pl.col(num) * pl.col(f"unit{i}"), pl.col(den) * pl.col(f"edge{i}")
        reached = (pl.col("rising") == (left > right)) & (left != right) | ((left == right) & ~pl.col(f"strict{i}"))
        found = pl.when(reached).then(f"code{i}").otherwise(found)
    return found


def _shown(name: str) -> tuple[pl.Expr, pl.Expr]:
    """A figure's numerator and denominator; null where it is not known."""
    b, c, seen, den = pl.col("b"), pl.col("c"), pl.col("seen"), pl.col("value_den")
    cut = pl.col(f"{name}_cut")
    num = pl.when(cut).then(b * den - seen * c).otherwise(seen) * pl.col(f"{name}_times")
    below = pl.when(cut).then(b * den).otherwise(den) * pl.col(f"{name}_over")
    known = num.is_not_null() & below.is_not_null() & (~cut | (b > 0))
    return pl.when(known).then(num).alias(f"{name}_num"), pl.when(known).then(below).alias(f"{name}_den")


# --- row by row --------------------------------------------------------------------------------------


def _fraction(num: int | None, den: int | None) -> Fraction | None:
    return None if num is None or not den else Fraction(num, den)


def row_case(row: dict[str, int | bool | None], goal: Goal, *, on: date) -> Case:
    """The case of one named row of ASKED."""

    def read(name: str) -> Fraction | None:
        return _fraction(row[f"{name}_num"], row[f"{name}_den"])

    return case_of(
        goal,
        on=on,
        baseline=read("base"),
        actual=read("value"),
        denominator=0 if row["value_den"] == 0 else None,
        span=Bounds(read("low"), read("high")) if row["ranged"] else None,
        comparable=bool(row["comparable"]),
    )


def _row_by_row(frame: pl.DataFrame, goal: Goal, on: date, place: int) -> pl.DataFrame:
    rows = []
    for row in frame.iter_rows(named=True):
        found = judge(row_case(row, goal, on=on))
        codes = (found.verdict, found.reason, found.best, found.worst)
        figures: list[int | None] = []
        for name in MEASURES:
            value: Fraction | None = getattr(found, name)
            figures += [None, None] if value is None else [value.numerator, value.denominator]
        rows.append((place, row["unit"], *(None if code is None else str(code) for code in codes), *figures))
    return pl.DataFrame(rows, schema=[("goal", pl.UInt32()), *JUDGED.items()], orient="row")
