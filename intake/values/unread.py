"""Cells that could not be read, as problems: what each code needs to know for its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from intake.listing import Findings
from intake.values import DATED, LARGEST, SEPARATED, range_ends
from intake.values.fractions import negated_counts

OPEN = (SEPARATED, DATED)
"""Codes of readings that wait for an answer: no figure and no problem."""


def tell_unread(frame: pl.DataFrame, code: str, findings: Findings, *, at: str, text: str) -> None:
    """A problem for each row whose column ``code`` names one."""
    if frame[code].null_count() == frame.height:
        return
    for name in frame[code].drop_nulls().unique(maintain_order=True):
        if name in OPEN:
            continue
        make = _PARAMS.get(name)
        needs = [text, *(("indicator",) if name == "unknown_class" else ())]
        rows = frame.filter(pl.col(code) == name)
        findings.list(rows, name, at=at, text=text, needs=needs, params=_bound(make, text, findings))


def _bound(
    make: Callable[[str, Mapping[str, Any], Findings], dict[str, Any]] | None, text: str, findings: Findings
) -> Callable[[Mapping[str, Any]], dict[str, Any]] | None:
    return None if make is None else lambda row: make(row[text], row, findings)


def _limit(text: str, row: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    return {"limit": LARGEST}


def _ends(text: str, row: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    low, high = range_ends(text) or ("", "")
    return {"low": low, "high": high}


def _negated(text: str, row: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    num, den = negated_counts(text) or (0, 0)
    return {"num": num, "den": den, "rest": max(den - num, 0)}


def _bare(text: str, row: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    return {"inside": text.strip().strip("()").strip()}


def _classes(text: str, row: Mapping[str, Any], findings: Findings) -> dict[str, Any]:
    scheme = findings.reference.indicators[row["indicator"]].scheme or ""
    return {"classes": findings.reference.classes.get(scheme, ())}


_PARAMS = {
    "too_large": _limit,
    "range_given": _ends,
    "negated_share": _negated,
    "bracketed": _bare,
    "unknown_class": _classes,
}
