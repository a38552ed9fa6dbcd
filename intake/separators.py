"""What a dot or comma before three digits means in a column of counts: 1.376 is 1376 or a little more than 1.

Where something in the column proves that it parts thousands, it is read so and told; else a person is asked, once a
column, and until then the cells give no figure.
"""

from __future__ import annotations

import re

import polars as pl

from intake.listing import Findings
from intake.sums import adds_up, column_numbers
from intake.table import Table
from intake.values import READINGS, SEPARATED, Reading, read_count
from intake.words import folded

THOUSANDS, DECIMALS = "thousands", "decimals"
BOTH = frozenset(".,")

_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})+(?:[.,]\d+)?")
_MIXED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?!\1)[.,]\d+")
_PLAIN_DECIMALS = re.compile(r"\d+([.,])(?:\d{1,2}|\d{4,})(?: ?%)?")
_OTHER = {".": ",", ",": "."}


def parting(table: Table, at: int, answer: str | None) -> frozenset[str] | None:
    """The signs that part thousands in a column: by the answer, else by proof; null where neither says.

    Proof is another number of the column with two groups (1.234.567) or with thousands and decimals (1.376,5), the
    other sign before decimals (58,84 beside 1.376), or totals that add up with thousands and not with decimals.
    An empty set says that there are only decimals.
    """
    if answer in (THOUSANDS, DECIMALS):
        return BOTH if answer == THOUSANDS else frozenset()
    proven: set[str] = set()
    for text in table.cells[str(at)].drop_nulls().unique():
        word = folded(text)
        if found := _GROUPS.fullmatch(word) or _MIXED.fullmatch(word):
            proven.add(found[1])
        elif found := _PLAIN_DECIMALS.fullmatch(word):
            proven.add(_OTHER[found[1]])
    if len(proven) == 1:
        return frozenset(proven)
    if adds_up(table, at, lambda: column_numbers(table, at, BOTH)) and not adds_up(
        table, at, lambda: column_numbers(table, at, frozenset())
    ):
        return BOTH
    return None


def settled(read: pl.DataFrame, at: pl.Series, rows: pl.Series, findings: Findings) -> pl.DataFrame:
    """Readings (`intake.values.READINGS`) of counts in which nothing is left open that the columns ``at`` decide.

    What stays open keeps the code ``separated``, and its column has a question.
    """
    if read["code"].null_count() == read.height or not (read["code"] == SEPARATED).any():
        return read
    frame = read.with_columns(at.cast(pl.Int16).alias("at"), rows.alias("row"))
    open_ones = frame.filter(pl.col("code") == SEPARATED)
    changed: list[tuple[int, str, Reading]] = []
    for place in open_ones["at"].unique(maintain_order=True):
        here = open_ones.filter(pl.col("at").eq_missing(pl.lit(place)))
        row, text = here.select("row", "text").row(0)
        answer = findings.answer(THOUSANDS, place)
        signs = parting(findings.table, place, answer)
        separated = [each for each in here["text"].unique() if signs is None or not _signs(each) <= signs]
        if signs is None or (separated and answer is None):
            findings.ask(THOUSANDS, row=row, at=place, text=text, candidates=(THOUSANDS, DECIMALS))
            if signs is None:
                continue
        lost = frame.filter(pl.col("at").eq_missing(pl.lit(place)), pl.col("code").is_in([SEPARATED, "fractional"]))[
            "text"
        ].unique()
        counts = [(place, each, read_count(each, thousands=True)) for each in lost if signs & _signs(each)]
        changed += counts
        if answer == DECIMALS:
            changed += [(place, each, Reading(code="fractional")) for each in separated]
        if answer is None and counts:
            findings.tell(
                "thousands_read",
                row=row,
                at=place,
                text=text,
                count=here.height,
                value=read_count(text, thousands=True).num,
            )
    if not changed:
        return read
    known = pl.DataFrame(
        [(p, t, r.num, r.den, r.qualifier, r.state, r.code, r.told, True) for p, t, r in changed],
        schema={"at": pl.Int16, **READINGS, "new": pl.Boolean},
        orient="row",
    )
    joined = frame.join(known, on=["at", "text"], how="left", maintain_order="left", suffix="_new")
    return joined.select(
        "text",
        *(
            pl.when("new").then(f"{name}_new").otherwise(name).alias(name)
            for name in READINGS.names()
            if name != "text"
        ),
    )


def _signs(text: str) -> frozenset[str]:
    return frozenset(text) & BOTH
