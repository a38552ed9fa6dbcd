"""What a dot or comma before three digits means in a column of counts: 1.376 is 1376 or a little more than 1.

Where something in the column proves that it parts thousands, it is read so and told; else a person is asked, once a
column, and until then the cells give no figure.
"""

from __future__ import annotations

import re

import polars as pl

from intake.checks.sums import adds_up, column_numbers
from intake.listing import Findings
from intake.table import Table
from intake.values import READINGS, SEPARATED, Reading, read_count
from intake.words import folded

THOUSANDS, DECIMALS = "thousands", "decimals"
BOTH = frozenset(".,")

_GROUPS = re.compile(r"[1-9]\d{0,2}(?:([.,])\d{3})(?:\1\d{3})+(?:[.,]\d+)?")
_MIXED = re.compile(r"[1-9]\d{0,2}([.,])\d{3}(?!\1)[.,]\d+")
_PLAIN_DECIMALS = re.compile(r"\d+([.,])(?:\d{1,2}|\d{4,})(?: ?%)?")
_SHORT = r"[.,]\d{1,2}\D*$"
_OPEN = (SEPARATED, "fractional")
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

    What stays open keeps the code ``separated``, and its column has a question. An answer also holds for a file in
    which every number has lost its zeros. Zeros that are put back are told as a warning (``zeros_lost``): whole numbers
    of that column may stand for thousands too.
    """
    if read["code"].null_count() == read.height or not read["code"].is_in(_OPEN).any():
        return read
    frame = read.with_columns(at.cast(pl.Int16).alias("at"), rows.alias("row"))
    unclear = frame.filter(pl.col("code").is_in(_OPEN))
    changed: list[tuple[int, str, Reading]] = []
    for place in unclear["at"].unique(maintain_order=True):
        changed += _decided(unclear.filter(pl.col("at").eq_missing(pl.lit(place))), place, findings)
    if not changed:
        return read
    known = pl.DataFrame(
        [(p, t, r.num, r.den, r.qualifier, r.state, r.code, r.told, True) for p, t, r in changed],
        schema={"at": pl.Int16, **READINGS, "new": pl.Boolean},
        orient="row",
    )
    joined = frame.join(known, on=["at", "text"], how="left", maintain_order="left", suffix="_new")
    others = [name for name in READINGS.names() if name != "text"]
    return joined.select("text", *(pl.when("new").then(f"{name}_new").otherwise(name).alias(name) for name in others))


def _decided(unclear: pl.DataFrame, at: int, findings: Findings) -> list[tuple[int, str, Reading]]:
    """What the unclear texts of a column are, as far as that is certain; else the question is asked."""
    answer = findings.answer(THOUSANDS, at)
    separated = unclear.filter(pl.col("code") == SEPARATED)
    if separated.is_empty() and answer != THOUSANDS:
        return []
    signs = parting(findings.table, at, answer)
    if answer is None and not all(_signs(text) <= (signs or set()) for text in separated["text"].unique()):
        row, text = separated.select("row", "text").row(0)
        findings.ask(THOUSANDS, row=row, at=at, text=text, candidates=(THOUSANDS, DECIMALS))
    if signs is None:
        return []
    if answer == DECIMALS:
        return [(at, text, Reading(code="fractional")) for text in separated["text"].unique()]
    texts = [text for text in unclear["text"].unique() if signs & _signs(text)]
    found = [(at, text, read_count(text, thousands=True)) for text in texts]
    if answer is None:
        _tell("thousands_read", separated, found, findings)
    _tell("zeros_lost", unclear.filter(pl.col("text").str.contains(_SHORT)), found, findings)
    return found


def _tell(code: str, rows: pl.DataFrame, found: list[tuple[int, str, Reading]], findings: Findings) -> None:
    """Tells once a column of the rows whose texts were read, with the first of them."""
    values = {text: reading.num for _, text, reading in found if reading.num is not None}
    told = rows.filter(pl.col("text").is_in(list(values)))
    if told.height:
        row, text, at = told.select("row", "text", "at").row(0)
        findings.tell(code, row=row, at=at, text=text, count=told.height, value=values[text])


def _signs(text: str) -> frozenset[str]:
    return frozenset(text) & BOTH
