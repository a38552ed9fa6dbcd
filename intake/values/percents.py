"""Percentages printed beside their counts: checked, never imported, never turned into counts.

A percentage agrees with its counts within one unit of its last printed digit, so that truncated and rounded ones both
pass; one printed as a fraction of one (0,5884) as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import polars as pl

from intake.listing import Findings
from intake.values import EXACT, no_figure, qualified
from intake.words import folded

_PERCENT = re.compile(r"(\d[\d ]*)(?:[.,](\d+))?(?: ?(?:%|phần trăm))?")
_FINEST = 9
"""Digits that a spreadsheet's numbers can be held to."""


@dataclass(frozen=True, slots=True)
class Percentage:
    """A printed number with its decimals; ``sign`` where it was marked as a percentage."""

    value: Fraction
    digits: int
    sign: bool

    def agrees(self, num: int, den: int) -> bool:
        """True where it is num of den, in per cent or without a sign as a fraction of one. ``den`` is above 0."""
        step = Fraction(1, 10 ** min(self.digits, _FINEST))
        share = Fraction(num, den)
        if abs(self.value - share * 100) <= step:
            return True
        return not self.sign and abs(self.value - share) <= (step if self.digits else 0)


def read_percentage(text: str) -> Percentage | None:
    """``58,84 %``, ``50,0%``, ``58.84``, ``0,5884``; null for anything else, approximate ones included."""
    qualifier, word = qualified(folded(text).lstrip("'’`"))
    found = _PERCENT.fullmatch(word)
    if found is None or qualifier != EXACT:
        return None
    decimals = found[2] or ""
    value = Fraction(int(found[1].replace(" ", "") + decimals), 10 ** len(decimals))
    return Percentage(value, len(decimals), "%" in word or "phần" in word)


def check_percent(shares: pl.DataFrame, findings: Findings) -> None:
    """Warns where ``percent`` is not ``num`` of ``den``, or cannot be read. Rows without counts are left alone."""
    given = shares.filter(pl.col("percent").is_not_null(), pl.col("num").is_not_null(), pl.col("den") > 0)
    if given.is_empty():
        return
    told: list[tuple[str, int, int, str | None]] = []
    for text, num, den in given.select("percent", "num", "den").unique().iter_rows():
        told.append((text, num, den, _wrong(text, num, den)))
    schema = {"percent": pl.String, "num": pl.Int64, "den": pl.Int64, "wrong": pl.String}
    known = pl.DataFrame(told, schema=schema, orient="row")
    given = given.join(known, on=["percent", "num", "den"], how="left", maintain_order="left")
    findings.list(given.filter(pl.col("wrong") == "unread"), "percent_unread", at="percent_at", text="percent")
    findings.list(
        given.filter(pl.col("wrong") == "differs"),
        "percent_differs",
        at="percent_at",
        text="percent",
        needs=("num", "den", "percent"),
        params=_right,
    )


def _wrong(text: str, num: int, den: int) -> str | None:
    if no_figure(folded(text)) is not None or qualified(folded(text))[0] != EXACT:
        return None
    found = read_percentage(text)
    if found is None:
        return "unread"
    return None if found.agrees(num, den) else "differs"


def _right(row: Mapping[str, Any]) -> dict[str, Any]:
    """The counts and their percentage, truncated to as many decimals as were printed, two to four."""
    found = read_percentage(row["percent"])
    digits = min(max(found.digits if found else 2, 2), 4)
    whole, rest = divmod(row["num"] * 100 * 10**digits // row["den"], 10**digits)
    return {"num": row["num"], "den": row["den"], "right": f"{whole},{rest:0{digits}}"}
