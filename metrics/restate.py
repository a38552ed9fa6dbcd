"""Figures moved onto the units of another day, so that a series reads on one day's boundaries.

Whole mergers add, weighted splits are kept as exact parts (``num/scale``), states follow the indicator's merge rule,
ratings and states without a rule are not joined: they are dropped and named.

Sums of stocks, flows and shares are equal at every common ancestor in both readings. Counts of *units* need not be:
183 villages that became 154 report once where they reported more often, and a state is counted once a village.
:func:`differences` names what changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from metrics.goals import Kind
from metrics.schema import FIGURES, STATES
from metrics.tree import expected

REPORTED, NOT_APPLICABLE, NOT_RATED, NOT_REPORTED = range(len(STATES))
"""Places in STATES."""

KEY = ("unit", "indicator", "period")

RESTATED = pl.Schema(
    [
        *FIGURES.items(),
        ("simulated", pl.Boolean()),
        ("scale", pl.Int64()),
        ("part", pl.Int64()),
        ("origin", pl.Int32()),
        ("counts", pl.Boolean()),
    ]
)
"""Figures on the units of another day, for :func:`metrics.rollup.sum_up`.

A unit's figure is the sum of its rows: one with ``counts`` saying whether all its predecessors reported (its
``num`` is added either way), and one for each part of a split figure: ``num/scale`` is ``part/scale`` of the figure
of ``origin``. ``row`` is null.
"""

DROPPED = pl.Schema({"unit": pl.Int32, "indicator": pl.Int32, "period": pl.Int64, "reason": pl.String})

ADDITIVE = (Kind.STOCK, Kind.FLOW, Kind.SHARE)


@dataclass(frozen=True, slots=True)
class Restated:
    """Restated figures (RESTATED), and what could not be restated (DROPPED: ``no_merge_rule``, ``rating_joined``)."""

    figures: pl.DataFrame
    dropped: pl.DataFrame


def restate(
    figures: pl.DataFrame,
    successors: pl.DataFrame,
    kinds: Mapping[int, Kind],
    merge_rules: Mapping[int, str],
) -> Restated:
    """Move figures (FIGURES and ``simulated``, of periods that end on one day) onto their units' successors.

    ``successors`` is :func:`metrics.lineage.successors` with ``since`` the periods' last day, so that the
    predecessors of a unit are those alive then. ``merge_rules`` gives ``any`` or ``all`` for states (``none``
    where absent). A state not known of every predecessor is known only where the known ones decide it.
    Figures of units without a successor are left out (:func:`metrics.lineage.lost` names them).
    """
    joined, whole = _joined(successors)
    whole_rows = figures.join(whole.select("old", "new"), left_on="unit", right_on="old")
    kept = _shaped(whole_rows.drop("unit").rename({"new": "unit"}))
    moved = figures.join(joined, left_on="unit", right_on="old").rename({"unit": "origin", "new": "unit"})
    if moved.is_empty():
        return Restated(kept, pl.DataFrame(schema=DROPPED))
    of_kind = {kind: [i for i, found in kinds.items() if found is kind] for kind in Kind}
    ruled = {rule: [i for i in of_kind[Kind.STATE] if merge_rules.get(i) == rule] for rule in ("any", "all")}
    additive = [i for kind in ADDITIVE for i in of_kind[kind]]
    parts = [kept, *_added(moved.filter(pl.col("indicator").is_in(additive)))]
    parts += [_ruled(moved.filter(pl.col("indicator").is_in(ids)), rule) for rule, ids in ruled.items()]
    left = moved.filter(~pl.col("indicator").is_in(additive + ruled["any"] + ruled["all"]))
    reason = pl.when(pl.col("indicator").is_in(of_kind[Kind.RATING])).then(pl.lit("rating_joined"))
    dropped = left.select("unit", "indicator", "period", reason.otherwise(pl.lit("no_merge_rule")).alias("reason"))
    return Restated(pl.concat(parts), dropped.unique().sort("unit", "indicator", "period"))


def _joined(successors: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Pairs of units made of several or of a part, with how many predecessors they need; and all other pairs."""
    needed = successors.with_columns(pl.len().over("new").alias("needed"))
    alone = (pl.col("needed") == 1) & (pl.col("weight_den") == 1)
    return needed.filter(~alone), needed.filter(alone)


def _shaped(rows: pl.DataFrame, **columns: pl.Expr) -> pl.DataFrame:
    """Rows in the schema; a whole figure where nothing else is said."""
    usual: dict[str, pl.Expr] = {
        "row": pl.lit(None, pl.Int32),
        "scale": pl.lit(1),
        "part": pl.lit(1),
        "origin": pl.lit(None, pl.Int32),
        "counts": pl.lit(True),
        **columns,
    }
    return rows.select(usual.get(name, pl.col(name)).cast(dtype).alias(name) for name, dtype in RESTATED.items())


def _qualifier() -> pl.Expr:
    """The loosest of the qualifiers: at least with at most is about."""
    given = pl.col("qualifier").filter((pl.col("state") == REPORTED) & (pl.col("qualifier") != 0))
    return pl.when(given.n_unique() > 1).then(3).otherwise(given.first().fill_null(0)).cast(pl.Int8).alias("qualifier")


def _grouped(moved: pl.DataFrame, *values: pl.Expr) -> pl.DataFrame:
    """One row a new unit: whether all its predecessors said something, and what is asked for."""
    said = pl.col("state") != NOT_REPORTED
    return moved.group_by(KEY).agg(
        (said.sum() == pl.col("needed").first()).alias("complete"),
        (pl.col("state") == REPORTED).any().alias("given"),
        (pl.col("simulated") & said).any().alias("simulated"),
        _qualifier(),
        *values,
    )


def _added(moved: pl.DataFrame) -> list[pl.DataFrame]:
    """Stocks, flows and shares: whole predecessors summed, parts one row each."""
    given = pl.col("state") == REPORTED
    whole = given & (pl.col("weight_den") == 1)
    num, den = pl.col("num").filter(whole).sum(), pl.col("den").filter(whole).sum()
    den = pl.when(pl.col("den").is_not_null().any()).then(den).alias("den")
    sums = _grouped(moved, num.alias("num"), den)
    state = pl.when("given").then(REPORTED).when("complete").then(NOT_APPLICABLE).otherwise(NOT_REPORTED)
    parts = moved.filter(given & (pl.col("weight_den") != 1))
    weight = pl.col("weight_num")
    return [
        _shaped(sums, state=state, counts=pl.col("complete")),
        _shaped(
            parts,
            num=pl.col("num") * weight,
            den=pl.col("den") * weight,
            scale=pl.col("weight_den"),
            part=weight,
            origin=pl.col("origin"),
            counts=pl.lit(False),
            simulated=pl.lit(False),
            qualifier=pl.lit(0),
        ),
    ]


def _ruled(moved: pl.DataFrame, rule: str) -> pl.DataFrame:
    """States by ``any`` or ``all``, three-valued: an unknown predecessor leaves open only what it could change."""
    decides = 1 if rule == "any" else 0
    decided = ((pl.col("state") == REPORTED) & (pl.col("num") == decides)).any().alias("decided")
    states = _grouped(moved, decided)
    num = pl.when("decided").then(decides).when(pl.col("given") & pl.col("complete")).then(1 - decides)
    state = (
        pl.when("decided")
        .then(REPORTED)
        .when(~pl.col("complete"))
        .then(NOT_REPORTED)
        .when("given")
        .then(REPORTED)
        .otherwise(NOT_APPLICABLE)
    )
    return _shaped(states, num=num, den=pl.lit(None, pl.Int64), state=state)


def awaited(
    members: pl.DataFrame, successors: pl.DataFrame, kind: Kind | None = None, merge_rule: str = "none"
) -> pl.DataFrame:
    """Of MEMBERS on the new boundaries' day, those that can have a restated figure of the period.

    Something alive in the period must have gone into the unit; a rating or a state without a merge rule must have
    come over undivided, for :func:`restate` drops all others.
    """
    then = members.join(successors, left_on="unit", right_on="new", how="semi")
    if kind is Kind.RATING or (kind is Kind.STATE and merge_rule not in ("any", "all")):
        joined, _ = _joined(successors)
        return then.join(joined, left_on="unit", right_on="new", how="anti")
    return then


def expected_restated(
    members: pl.DataFrame,
    successors: pl.DataFrame,
    units: pl.DataFrame,
    unit_kinds: Mapping[int, str],
    kinds: Mapping[int, Kind],
    merge_rules: Mapping[int, str],
) -> pl.DataFrame:
    """How many units of the new boundaries a restated period expects: :data:`metrics.tree.EXPECTED`.

    ``members`` are those of the new boundaries' day; the units of each indicator are :func:`awaited`.
    """
    single = {
        i: kind
        for i, kind in unit_kinds.items()
        if kinds[i] is Kind.RATING or (kinds[i] is Kind.STATE and merge_rules.get(i) not in ("any", "all"))
    }
    joinable = {i: kind for i, kind in unit_kinds.items() if i not in single}
    return pl.concat(
        [
            expected(awaited(members, successors), units, joinable),
            expected(awaited(members, successors, Kind.RATING), units, single),
        ]
    )


def differences(then: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """Where two readings (``metrics.rollup.SUMS``) of the same units differ, and in what.

    Columns: unit, indicator, period, rating_class, ``what`` (``units`` expected, ``reported`` units, or the ``sum``:
    of a state or rating; of an additive kind only by what was lost or estimated), ``then`` and ``now`` as exact text.
    """
    key = [*KEY, "rating_class"]
    both = then.join(now, on=key, suffix="_now")
    found: list[tuple[int, int, int, int, str, str, str]] = []
    for row in both.filter(
        (pl.col("expected") != pl.col("expected_now"))
        | (pl.col("reported") != pl.col("reported_now"))
        | (pl.col("num") * pl.col("scale_now") != pl.col("num_now") * pl.col("scale"))
        | (pl.col("den") * pl.col("scale_now") != pl.col("den_now") * pl.col("scale"))
    ).iter_rows(named=True):
        sums = tuple(_sum(row, suffix) for suffix in ("", "_now"))
        pairs = {
            "units": (str(row["expected"]), str(row["expected_now"])),
            "reported": (str(row["reported"]), str(row["reported_now"])),
            "sum": (sums[0], sums[1]),
        }
        place = (row["unit"], row["indicator"], row["period"], row["rating_class"])
        found += [(*place, what, old, new) for what, (old, new) in pairs.items() if old != new]
    schema = pl.Schema(
        [*((name, then.schema[name]) for name in key), *((name, pl.String()) for name in ("what", "then", "now"))]
    )
    return pl.DataFrame(found, schema=schema, orient="row").sort(*key, "what")


def _sum(row: Mapping[str, int], suffix: str) -> str:
    num, den, scale = (row[f"{name}{suffix}"] for name in ("num", "den", "scale"))
    return f"{Fraction(num, scale)} of {Fraction(den, scale)}" if den else str(Fraction(num, scale))
